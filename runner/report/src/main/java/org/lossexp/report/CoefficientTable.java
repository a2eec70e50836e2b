package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.statistics.Descriptive;

/** What linear models multiply each feature with, mean and standard deviation over trials. */
final class CoefficientTable {
  private static final int MOST_ROWS = 60;

  private final Design design;
  private final Left left;
  private final Markup html;

  CoefficientTable(Design design, Left left, Markup html) {
    this.design = design;
    this.left = left;
    this.html = html;
  }

  /** Writes a row for each output and feature, a column for each contender. */
  void write(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("coefficients", setting);
    if (tables.isEmpty()) {
      return;
    }
    boolean outputs = Left.keys(tables, 0).size() > 1;
    List<String> header =
        new ArrayList<>(outputs ? List.of("Output", "Feature") : List.of("Feature"));
    Map<List<String>, Map<Integer, List<Double>>> found = new LinkedHashMap<>();
    tables.forEach((contender, trials) -> {
      header.add(design.contenders().get(contender).label());
      for (Evidence table : trials) {
        for (Evidence.Row row : table.rows()) {
          found
              .computeIfAbsent(row.keys(), _ -> new LinkedHashMap<>())
              .computeIfAbsent(contender, _ -> new ArrayList<>())
              .add(row.values().getFirst());
        }
      }
    });
    List<List<String>> rows = new ArrayList<>();
    found.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(each -> {
          List<String> row = new ArrayList<>(each.getKey().subList(outputs ? 0 : 1, 2));
          tables
              .keySet()
              .forEach(
                  contender -> row.add(words(each.getValue().getOrDefault(contender, List.of()))));
          rows.add(row);
        });
    html.leaf("h3", "Coefficients");
    html.leaf(
        "p",
        "Of each feature in its own unit, mean ± standard deviation over trials"
            + (found.size() > MOST_ROWS
                ? "; the first %d of %d, all are in".formatted(MOST_ROWS, found.size())
                : "; every trial is in")
            + " evidence/coefficients.csv.",
        "class",
        "note");
    new TableMarkup(html).write("sortable", "", header, rows, outputs ? 2 : 1);
  }

  private static String words(List<Double> values) {
    if (values.isEmpty()) {
      return Cells.NONE;
    }
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    String mean = Cells.minus(Figures.plain(Descriptive.mean(numbers)));
    OptionalDouble spread = Descriptive.standardDeviation(numbers);
    return spread.isEmpty() ? mean : mean + " ± " + Figures.plain(spread.getAsDouble());
  }
}
