package org.lossexp.formula;

import java.util.List;
import java.util.Set;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.StableMath;

/** Readouts that formulas have besides the usual ones. */
final class FormulaReadouts {
  /** What may be done to a raw output before it is a point prediction. */
  static final List<String> POINTS = List.of("identity", "exp", "sigmoid", "softplus");

  private FormulaReadouts() {}

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
      return Set.of(Reading.POINT);
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
