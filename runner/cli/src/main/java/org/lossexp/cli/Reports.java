package org.lossexp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;
import org.lossexp.report.Pictured;
import org.lossexp.report.Report;
import org.lossexp.report.Timings;
import org.lossexp.report.Tunability;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Searched;
import org.lossexp.results.Stored;
import org.lossexp.results.Tables;

/** Writes the tables and the report of a folder, from what is stored there alone. */
final class Reports {
  private final Console console;

  Reports(Console console) {
    this.console = console;
  }

  /**
   * Writes and prints the answer.
   *
   * @param elapsed how long the trials took, for the closing line; zero: nothing is said
   * @param timings whether the report tells what the clock said
   */
  ExitCode write(Path folder, Duration elapsed, boolean timings) {
    return switch (RunFolder.read(folder)) {
      case Attempt.Failure<Stored>(List<Problem> problems) -> {
        problems.forEach(console::show);
        yield ExitCode.INPUT_OUTPUT;
      }
      case Attempt.Success<Stored>(Stored stored) -> {
        Optional<Results> results = stored.results();
        try {
          yield results.isEmpty()
              ? ExitCode.INPUT_OUTPUT
              : write(folder, results.get(), elapsed, timings);
        } catch (IOException e) {
          console.show(IoProblems.of(e, folder));
          yield ExitCode.INPUT_OUTPUT;
        }
      }
    };
  }

  /**
   * Writes the tables and the report of {@code results} into {@code folder}; prints nothing.
   *
   * @param timings what the report tells of the clock
   */
  Report files(Path folder, Results results, Optional<Timings> timings) throws IOException {
    Tables.write(folder, results);
    Report report = report(folder, results, timings);
    report.write(folder);
    return report;
  }

  /** {@return the report of {@code results}, which {@code folder} holds; nothing is written} */
  static Report report(Path folder, Results results, Optional<Timings> timings) throws IOException {
    return new Report(
        results.design(), byTrial(results), Tunability.of(results), Pictured.in(folder), timings);
  }

  /** {@return how a run ended that left {@code results}} */
  static ExitCode exitCode(Results results) {
    boolean allDone =
        results.complete()
            && byTrial(results).values().stream()
                .allMatch(result -> result.status() == TrialResult.Status.DONE);
    return allDone ? ExitCode.DONE : ExitCode.TRIAL_FAILED;
  }

  private static Map<String, TrialResult> byTrial(Results results) {
    Map<String, TrialResult> byTrial = new LinkedHashMap<>();
    results.finished().forEach((trial, record) -> byTrial.put(trial, record.result()));
    results.outside().forEach((trial, record) -> byTrial.putIfAbsent(trial, record.result()));
    return byTrial;
  }

  private void tellUnfound(Results results, Searched searched) {
    Tuning.Search search =
        results.design().tuning().orElseThrow().searches().get(searched.search());
    console
        .err()
        .println(
            "lossexp: `%s` was not trained with values found: no point of its search for part %d"
                    .formatted(
                        results.design().contenders().get(search.contender()).label(),
                        search.part())
                + " ended well (`tuning.csv` says why); narrow what is tuned");
  }

  private ExitCode write(Path folder, Results results, Duration elapsed, boolean timings)
      throws IOException {
    Report report =
        files(folder, results, timings ? Optional.of(Timings.of(results)) : Optional.empty());
    Map<String, TrialResult> byTrial = byTrial(results);
    console.out().print(report.answer().text());
    console.out().println();
    if (!elapsed.isZero()) {
      console
          .err()
          .println(
              "%s in %s"
                  .formatted(
                      Counted.of(byTrial.size() + results.tuning().size(), "trial"),
                      ProgressLine.words(elapsed)));
    }
    results.searches().values().stream()
        .filter(searched -> searched.over() && searched.found().isEmpty())
        .forEach(searched -> tellUnfound(results, searched));
    Stream.of("report.html", "report.md")
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .ifPresent(page -> console.out().println("The whole report: " + page));
    return exitCode(results);
  }
}
