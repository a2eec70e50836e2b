package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.lossexp.experiment.Design;
import org.lossexp.results.LossCurve;

/**
 * Value and gradient of the losses under comparison along a line of predictions: what each of them
 * asks of a model. A loss that several contenders train with is drawn once, as the first of them.
 */
final class ShapePictures {
  private static final int HEIGHT = 260;
  private static final int TABLE_ROWS = 21;

  private final Design design;
  private final Palette palette;
  private final List<LossCurve> curves;

  ShapePictures(Design design, List<LossCurve> curves) {
    this.design = design;
    this.palette = new Palette(design);
    this.curves = curves;
  }

  /** {@return two pictures, value and gradient, for each thing that losses are drawn against} */
  List<Picture> draw() {
    Map<String, Map<Integer, LossCurve>> byAxis = new LinkedHashMap<>();
    for (LossCurve curve : curves) {
      contender(curve.loss())
          .ifPresent(contender ->
              byAxis
                  .computeIfAbsent(curve.against(), _ -> new LinkedHashMap<>())
                  .putIfAbsent(contender, curve));
    }
    List<Picture> pictures = new ArrayList<>();
    byAxis.forEach((axis, drawn) -> {
      int place = pictures.size() / 2 + 1;
      pictures.add(picture("shapes-" + place, "Value", axis, drawn, LossCurve.Point::value));
      pictures.add(picture("slopes-" + place, "Gradient", axis, drawn, LossCurve.Point::gradient));
    });
    return pictures;
  }

  /** {@return the contenders whose loss has no curve} */
  List<Integer> without() {
    List<String> drawn = curves.stream().map(LossCurve::loss).toList();
    return IntStream.range(0, design.contenders().size())
        .filter(each -> !drawn.contains(design.contenders().get(each).loss()))
        .boxed()
        .toList();
  }

  private Optional<Integer> contender(String loss) {
    for (int i = 0; i < design.contenders().size(); i++) {
      if (design.contenders().get(i).loss().equals(loss)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private Picture picture(
      String file,
      String what,
      String axis,
      Map<Integer, LossCurve> drawn,
      ToDoubleFunction<LossCurve.Point> quantity) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (LossCurve curve : drawn.values()) {
      low = Math.min(low, curve.points().getFirst().x());
      high = Math.max(high, curve.points().getLast().x());
    }
    Scale across = new Scale(low, high, false);
    List<LinePlot.Line> lines = new ArrayList<>();
    drawn.forEach((contender, curve) -> {
      List<LinePlot.Point> points = new ArrayList<>();
      for (LossCurve.Point point : curve.points()) {
        double y = quantity.applyAsDouble(point);
        if (Double.isFinite(y)) {
          points.add(new LinePlot.Point(across.at(point.x()), y, y, y));
        }
      }
      if (!points.isEmpty()) {
        lines.add(
            new LinePlot.Line(
                palette.of(contender), design.contenders().get(contender).label(), points));
      }
    });
    return new Picture(
        file,
        what,
        " over " + axis,
        new LinePlot(
                HEIGHT,
                "%s of the losses over %s".formatted(what.toLowerCase(Locale.ROOT), axis),
                "A line for each loss; some of the numbers are in the table below, all in"
                    + " evidence/loss_shapes.csv.")
            .over(across, across.ticks(6))
            .cutting()
            .draw(lines),
        "",
        List.copyOf(drawn.keySet()),
        header(axis, drawn),
        rows(drawn, quantity),
        0);
  }

  private List<String> header(String axis, Map<Integer, LossCurve> drawn) {
    List<String> header = new ArrayList<>(List.of(Words.capital(axis)));
    drawn.keySet().forEach(each -> header.add(design.contenders().get(each).label()));
    return header;
  }

  private static List<List<String>> rows(
      Map<Integer, LossCurve> drawn, ToDoubleFunction<LossCurve.Point> quantity) {
    List<LossCurve.Point> places = drawn.values().iterator().next().points();
    int every = Math.max(1, (places.size() - 1) / (TABLE_ROWS - 1));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < places.size(); i += every) {
      List<String> row = new ArrayList<>();
      row.add(Cells.minus(Figures.plain(places.get(i).x())));
      for (LossCurve curve : drawn.values()) {
        double y =
            i < curve.points().size() ? quantity.applyAsDouble(curve.points().get(i)) : Double.NaN;
        row.add(Double.isFinite(y) ? Cells.minus(Figures.plain(y)) : Cells.NONE);
      }
      rows.add(row);
    }
    return rows;
  }
}
