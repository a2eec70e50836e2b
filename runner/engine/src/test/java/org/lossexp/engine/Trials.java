package org.lossexp.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Head;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Value;

/** Trials for tests, written shortly; what is not given is the default of the descriptor. */
record Trials(
    List<Value.Call> model,
    Value.Call optimizer,
    Value.Call train,
    Optional<String> monitor,
    long seed) {
  /** A linear model. */
  static final Trials LINEAR =
      new Trials(
          List.of(),
          call("sgd", Arguments.NONE),
          call("train", Arguments.NONE),
          Optional.empty(),
          1);

  /** {@return the call of {@code name}, its defaults filled in} */
  private static Value.Call call(String name, Arguments written) {
    Descriptor descriptor =
        Trainer.descriptors().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    Arguments arguments = Arguments.NONE;
    for (ParameterSpec parameter : descriptor.parameters()) {
      Optional<Value> value = Optional.ofNullable(written.values().get(parameter.name()));
      Value given = value.or(parameter::fallback).orElseThrow();
      if (parameter.refusal(given).isPresent()) {
        throw new IllegalArgumentException(parameter.refusal(given).get());
      }
      arguments = arguments.with(parameter.name(), given);
    }
    return new Value.Call(name, arguments);
  }

  private Trials layer(String name, Arguments arguments) {
    return layer(call(name, arguments));
  }

  Trials layer(Value.Call layer) {
    List<Value.Call> layers = new ArrayList<>(model);
    layers.add(layer);
    return new Trials(layers, optimizer, train, monitor, seed);
  }

  Trials dense(int units, String activation) {
    return layer(
        "dense",
        Arguments.NONE
            .with("units", new Value.Numeral(units))
            .with("activation", new Value.Word(activation)));
  }

  /** A model that scores by itself. */
  Trials scorer(Value.Call call) {
    return new Trials(List.of(call), optimizer, train, monitor, seed);
  }

  Trials negatives(String how, int count) {
    Arguments arguments = Arguments.NONE.with("count", new Value.Numeral(count));
    return train("negatives", new Value.Call(how, arguments));
  }

  Trials dropout(double rate) {
    return layer("dropout", Arguments.NONE.with("rate", new Value.Numeral(rate)));
  }

  Trials curve(String activation) {
    return layer(activation, Arguments.NONE);
  }

  Trials sgd(double rate, double momentum) {
    return optimizer(
        call(
            "sgd",
            Arguments.NONE
                .with("learning_rate", new Value.Numeral(rate))
                .with("momentum", new Value.Numeral(momentum))));
  }

  Trials nesterov(double rate, double momentum) {
    return optimizer(
        new Value.Call(
            "sgd",
            sgd(rate, momentum).optimizer.arguments().with("nesterov", new Value.Flag(true))));
  }

  Trials adam(double rate) {
    return optimizer(call("adam", Arguments.NONE.with("learning_rate", new Value.Numeral(rate))));
  }

  Trials lbfgs() {
    return optimizer(call("lbfgs", Arguments.NONE)).wholeBatch();
  }

  /** {@return with the optimizer of that name, its arguments the usual ones} */
  Trials optimizer(String name) {
    return optimizer(call(name, Arguments.NONE));
  }

  private Trials optimizer(Value.Call call) {
    return new Trials(model, call, train, monitor, seed);
  }

  Trials epochs(int epochs) {
    return train("epochs", new Value.Numeral(epochs));
  }

  Trials batch(int size) {
    return train("batch_size", new Value.Numeral(size));
  }

  Trials wholeBatch() {
    return train("batch_size", new Value.Word("all"));
  }

  Trials early(int patience) {
    Arguments arguments = Arguments.NONE.with("patience", new Value.Numeral(patience));
    return train("stop", new Value.Call("early", arguments));
  }

  Trials cosine(double warmup) {
    Arguments arguments = Arguments.NONE.with("warmup", new Value.Numeral(warmup));
    return train("schedule", new Value.Call("cosine", arguments));
  }

  Trials accumulate(int batches) {
    return train("accumulate", new Value.Numeral(batches));
  }

  Trials swa(double from) {
    Arguments arguments = Arguments.NONE.with("from", new Value.Numeral(from));
    return train("average", new Value.Call("swa", arguments));
  }

  Trials ema(double decay) {
    Arguments arguments = Arguments.NONE.with("decay", new Value.Numeral(decay));
    return train("average", new Value.Call("ema", arguments));
  }

  Trials plateau(double factor, int patience) {
    Arguments arguments =
        Arguments.NONE
            .with("factor", new Value.Numeral(factor))
            .with("patience", new Value.Numeral(patience));
    return train("schedule", new Value.Call("plateau", arguments));
  }

  /** {@return the weights that a line's squared loss leads to} */
  float[] weights() {
    Objective objective = new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN);
    Training training =
        new Training(
            trial(), Examples.line(13, 3, 0.5), objective, List.of(), Keeper.NONE, () -> false);
    training.run();
    return training.model().learned().getLast().values();
  }

  private Trials train(String name, Value value) {
    Value.Call changed = call("train", train.arguments().with(name, value));
    return new Trials(model, optimizer, changed, monitor, seed);
  }

  Trials monitor(String metric) {
    return new Trials(model, optimizer, train, Optional.of(metric), seed);
  }

  Trials seed(long other) {
    return new Trials(model, optimizer, train, monitor, other);
  }

  /** {@return the trial; {@code dense(outputs)} is appended, as the plan would} */
  Trial trial() {
    return layer("dense", Arguments.NONE.with("units", new Value.Word("outputs"))).written();
  }

  /** {@return the trial with the layers as written} */
  Trial written() {
    Map<Trial.Purpose, Long> seeds = new EnumMap<>(Trial.Purpose.class);
    for (Trial.Purpose purpose : Trial.Purpose.values()) {
      seeds.put(purpose, seed);
    }
    return new Trial(
        "trial",
        List.of(),
        "data",
        0,
        model,
        "mine",
        optimizer,
        train,
        List.of(),
        monitor.map(name -> new Value.Call(name, Arguments.NONE)),
        seeds);
  }
}
