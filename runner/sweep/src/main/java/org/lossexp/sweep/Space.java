package org.lossexp.sweep;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.experiment.Tuning.TunedValue;

/**
 * The domain of a search, and the cube [0, 1]ᵈ in which searches move: an interval fills its side
 * evenly, in the logarithm where it is a {@code log} one; whole numbers and choices each take an
 * equal piece of it, so that a place is rounded to the one in whose piece it lies.
 */
final class Space {
  /** Steps of an interval: values are rounded to what a person would write. */
  private static final double STEPS = 1e4;

  private final List<Range> ranges;

  Space(List<TunedValue> values) {
    this.ranges = values.stream().map(TunedValue::range).toList();
  }

  int dimensions() {
    return ranges.size();
  }

  /** {@return how many different values dimension {@code d} has; 0 for an interval} */
  long size(int d) {
    return switch (ranges.get(d)) {
      case Range.Interval _ -> 0;
      case Range.Whole(long low, long high) -> high - low + 1;
      case Range.Choice choice -> choice.values().size();
    };
  }

  /** {@return whether nothing is between the values of dimension {@code d}, nor any order} */
  boolean unordered(int d) {
    return ranges.get(d) instanceof Range.Choice choice && !choice.ordered();
  }

  /** {@return how many different points there are; infinite with an interval} */
  double points() {
    double points = 1;
    for (int d = 0; d < dimensions(); d++) {
      points *= size(d) == 0 ? Double.POSITIVE_INFINITY : size(d);
    }
    return points;
  }

  /** {@return the numbers of the point at {@code place}} */
  List<Double> numbers(double[] place) {
    List<Double> numbers = new ArrayList<>();
    for (int d = 0; d < place.length; d++) {
      numbers.add(
          switch (ranges.get(d)) {
            case Range.Interval interval -> value(interval, place[d]);
            case Range.Whole(long low, _) -> (double) (low + piece(d, place[d]));
            case Range.Choice _ -> (double) piece(d, place[d]);
          });
    }
    return numbers;
  }

  /** {@return the piece of dimension {@code d}, from 0, in which {@code place} lies} */
  long piece(int d, double place) {
    return Math.min(size(d) - 1, (long) (place * size(d)));
  }

  /** {@return the middle of piece {@code piece} of dimension {@code d}} */
  double middle(int d, long piece) {
    return (piece + 0.5) / size(d);
  }

  private static double value(Range.Interval interval, double place) {
    double low = interval.low();
    double high = interval.high();
    double exact =
        interval.log()
            ? StrictMath.exp(
                StrictMath.log(low) + place * (StrictMath.log(high) - StrictMath.log(low)))
            : low + place * (high - low);
    double clamped = Math.max(low, Math.min(high, exact));
    double step = (high - low) / STEPS;
    double rounded = rounded(clamped, interval.log() ? Math.min(step, clamped / STEPS) : step);
    return Math.max(low, Math.min(high, rounded));
  }

  /** {@return {@code value} to the power of ten at or below {@code step}} */
  private static double rounded(double value, double step) {
    BigDecimal coarse = new BigDecimal(step);
    int digits = coarse.scale() - coarse.precision() + 1;
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }
}
