package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Evidence;
import org.lossexp.spi.Predictions;

/** How good the order of items was for each query alone, of the first ones. */
final class QueryTable {
  private static final int MOST = 1_000;

  private final List<Measurement> measurements;
  private final List<Evidence.Row> rows = new ArrayList<>();

  QueryTable(List<Measurement> measurements) {
    this.measurements = measurements;
  }

  /** {@return the table; empty where nothing measures lists} */
  Optional<Evidence> table() {
    List<String> names = measurements.stream().map(Measurement::name).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Evidence("per_query", List.of("query"), names, rows));
  }

  /** Takes what was measured on a query, a number for each measurement. */
  void add(String query, double[] values) {
    if (rows.size() < MOST) {
      rows.add(new Evidence.Row(List.of(query), Arrays.stream(values).boxed().toList()));
    }
  }

  /**
   * Measures the lists of {@code predictions} one by one; a query is called by the row of the
   * source, from 1, where its list begins.
   *
   * @param source row of the source of each item, from 0
   */
  void addLists(Predictions predictions, int[] source) {
    if (measurements.isEmpty()) {
      return;
    }
    for (int list = 0; list < Math.min(MOST, predictions.lists()); list++) {
      Predictions alone = alone(predictions, list);
      add(
          Integer.toString(source[predictions.starts()[list]] + 1),
          measurements.stream().mapToDouble(it -> Guest.measure(it, Judge.copy(alone))).toArray());
    }
  }

  private static Predictions alone(Predictions all, int list) {
    int from = all.starts()[list];
    int to = all.starts()[list + 1];
    Map<String, double[]> extras = new LinkedHashMap<>();
    all.extras()
        .forEach((name, values) -> {
          int each = values.length / all.rows();
          extras.put(name, Arrays.copyOfRange(values, from * each, to * each));
        });
    return new Predictions(
        to - from,
        all.columns(),
        Arrays.copyOfRange(all.prediction(), from * all.columns(), to * all.columns()),
        Arrays.copyOfRange(all.target(), from, to),
        all.classes(),
        new int[] {0, to - from},
        extras);
  }
}
