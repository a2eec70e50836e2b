package org.lossexp.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.data.DataRoom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Tuning;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.Outcome;
import org.lossexp.results.Environment;
import org.lossexp.results.EvidenceFiles;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Results;
import org.lossexp.results.Run;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.results.TrialCache;
import org.lossexp.results.Versions;
import org.lossexp.spi.Value;
import org.lossexp.sweep.CachedRunner;
import org.lossexp.sweep.OnFailure;
import org.lossexp.sweep.Progress;
import org.lossexp.sweep.Resume;
import org.lossexp.sweep.Sweep;
import org.lossexp.sweep.SweepEnd;
import org.lossexp.sweep.TrialRunner;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp run}: what is not done yet is trained, and the report is written. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Check, plan, run what is not done yet, and write the report.")
final class RunCommand implements Callable<ExitCode> {
  /** In seconds: some thirty years. */
  private static final double LONGEST = 1e9;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;
  @Mixin private PlanningOptions planning;

  @Parameters(paramLabel = "FILE", description = "The experiment.")
  private Path file;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "Where the results go; default: results/<name of the file>.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "-j",
      paramLabel = "N",
      description = "Trials side by side; default: the cores. The results do not depend on it.")
  private Optional<Integer> workers = Optional.empty();

  @Mixin private Keeping keeping;

  @ArgGroup private Beginning beginning = new Beginning();

  @Option(
      names = "--on-failure",
      paramLabel = "continue|stop",
      description = "What a failed trial means for the others; default: continue.")
  private OnFailure onFailure = OnFailure.CONTINUE;

  @Option(
      names = "--trial-timeout",
      paramLabel = "SECONDS",
      description = "The longest that a trial may take; it is tried again by the next run.")
  private Optional<Double> timeout = Optional.empty();

  @Option(
      names = "--isolate",
      paramLabel = "all|third-party|none",
      description = "Which trials run in processes of their own; default: those of third parties.")
  private Isolation isolation = Isolation.THIRD_PARTY;

  @Option(
      names = "--no-cache",
      description = "Neither take results of other runs from the cache nor keep any there.")
  private boolean noCache;

  @Option(
      names = "--landscape",
      description = "Look at the objective around what the first trial of each candidate learned.")
  private boolean landscape;

  @Option(
      names = "--json-progress",
      description = "Tell the progress on standard error as lines of JSON, for a program.")
  private boolean jsonProgress;

  @Option(
      names = "--timings",
      description = "Tell in the report how long trials took: it differs from run to run.")
  private boolean timings;

  /** How the folder that is there already is meant. */
  static final class Beginning {
    @Option(names = "--resume", description = "Go on with the same plan; refuse another one.")
    private boolean resume;

    @Option(
        names = "--fresh",
        description = "Keep the old results apart, as DIR.1, and begin anew.")
    private boolean fresh;
  }

  /** {@return where the results of {@code file} go unless the command says otherwise} */
  static Path defaultFolder(Path file) {
    return Path.of("results", Experiments.name(file));
  }

  @Override
  public ExitCode call() {
    LaterOptions.refuse(spec);
    int side = workers.orElse(Runtime.getRuntime().availableProcessors());
    if (side < 1) {
      throw new ParameterException(spec.commandLine(), "-j takes a number from 1");
    }
    if (timeout.isPresent() && !(timeout.get() >= 0.001 && timeout.get() <= LONGEST)) {
      throw new ParameterException(
          spec.commandLine(), "--trial-timeout takes seconds, from 0.001 to 1e9");
    }
    if (!keeping.isValid()) {
      throw new ParameterException(
          spec.commandLine(), "--checkpoint-every takes seconds, from 0 to 1e9");
    }
    return planning.plan(file, main.console(), (program, outcome) -> run(program, outcome, side));
  }

  private ExitCode run(Injector injector, Outcome<ExperimentPlan> outcome, int side) {
    main.console().show(outcome.diagnostics());
    if (outcome.value().isEmpty()) {
      return Experiments.exitCode(outcome.diagnostics(), false);
    }
    main.console().notes(outcome.get().design().notes(), outcome.diagnostics());
    tellBeforehand(injector.getInstance(DataRoom.class), outcome.get(), side);
    Path folder = output.orElse(defaultFolder(file));
    return switch (RunFolder.open(folder, beginning.fresh, InstantSource.system())) {
      case Attempt.Failure<RunFolder>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<RunFolder>(RunFolder opened) -> {
        try (opened) {
          yield sweep(injector, outcome.get(), opened, side);
        } catch (IOException e) {
          yield fail(List.of(IoProblems.of(e, folder)));
        }
      }
    };
  }

  /** How long it may take: better known now than afterwards. */
  private void tellBeforehand(DataRoom data, ExperimentPlan plan, int side) {
    Duration estimate = Cost.of(plan, data).estimate(side);
    long trials = plan.trials().size() + plan.tuning().map(Tuning::trials).orElse(0L);
    main.console()
        .err()
        .println(
            "%s%s, very roughly %s"
                .formatted(
                    plan.tuning().isPresent() ? "at most " : "",
                    Counted.of(trials, "trial"),
                    ProgressLine.words(estimate)));
  }

  private ExitCode sweep(Injector injector, ExperimentPlan plan, RunFolder folder, int side)
      throws IOException {
    if (beginning.resume) {
      Optional<Problem> refusal = Resume.refusal(folder, plan.design());
      if (refusal.isPresent()) {
        main.console().show(refusal.get());
        return ExitCode.INVALID;
      }
    }
    folder.stored().damage().forEach(main.console()::warn);
    InstantSource clock = InstantSource.system();
    Instant started = clock.instant();
    Versions versions = injector.getInstance(Versions.class);
    folder.begin(new Run(versions, plan.design(), started, keeping.predictions()));
    keeping.in(folder.path());
    EvidenceFiles.writeLossShapes(
        folder.path(),
        LossShapes.of(
            plan.design(),
            injector.getInstance(LossCompiler.class),
            injector.getInstance(Plugins.class)));
    Optional<TrialCache> cache = noCache ? Optional.empty() : Cache.ofProcess().open();
    SweepEnd end;
    try (Watcher progress = Watcher.of(main.console(), clock, plan.design(), jsonProgress);
        Isolation.Runner runner = runner(injector, keeping)) {
      TrialRunner known =
          cache
              .<TrialRunner>map(it -> new CachedRunner(it, runner, keeping.predictions()))
              .orElse(runner);
      Landscapes landscapes = new Landscapes(plan);
      EvidenceFiles.writeLandscape(folder.path(), List.of());
      end =
          new Sweep(landscapes.remembering(known), side, onFailure, clock, progress)
              .run(plan, folder, main.interruption()::wished);
      if (keeping.models() && end instanceof SweepEnd.Finished) {
        keepModels(plan, folder.path(), runner);
      }
      if (landscape && end instanceof SweepEnd.Finished) {
        look(landscapes, folder.path(), injector);
      }
    }
    cache.ifPresent(this::close);
    // Before the report, which may take a moment: whoever interrupts wants to know at once.
    tell(end);
    if (end instanceof SweepEnd.Broken) {
      return ExitCode.INPUT_OUTPUT;
    }
    new Environment(
            versions,
            side,
            started,
            clock.instant(),
            Experiments.folder(file),
            injector.getInstance(Plugins.class).folder())
        .write(folder.path());
    ExitCode written = main.reports().write(folder.path(), end.progress().elapsed(), timings);
    return written == ExitCode.DONE || written == ExitCode.TRIAL_FAILED
        ? code(end, written)
        : written;
  }

  private void keepModels(ExperimentPlan plan, Path folder, TrialRunner runner) throws IOException {
    Optional<Results> results =
        RunFolder.read(folder) instanceof Attempt.Success<Stored>(Stored stored)
            ? stored.results()
            : Optional.empty();
    if (results.isEmpty()) {
      return;
    }
    Map<String, Trial> trials = new LinkedHashMap<>();
    plan.trials().forEach(trial -> trials.putIfAbsent(trial.id(), trial));
    Optional<String> monitor =
        plan.tuning()
            .map(Tuning::metric)
            .or(() -> plan.trials().getFirst().monitor().map(Value.Call::text));
    List<String> missing =
        new KeptModels(
                folder,
                results.get(),
                monitor,
                id -> Optional.ofNullable(trials.get(id)),
                trial -> runner.run(trial, main.interruption()::wished),
                main.console().err()::println)
            .finish();
    for (String contender : missing) {
      main.console()
          .note("no model of `%s` was kept; `--fresh` trains it anew".formatted(contender));
    }
  }

  private void look(Landscapes landscapes, Path folder, Injector injector) throws IOException {
    try (Isolation.Runner around = runner(injector, Keeping.landscape())) {
      for (String contender : landscapes.write(folder, around, main.interruption()::wished)) {
        main.console()
            .note("no landscape of `%s`; `--fresh` finds its values anew".formatted(contender));
      }
    }
  }

  private void close(TrialCache cache) {
    if (!main.interruption().wished()) {
      cache.trim();
    }
    if (cache.found() > 0) {
      main.console()
          .err()
          .println(
              "%s came from the cache `%s`"
                  .formatted(Counted.of(cache.found(), "trial"), cache.folder()));
    }
    cache.problems().forEach(main.console()::warn);
  }

  private Isolation.Runner runner(Injector injector, Keeping keeping) {
    return new Isolation.Runner(
        isolation,
        injector.getInstance(Plugins.class),
        Experiments.folder(file),
        injector.getInstance(TrainingRunner.class).keeping(keeping),
        keeping,
        timeout.map(seconds -> Duration.ofNanos((long) (seconds * 1e9))),
        main.console());
  }

  private void tell(SweepEnd end) {
    Progress progress = end.progress();
    switch (end) {
      case SweepEnd.Finished _ -> {}
      case SweepEnd.Stopped(var failure, _) ->
          main.console()
              .err()
              .println(
                  "lossexp: stopped at the failure of trial %s: %s"
                      .formatted(failure.trial().substring(0, 8), failure.cause()));
      case SweepEnd.Cancelled _ ->
          main.console()
              .err()
              .println(
                  "lossexp: interrupted after %d of %s; the same command goes on from here"
                      .formatted(progress.finished(), Counted.of(progress.total(), "trial")));
      case SweepEnd.Broken(Problem problem, _) -> main.console().show(problem);
    }
  }

  private static ExitCode code(SweepEnd end, ExitCode written) {
    return switch (end) {
      case SweepEnd.Finished _ -> written;
      case SweepEnd.Stopped _ -> ExitCode.TRIAL_FAILED;
      case SweepEnd.Cancelled _ -> ExitCode.INTERRUPTED;
      case SweepEnd.Broken _ -> ExitCode.INPUT_OUTPUT;
    };
  }

  private ExitCode fail(List<Problem> problems) {
    problems.forEach(main.console()::show);
    return ExitCode.INPUT_OUTPUT;
  }
}
