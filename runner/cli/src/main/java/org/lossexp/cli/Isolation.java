package org.lossexp.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.sweep.Caller;
import org.lossexp.sweep.IsolatedRunner;
import org.lossexp.sweep.TimedRunner;
import org.lossexp.sweep.TrialRunner;

/**
 * Which trials run in processes of their own, where a plugin that hangs, exits or eats the memory
 * ends its trial and nothing else.
 */
enum Isolation {
  /** Every trial. */
  ALL,
  /** Trials that use a loss or a metric of a third party. */
  THIRD_PARTY,
  /** None. */
  NONE;

  /** What the JVM says of the vector module, and nobody needs to read. */
  private static final String INCUBATOR = "WARNING: Using incubator modules";

  /** {@return the word for it on the command line} */
  @Override
  public String toString() {
    return switch (this) {
      case ALL -> "all";
      case THIRD_PARTY -> "third-party";
      case NONE -> "none";
    };
  }

  /** Runs trials here or apart; closing it ends the processes. */
  static final class Runner implements TrialRunner, AutoCloseable {
    private final Isolation isolation;

    private final Plugins plugins;

    private final TrialRunner here;
    private final IsolatedRunner apart;

    /**
     * @param here runs a trial in this process
     * @param keeping what processes keep of trials
     * @param limit the longest that a trial may take
     */
    Runner(
        Isolation isolation,
        Plugins plugins,
        Path project,
        TrialRunner here,
        Keeping keeping,
        Optional<Duration> limit,
        Console console) {
      this.isolation = isolation;
      this.here = limit.<TrialRunner>map(most -> new TimedRunner(here, most)).orElse(here);
      this.plugins = plugins;
      apart =
          new IsolatedRunner(
              () -> command(plugins.folder(), project, keeping),
              limit,
              line -> {
                if (!line.startsWith(INCUBATOR)) {
                  console.err().println(line);
                }
              });
    }

    @Override
    public TrialResult run(Trial trial, Caller caller) {
      Set<String> guests = guests(trial);
      boolean separate =
          switch (isolation) {
            case ALL -> true;
            case THIRD_PARTY -> !guests.isEmpty();
            case NONE -> false;
          };
      TrialResult result = (separate ? apart : here).run(trial, caller);
      return switch (result.status()) {
        case DONE, DIVERGED -> result;
        case FAILED, OUTSIDE -> naming(guests, result);
      };
    }

    /** {@return the guests whose losses or metrics {@code trial} names} */
    private Set<String> guests(Trial trial) {
      return Stream.concat(
              plugins.guestsIn(trial.loss()),
              trial.metrics().stream().flatMap(call -> plugins.guestsIn(call.name())))
          .map(plugin -> plugin.name() + " " + plugin.version())
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static TrialResult naming(Set<String> guests, TrialResult result) {
      return guests.isEmpty()
          ? result
          : new TrialResult(
              result.trial(),
              result.status(),
              result.cause() + "; plugin " + String.join(", ", guests),
              result.bestEpoch(),
              result.trainingRows(),
              result.validationRows(),
              result.testRows(),
              result.metrics(),
              result.history());
    }

    @Override
    public void close() {
      apart.close();
    }
  }

  /** This very program again, with the flags that it was started with. */
  private static List<String> command(Optional<Path> plugins, Path project, Keeping keeping) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dlossexp.") && !flag.startsWith("-agentlib"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            WorkerCommand.NAME,
            "--project",
            project.toAbsolutePath().toString()));
    plugins.ifPresent(
        folder -> command.addAll(List.of("--plugins", folder.toAbsolutePath().toString())));
    command.addAll(keeping.options());
    return command;
  }
}
