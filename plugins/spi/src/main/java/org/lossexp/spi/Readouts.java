package org.lossexp.spi;

import java.util.EnumSet;
import java.util.Set;

/** The usual readouts. */
public final class Readouts {
  private Readouts() {}

  /**
   * {@return the raw output itself as point prediction, for {@code outputs} target columns; that of
   * a single one is a score, too}
   */
  public static Readout identity(int outputs) {
    return new OneOf(outputs, 1, 0);
  }

  /**
   * {@return one of the {@code each} raw outputs of each target column as point prediction; that of
   * a single column is a score, too}
   *
   * @param which from 0
   */
  public static Readout oneOf(int outputs, int each, int which) {
    return new OneOf(outputs, each, which);
  }

  /**
   * {@return what {@code points} reads, and the distribution beside it}
   *
   * @param points gives a point for each target column
   * @param each raw outputs of a target column
   */
  public static Readout distribution(Readout points, int each, Quantiles quantiles) {
    return new Distribution(points, each, quantiles);
  }

  /**
   * {@return what gives points for {@code outputs} target columns: a single column's point is a
   * score, too, for it puts examples in the order of their targets}
   */
  public static Set<Reading> givenByPoints(int outputs) {
    return outputs == 1 ? Set.of(Reading.POINT, Reading.SCORE) : Set.of(Reading.POINT);
  }

  /** {@return the largest of {@code classes} scores as class, without probabilities} */
  public static Readout argmax(int classes) {
    return new OverClasses(classes, false);
  }

  /** {@return softmax of {@code classes} logits as probabilities, the largest as class} */
  public static Readout softmax(int classes) {
    return new OverClasses(classes, true);
  }

  /** {@return the sign of one score as class (1 above {@code threshold}), without probabilities} */
  public static Readout above(double threshold) {
    return new OneScore(threshold, false);
  }

  /** {@return sigmoid of one logit as probability of class 1; class 1 above one half} */
  public static Readout sigmoid() {
    return new OneScore(0, true);
  }

  /** {@return sigmoid of each of {@code labels} logits as probability that its label applies} */
  public static Readout labelProbabilities(int labels) {
    return new Labels(labels, 0, true);
  }

  /** {@return for each of {@code labels} scores whether its label applies: above the threshold} */
  public static Readout labelsAbove(int labels, double threshold) {
    return new Labels(labels, threshold, false);
  }

  /** {@return {@code classes} probabilities as they are, the largest as class} */
  public static Readout probabilities(int classes) {
    return new Probabilities(classes);
  }

  /** {@return one number as the probability of class 1; class 1 above one half} */
  public static Readout probability() {
    return new OneProbability();
  }

  /** {@return for each of {@code labels} the probability that it applies; it does above a half} */
  public static Readout probabilitiesOfLabels(int labels) {
    return new LabelProbabilities(labels);
  }

  private record OneOf(int outputs, int each, int which) implements Readout {
    @Override
    public Set<Reading> gives() {
      return givenByPoints(outputs);
    }

    @Override
    public int width(Reading reading) {
      return outputs;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int i = 0; i < rows * outputs; i++) {
        out[i] = raw[i * each + which];
      }
    }
  }

  private record Distribution(Readout points, int each, Quantiles quantiles) implements Readout {
    @Override
    public Set<Reading> gives() {
      Set<Reading> gives = EnumSet.copyOf(points.gives());
      gives.add(Reading.QUANTILES);
      return gives;
    }

    @Override
    public int width(Reading reading) {
      return reading == Reading.QUANTILES
          ? points.width(Reading.POINT) * Reading.LEVELS
          : points.width(reading);
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      if (reading == Reading.QUANTILES) {
        quantiles.read(raw, rows * points.width(Reading.POINT), each, out);
      } else {
        points.read(reading, raw, rows, columns, out);
      }
    }
  }

  private record OverClasses(int classes, boolean probabilistic) implements Readout {
    @Override
    public Set<Reading> gives() {
      return probabilistic ? Set.of(Reading.CLASS, Reading.PROBABILITIES) : Set.of(Reading.CLASS);
    }

    @Override
    public int width(Reading reading) {
      return reading == Reading.CLASS ? 1 : classes;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        if (reading == Reading.CLASS) {
          out[row] = argmax(raw, row * columns, columns);
        } else {
          StableMath.softmax(raw, row * columns, columns, out, row * columns);
        }
      }
    }
  }

  /** The lowest index wins a tie. */
  private static int argmax(double[] raw, int offset, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (raw[offset + i] > raw[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  private record Probabilities(int classes) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.CLASS, Reading.PROBABILITIES);
    }

    @Override
    public int width(Reading reading) {
      return reading == Reading.CLASS ? 1 : classes;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      if (reading == Reading.PROBABILITIES) {
        System.arraycopy(raw, 0, out, 0, rows * columns);
        return;
      }
      for (int row = 0; row < rows; row++) {
        out[row] = argmax(raw, row * columns, columns);
      }
    }
  }

  private record OneScore(double threshold, boolean probabilistic) implements Readout {
    @Override
    public Set<Reading> gives() {
      return probabilistic ? Set.of(Reading.CLASS, Reading.PROBABILITIES) : Set.of(Reading.CLASS);
    }

    @Override
    public int width(Reading reading) {
      return reading == Reading.CLASS ? 1 : 2;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        if (reading == Reading.CLASS) {
          out[row] = raw[row] > threshold ? 1 : 0;
        } else {
          out[2 * row] = StableMath.sigmoid(-raw[row]);
          out[2 * row + 1] = StableMath.sigmoid(raw[row]);
        }
      }
    }
  }

  private record Labels(int labels, double threshold, boolean probabilistic) implements Readout {
    @Override
    public Set<Reading> gives() {
      return probabilistic ? Set.of(Reading.CLASS, Reading.PROBABILITIES) : Set.of(Reading.CLASS);
    }

    @Override
    public int width(Reading reading) {
      return labels;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int i = 0; i < rows * columns; i++) {
        out[i] =
            reading == Reading.CLASS ? (raw[i] > threshold ? 1 : 0) : StableMath.sigmoid(raw[i]);
      }
    }
  }

  private record OneProbability() implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.CLASS, Reading.PROBABILITIES);
    }

    @Override
    public int width(Reading reading) {
      return reading == Reading.CLASS ? 1 : 2;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        if (reading == Reading.CLASS) {
          out[row] = raw[row] > 0.5 ? 1 : 0;
        } else {
          out[2 * row] = 1 - raw[row];
          out[2 * row + 1] = raw[row];
        }
      }
    }
  }

  private record LabelProbabilities(int labels) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.CLASS, Reading.PROBABILITIES);
    }

    @Override
    public int width(Reading reading) {
      return labels;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int i = 0; i < rows * columns; i++) {
        out[i] = reading == Reading.CLASS ? (raw[i] > 0.5 ? 1 : 0) : raw[i];
      }
    }
  }
}
