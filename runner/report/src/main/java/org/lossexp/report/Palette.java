package org.lossexp.report;

import java.util.List;
import org.lossexp.experiment.Design;

/**
 * The look of each contender, the same in all plots. The baseline is grey; the others take six
 * colours, near those of Okabe and Ito (2008) and moved until any two differ much for all kinds of
 * colour vision and each stands out from the page; after that the same colours hollow and dashed,
 * then square and dashed with dots.
 */
final class Palette {
  private static final int COLOURS = 6;
  private static final List<String> STYLES = List.of("", " alt", " third");

  private final Design design;

  Palette(Design design) {
    this.design = design;
  }

  /**
   * {@return the classes that give a contender its colour and its marks, and the one by which the
   * page's script finds all of its marks}
   */
  String of(int contender) {
    return colour(contender) + " k" + contender;
  }

  private String colour(int contender) {
    if (design.baseline().isPresent()) {
      int baseline = design.baseline().getAsInt();
      if (contender == baseline) {
        return "cb";
      }
      return look(contender < baseline ? contender : contender - 1);
    }
    return look(contender);
  }

  private static String look(int place) {
    return "c" + place % COLOURS + STYLES.get(place / COLOURS % STYLES.size());
  }
}
