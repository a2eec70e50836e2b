package org.lossexp.results;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;
import org.lossexp.experiment.Piece;

/**
 * Predictions of trials beside the journal, whose lines say where each piece lies: what may be
 * large is not read whenever the journal is.
 *
 * <p>A piece is written, and synced, before its line. What no line names is of a process that was
 * killed, or of a trial that was done again; it lies there and does no harm. A piece that is not
 * what its line says is as good as not there, and its trial is done again.
 */
final class PredictionStore implements AutoCloseable {
  static final String NAME = "predictions.journal";

  private final Path folder;

  /** Open from the first piece on. */
  private Optional<FileChannel> channel = Optional.empty();

  private long end;
  private boolean dirty;

  PredictionStore(Path folder) throws IOException {
    this.folder = folder;
    Path file = folder.resolve(NAME);
    end = Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Where a piece lies.
   *
   * @param offset of its first byte
   * @param length in bytes; 0 of a trial that has nothing to predict
   * @param crc of its bytes
   */
  record Place(long offset, int length, long crc) {
    static final Place NOWHERE = new Place(0, 0, 0);
  }

  /** {@return whether the piece at {@code place} is there, as it was written} */
  boolean holds(Place place) throws IOException {
    try (Reader reader = Reader.of(folder)) {
      return reader.read(place).isPresent();
    }
  }

  /** Adds a piece, on disk only after {@link #sync}. */
  synchronized Place write(Piece piece) throws IOException {
    if (piece.bytes().length == 0) {
      return Place.NOWHERE;
    }
    if (channel.isEmpty()) {
      channel =
          Optional.of(
              FileChannel.open(
                  folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }
    ByteBuffer bytes = ByteBuffer.wrap(piece.bytes());
    Place place = new Place(end, bytes.remaining(), crc(piece.bytes()));
    while (bytes.hasRemaining()) {
      channel.get().write(bytes, end + bytes.position());
    }
    end += place.length();
    dirty = true;
    return place;
  }

  /** Waits until everything added is on disk. */
  synchronized void sync() throws IOException {
    if (dirty) {
      channel.orElseThrow().force(false);
      dirty = false;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      channel.get().close();
    }
  }

  private static long crc(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  /** Pieces of a folder, for reading. */
  static final class Reader implements AutoCloseable {
    private final Optional<FileChannel> channel;

    private Reader(Optional<FileChannel> channel) {
      this.channel = channel;
    }

    static Reader of(Path folder) throws IOException {
      try {
        return new Reader(Optional.of(FileChannel.open(folder.resolve(NAME))));
      } catch (NoSuchFileException e) {
        return new Reader(Optional.empty());
      }
    }

    /** {@return the piece at {@code place}; nothing where it is not there whole} */
    Optional<Piece> read(Place place) throws IOException {
      if (place.length() == 0) {
        return Optional.of(Piece.EMPTY);
      }
      if (channel.isEmpty() || place.offset() + place.length() > channel.get().size()) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate(place.length());
      while (bytes.hasRemaining()) {
        if (channel.get().read(bytes, place.offset() + bytes.position()) < 0) {
          return Optional.empty();
        }
      }
      return crc(bytes.array()) == place.crc()
          ? Optional.of(new Piece(bytes.array()))
          : Optional.empty();
    }

    @Override
    public void close() throws IOException {
      if (channel.isPresent()) {
        channel.get().close();
      }
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
    try (Reader reader = Reader.of(folder)) {
      AtomicFile.fill(file, out -> join(results, reader, out));
    }
  }

  private static void join(Results results, Reader reader, OutputStream out) throws IOException {
    out.write(PredictionTable.header());
    for (var row : results.design().trials()) {
      Optional<Place> place =
          Optional.ofNullable(results.finished().get(row.trial()))
              .flatMap(TrialRecord::predictions);
      if (place.isPresent()) {
        Optional<Piece> piece = reader.read(place.get());
        if (piece.isPresent()) {
          out.write(piece.get().bytes());
        }
      }
    }
  }
}
