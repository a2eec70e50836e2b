package org.lossexp.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Source;
import org.lossexp.report.Differences;
import org.lossexp.report.Timings;
import org.lossexp.results.Environment;
import org.lossexp.results.EvidenceFiles;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Locked;
import org.lossexp.results.ResultFiles;
import org.lossexp.results.Results;
import org.lossexp.results.Run;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.results.Tables;
import org.lossexp.results.TrialRecord;
import org.lossexp.results.Versions;
import org.lossexp.sweep.OnFailure;
import org.lossexp.sweep.Sweep;
import org.lossexp.sweep.SweepEnd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code lossexp verify}: runs a finished experiment again, in a folder that is removed afterwards,
 * and compares what that gives with what is there, byte by byte.
 *
 * <p>With a sample, the results of the other trials are taken as they are stored: then the tables
 * and the report show whether they follow from these.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Run the experiment of a result folder again, and compare bit for bit.")
final class VerifyCommand implements Callable<ExitCode> {
  /** What every run writes, whatever its options. */
  private static final List<Path> ALWAYS =
      Stream.of("experiment.lossexp", "lossexp.lock", "trials.csv", "history.csv")
          .map(Path::of)
          .toList();

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A folder that `lossexp run` wrote.")
  private Path folder;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Train N trials again, not all; always the same ones of an experiment.")
  private Optional<Integer> sample = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "ROOT",
      description = "Where data lies that was moved; may be given several times.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "The folder of third-party plugins; default: where they were.")
  private Optional<Path> plugins = Optional.empty();

  @Option(names = "-j", paramLabel = "N", description = "Trials side by side; default: the cores.")
  private Optional<Integer> workers = Optional.empty();

  /** What may explain a difference, a sentence each. */
  private final List<String> reasons = new ArrayList<>();

  @Override
  public ExitCode call() throws IOException {
    LaterOptions.refuse(spec);
    if (sample.orElse(1) < 1 || workers.orElse(1) < 1) {
      throw new ParameterException(spec.commandLine(), "--sample and -j take a number from 1");
    }
    return switch (Locked.read(folder)) {
      case Attempt.Failure<Locked>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<Locked>(Locked lock) -> {
        Path scratch = Files.createTempDirectory("lossexp-verify-");
        try {
          yield verify(lock, scratch);
        } catch (IOException e) {
          yield fail(List.of(IoProblems.of(e, folder)));
        } finally {
          remove(scratch);
        }
      }
    };
  }

  private ExitCode verify(Locked lock, Path scratch) throws IOException {
    Optional<Stored> stored =
        RunFolder.read(folder) instanceof Attempt.Success<Stored>(Stored found)
            ? Optional.of(found)
            : Optional.empty();
    Optional<Results> results = stored.flatMap(Stored::results);
    if (results.isPresent() && !results.get().complete()) {
      main.console()
          .err()
          .println("lossexp: `%s` is not complete: some trials have no result".formatted(folder));
      main.console().err().println("  = `lossexp run` finishes it; then it can be verified");
      return ExitCode.TRIAL_FAILED;
    }
    if (sample.isPresent() && results.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "without a journal in the folder there is nothing to sample from");
    }
    String text = Files.readString(folder.resolve(Tables.EXPERIMENT));
    if (!lock.isOf(text)) {
      reasons.add("experiment.lossexp is not the file that the lock was written for");
    }
    List<Path> projects = new ArrayList<>();
    Environment.project(folder).ifPresent(projects::add);
    projects.addAll(List.of(Path.of(""), folder));
    projects.addAll(roots);
    Attempt<Path> project =
        new DataFinder(projects, roots).project(lock.data(), scratch.resolve("data"));
    return switch (project) {
      case Attempt.Failure<Path>(List<Problem> problems) -> fail(problems);
      case Attempt.Success<Path>(Path found) -> {
        Plugins guests = Plugins.discover(guests(lock, scratch.resolve("plugins")));
        guests.problems().forEach(main.console()::warn);
        Injector program = Wiring.of(guests, found);
        Outcome<ExperimentPlan> plan =
            program
                .getInstance(Experiments.class)
                .plan(new Source(lock.name() + ".lossexp", text), Map.of());
        if (plan.value().isEmpty()) {
          main.console().show(plan.diagnostics());
          missing(lock, guests).forEach(main.console()::note);
          reasons.forEach(main.console()::note);
          yield Experiments.exitCode(plan.diagnostics(), false);
        }
        compareInputs(lock, plan.get().design(), program.getInstance(Versions.class));
        yield run(
            program,
            plan.get(),
            found,
            results,
            stored.map(Stored::runs).map(it -> it.subList(0, it.size() - 1)).orElse(List.of()),
            scratch.resolve("results"));
      }
    };
  }

  /** {@return the folder of the run's plugins: those of equal sha256 where there are others too} */
  private Optional<Path> guests(Locked lock, Path scratch) throws IOException {
    List<String> wanted =
        lock.plugins().stream()
            .map(Design.PluginSource::sha256)
            .filter(sha256 -> !sha256.isEmpty())
            .toList();
    Optional<Path> place = plugins.or(() -> Environment.plugins(folder)).filter(Files::isDirectory);
    if (wanted.isEmpty() || place.isEmpty()) {
      return plugins;
    }
    List<Path> same = new ArrayList<>();
    Set<String> found = new LinkedHashSet<>();
    try (Stream<Path> entries = Files.list(place.get())) {
      for (Path entry : entries.sorted().toList()) {
        Optional<String> sha256 = Plugins.sha256Of(entry);
        if (sha256.filter(wanted::contains).filter(found::add).isPresent()) {
          same.add(entry);
        }
      }
    }
    if (found.size() < Set.copyOf(wanted).size()) {
      return place;
    }
    Files.createDirectories(scratch);
    for (Path entry : same) {
      Files.createSymbolicLink(
          scratch.resolve(entry.getFileName()), entry.toAbsolutePath().normalize());
    }
    return Optional.of(scratch);
  }

  private static List<String> missing(Locked lock, Plugins guests) {
    return lock.plugins().stream()
        .filter(plugin ->
            guests.found().stream().noneMatch(found -> found.name().equals(plugin.name())))
        .map(plugin ->
            "the plugin `%s` %s took part then; `--plugins DIR` names a folder that holds it"
                .formatted(plugin.name(), plugin.version()))
        .toList();
  }

  private void compareInputs(Locked lock, Design now, Versions versions) {
    Versions then = lock.versions();
    if (then.engine() != versions.engine()) {
      reasons.add(
          "the engine is number %d here and was %d: other numbers are to be expected"
              .formatted(versions.engine(), then.engine()));
    }
    if (!then.program().equals(versions.program())) {
      reasons.add(
          "the program is version %s here and was %s"
              .formatted(versions.program(), then.program()));
    }
    for (Design.DataSource source : lock.data()) {
      now.data().stream()
          .filter(other -> other.name().equals(source.name()))
          .filter(other -> other.path().equals(source.path()))
          .findFirst()
          .filter(other -> !other.sha256().equals(source.sha256()))
          .ifPresent(other ->
              reasons.add(
                  "the data `%s` has other content: sha256 %s here, %s then"
                      .formatted(
                          source.path().isEmpty() ? source.name() : source.path(),
                          brief(other.sha256()),
                          brief(source.sha256()))));
    }
    for (Design.PluginSource plugin : lock.plugins()) {
      Optional<Design.PluginSource> other =
          now.plugins().stream().filter(it -> it.name().equals(plugin.name())).findFirst();
      if (other.isEmpty()) {
        reasons.add("the plugin `%s` took part then and does not now".formatted(plugin.name()));
      } else if (!other.get().sha256().equals(plugin.sha256())) {
        reasons.add(
            "the plugin `%s` is another build: %s, sha256 %s here; %s, %s then"
                .formatted(
                    plugin.name(),
                    other.get().version(),
                    brief(other.get().sha256()),
                    plugin.version(),
                    brief(plugin.sha256())));
      }
    }
  }

  private static String brief(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  private ExitCode run(
      Injector program,
      ExperimentPlan plan,
      Path project,
      Optional<Results> stored,
      List<Run> before,
      Path scratch)
      throws IOException {
    InstantSource clock = InstantSource.system();
    Keeping keeping =
        Keeping.only(Files.exists(folder.resolve("evidence").resolve("predictions.csv.gz")));
    if (sample.isPresent()) {
      takeAllBut(sample.get(), stored.orElseThrow(), scratch);
    }
    SweepEnd end;
    try (RunFolder again = open(scratch);
        Watcher progress = Watcher.of(main.console(), clock, plan.design(), false);
        Isolation.Runner runner = runner(program, project, keeping)) {
      // What the folder was asked before is told by its report.
      for (Run earlier : before) {
        again.begin(earlier);
      }
      again.begin(
          new Run(
              program.getInstance(Versions.class),
              plan.design(),
              clock.instant(),
              keeping.predictions()));
      EvidenceFiles.writeLossShapes(
          scratch,
          LossShapes.of(
              plan.design(),
              program.getInstance(LossCompiler.class),
              program.getInstance(Plugins.class)));
      Landscapes landscapes = new Landscapes(plan);
      end =
          new Sweep(
                  landscapes.remembering(runner),
                  workers.orElse(Runtime.getRuntime().availableProcessors()),
                  OnFailure.CONTINUE,
                  clock,
                  progress)
              .run(plan, again, main.interruption()::wished);
      if (Files.exists(folder.resolve("evidence").resolve("landscape.csv"))) {
        look(landscapes, program, project, scratch);
      }
    }
    return switch (end) {
      case SweepEnd.Broken(Problem problem, _) -> fail(List.of(problem));
      case SweepEnd.Cancelled _ -> {
        main.console().err().println("lossexp: interrupted; nothing can be said yet");
        yield ExitCode.INTERRUPTED;
      }
      case SweepEnd.Finished _, SweepEnd.Stopped _ ->
          compare(stored, scratch, end.progress().total() - end.progress().before());
    };
  }

  private void look(Landscapes landscapes, Injector program, Path project, Path scratch)
      throws IOException {
    try (Isolation.Runner around = runner(program, project, Keeping.landscape())) {
      landscapes.write(scratch, around, main.interruption()::wished);
    }
  }

  private Isolation.Runner runner(Injector program, Path project, Keeping keeping) {
    return new Isolation.Runner(
        Isolation.THIRD_PARTY,
        program.getInstance(Plugins.class),
        project,
        program.getInstance(TrainingRunner.class).keeping(keeping),
        keeping,
        Optional.empty(),
        main.console());
  }

  /** Records the stored results of all but {@code count} trials as if they had been trained. */
  private void takeAllBut(int count, Results stored, Path scratch) throws IOException {
    Map<String, TrialRecord> all = new LinkedHashMap<>(stored.finished());
    stored.tuning().forEach(all::putIfAbsent);
    // Identities are hashes: the first of them are as good a sample as any, and always the same.
    Set<String> sampled =
        all.keySet().stream().sorted().limit(count).collect(Collectors.toUnmodifiableSet());
    try (RunFolder again = open(scratch)) {
      for (TrialRecord record : all.values()) {
        if (!sampled.contains(record.result().trial())) {
          Optional<Piece> predictions = RunFolder.predictions(folder, record);
          again.append(record.result().with(predictions), record.timing(), record.inputs());
        }
      }
    }
  }

  private static RunFolder open(Path scratch) throws IOException {
    return switch (RunFolder.open(scratch, false, InstantSource.system())) {
      case Attempt.Success<RunFolder>(RunFolder opened) -> opened;
      case Attempt.Failure<RunFolder>(List<Problem> problems) ->
          throw new IOException(problems.getFirst().message());
    };
  }

  private ExitCode compare(Optional<Results> stored, Path scratch, int trained) throws IOException {
    Results again =
        switch (RunFolder.read(scratch)) {
          case Attempt.Success<Stored>(Stored found) -> found.results().orElseThrow();
          case Attempt.Failure<Stored>(List<Problem> problems) ->
              throw new IOException(problems.getFirst().message());
        };
    main.reports().files(scratch, again, Optional.empty());
    if (stored.isPresent() && !ResultFiles.differing(folder, scratch).isEmpty()) {
      // Perhaps the report here was asked to tell what the clock said.
      main.reports().files(scratch, again, stored.map(Timings::of));
      if (!ResultFiles.differing(folder, scratch).isEmpty()) {
        main.reports().files(scratch, again, Optional.empty());
      }
    }
    SortedSet<Path> here = ResultFiles.in(folder);
    SortedSet<Path> made = ResultFiles.in(scratch);
    List<Path> missing = ALWAYS.stream().filter(file -> !here.contains(file)).toList();
    List<Path> differing = ResultFiles.differing(folder, scratch);
    PrintStream out = main.console().out();
    tellOnlyIn("here", here, made);
    tellOnlyIn("in the run made now", made, here);
    if (missing.isEmpty() && differing.isEmpty() && reasons.isEmpty()) {
      here.retainAll(made);
      out.println(
          "identical: %s trained again, %s equal byte by byte"
              .formatted(Counted.of(trained, "trial"), Counted.of(here.size(), "file")));
      return ExitCode.DONE;
    }
    out.println("different");
    missing.forEach(file -> out.println("  " + file + " is missing"));
    differing.forEach(file -> out.println("  " + file + " differs"));
    List<String> numbers = stored.map(then -> Differences.ofTrials(then, again)).orElse(List.of());
    numbers.forEach(line -> out.println("  " + line));
    if (reasons.isEmpty()) {
      reasons.add(
          stored.isPresent() && numbers.isEmpty()
              ? "what the journal holds agrees with what was trained now: the files were changed"
                  + " afterwards; `lossexp report` writes them anew"
              : "data, plugins and engine are the same: the stored results were changed, or the"
                  + " engine has a mistake");
    }
    reasons.forEach(reason -> out.println("because " + reason));
    return ExitCode.DIFFERENT;
  }

  private void tellOnlyIn(String place, SortedSet<Path> files, SortedSet<Path> others) {
    List<String> only =
        files.stream()
            .filter(file -> !others.contains(file) && !ALWAYS.contains(file))
            .map(Path::toString)
            .toList();
    if (!only.isEmpty()) {
      main.console()
          .note("only %s, and not compared: %s".formatted(place, String.join(", ", only)));
    }
  }

  private ExitCode fail(List<Problem> problems) {
    problems.forEach(main.console()::show);
    return ExitCode.INPUT_OUTPUT;
  }

  private static void remove(Path scratch) throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
