package org.lossexp.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The states of trials that are on their way, a file for each, beside the journal. The first line
 * says whose state follows and of which version, and holds its sha256: what does not agree is as
 * good as not there.
 */
public final class CheckpointFolder {
  private static final String NAME = "checkpoints";

  private final Path folder;
  private final int bits;

  /**
   * @param results the folder of a run
   * @param bits the version of the arithmetic
   */
  public CheckpointFolder(Path results, int bits) {
    this.folder = results.resolve(NAME);
    this.bits = bits;
  }

  /** {@return the state that was kept for {@code trial}, if it is whole and of this version} */
  public Optional<byte[]> read(String trial) {
    try {
      Path file = folder.resolve(trial);
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      byte[] state = Arrays.copyOfRange(bytes, Math.min(bytes.length, end + 1), bytes.length);
      return new String(bytes, 0, end, StandardCharsets.UTF_8).equals(line(trial, state))
          ? Optional.of(state)
          : Optional.empty();
    } catch (IOException e) {
      // The trial begins anew: that costs time, nothing else.
      return Optional.empty();
    }
  }

  /** Keeps {@code state} for {@code trial} in the place of what was kept before. */
  public void write(String trial, byte[] state) throws IOException {
    Files.createDirectories(folder);
    byte[] line = (line(trial, state) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(line, line.length + state.length);
    System.arraycopy(state, 0, bytes, line.length, state.length);
    AtomicFile.write(folder.resolve(trial), bytes);
  }

  private String line(String trial, byte[] state) {
    return "lossexp checkpoint 1, bits %d, trial %s, sha256 %s"
        .formatted(bits, trial, HexFormat.of().formatHex(sha256(state)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Removes what is kept for {@code trial} in {@code results}; with the last one, the folder. */
  public static void remove(Path results, String trial) throws IOException {
    Path folder = results.resolve(NAME);
    if (Files.deleteIfExists(folder.resolve(trial))) {
      removeIfEmpty(folder);
    }
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      // Other trials are on their way.
    }
  }
}
