package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;

/**
 * What has been done in a folder: a file to whose end one line is added for each record.
 *
 * <p>Each is a {@link CheckedLine} and says which line of the file it is: one that is torn, changed
 * in a single bit, or stands there a second time is seen and not believed. Readers are welcome
 * while a writer is at work: what has no line feed yet is not there yet.
 */
final class Journal implements AutoCloseable {
  private static final int FORMAT = 2;
  private static final String LINE = "line";

  /** More than any line of ours; what is longer is not even taken into memory. */
  private static final int LONGEST_LINE = 128 << 20;

  private final FileChannel channel;
  private final Map<String, Integer> attempts;
  private long end;
  private int lastNumber;

  private Journal(FileChannel channel, Contents contents) {
    this.channel = channel;
    this.attempts = contents.attempts();
    this.end = contents.end();
    this.lastNumber = Math.max(contents.lines(), contents.lastNumber());
  }

  /**
   * What a reading of a journal found.
   *
   * @param end the offset behind the last line feed
   * @param lines complete lines
   * @param lastNumber the highest that a line says it is; not {@code lines} where some are missing
   * @param unfinished bytes behind {@code end}
   * @param attempts trial → the number of its last attempt
   */
  private record Contents(
      Stored stored,
      long end,
      int lines,
      int lastNumber,
      long unfinished,
      List<Integer> damagedLines,
      Map<String, Integer> attempts) {}

  /** A journal ready for more records, and what it held when it was opened. */
  record Opened(Journal journal, Stored stored) {}

  /** {@return what can be believed of {@code file}; nothing at all where there is no such file} */
  static Attempt<Stored> read(Path file) throws IOException {
    return switch (contents(file)) {
      case Attempt.Success<Contents>(Contents contents) -> new Attempt.Success<>(contents.stored());
      case Attempt.Failure<Contents>(List<Problem> problems) -> new Attempt.Failure<>(problems);
    };
  }

  /**
   * Opens {@code file} to write on: cuts off an unfinished line and notes what was found damaged,
   * so that it is reported once.
   */
  static Attempt<Opened> open(Path file) throws IOException {
    return switch (contents(file)) {
      case Attempt.Success<Contents>(Contents contents) ->
          new Attempt.Success<>(opened(file, contents));
      case Attempt.Failure<Contents>(List<Problem> problems) -> new Attempt.Failure<>(problems);
    };
  }

  private static Opened opened(Path file, Contents contents) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      Journal journal = new Journal(channel, contents);
      List<Problem> damage = new ArrayList<>(contents.stored().damage());
      if (contents.unfinished() > 0) {
        channel.truncate(contents.end());
        damage.add(IoProblems.cutOff(file, contents.lines() + 1));
      }
      if (!damage.isEmpty()) {
        journal.append(repair(contents));
      }
      Stored stored = contents.stored();
      return new Opened(
          journal,
          new Stored(
              stored.runs(), stored.finished(), stored.outside(), stored.searches(), damage));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Adds a run. */
  void append(Run run) throws IOException {
    JsonObject record = new JsonObject();
    record.addProperty("kind", "run");
    record.addProperty("journal", FORMAT);
    record.addProperty("id", run.id());
    Encoding.run(run).asMap().forEach(record::add);
    append(record);
  }

  /**
   * Adds what an attempt at a trial left behind, its predictions in a line before; on disk only
   * after {@link #sync}.
   *
   * @param inputs what the trial's identity is made of; empty: not known
   */
  synchronized void write(TrialResult result, Timing timing, List<String> inputs)
      throws IOException {
    Optional<PredictionStore.Place> place = Optional.empty();
    if (result.predictions().isPresent()) {
      place = Optional.of(write(result.trial(), result.predictions().get()));
    }
    int attempt = attempts.merge(result.trial(), 1, Integer::sum);
    JsonObject record = new JsonObject();
    record.addProperty("kind", "trial");
    TrialResult without = result.with(Optional.empty());
    Encoding.trial(new TrialRecord(without, attempt, timing, inputs, place))
        .asMap()
        .forEach(record::add);
    write(record);
  }

  private PredictionStore.Place write(String trial, Piece piece) throws IOException {
    if (piece.bytes().length == 0) {
      return PredictionStore.Place.NOWHERE;
    }
    long offset = end;
    write(PredictionStore.record(trial, piece));
    return new PredictionStore.Place(offset, Math.toIntExact(end - offset));
  }

  /** Adds what a search of the latest run has tried so far. */
  void append(Searched searched) throws IOException {
    JsonObject record = new JsonObject();
    record.addProperty("kind", "search");
    SearchEncoding.searched(searched).asMap().forEach(record::add);
    append(record);
  }

  private static JsonObject repair(Contents contents) {
    JsonObject record = new JsonObject();
    record.addProperty("kind", "repair");
    JsonArray lines = new JsonArray();
    contents.damagedLines().forEach(lines::add);
    record.add("lines", lines);
    record.addProperty("cut", contents.unfinished());
    return record;
  }

  private void append(JsonObject record) throws IOException {
    write(record);
    sync();
  }

  /** Waits until everything added is on disk. */
  void sync() throws IOException {
    channel.force(false);
  }

  private synchronized void write(JsonObject record) throws IOException {
    record.addProperty(LINE, lastNumber + 1);
    ByteBuffer line = ByteBuffer.wrap(CheckedLine.of(record));
    long after = end + line.remaining();
    try {
      while (line.hasRemaining()) {
        channel.write(line, after - line.remaining());
      }
      end = after;
      lastNumber++;
    } catch (IOException e) {
      cutOffQuietly(e);
      throw e;
    }
  }

  /** Takes back the part of a line that a full disk has taken; else the next writer cuts it off. */
  private void cutOffQuietly(IOException reason) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Attempt<Contents> contents(Path file) throws IOException {
    Reading reading = new Reading(file);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        reading.all(in);
      }
    }
    return reading.contents();
  }

  /** One pass over a journal. */
  private static final class Reading {
    private final Path file;
    private final List<Run> runs = new ArrayList<>();
    private final Map<String, TrialRecord> finished = new LinkedHashMap<>();
    private final Map<String, TrialRecord> outside = new LinkedHashMap<>();
    private final Map<String, Integer> attempts = new LinkedHashMap<>();
    private final Map<Integer, Searched> searches = new LinkedHashMap<>();
    private final Set<Integer> damaged = new LinkedHashSet<>();
    private Optional<Problem> foreign = Optional.empty();
    private final Map<String, String> inputs = new HashMap<>();
    private int lines;
    private int lastNumber;
    private long end;
    private long unfinished;

    Reading(Path file) {
      this.file = file;
    }

    void all(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      byte[] bytes = new byte[1 << 16];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        int from = 0;
        for (int at = 0; at < count; at++) {
          if (bytes[at] == '\n') {
            add(line, bytes, from, at);
            from = at + 1;
            ended(line);
          }
        }
        add(line, bytes, from, count);
      }
    }

    private void add(ByteArrayOutputStream line, byte[] bytes, int from, int to) {
      unfinished += to - from;
      if (unfinished <= LONGEST_LINE) {
        line.write(bytes, from, to - from);
      }
    }

    private void ended(ByteArrayOutputStream line) {
      lines++;
      end += unfinished + 1;
      if (unfinished <= LONGEST_LINE) {
        line(line.toByteArray());
      } else {
        damaged.add(lines);
      }
      unfinished = 0;
      line.reset();
    }

    /**
     * Takes a line in. One whose sum is right is what some lossexp wrote: if it makes no sense
     * here, that one was not of this version.
     */
    private void line(byte[] line) {
      try {
        CheckedLine.record(line).ifPresentOrElse(this::take, () -> damaged.add(lines));
      } catch (RuntimeException e) {
        if (foreign.isEmpty()) {
          foreign = Optional.of(IoProblems.otherVersion(file, lines));
        }
      }
    }

    private void take(JsonObject record) {
      if (isSecond(record)) {
        damaged.add(lines);
        return;
      }
      switch (record.get("kind").getAsString()) {
        case "run" -> run(record);
        case "trial" -> trial(Encoding.trial(record, inputs));
        case PredictionStore.KIND -> {
          // Read when they are wanted; the trial's line says where.
        }
        case "search" -> {
          Searched searched = SearchEncoding.searched(record);
          searches.put(searched.search(), searched);
        }
        case "repair" -> {
          for (JsonElement repaired : record.getAsJsonArray("lines")) {
            damaged.remove(repaired.getAsInt());
          }
        }
        default -> throw new IllegalArgumentException("unknown kind of record");
      }
    }

    /** {@return whether this line stood further up already, and was copied here} */
    private boolean isSecond(JsonObject record) {
      int number = record.get(LINE).getAsInt();
      boolean second = number <= lastNumber;
      lastNumber = Math.max(lastNumber, number);
      return second;
    }

    private void run(JsonObject record) {
      if (record.get("journal").getAsInt() != FORMAT) {
        throw new IllegalArgumentException("unknown format of journal");
      }
      runs.add(Encoding.run(record));
      searches.clear();
    }

    private void trial(TrialRecord record) {
      String trial = record.result().trial();
      attempts.put(trial, record.attempt());
      switch (record.result().status()) {
        case DONE, DIVERGED, FAILED -> {
          finished.put(trial, record);
          outside.remove(trial);
        }
        case OUTSIDE -> {
          if (!finished.containsKey(trial)) {
            outside.put(trial, record);
          }
        }
      }
    }

    Attempt<Contents> contents() {
      if (foreign.isPresent()) {
        return new Attempt.Failure<>(foreign.get());
      }
      List<Integer> lost = List.copyOf(damaged);
      List<Problem> damage = lost.isEmpty() ? List.of() : List.of(IoProblems.damaged(file, lost));
      return new Attempt.Success<>(
          new Contents(
              new Stored(runs, finished, outside, searches, damage),
              end,
              lines,
              lastNumber,
              unfinished,
              lost,
              attempts));
    }
  }
}
