package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lossexp.spi.Quantiles;
import org.lossexp.spi.Reading;

/**
 * A distribution of which the quantiles at a few levels are known: linear between two of them, and
 * constant beyond the outermost ones. Quantiles that cross are put in order (Chernozhukov,
 * Fernández-Val and Galichon 2010).
 *
 * @param levels rising
 */
record BetweenLevels(List<Double> levels) implements Quantiles {
  BetweenLevels {
    levels = List.copyOf(levels);
  }

  /** {@return of {@code members} drawn numbers each the quantile in the middle of its share} */
  static BetweenLevels ofEnsemble(int members) {
    return new BetweenLevels(
        IntStream.range(0, members).mapToObj(k -> (k + 0.5) / members).toList());
  }

  @Override
  public void read(double[] raw, int elements, int each, double[] out) {
    double[] known = new double[each];
    for (int i = 0; i < elements; i++) {
      System.arraycopy(raw, i * each, known, 0, each);
      Arrays.sort(known);
      int above = 0;
      for (int q = 0; q < Reading.LEVELS; q++) {
        double level = (q + 1) / (Reading.LEVELS + 1.0);
        while (above < each && levels.get(above) < level) {
          above++;
        }
        out[i * Reading.LEVELS + q] = between(known, above, level);
      }
    }
  }

  /** {@return the quantile at {@code level}, which is at most the level of {@code above}} */
  private double between(double[] known, int above, double level) {
    if (above == 0 || above == known.length) {
      return known[above == 0 ? 0 : above - 1];
    }
    double lower = levels.get(above - 1);
    double share = (level - lower) / (levels.get(above) - lower);
    double inside = known[above - 1] + share * (known[above] - known[above - 1]);
    return Math.min(inside, known[above]); // a rounding may leave it above
  }
}
