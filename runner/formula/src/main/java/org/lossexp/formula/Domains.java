package org.lossexp.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/** The values that a swept or tuned domain stands for. */
final class Domains {
  /** More points than a figure can show, and far fewer than memory holds. */
  private static final int MOST_POINTS = 10_000;

  /** Log-spaced points are rounded to this many digits, so that 1e-4 .. 1e-1 by 4 is as meant. */
  private static final MathContext LOG_DIGITS = new MathContext(15);

  private Domains() {}

  /** {@return the values in written order; empty where a problem was reported} */
  static List<Expression> values(Domain domain, ArgumentReader reader) {
    return switch (domain) {
      case Domain.Choices choices -> choices.values();
      case Domain.Interval interval -> points(interval, reader);
    };
  }

  /**
   * {@return the values of a set; the ends of an interval, and a point or a number between them;
   * empty where a problem was reported}
   */
  static List<Expression> bounds(Domain domain, ArgumentReader reader) {
    return switch (domain) {
      case Domain.Choices choices -> choices.values();
      case Domain.Interval interval when interval.points().isPresent() -> {
        // Where the first two of evenly spaced points are whole numbers, all are.
        List<Expression> all = points(interval, reader);
        yield all.size() < 3 ? all : List.of(all.getFirst(), all.get(1), all.getLast());
      }
      case Domain.Interval interval -> ends(interval, reader);
    };
  }

  private static List<Expression> ends(Domain.Interval interval, ArgumentReader reader) {
    OptionalDouble low = reader.number(interval.low());
    OptionalDouble high = reader.number(interval.high());
    if (low.isEmpty() || high.isEmpty()) {
      return List.of();
    }
    Optional<String> wrong = problem(interval, low.getAsDouble(), high.getAsDouble(), false);
    if (wrong.isPresent()) {
      reader.diagnostics().error(FormulaCodes.BAD_DOMAIN, interval.span(), wrong.get(), "");
      return List.of();
    }
    var bounds = new ArrayList<Expression>();
    bounds.add(numeral(interval.low().span(), low.getAsDouble()));
    if (interval.scale() != Domain.Scale.INT) {
      bounds.add(numeral(interval.span(), inner(low.getAsDouble(), high.getAsDouble())));
    }
    bounds.add(numeral(interval.high().span(), high.getAsDouble()));
    return bounds;
  }

  /** Not whole: what takes whole numbers only must not pass. */
  private static double inner(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle == Math.rint(middle) && middle + 0.5 < high ? middle + 0.5 : middle;
  }

  private static List<Expression> points(Domain.Interval interval, ArgumentReader reader) {
    OptionalDouble low = reader.number(interval.low());
    OptionalDouble high = reader.number(interval.high());
    if (low.isEmpty() || high.isEmpty()) {
      return List.of();
    }
    Optional<String> wrong = problem(interval, low.getAsDouble(), high.getAsDouble(), true);
    if (wrong.isPresent()) {
      reader.diagnostics().error(FormulaCodes.BAD_DOMAIN, interval.span(), wrong.get(), "");
      return List.of();
    }
    int count = (int) interval.points().orElseThrow().value();
    var values = new ArrayList<Expression>();
    for (int i = 0; i < count; i++) {
      double value = point(interval.scale(), low.getAsDouble(), high.getAsDouble(), i, count);
      values.add(numeral(interval.span(), value));
    }
    return values;
  }

  /**
   * {@return what is wrong with an interval}
   *
   * @param swept whether each of its points is meant, so that their number must be written
   */
  private static Optional<String> problem(
      Domain.Interval interval, double low, double high, boolean swept) {
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      return Optional.of("an interval has finite ends");
    }
    if (low >= high) {
      return Optional.of(
          "the interval ends where it begins or before: write the smaller bound first");
    }
    if (swept && interval.points().isEmpty()) {
      return Optional.of("`in` needs the number of points: write `by 5` after the interval");
    }
    double count = interval.points().map(Expression.Numeral::value).orElse(2.0);
    if (count != Math.rint(count) || count < 2 || count > MOST_POINTS) {
      return Optional.of("the number of points must be a whole number from 2 to " + MOST_POINTS);
    }
    return switch (interval.scale()) {
      case LINEAR -> Optional.empty();
      case LOG ->
          low > 0
              ? Optional.empty()
              : Optional.of("a `log` interval has bounds above 0: there is no logarithm of others");
      case INT ->
          low != Math.rint(low) || high != Math.rint(high)
              ? Optional.of("an `int` interval has whole numbers as bounds")
              : count > high - low + 1
                  ? Optional.of("there are fewer whole numbers between the bounds than points")
                  : Optional.empty();
    };
  }

  private static double point(Domain.Scale scale, double low, double high, int i, int count) {
    if (i == 0 || i == count - 1) {
      return i == 0 ? low : high;
    }
    return switch (scale) {
      case LINEAR -> between(low, high, i, count).doubleValue();
      case INT -> Math.rint(between(low, high, i, count).doubleValue());
      case LOG -> {
        double at = (double) i / (count - 1);
        double logarithm = (1 - at) * StrictMath.log(low) + at * StrictMath.log(high);
        yield new BigDecimal(StrictMath.exp(logarithm)).round(LOG_DIGITS).doubleValue();
      }
    };
  }

  /** In decimal arithmetic: 0.1 .. 0.5 by 5 holds 0.3, not 0.30000000000000004. */
  private static BigDecimal between(double low, double high, int i, int count) {
    BigDecimal from = new BigDecimal(Double.toString(low));
    BigDecimal width = new BigDecimal(Double.toString(high)).subtract(from);
    return width
        .multiply(BigDecimal.valueOf(i))
        .divide(BigDecimal.valueOf(count - 1L), MathContext.DECIMAL128)
        .add(from);
  }

  private static Expression numeral(Span span, double value) {
    return new Expression.Numeral(span, Value.Numeral.text(value), value);
  }
}
