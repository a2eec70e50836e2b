package org.lossexp.report;

import java.util.List;

/** Tables of texts. */
final class TableMarkup {
  private static final int SHORT = 24;

  private final Markup html;

  TableMarkup(Markup html) {
    this.html = html;
  }

  /**
   * Writes a table that scrolls where it is too wide.
   *
   * @param kind its class, such as {@code sortable}; empty for a plain one
   * @param caption empty for none
   * @param words how many of the columns are words, from the left; the first of them names the row
   */
  void write(String kind, String caption, List<String> header, List<List<String>> rows, int words) {
    html.open("div", "class", "scroll").open("table", "class", (kind + " num").strip());
    if (!caption.isEmpty()) {
      html.leaf("caption", caption);
    }
    html.open("thead").open("tr");
    for (int i = 0; i < header.size(); i++) {
      html.leaf("th", header.get(i), "scope", "col", "class", i < words ? "t" : "n");
    }
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        if (i == 0) {
          html.leaf(
              "th",
              row.get(i).isEmpty() ? Cells.NONE : row.get(i),
              "scope",
              "row",
              "class",
              words > 0 ? "t" + breaking(row.get(i)) : "n");
        } else if (i < words) {
          html.leaf("td", row.get(i), "class", "t" + breaking(row.get(i)));
        } else {
          html.leaf("td", row.get(i));
        }
      }
      html.closeLine();
    }
    html.close().close().closeLine();
  }

  /** A short name, such as {@code seed 1 · fold 5}, stays on one line. */
  private static String breaking(String words) {
    return words.length() > SHORT ? "" : " short";
  }

  /** Writes the table behind a plot, which opens on demand. */
  void behind(List<String> header, List<List<String>> rows, int words) {
    html.open("details").leaf("summary", "Table");
    write("", "", header, rows, words);
    html.closeLine();
  }
}
