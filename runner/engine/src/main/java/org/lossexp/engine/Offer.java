package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Descriptor.Kind;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** What this room offers to the language. */
final class Offer {
  private static final Range SHARE = new Range(0, true, 1, false);

  /** Negatives where nothing is said: losses that take the hardest of several have a choice. */
  private static final int NEGATIVES = 10;

  private Offer() {}

  static List<Descriptor> descriptors() {
    List<Descriptor> offer = new ArrayList<>(LayerOffer.descriptors());
    offer.addAll(ScorerOffer.descriptors());
    offer.addAll(
        List.of(
            sgd(),
            adam(),
            adamw(),
            rmsprop(),
            adagrad(),
            adadelta(),
            nadam(),
            radam(),
            lion(),
            lbfgs(),
            coefficients(),
            train()));
    return List.copyOf(offer);
  }

  private static Descriptor sgd() {
    ParameterSpec nesterov =
        new ParameterSpec.Flag("nesterov", false, "whether momentum looks one step ahead");
    return optimizer(
        "sgd",
        "Stochastic gradient descent, as PyTorch defines it.",
        0.01,
        0,
        momentum(),
        nesterov);
  }

  private static Descriptor adam() {
    return optimizer(
        "adam",
        "Adam (Kingma and Ba 2015), as PyTorch defines it.",
        1e-3,
        0,
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8));
  }

  private static Descriptor adamw() {
    return optimizer(
        "adamw",
        "Adam whose weights decay by themselves, not through the gradient (Loshchilov and Hutter"
            + " 2019).",
        1e-3,
        0.01,
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8));
  }

  private static Descriptor rmsprop() {
    ParameterSpec alpha =
        new ParameterSpec.Real(
            "alpha", 0.99, SHARE, "how slowly the mean squared gradient changes");
    ParameterSpec centered =
        new ParameterSpec.Flag("centered", false, "whether the mean gradient is taken off");
    return optimizer(
        "rmsprop",
        "RMSprop (Tieleman and Hinton 2012), as PyTorch defines it.",
        0.01,
        0,
        alpha,
        epsilon(1e-8),
        momentum(),
        centered);
  }

  private static Descriptor adagrad() {
    return optimizer(
        "adagrad",
        "Adagrad (Duchi, Hazan and Singer 2011), as PyTorch defines it.",
        0.01,
        0,
        epsilon(1e-10));
  }

  private static Descriptor adadelta() {
    ParameterSpec rho =
        new ParameterSpec.Real("rho", 0.9, SHARE, "how slowly the mean squares change");
    return optimizer(
        "adadelta", "Adadelta (Zeiler 2012), as PyTorch defines it.", 1, 0, rho, epsilon(1e-6));
  }

  private static Descriptor nadam() {
    ParameterSpec momentumDecay =
        new ParameterSpec.Real(
            "momentum_decay", 4e-3, Range.atLeast(0), "how fast the momentum rises to beta1");
    return optimizer(
        "nadam",
        "Adam with Nesterov's momentum (Dozat 2016), as PyTorch defines it.",
        2e-3,
        0,
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8),
        momentumDecay);
  }

  private static Descriptor radam() {
    return optimizer(
        "radam",
        "Rectified Adam (Liu et al. 2020), as PyTorch defines it: needs no warm-up.",
        1e-3,
        0,
        beta1(0.9),
        beta2(0.999),
        epsilon(1e-8));
  }

  private static Descriptor lion() {
    return optimizer(
        "lion",
        "Lion (Chen et al. 2023): steps of equal size in the sign of a momentum.",
        1e-4,
        0,
        beta1(0.9),
        beta2(0.99));
  }

  private static Descriptor coefficients() {
    return new Descriptor(
        Kind.EVIDENCE,
        Coefficients.NAME,
        List.of(),
        "What a linear model multiplies each feature with, in the units of the data as given, also"
            + " where steps scaled them.");
  }

  private static Descriptor lbfgs() {
    ParameterSpec rate =
        new ParameterSpec.Real(
            "learning_rate", 1, Range.above(0), "the first try of a line search, in steps");
    ParameterSpec history =
        new ParameterSpec.Whole(
            "history", 10, Range.closed(1, 1000), "steps that the curvature is known from");
    return new Descriptor(
        Kind.OPTIMIZER,
        "lbfgs",
        List.of(rate, history),
        "L-BFGS (Liu and Nocedal 1989) with a line search to the strong Wolfe conditions, as"
            + " PyTorch defines it: an epoch is one step over all examples. Linear models are"
            + " trained in double.");
  }

  /** The learning rate first, the weights' decay last. */
  private static Descriptor optimizer(
      String name, String help, double rate, double decay, ParameterSpec... own) {
    List<ParameterSpec> parameters = new ArrayList<>(List.of(learningRate(rate)));
    parameters.addAll(List.of(own));
    parameters.add(
        new ParameterSpec.Real(
            "weight_decay",
            decay,
            Range.atLeast(0),
            name.equals("adamw") || name.equals("lion")
                ? "the share of weights and biases, times the rate, that a step takes off by itself"
                : "how much of weights and biases is added to their gradients"));
    return new Descriptor(Kind.OPTIMIZER, name, parameters, help);
  }

  private static ParameterSpec momentum() {
    return new ParameterSpec.Real(
        "momentum", 0, SHARE, "the share of the last step that goes on in the next");
  }

  private static ParameterSpec beta1(double fallback) {
    return new ParameterSpec.Real("beta1", fallback, SHARE, "how slowly the mean gradient changes");
  }

  private static ParameterSpec beta2(double fallback) {
    return new ParameterSpec.Real("beta2", fallback, SHARE, "how slowly the second mean changes");
  }

  private static ParameterSpec epsilon(double fallback) {
    return new ParameterSpec.Real(
        "epsilon", fallback, Range.above(0), "keeps small divisors from 0");
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
    ParameterSpec accumulate =
        new ParameterSpec.Whole(
            "accumulate",
            1,
            Range.atLeast(1),
            "batches whose gradients make one step: as one batch of all their examples would");
    ParameterSpec patience = patience("epochs without a better one before training ends");
    ParameterSpec stop =
        new ParameterSpec.Nested(
            "stop",
            "whether training ends when validation gets no better",
            Optional.of(new Value.Word("none")),
            List.of(new ParameterSpec.Signature("early", List.of(patience))),
            List.of("none"));
    return new Descriptor(
        Kind.SECTION,
        "train",
        List.of(
            epochs,
            batchSize,
            accumulate,
            stop,
            schedule(),
            clip(),
            average(),
            sampler(),
            mining(),
            negatives()),
        "How long and in what portions a model is trained.");
  }

  private static ParameterSpec sampler() {
    return new ParameterSpec.Nested(
        "sampler",
        "which examples meet in a batch of a loss that compares examples of classes",
        Optional.of(new Value.Word("none")),
        List.of(
            new ParameterSpec.Signature(
                "per_class",
                List.of(
                    new ParameterSpec.Whole("classes", 8, Range.atLeast(1), "classes a batch"),
                    new ParameterSpec.Whole(
                        "examples", 4, Range.atLeast(1), "examples of each class")))),
        List.of("none"));
  }

  private static ParameterSpec mining() {
    return new ParameterSpec.Choice(
        "mining",
        "random",
        List.of("random", "hard", "semi_hard"),
        "which example of another class a loss of triplets gets: any, the nearest, or the nearest"
            + " beyond the positive, as the model sees them");
  }

  private static ParameterSpec negatives() {
    List<ParameterSpec> count =
        List.of(
            new ParameterSpec.Whole(
                "count", NEGATIVES, Range.closed(1, 10_000), "negatives of each preference"));
    return new ParameterSpec.Nested(
        "negatives",
        "items that a loss of preferences compares with those preferred: of all alike, of those"
            + " often preferred more often, or with head or tail of a triple exchanged",
        Optional.of(
            new Value.Call("uniform", Arguments.NONE.with("count", new Value.Numeral(NEGATIVES)))),
        List.of(
            new ParameterSpec.Signature("uniform", count),
            new ParameterSpec.Signature("popularity", count),
            new ParameterSpec.Signature("corrupt", count)),
        List.of());
  }

  private static ParameterSpec schedule() {
    ParameterSpec every =
        new ParameterSpec.Whole(
            "every", 10, Range.atLeast(1), "epochs after which the rate is multiplied");
    return new ParameterSpec.Nested(
        "schedule",
        "how the learning rate changes over the steps",
        Optional.of(new Value.Word("constant")),
        List.of(
            new ParameterSpec.Signature("cosine", List.of(warmup(0))),
            new ParameterSpec.Signature("one_cycle", List.of(warmup(0.3))),
            new ParameterSpec.Signature("step", List.of(every, factor(0.1))),
            new ParameterSpec.Signature("exponential", List.of(factor(0.95))),
            new ParameterSpec.Signature(
                "plateau",
                List.of(
                    factor(0.1),
                    patience("epochs without a better one before the rate is multiplied")))),
        List.of("constant"));
  }

  private static ParameterSpec patience(String meaning) {
    return new ParameterSpec.Whole("patience", 5, Range.atLeast(1), meaning);
  }

  private static ParameterSpec warmup(double fallback) {
    return new ParameterSpec.Real(
        "warmup", fallback, SHARE, "the share of steps in which the rate rises");
  }

  private static ParameterSpec factor(double fallback) {
    return new ParameterSpec.Real(
        "factor",
        fallback,
        new Range(0, false, 1, true),
        "what the rate is multiplied by; each epoch where no other number is said");
  }

  private static ParameterSpec average() {
    ParameterSpec decay =
        new ParameterSpec.Real(
            "decay", 0.999, SHARE, "the share of the average that stays at each step");
    ParameterSpec from =
        new ParameterSpec.Real(
            "from", 0.75, SHARE, "the share of the planned epochs before averaging begins");
    return new ParameterSpec.Nested(
        "average",
        "whether weights are judged as they are, or an average of them: ema over steps, swa over"
            + " the ends of epochs",
        Optional.of(new Value.Word("none")),
        List.of(
            new ParameterSpec.Signature("ema", List.of(decay)),
            new ParameterSpec.Signature("swa", List.of(from))),
        List.of("none"));
  }

  private static ParameterSpec clip() {
    ParameterSpec most =
        new ParameterSpec.Real("most", 1, Range.above(0), "the largest that is left as it is");
    return new ParameterSpec.Nested(
        "clip",
        "how gradients are made smaller: all together by their norm, or each by its value",
        Optional.of(new Value.Word("none")),
        List.of(
            new ParameterSpec.Signature("norm", List.of(most)),
            new ParameterSpec.Signature("value", List.of(most))),
        List.of("none"));
  }
}
