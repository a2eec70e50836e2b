package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.statistics.Descriptive;

/**
 * Residuals over predictions, a picture for each contender and target column, all on the same axes:
 * in bins of equally many examples, the median, the middle half and nine tenths of them. Of several
 * trials it is the median of what each has in a bin.
 */
final class ResidualPlots {
  private static final int HEIGHT = 190;
  private static final int MOST_TARGETS = 3;
  private static final List<String> QUANTILES = List.of("q05", "q25", "median", "q75", "q95");

  private final Design design;
  private final Palette palette;
  private final Left left;

  ResidualPlots(Design design, Left left) {
    this.design = design;
    this.palette = new Palette(design);
    this.left = left;
  }

  /** A bin; quantiles as in {@link #QUANTILES}. */
  private record Bin(double prediction, List<Double> quantiles) {}

  /** {@return the pictures of the first few target columns} */
  List<Picture> draw(int setting) {
    Map<Integer, List<Evidence>> tables = left.tables("residuals", setting);
    List<Picture> pictures = new ArrayList<>();
    List<String> targets = Left.keys(tables, 0).stream().limit(MOST_TARGETS).toList();
    int number = 1;
    for (String target : targets) {
      Map<Integer, List<Bin>> bins = new TreeMap<>();
      tables.forEach((contender, each) -> {
        List<Bin> own = bins(each, target);
        if (own.size() > 1) {
          bins.put(contender, own);
        }
      });
      if (!bins.isEmpty()) {
        String of = targets.size() > 1 ? " of " + target : "";
        Scale across = range(bins, true);
        Scale up = range(bins, false);
        for (Map.Entry<Integer, List<Bin>> each : bins.entrySet()) {
          pictures.add(picture(number++, of, each.getKey(), each.getValue(), across, up));
        }
      }
    }
    return pictures;
  }

  private static List<Bin> bins(List<Evidence> trials, String target) {
    Map<Integer, List<List<Double>>> byBin = new TreeMap<>();
    for (Evidence table : trials) {
      for (Evidence.Row row : table.rows()) {
        if (row.keys().getFirst().equals(target)) {
          List<Double> values = new ArrayList<>();
          values.add(row.values().get(table.column("prediction")));
          QUANTILES.forEach(name -> values.add(row.values().get(table.column(name))));
          byBin
              .computeIfAbsent(Integer.valueOf(row.keys().get(1)), _ -> new ArrayList<>())
              .add(values);
        }
      }
    }
    List<Bin> bins = new ArrayList<>();
    byBin
        .values()
        .forEach(values -> {
          List<Double> middle = new ArrayList<>();
          for (int i = 0; i <= QUANTILES.size(); i++) {
            int column = i;
            middle.add(
                Descriptive.median(values.stream().mapToDouble(one -> one.get(column)).toArray()));
          }
          if (middle.stream().allMatch(Double::isFinite)) {
            bins.add(new Bin(middle.getFirst(), middle.subList(1, middle.size())));
          }
        });
    bins.sort((one, other) -> Double.compare(one.prediction(), other.prediction()));
    return bins;
  }

  private static Scale range(Map<Integer, List<Bin>> bins, boolean predictions) {
    double low = predictions ? Double.POSITIVE_INFINITY : 0;
    double high = predictions ? Double.NEGATIVE_INFINITY : 0;
    for (List<Bin> each : bins.values()) {
      for (Bin bin : each) {
        low = Math.min(low, predictions ? bin.prediction() : bin.quantiles().getFirst());
        high = Math.max(high, predictions ? bin.prediction() : bin.quantiles().getLast());
      }
    }
    return Scale.linear(low, high, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private Picture picture(
      int number, String of, int contender, List<Bin> bins, Scale across, Scale up) {
    String label = design.contenders().get(contender).label();
    List<LinePlot.Point> outer = new ArrayList<>();
    List<LinePlot.Point> inner = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    int decimals =
        Figures.decimals(
            bins.stream()
                .map(Bin::quantiles)
                .mapToDouble(quantiles -> quantiles.getLast() - quantiles.getFirst())
                .filter(width -> width > 0)
                .min()
                .orElse(1));
    for (Bin bin : bins) {
      double x = across.at(bin.prediction());
      List<Double> q = bin.quantiles();
      outer.add(new LinePlot.Point(x, q.get(0), q.get(2), q.get(4)));
      inner.add(new LinePlot.Point(x, q.get(1), q.get(2), q.get(3)));
      List<String> row = new ArrayList<>();
      row.add(Cells.minus(Figures.fixed(bin.prediction(), decimals)));
      q.forEach(value -> row.add(Cells.minus(Figures.fixed(value, decimals))));
      rows.add(row);
    }
    return new Picture(
        "residuals-" + number,
        label,
        of.isEmpty() ? "" : "," + of,
        new LinePlot(
                HEIGHT,
                "residuals of " + label + of + " over its predictions",
                "Median, middle half and nine tenths of them in bins of equally many examples; the"
                    + " numbers are in the table below.")
            .over(across, across.ticks(3))
            .on(up)
            .guide(0, 0, 1, 0)
            .draw(List.of(new LinePlot.Line(palette.of(contender), label, outer, inner))),
        "",
        List.of(contender),
        List.of("Prediction", "5%", "25%", "Median", "75%", "95%"),
        rows,
        0);
  }
}
