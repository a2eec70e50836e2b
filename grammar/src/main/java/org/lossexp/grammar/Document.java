package org.lossexp.grammar;

import java.util.List;

/**
 * A text with the places where its lines may be broken; {@link Printer} chooses among them. The
 * algebra is that of Wadler, "A prettier printer" (2003), with comments added: a comment ends its
 * line, whatever the text around it would like.
 */
sealed interface Document {
  /** Characters that stay on one line. */
  record Text(String text) implements Document {}

  /** Blanks that vanish where a line ends. */
  record Space(int width) implements Document {}

  /** Blanks in a group that stands on one line; nothing in one that is broken. */
  record Pad(int width) implements Document {}

  /** A comma; it slips in front of a comment that ends the line. */
  record Comma() implements Document {}

  /** The end of a line in a group that is broken; as many blanks in one that is not. */
  record Break(int width) implements Document {}

  /** The end of a line in any case, and an empty line after it if {@code blank}. */
  record NewLine(boolean blank) implements Document {}

  /** A comment: behind what stands before it if {@code trailing}, else on a line of its own. */
  record Remark(String text, boolean trailing) implements Document {}

  /** One after the other. */
  record Row(List<Document> parts) implements Document {
    public Row {
      parts = List.copyOf(parts);
    }
  }

  /** On one line if it fits, else with each break of its own (not those of inner groups) taken. */
  record Group(Document content) implements Document {}

  /** Lines that begin in {@code content} begin this much further to the right. */
  record Indent(int columns, Document content) implements Document {}

  /** Lines that begin in {@code content} begin in the column in which it begins. */
  record Align(Document content) implements Document {}

  /** {@return {@code parts}, one after the other} */
  static Document row(Document... parts) {
    return new Row(List.of(parts));
  }
}
