package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.statistics.Descriptive;

/** Learning curves: over a contender's finished trials, the median of each epoch and a 90% band. */
final class Curves {
  /** More points than this are not seen, only carried. */
  private static final int MOST_POINTS = 80;

  private static final int FEWEST_POINTS = 24;

  /** Of one quantity on a whole page, before its curves get coarser: a page has to stay small. */
  private static final int POINTS_OF_ALL = 2400;

  private final Design design;
  private final Map<String, TrialResult> results;
  private final int most;

  Curves(Design design, Map<String, TrialResult> results) {
    this.design = design;
    this.results = results;
    int candidates = design.settings().size() * design.contenders().size();
    this.most = Math.clamp(POINTS_OF_ALL / candidates, FEWEST_POINTS, MOST_POINTS);
  }

  /**
   * An epoch of a curve.
   *
   * @param trials how many trials still trained and gave a finite value
   */
  record Point(int epoch, double low, double median, double high, int trials) {}

  /**
   * {@return the curve of a quantity, where at least half of the finished trials have it}
   *
   * <p>With early stopping, what is left in the last epochs are the slow ones: fewer than half are
   * not drawn.
   */
  List<Point> curve(int setting, int contender, ToDoubleFunction<TrialResult.Epoch> quantity) {
    List<TrialResult> finished = finished(setting, contender);
    int epochs = finished.stream().mapToInt(result -> result.history().size()).max().orElse(0);
    List<Point> points = new ArrayList<>();
    int next = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      // Evenly thinned, first and last kept.
      boolean last = epoch == epochs - 1;
      if (epoch < next && !last) {
        continue;
      }
      int index = epoch;
      double[] values =
          finished.stream()
              .filter(result -> index < result.history().size())
              .mapToDouble(result -> quantity.applyAsDouble(result.history().get(index)))
              .filter(Double::isFinite)
              .toArray();
      if (values.length == 0 || 2 * values.length < finished.size()) {
        continue;
      }
      next =
          epochs <= most
              ? epoch + 1
              : Math.max(epoch + 1, (int) ((long) points.size() * epochs / most));
      points.add(
          new Point(
              epoch + 1,
              Descriptive.quantile(values, 0.05),
              Descriptive.median(values),
              Descriptive.quantile(values, 0.95),
              values.length));
    }
    return points;
  }

  /** {@return the metrics that are measured on validation, in the order of the design} */
  List<String> validationMetrics(int setting) {
    Set<String> found = new LinkedHashSet<>();
    for (Design.Row row : design.trials()) {
      TrialResult result = results.get(row.trial());
      if (row.setting() == setting && result != null && !result.history().isEmpty()) {
        found.addAll(result.history().getFirst().validation().keySet());
      }
    }
    Set<String> ordered = new LinkedHashSet<>();
    design.metrics().stream()
        .map(Design.Measure::name)
        .filter(found::contains)
        .forEach(ordered::add);
    ordered.addAll(found);
    return List.copyOf(ordered);
  }

  private List<TrialResult> finished(int setting, int contender) {
    List<TrialResult> finished = new ArrayList<>();
    for (Design.Row row : design.trials()) {
      TrialResult result = results.get(row.trial());
      if (row.setting() == setting
          && row.contender() == contender
          && result != null
          && result.status() == TrialResult.Status.DONE) {
        finished.add(result);
      }
    }
    return finished;
  }
}
