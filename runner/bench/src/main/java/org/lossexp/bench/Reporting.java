package org.lossexp.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Report;
import org.lossexp.spi.MetricDescriptor.Direction;

/**
 * How long a report takes from results in memory to its files, in seconds of CPU: {@code Reporting
 * [SEEDS [DATA_SETS [FORMATS]]]}, ten candidates in each data set. The first time is that of a
 * program just started.
 */
final class Reporting {
  private static final int CONTENDERS = 10;
  private static final int EPOCHS = 30;
  private static final int TIMES = 5;

  private Reporting() {}

  public static void main(String[] arguments) throws IOException {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int dataSets = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    List<String> formats =
        List.of((arguments.length > 2 ? arguments[2] : "html,markdown,latex,csv,json").split(","));
    for (OptionalInt baseline : List.of(OptionalInt.of(0), OptionalInt.empty())) {
      Map<String, TrialResult> results = new LinkedHashMap<>();
      Design design = design(seeds, dataSets, baseline, formats, results);
      Path folder = Files.createTempDirectory("lossexp-report-");
      for (int time = 0; time < TIMES; time++) {
        long before = cpu();
        Report report = new Report(design, results);
        long worked = cpu();
        report.write(folder);
        long written = cpu();
        System.out.printf(
            "%s, %,d trials, %d data sets: numbers %.2f s, files %.2f s, in all %.2f s%n",
            baseline.isPresent() ? "against a baseline" : "all pairs",
            design.trials().size(),
            dataSets,
            (worked - before) / 1e9,
            (written - worked) / 1e9,
            (written - before) / 1e9);
      }
      System.out.printf("report.html: %,d bytes%n", Files.size(folder.resolve("report.html")));
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** What this thread has computed: of the wall clock others may have had a share. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Design design(
      int seeds,
      int dataSets,
      OptionalInt baseline,
      List<String> formats,
      Map<String, TrialResult> results) {
    SplittableRandom random = new SplittableRandom(1);
    List<Design.Setting> settings = new ArrayList<>();
    List<Design.Row> rows = new ArrayList<>();
    List<Design.Contender> contenders = new ArrayList<>();
    for (int contender = 0; contender < CONTENDERS; contender++) {
      contenders.add(new Design.Contender("loss_" + contender, "loss_" + contender, Map.of()));
    }
    for (int setting = 0; setting < dataSets; setting++) {
      settings.add(
          dataSets == 1
              ? new Design.Setting("", Map.of())
              : new Design.Setting("data = d" + setting, Map.of("data", "d" + setting)));
      for (int contender = 0; contender < CONTENDERS; contender++) {
        for (int seed = 1; seed <= seeds; seed++) {
          String trial = setting + "-" + contender + "-" + seed;
          rows.add(new Design.Row(trial, setting, contender, "seed " + seed, seed));
          results.put(trial, result(trial, contender, random));
        }
      }
    }
    return new Design(
        "bench",
        "Bench",
        "",
        settings,
        contenders,
        baseline,
        "test.accuracy",
        0.01,
        false,
        0.05,
        List.of(
            new Design.Measure("accuracy", Direction.HIGHER_IS_BETTER, 0, 1),
            new Design.Measure("macro_f1", Direction.HIGHER_IS_BETTER, 0, 1)),
        Design.Units.RESAMPLED,
        seeds,
        rows,
        List.of(),
        List.of(),
        formats,
        List.of(),
        "");
  }

  private static TrialResult result(String trial, int contender, SplittableRandom random) {
    int pair = contender / 2;
    double value = 0.8 + 0.004 * pair + 0.03 * (random.nextDouble() - 0.5);
    List<TrialResult.Epoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      double error = 1 + random.nextDouble() / epoch;
      history.add(
          new TrialResult.Epoch(
              epoch, error, error / 10, 1e-3, 0.01, Map.of("accuracy", value - 0.3 / epoch)));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("test.accuracy", value);
    metrics.put("test.macro_f1", value - 0.01);
    return new TrialResult(
        trial, TrialResult.Status.DONE, "", EPOCHS, 400, 100, 125, metrics, history);
  }
}
