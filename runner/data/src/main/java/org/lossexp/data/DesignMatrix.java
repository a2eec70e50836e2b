package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Features as numbers, for statistics alone: standardized, missing ones at the median, a column of
 * 0 and 1 for each of the first categories. Columns that hold one value are left out.
 *
 * @param rows which rows of the data, evenly spaced
 * @param columns [columns][rows]
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record DesignMatrix(int[] rows, double[][] columns) {
  /** A category with more levels than this says more of names than of numbers. */
  private static final int MOST_LEVELS = 30;

  static DesignMatrix of(Dataset data, int mostRows) {
    int n = Math.min(mostRows, data.rows());
    int[] rows = IntStream.range(0, n).map(i -> (int) ((long) i * data.rows() / n)).toArray();
    List<double[]> columns = new ArrayList<>();
    for (Column column : data.features()) {
      switch (column) {
        case Column.Numeric numeric -> add(columns, filled(numeric, rows));
        case Column.Categorical categorical -> {
          if (categorical.levels().size() <= MOST_LEVELS) {
            // The last level follows from the others.
            for (int level = 0; level < categorical.levels().size() - 1; level++) {
              int wanted = level;
              add(
                  columns,
                  Arrays.stream(rows)
                      .mapToDouble(row -> categorical.codes()[row] == wanted ? 1 : 0)
                      .toArray());
            }
          }
        }
        case Column.Image _ -> {
          // Pixels have no place in advice on tables.
        }
      }
    }
    return new DesignMatrix(rows, columns.toArray(double[][]::new));
  }

  private static double[] filled(Column.Numeric column, int[] rows) {
    double[] values = Arrays.stream(rows).mapToDouble(row -> column.values()[row]).toArray();
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    double median = known.length == 0 ? 0 : Moments.quantile(known, 0.5);
    return Arrays.stream(values).map(value -> Double.isNaN(value) ? median : value).toArray();
  }

  private static void add(List<double[]> columns, double[] values) {
    double mean = Moments.mean(values);
    double sd = Moments.populationSd(values);
    if (sd > 1e-12 * Math.abs(mean)) {
      columns.add(Arrays.stream(values).map(value -> (value - mean) / sd).toArray());
    }
  }

  /** {@return the {@code most} columns that go most with {@code target}, in their order} */
  DesignMatrix strongest(double[] target, int most) {
    if (columns.length <= most) {
      return this;
    }
    double mean = Moments.mean(target);
    double[] strength = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        sum += columns[j][i] * (target[i] - mean);
      }
      strength[j] = Math.abs(sum);
    }
    double[][] kept =
        IntStream.range(0, columns.length)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -strength[j]))
            .limit(most)
            .sorted()
            .map(j -> columns[j])
            .toArray(double[][]::new);
    return new DesignMatrix(rows, kept);
  }

  /** {@return {@code values} of these rows} */
  double[] at(double[] values, int width, int offset) {
    return Arrays.stream(rows).mapToDouble(row -> values[row * width + offset]).toArray();
  }
}
