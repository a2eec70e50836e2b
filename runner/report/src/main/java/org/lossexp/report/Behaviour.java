package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;

/** How trained models behave on the test parts of a setting, as far as trials left it. */
final class Behaviour {
  private final Left left;
  private final CalibrationPlot calibration;
  private final CoveragePlot coverage;
  private final QueryPlots queries;
  private final ResidualPlots residuals;
  private final LandscapePlot landscape;

  Behaviour(Design design, Map<String, TrialResult> results, Pictured pictured) {
    this.left = new Left(design, results);
    this.calibration = new CalibrationPlot(design, left);
    this.coverage = new CoveragePlot(design, left);
    this.queries = new QueryPlots(design, left);
    this.residuals = new ResidualPlots(design, left);
    this.landscape = new LandscapePlot(design, pictured.landscape());
  }

  /** {@return whether there is anything to show} */
  boolean any(int setting) {
    return left.any(setting) || !landscape.draw(setting).isEmpty();
  }

  /** {@return pictures with all contenders in each} */
  List<Picture> together(int setting) {
    List<Picture> pictures = new ArrayList<>();
    calibration.draw(setting).ifPresent(pictures::add);
    pictures.addAll(coverage.draw(setting));
    pictures.addAll(queries.draw(setting));
    return pictures;
  }

  /** {@return pictures of residuals, one for each contender} */
  List<Picture> residuals(int setting) {
    return residuals.draw(setting);
  }

  /** {@return pictures of the objective about trained weights, one for each contender} */
  List<Picture> landscape(int setting) {
    return landscape.draw(setting);
  }

  /** Writes all of it. */
  void write(int setting, Design design, ContenderMarkup contenders, Markup html) {
    List<Picture> together = together(setting);
    if (!together.isEmpty()) {
      contenders.legend(Picture.contenders(together));
      Picture.write(html, "figures", together);
    }
    new ConfusionTables(design, left, contenders, html).write(setting);
    List<Picture> ofResiduals = residuals(setting);
    if (!ofResiduals.isEmpty()) {
      html.leaf("h3", "Residuals");
      html.leaf(
          "p",
          "Target less prediction in bins of equally many examples: median, middle half and nine"
              + " tenths of them, all on the same axes; over 0 the prediction was too low.",
          "class",
          "note");
      Picture.write(html, "figures small", ofResiduals);
    }
    new NeighbourTables(design, left, html).write(setting);
    new CoefficientTable(design, left, html).write(setting);
    List<Picture> slices = landscape(setting);
    if (!slices.isEmpty()) {
      html.leaf("h3", "Around the trained weights");
      html.leaf(
          "p",
          "Each contender's own objective on the training part, on a plane through the weights of"
              + " its first trial along two random directions of each filter's own length; darker"
              + " is higher, each with its own shades; the dot: the trained weights.",
          "class",
          "note");
      Picture.write(html, "figures small", slices);
    }
  }
}
