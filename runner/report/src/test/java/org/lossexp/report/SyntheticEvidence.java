package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Evidence;
import org.lossexp.report.Synthetic.Trace;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.results.LandscapeSlice;
import org.lossexp.results.LossCurve;

/** Made-up tables as the trials of each kind of task leave them. */
final class SyntheticEvidence {
  private final SplitMix64 random;
  private final int contender;
  private final double value;
  private final List<String> classes;

  SyntheticEvidence(SplitMix64 random, int contender, double value, List<String> classes) {
    this.random = random;
    this.contender = contender;
    this.value = value;
    this.classes = classes;
  }

  List<Evidence> of(Trace trace) {
    return switch (trace) {
      case NONE -> List.of();
      case CLASSES -> List.of(confusion(), calibration());
      case NUMBERS -> List.of(residuals(), quantiles(), coefficients());
      case RANKING -> List.of(perQuery());
      case EMBEDDING -> List.of(neighbours());
    };
  }

  private double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  private Evidence confusion() {
    Map<List<String>, Double> pairs = new LinkedHashMap<>();
    for (int i = 0; i < 40 * classes.size(); i++) {
      int label = i % classes.size();
      int predicted = uniform() < value ? label : (int) (uniform() * classes.size());
      pairs.merge(List.of(classes.get(label), classes.get(predicted)), 1.0, Double::sum);
    }
    List<Evidence.Row> rows = new ArrayList<>();
    pairs.forEach((pair, count) -> rows.add(new Evidence.Row(pair, List.of(count))));
    return new Evidence("confusion", List.of("label", "prediction"), List.of("examples"), rows);
  }

  private Evidence calibration() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int bin = 5; bin <= 15; bin++) {
      double confidence = (bin - 0.5) / 15;
      double accuracy = Math.clamp(confidence - 0.06 * contender + 0.05 * (uniform() - 0.5), 0, 1);
      rows.add(
          new Evidence.Row(
              List.of(Integer.toString(bin)), List.of(bin * 3.0, confidence, accuracy)));
    }
    return new Evidence(
        "calibration", List.of("bin"), List.of("examples", "confidence", "accuracy"), rows);
  }

  private Evidence residuals() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int bin = 1; bin <= 20; bin++) {
      double spread = 0.4 + 0.05 * bin + 0.2 * contender;
      double middle = 0.1 * contender + 0.1 * (uniform() - 0.5);
      rows.add(
          new Evidence.Row(
              List.of("y", Integer.toString(bin)),
              List.of(
                  12.0,
                  5 + 0.8 * bin + 0.2 * uniform(),
                  middle - 1.6 * spread,
                  middle - 0.7 * spread,
                  middle,
                  middle + 0.7 * spread,
                  middle + 1.6 * spread)));
    }
    return new Evidence(
        "residuals",
        List.of("target", "bin"),
        List.of("examples", "prediction", "q05", "q25", "median", "q75", "q95"),
        rows);
  }

  private Evidence quantiles() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (String level : List.of("0.05", "0.25", "0.5", "0.75", "0.95")) {
      double number = Double.parseDouble(level);
      rows.add(
          new Evidence.Row(
              List.of("y", level),
              List.of(
                  Math.clamp(number + 0.03 * contender + 0.02 * (uniform() - 0.5), 0, 1),
                  number < 0.5 ? 4 * (0.5 - number) : Double.NaN)));
    }
    return new Evidence(
        "quantiles", List.of("target", "level"), List.of("coverage", "width"), rows);
  }

  private Evidence coefficients() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (String feature : List.of("air", "water", "acid", "(constant)")) {
      rows.add(
          new Evidence.Row(
              List.of("y", feature), List.of(feature.length() * 0.3 - 1 + 0.1 * uniform())));
    }
    return new Evidence("coefficients", List.of("output", "feature"), List.of("value"), rows);
  }

  private Evidence perQuery() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int query = 1; query <= 60; query++) {
      double ndcg = Math.clamp(uniform() + 0.1 * contender, 0, 1);
      rows.add(
          new Evidence.Row(
              List.of("query " + query), List.of(ndcg, ndcg > 0.7 ? 1.0 : ndcg > 0.4 ? 0.5 : 0)));
    }
    return new Evidence("per_query", List.of("query"), List.of("ndcg(k = 10)", "mrr"), rows);
  }

  private Evidence neighbours() {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int example = 1; example <= 20; example++) {
      String label = classes.get(example % classes.size());
      for (int rank = 1; rank <= 5; rank++) {
        String other = uniform() < value ? label : classes.get((int) (uniform() * classes.size()));
        rows.add(
            new Evidence.Row(
                List.of(
                    Integer.toString(example),
                    Integer.toString(rank),
                    Integer.toString(100 + rank),
                    label,
                    other),
                List.of(0.1 * rank, other.equals(label) ? 1.0 : 0)));
      }
    }
    return new Evidence(
        "neighbours",
        List.of("example", "rank", "neighbour", "label", "neighbour_label"),
        List.of("distance", "same"),
        rows);
  }

  /** {@return curves and slices for the contenders of a design with one setting} */
  static Pictured pictured(List<String> losses) {
    List<LossCurve> curves = new ArrayList<>();
    List<LandscapeSlice> slices = new ArrayList<>();
    for (int loss = 0; loss < losses.size(); loss++) {
      double edge = loss == 0 ? 100 : 1.0 / loss;
      List<LossCurve.Point> points = new ArrayList<>();
      for (int i = 0; i <= 200; i++) {
        double x = -5 + 0.05 * i;
        double far = Math.abs(x) - edge;
        points.add(
            far > 0
                ? new LossCurve.Point(x, edge * (Math.abs(x) - edge / 2), edge * Math.signum(x))
                : new LossCurve.Point(x, x * x / 2, x));
      }
      curves.add(new LossCurve(losses.get(loss), "residual", points));
      List<LandscapeSlice.Point> plane = new ArrayList<>();
      for (int a = -12; a <= 12; a++) {
        for (int b = -12; b <= 12; b++) {
          plane.add(
              new LandscapeSlice.Point(
                  a / 12.0, b / 12.0, 0.1 + (a * a + (loss + 1) * b * b + a * b) / 60.0));
        }
      }
      slices.add(new LandscapeSlice("", losses.get(loss), "t", plane));
    }
    return new Pictured(curves, slices);
  }
}
