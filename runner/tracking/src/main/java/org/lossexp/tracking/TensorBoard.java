package org.lossexp.tracking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.results.AtomicFile;

/** Event files in a folder that {@code tensorboard --logdir} shows: a folder for each trial. */
public final class TensorBoard {
  /** TensorBoard looks for {@code tfevents}; the same name each time replaces the last export. */
  private static final String FILE = "events.out.tfevents.0.lossexp";

  private TensorBoard() {}

  /**
   * What an export left.
   *
   * @param trials how many were written
   * @param others event files of ours in the same folder that are not of this run: of another one,
   *     or of an earlier state of it. They are shown beside it, and are not ours to delete
   */
  public record Exported(int trials, int others) {}

  /** Writes {@code run} into {@code folder}, to the byte the same for the same results. */
  public static Exported export(TrackedRun run, Path folder) throws IOException {
    Set<Path> written =
        run.trials().stream()
            .map(trial -> folder.resolve(trial.path()).resolve(FILE))
            .collect(Collectors.toSet());
    for (TrackedTrial trial : run.trials()) {
      Path place = Files.createDirectories(folder.resolve(trial.path()));
      AtomicFile.write(place.resolve(FILE), EventFile.of(trial));
    }
    if (!Files.isDirectory(folder)) {
      return new Exported(0, 0);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      long others =
          files.filter(file -> file.endsWith(FILE)).filter(file -> !written.contains(file)).count();
      return new Exported(written.size(), (int) others);
    }
  }
}
