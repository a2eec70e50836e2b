package org.lossexp.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Evidence;

/** How well each class is told from the others: what follows from a table of confusion. */
public final class PerClass {
  static final String NAME = "per_class";
  static final List<String> KEYS = List.of("class");
  static final List<String> VALUES = List.of("precision", "recall", "f1", "examples");

  private PerClass() {}

  /**
   * {@return for each class precision, recall, F1 and the number of its examples; NaN where nothing
   * was predicted as it, or nothing is of it}
   *
   * @param confusion with the columns {@code label}, {@code prediction} and {@code examples}
   */
  public static Evidence of(Evidence confusion) {
    Map<String, Double> right = new LinkedHashMap<>();
    Map<String, Double> ofClass = new LinkedHashMap<>();
    Map<String, Double> predicted = new LinkedHashMap<>();
    int examples = confusion.column("examples");
    for (Evidence.Row row : confusion.rows()) {
      ofClass.merge(row.keys().get(0), row.values().get(examples), Double::sum);
    }
    for (Evidence.Row row : confusion.rows()) {
      String label = row.keys().get(0);
      String prediction = row.keys().get(1);
      double count = row.values().get(examples);
      ofClass.putIfAbsent(prediction, 0.0);
      predicted.merge(prediction, count, Double::sum);
      right.merge(label, label.equals(prediction) ? count : 0, Double::sum);
    }
    List<Evidence.Row> rows = new ArrayList<>();
    ofClass.forEach((name, count) -> {
      double hits = right.getOrDefault(name, 0.0);
      double given = predicted.getOrDefault(name, 0.0);
      rows.add(
          new Evidence.Row(
              List.of(name),
              List.of(hits / given, hits / count, 2 * hits / (given + count), count)));
    });
    return new Evidence(NAME, KEYS, VALUES, rows);
  }
}
