package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Score;

/** Pictures of {@link Curves} in which contenders lie over one another. */
final class CurvePlots {
  private static final int HEIGHT = 190;

  private final Design design;
  private final Palette palette;
  private final Curves curves;

  CurvePlots(Design design, Curves curves) {
    this.design = design;
    this.palette = new Palette(design);
    this.curves = curves;
  }

  /**
   * A picture.
   *
   * @param name of the quantity, such as {@code validation accuracy}
   * @param ofEachOwnLoss whether the quantity is of the loss that each contender minimizes
   * @param contenders whose curves they are
   * @param curves one a contender
   * @param epochs the last that is drawn
   */
  record Overlay(
      String name,
      boolean ofEachOwnLoss,
      List<Integer> contenders,
      List<List<Curves.Point>> curves,
      int epochs,
      Plot plot) {}

  /** A quantity of an epoch that is drawn. */
  private record Quantity(
      String name,
      ToDoubleFunction<TrialResult.Epoch> of,
      double least,
      double most,
      boolean ofEachOwnLoss) {}

  /** {@return the contenders that left a curve of two epochs or more} */
  List<Integer> contenders(InSetting setting) {
    return setting.deciding().scores().stream()
        .map(Score::contender)
        .filter(contender -> curves.curve(setting.setting(), contender, e -> e.loss()).size() > 1)
        .sorted()
        .toList();
  }

  /** {@return a picture for the training loss, each validation metric and the gradient norm} */
  List<Overlay> overlays(InSetting setting) {
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        new Quantity(
            "training loss",
            TrialResult.Epoch::loss,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            true));
    for (String metric : curves.validationMetrics(setting.setting())) {
      quantities.add(validation(metric));
    }
    quantities.add(
        new Quantity(
            "gradient norm", TrialResult.Epoch::gradientNorm, 0, Double.POSITIVE_INFINITY, true));
    return quantities.stream().flatMap(each -> overlay(setting, each).stream()).toList();
  }

  private Quantity validation(String metric) {
    Optional<Design.Measure> measure =
        design.metrics().stream().filter(each -> each.name().equals(metric)).findFirst();
    return new Quantity(
        "validation " + metric,
        epoch -> epoch.validation().getOrDefault(metric, Double.NaN),
        measure.map(Design.Measure::low).orElse(Double.NEGATIVE_INFINITY),
        measure.map(Design.Measure::high).orElse(Double.POSITIVE_INFINITY),
        false);
  }

  private Optional<Overlay> overlay(InSetting setting, Quantity quantity) {
    List<List<Curves.Point>> drawn = new ArrayList<>();
    List<Integer> who = new ArrayList<>();
    for (int contender : contenders(setting)) {
      List<Curves.Point> curve = curves.curve(setting.setting(), contender, quantity.of());
      if (curve.size() > 1) {
        drawn.add(curve);
        who.add(contender);
      }
    }
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    int last = drawn.stream().mapToInt(curve -> curve.getLast().epoch()).max().orElseThrow();
    List<LinePlot.Line> lines = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      lines.add(line(who.get(i), drawn.get(i), last));
    }
    Plot plot =
        new LinePlot(
                HEIGHT,
                quantity.name() + " by epoch",
                "Median and band, a line for each contender; the medians are in the table below.")
            .over(epochs(last), epochTicks(last))
            .within(quantity.least(), quantity.most())
            .draw(lines);
    return Optional.of(
        new Overlay(quantity.name(), quantity.ofEachOwnLoss(), who, drawn, last, plot));
  }

  /** {@return the axis of so many epochs} */
  static Scale epochs(int last) {
    return new Scale(1, last, false);
  }

  LinePlot.Line line(int contender, List<Curves.Point> curve, int last) {
    Scale scale = epochs(last);
    return new LinePlot.Line(
        palette.of(contender),
        design.contenders().get(contender).label(),
        curve.stream()
            .map(point ->
                new LinePlot.Point(
                    scale.at(point.epoch()), point.low(), point.median(), point.high()))
            .toList());
  }

  static List<Scale.Tick> epochTicks(int last) {
    Scale scale = epochs(last);
    List<Scale.Tick> ticks = new ArrayList<>();
    ticks.add(new Scale.Tick(0, "1"));
    for (Scale.Tick tick : scale.ticks(4)) {
      // Whole epochs alone, and none so near an end that its number would touch another.
      if (tick.at() > 0.08 && tick.at() < 0.9 && !tick.label().contains(".")) {
        ticks.add(tick);
      }
    }
    ticks.add(new Scale.Tick(1, Integer.toString(last)));
    return ticks;
  }
}
