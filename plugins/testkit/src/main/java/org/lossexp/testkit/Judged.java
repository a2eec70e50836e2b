package org.lossexp.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Task;

/**
 * Made-up predictions, as a host would hand them to a metric of some task: points of two target
 * columns, lists of several lengths (one without a relevant item), any number of labels, embeddings
 * with classes, distributions, and further columns of the data.
 */
record Judged(Task task, Reading reading) {
  private static final int BEYOND = 16;
  private static final int CLASSES = 4;
  private static final int EMBEDDING = 3;
  private static final int GRADES = 4;

  /** How good made-up predictions are. */
  enum Kind {
    RANDOM,
    PERFECT,
    WRONG
  }

  /** {@return whether a host hands such predictions to metrics} */
  boolean exists() {
    return switch (reading) {
      case POINT -> task == Task.REGRESSION || hasLists();
      case CLASS, PROBABILITIES -> task.hasClasses() || task == Task.MULTILABEL;
      case QUANTILES -> task == Task.REGRESSION;
      case SCORE -> task == Task.REGRESSION || hasLists();
      case EMBEDDING -> task.hasClasses() || task == Task.EMBEDDING;
    };
  }

  private boolean hasLists() {
    return task == Task.RANKING || task == Task.RECOMMENDATION;
  }

  Predictions of(int rows, Random random, Kind kind) {
    return switch (reading) {
      case POINT -> points(rows, rows == 1 || hasLists() ? 1 : 2, random, kind);
      case QUANTILES -> quantiles(points(rows, rows == 1 ? 1 : 2, random, kind), random, kind);
      case SCORE ->
          hasLists() ? inLists(rows, random, kind) : withEvents(points(rows, 1, random, kind));
      case EMBEDDING -> embeddings(rows, random, kind);
      case CLASS, PROBABILITIES ->
          task == Task.MULTILABEL ? labels(rows, random, kind) : classes(rows, random, kind);
    };
  }

  private Predictions points(int rows, int outputs, Random random, Kind kind) {
    double[] target = random.doubles((long) rows * outputs, -2, 2).toArray();
    double[] prediction = new double[target.length];
    for (int i = 0; i < target.length; i++) {
      prediction[i] =
          switch (kind) {
            case RANDOM -> target[i] + random.nextGaussian();
            case PERFECT -> target[i];
            case WRONG -> 3 - target[i];
          };
    }
    Predictions points = new Predictions(rows, outputs, prediction, target, 0);
    return hasLists() ? points.inLists(starts(rows)) : points;
  }

  private static Predictions quantiles(Predictions points, Random random, Kind kind) {
    double[] quantiles = new double[points.prediction().length * Reading.LEVELS];
    for (int i = 0; i < quantiles.length; i++) {
      double point = points.prediction()[i / Reading.LEVELS];
      boolean first = i % Reading.LEVELS == 0;
      quantiles[i] =
          kind == Kind.RANDOM
              ? first ? point - 1 : quantiles[i - 1] + 0.03 * random.nextDouble()
              : point;
    }
    return new Predictions(
        points.rows(), points.columns() * Reading.LEVELS, quantiles, points.target(), 0);
  }

  private static Predictions withEvents(Predictions points) {
    double[] event = new double[points.rows()];
    for (int row = 0; row < event.length; row++) {
      event[row] = row % 3 == 1 ? 0 : 1;
    }
    return points.with(Map.of("event", event));
  }

  private static Predictions inLists(int rows, Random random, Kind kind) {
    int[] starts = starts(rows);
    double[] relevance = new double[rows];
    // The last list has no relevant item.
    for (int row = 0; row < (starts.length == 2 ? rows : starts[starts.length - 2]); row++) {
      relevance[row] = random.nextInt(GRADES);
    }
    relevance[0] = GRADES - 1;
    double[] score = new double[rows];
    for (int row = 0; row < rows; row++) {
      score[row] =
          switch (kind) {
            case RANDOM -> random.nextGaussian();
            case PERFECT -> relevance[row];
            case WRONG -> -relevance[row];
          };
    }
    return new Predictions(rows, 1, score, relevance, 0).inLists(starts);
  }

  /** Three lists: a third, a half, and what is left. */
  private static int[] starts(int rows) {
    return rows < 6 ? new int[] {0, rows} : new int[] {0, rows / 3, rows * 5 / 6, rows};
  }

  private Predictions labels(int rows, Random random, Kind kind) {
    double[] target = new double[rows * CLASSES];
    double[] given = new double[target.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = random.nextInt(2);
      double number = reading == Reading.CLASS ? random.nextInt(2) : random.nextDouble();
      given[i] =
          switch (kind) {
            case RANDOM -> number;
            case PERFECT -> target[i];
            case WRONG -> 1 - target[i];
          };
    }
    return new Predictions(rows, CLASSES, given, target, CLASSES);
  }

  private Predictions classes(int rows, Random random, Kind kind) {
    int classes = task == Task.BINARY ? 2 : CLASSES;
    double[] target = new double[rows];
    double[] given = new double[rows];
    for (int row = 0; row < rows; row++) {
      target[row] = row % classes;
      given[row] =
          switch (kind) {
            case RANDOM -> random.nextInt(classes);
            case PERFECT -> target[row];
            case WRONG -> (row + 1) % classes;
          };
    }
    if (reading == Reading.CLASS) {
      return new Predictions(rows, 1, given, target, classes);
    }
    double[] probabilities = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      int first = row * classes;
      for (int c = 0; c < classes; c++) {
        double certain = c == given[row] ? 0 : Double.NEGATIVE_INFINITY;
        probabilities[first + c] = kind == Kind.RANDOM ? random.nextGaussian() : certain;
      }
      StableMath.softmax(probabilities, first, classes, probabilities, first);
    }
    return new Predictions(rows, classes, probabilities, target, classes);
  }

  private Predictions embeddings(int rows, Random random, Kind kind) {
    int classes = task == Task.BINARY ? 2 : CLASSES;
    double[] target = new double[rows];
    double[] embedding = new double[rows * EMBEDDING];
    for (int row = 0; row < rows; row++) {
      // The first class is larger: in reverse, other examples come first.
      target[row] = row < classes ? 0 : row % classes;
      int corner = kind == Kind.PERFECT ? (int) target[row] : row / classes;
      for (int i = 0; i < EMBEDDING; i++) {
        embedding[row * EMBEDDING + i] =
            kind == Kind.RANDOM ? random.nextGaussian() : (corner >> i & 1) - 0.25;
      }
    }
    return new Predictions(rows, EMBEDDING, embedding, target, classes);
  }

  /** {@return the same predictions where every example has the first one's target} */
  static Predictions sameTarget(Predictions predictions) {
    double[] target = predictions.target().clone();
    Arrays.fill(target, target[0]);
    return with(predictions, predictions.prediction(), target, predictions.extras());
  }

  /** {@return the same targets, all examples predicted as the first one is} */
  static Predictions samePrediction(Predictions predictions) {
    double[] prediction = predictions.prediction().clone();
    int width = predictions.columns();
    for (int row = 1; row < predictions.rows(); row++) {
      System.arraycopy(prediction, 0, prediction, row * width, width);
    }
    return with(predictions, prediction, predictions.target(), predictions.extras());
  }

  /** {@return the examples from the last to the first, the items of each list too} */
  static Predictions reversed(Predictions predictions) {
    int rows = predictions.rows();
    int[] starts = new int[predictions.starts().length];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = rows - predictions.starts()[starts.length - 1 - i];
    }
    return map(predictions, numbers -> reversed(numbers, rows)).inLists(starts);
  }

  private static double[] reversed(double[] numbers, int rows) {
    int width = numbers.length / rows;
    double[] reversed = new double[numbers.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(numbers, row * width, reversed, (rows - 1 - row) * width, width);
    }
    return reversed;
  }

  /** {@return the same predictions in arrays that go on} */
  static Predictions padded(Predictions predictions) {
    return map(
        predictions,
        numbers -> {
          double[] longer = Arrays.copyOf(numbers, numbers.length + BEYOND);
          // A class of its own kind: a metric that counts it is off, one that indexes by it fails.
          Arrays.fill(longer, numbers.length, longer.length, 1e6);
          return longer;
        });
  }

  /** {@return the same predictions in arrays of their own} */
  static Predictions copy(Predictions predictions) {
    return map(predictions, double[]::clone).inLists(predictions.starts().clone());
  }

  /** {@return whether both hold the same numbers} */
  static boolean same(Predictions one, Predictions other) {
    return Arrays.equals(one.prediction(), other.prediction())
        && Arrays.equals(one.target(), other.target())
        && Arrays.equals(one.starts(), other.starts())
        && one.extras().keySet().stream()
            .allMatch(name -> Arrays.equals(one.extras().get(name), other.extras().get(name)));
  }

  private interface Change {
    double[] of(double[] numbers);
  }

  private static Predictions map(Predictions predictions, Change change) {
    Map<String, double[]> extras = new LinkedHashMap<>();
    predictions.extras().forEach((name, numbers) -> extras.put(name, change.of(numbers)));
    return with(
        predictions, change.of(predictions.prediction()), change.of(predictions.target()), extras);
  }

  private static Predictions with(
      Predictions predictions, double[] prediction, double[] target, Map<String, double[]> extras) {
    return new Predictions(
        predictions.rows(),
        predictions.columns(),
        prediction,
        target,
        predictions.classes(),
        predictions.starts(),
        extras);
  }
}
