package org.lossexp.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML that is XML too: every element closed, every text and attribute escaped. There is no
 * way to hand raw markup in, apart from {@link #append}, which takes another {@code Markup}, and
 * {@link #script}, which takes the program's own.
 */
final class Markup {
  private static final Set<String> VOID =
      Set.of("meta", "input", "br", "hr", "circle", "line", "rect", "path", "col");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Markup open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Closes the innermost element. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the innermost element and begins a line, so that the file can be read and compared. */
  Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** An element that never has content. */
  Markup empty(String element, String... attributes) {
    if (!VOID.contains(element)) {
      throw new IllegalArgumentException("may have content: " + element);
    }
    tag(element, attributes);
    out.append("/>");
    return this;
  }

  /** An element with nothing but text in it. */
  Markup leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Our own script as {@link Script#text} has it: as XML it is a section of character data. */
  Markup script(String script) {
    if (script.contains("</") || script.indexOf("]]>") != script.length() - "]]>".length()) {
      throw new IllegalArgumentException("ends its element");
    }
    open("script");
    out.append(script);
    return close();
  }

  /** Text, whatever characters it has. */
  Markup text(String text) {
    escape(text, false);
    return this;
  }

  /** A sentence in which names stand between backquotes. */
  Markup sentence(String sentence) {
    return quoted(sentence, "b", "class", "name");
  }

  /** A sentence in which files and commands stand between backquotes. */
  Markup commands(String sentence) {
    return quoted(sentence, "code");
  }

  private Markup quoted(String sentence, String element, String... attributes) {
    String[] parts = sentence.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        text(parts[i]);
      } else {
        leaf(element, parts[i], attributes);
      }
    }
    return this;
  }

  /** Markup that was written apart; all its elements are closed. */
  Markup append(Markup markup) {
    out.append(markup.finished());
    return this;
  }

  /** A plot. */
  Markup append(Plot plot) {
    return append(plot.markup());
  }

  /** {@return the text, once every element is closed} */
  String finished() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], true);
      out.append('"');
    }
  }

  private void escape(String text, boolean quotes) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append(quotes ? "&quot;" : "\"");
        case '\r' -> {}
        default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
      }
    }
  }

  /** What XML 1.0 allows: no control characters, no lone surrogates. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
