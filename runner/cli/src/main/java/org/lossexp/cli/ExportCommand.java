package org.lossexp.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.report.Comparison;
import org.lossexp.report.Report;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.tracking.Credentials;
import org.lossexp.tracking.Mlflow;
import org.lossexp.tracking.TensorBoard;
import org.lossexp.tracking.TrackedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp export}: stored results, told to other trackers. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Tell the results of a folder to TensorBoard or MLflow, without training. Exporting again"
            + " adds what is new and repeats nothing.",
    footer = {
      "",
      "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who"
          + " asks."
    })
final class ExportCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A folder that `lossexp run` wrote.")
  private Path folder;

  @Option(
      names = "--tensorboard",
      paramLabel = "OUT",
      description = "Write event files into this folder, a folder for each final trial.")
  private Optional<Path> tensorBoard;

  @Option(
      names = "--mlflow",
      paramLabel = "URL",
      description = "Send a run, and one below it for each final trial, to this MLflow server.")
  private Optional<String> mlflow;

  @Option(
      names = "--mlflow-experiment",
      paramLabel = "NAME",
      description = "MLflow's experiment; the experiment file's name unless given.")
  private Optional<String> experiment;

  @Override
  public ExitCode call() {
    if (tensorBoard.isEmpty() && mlflow.isEmpty()) {
      throw wrong("nowhere to export to: say `--tensorboard OUT` or `--mlflow URL`");
    }
    if (experiment.isPresent() && mlflow.isEmpty()) {
      throw wrong("`--mlflow-experiment` needs `--mlflow URL`");
    }
    Optional<URI> server = mlflow.map(this::address);
    return switch (RunFolder.read(folder)) {
      case Attempt.Failure<Stored>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<Stored>(Stored stored) -> {
        stored.damage().forEach(main.console()::warn);
        try {
          yield export(stored.results().orElseThrow(), server);
        } catch (IOException e) {
          yield fail(List.of(IoProblems.of(e, tensorBoard.orElse(folder))));
        }
      }
    };
  }

  private ExitCode export(Results results, Optional<URI> server) throws IOException {
    Report report = Reports.report(folder, results, Optional.empty());
    var run = new TrackedRun(results, report.answer().text(), summary(report.comparison()));
    if (run.left() > 0) {
      main.console()
          .note(
              "%s left out that did not end by themselves or were not run; run the experiment again"
                      .formatted(Counted.of(run.left(), "trial"))
                  + " and export then");
    }
    if (tensorBoard.isPresent()) {
      tell(TensorBoard.export(run, tensorBoard.get()), tensorBoard.get());
    }
    return server.isPresent() ? send(run, results, server.get()) : ExitCode.DONE;
  }

  private void tell(TensorBoard.Exported exported, Path out) {
    main.console()
        .out()
        .println(
            "%s in `%s`: `tensorboard --logdir %s` shows them"
                .formatted(Counted.of(exported.trials(), "trial"), out, out));
    if (exported.others() > 0) {
      main.console()
          .note(
              "`%s` holds %s of other runs, or of an earlier state of this one, as well"
                  .formatted(out, Counted.of(exported.others(), "trial")));
    }
  }

  private ExitCode send(TrackedRun run, Results results, URI server) throws IOException {
    return switch (Mlflow.export(
        run,
        folder,
        server,
        Credentials.of(System.getenv()),
        experiment.orElse(results.design().name()),
        main.interruption()::wished)) {
      case Attempt.Failure<Mlflow.Exported>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<Mlflow.Exported>(Mlflow.Exported exported) -> {
        main.console()
            .out()
            .println(
                "%s sent, %d there already: %s"
                    .formatted(
                        Counted.of(exported.sent(), "trial"), exported.there(), exported.page()));
        exported.notes().forEach(main.console()::note);
        yield exported.stopped() ? ExitCode.INTERRUPTED : ExitCode.DONE;
      }
    };
  }

  /** The numbers of {@code summary.csv} that stand for themselves. */
  private static List<TrackedRun.Summary> summary(Comparison comparison) {
    List<TrackedRun.Summary> numbers = new ArrayList<>();
    for (Comparison.InSetting setting : comparison.settings()) {
      for (Comparison.Measured measured : setting.measured()) {
        String metric = comparison.metrics().get(measured.metric()).key();
        for (Comparison.Score score : measured.scores()) {
          int place = setting.setting();
          int contender = score.contender();
          score
              .mean()
              .ifPresent(mean ->
                  numbers.add(new TrackedRun.Summary(place, contender, metric, "mean", mean)));
          score
              .sd()
              .ifPresent(
                  sd -> numbers.add(new TrackedRun.Summary(place, contender, metric, "sd", sd)));
        }
      }
    }
    return numbers;
  }

  private URI address(String written) {
    try {
      URI address = new URI(written);
      boolean web =
          "http".equalsIgnoreCase(address.getScheme())
              || "https".equalsIgnoreCase(address.getScheme());
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw wrong(
        "`--mlflow` takes the address of a server, such as `http://localhost:5000`; names and"
            + " passwords stand in the environment");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ExitCode fail(List<Problem> problems) {
    problems.forEach(main.console()::show);
    return ExitCode.INPUT_OUTPUT;
  }
}
