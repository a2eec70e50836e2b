package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lossexp.experiment.Evidence;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;

/** What predictions of real numbers do: where they miss, and how far distributions are to trust. */
final class PointTables {
  private static final int BINS = 20;

  /** With fewer examples in a bin its quantiles say nothing. */
  private static final int LEAST_EXAMPLES = 5;

  private static final double[] RESIDUALS = {0.05, 0.25, 0.5, 0.75, 0.95};

  /** In hundredths. */
  private static final int[] LEVELS = {
    1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 99
  };

  private PointTables() {}

  /**
   * {@return how target − prediction is spread, in bins of about equal numbers of examples, from
   * the smallest predictions to the largest; equal predictions share a bin}
   *
   * @param names of the target columns
   */
  static Evidence residuals(Predictions points, List<String> names) {
    int bins = Math.clamp(points.rows() / LEAST_EXAMPLES, 1, BINS);
    List<Evidence.Row> rows = new ArrayList<>();
    double[] residuals = new double[points.rows()];
    for (int column = 0; column < names.size(); column++) {
      int[] binOf = bins(column(points.prediction(), points.rows(), names.size(), column), bins);
      for (int bin = 0; bin < bins; bin++) {
        List<Double> values = values(points, names.size(), column, binOf, bin, residuals);
        if (!values.isEmpty()) {
          String number = Integer.toString(bin + 1);
          rows.add(new Evidence.Row(List.of(names.get(column), number), values));
        }
      }
    }
    return new Evidence(
        "residuals",
        List.of("target", "bin"),
        List.of("examples", "prediction", "q05", "q25", "median", "q75", "q95"),
        rows);
  }

  private static double[] column(double[] all, int rows, int columns, int column) {
    double[] out = new double[rows];
    for (int row = 0; row < rows; row++) {
      out[row] = all[row * columns + column];
    }
    return out;
  }

  /** {@return the bin of each example, from 0} */
  private static int[] bins(double[] predictions, int bins) {
    double[] sorted = predictions.clone();
    Arrays.sort(sorted);
    double[] edges = new double[bins - 1];
    for (int edge = 0; edge < edges.length; edge++) {
      edges[edge] = sorted[(int) ((edge + 1L) * sorted.length / bins)];
    }
    int[] binOf = new int[predictions.length];
    for (int row = 0; row < binOf.length; row++) {
      while (binOf[row] < edges.length
          && Double.compare(edges[binOf[row]], predictions[row]) <= 0) {
        binOf[row]++;
      }
    }
    return binOf;
  }

  /**
   * {@return what is said of a bin; nothing of an empty one}
   *
   * @param residuals memory for all examples
   */
  private static List<Double> values(
      Predictions points, int columns, int column, int[] binOf, int bin, double[] residuals) {
    int count = 0;
    double sum = 0;
    for (int row = 0; row < points.rows(); row++) {
      if (binOf[row] == bin) {
        int place = row * columns + column;
        sum += points.prediction()[place];
        residuals[count++] = points.target()[place] - points.prediction()[place];
      }
    }
    if (count == 0) {
      return List.of();
    }
    Arrays.sort(residuals, 0, count);
    List<Double> values = new ArrayList<>(List.of((double) count, sum / count));
    for (double level : RESIDUALS) {
      values.add(quantile(residuals, count, level));
    }
    return values;
  }

  /**
   * {@return the quantile as NumPy's default has it: between two numbers on the straight line}
   * (Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50(4),
   * 1996, definition 7)
   */
  static double quantile(double[] sorted, int count, double level) {
    double place = (count - 1) * level;
    int below = (int) place;
    double low = sorted[below];
    return below + 1 < count ? low + (place - below) * (sorted[below + 1] - low) : low;
  }

  /**
   * {@return of each level the share of targets at or below the quantile that was predicted for it,
   * and below one half the mean width of the central interval from there}
   *
   * @param names of the target columns
   */
  static Evidence quantiles(Predictions quantiles, List<String> names) {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      for (int level : LEVELS) {
        int below = 0;
        double width = 0;
        for (int row = 0; row < quantiles.rows(); row++) {
          int element = row * names.size() + column;
          double low = at(quantiles, element, level);
          below += quantiles.target()[element] <= low ? 1 : 0;
          width += at(quantiles, element, 100 - level) - low;
        }
        double count = quantiles.rows();
        rows.add(
            new Evidence.Row(
                List.of(names.get(column), Double.toString(level / 100.0)),
                List.of(below / count, level < 50 ? width / count : Double.NaN)));
      }
    }
    return new Evidence(
        "quantiles", List.of("target", "level"), List.of("coverage", "width"), rows);
  }

  private static double at(Predictions quantiles, int element, int percent) {
    return quantiles.prediction()[element * Reading.LEVELS + percent - 1];
  }
}
