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

  /** Opens a part that the list names. */
  void open(String id, String heading) {
    entries.put(id, heading);
    openUnlisted(id, heading);
  }

  /** Opens a part that the list does not name. */
  void openUnlisted(String id, String heading) {
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

  /** The list names a part that was opened without it. */
  void list(String id, String heading) {
    entries.put(id, heading);
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
