package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;

/** What lies nearest to a few test examples, in the first finished trial of each contender. */
final class NeighbourTables {
  private final Design design;
  private final Left left;
  private final Markup html;

  NeighbourTables(Design design, Left left, Markup html) {
    this.design = design;
    this.left = left;
    this.html = html;
  }

  /** Writes one table with a column for each contender; nothing without neighbours. */
  void write(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("neighbours", setting);
    if (tables.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>(List.of("Example", "Label"));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<String> same = new ArrayList<>();
    List<Integer> contenders = List.copyOf(tables.keySet());
    for (int i = 0; i < contenders.size(); i++) {
      Evidence table = tables.get(contenders.get(i)).getFirst();
      String label = design.contenders().get(contenders.get(i)).label();
      header.add(label);
      Map<String, List<String>> nearest = new LinkedHashMap<>();
      int alike = 0;
      for (Evidence.Row row : table.rows()) {
        String example = key(table, row, "example");
        boolean isSame = row.values().get(table.column("same")) == 1;
        alike += isSame ? 1 : 0;
        rows.computeIfAbsent(
            example, _ -> new ArrayList<>(List.of(example, key(table, row, "label"))));
        nearest
            .computeIfAbsent(example, _ -> new ArrayList<>())
            .add(key(table, row, "neighbour_label") + (isSame ? "" : " ✗"));
      }
      int columns = i + 3;
      rows.forEach((example, cells) -> {
        while (cells.size() < columns - 1) {
          cells.add(Cells.NONE);
        }
        cells.add(
            nearest.containsKey(example) ? String.join(", ", nearest.get(example)) : Cells.NONE);
      });
      same.add(Words.quoted(label) + " " + alike + " of " + table.rows().size());
    }
    html.leaf("h3", "Nearest neighbours");
    html.open("p", "class", "note")
        .sentence(
            "Labels of what lies nearest to the first test examples, nearest first, ✗ where it is"
                + " another; of each contender's first trial. The same label: "
                + String.join(", ", same)
                + ".")
        .close();
    html.open("details").leaf("summary", "Neighbours of each example");
    new TableMarkup(html).write("", "", header, List.copyOf(rows.values()), header.size());
    html.closeLine();
  }

  private static String key(Evidence table, Evidence.Row row, String name) {
    int at = table.keys().indexOf(name);
    return at < 0 ? "" : row.keys().get(at);
  }
}
