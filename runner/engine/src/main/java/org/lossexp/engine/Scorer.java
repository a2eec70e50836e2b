package org.lossexp.engine;

import java.util.List;
import java.util.Optional;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Head;
import org.lossexp.spi.Value;

/** A model that scores items itself: what it looks up by codes meets without a layer above it. */
abstract sealed class Scorer implements Model
    permits Factors, FactorizationMachine, Translation, TwoTower {
  static final List<String> NAMES =
      List.of("factors", "factorization_machine", "translational", "two_tower");

  /** The codes of the examples taken, row by row. */
  final int[] codes;

  /** Code columns an example. */
  final int width;

  /** About which scores begin, where there is a bias. */
  private float level;

  private final Head head;

  Scorer(Prepared data, Head head, int capacity) {
    this.width = data.codes().size();
    this.codes = new int[capacity * width];
    this.head = head;
  }

  /** {@return the scorer that a model consists of; empty where it has layers} */
  static Optional<Scorer> of(List<Value.Call> model, Prepared data, Head head, int capacity) {
    Value.Call call = model.getFirst();
    Arguments given = call.arguments();
    Optional<String> refusal =
        NAMES.contains(call.name())
            ? refusal(call.name(), data.codes(), data.training().columns() > 0)
            : Optional.empty();
    if (refusal.isPresent()) {
      throw new Guest.Failure(refusal.get());
    }
    return switch (call.name()) {
      case "factors" ->
          Optional.of(
              new Factors(data, head, capacity, given.whole("width"), given.flag("biases")));
      case "factorization_machine" ->
          Optional.of(new FactorizationMachine(data, head, capacity, given.whole("width")));
      case "translational" ->
          Optional.of(
              new Translation(
                  data, head, capacity, given.whole("width"), given.word("norm").equals("l1")));
      case "two_tower" ->
          Optional.of(
              new TwoTower(data, head, capacity, given.whole("width"), given.whole("units")));
      default -> Optional.empty();
    };
  }

  /** {@return how many numbers the scorer {@code call} learns} */
  static double weights(Value.Call call, Shape shape, List<DataHeader.Code> codes) {
    double all = codes.stream().mapToDouble(DataHeader.Code::size).sum();
    double k = call.arguments().whole("width");
    return switch (call.name()) {
      case "factorization_machine" -> (all + shape.size()) * (k + 1) + 1;
      case "two_tower" -> {
        double units = call.arguments().whole("units");
        yield all * k + codes.size() * k * units + 2 * units + 2 * (units + 1) * k;
      }
      default -> all * (k + 1) + 1;
    };
  }

  /** {@return why data of {@code codes} cannot be scored by the model {@code name}, if so} */
  static Optional<String> refusal(String name, List<DataHeader.Code> codes, boolean features) {
    return switch (name) {
      case "factors" ->
          codes.size() == 2
              ? Optional.empty()
              : Optional.of("`factors` multiplies users and items: two columns of codes");
      case "translational" ->
          codes.size() == 3
              ? Optional.empty()
              : Optional.of("`translational` is for triples: head, relation and tail");
      case "two_tower" ->
          codes.size() >= 2
              ? Optional.empty()
              : Optional.of("`two_tower` looks up users and items: two columns of codes");
      default ->
          codes.isEmpty() && !features
              ? Optional.of("`%s` has nothing to look up".formatted(name))
              : Optional.empty();
    };
  }

  /** Lets scores begin about the mean of the values that are learned, not about 0. */
  final void startAt(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    level = (float) (sum / values.length);
  }

  final float level() {
    return level;
  }

  /** Fills a table from a normal distribution of standard deviation {@code sd}. */
  static void draw(Parameters table, RandomStream.Key key, double sd) {
    Panels shape = table.shape();
    RandomStream stream = key.with(table.name()).with(shape.rows()).with(shape.columns()).stream();
    for (int row = 0; row < shape.rows(); row++) {
      for (int column = 0; column < shape.columns(); column++) {
        table.values()[shape.index(row, column)] = (float) (sd * stream.gaussian());
      }
    }
  }

  @Override
  public final int columns() {
    return 1;
  }

  @Override
  public void beginEpoch(RandomStream.Key key) {}

  @Override
  public final List<Parameters> parameters() {
    return learned();
  }

  @Override
  public final List<Tensors.Placed> placed() {
    return Tensors.placed("scorer", learned());
  }

  @Override
  public void keep() {
    learned().forEach(Parameters::keep);
  }

  @Override
  public void restore() {
    learned().forEach(Parameters::restore);
  }

  @Override
  public void take(Part part, int[] rows, int first, int[] lookups, int count) {
    System.arraycopy(lookups, 0, codes, 0, count * width);
  }

  @Override
  public void replace(int example, float[] features) {
    throw new IllegalStateException("views of codes");
  }

  @Override
  public final void predict(int rows, boolean training, double[] out, int offset) {
    score(rows, out, offset);
    head.apply(out, offset, rows);
  }

  @Override
  public final void learn(int rows, double[] predictions, double[] gradient, double share) {
    head.applyBack(predictions, gradient, rows);
    learned().forEach(Parameters::clear);
    pullBack(rows, gradient, share);
  }

  /** Writes the score of each example taken. */
  abstract void score(int rows, double[] out, int offset);

  /**
   * Adds to the gradients, which are 0.
   *
   * @param slopes the objective's derivative with respect to each score, before {@code share}
   */
  abstract void pullBack(int rows, double[] slopes, double share);
}
