package org.lossexp.results;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;

/**
 * Results of trials of all runs and files, so that none is trained twice.
 *
 * <p>One file a trial, named by its identity, in one of 256 folders: written whole or not at all,
 * so that several processes share the cache without a lock. What is read is believed only if its
 * checksum is right and the inputs that it names hash to the identity. Only what a trial did by
 * itself is kept, done or diverged: a failure is not.
 *
 * <p>Nothing of it ends a run: what cannot be read is trained, what cannot be written is not kept,
 * and {@link #problems} tells. Safe for use by several threads.
 */
public final class TrialCache {
  /** Of an entry; another format will stand in another folder, and the two will not meet. */
  private static final String FORMAT = "trials-1";

  private static final String ENDING = ".json";
  private static final int SHARD_DIGITS = 2;

  /** 4 GiB in all: identities spread evenly over the shards. */
  private static final long MOST_BYTES_OF_SHARD = (4L << 30) / 256;

  /** After that nobody is writing a file any more that was never given its name. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final InstantSource clock;
  private final long mostBytesOfShard;
  private final List<Path> damaged = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<IOException> notWritten = new AtomicReference<>();
  private final Set<Path> grown = ConcurrentHashMap.newKeySet();
  private final AtomicInteger found = new AtomicInteger();

  /** What an entry says. */
  private record Entry(TrialResult result, List<String> inputs) {}

  /** The cache in {@code folder}, which is made when the first trial is kept. */
  public TrialCache(Path folder, InstantSource clock) {
    this(folder, clock, MOST_BYTES_OF_SHARD);
  }

  TrialCache(Path folder, InstantSource clock, long mostBytesOfShard) {
    this.folder = folder;
    this.clock = clock;
    this.mostBytesOfShard = mostBytesOfShard;
  }

  /** {@return where it lies} */
  public Path folder() {
    return folder;
  }

  /** {@return how many trials were found so far} */
  public int found() {
    return found.get();
  }

  /** {@return the result of {@code trial}, if it is known} */
  public Optional<TrialResult> find(Trial trial) {
    return find(trial, _ -> true);
  }

  /** {@return the result of {@code trial}, if it is known and {@code enough}} */
  public Optional<TrialResult> find(Trial trial, Predicate<TrialResult> enough) {
    Path file = file(trial.id());
    Optional<Entry> entry = read(file).filter(it -> enough.test(it.result()));
    if (entry.isPresent()) {
      found.incrementAndGet();
      touch(file);
    }
    return entry.map(Entry::result);
  }

  /** Keeps {@code result}, if it is one that {@code trial} came to by itself. */
  public void keep(Trial trial, TrialResult result) {
    boolean kept =
        switch (result.status()) {
          case DONE, DIVERGED -> !trial.inputs().isEmpty();
          case FAILED, OUTSIDE -> false;
        };
    if (!kept) {
      return;
    }
    Path file = file(trial.id());
    try {
      write(file, line(trial, result));
      grown.add(file.getParent());
    } catch (IOException e) {
      notWritten.compareAndSet(null, e);
    }
  }

  private static byte[] line(Trial trial, TrialResult result) {
    JsonObject record = Encoding.result(result);
    record.add(Encoding.INPUTS, Json.strings(trial.inputs()));
    return CheckedLine.of(record);
  }

  private static void write(Path file, byte[] line) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, line, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** What was found lately goes last when room is made. */
  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // Another process has made room, or only reading is allowed: it was read all the same.
    }
  }

  /**
   * Shows every entry: its trial's identity, and what that is made of. In no particular order; what
   * is damaged is left out.
   */
  public void forEach(BiConsumer<String, List<String>> reader) {
    Map<String, String> known = new HashMap<>();
    inFolder(
        folder.resolve(FORMAT),
        shard ->
            inFolder(
                shard,
                file -> {
                  if (isEntry(file)) {
                    read(file, known)
                        .ifPresent(entry -> reader.accept(entry.result().trial(), entry.inputs()));
                  }
                }));
  }

  /**
   * Makes room: removes what was not found for the longest time from the shards that have grown too
   * large, and what killed processes have left.
   */
  public void trim() {
    grown.forEach(this::trim);
    grown.clear();
  }

  private void trim(Path shard) {
    Map<Path, BasicFileAttributes> entries = new HashMap<>();
    inFolder(
        shard,
        file -> {
          try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (isEntry(file)) {
              entries.put(file, attributes);
            } else if (attributes
                .lastModifiedTime()
                .toInstant()
                .isBefore(clock.instant().minus(ABANDONED))) {
              Files.deleteIfExists(file);
            }
          } catch (IOException e) {
            // Somebody else has removed it.
          }
        });
    long bytes = entries.values().stream().mapToLong(BasicFileAttributes::size).sum();
    List<Path> oldestFirst =
        entries.keySet().stream()
            .sorted(
                Comparator.comparing((Path file) -> entries.get(file).lastModifiedTime())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    for (Path file : oldestFirst) {
      if (bytes <= mostBytesOfShard) {
        return;
      }
      bytes -= entries.get(file).size();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        notWritten.compareAndSet(null, e);
      }
    }
  }

  /** {@return what went wrong so far: nothing that keeps a run from going on} */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    List<Path> lost = damaged.stream().sorted().distinct().toList();
    if (!lost.isEmpty()) {
      problems.add(IoProblems.damagedEntries(folder, lost));
    }
    if (notWritten.get() != null) {
      problems.add(IoProblems.cacheNotWritten(folder, notWritten.get()));
    }
    return problems;
  }

  private Optional<Entry> read(Path file) {
    return read(file, new HashMap<>());
  }

  private Optional<Entry> read(Path file, Map<String, String> known) {
    byte[] line;
    try {
      line = Files.size(file) > mostBytesOfShard ? new byte[0] : Files.readAllBytes(file);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      damaged.add(file);
      return Optional.empty();
    }
    Optional<Entry> entry = entry(line, known).filter(read -> isOf(read, file));
    if (entry.isEmpty()) {
      damaged.add(file);
    }
    return entry;
  }

  private static Optional<Entry> entry(byte[] line, Map<String, String> known) {
    if (line.length == 0 || line[line.length - 1] != '\n') {
      return Optional.empty();
    }
    try {
      return CheckedLine.record(Arrays.copyOf(line, line.length - 1))
          .map(record -> new Entry(Encoding.result(record), Encoding.inputs(record, known)));
    } catch (RuntimeException e) {
      // Its sum is right and its members are not: written by a lossexp that is not this one.
      return Optional.empty();
    }
  }

  /** {@return whether {@code file} bears the name of what {@code entry} holds} */
  private boolean isOf(Entry entry, Path file) {
    String trial = entry.result().trial();
    return Lock.sha256(String.join("\n", entry.inputs())).equals(trial) && file.equals(file(trial));
  }

  private Path file(String trial) {
    String shard = trial.substring(0, Math.min(SHARD_DIGITS, trial.length()));
    return folder.resolve(FORMAT).resolve(shard).resolve(trial + ENDING);
  }

  private static boolean isEntry(Path file) {
    return file.getFileName().toString().endsWith(ENDING);
  }

  private static void inFolder(Path folder, Consumer<Path> reader) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(reader);
    } catch (IOException | DirectoryIteratorException e) {
      // Not there, not a folder, or not for us to read: there is nothing to find.
    }
  }
}
