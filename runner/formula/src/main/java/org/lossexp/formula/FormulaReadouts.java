package org.lossexp.formula;

import java.util.List;
import java.util.Set;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Quantiles;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;

/** Readouts that formulas have besides the usual ones. */
final class FormulaReadouts {
  /** What may be done to a raw output before it is a point prediction. */
  static final List<String> POINTS = List.of("identity", "exp", "sigmoid", "softplus");

  private static final Set<String> LOCATED = Set.of("normal", "laplace", "student_t");
  private static final Set<String> OF_MEAN = Set.of("poisson", "gamma", "negative_binomial");
  private static final Set<String> WITH_PARAMETER =
      Set.of("student_t", "gamma", "negative_binomial");

  private FormulaReadouts() {}

  /** {@return whether {@code text} is a distribution and the parameter that it has} */
  static boolean isDistribution(String text, List<ParameterSpec> parameters) {
    String[] words = text.split(" ", -1);
    return (LOCATED.contains(words[0]) || OF_MEAN.contains(words[0]))
        && words.length == (WITH_PARAMETER.contains(words[0]) ? 2 : 1)
        && (words.length == 1
            || parameters.stream().anyMatch(each -> each.name().equals(words[1])));
  }

  /**
   * {@return {@code points}, and beside them the distribution that the formula names, if any}
   *
   * <p>Its first head is where the distribution lies; the second is its scale, of which {@code
   * variance} is the square and {@code log_…} the logarithm. Where there is one output, it is the
   * mean that {@code function} makes of it.
   */
  static Readout withDistribution(
      UnitFormula formula, Readout points, List<String> heads, String function) throws Refusal {
    if (formula.distribution().isEmpty()) {
      return points;
    }
    String[] words = formula.distribution().get().split(" ", -1);
    if (LOCATED.contains(words[0]) == (heads.size() != 2)) {
      throw new Refusal(
          "`%s` has the distribution `%s`, which has %s"
              .formatted(formula.loss(), words[0], heads.size() == 2 ? "one head" : "two heads"));
    }
    double parameter = words.length == 2 ? formula.arguments().real(words[1]) : 0;
    Quantiles.As mean = function.equals("exp") ? Quantiles.As.LOGARITHM : Quantiles.As.ITSELF;
    Quantiles.As scale = heads.size() == 2 ? scale(heads.getLast()) : mean;
    Quantiles quantiles =
        switch (words[0]) {
          case "normal" -> Quantiles.normal(scale);
          case "laplace" -> Quantiles.laplace(scale);
          case "student_t" -> Quantiles.studentT(parameter, scale);
          case "poisson" -> Quantiles.poisson(mean);
          case "gamma" -> Quantiles.gamma(parameter, mean);
          case "negative_binomial" -> Quantiles.negativeBinomial(parameter, mean);
          default -> throw new AssertionError("no distribution: " + words[0]);
        };
    return Readouts.distribution(points, heads.size(), quantiles);
  }

  private static Quantiles.As scale(String head) {
    if (head.equals("variance")) {
      return Quantiles.As.SQUARE;
    }
    return head.startsWith("log_") ? Quantiles.As.LOGARITHM : Quantiles.As.ITSELF;
  }

  /**
   * {@return the first of {@code heads} outputs of each column as point prediction}
   *
   * @param function one of {@link #POINTS}, applied to it
   */
  static Readout points(String function, int columns, int heads) {
    return function.equals("identity") && heads == 1
        ? Readouts.identity(columns)
        : new Points(function, columns, heads);
  }

  /** {@return the logarithms of the classes' probabilities as these, the largest as class} */
  static Readout logProbabilities(int classes) {
    return new LogProbabilities(classes);
  }

  /** {@return the first raw output of a row as ranking score} */
  static Readout score() {
    return new Score();
  }

  private record Score() implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.SCORE);
    }

    @Override
    public int width(Reading reading) {
      return 1;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        out[row] = raw[row * columns];
      }
    }
  }

  private record Points(String function, int columns, int heads) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Readouts.givenByPoints(columns);
    }

    @Override
    public int width(Reading reading) {
      return columns;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int outputs, double[] out) {
      for (int i = 0; i < rows * columns; i++) {
        double x = raw[i * heads];
        out[i] =
            switch (function) {
              case "exp" -> StableMath.exp(x);
              case "sigmoid" -> StableMath.sigmoid(x);
              case "softplus" -> StableMath.softplus(x);
              default -> x;
            };
      }
    }
  }

  private record LogProbabilities(int classes) implements Readout {
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
      for (int row = 0; row < rows; row++) {
        int first = row * columns;
        int best = 0;
        for (int c = 0; c < columns; c++) {
          double x = raw[first + c];
          // The lowest index wins a tie.
          best = x > raw[first + best] ? c : best;
          if (reading == Reading.PROBABILITIES) {
            out[first + c] = StableMath.exp(x);
          }
        }
        if (reading == Reading.CLASS) {
          out[row] = best;
        }
      }
    }
  }
}
