package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;

/** A folder of results, open for writing by this process alone until it is closed. */
public final class RunFolder implements AutoCloseable {
  private static final String JOURNAL = "journal.jsonl";

  private final Path path;
  private final Claim claim;
  private final Journal journal;
  private final Stored stored;

  /** Whether the run that began last wants predictions. */
  private boolean predicts;

  /** Trials whose states are of no use once their ends are on disk. */
  private final List<String> ended = new ArrayList<>();

  private RunFolder(Path path, Claim claim, Journal journal, Stored stored) {
    this.path = path;
    this.claim = claim;
    this.journal = journal;
    this.stored = stored;
  }

  /**
   * Opens {@code folder} for writing, and makes it where there is none.
   *
   * @param fresh whether to begin in an empty folder: one that holds a run is moved to {@code
   *     folder.1}, or the next number that is free
   */
  public static Attempt<RunFolder> open(Path folder, boolean fresh, InstantSource clock) {
    try {
      if (Files.isDirectory(folder)) {
        Optional<Problem> refused =
            Files.exists(folder.resolve(JOURNAL))
                ? fresh ? moveAway(folder, clock) : Optional.empty()
                : holdsOtherThings(folder);
        if (refused.isPresent()) {
          return new Attempt.Failure<>(refused.get());
        }
      }
      Files.createDirectories(folder);
      Optional<Claim> claim = Claim.on(folder, clock.instant());
      return claim.isPresent()
          ? opened(folder, claim.get())
          : new Attempt.Failure<>(IoProblems.inUse(folder, Claim.owner(folder)));
    } catch (IOException e) {
      return new Attempt.Failure<>(IoProblems.of(e, folder));
    }
  }

  private static Attempt<RunFolder> opened(Path folder, Claim claim) throws IOException {
    boolean keep = false;
    try {
      switch (Journal.open(folder.resolve(JOURNAL))) {
        case Attempt.Success<Journal.Opened>(Journal.Opened opened) -> {
          keep = true;
          return new Attempt.Success<>(
              new RunFolder(folder, claim, opened.journal(), opened.stored()));
        }
        case Attempt.Failure<Journal.Opened>(List<Problem> problems) -> {
          return new Attempt.Failure<>(problems);
        }
      }
    } finally {
      if (!keep) {
        claim.close();
      }
    }
  }

  /** Results are written over what bears their names: a folder of somebody's files is no place. */
  private static Optional<Problem> holdsOtherThings(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !Claim.isOurs(file))
          .findAny()
          .map(_ -> IoProblems.otherThings(folder));
    }
  }

  private static Optional<Problem> moveAway(Path folder, InstantSource clock) throws IOException {
    Optional<Claim> claim = Claim.on(folder, clock.instant());
    if (claim.isEmpty()) {
      return Optional.of(IoProblems.inUse(folder, Claim.owner(folder)));
    }
    try (Claim held = claim.get()) {
      Path free = free(folder);
      Files.move(folder, free);
      held.movedTo(free);
    }
    return Optional.empty();
  }

  private static Path free(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    for (int number = 1; ; number++) {
      Path free = whole.resolveSibling(whole.getFileName() + "." + number);
      if (!Files.exists(free)) {
        return free;
      }
    }
  }

  /** {@return what {@code folder} holds, also while another process writes there} */
  public static Attempt<Stored> read(Path folder) {
    try {
      Attempt<Stored> attempt = Journal.read(folder.resolve(JOURNAL));
      return attempt instanceof Attempt.Success<Stored>(Stored stored) && stored.runs().isEmpty()
          ? new Attempt.Failure<>(IoProblems.noRun(folder))
          : attempt;
    } catch (IOException e) {
      return new Attempt.Failure<>(IoProblems.of(e, folder));
    }
  }

  /** {@return the file that grows with every trial of {@code folder}} */
  public static Path journal(Path folder) {
    return folder.resolve(JOURNAL);
  }

  /** {@return whether a process that still lives writes to {@code folder}} */
  public static boolean isInUse(Path folder) {
    return Claim.isHeld(folder);
  }

  /** {@return the folder, as it was named} */
  public Path path() {
    return path;
  }

  /** {@return what the folder held when it was opened} */
  public Stored stored() {
    return stored;
  }

  /** Records that {@code run} begins: from now on it is the latest. */
  public void begin(Run run) throws IOException {
    journal.append(run);
    predicts = run.predictions();
  }

  /** {@return whether the predictions of a trial are wanted, and not here} */
  public boolean lacks(TrialRecord record) throws IOException {
    return predicts
        && record.result().status() == TrialResult.Status.DONE
        && predictions(path, record).isEmpty();
  }

  /** {@return the predictions that {@code folder} holds of a trial} */
  public static Optional<Piece> predictions(Path folder, TrialRecord record) throws IOException {
    try (PredictionStore store = PredictionStore.of(folder)) {
      return store.read(record);
    }
  }

  /**
   * Records an attempt at a trial; on return it is on disk.
   *
   * @param inputs what the trial's identity is made of
   */
  public void append(TrialResult result, Timing timing, List<String> inputs) throws IOException {
    write(result, timing, inputs);
    sync();
  }

  /** Records an attempt, on disk only after {@link #sync}: so one wait serves several. */
  public void write(TrialResult result, Timing timing, List<String> inputs) throws IOException {
    journal.write(result, timing, inputs);
    if (result.status() != TrialResult.Status.OUTSIDE) {
      ended.add(result.trial());
    }
  }

  /** Waits until everything recorded is on disk. */
  public void sync() throws IOException {
    journal.sync();
    for (String trial : ended) {
      CheckpointFolder.remove(path, trial);
    }
    ended.clear();
  }

  /** Records what a search of the latest run has tried so far, in place of what was before. */
  public void append(Searched searched) throws IOException {
    journal.append(searched);
  }

  @Override
  public void close() throws IOException {
    try (claim) {
      journal.close();
    }
  }
}
