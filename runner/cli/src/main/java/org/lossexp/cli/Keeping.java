package org.lossexp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lossexp.engine.Keeper;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.Trial;
import org.lossexp.results.CheckpointFolder;
import picocli.CommandLine.Option;

/**
 * What is kept of trials besides their results: states of long ones, and models. Options of {@code
 * run}, which hands them on to the processes that run trials for it.
 */
final class Keeping {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description =
          "How often the state of a trial that takes longer is kept, so that a kill does not lose"
              + " it; default: 30. The results do not depend on it.")
  private double every = 30;

  @Option(
      names = "--keep-models",
      description = "Keep the best model of each candidate, for `predict` and for others.")
  private boolean models;

  @Option(
      names = "--no-predictions",
      description = "Leave out `evidence/predictions.csv.gz`, a prediction for each test example.")
  private boolean noPredictions;

  @Option(names = "--look-around", hidden = true)
  private boolean around;

  @Option(names = "--keep-in", hidden = true, paramLabel = "DIR")
  private Optional<Path> folder = Optional.empty();

  /** {@return whether models are kept} */
  boolean models() {
    return models;
  }

  /** {@return whether predictions are kept} */
  boolean predictions() {
    return !noPredictions;
  }

  /** {@return what keeps no more than predictions, and these only if {@code predictions}} */
  static Keeping only(boolean predictions) {
    Keeping keeping = new Keeping();
    keeping.noPredictions = !predictions;
    return keeping;
  }

  /** {@return what keeps nothing, and has results tell of the objective around what was learned} */
  static Keeping landscape() {
    Keeping keeping = only(false);
    keeping.around = true;
    return keeping;
  }

  /** {@return whether the time between two states is one} */
  boolean isValid() {
    return every >= 0 && every <= 1e9;
  }

  /** Says where: the folder of the results. */
  void in(Path results) {
    folder = Optional.of(results);
  }

  /** {@return the options with which another process keeps the same} */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("--checkpoint-every", Double.toString(every)));
    folder.ifPresent(it -> options.addAll(List.of("--keep-in", it.toAbsolutePath().toString())));
    if (models) {
      options.add("--keep-models");
    }
    if (noPredictions) {
      options.add("--no-predictions");
    }
    if (around) {
      options.add("--look-around");
    }
    return options;
  }

  /**
   * {@return what keeps things of {@code trial}, which begins now}
   *
   * @param model makes a file of what it learned
   */
  Keeper keeper(Trial trial, ModelKeeper model) {
    if (around) {
      return new AroundKeeper();
    }
    return folder
        .<Keeper>map(it -> new InFolder(trial, it, Duration.ofNanos((long) (every * 1e9)), model))
        .orElse(Keeper.NONE);
  }

  /** Keeps what a trial learned. */
  @FunctionalInterface
  interface ModelKeeper {
    /** Writes it as {@code file}. */
    void write(Path file, List<Tensor> learned) throws IOException;
  }

  /** Keeps nothing, and looks around. */
  private static final class AroundKeeper implements Keeper {
    @Override
    public Optional<byte[]> saved() {
      return Optional.empty();
    }

    @Override
    public boolean due() {
      return false;
    }

    @Override
    public void save(byte[] state) {}

    @Override
    public void trained(Supplier<List<Tensor>> learned) {}

    @Override
    public boolean wantsLandscape() {
      return true;
    }
  }

  private final class InFolder implements Keeper {
    private final Trial trial;
    private final Path results;
    private final CheckpointFolder checkpoints;
    private final Duration pause;
    private final ModelKeeper model;
    private long last = System.nanoTime();

    InFolder(Trial trial, Path results, Duration pause, ModelKeeper model) {
      this.trial = trial;
      this.results = results;
      this.checkpoints = new CheckpointFolder(results, Trainer.BITS);
      this.pause = pause;
      this.model = model;
    }

    @Override
    public Optional<byte[]> saved() {
      return checkpoints.read(trial.id());
    }

    @Override
    public boolean due() {
      return System.nanoTime() - last >= pause.toNanos();
    }

    @Override
    public void save(byte[] state) {
      try {
        checkpoints.write(trial.id(), state);
      } catch (IOException e) {
        // A full disk costs the state; the trial itself goes on, and its result will tell.
      }
      last = System.nanoTime();
    }

    @Override
    public void trained(Supplier<List<Tensor>> learned) {
      if (!models) {
        return;
      }
      try {
        Path file = KeptModels.ofTrial(results, trial.id());
        Files.createDirectories(file.getParent());
        model.write(file, learned.get());
      } catch (IOException e) {
        // It is made again after the sweep, where a problem has somebody to tell.
      }
    }
  }
}
