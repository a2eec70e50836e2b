package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.data.RandomStream;
import org.lossexp.spi.Head;
import org.lossexp.spi.Value;

/** The layers of a model, bound to the width of the data and to the head of the loss. */
final class Network {
  private final Signal input;
  private final Link link;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Dense> dense = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();

  /**
   * @param model the pipeline of layers; the last is dense
   * @param features numbers an example
   * @param classes the units of {@code dense(classes)}
   * @param head the units and the link of {@code dense(outputs)}
   * @param capacity the most examples that are passed at once
   */
  Network(List<Value.Call> model, int features, int classes, Head head, int capacity) {
    input = Signal.data(capacity, features);
    Signal signal = input;
    List<Value.Call> calls = joined(model);
    Value.Call last = calls.removeLast();
    Optional<Head.Link> written = link(last);
    calls.add(written.isPresent() ? activated(last, "identity") : last);
    for (Value.Call call : calls) {
      Layer layer =
          switch (call.name()) {
            case "dense" -> {
              int units = units(call, classes, head);
              Activation activation = Activation.of(call.arguments().word("activation"));
              Dense made = new Dense(signal, units, activation, capacity);
              dense.add(made);
              yield made;
            }
            case "dropout" -> {
              Dropout made = new Dropout(signal, call.arguments().real("rate"), capacity);
              dropouts.add(made);
              yield made;
            }
            default -> new Pointwise(signal, Activation.of(call.name()), capacity);
          };
      layers.add(layer);
      signal = layer.output();
    }
    boolean free = last.arguments().isWord("units", "outputs");
    link =
        new Link(
            free && written.isEmpty()
                ? head
                : new Head(signal.width(), written.orElse(Head.Link.IDENTITY)),
            signal);
  }

  /** Activations that follow a linear layer become that layer's own: the same, computed sooner. */
  private static List<Value.Call> joined(List<Value.Call> model) {
    List<Value.Call> calls = new ArrayList<>();
    for (Value.Call call : model) {
      boolean dense = call.name().equals("dense");
      boolean joins =
          !dense
              && !call.name().equals("dropout")
              && !calls.isEmpty()
              && calls.getLast().arguments().isWord("activation", "identity");
      if (joins) {
        calls.add(activated(calls.removeLast(), call.name()));
      } else {
        calls.add(call);
      }
    }
    return calls;
  }

  private static int units(Value.Call call, int classes, Head head) {
    if (call.arguments().isWord("units", "outputs")) {
      return head.units();
    }
    return call.arguments().isWord("units", "classes") ? classes : call.arguments().whole("units");
  }

  private static Value.Call activated(Value.Call dense, String activation) {
    return new Value.Call(
        dense.name(), dense.arguments().with("activation", new Value.Word(activation)));
  }

  /**
   * {@return the link that the activation of the last layer stands for, if it stands for one:
   * there, sigmoid and softmax are computed in double like a link that a loss asks for}
   */
  private static Optional<Head.Link> link(Value.Call last) {
    return switch (last.arguments().word("activation")) {
      case "sigmoid" -> Optional.of(Head.Link.SIGMOID);
      case "softmax" -> Optional.of(Head.Link.SOFTMAX);
      default -> Optional.empty();
    };
  }

  /**
   * Draws the initial weights. Every layer has a stream of its own, told apart by its place among
   * the dense layers and by its size, so that what lies below a head starts alike under every head.
   */
  void initialize(RandomStream.Key key) {
    for (int i = 0; i < dense.size(); i++) {
      Panels shape = dense.get(i).parameters().shape();
      dense
          .get(i)
          .initialize(
              key.with("dense").with(i).with(shape.rows() - 1).with(shape.columns()).stream());
    }
  }

  /** Starts the dropout masks of an epoch, each layer's apart. */
  void beginEpoch(RandomStream.Key key) {
    for (int i = 0; i < dropouts.size(); i++) {
      dropouts.get(i).begin(key.with("dropout").with(i).stream());
    }
  }

  /** {@return where examples are put before {@link #predict}} */
  Rows input() {
    return input.values();
  }

  /** {@return what the layers learn, from the first layer on} */
  List<Parameters> learned() {
    return dense.stream().map(Dense::parameters).toList();
  }

  /** Remembers the parameters. */
  void keep() {
    learned().forEach(Parameters::keep);
  }

  /** Returns to the parameters last remembered. */
  void restore() {
    learned().forEach(Parameters::restore);
  }

  /** {@return numbers that a prediction has} */
  int columns() {
    return link.columns();
  }

  /**
   * Predicts the examples in {@link #input}.
   *
   * @param training whether dropout drops
   * @param out receives [rows × columns] from {@code offset}, after the link
   */
  void predict(int rows, boolean training, double[] out, int offset) {
    for (Layer layer : layers) {
      layer.forward(rows, training);
    }
    link.predict(rows, out, offset);
  }

  /**
   * Computes the gradient of every parameter.
   *
   * @param predictions of the examples in {@link #input}
   * @param gradient with respect to them, of a sum; overwritten
   * @param share what the sum is multiplied by: 1 over its count for a mean
   */
  void learn(int rows, double[] predictions, double[] gradient, double share) {
    link.back(rows, predictions, gradient, share);
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).backward(rows);
    }
  }
}
