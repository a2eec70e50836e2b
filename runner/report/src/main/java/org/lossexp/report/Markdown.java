package org.lossexp.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code report.md}: for a pull request. */
final class Markdown implements Prose {
  /**
   * What Markdown would read as markup, a line's first character included; a lone less-than or
   * ampersand is text.
   */
  private static final Pattern MARKUP =
      Pattern.compile("[\\\\`*\\[\\]|~]|_(?!\\w)|(?<!\\w)_|<(?=[A-Za-z/!?])|&(?=#?\\w+;)|^[#>+-]");

  private final StringBuilder out = new StringBuilder();

  @Override
  public void title(String title, String question) {
    out.append("# ").append(escaped(title)).append("\n\n");
    if (!question.isEmpty()) {
      block("*" + escaped(question) + "*");
    }
  }

  @Override
  public void heading(String text) {
    block("## " + escaped(text));
  }

  @Override
  public void strong(String sentences) {
    block("**" + marked(sentences) + "**");
  }

  @Override
  public void paragraph(String sentences) {
    block(marked(sentences));
  }

  private void block(String markdown) {
    out.append(markdown).append("\n\n");
  }

  @Override
  public void bullets(List<String> sentences) {
    sentences.forEach(each -> out.append("- ").append(marked(each)).append('\n'));
    if (!sentences.isEmpty()) {
      out.append('\n');
    }
  }

  @Override
  public void table(List<String> header, List<List<String>> rows) {
    line(header);
    out.append("| --- ".repeat(header.size())).append("|\n");
    rows.forEach(this::line);
    out.append('\n');
  }

  private void line(List<String> row) {
    out.append(row.stream().map(Markdown::marked).collect(Collectors.joining(" | ", "| ", " |")))
        .append('\n');
  }

  @Override
  public String finished() {
    return out.toString();
  }

  private static String marked(String sentence) {
    var text = new StringBuilder();
    String[] parts = sentence.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      text.append(i % 2 == 0 ? escaped(parts[i]) : name(parts[i]));
    }
    return text.toString();
  }

  /**
   * A name between backquotes. Nothing in code is markup, but a bar would still end a table's cell;
   * and what looks like a tag is no name to trust every renderer with.
   */
  private static String name(String bare) {
    return bare.isBlank() || bare.contains("<")
        ? escaped(bare)
        : '`' + oneLine(bare).replace("|", "\\|") + '`';
  }

  /** Text from outside: nothing in it is markup, a link or a line break. */
  private static String escaped(String text) {
    return MARKUP
        .matcher(oneLine(text))
        .replaceAll(found ->
            Matcher.quoteReplacement(found.group().equals("<") ? "&lt;" : '\\' + found.group()));
  }

  private static String oneLine(String text) {
    return text.chars()
        .mapToObj(c -> String.valueOf((char) Math.max(c, ' ')))
        .collect(Collectors.joining());
  }
}
