package org.lossexp.spi;

import java.util.function.DoubleUnaryOperator;

/** The distributions of {@link Quantiles}. */
final class Distributions {
  /** Enough halvings for every bit of a double. */
  private static final int HALVINGS = 200;

  private Distributions() {}

  /** {@return the level of quantile {@code i}, from 0} */
  private static double level(int i) {
    return (i + 1) / (Reading.LEVELS + 1.0);
  }

  /** {@return where a rising {@code cdf} reaches {@code level}, between {@code low} and high} */
  private static double inverse(DoubleUnaryOperator cdf, double level, double low, double high) {
    double below = low;
    double above = high;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = below + (above - below) / 2;
      if (middle <= below || middle >= above) {
        break;
      }
      if (cdf.applyAsDouble(middle) < level) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
  }

  /** Distributions around 0 that are the same to both sides. */
  enum Standard {
    NORMAL,
    LAPLACE,
    STUDENT_T;

    /** {@return the quantiles at all levels} */
    double[] quantiles(double degrees) {
      double[] quantiles = new double[Reading.LEVELS];
      int middle = Reading.LEVELS / 2;
      for (int i = middle + 1; i < Reading.LEVELS; i++) {
        quantiles[i] = upper(level(i), degrees);
        quantiles[Reading.LEVELS - 1 - i] = -quantiles[i];
      }
      return quantiles;
    }

    private double upper(double level, double degrees) {
      return switch (this) {
        case NORMAL -> inverse(SpecialFunctions::normalCdf, level, 0, 8);
        case LAPLACE -> -StrictMath.log(2 * (1 - level));
        case STUDENT_T ->
            // By logarithms: few degrees of freedom go very far out.
            StrictMath.exp(
                inverse(
                    x -> SpecialFunctions.studentCdf(degrees, StrictMath.exp(x)),
                    level,
                    -700,
                    700));
      };
    }
  }

  /** A standard distribution, moved by the first raw output and stretched by the second. */
  record Located(Standard standard, double degrees, Quantiles.As as) implements Quantiles {
    @Override
    public void read(double[] raw, int elements, int each, double[] out) {
      double[] standards = standard.quantiles(degrees);
      for (int i = 0; i < elements; i++) {
        double scale = as.number(raw[i * each + 1]);
        for (int q = 0; q < Reading.LEVELS; q++) {
          out[i * Reading.LEVELS + q] = raw[i * each] + scale * standards[q];
        }
      }
    }
  }

  /** A gamma distribution of fixed shape, stretched to its mean. */
  record Gamma(double shape, Quantiles.As as) implements Quantiles {
    @Override
    public void read(double[] raw, int elements, int each, double[] out) {
      double[] standards = new double[Reading.LEVELS];
      for (int q = 0; q < Reading.LEVELS; q++) {
        // By logarithms: small shapes have almost all of their mass beside 0.
        double log =
            inverse(x -> SpecialFunctions.gammaCdf(shape, StrictMath.exp(x)), level(q), -700, 700);
        standards[q] = StrictMath.exp(log) / shape;
      }
      for (int i = 0; i < elements; i++) {
        double mean = as.number(raw[i * each]);
        for (int q = 0; q < Reading.LEVELS; q++) {
          out[i * Reading.LEVELS + q] = mean * standards[q];
        }
      }
    }
  }

  /** Poisson where the dispersion is 0, else negative binomial. */
  record Counts(double dispersion, Quantiles.As as) implements Quantiles {
    /** Beyond it, counts are so many that they are as good as a continuum. */
    private static final double WIDE = 500;

    /** Chances that are smaller than this part of the largest one are none. */
    private static final double LEAST = 1e-18;

    @Override
    public void read(double[] raw, int elements, int each, double[] out) {
      double[] normal = Standard.NORMAL.quantiles(0);
      for (int i = 0; i < elements; i++) {
        double mean = as.number(raw[i * each]);
        double deviation = Math.sqrt(mean + dispersion * mean * mean);
        if (deviation > WIDE) {
          wide(mean, deviation, normal, out, i * Reading.LEVELS);
        } else {
          counted(mean, out, i * Reading.LEVELS);
        }
      }
    }

    /** {@return the chance of {@code k} + 1 as a multiple of that of {@code k}} */
    private double ratio(double mean, double k) {
      return mean * (1 + dispersion * k) / ((k + 1) * (1 + dispersion * mean));
    }

    /** Adds chances up from the lowest count that has one. */
    private void counted(double mean, double[] out, int at) {
      double mode = Math.floor(mean);
      double lowest = mode;
      double weight = 1;
      double total = 1;
      while (lowest > 0 && weight > LEAST) {
        weight /= ratio(mean, lowest - 1);
        lowest--;
        total += weight;
      }
      double least = weight;
      weight = 1;
      for (double k = mode; weight > LEAST; k++) {
        weight *= ratio(mean, k);
        total += weight;
      }
      double count = lowest;
      weight = least;
      double sum = weight;
      for (int q = 0; q < Reading.LEVELS; q++) {
        while (sum < level(q) * total) {
          weight *= ratio(mean, count);
          count++;
          sum += weight;
        }
        out[at + q] = count;
      }
    }

    /**
     * A gamma distribution of the same mean and variance, within two percent (Wilson and Hilferty
     * 1931).
     */
    private static void wide(double mean, double deviation, double[] normal, double[] out, int at) {
      double inNinths = deviation / mean * (deviation / mean) / 9;
      for (int q = 0; q < Reading.LEVELS; q++) {
        double root = Math.max(0, 1 - inNinths + normal[q] * Math.sqrt(inNinths));
        out[at + q] = Math.rint(mean * root * root * root);
      }
    }
  }
}
