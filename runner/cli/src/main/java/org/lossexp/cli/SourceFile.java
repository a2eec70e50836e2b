package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Source;

/** Experiments on disk: read with a limit, written whole or not at all. */
final class SourceFile {
  /** More is not even taken into memory; of that, the parser refuses what is no experiment. */
  private static final int BYTES = 64 << 20;

  private static final String INPUT = "<standard input>";

  private SourceFile() {}

  /** {@return the text of {@code file}} */
  static Attempt<Source> read(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(file.toString(), bytes);
    } catch (NoSuchFileException e) {
      return failure(
          "LX681",
          "there is no file `" + file + "`",
          "`lossexp check experiments/quickstart.lossexp` checks the one that comes with lossexp");
    } catch (IOException e) {
      return unreadable(
          file.toString(),
          Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage()));
    }
  }

  /** {@return the text of standard input} */
  static Attempt<Source> ofInput() {
    try {
      return read(INPUT, System.in);
    } catch (IOException e) {
      return unreadable(INPUT, String.valueOf(e.getMessage()));
    }
  }

  private static Attempt<Source> read(String name, InputStream from) throws IOException {
    byte[] bytes = from.readNBytes(BYTES + 1);
    if (bytes.length > BYTES) {
      return unreadable(
          name, "it is larger than 64 MiB; an experiment is text that a person wrote");
    }
    try {
      // Unlike new String(…), a decoder refuses what is no UTF-8.
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return new Attempt.Success<>(new Source(name, text.toString()));
    } catch (CharacterCodingException e) {
      return failure(
          "LX682",
          "`" + name + "` is not a text in UTF-8",
          "an experiment is a text file; an editor's \"save as\" writes UTF-8");
    }
  }

  /**
   * Writes {@code text} over {@code file}, or leaves what was there; {@return how that went} A link
   * stays a link, and the file keeps its permissions.
   */
  static ExitCode write(Path file, String text, Console console) {
    try {
      replace(file.toRealPath(), text);
      return ExitCode.DONE;
    } catch (IOException e) {
      console.show(
          new Problem(
              "LX684",
              "`" + file + "` cannot be written",
              Optional.empty(),
              List.of(String.valueOf(e.getMessage()))));
      return ExitCode.INPUT_OUTPUT;
    }
  }

  private static void replace(Path file, String text) throws IOException {
    if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString(), null, "it is read-only");
    }
    Path part = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (Files.getFileAttributeView(part, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Attempt<Source> unreadable(String name, String why) {
    return failure("LX683", "`" + name + "` cannot be read", why);
  }

  private static Attempt<Source> failure(String code, String message, String note) {
    return new Attempt.Failure<>(new Problem(code, message, Optional.empty(), List.of(note)));
  }
}
