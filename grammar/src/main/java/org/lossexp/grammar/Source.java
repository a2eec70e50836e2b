package org.lossexp.grammar;

/** A source text and the name under which messages show it (the path as the user wrote it). */
public record Source(String name, String text) {
  /** {@return the 1-based line of {@code offset}} */
  public int line(int offset) {
    int line = 1;
    for (int end = text.indexOf('\n');
        end >= 0 && end < offset;
        end = text.indexOf('\n', end + 1)) {
      line++;
    }
    return line;
  }

  /** {@return the 1-based column of {@code offset}, counted in code points} */
  public int column(int offset) {
    return text.codePointCount(text.lastIndexOf('\n', offset - 1) + 1, offset) + 1;
  }
}
