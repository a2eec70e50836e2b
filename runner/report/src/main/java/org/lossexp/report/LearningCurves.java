package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Score;

/** How training went in a setting: what {@code report.html} shows of {@link Curves}. */
final class LearningCurves {
  private static final int HEIGHT = 190;
  private static final int SMALL_HEIGHT = 150;
  private static final int TABLE_ROWS = 8;

  private final Design design;
  private final Palette palette;
  private final Curves curves;
  private final ContenderMarkup names;
  private final Markup html;

  LearningCurves(
      Design design, Map<String, TrialResult> results, ContenderMarkup names, Markup html) {
    this.design = design;
    this.palette = new Palette(design);
    this.curves = new Curves(design, results);
    this.names = names;
    this.html = html;
  }

  /** A quantity of an epoch that is drawn. */
  private record Quantity(
      String name, ToDoubleFunction<TrialResult.Epoch> of, double least, double most) {}

  /** Writes the curves of a setting, one panel a quantity. */
  void write(InSetting setting) {
    List<Integer> contenders =
        setting.deciding().scores().stream()
            .map(Score::contender)
            .filter(
                contender -> curves.curve(setting.setting(), contender, e -> e.loss()).size() > 1)
            .sorted()
            .toList();
    if (contenders.isEmpty()) {
      html.leaf("p", "No trial left a learning curve of two epochs or more.", "class", "note");
      return;
    }
    html.leaf(
        "p",
        "Median over finished trials by epoch, band: 5% to 95% of them; drawn while at least half"
            + " still train.",
        "class",
        "note");
    names.legend(contenders);
    html.open("div", "class", "figures");
    for (String metric : curves.validationMetrics(setting.setting())) {
      overlay(setting, contenders, validation(metric));
    }
    overlay(
        setting,
        contenders,
        new Quantity(
            "gradient norm", TrialResult.Epoch::gradientNorm, 0, Double.POSITIVE_INFINITY));
    html.closeLine();
    html.leaf(
        "p",
        "Training loss: each contender minimizes its own, so heights do not compare; each panel has"
            + " its own scale.",
        "class",
        "note");
    html.open("div", "class", "figures small");
    for (int contender : contenders) {
      trainingLoss(setting, contender);
    }
    html.closeLine();
  }

  private Quantity validation(String metric) {
    Optional<Design.Measure> measure =
        design.metrics().stream().filter(each -> each.name().equals(metric)).findFirst();
    return new Quantity(
        "validation " + metric,
        epoch -> epoch.validation().getOrDefault(metric, Double.NaN),
        measure.map(Design.Measure::low).orElse(Double.NEGATIVE_INFINITY),
        measure.map(Design.Measure::high).orElse(Double.POSITIVE_INFINITY));
  }

  private void overlay(InSetting setting, List<Integer> contenders, Quantity quantity) {
    List<LinePlot.Line> lines = new ArrayList<>();
    List<List<Curves.Point>> drawn = new ArrayList<>();
    List<Integer> who = new ArrayList<>();
    for (int contender : contenders) {
      List<Curves.Point> curve = curves.curve(setting.setting(), contender, quantity.of());
      if (curve.size() > 1) {
        drawn.add(curve);
        who.add(contender);
      }
    }
    if (drawn.isEmpty()) {
      return;
    }
    int last = drawn.stream().mapToInt(curve -> curve.getLast().epoch()).max().orElseThrow();
    for (int i = 0; i < drawn.size(); i++) {
      lines.add(line(palette.of(who.get(i)), drawn.get(i), last));
    }
    html.open("figure")
        .open("figcaption")
        .leaf("b", Words.capital(quantity.name()))
        .text(" by epoch" + (quantity.name().equals("gradient norm") ? ", of each own loss" : ""))
        .close();
    html.append(
        LinePlot.draw(
            HEIGHT,
            quantity.name() + " by epoch",
            "Median and band, a line for each contender; the medians are in the table below.",
            lines,
            epochTicks(last),
            quantity.least(),
            quantity.most(),
            false));
    curveTable(who, drawn, last);
    html.closeLine();
  }

  private void trainingLoss(InSetting setting, int contender) {
    List<Curves.Point> curve = curves.curve(setting.setting(), contender, TrialResult.Epoch::loss);
    int last = curve.getLast().epoch();
    html.open("figure").open("figcaption");
    names.who(contender);
    html.close()
        .append(
            LinePlot.draw(
                SMALL_HEIGHT,
                "training loss of " + label(contender) + " by epoch",
                "Median and band; the numbers are in history.csv.",
                List.of(line(palette.of(contender), curve, last)),
                epochTicks(last),
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                false));
    html.closeLine();
  }

  private static LinePlot.Line line(String look, List<Curves.Point> curve, int last) {
    Scale scale = new Scale(1, last, false);
    return new LinePlot.Line(
        look,
        curve.stream()
            .map(point ->
                new LinePlot.Point(
                    scale.at(point.epoch()), point.low(), point.median(), point.high()))
            .toList());
  }

  private static List<Scale.Tick> epochTicks(int last) {
    Scale scale = new Scale(1, last, false);
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

  private void curveTable(List<Integer> who, List<List<Curves.Point>> drawn, int last) {
    html.open("details").leaf("summary", "Table").open("div", "class", "scroll").open("table");
    html.open("thead").open("tr").leaf("th", "Epoch", "scope", "col", "class", "n");
    who.forEach(contender -> html.leaf("th", label(contender), "scope", "col", "class", "n"));
    html.close().close().open("tbody");
    int every = Math.max(1, (last + TABLE_ROWS - 1) / TABLE_ROWS);
    int decimals =
        Figures.decimals(
            drawn.stream()
                .flatMap(List::stream)
                .mapToDouble(point -> Math.abs(point.median()))
                .filter(median -> median > 0)
                .min()
                .orElse(1));
    for (int epoch = 1; epoch <= last; epoch++) {
      int at = epoch;
      List<Optional<Curves.Point>> row =
          drawn.stream()
              .map(curve -> curve.stream().filter(point -> point.epoch() == at).findFirst())
              .toList();
      boolean shown = epoch == 1 || epoch == last || epoch % every == 0;
      if (!shown || row.stream().allMatch(Optional::isEmpty)) {
        continue;
      }
      html.open("tr").leaf("th", Integer.toString(epoch), "scope", "row", "class", "n");
      row.forEach(point ->
          html.leaf(
              "td",
              point
                  .map(each -> Cells.minus(Figures.fixed(each.median(), decimals)))
                  .orElse(Cells.NONE),
              "class",
              "n"));
      html.closeLine();
    }
    html.close().close().close().closeLine();
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}
