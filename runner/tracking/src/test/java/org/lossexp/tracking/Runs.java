package org.lossexp.tracking;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Results;
import org.lossexp.results.Run;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.results.Timing;
import org.lossexp.results.Versions;
import org.lossexp.spi.MetricDescriptor;

/** Small runs, journalled and read back as the program does it. */
final class Runs {
  static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");
  static final String NDCG = "ndcg(k = 10, gain = exponential)";
  static final String ANSWER = "`mae` is better than `mse` by 0.1\n";
  static final int SEEDS = 2;

  private Runs() {}

  /**
   * {@return a run of two contenders and two seeds of 300 epochs each, the last trial diverged}
   *
   * @param done how many of the four trials have ended
   */
  static TrackedRun run(Path folder, int done) throws IOException {
    Results results = results(folder, done);
    return new TrackedRun(
        results,
        ANSWER + done,
        List.of(
            new TrackedRun.Summary(0, 0, "test." + NDCG, "mean", 0.25 + done),
            new TrackedRun.Summary(0, 1, "test." + NDCG, "mean", 0.5 + done)));
  }

  private static Results results(Path folder, int done) throws IOException {
    Design design = design();
    switch (RunFolder.open(folder, false, InstantSource.fixed(STARTED))) {
      case Attempt.Success<RunFolder>(RunFolder open) -> {
        try (open) {
          open.begin(new Run(new Versions("0.1.0", 1, 1), design, STARTED));
          for (int i = 0; i < done; i++) {
            Design.Row row = design.trials().get(i);
            open.append(
                result(row, i),
                new Timing(STARTED.plusSeconds(i), Duration.ofSeconds(2), 1),
                List.of());
          }
        }
      }
      case Attempt.Failure<RunFolder>(var problems) ->
          throw new AssertionError(problems.toString());
    }
    return switch (RunFolder.read(folder)) {
      case Attempt.Success<Stored>(Stored stored) -> stored.results().orElseThrow();
      case Attempt.Failure<Stored>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static TrialResult result(Design.Row row, int number) {
    boolean diverges = number == 3;
    List<TrialResult.Epoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= 300; epoch++) {
      history.add(
          new TrialResult.Epoch(
              epoch,
              diverges && epoch == 300 ? Double.POSITIVE_INFINITY : (number + 1.0) / epoch,
              0.1 * epoch,
              epoch == 1 ? Double.NaN : 0.001,
              0.01,
              Map.of(NDCG, 0.5 + number / 1e3 + epoch / 1e6)));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (!diverges) {
      metrics.put("test." + NDCG, 0.1 * (number + 1));
      metrics.put("validation." + NDCG, 0.5);
    }
    return new TrialResult(
        row.trial(),
        diverges ? TrialResult.Status.DIVERGED : TrialResult.Status.DONE,
        diverges ? "the objective left the finite numbers in epoch 300" : "",
        diverges ? 0 : 7,
        80,
        10,
        10,
        metrics,
        history);
  }

  private static Design design() {
    List<Design.Row> rows = new ArrayList<>();
    for (int contender = 0; contender < 2; contender++) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        rows.add(
            new Design.Row(
                "%064x".formatted(contender * SEEDS + seed),
                0,
                contender,
                "seed " + seed + " · fold 1",
                seed));
      }
    }
    return new Design(
        "which",
        "which loss",
        "Which loss ranks best?",
        List.of(new Design.Setting("noise = 20%", Map.of("noise", "20%"))),
        List.of(
            new Design.Contender("mse / l2", "mse", Map.of("rate", "0.5")),
            new Design.Contender("../mae", "x".repeat(600), Map.of("rate", "1e-3"))),
        OptionalInt.of(0),
        "test." + NDCG,
        0.01,
        false,
        0.05,
        List.of(new Design.Measure(NDCG, MetricDescriptor.Direction.HIGHER_IS_BETTER, 0, 1)),
        Design.Units.RESAMPLED,
        SEEDS,
        rows,
        List.of(new Design.DataSource("d", "d.csv", "ab".repeat(32), 100, "ranking")),
        List.of(),
        List.of("html"),
        List.of(),
        "loss mse, mae\n");
  }
}
