package org.lossexp.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there whole or not at all; texts in UTF-8. */
public final class AtomicFile {
  private AtomicFile() {}

  /** What a file holds. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(Writer out) throws IOException;
  }

  /** Writes {@code text} as {@code file}, or leaves what was there. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text));
  }

  /** Writes {@code bytes} as {@code file}, or leaves what was there. */
  public static void write(Path file, byte[] bytes) throws IOException {
    replace(file, part -> Files.write(part, bytes));
  }

  /** Writes {@code content} as {@code file}, or leaves what was there. */
  public static void write(Path file, Content content) throws IOException {
    replace(
        file,
        part -> {
          try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            content.writeTo(out);
          }
        });
  }

  /** Writes what {@code content} gives as {@code file}, or leaves what was there. */
  static void fill(Path file, Bytes content) throws IOException {
    replace(
        file,
        part -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            content.writeTo(out);
          }
        });
  }

  /** What a file of bytes holds. */
  @FunctionalInterface
  interface Bytes {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Filling {
    void fill(Path part) throws IOException;
  }

  /**
   * The file is filled under another name beside it and moved when it is complete.
   *
   * <p>That name is always the same, so a process that dies between the two leaves nothing that the
   * next one does not replace.
   */
  private static void replace(Path file, Filling filling) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      filling.fill(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(part, e);
      throw e;
    }
  }

  private static void deleteQuietly(Path part, Exception reason) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
