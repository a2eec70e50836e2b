package org.lossexp.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * A file that a source names, found on disk.
 *
 * @param parameter whose value names it
 * @param written as the user calls it: a path, or an address
 */
record StoredFile(String parameter, String written, Path path) {
  private static final int BUFFER = 1 << 16;

  /**
   * Finds the file that {@code parameter} names.
   *
   * @param folder what a relative path starts from
   */
  static StoredFile find(Path folder, Arguments arguments, String parameter) throws Unusable {
    Value value = arguments.value(parameter).orElseThrow();
    if (value instanceof Value.Call url) {
      return new StoredFile(
          parameter, url.arguments().word("address"), Download.fetched(parameter, url.arguments()));
    }
    return find(folder, arguments.word(parameter), parameter);
  }

  static StoredFile find(Path folder, String written, String parameter) throws Unusable {
    StoredFile file = new StoredFile(parameter, written, resolve(folder, written, parameter));
    Path path = file.path;
    if (Files.isDirectory(path)) {
      throw file.unusable(
          Codes.UNREADABLE_FILE,
          "`" + written + "` is a folder, not a file",
          "write the file in it, such as `"
              + written
              + "/"
              + tables(path).stream().findFirst().orElse("data.csv")
              + "`");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw file.unusable(
          Codes.UNREADABLE_FILE, "`" + written + "` is a device or a pipe, not a file");
    }
    if (Files.notExists(path)) {
      throw file.unusable(
          Codes.NO_SUCH_FILE,
          "there is no file `" + written + "`",
          "looked for " + path.toAbsolutePath().normalize(),
          neighbours(path));
    }
    return file;
  }

  /** {@return where {@code written} points, whether there is something or not} */
  static Path resolve(Path folder, String written, String parameter) throws Unusable {
    try {
      return folder.resolve(written);
    } catch (InvalidPathException impossible) {
      throw Unusable.argument(
          Codes.NO_SUCH_FILE, parameter, "`" + written + "` cannot be the name of a file");
    }
  }

  /** {@return the hash of the bytes as they are stored, hexadecimal} */
  String sha256() throws Unusable {
    MessageDigest digest = RandomStream.sha256();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Opens the file, unpacked where it is a gzip file or a zip file with one member. What goes wrong
   * while it is read is an {@link Unreadable}.
   */
  InputStream open() throws Unusable {
    try {
      return new Guarded(this, unpacked());
    } catch (IOException failed) {
      throw Unreadable.causes(failed) ? Unreadable.of(failed) : unreadable(failed);
    }
  }

  private InputStream unpacked() throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    stored.mark(4);
    byte[] magic = stored.readNBytes(4);
    stored.reset();
    boolean gzip = magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    if (gzip) {
      return new GZIPInputStream(stored, BUFFER);
    }
    String name = written.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      throw new Unreadable(
          unusable(
              Codes.DAMAGED_GZIP,
              "`" + written + "` is named like a gzip file, but is none",
              "rename it without `.gz` if it is plain text"));
    }
    return name.endsWith(".zip") ? onlyMember(stored) : stored;
  }

  private InputStream onlyMember(InputStream stored) throws IOException {
    List<String> members = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (isFile(entry)) {
          members.add(entry.getName());
        }
      }
    }
    if (members.size() != 1) {
      throw new Unreadable(
          unusable(
              Codes.ZIP_MEMBERS,
              members.isEmpty()
                  ? "`" + written + "` is no zip file, or an empty one"
                  : "`" + written + "` holds " + members.size() + " files instead of one",
              members.isEmpty()
                  ? "it may not have been copied to its end: fetch it again"
                  : "it holds " + Listing.of(members) + ": unpack it, and name the file"));
    }
    ZipInputStream zip = new ZipInputStream(stored);
    for (ZipEntry entry = zip.getNextEntry(); ; entry = zip.getNextEntry()) {
      if (isFile(entry)) {
        return zip;
      }
    }
  }

  /** Archives made on a Mac hold files of its own beside each file. */
  static boolean isFile(ZipEntry entry) {
    return !entry.isDirectory()
        && !entry.getName().startsWith("__MACOSX/")
        && !entry.getName().endsWith(".DS_Store");
  }

  /** {@return all of the unpacked bytes; refused where they are more than {@code most}} */
  byte[] bytes(long most) throws Unusable {
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8L));
      if (bytes.length > most) {
        throw tooLarge(most);
      }
      return bytes;
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
  }

  /** {@return all of the text, decoded and without its byte order mark} */
  String text(Charset encoding) throws Unusable {
    StringBuilder text = new StringBuilder();
    try (TextReader reader = new TextReader(this, encoding)) {
      char[] buffer = new char[BUFFER];
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        if (text.length() + read > Sources.mostBytes() / Character.BYTES) {
          throw tooLarge(Sources.mostBytes());
        }
        text.append(buffer, 0, read);
      }
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
    return text.toString();
  }

  private Unusable tooLarge(long most) {
    return unusable(
        Codes.FILE_TOO_LARGE,
        "`" + written + "` holds more than " + (most >> 20) + " MiB",
        "it is read as a whole: give Java more memory, or take a part of it");
  }

  /** A mistake in the value of the parameter that names this file. */
  Unusable unusable(String code, String message, String... notes) {
    return Unusable.argument(code, parameter, message, notes);
  }

  private Unusable unreadable(IOException failed) {
    return unusable(
        Codes.UNREADABLE_FILE,
        "`" + written + "` cannot be read",
        "the system says: " + failed.getMessage());
  }

  private static String neighbours(Path path) {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return "that folder does not exist; relative paths start at the experiment file's folder";
    }
    List<String> tables = tables(parent);
    String wanted = stem(path.getFileName().toString());
    return tables.stream()
        .filter(name -> stem(name).startsWith(wanted) || wanted.startsWith(stem(name)))
        .findFirst()
        .map(name -> "did you mean `" + name + "`?")
        .orElse(
            tables.isEmpty()
                ? "that folder holds no tables; relative paths start at the experiment file's"
                    + " folder"
                : "that folder holds "
                    + Listing.of(tables)
                    + "; relative paths start at the experiment file's folder");
  }

  /** The name up to its first dot, in lower case. */
  private static String stem(String name) {
    int dot = name.indexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  private static List<String> tables(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name ->
              name.matches(
                  "(?i).+\\.(csv|tsv|txt|data|dat|tab|arff|parquet|json|train|test|query)"
                      + "(\\.(gz|zip))?"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Says in the user's words what went wrong. */
  private static final class Guarded extends FilterInputStream {
    private final StoredFile file;

    Guarded(StoredFile file, InputStream in) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException failed) {
        throw failure(failed);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException failed) {
        throw failure(failed);
      }
    }

    private Unreadable failure(IOException failed) {
      boolean gzip = in instanceof GZIPInputStream;
      if (!gzip && !(in instanceof ZipInputStream)) {
        return new Unreadable(file.unreadable(failed));
      }
      return new Unreadable(
          file.unusable(
              Codes.DAMAGED_GZIP,
              "`" + file.written + "` is a damaged " + (gzip ? "gzip" : "zip") + " file",
              failed.getMessage() == null
                  ? "it ends too early"
                  : "unpacking says: " + failed.getMessage(),
              "it may not have been copied to its end: fetch it again"));
    }
  }
}
