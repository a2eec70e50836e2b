package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.spi.MetricDescriptor;

/**
 * Experiments that never ran: designs with made-up results, the same for the same seed. Values are
 * unit effect + contender effect + noise, so that pairing matters as it does in real ones.
 */
final class Synthetic {
  String title = "A question of outliers";
  String question = "Which loss keeps its accuracy when some targets are outliers?";
  List<String> contenders = List.of("mean_squared_error", "huber(delta = 1)", "log_cosh");
  double[] effects = {0, 0.04, 0.035};
  List<Map<String, String>> settings = List.of(Map.of());
  OptionalInt baseline = OptionalInt.of(0);
  Design.Units units = Design.Units.RESAMPLED;
  int seeds = 10;
  int folds = 1;
  double noise = 0.01;

  /** The contender whose noise is forty times the others'. */
  OptionalInt loud = OptionalInt.empty();

  /** By which share effects grow from one setting to the next. */
  double growth = 0.5;

  double unitSpread = 0.02;
  double base = 0.82;
  double rope = 0.01;
  boolean ropeRelative = false;
  boolean lowerIsBetter = false;
  int epochs = 30;
  long seed = 2026;
  int testRows = 36;

  /** How far {@code test.r2}, where it is measured, lies below the deciding metric. */
  double r2Lost = 0;

  String dataPath = "data/wine.csv";
  List<String> formats = List.of("html", "markdown", "csv", "json", "latex");
  List<String> notes = List.of();
  List<Design.Measure> others =
      List.of(
          new Design.Measure("macro_f1", MetricDescriptor.Direction.HIGHER_IS_BETTER, 0, 1),
          new Design.Measure(
              "log_loss", MetricDescriptor.Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY));

  /** What each trial leaves, beside its numbers. */
  Trace trace = Trace.NONE;

  List<String> classes = List.of("setosa", "versicolor", "virginica");
  final Map<String, TrialResult> results = new LinkedHashMap<>();

  /** A task, by what its trials leave. */
  enum Trace {
    NONE,
    CLASSES,
    NUMBERS,
    RANKING,
    EMBEDDING
  }

  /** {@return the deciding metric's name} */
  String metric() {
    return lowerIsBetter ? "rmse" : "accuracy";
  }

  Design design() {
    results.clear();
    List<Design.Row> rows = new ArrayList<>();
    for (int setting = 0; setting < settings.size(); setting++) {
      for (int contender = 0; contender < contenders.size(); contender++) {
        for (int s = 0; s < seeds; s++) {
          for (int fold = 0; fold < folds; fold++) {
            String trial = "t" + setting + "-" + contender + "-" + s + "-" + fold;
            String unit =
                switch (units) {
                  case RESAMPLED ->
                      "seed " + (seed + s) + (folds > 1 ? " · fold " + (fold + 1) : "");
                  case FIXED_FOLDS -> "fold " + (fold + 1);
                  case SEEDS_ONLY -> "test part";
                };
            rows.add(new Design.Row(trial, setting, contender, unit, seed + s));
            results.put(trial, result(trial, setting, contender, s, fold));
          }
        }
      }
    }
    List<Design.Setting> written = new ArrayList<>();
    for (Map<String, String> factors : settings) {
      List<String> label = new ArrayList<>();
      factors.forEach((name, value) -> label.add(name + " = " + value));
      written.add(new Design.Setting(String.join(", ", label), factors));
    }
    List<Design.Measure> measures = new ArrayList<>();
    measures.add(
        lowerIsBetter
            ? new Design.Measure(
                "rmse", MetricDescriptor.Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY)
            : new Design.Measure("accuracy", MetricDescriptor.Direction.HIGHER_IS_BETTER, 0, 1));
    measures.addAll(others);
    return new Design(
        "synthetic",
        title,
        question,
        written,
        contenders.stream().map(name -> new Design.Contender(name, name, Map.of())).toList(),
        baseline,
        "test." + metric(),
        rope,
        ropeRelative,
        0.05,
        measures,
        units,
        seeds,
        rows,
        List.of(
            new Design.DataSource(
                "wine",
                dataPath,
                "6be6b1203f3d51df0b553a70e57b8a723cd405683958204f96d23d7cd6aea659",
                178,
                "multiclass classification")),
        List.of(new Design.PluginSource("standard", "0.1.0", "")),
        formats,
        notes,
        """
        language 1
        data wine = csv("data/wine.csv", target = "class")
        loss mean_squared_error, huber(delta = 1), log_cosh
        repeat { seeds = 10 }
        """);
  }

  private TrialResult result(String trial, int setting, int contender, int s, int fold) {
    var unit = new SplitMix64(seed * 31 + setting * 1009L + s * 101L + fold);
    var own = new SplitMix64(seed * 37 + setting * 2003L + contender * 307L + s * 11L + fold);
    double effect = effects[contender] * (1 + growth * setting);
    double value =
        base
            + unitSpread * gaussian(unit)
            + effect
            + (loud.equals(OptionalInt.of(contender)) ? 40 : 1) * noise * gaussian(own)
            - 0.03 * setting;
    value = lowerIsBetter ? Math.max(0, 2 * base - value) : Math.clamp(value, 0, 1);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("test." + metric(), value);
    metrics.put("test.macro_f1", value - 0.01);
    metrics.put("test.r2", value - r2Lost);
    metrics.put("test.log_loss", 1.2 - value + 0.02 * gaussian(own));
    List<TrialResult.Epoch> history = new ArrayList<>();
    double scale = 0.5 + contender;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double decay = StrictMath.exp(-epoch / 6.0);
      history.add(
          new TrialResult.Epoch(
              epoch,
              scale * (0.2 + decay * (1 + 0.1 * gaussian(own))),
              scale * (0.05 + decay) * (1 + 0.1 * Math.abs(gaussian(own))),
              1e-3,
              0.001,
              Map.of(
                  metric(), value - (lowerIsBetter ? -0.3 : 0.3) * decay + 0.005 * gaussian(own))));
    }
    return new TrialResult(
        trial,
        TrialResult.Status.DONE,
        "",
        epochs,
        114,
        28,
        testRows,
        metrics,
        history,
        new SyntheticEvidence(own, contender, value, classes).of(trace));
  }

  /** Ends a trial another way. */
  void end(String trial, TrialResult.Status status, String cause) {
    TrialResult done = results.get(trial);
    results.put(
        trial,
        new TrialResult(
            trial,
            status,
            cause,
            0,
            done.trainingRows(),
            done.validationRows(),
            0,
            Map.of(),
            done.history().subList(0, Math.min(3, done.history().size()))));
  }

  /** Sum of twelve uniforms: near enough, and the same everywhere. */
  static double gaussian(SplitMix64 random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += (random.nextLong() >>> 11) * 0x1p-53;
    }
    return sum;
  }

  static Map<String, String> factors(String... namesAndValues) {
    Map<String, String> factors = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      factors.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return factors;
  }
}
