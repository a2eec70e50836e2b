package org.lossexp.results;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Piece;

/**
 * Predictions of trials in a journal. They have lines of their own, before those of their trials,
 * which say where: what may be large is in memory only when it is read for the file of all.
 */
final class PredictionStore implements AutoCloseable {
  /** What the lines say they are. */
  static final String KIND = "predictions";

  private static final String TRIAL = "trial";
  private static final String BYTES = "bytes";

  private final Optional<FileChannel> channel;

  private PredictionStore(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /**
   * Where a line lies.
   *
   * @param offset of its first byte
   * @param length in bytes, its line feed included; 0: the trial predicts nothing that is kept
   */
  record Place(long offset, int length) {
    static final Place NOWHERE = new Place(0, 0);
  }

  /** {@return the record of a line} */
  static JsonObject record(String trial, Piece piece) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", KIND);
    json.addProperty(TRIAL, trial);
    json.addProperty(BYTES, text(piece));
    return json;
  }

  /** {@return the bytes as JSON can hold them} */
  static String text(Piece piece) {
    return Base64.getEncoder().encodeToString(piece.bytes());
  }

  /** {@return the piece that {@link #text} wrote} */
  static Piece piece(String text) {
    return new Piece(Base64.getDecoder().decode(text));
  }

  /** {@return what the journal of {@code folder} holds} */
  static PredictionStore of(Path folder) throws IOException {
    try {
      return new PredictionStore(Optional.of(FileChannel.open(RunFolder.journal(folder))));
    } catch (NoSuchFileException e) {
      return new PredictionStore(Optional.empty());
    }
  }

  /** {@return the predictions of a trial; nothing where its line is not there as it was written} */
  Optional<Piece> read(TrialRecord record) throws IOException {
    if (record.predictions().isEmpty()) {
      return Optional.empty();
    }
    Place place = record.predictions().get();
    return place.length() == 0
        ? Optional.of(Piece.EMPTY)
        : line(place).flatMap(line -> piece(line, record.result().trial()));
  }

  private Optional<byte[]> line(Place place) throws IOException {
    if (channel.isEmpty() || place.offset() + place.length() > channel.get().size()) {
      return Optional.empty();
    }
    ByteBuffer line = ByteBuffer.allocate(place.length() - 1);
    while (line.hasRemaining()) {
      if (channel.get().read(line, place.offset() + line.position()) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(line.array());
  }

  private static Optional<Piece> piece(byte[] line, String trial) {
    try {
      return CheckedLine.record(line)
          .filter(record -> record.get("kind").getAsString().equals(KIND))
          .filter(record -> record.get(TRIAL).getAsString().equals(trial))
          .map(record -> piece(record.get(BYTES).getAsString()));
    } catch (RuntimeException e) {
      // Another line lies there: somebody has changed the file.
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }

  /** Writes the file of all predictions of {@code results}, or removes it. */
  static void join(Path folder, Results results) throws IOException {
    Path file = folder.resolve(EvidenceTables.FOLDER).resolve("predictions.csv.gz");
    boolean any =
        results.run().predictions()
            && results.finished().values().stream()
                .flatMap(record -> record.predictions().stream())
                .anyMatch(place -> place.length() > 0);
    if (!any) {
      Files.deleteIfExists(file);
      return;
    }
    Files.createDirectories(file.getParent());
    try (PredictionStore store = of(folder)) {
      AtomicFile.fill(file, out -> store.join(results, out));
    }
  }

  private void join(Results results, OutputStream out) throws IOException {
    out.write(PredictionTable.header());
    for (Design.Row row : results.design().trials()) {
      TrialRecord record = results.finished().get(row.trial());
      Optional<Piece> piece = record == null ? Optional.empty() : read(record);
      if (piece.isPresent()) {
        out.write(piece.get().bytes());
      }
    }
  }
}
