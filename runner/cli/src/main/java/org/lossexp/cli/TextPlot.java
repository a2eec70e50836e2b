package org.lossexp.cli;

import java.util.Arrays;
import java.util.Locale;

/** Draws curves with characters, for a terminal. */
final class TextPlot {
  private static final int HEIGHT = 13;

  private TextPlot() {}

  /**
   * {@return a picture of {@code value} ({@code *}) and {@code gradient} ({@code .}), one column of
   * characters a point, with its scale at the left}
   */
  static String of(double[] value, double[] gradient) {
    double high = Math.max(highest(value), highest(gradient));
    double low = Math.min(0, Math.min(lowest(value), lowest(gradient)));
    double span = high > low ? high - low : 1;
    char[][] cells = new char[HEIGHT][value.length];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    int zero = row(0, low, span);
    Arrays.fill(cells[zero], '-');
    cells[zero][value.length / 2] = '+';
    for (int i = 0; i < value.length; i++) {
      mark(cells, gradient[i], low, span, i, '.');
      mark(cells, value[i], low, span, i, '*');
    }
    var text = new StringBuilder();
    for (int row = 0; row < HEIGHT; row++) {
      boolean marked = row == 0 || row == zero || row == HEIGHT - 1;
      double at = row == zero ? 0 : high - span * row / (HEIGHT - 1);
      String scale = marked ? String.format(Locale.ROOT, "%7.2f", at) : " ".repeat(7);
      text.append(scale).append(" |").append(new String(cells[row]).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** What is not finite has no place. */
  private static void mark(
      char[][] cells, double number, double low, double span, int column, char sign) {
    if (Double.isFinite(number)) {
      cells[row(number, low, span)][column] = sign;
    }
  }

  private static int row(double number, double low, double span) {
    return HEIGHT - 1 - (int) Math.round((number - low) / span * (HEIGHT - 1));
  }

  private static double highest(double[] numbers) {
    return Arrays.stream(numbers).filter(Double::isFinite).max().orElse(0);
  }

  private static double lowest(double[] numbers) {
    return Arrays.stream(numbers).filter(Double::isFinite).min().orElse(0);
  }
}
