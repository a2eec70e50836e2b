package org.lossexp.data;

import java.util.List;
import java.util.Optional;

/**
 * What a target is like, as statistics that speak for one loss or another. Those that look at
 * features do so on at most a few thousand evenly spaced rows: they say how the target is
 * distributed about what features tell of it, which is what a loss is about.
 */
public sealed interface TargetFacts {
  /** {@return the column} */
  String name();

  /**
   * Real or whole numbers.
   *
   * @param skewness with the correction for bias; 0 is symmetric
   * @param whole whether all are whole numbers
   * @param tens share of whole multiples of 10 among values that are not 0: a tenth of counts, and
   *     most of amounts of money
   * @param zeros share of zeros
   * @param atLeast share of rows that hold the smallest value
   * @param atMost share of rows that hold the largest value
   * @param counts empty where values are no counts: not whole, or below 0
   */
  record Numbers(
      String name,
      int rows,
      double mean,
      double sd,
      double min,
      double median,
      double max,
      double skewness,
      boolean whole,
      int distinct,
      double tens,
      double zeros,
      double atLeast,
      double atMost,
      Residuals residuals,
      Optional<Counts> counts)
      implements TargetFacts {}

  /**
   * Of a linear fit by Huber's M-estimator (Huber 1964, k = 1.345 times the scale, which is the
   * normalized median absolute deviation).
   *
   * @param rows that were fitted
   * @param columns of the fit, besides the intercept
   * @param explained 1 − the variance of residuals over that of the target
   * @param outliers share of residuals farther than 3.5 scales from their median
   * @param skewness with the correction for bias
   * @param kurtosis excess, with the correction for bias: 0 for a normal distribution
   * @param spread rank correlation of a residual's size with the fitted value
   */
  record Residuals(
      int rows,
      int columns,
      double explained,
      double outliers,
      double skewness,
      double kurtosis,
      double spread) {}

  /**
   * Of a log-linear Poisson fit.
   *
   * @param dispersion Pearson's statistic over its degrees of freedom: 1 for Poisson counts
   * @param t of the test for a variance of {@code mu + alpha mu^2} (Cameron and Trivedi 1990)
   * @param alpha that the test estimates, at least 0
   * @param zeros share of zeros that the fit expects
   * @param zerosWithAlpha share of zeros that a negative binomial with {@code alpha} expects
   */
  record Counts(double dispersion, double t, double alpha, double zeros, double zerosWithAlpha) {}

  /**
   * Classes.
   *
   * @param classes names in the order of indices
   * @param counts rows of each
   */
  record Classes(
      String name, int rows, List<String> classes, List<Long> counts, Neighbours neighbours)
      implements TargetFacts {
    public Classes {
      classes = List.copyOf(classes);
      counts = List.copyOf(counts);
    }
  }

  /**
   * What the nearest rows say of a row's class; features are standardized.
   *
   * @param unanimous rows whose ten nearest rows, of half of the others, are of one class
   * @param disagreeing share of these that are of another class
   * @param oneStep of neighbours of unlike classes, the share of those one class apart
   * @param oneStepByChance the same for any two rows of unlike classes
   */
  record Neighbours(int unanimous, double disagreeing, double oneStep, double oneStepByChance) {}

  /**
   * Labels, of which a row may have several.
   *
   * @param name of the columns, joined
   * @param counts rows with each label
   * @param each labels of a row on average
   */
  record Labels(String name, int rows, List<String> labels, List<Long> counts, double each)
      implements TargetFacts {
    public Labels {
      labels = List.copyOf(labels);
      counts = List.copyOf(counts);
    }
  }
}
