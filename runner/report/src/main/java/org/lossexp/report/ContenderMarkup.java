package org.lossexp.report;

import java.util.List;
import org.lossexp.experiment.Design;

/** Contenders' names, each behind its colour. */
final class ContenderMarkup {
  private final Design design;
  private final Palette palette;
  private final Markup html;

  ContenderMarkup(Design design, Markup html) {
    this.design = design;
    this.palette = new Palette(design);
    this.html = html;
  }

  /** Writes one name. */
  void who(int contender) {
    html.open("span", "class", "who");
    html.open("i", "class", "swatch " + palette.of(contender)).close();
    html.leaf("span", design.contenders().get(contender).label()).close();
  }

  /** Writes names in a row. */
  void legend(List<Integer> contenders) {
    html.open("ul", "class", "legend");
    for (int contender : contenders) {
      html.open("li");
      who(contender);
      html.close();
    }
    html.closeLine();
  }
}
