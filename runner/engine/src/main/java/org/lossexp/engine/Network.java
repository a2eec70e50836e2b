package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Head;
import org.lossexp.spi.Value;

/** The layers of a model, bound to the shape of the data and to the head of the loss. */
final class Network implements Model {
  private final Signal input;
  private final int[] codes;
  private final Link link;
  private final Chain layers = new Chain();
  private final boolean linear;
  private final boolean biased;
  private final List<Parameters> parameters;
  private final List<Parameters> learned;
  private final Stretches takes = new Stretches(this::take);
  private Team team = Team.ALONE;

  // Of the examples that are being taken.
  private float[] taking = {};
  private int[] taken = {};
  private int takenFirst;

  /**
   * @param model the pipeline of layers
   * @param facts what the layers are given: the first the data, the last the units of the head
   * @param head the units and the link of {@code dense(outputs)}
   * @param capacity the most examples that are passed at once
   */
  Network(List<Value.Call> model, Layering.Given facts, Head head, int capacity) {
    input = Signal.data(capacity, facts.shape().size());
    codes = new int[capacity * facts.codes().size()];
    List<Value.Call> calls = joined(Shapes.expanded(model));
    Value.Call last = calls.removeLast();
    Optional<Head.Link> written = link(last);
    calls.add(written.isPresent() ? activated(last, new Value.Word("identity")) : last);
    Signal signal = new Builder(capacity).build(layers, input, calls, facts);
    linear =
        calls.size() == 1
            && last.name().equals("dense")
            && calls.getFirst().arguments().isWord("activation", "identity");
    biased = Shapes.biased(last);
    boolean free = last.arguments().isWord("units", "outputs");
    link =
        new Link(
            free && written.isEmpty()
                ? head
                : new Head(signal.width(), written.orElse(Head.Link.IDENTITY)),
            signal);
    parameters = layers.parameters();
    learned = parameters.stream().filter(Parameters::isLearned).toList();
  }

  /** {@return what the layers of a model for {@code data} are given} */
  static Layering.Given facts(Prepared data, Head head) {
    return new Layering.Given(data.shape(), data.codes(), data.classes().size(), head.units());
  }

  /** Makes layers, one after the other. */
  private final class Builder {
    private final Shapes shapes = new Shapes();
    private final int capacity;

    Builder(int capacity) {
      this.capacity = capacity;
    }

    /** {@return what the last of {@code calls} gives} */
    Signal build(Chain chain, Signal input, List<Value.Call> calls, Layering.Given facts) {
      Signal signal = input;
      Layering.Given given = facts;
      for (Value.Call call : calls) {
        Shape after =
            switch (shapes.after(call, given)) {
              case Attempt.Success<Layering.Layered>(Layering.Layered layered) -> layered.shape();
              case Attempt.Failure<Layering.Layered> failure ->
                  throw new Guest.Failure(failure.problems().getFirst().message());
            };
        // Only a name for the same numbers.
        if (!call.name().equals("flatten") && !call.name().equals("reshape")) {
          Layer layer = layer(call, signal, given, after);
          chain.add(call.name(), layer);
          signal = layer.output();
        }
        given = new Layering.Given(after, List.of(), facts.classes(), facts.outputs());
      }
      return signal;
    }

    private Layer layer(Value.Call call, Signal signal, Layering.Given given, Shape after) {
      Shape shape = given.shape();
      return switch (call.name()) {
        case "dense" ->
            new Dense(
                signal,
                after.size(),
                activation(call),
                initializer(call),
                Shapes.biased(call),
                capacity);
        case "heads" ->
            new Dense(signal, after.size(), Activation.IDENTITY, Initializer.DEFAULT, capacity);
        case "dropout" -> new Dropout(signal, call.arguments().real("rate"), capacity);
        case "conv1d", "conv2d" ->
            new Convolution(
                signal,
                shape,
                after,
                Shapes.geometry(call, shape),
                activation(call),
                initializer(call),
                capacity);
        case "max_pool", "global_max_pool" -> pool(call, Pool.Kind.LARGEST, signal, shape, after);
        case "avg_pool", "global_avg_pool" -> pool(call, Pool.Kind.MEAN, signal, shape, after);
        case "embedding" ->
            new Embedding(signal, codes, given.codes(), call.arguments().whole("width"), capacity);
        case "batch_norm" -> new BatchNorm(signal, shape.channels(), capacity);
        case "layer_norm" -> new LayerNorm(signal, capacity);
        case "l2_normalize" -> new Normalization(signal, capacity);
        case "residual" -> {
          Chain body = new Chain();
          Signal inner = build(body, signal, joined(Shapes.body(call)), given);
          yield new Residual(signal, body, inner, capacity);
        }
        default -> new Pointwise(signal, Activation.of(call.name(), call.arguments()), capacity);
      };
    }

    private Pool pool(Value.Call call, Pool.Kind kind, Signal signal, Shape from, Shape to) {
      return new Pool(signal, kind, from, to, Shapes.window(call, from), capacity);
    }
  }

  private static Activation activation(Value.Call call) {
    return Activation.of(call.arguments().values().get("activation"));
  }

  private static Initializer initializer(Value.Call call) {
    return Initializer.of(call.arguments().word("init"));
  }

  /** Activations that follow a linear layer become that layer's own: the same, computed sooner. */
  private static List<Value.Call> joined(List<Value.Call> model) {
    List<Value.Call> calls = new ArrayList<>();
    for (Value.Call call : model) {
      boolean joins =
          isCurve(call)
              && !calls.isEmpty()
              && calls.getLast().arguments().isWord("activation", "identity")
              && (calls.getLast().name().equals("dense") || !call.name().equals("softmax"));
      if (joins) {
        Value curve = call.arguments().values().isEmpty() ? new Value.Word(call.name()) : call;
        calls.add(activated(calls.removeLast(), curve));
      } else {
        calls.add(call);
      }
    }
    return calls;
  }

  private static boolean isCurve(Value.Call call) {
    return switch (call.name()) {
      case "relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid", "softplus", "softmax" ->
          true;
      default -> false;
    };
  }

  private static Value.Call activated(Value.Call layer, Value activation) {
    return new Value.Call(layer.name(), layer.arguments().with("activation", activation));
  }

  /**
   * {@return the link that the activation of the last layer stands for, if it stands for one:
   * there, sigmoid and softmax are computed in double like a link that a loss asks for}
   */
  private static Optional<Head.Link> link(Value.Call last) {
    if (last.arguments().isWord("activation", "sigmoid")) {
      return Optional.of(Head.Link.SIGMOID);
    }
    return last.arguments().isWord("activation", "softmax")
        ? Optional.of(Head.Link.SOFTMAX)
        : Optional.empty();
  }

  /** Draws the initial weights. */
  @Override
  public void initialize(RandomStream.Key key) {
    layers.initialize(key);
  }

  /** Starts the dropout masks of an epoch, each layer's apart. */
  @Override
  public void beginEpoch(RandomStream.Key key) {
    layers.begin(key);
  }

  @Override
  public void join(Team joined) {
    team = joined;
    layers.join(joined);
  }

  @Override
  public long multiplications() {
    return layers.multiplications();
  }

  @Override
  public void take(Part part, int[] rows, int first, int[] lookups, int count) {
    taking = part.features();
    taken = rows;
    takenFirst = first;
    takes.run(team, count, 16L * input.width());
    if (codes.length > 0) {
      System.arraycopy(lookups, 0, codes, 0, count * (part.codes().length / part.rows()));
    }
  }

  private void take(int first, int last) {
    input.values().gather(taking, taken, takenFirst, first, last);
  }

  @Override
  public void replace(int example, float[] features) {
    Rows examples = input.values();
    System.arraycopy(features, 0, examples.data(), example * examples.stride(), features.length);
  }

  /** {@return whether the last layer has a bias} */
  boolean isBiased() {
    return biased;
  }

  /** {@return whether this is one dense layer on features, without an activation but the link} */
  boolean isLinear() {
    return linear;
  }

  /** {@return the units and the link of the last layer} */
  Head head() {
    return link.head();
  }

  /** {@return where examples are put before {@link #predict}} */
  Rows input() {
    return input.values();
  }

  /** {@return [capacity × columns]: the codes of the examples in {@link #input}} */
  int[] codes() {
    return codes;
  }

  /** {@return what the layers learn and remember, from the first layer on} */
  @Override
  public List<Parameters> parameters() {
    return parameters;
  }

  @Override
  public List<Tensors.Placed> placed() {
    return layers.placed();
  }

  /** {@return what the layers learn, from the first layer on} */
  @Override
  public List<Parameters> learned() {
    return learned;
  }

  /** Remembers the parameters. */
  @Override
  public void keep() {
    parameters.forEach(Parameters::keep);
  }

  /** Returns to the parameters last remembered. */
  @Override
  public void restore() {
    parameters.forEach(Parameters::restore);
  }

  /** {@return numbers that a prediction has} */
  @Override
  public int columns() {
    return link.columns();
  }

  /**
   * Predicts the examples in {@link #input}.
   *
   * @param training whether dropout drops
   * @param out receives [rows × columns] from {@code offset}, after the link
   */
  @Override
  public void predict(int rows, boolean training, double[] out, int offset) {
    layers.forward(rows, training);
    link.predict(rows, out, offset);
  }

  /**
   * Computes the gradient of every parameter.
   *
   * @param predictions of the examples in {@link #input}
   * @param gradient with respect to them, of a sum; overwritten
   * @param share what the sum is multiplied by: 1 over its count for a mean
   */
  @Override
  public void learn(int rows, double[] predictions, double[] gradient, double share) {
    link.back(rows, predictions, gradient, share);
    layers.backward(rows);
  }
}
