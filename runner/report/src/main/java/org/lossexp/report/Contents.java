package org.lossexp.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of a page, each with a heading and a link of its own, and the list of them. */
final class Contents {
  private final Markup html;
  private final Map<String, String> entries = new LinkedHashMap<>();

  /** Parts written to {@code html}. */
  Contents(Markup html) {
    this.html = html;
  }

  /**
   * Opens a part.
   *
   * @param entry how the list calls it
   */
  void open(String id, String heading, String entry) {
    entries.put(id, entry);
    html.open("section", "id", id);
    html.open("h2").text(heading);
    anchor(id, heading);
    html.closeLine();
  }

  /** Opens a part that folds; {@link #closeFolding} closes it. */
  void openFolding(String id, String heading, boolean open) {
    html.open("section", "id", id, "class", "folding");
    if (open) {
      html.open("details", "class", "fold", "open", "open");
    } else {
      html.open("details", "class", "fold");
    }
    html.open("summary", "class", "head").leaf("h2", heading).close();
  }

  void closeFolding() {
    html.close().closeLine();
  }

  /** The list names a part that folds. */
  void list(String id, String entry) {
    entries.put(id, entry);
  }

  private void anchor(String id, String heading) {
    html.text(" ")
        .leaf(
            "a",
            "#",
            "class",
            "anchor",
            "href",
            "#" + id,
            "aria-label",
            "Link to “" + heading + "”");
  }

  /** {@return the list, once all parts have been opened} */
  Markup finished() {
    var list = new Markup();
    list.open("nav", "class", "contents", "aria-label", "Contents").open("ul");
    entries.forEach((id, heading) -> list.open("li").leaf("a", heading, "href", "#" + id).close());
    return list.close().close();
  }
}
