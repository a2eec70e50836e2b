package org.lossexp.results;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write into a folder: one process has it at a time.
 *
 * <p>The operating system's lock on the file {@code lock} decides, and ends with its process
 * however that dies; so a file that a dead process left behind holds nobody up. What the file says
 * is for the message to whoever comes second.
 */
final class Claim implements AutoCloseable {
  /**
   * Folders claimed by this process. The operating system would not refuse them a second time, and
   * closing any channel on the file would give up the first claim.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String LOCK = "lock";

  private final Path held;
  private final FileChannel channel;
  private Path file;

  private Claim(Path held, FileChannel channel, Path file) {
    this.held = held;
    this.channel = channel;
    this.file = file;
  }

  /**
   * {@return the claim on {@code folder}, or nothing if another has it: then see {@link #owner}}
   */
  static Optional<Claim> on(Path folder, Instant now) throws IOException {
    Path held = folder.toRealPath();
    if (!HELD.add(held)) {
      return Optional.empty();
    }
    Optional<Claim> claim = Optional.empty();
    try {
      claim = locked(held, folder.resolve(LOCK));
      if (claim.isPresent()) {
        claim.get().note(now);
      }
      return claim;
    } finally {
      if (claim.isEmpty()) {
        HELD.remove(held);
      }
    }
  }

  /** {@return whether {@code file} is what a claim leaves, be it only for a moment} */
  static boolean isOurs(Path file) {
    return file.getFileName().toString().equals(LOCK);
  }

  private static Optional<Claim> locked(Path held, Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean keep = false;
      try {
        if (channel.tryLock() == null) {
          return Optional.empty();
        }
        // Its last owner may have removed the file between the two calls above.
        if (Files.exists(file)) {
          keep = true;
          return Optional.of(new Claim(held, channel, file));
        }
      } finally {
        if (!keep) {
          channel.close();
        }
      }
    }
  }

  private void note(Instant now) throws IOException {
    JsonObject owner = new JsonObject();
    owner.addProperty("pid", ProcessHandle.current().pid());
    owner.addProperty("host", host());
    owner.addProperty("started", now.toString());
    channel.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap(Json.pretty(owner).getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** {@return who has the claim on {@code folder}, in words} */
  static String owner(Path folder) throws IOException {
    if (HELD.contains(folder.toRealPath())) {
      return "this process";
    }
    try {
      JsonObject owner =
          JsonParser.parseString(Files.readString(folder.resolve(LOCK))).getAsJsonObject();
      return "process %d on %s, since %s"
          .formatted(
              owner.get("pid").getAsLong(),
              owner.get("host").getAsString(),
              owner.get("started").getAsString());
    } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
      // It may be writing the note just now, or be gone.
      return "process unknown";
    }
  }

  /** {@return whether a process that still lives has the claim on {@code folder}} */
  static boolean isHeld(Path folder) {
    try {
      JsonObject owner =
          JsonParser.parseString(Files.readString(folder.resolve(LOCK))).getAsJsonObject();
      return !owner.get("host").getAsString().equals(host())
          || ProcessHandle.of(owner.get("pid").getAsLong()).isPresent();
    } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
      return false;
    }
  }

  /** Follows the claimed folder to {@code folder}, where it was moved. */
  void movedTo(Path folder) {
    file = folder.resolve(LOCK);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    } finally {
      HELD.remove(held);
    }
  }

  /** The machine's name, without asking a name server, which can take seconds. */
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("this machine");
    }
  }
}
