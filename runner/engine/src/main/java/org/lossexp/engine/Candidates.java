package org.lossexp.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Evidence;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;

/**
 * Recommends to every query of a part that has a preference there: all items but those known to be
 * preferred are a list, those preferred in this part are relevant. Metrics are means over the
 * queries; one list at a time is in memory.
 */
final class Candidates {
  private final Part part;
  private final Model model;
  private final int block;
  private final Guest loss;
  private final Interactions wanted;
  private final Interactions known;
  private final int[] queries;
  private final int items;

  /** Of each query a row in which it stands. */
  private final int[] rows;

  private final int[] places;
  private final int[] codes;
  private final double[] raw;
  private final double[] relevance;
  private final double[] scores;
  private final double[] targets;

  /** How many queries are judged: every {@code step}-th. */
  private final int step;

  private QueryTable table = new QueryTable(List.of());

  /**
   * @param learned parts whose preferences are known
   * @param most scores: where all queries took more, evenly spaced ones are judged
   */
  Candidates(
      Part part, Prepared data, Model model, int block, Guest loss, List<Part> learned, long most) {
    this.part = part;
    this.model = model;
    this.block = block;
    this.loss = loss;
    wanted = Interactions.of(data, List.of(part));
    known = Interactions.of(data, learned);
    queries = wanted.queryCodes();
    items = data.codes().getLast().size();
    rows = new int[wanted.queries()];
    for (int row = part.rows() - 1; row >= 0; row--) {
      int place = wanted.place(Interactions.query(data.codes(), part.codes(), row));
      if (place >= 0) {
        rows[place] = row;
      }
    }
    places = new int[block];
    codes = new int[block * data.codes().size()];
    raw = new double[items * model.columns()];
    relevance = new double[items];
    scores = new double[items];
    targets = new double[items];
    step = (int) Math.max(1, Math.ceilDiv((long) items * wanted.queries(), most));
  }

  /** {@return what was measured last on each of the first queries} */
  Optional<Evidence> queries() {
    return table.table();
  }

  /** {@return metric → mean over the queries that have something relevant} */
  Map<String, Double> measure(List<Measurement> measurements) {
    table = new QueryTable(measurements);
    double[] sums = new double[measurements.size()];
    int[] counts = new int[sums.length];
    for (int query = 0; query < wanted.queries(); query += step) {
      int listed = list(query);
      if (listed < 0) {
        continue;
      }
      Predictions list =
          new Predictions(
              listed,
              1,
              Arrays.copyOf(scores, listed),
              Arrays.copyOf(targets, listed),
              0,
              new int[] {0, listed},
              Map.of());
      double[] values = new double[sums.length];
      for (int m = 0; m < sums.length; m++) {
        double value = Guest.measure(measurements.get(m), Judge.copy(list));
        values[m] = value;
        if (!Double.isNaN(value)) {
          sums[m] += value;
          counts[m]++;
        }
      }
      table.add(name(query), values);
    }
    Map<String, Double> means = new LinkedHashMap<>();
    for (int m = 0; m < sums.length; m++) {
      means.put(measurements.get(m).name(), sums[m] / counts[m]);
    }
    return means;
  }

  /** {@return the codes of a query} */
  private String name(int query) {
    int each = queries.length / wanted.queries();
    return Arrays.stream(queries, query * each, (query + 1) * each)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  /** {@return how many items are recommended to a query; −1 where none of them is relevant} */
  private int list(int query) {
    Arrays.fill(relevance, 0);
    wanted.mark(query, 1, relevance);
    known.mark(known.place(wanted.query(query)), -1, relevance);
    boolean relevant = false;
    for (double value : relevance) {
      relevant |= value > 0;
    }
    if (!relevant) {
      return -1;
    }
    score(query);
    int listed = 0;
    for (int item = 0; item < items; item++) {
      if (relevance[item] >= 0) {
        scores[listed] = scores[item];
        targets[listed] = relevance[item];
        listed++;
      }
    }
    return listed;
  }

  private void score(int query) {
    int each = queries.length / wanted.queries();
    Arrays.fill(places, rows[query]);
    for (int first = 0; first < items; first += block) {
      int count = Math.min(block, items - first);
      for (int i = 0; i < count; i++) {
        System.arraycopy(queries, query * each, codes, i * (each + 1), each);
        codes[i * (each + 1) + each] = first + i;
      }
      model.take(part, places, 0, codes, count);
      model.predict(count, false, raw, first * model.columns());
    }
    loss.read(Reading.SCORE, raw, items, model.columns(), scores);
  }
}
