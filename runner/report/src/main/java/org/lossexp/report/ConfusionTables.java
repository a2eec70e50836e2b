package org.lossexp.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;

/**
 * Which classes are taken for which, summed over trials: a matrix for each contender, in shares of
 * a label's examples, and what follows from it for each class.
 */
final class ConfusionTables {
  /** A matrix of more classes is not read; then the most frequent mistakes are listed. */
  private static final int MOST_CLASSES = 16;

  /** A page has to stay small. */
  private static final long MOST_CELLS = 6000;

  private static final int MOST_MISTAKES = 10;

  private final Design design;
  private final Left left;
  private final ContenderMarkup contenders;
  private final Markup html;

  ConfusionTables(Design design, Left left, ContenderMarkup contenders, Markup html) {
    this.design = design;
    this.left = left;
    this.contenders = contenders;
    this.html = html;
  }

  /** Examples of a contender, by label and prediction. */
  record Counts(List<String> classes, Map<List<String>, Double> pairs) {
    double of(String label, String prediction) {
      return pairs.getOrDefault(List.of(label, prediction), 0.0);
    }

    double labelled(String label) {
      return classes.stream().mapToDouble(prediction -> of(label, prediction)).sum();
    }

    double predicted(String prediction) {
      return classes.stream().mapToDouble(label -> of(label, prediction)).sum();
    }

    /** {@return right predictions of a class over all of it; NaN where it is never predicted} */
    double precision(String name) {
      return of(name, name) / predicted(name);
    }

    /** {@return right predictions of a class over its examples; NaN without one} */
    double recall(String name) {
      return of(name, name) / labelled(name);
    }

    /** {@return their harmonic mean, as metrics have it: 0 for a class that is never right} */
    double f1(String name) {
      return 2 * of(name, name) / (labelled(name) + predicted(name));
    }
  }

  /** Writes both; nothing where no trial left its classes. */
  void write(int setting) {
    Map<Integer, Counts> counts = counts(setting);
    if (counts.isEmpty()) {
      return;
    }
    List<String> classes = counts.values().iterator().next().classes();
    html.leaf("h3", "Which classes are taken for which");
    long cells =
        (long) classes.size()
            * classes.size()
            * design.contenders().size()
            * design.settings().size();
    if (classes.size() <= MOST_CLASSES && cells <= MOST_CELLS) {
      matrices(classes, counts);
    } else {
      mistakes(classes, counts);
    }
    perClass(classes, counts);
  }

  /** {@return contender → its counts; the same classes for all, in the order of the labels} */
  Map<Integer, Counts> counts(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("confusion", setting);
    Set<String> classes = new LinkedHashSet<>(Left.keys(tables, 0));
    classes.addAll(Left.keys(tables, 1));
    Map<Integer, Counts> counts = new LinkedHashMap<>();
    tables.forEach((contender, trials) -> {
      Map<List<String>, Double> pairs = new LinkedHashMap<>();
      for (Evidence table : trials) {
        int column = table.column("examples");
        table.rows().forEach(row -> pairs.merge(row.keys(), row.values().get(column), Double::sum));
      }
      counts.put(contender, new Counts(List.copyOf(classes), pairs));
    });
    return counts;
  }

  private void matrices(List<String> classes, Map<Integer, Counts> counts) {
    html.leaf(
        "p",
        "Percent of a label's examples (row) that are taken for a class (column), over all test"
            + " parts; blue: right, red: wrong.",
        "class",
        "note");
    html.open("div", "class", "matrices");
    counts.forEach((contender, own) -> {
      html.open("div", "class", "scroll").open("table", "class", "confusion");
      html.open("caption");
      contenders.who(contender);
      html.close();
      html.open("thead").open("tr").leaf("td", "label ↓ taken for →");
      classes.forEach(name -> html.leaf("th", name, "scope", "col"));
      html.close().close().open("tbody");
      for (String label : classes) {
        double all = own.labelled(label);
        html.open("tr").leaf("th", label, "scope", "row");
        for (String prediction : classes) {
          cell(own.of(label, prediction) / all, label.equals(prediction));
        }
        html.closeLine();
      }
      html.close().close().close();
    });
    html.closeLine();
  }

  /** Shades are few, so that each is readable. */
  private void cell(double share, boolean right) {
    if (Double.isNaN(share) || share == 0) {
      html.leaf("td", "");
      return;
    }
    long shade = Math.clamp(Math.round(share * 8), 0, 8);
    String text = share < 0.005 ? "<1" : Figures.fixed(100 * share, 0);
    html.leaf("td", text, "class", (right ? "r" : "w") + shade);
  }

  private void mistakes(List<String> classes, Map<Integer, Counts> counts) {
    html.leaf(
        "p",
        "The most frequent mistakes of each, of %d classes: percent of the label's examples."
            .formatted(classes.size()),
        "class",
        "note");
    html.open("div", "class", "matrices");
    counts.forEach((contender, own) -> {
      html.open("div", "class", "scroll").open("table").open("caption");
      contenders.who(contender);
      html.close();
      html.open("thead").open("tr");
      for (String name : List.of("Label", "Taken for")) {
        html.leaf("th", name, "scope", "col", "class", "t");
      }
      html.leaf("th", "%", "scope", "col", "class", "n").close().close().open("tbody");
      own.pairs().entrySet().stream()
          .filter(pair -> !pair.getKey().getFirst().equals(pair.getKey().getLast()))
          .sorted((one, other) -> Double.compare(other.getValue(), one.getValue()))
          .limit(MOST_MISTAKES)
          .forEach(pair -> {
            String label = pair.getKey().getFirst();
            html.open("tr").leaf("th", label, "scope", "row", "class", "t");
            html.leaf("td", pair.getKey().getLast(), "class", "t");
            html.leaf(
                "td", Figures.fixed(100 * pair.getValue() / own.labelled(label), 1), "class", "n");
            html.closeLine();
          });
      html.close().close().close();
    });
    html.closeLine();
  }

  private void perClass(List<String> classes, Map<Integer, Counts> counts) {
    boolean baseline =
        design.baseline().isPresent() && counts.containsKey(design.baseline().getAsInt());
    html.open("details")
        .leaf(
            "summary",
            "Each class: F1" + (baseline ? ", and its difference to the baseline's" : ""));
    html.open("div", "class", "scroll").open("table", "class", "sortable overview");
    html.leaf(
        "caption",
        "F1 over all test parts, and below it precision and recall; every trial is in"
            + " evidence/per_class.csv.");
    html.open("thead").open("tr").leaf("th", "Class", "scope", "col", "class", "t");
    html.leaf("th", "Examples", "scope", "col", "class", "n");
    for (int contender : counts.keySet()) {
      html.open("th", "scope", "col", "class", "n");
      contenders.who(contender);
      html.close();
    }
    html.close().close().open("tbody");
    for (String name : classes) {
      html.open("tr").leaf("th", name, "scope", "row", "class", "t");
      html.leaf(
          "td", Figures.fixed(counts.values().iterator().next().labelled(name), 0), "class", "n");
      counts.forEach((contender, own) -> {
        html.open("td", "class", "n").text(number(own.f1(name), 3));
        if (baseline && contender != design.baseline().getAsInt()) {
          double there = counts.get(design.baseline().getAsInt()).f1(name);
          html.text(" (" + signed(own.f1(name) - there) + ")");
        }
        html.leaf("small", number(own.precision(name), 3) + ", " + number(own.recall(name), 3));
        html.close();
      });
      html.closeLine();
    }
    html.close().close().close().closeLine();
  }

  private static String number(double value, int decimals) {
    return Double.isNaN(value) ? Cells.NONE : Figures.fixed(value, decimals);
  }

  private static String signed(double difference) {
    return Double.isNaN(difference) ? Cells.NONE : Cells.signed(difference, 3);
  }
}
