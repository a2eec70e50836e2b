package org.lossexp.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code report.tex}: for a paper, whole as it stands or table by table. Needs booktabs and
 * longtable, which every LaTeX has; letters that plain LaTeX cannot set are written as their code.
 */
final class Latex implements Prose {
  private static final String PREAMBLE =
      """
      \\documentclass[a4paper]{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage[T1]{fontenc}
      \\usepackage[margin=1.5cm]{geometry}
      \\usepackage{booktabs}
      \\usepackage{longtable}
      \\setlength{\\LTleft}{0pt}
      \\setlength{\\parindent}{0pt}
      \\setlength{\\parskip}{6pt}
      \\emergencystretch=3em
      \\begin{document}
      """;

  /** What is special to LaTeX, and the signs that sentences and tables use beyond Latin letters. */
  private static final Map<Integer, String> SIGNS =
      Map.ofEntries(
          Map.entry((int) '\\', "\\textbackslash{}"),
          Map.entry((int) '{', "\\{"),
          Map.entry((int) '}', "\\}"),
          Map.entry((int) '$', "\\$"),
          Map.entry((int) '&', "\\&"),
          Map.entry((int) '#', "\\#"),
          Map.entry((int) '%', "\\%"),
          Map.entry((int) '_', "\\_"),
          Map.entry((int) '^', "\\textasciicircum{}"),
          Map.entry((int) '~', "\\textasciitilde{}"),
          Map.entry((int) '<', "\\textless{}"),
          Map.entry((int) '>', "\\textgreater{}"),
          Map.entry((int) '|', "\\textbar{}"),
          Map.entry((int) '"', "\\textquotedbl{}"),
          Map.entry((int) '\'', "\\textquotesingle{}"),
          Map.entry((int) '−', "$-$"),
          Map.entry((int) '–', "--"),
          Map.entry((int) '…', "\\ldots{}"),
          Map.entry((int) '·', "\\textperiodcentered{}"),
          Map.entry((int) '×', "$\\times$"),
          Map.entry((int) '±', "$\\pm$"),
          Map.entry((int) '≤', "$\\le$"),
          Map.entry((int) '≥', "$\\ge$"),
          Map.entry((int) '∞', "$\\infty$"),
          Map.entry((int) '→', "$\\to$"));

  private final StringBuilder out = new StringBuilder(PREAMBLE);

  @Override
  public void title(String title, String question) {
    out.append("\\section*{").append(escaped(title)).append("}\n\n");
    if (!question.isEmpty()) {
      block("\\emph{" + escaped(question) + "}");
    }
  }

  @Override
  public void heading(String text) {
    block("\\subsection*{" + escaped(text) + "}");
  }

  @Override
  public void strong(String sentences) {
    block("\\textbf{" + marked(sentences) + "}");
  }

  @Override
  public void paragraph(String sentences) {
    block(marked(sentences));
  }

  private void block(String latex) {
    out.append(latex).append("\n\n");
  }

  @Override
  public void bullets(List<String> sentences) {
    if (!sentences.isEmpty()) {
      out.append("\\begin{itemize}\n");
      sentences.forEach(each -> out.append("\\item ").append(marked(each)).append('\n'));
      out.append("\\end{itemize}\n\n");
    }
  }

  /** Small, for it has to fit; a line may break in a cell of words. */
  @Override
  public void table(List<String> header, List<List<String>> rows) {
    out.append("{\\footnotesize\n\\begin{longtable}{@{}");
    for (int column = 0; column < header.size(); column++) {
      out.append(isLong(rows, column) ? "p{4cm}" : isNumbers(rows, column) ? "r" : "l");
    }
    out.append("@{}}\n\\toprule\n");
    line(header);
    out.append("\\midrule\n\\endhead\n");
    rows.forEach(this::line);
    out.append("\\bottomrule\n\\end{longtable}}\n\n");
  }

  private static boolean isNumbers(List<List<String>> rows, int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch(cell -> cell.isEmpty() || cell.matches("[-−+–<]?[ 0-9].*|[–]"));
  }

  private static boolean isLong(List<List<String>> rows, int column) {
    return rows.stream().anyMatch(row -> row.get(column).length() > 40);
  }

  private void line(List<String> row) {
    out.append(row.stream().map(Latex::marked).collect(Collectors.joining(" & ")))
        .append(" \\\\\n");
  }

  @Override
  public String finished() {
    return out + "\\end{document}\n";
  }

  private static String marked(String sentence) {
    var text = new StringBuilder();
    String[] parts = sentence.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      text.append(
          i % 2 == 0 || parts[i].isEmpty()
              ? escaped(parts[i])
              : "\\texttt{" + escaped(parts[i]) + "}");
    }
    return text.toString();
  }

  /** Text from outside: nothing in it is a command. A long hash may break after each byte. */
  private static String escaped(String text) {
    if (text.matches("[0-9a-f]{64}")) {
      return text.replaceAll("(.{8})(?=.)", "$1\\\\allowbreak ");
    }
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (SIGNS.containsKey(c)) {
            escaped.append(SIGNS.get(c));
          } else if (c < ' ') {
            escaped.append(' ');
          } else if (c < 0x7F || (c >= 0xC0 && c <= 0xFF)) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append(String.format(Locale.ROOT, "[U+%04X]", c));
          }
        });
    return escaped.toString();
  }
}
