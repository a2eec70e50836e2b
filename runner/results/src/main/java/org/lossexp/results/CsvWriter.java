package org.lossexp.results;

import java.io.IOException;
import java.util.List;

/**
 * A table as comma-separated values (RFC 4180) with line feeds, no locale and one spelling for a
 * number.
 *
 * <p>A cell is quoted where it has to be and otherwise left as it is: a label of the user's reads
 * back as the user wrote it.
 */
public final class CsvWriter {
  private final Appendable out;

  /** A table written to {@code out}. */
  public CsvWriter(Appendable out) {
    this.out = out;
  }

  /** Writes one row. */
  public void row(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      // A row of one empty cell would be a blank line, which readers skip.
      String cell = cells.get(i);
      out.append(cells.size() == 1 && cell.isEmpty() ? quoted(cell) : cell(cell));
    }
    out.append('\n');
  }

  /**
   * {@return {@code number} as the shortest text that reads back as the same double: {@code 3},
   * {@code 0.1}, {@code 1e-4}, {@code NaN}, {@code inf}}
   */
  public static String number(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    String text = Double.toString(number);
    if (text.endsWith(".0")) {
      return text.substring(0, text.length() - 2);
    }
    return text.indexOf('E') < 0 ? text : text.replace('E', 'e').replace(".0e", "e");
  }

  /** {@return {@code text} as a cell of a row of several} */
  static String cell(String text) {
    return needsQuotes(text) ? quoted(text) : text;
  }

  private static boolean needsQuotes(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return cell.startsWith(" ") || cell.endsWith(" ");
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }
}
