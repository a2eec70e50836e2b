package org.lossexp.results;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.MetricDescriptor.Direction;

/** Designs and results for tests. */
final class Examples {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final Timing TIMING = new Timing(NOON, Duration.ofMillis(1250), 1);

  private Examples() {}

  /** Two rates of noise, two losses, {@code seeds} repetitions: 4 × {@code seeds} trials. */
  static Run run(int seeds) {
    List<Design.Setting> settings =
        List.of(
            new Design.Setting("noise = 0", Map.of("noise", "0")),
            new Design.Setting("noise = 0.4", Map.of("noise", "0.4")));
    List<Design.Contender> contenders =
        List.of(
            new Design.Contender(
                "plain \"CE\", no frills", "softmax_cross_entropy", Map.of("loss", "ce")),
            new Design.Contender("focal", "softmax_focal(gamma = 2)", Map.of("loss", "focal")));
    List<Design.Row> rows = new ArrayList<>();
    for (int setting = 0; setting < settings.size(); setting++) {
      for (int contender = 0; contender < contenders.size(); contender++) {
        for (long seed = 1; seed <= seeds; seed++) {
          String trial = "t-%d-%d-%d".formatted(setting, contender, seed);
          rows.add(new Design.Row(trial, setting, contender, "seed " + seed, seed));
        }
      }
    }
    Design design =
        new Design(
            "noise",
            "Label noise — Österreich 中文 🙂",
            "Which loss\nkeeps its accuracy?",
            settings,
            contenders,
            OptionalInt.of(0),
            "test.accuracy",
            0.01,
            false,
            0.05,
            List.of(
                new Design.Measure("accuracy", Direction.HIGHER_IS_BETTER, 0, 1),
                new Design.Measure("ndcg(k = 10, gain = linear)", Direction.HIGHER_IS_BETTER, 0, 1),
                new Design.Measure(
                    "log_loss", Direction.LOWER_IS_BETTER, 0, Double.POSITIVE_INFINITY)),
            Design.Units.RESAMPLED,
            seeds,
            rows,
            List.of(new Design.DataSource("iris", "data/iris.csv", "ab12", 150, "3 classes")),
            List.of(new Design.PluginSource("standard", "0.1.0", "")),
            List.of("html"),
            List.of("nothing was tuned"),
            "data iris = csv(\"data/iris.csv\")\n");
    return new Run(new Versions("0.1.0", 1, 7), design, NOON);
  }

  /** The result of a trial that ended well; its numbers are drawn from its name. */
  static TrialResult done(String trial, int epochs) {
    SplittableRandom random = new SplittableRandom(trial.hashCode());
    List<TrialResult.Epoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      history.add(
          new TrialResult.Epoch(
              epoch,
              random.nextDouble(),
              random.nextDouble() * 1e-300,
              random.nextDouble() * 1e-3,
              1e-4,
              Map.of("accuracy", random.nextDouble())));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("test.accuracy", random.nextDouble());
    metrics.put("test.log_loss", random.nextDouble() * 1e17);
    return new TrialResult(
        trial, TrialResult.Status.DONE, "", epochs, 100, 20, 30, metrics, history);
  }

  static TrialResult ended(String trial, TrialResult.Status status, String cause) {
    return new TrialResult(trial, status, cause, 0, 0, 0, 0, Map.of(), List.of());
  }

  static <T> T value(Attempt<T> attempt) {
    return switch (attempt) {
      case Attempt.Success<T>(T value) -> value;
      case Attempt.Failure<T>(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  static Problem problem(Attempt<?> attempt) {
    return switch (attempt) {
      case Attempt.Success<?>(Object value) -> throw new AssertionError("no problem: " + value);
      case Attempt.Failure<?>(List<Problem> problems) -> problems.getFirst();
    };
  }
}
