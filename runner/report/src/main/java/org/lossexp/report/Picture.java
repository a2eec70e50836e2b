package org.lossexp.report;

import java.util.List;

/**
 * A plot with what stands about it, for the page and for a file of its own.
 *
 * @param file its file's name, without ending
 * @param heading what it shows
 * @param caption what else has to be known to read it; begins where the heading ends
 * @param remark a sentence below it, names between backquotes; empty for none
 * @param contenders who is in it
 * @param header of the table behind it
 * @param words how many of the table's columns are words
 */
record Picture(
    String file,
    String heading,
    String caption,
    Plot plot,
    String remark,
    List<Integer> contenders,
    List<String> header,
    List<List<String>> rows,
    int words) {
  Picture {
    contenders = List.copyOf(contenders);
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** Writes it as a figure with its table. */
  void write(Markup html) {
    html.open("figure").open("figcaption").leaf("b", heading).text(caption).close().append(plot);
    if (!remark.isEmpty()) {
      html.open("p", "class", "note").sentence(remark).close();
    }
    new TableMarkup(html).behind(header, rows, words);
    html.closeLine();
  }

  /** {@return who is in any of them} */
  static List<Integer> contenders(List<Picture> pictures) {
    return pictures.stream()
        .flatMap(picture -> picture.contenders().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Writes some of them side by side. */
  static void write(Markup html, String kind, List<Picture> pictures) {
    if (!pictures.isEmpty()) {
      html.open("div", "class", kind);
      pictures.forEach(picture -> picture.write(html));
      html.closeLine();
    }
  }
}
