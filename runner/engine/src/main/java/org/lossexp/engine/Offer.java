package org.lossexp.engine;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Descriptor.Kind;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** What this room offers to the language. */
final class Offer {
  private Offer() {}

  static List<Descriptor> descriptors() {
    return List.of(dense(), dropout(), relu(), tanh(), sigmoid(), sgd(), adam(), train());
  }

  private static Descriptor dense() {
    ParameterSpec units =
        new ParameterSpec.Whole(
            "units",
            "how many numbers the layer gives: outputs for as many as the loss asks for, classes"
                + " for one a class",
            Optional.empty(),
            Range.atLeast(1),
            List.of("outputs", "classes"));
    ParameterSpec activation =
        new ParameterSpec.Choice(
            "activation",
            "identity",
            List.of("identity", "relu", "tanh", "sigmoid", "softmax"),
            "what is done with the sums");
    return new Descriptor(
        Kind.LAYER, "dense", List.of(units, activation), "Connects every input with every unit.");
  }

  private static Descriptor dropout() {
    ParameterSpec rate =
        new ParameterSpec.Real(
            "rate",
            "the share that is dropped",
            Optional.empty(),
            new Range(0, true, 1, false),
            List.of());
    return new Descriptor(
        Kind.LAYER, "dropout", List.of(rate), "In training, sets a random share of numbers to 0.");
  }

  private static Descriptor relu() {
    return new Descriptor(Kind.LAYER, "relu", List.of(), "Replaces negative numbers by 0.");
  }

  private static Descriptor tanh() {
    return new Descriptor(
        Kind.LAYER, "tanh", List.of(), "Bends numbers into (-1, 1) by the hyperbolic tangent.");
  }

  private static Descriptor sigmoid() {
    return new Descriptor(
        Kind.LAYER, "sigmoid", List.of(), "Bends numbers into (0, 1) by the logistic function.");
  }

  private static Descriptor sgd() {
    ParameterSpec momentum =
        new ParameterSpec.Real(
            "momentum",
            0,
            new Range(0, true, 1, false),
            "the share of the last step that goes on in the next");
    ParameterSpec nesterov =
        new ParameterSpec.Flag("nesterov", false, "whether momentum looks one step ahead");
    return new Descriptor(
        Kind.OPTIMIZER,
        "sgd",
        List.of(learningRate(0.01), momentum, nesterov),
        "Stochastic gradient descent, as PyTorch defines it.");
  }

  private static Descriptor adam() {
    Range share = new Range(0, true, 1, false);
    ParameterSpec beta1 =
        new ParameterSpec.Real("beta1", 0.9, share, "how slowly the mean gradient changes");
    ParameterSpec beta2 =
        new ParameterSpec.Real(
            "beta2", 0.999, share, "how slowly the mean squared gradient changes");
    ParameterSpec epsilon =
        new ParameterSpec.Real("epsilon", 1e-8, Range.above(0), "keeps small divisors from 0");
    return new Descriptor(
        Kind.OPTIMIZER,
        "adam",
        List.of(learningRate(1e-3), beta1, beta2, epsilon),
        "Adam (Kingma and Ba, 2015), as PyTorch defines it.");
  }

  private static ParameterSpec learningRate(double fallback) {
    return new ParameterSpec.Real("learning_rate", fallback, Range.above(0), "the size of steps");
  }

  private static Descriptor train() {
    ParameterSpec epochs =
        new ParameterSpec.Whole(
            "epochs", 20, Range.atLeast(1), "how often every training example is seen, at most");
    ParameterSpec batchSize =
        new ParameterSpec.Whole(
            "batch_size",
            "examples a step; a smaller last batch is kept",
            Optional.of(new Value.Numeral(32)),
            Range.atLeast(1),
            List.of("all"));
    ParameterSpec patience =
        new ParameterSpec.Whole(
            "patience", 5, Range.atLeast(1), "epochs without a better one before training ends");
    ParameterSpec stop =
        new ParameterSpec.Nested(
            "stop",
            "whether training ends when validation gets no better",
            Optional.of(new Value.Word("none")),
            List.of(new ParameterSpec.Signature("early", List.of(patience))),
            List.of("none"));
    ParameterSpec warmup =
        new ParameterSpec.Real(
            "warmup",
            0,
            new Range(0, true, 1, false),
            "the share of steps in which the rate rises");
    ParameterSpec schedule =
        new ParameterSpec.Nested(
            "schedule",
            "how the learning rate changes over the steps",
            Optional.of(new Value.Word("constant")),
            List.of(new ParameterSpec.Signature("cosine", List.of(warmup))),
            List.of("constant"));
    return new Descriptor(
        Kind.SECTION,
        "train",
        List.of(epochs, batchSize, stop, schedule),
        "How long and in what portions a model is trained.");
  }
}
