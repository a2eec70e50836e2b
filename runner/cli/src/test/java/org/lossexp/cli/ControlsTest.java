package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Report;
import org.lossexp.report.statistics.Verdict;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;

/** Where there is no difference, none is found: negative controls, on real trainings. */
@Timeout(900)
class ControlsTest {
  /** Simulated experiments: 60, or 500 with {@code -Pcontrols}. */
  private static final int EXPERIMENTS = Integer.getInteger("lossexp.controls", 60);

  private static final int FOLDS = 10;

  @TempDir Path folder;

  @Test
  void oneLossUnderTwoLabelsIsIdentical() throws IOException {
    // The second one is computed anew: its text differs, its numbers do not.
    Results results =
        run(
            """
            data d = friedman1(rows = 100, noise = 1) -> holdout(test = 20%) -> standardize()
            model m = dense(4, relu) -> dense(outputs)
            loss one = mse
            loss other = (target - prediction)^2
            optimizer adam(learning_rate = 0.02)
            train { epochs = 4 }
            repeat { seeds = 5 }
            measure rmse
            compare { by = test.rmse, baseline = one }
            report { formats = [json] }
            """);
    Report report = new Report(results.design(), byTrial(results));
    Contrast contrast = contrasts(report.comparison()).getFirst();
    contrast.differences().forEach(unit -> assertEquals(0.0, unit.value()));
    assertEquals(5, contrast.differences().size());
    assertEquals(Verdict.IDENTICAL, contrast.evidence().orElseThrow().inSetting().verdict());
    assertTrue(
        report
            .answer()
            .headline()
            .endsWith(
                "are identical: every paired difference in test rmse is exactly 0 (5 test"
                    + " parts)."),
        report.answer().headline());
  }

  /**
   * Two contenders with the same loss, data and folds, and streams for their weights and orders
   * that have nothing to do with each other: seeds 1 and 2 of one contender, taken for two.
   */
  @Test
  void contendersThatDifferInUnrelatedStreamsAreSeldomCalledDifferent() throws IOException {
    String worlds =
        IntStream.rangeClosed(1, EXPERIMENTS)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    Results results =
        run(
            """
            let world in {%s}
            data d = friedman1(rows = 60, noise = 1, seed = world)
                  -> kfold(%d, seed = 7)
                  -> standardize(target = true)
            model m = dense(4, relu) -> dense(outputs)
            loss mse
            optimizer adam(learning_rate = 0.02)
            train { epochs = 4 }
            repeat { seeds = 2 }
            measure rmse
            compare { by = test.rmse }
            report { formats = [json] }
            """
                .formatted(worlds, FOLDS));
    Comparison comparison =
        new Report(seedsAsContenders(results.design()), byTrial(results)).comparison();
    List<Contrast> experiments = contrasts(comparison);
    assertEquals(EXPERIMENTS, experiments.size());
    experiments.forEach(each -> assertEquals(FOLDS, each.differences().size()));
    assertFalse(
        experiments.stream()
            .flatMap(each -> each.differences().stream())
            .allMatch(unit -> unit.value() == 0),
        "the streams are the same: this controls nothing");
    long called =
        experiments.stream()
            .map(each -> each.evidence().orElseThrow().inSetting().verdict())
            .filter(verdict -> verdict != Verdict.UNDECIDED)
            .count();
    System.out.printf("called different: %d of %d%n", called, EXPERIMENTS);
    double most = (results.design().alpha() + 0.02) * EXPERIMENTS;
    assertTrue(called <= most, called + " of " + EXPERIMENTS + " called different");
  }

  private Results run(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("control.lossexp"), text);
    Path out = folder.resolve("out");
    Lossexp run = Lossexp.run("run", file, "-o", out, "--no-cache");
    assertEquals(0, run.code(), run.err());
    return switch (RunFolder.read(out)) {
      case Attempt.Success<Stored>(Stored stored) -> stored.results().orElseThrow();
      case Attempt.Failure<Stored>(var problems) -> throw new IOException(problems.toString());
    };
  }

  private static Map<String, TrialResult> byTrial(Results results) {
    Map<String, TrialResult> byTrial = new LinkedHashMap<>();
    results.finished().forEach((trial, record) -> byTrial.put(trial, record.result()));
    return byTrial;
  }

  private static List<Contrast> contrasts(Comparison comparison) {
    return comparison.settings().stream()
        .flatMap(setting -> setting.deciding().contrasts().stream())
        .toList();
  }

  private static Design seedsAsContenders(Design design) {
    long first = design.trials().getFirst().seed();
    List<Design.Row> rows = new ArrayList<>();
    for (Design.Row row : design.trials()) {
      rows.add(
          new Design.Row(
              row.trial(), row.setting(), row.seed() == first ? 0 : 1, row.unit(), first));
    }
    Design.Contender contender = design.contenders().getFirst();
    return new Design(
        design.name(),
        design.title(),
        design.question(),
        design.settings(),
        List.of(
            new Design.Contender("one", contender.loss(), Map.of()),
            new Design.Contender("other", contender.loss(), Map.of())),
        OptionalInt.of(0),
        design.by(),
        0,
        false,
        design.alpha(),
        design.metrics(),
        design.units(),
        1,
        rows,
        design.data(),
        design.plugins(),
        design.formats(),
        design.notes(),
        design.resolved());
  }
}
