package org.lossexp.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Small data sets. */
final class Examples {
  private Examples() {}

  /** Two interleaved spirals. */
  static Prepared spirals(int rows) {
    RandomStream random = RandomStream.key("spirals").stream();
    float[] features = new float[2 * rows];
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 2;
      double radius = 0.2 + 0.8 * random.uniform();
      double angle = 6 * radius + Math.PI * labels[row];
      features[2 * row] = (float) (radius * StrictMath.cos(angle));
      features[2 * row + 1] = (float) (radius * StrictMath.sin(angle));
    }
    return classes(2, part(2, features, labels));
  }

  /** Normal features of which the class is a noisy linear function. */
  static Prepared blobs(int rows, int columns, int classes) {
    RandomStream random = RandomStream.key("blobs").stream();
    float[] features = normal(random, rows * columns);
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
      features[row * columns + row % columns] += (float) labels[row];
    }
    return classes(classes, part(columns, features, labels));
  }

  /** y = 1 − 2 x₀ + 3 x₁ − … plus noise. */
  static Prepared line(int rows, int columns, double noise) {
    RandomStream random = RandomStream.key("line").stream();
    float[] features = normal(random, rows * columns);
    double[] target = new double[rows];
    for (int row = 0; row < rows; row++) {
      target[row] = 1 + noise * random.gaussian();
      for (int column = 0; column < columns; column++) {
        double slope = (column % 2 == 0 ? -1 : 1) * (column + 2);
        target[row] += slope * features[row * columns + column];
      }
    }
    return real(part(columns, features, target));
  }

  private static float[] normal(RandomStream random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.gaussian();
    }
    return numbers;
  }

  static Part part(int columns, float[] features, double[] target) {
    int[] source = IntStream.range(0, target.length).toArray();
    return new Part(target.length, columns, features, target, target, source);
  }

  /** Classes; all of {@code part} is training, validation and test. */
  static Prepared classes(int classes, Part part) {
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    Task task = classes == 2 ? Task.BINARY : Task.MULTICLASS;
    return prepared(task, names, Prepared.TargetScale.NONE, part);
  }

  /** Real numbers; all of {@code part} is training, validation and test. */
  static Prepared real(Part part) {
    return prepared(Task.REGRESSION, List.of(), Prepared.TargetScale.NONE, part);
  }

  static Prepared prepared(Task task, List<String> classes, Prepared.TargetScale scale, Part part) {
    return new Prepared(
        new Prepared.Origin("data", "all", 0),
        task,
        1,
        classes,
        classes.stream().map(name -> (long) part.rows() / classes.size()).toList(),
        IntStream.range(0, part.columns()).mapToObj(Integer::toString).toList(),
        scale,
        part,
        Optional.of(part),
        Optional.of(part));
  }

  /** What users think of items, or triples; from {@code positive} on it is a preference. */
  static Prepared recommendation(
      List<DataHeader.Code> codes, double positive, Part training, Part validation, Part test) {
    Prepared plain = prepared(Task.RECOMMENDATION, List.of(), Prepared.TargetScale.NONE, training);
    return new Prepared(
        plain.origin(),
        plain.task(),
        1,
        List.of(),
        List.of(),
        plain.features(),
        Optional.empty(),
        codes,
        Optional.of(new Prepared.Preferences(positive)),
        plain.targetScale(),
        Optional.empty(),
        plain.fitted(),
        training,
        Optional.of(validation),
        Optional.of(test));
  }

  /** Users and items at random, with a rating each. */
  static Prepared rated(int rows, int users, int items) {
    RandomStream random = RandomStream.key("rated").stream();
    int[] codes = new int[2 * rows];
    double[] target = new double[rows];
    for (int row = 0; row < rows; row++) {
      codes[2 * row] = random.below(users);
      codes[2 * row + 1] = random.below(items);
      target[row] = 3 + random.gaussian();
    }
    Part part =
        new Part(
            rows,
            0,
            new float[0],
            codes,
            target,
            target,
            Sampler.numbers(rows),
            new int[] {0, rows},
            Map.of());
    List<DataHeader.Code> columns =
        List.of(new DataHeader.Code("user", users), new DataHeader.Code("item", items));
    return recommendation(columns, 4, part, part, part);
  }

  /** A model that scores by itself. */
  static Value.Call scorer(String name, int width) {
    Arguments given = Arguments.NONE.with("width", new Value.Numeral(width));
    return switch (name) {
      case "factors" -> new Value.Call(name, given.with("biases", new Value.Flag(true)));
      case "two_tower" -> new Value.Call(name, given.with("units", new Value.Numeral(7)));
      default -> new Value.Call(name, given);
    };
  }
}
