package org.lossexp.grammar;

import java.util.Locale;

/**
 * A diagnostic as its user reads it: what is wrong, where, the line with the range underlined, and
 * what to do.
 *
 * <pre>
 * error[LX204]: `huber` has no parameter `detla`
 *   --&gt; robust.lossexp:9:12
 *   9 | loss huber(detla in {0.5, 1, 2})
 *     |            ^^^^^ did you mean `delta`?
 *   = huber takes: delta &gt; 0 (default 1.0)
 * </pre>
 */
public final class DiagnosticText {
  /** How much of a line is shown, in columns; longer ones are cut around the range. */
  private static final int WIDTH = 100;

  private static final String BOLD = "\u001B[1m";
  private static final String RED = "\u001B[1;31m";
  private static final String YELLOW = "\u001B[1;33m";
  private static final String BLUE = "\u001B[1;34m";
  private static final String RESET = "\u001B[0m";

  private final Diagnostic diagnostic;
  private final boolean coloured;
  private final StringBuilder text = new StringBuilder();

  private DiagnosticText(Diagnostic diagnostic, boolean coloured) {
    this.diagnostic = diagnostic;
    this.coloured = coloured;
  }

  /** {@return the diagnostic in plain characters, each line ended by {@code \n}} */
  public static String plain(Diagnostic diagnostic) {
    return new DiagnosticText(diagnostic, false).written();
  }

  /** {@return the same with ANSI colours, for a terminal} */
  public static String coloured(Diagnostic diagnostic) {
    return new DiagnosticText(diagnostic, true).written();
  }

  private String written() {
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    append(accent(), severity + "[" + diagnostic.code() + "]");
    append(BOLD, ": " + printable(diagnostic.message()));
    newLine();

    Source source = diagnostic.source();
    int start = Math.min(diagnostic.span().start(), source.text().length());
    int lineNumber = source.line(start);
    append(BLUE, "  --> ");
    text.append(printable(source.name()));
    text.append(":").append(lineNumber).append(":").append(source.column(start));
    newLine();
    appendLine(Integer.toString(lineNumber), start);

    for (String note : diagnostic.notes()) {
      append(BLUE, "  = ");
      text.append(printable(note));
      newLine();
    }
    return text.toString();
  }

  /** The line on which the range begins, and carets under the part of the range that it holds. */
  private void appendLine(String number, int start) {
    String all = diagnostic.source().text();
    int lineStart = all.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = all.indexOf('\n', start);
    lineEnd = lineEnd < 0 ? all.length() : lineEnd;
    if (lineEnd > start && all.charAt(lineEnd - 1) == '\r') {
      lineEnd--;
    }
    int end = Math.clamp(diagnostic.span().end(), start, lineEnd);

    var shown = new StringBuilder();
    int caretsStart = 0;
    int caretsEnd = 0;
    int from = windowStart(lineStart, start);
    if (from > lineStart) {
      shown.append('…');
    }
    int column = shown.length();
    int at = from;
    while (at < lineEnd && column < WIDTH) {
      if (at == start) {
        caretsStart = column;
      }
      int character = all.codePointAt(at);
      at += Character.charCount(character);
      column = appendCharacter(shown, character, column);
      if (at <= end) {
        caretsEnd = column;
      }
    }
    if (start >= at) {
      caretsStart = column;
    }
    if (at < lineEnd) {
      shown.append('…');
    }

    append(BLUE, "  " + number + " | ");
    text.append(shown.toString().stripTrailing());
    newLine();
    append(BLUE, "  " + " ".repeat(number.length()) + " | ");
    text.append(" ".repeat(caretsStart));
    String carets = "^".repeat(Math.max(1, caretsEnd - caretsStart));
    append(accent(), carets + diagnostic.label().map(label -> " " + printable(label)).orElse(""));
    newLine();
  }

  /** Where the shown part of the line begins: at its start, unless the range lies too far right. */
  private int windowStart(int lineStart, int start) {
    String all = diagnostic.source().text();
    if (start - lineStart < WIDTH * 2 / 3) {
      return lineStart;
    }
    int from = start - WIDTH / 3;
    return Character.isLowSurrogate(all.charAt(from)) ? from - 1 : from;
  }

  /** Appends a character as a terminal may be given it; {@return the column after it} */
  private static int appendCharacter(StringBuilder shown, int character, int column) {
    if (character == '\t') {
      int next = (column / 4 + 1) * 4;
      shown.append(" ".repeat(next - column));
      return next;
    }
    shown.appendCodePoint(isDangerous(character) ? '\uFFFD' : character);
    return column + width(character);
  }

  /** Control characters, halves of characters and what turns the direction of writing. */
  private static boolean isDangerous(int character) {
    return Character.isISOControl(character)
        || (character >= 0xD800 && character <= 0xDFFF)
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Columns on a terminal, as far as blocks tell: 0 for accents, 2 for East Asian and emoji. */
  private static int width(int character) {
    if (isDangerous(character)) {
      return 1;
    }
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> {
        boolean wide =
            (character >= 0x1100 && character <= 0x115F)
                || (character >= 0x2E80 && character <= 0xA4CF)
                || (character >= 0xAC00 && character <= 0xD7A3)
                || (character >= 0xF900 && character <= 0xFAFF)
                || (character >= 0xFE30 && character <= 0xFE6F)
                || (character >= 0xFF00 && character <= 0xFF60)
                || (character >= 0xFFE0 && character <= 0xFFE6)
                || (character >= 0x1F300 && character <= 0x1FAFF)
                || (character >= 0x20000 && character <= 0x3FFFD);
        yield wide ? 2 : 1;
      }
    };
  }

  private static String printable(String words) {
    if (words.codePoints().noneMatch(DiagnosticText::isDangerous)) {
      return words;
    }
    return words
        .codePoints()
        .map(character -> isDangerous(character) ? '\uFFFD' : character)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String accent() {
    return switch (diagnostic.severity()) {
      case ERROR -> RED;
      case WARNING -> YELLOW;
    };
  }

  private void append(String colour, String words) {
    if (coloured) {
      text.append(colour).append(words).append(RESET);
    } else {
      text.append(words);
    }
  }

  private void newLine() {
    text.append('\n');
  }
}
