package org.lossexp.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Task;

/**
 * Data to measure on, number by number that of {@code peers.py}; the first batch stands for
 * validation and test.
 */
final class BenchData {
  private static final int SEED = 5;

  /** Users, items and ratings of MovieLens' latest small set (Harper and Konstan, TiiS 2015). */
  private static final int USERS = 610;

  private static final int ITEMS = 9724;
  private static final int RATINGS = 100_836;

  private BenchData() {}

  /** {@return normal features; the label is the largest of random linear scores} */
  static Prepared labelled(int rows, Shape shape, int classes, int batch) {
    int columns = shape.size();
    NumpyRandom random = new NumpyRandom(SEED);
    double[] drawn = random.normal(rows * columns);
    double[] scores = random.normal(columns * classes);
    float[] features = new float[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      features[i] = (float) drawn[i];
    }
    double[] labels = new double[rows];
    long[] counts = new long[classes];
    for (int row = 0; row < rows; row++) {
      int label = label(features, row * columns, columns, scores);
      labels[row] = label;
      counts[label]++;
    }
    Optional<Part> judged = Optional.of(part(batch, columns, features, labels));
    return new Prepared(
        new Prepared.Origin("normal features", "none", 0),
        classes == 2 ? Task.BINARY : Task.MULTICLASS,
        1,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        LongStream.of(counts).boxed().toList(),
        IntStream.range(0, columns).mapToObj(Integer::toString).toList(),
        shape.isRow() ? Optional.empty() : Optional.of(shape),
        List.of(),
        Optional.empty(),
        Prepared.TargetScale.NONE,
        part(rows, columns, features, labels),
        judged,
        judged);
  }

  private static int label(float[] features, int first, int columns, double[] scores) {
    int classes = scores.length / columns;
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < classes; label++) {
      double score = 0;
      for (int column = 0; column < columns; column++) {
        score += features[first + column] * scores[column * classes + label];
      }
      if (score > highest) {
        highest = score;
        best = label;
      }
    }
    return best;
  }

  private static Part part(int rows, int columns, float[] features, double[] labels) {
    float[] kept = Arrays.copyOf(features, rows * columns);
    double[] target = Arrays.copyOf(labels, rows);
    return new Part(rows, columns, kept, target, target, IntStream.range(0, rows).toArray());
  }

  /** {@return ratings by users who are all alike, of items some of which are popular} */
  static Prepared rated(int batch) {
    NumpyRandom random = new NumpyRandom(SEED);
    double[] users = random.uniform(RATINGS);
    double[] items = random.uniform(RATINGS);
    double[] ratings = random.normal(RATINGS);
    int[] codes = new int[2 * RATINGS];
    for (int row = 0; row < RATINGS; row++) {
      codes[2 * row] = (int) (users[row] * USERS);
      codes[2 * row + 1] = (int) (items[row] * items[row] * ITEMS);
      ratings[row] += 3.5;
    }
    Optional<Part> judged = Optional.of(part(batch, codes, ratings));
    return new Prepared(
        new Prepared.Origin("ratings", "none", 0),
        Task.REGRESSION,
        1,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(new DataHeader.Code("user", USERS), new DataHeader.Code("item", ITEMS)),
        Optional.empty(),
        Prepared.TargetScale.NONE,
        part(RATINGS, codes, ratings),
        judged,
        judged);
  }

  private static Part part(int rows, int[] codes, double[] ratings) {
    double[] target = Arrays.copyOf(ratings, rows);
    int[] source = IntStream.range(0, rows).toArray();
    int[] looked = Arrays.copyOf(codes, 2 * rows);
    return new Part(
        rows, 0, new float[0], looked, target, target, source, new int[] {0, rows}, Map.of());
  }
}
