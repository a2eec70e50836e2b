package org.lossexp.results;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.experiment.Problem;

/**
 * Problems with folders and files, in the user's words; each code has a page under {@code explain}.
 */
public final class IoProblems {
  static final String NOT_WRITABLE = "LX640";
  static final String FILE_IN_THE_WAY = "LX641";
  static final String DISK_FULL = "LX642";
  static final String INPUT_OUTPUT = "LX643";
  static final String IN_USE = "LX644";
  static final String NO_RUN = "LX645";
  static final String DAMAGED_LINES = "LX646";
  static final String OTHER_VERSION = "LX647";
  static final String OTHER_THINGS = "LX648";
  static final String CUT_OFF_LINE = "LX649";
  static final String DAMAGED_ENTRIES = "LX650";
  static final String CACHE_NOT_WRITTEN = "LX651";
  static final String NO_LOCK = "LX652";

  /** Below this a write that failed without saying why is taken for a full disk. */
  private static final long NEARLY_NOTHING = 64 * 1024;

  private static final int LINES_SHOWN = 10;

  private IoProblems() {}

  /** {@return what went wrong when {@code path} was read or written} */
  public static Problem of(IOException failure, Path path) {
    return switch (failure) {
      case AccessDeniedException denied ->
          notUsable("there is no permission to use `%s`".formatted(denied.getFile()));
      case FileAlreadyExistsException exists -> inTheWay(path, Path.of(exists.getFile()));
      case NotDirectoryException no -> inTheWay(path, Path.of(no.getFile()));
      case NoSuchFileException no ->
          problem(
              INPUT_OUTPUT,
              "there is no `%s`".formatted(no.getFile()),
              "it was there before or should have been: was it moved or removed meanwhile?");
      default -> byReason(failure, path);
    };
  }

  private static Problem byReason(IOException failure, Path path) {
    String reason = reason(failure);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("not a directory")) {
      return inTheWay(path, firstFile(path));
    }
    if (lower.contains("read-only") || lower.contains("not permitted")) {
      return notUsable("`%s` cannot be written: %s".formatted(path, reason));
    }
    // The system's words depend on its language; the space that is left does not.
    if (lower.contains("no space left") || lower.contains("quota") || nearlyFull(path)) {
      return problem(
          DISK_FULL,
          "the disk that holds `%s` is full".formatted(path),
          "make room, or choose a folder on another disk with `-o`",
          "what was recorded so far is kept: the same command goes on from there");
    }
    return problem(INPUT_OUTPUT, "`%s` could not be read or written: %s".formatted(path, reason));
  }

  private static Problem notUsable(String message) {
    return problem(
        NOT_WRITABLE, message, "choose another folder with `-o`, or change its permissions");
  }

  private static Problem inTheWay(Path path, Path file) {
    return problem(
        FILE_IN_THE_WAY,
        "`%s` cannot be a folder of results: `%s` is a file".formatted(path, file),
        "choose another folder with `-o`, or move the file away");
  }

  static Problem inUse(Path folder, String owner) {
    return problem(
        IN_USE,
        "`%s` is being written by another lossexp: %s".formatted(folder, owner),
        "wait until it is done, stop it, or choose another folder with `-o`");
  }

  static Problem noRun(Path folder) {
    String what =
        Files.isDirectory(folder)
            ? "there is no `journal.jsonl` with a run in it"
            : Files.exists(folder) ? "it is a file" : "there is no such folder";
    return problem(
        NO_RUN,
        "`%s` holds no run".formatted(folder),
        what,
        "`lossexp run FILE -o %s` makes one".formatted(folder));
  }

  static Problem damaged(Path journal, List<Integer> lines) {
    String shown =
        lines.stream().limit(LINES_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String more =
        lines.size() > LINES_SHOWN ? " and %d more".formatted(lines.size() - LINES_SHOWN) : "";
    return problem(
        DAMAGED_LINES,
        lines.size() == 1
            ? "line %s of `%s` is damaged".formatted(shown, journal)
            : "lines %s%s of `%s` are damaged".formatted(shown, more, journal),
        "what is damaged is not believed; a trial that is missing now is redone by the next `run`",
        "something changed the file after it was written: a failing disk, or an editor");
  }

  static Problem cutOff(Path journal, int line) {
    return problem(
        CUT_OFF_LINE,
        "line %d of `%s` was never finished".formatted(line, journal),
        "a run was killed while writing it; the line is removed and its trial redone");
  }

  static Problem otherVersion(Path journal, int line) {
    return problem(
        OTHER_VERSION,
        "line %d of `%s` was written by another version of lossexp".formatted(line, journal),
        "use that version for this folder, choose another with `-o`, or start over with `--fresh`");
  }

  static Problem otherThings(Path folder) {
    return problem(
        OTHER_THINGS,
        "`%s` holds other things and no run: results would be written over them".formatted(folder),
        "choose a new or empty folder with `-o`");
  }

  static Problem damagedEntries(Path cache, List<Path> entries) {
    return problem(
        DAMAGED_ENTRIES,
        entries.size() == 1
            ? "an entry of the cache `%s` is damaged".formatted(cache)
            : "%d entries of the cache `%s` are damaged".formatted(entries.size(), cache),
        "what is damaged is not believed: such a trial is trained, and its entry written anew",
        "the first is `%s`".formatted(entries.getFirst()));
  }

  static Problem cacheNotWritten(Path cache, IOException failure) {
    return problem(
        CACHE_NOT_WRITTEN,
        "the cache `%s` cannot be written: %s".formatted(cache, reason(failure)),
        "the results of this run are not affected; later runs train again what they could have"
            + " found there",
        "`LOSSEXP_CACHE=DIR` names another place, `--no-cache` does without");
  }

  static Problem noLock(Path folder, String why) {
    return problem(
        NO_LOCK,
        "`%s` has no `lossexp.lock` to go by: %s".formatted(folder, why),
        "a run writes it beside `experiment.lossexp`; `lossexp report %s` writes both anew from the"
                .formatted(folder)
            + " journal");
  }

  private static Problem problem(String code, String message, String... notes) {
    return new Problem(code, message, Optional.empty(), List.of(notes));
  }

  private static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }

  private static boolean nearlyFull(Path path) {
    try {
      return Files.getFileStore(existing(path)).getUsableSpace() < NEARLY_NOTHING;
    } catch (IOException e) {
      return false;
    }
  }

  /** The nearest of {@code path} and its parents that is there. */
  private static Path existing(Path path) {
    Path near = path.toAbsolutePath();
    while (near.getParent() != null && !Files.exists(near)) {
      near = near.getParent();
    }
    return near;
  }

  /** The nearest of {@code path} and its parents that is a file. */
  private static Path firstFile(Path path) {
    Path near = path.toAbsolutePath();
    while (near.getParent() != null && !Files.isRegularFile(near)) {
      near = near.getParent();
    }
    return near;
  }
}
