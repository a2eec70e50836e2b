package org.lossexp.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.InSetting;

/**
 * The pictures of the page as files of their own, for papers and slides: {@code figures/NAME.svg}.
 * Each has its style in itself, without variables, for most programs but browsers know none.
 */
final class FigureFiles {
  private static final int WIDTH = 640;
  private static final int LEFT = 56;
  private static final int EDGE = 12;
  private static final int LEGEND_LINE = 20;

  private final Design design;
  private final Palette palette;
  private final Map<String, String> files = new LinkedHashMap<>();

  FigureFiles(
      Design design,
      Map<String, TrialResult> results,
      Comparison comparison,
      Optional<Tunability> tunability,
      Pictured pictured) {
    this.design = design;
    this.palette = new Palette(design);
    Figures figures = new Figures(design, comparison);
    CurvePlots curves = new CurvePlots(design, new Curves(design, results));
    List<Integer> all = IntStream.range(0, design.contenders().size()).boxed().toList();
    var behaviour = new Behaviour(design, results, pictured);
    int number = 1;
    for (OverDataSets panel : comparison.overDataSets()) {
      if (panel.friedman().isPresent()) {
        add("ranks-" + number, new RankPlot(design).draw(panel), List.of());
      }
      new ProfilePlot(design, figures).draw(number, panel).ifPresent(each -> add(each, ""));
      number++;
    }
    number = 1;
    for (FactorPanels.Panel panel : new FactorPanels(design, comparison).panels()) {
      add("factor-" + number++, panel.plot(), all);
    }
    for (InSetting setting : comparison.settings()) {
      String place = "-" + (setting.setting() + 1);
      if (setting.deciding().scores().stream().anyMatch(score -> !score.units().isEmpty())) {
        add("units" + place, new StripPlot(design, figures).draw(setting.deciding()), List.of());
      }
      if (setting.deciding().family() > 0) {
        add("differences" + place, new IntervalPlot(design, figures).draw(setting), List.of());
      }
      int curve = 1;
      for (CurvePlots.Overlay overlay : curves.overlays(setting)) {
        add("curves" + place + "-" + curve++, overlay.plot(), overlay.contenders());
      }
      for (List<Picture> pictures :
          List.of(
              behaviour.together(setting.setting()),
              behaviour.residuals(setting.setting()),
              behaviour.landscape(setting.setting()))) {
        pictures.forEach(picture -> add(picture, place));
      }
    }
    tunability.ifPresent(tuned -> {
      var plots = new TuningPlots(design, tuned);
      plots.bestOf().forEach(picture -> add(picture, ""));
      plots.sensitivity().forEach(picture -> add(picture, ""));
    });
    new ShapePictures(design, pictured.shapes()).draw().forEach(picture -> add(picture, ""));
  }

  private void add(Picture picture, String place) {
    add(picture.file() + place, picture.plot(), picture.contenders());
  }

  /** {@return file name → content} */
  Map<String, String> files() {
    return files;
  }

  private void add(String name, Plot plot, List<Integer> legend) {
    int height = plot.height() + legend.size() * LEGEND_LINE + 2 * EDGE;
    int width = LEFT + WIDTH + EDGE;
    var svg = new Markup();
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "viewBox",
        "0 0 " + width + " " + height);
    svg.leaf("style", StyleSheet.plots());
    svg.empty("rect", "class", "clear", "width", "100%", "height", "100%");
    place(svg, LEFT, EDGE, plot.height()).append(plot).close();
    int top = EDGE + plot.height();
    for (int contender : legend) {
      place(svg, LEFT, top, LEGEND_LINE).open("g", "class", "plot");
      svg.empty(
          "circle", "class", "dot solid " + palette.of(contender), "cx", "6", "cy", "10", "r", "5");
      svg.leaf("text", design.contenders().get(contender).label(), "x", "18", "y", "14");
      svg.close().close();
      top += LEGEND_LINE;
    }
    files.put(name + ".svg", svg.close().finished() + "\n");
  }

  /** Opens a view of the plot's width: shares of the width count from its edges. */
  private static Markup place(Markup svg, int x, int y, int height) {
    return svg.open(
        "svg",
        "x",
        Integer.toString(x),
        "y",
        Integer.toString(y),
        "width",
        Integer.toString(WIDTH),
        "height",
        Integer.toString(height),
        "overflow",
        "visible");
  }
}
