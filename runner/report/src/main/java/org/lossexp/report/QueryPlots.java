package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.statistics.Descriptive;

/**
 * How a ranking metric is spread over queries: for each contender, which share of the queries has
 * at most so much. A query in several trials counts once, with its mean.
 */
final class QueryPlots {
  private static final int HEIGHT = 220;
  private static final int MOST_METRICS = 4;
  private static final int STEPS = 40;

  private final Design design;
  private final Palette palette;
  private final Left left;

  QueryPlots(Design design, Left left) {
    this.design = design;
    this.palette = new Palette(design);
    this.left = left;
  }

  /** {@return a picture for each of the first few metrics} */
  List<Picture> draw(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("per_query", setting);
    List<Picture> pictures = new ArrayList<>();
    List<String> metrics =
        tables.values().stream()
            .flatMap(List::stream)
            .flatMap(table -> table.values().stream())
            .distinct()
            .limit(MOST_METRICS)
            .toList();
    for (String metric : metrics) {
      Map<Integer, double[]> byContender = new TreeMap<>();
      tables.forEach((contender, trials) -> {
        double[] values = values(trials, metric);
        if (values.length > 1) {
          byContender.put(contender, values);
        }
      });
      if (!byContender.isEmpty()) {
        pictures.add(picture(pictures.size() + 1, metric, byContender));
      }
    }
    return pictures;
  }

  private static double[] values(List<Evidence> trials, String metric) {
    Map<String, List<Double>> byQuery = new LinkedHashMap<>();
    for (Evidence table : trials) {
      int column = table.column(metric);
      for (Evidence.Row row : table.rows()) {
        double value = column < 0 ? Double.NaN : row.values().get(column);
        if (Double.isFinite(value)) {
          byQuery.computeIfAbsent(row.keys().getFirst(), _ -> new ArrayList<>()).add(value);
        }
      }
    }
    return byQuery.values().stream()
        .mapToDouble(own -> own.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .sorted()
        .toArray();
  }

  private Picture picture(int number, String metric, Map<Integer, double[]> byContender) {
    double low = byContender.values().stream().mapToDouble(own -> own[0]).min().orElseThrow();
    double high =
        byContender.values().stream().mapToDouble(own -> own[own.length - 1]).max().orElseThrow();
    Scale across = new Scale(low, high > low ? high : low + 1, false);
    List<LinePlot.Line> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    byContender.forEach((contender, values) -> {
      String label = design.contenders().get(contender).label();
      List<LinePlot.Point> points = new ArrayList<>();
      for (int step = 0; step <= STEPS; step++) {
        double share = (double) step / STEPS;
        double at = across.low() + share * (across.high() - across.low());
        double below = atMost(values, at) / (double) values.length;
        points.add(new LinePlot.Point(share, below, below, below));
      }
      lines.add(new LinePlot.Line(palette.of(contender), label, points));
      List<String> row = new ArrayList<>();
      row.add(label);
      row.add(Integer.toString(values.length));
      row.add(Figures.fixed(Descriptive.mean(values), 3));
      for (double level : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
        row.add(Figures.fixed(Descriptive.quantile(values, level), 3));
      }
      rows.add(row);
    });
    return new Picture(
        "queries-" + number,
        metric,
        " by query: share of queries with at most so much; farther right is "
            + (lowerIsBetter(metric) ? "worse" : "better"),
        new LinePlot(
                HEIGHT,
                metric + " by query",
                "Share of queries with at most so much, a line for each contender; quantiles are in"
                    + " the table below.")
            .over(across, across.ticks(4))
            .on(new Scale(0, 1, false))
            .draw(lines),
        "",
        List.copyOf(byContender.keySet()),
        List.of("Contender", "Queries", "Mean", "5%", "25%", "Median", "75%", "95%"),
        rows,
        1);
  }

  private boolean lowerIsBetter(String metric) {
    return design.metrics().stream()
        .filter(measure -> measure.name().equals(metric))
        .anyMatch(measure ->
            switch (measure.direction()) {
              case HIGHER_IS_BETTER -> false;
              case LOWER_IS_BETTER -> true;
            });
  }

  /** {@return how many of the sorted values are at most {@code limit}, but for rounding} */
  private static int atMost(double[] values, double limit) {
    int count = 0;
    while (count < values.length && values[count] <= limit + 1e-12) {
      count++;
    }
    return count;
  }
}
