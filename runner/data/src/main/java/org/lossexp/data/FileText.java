package org.lossexp.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A file of text, whole: found, unpacked, decoded.
 *
 * @param sha256 of the file's bytes as they are stored, hexadecimal
 */
record FileText(String text, String sha256) {
  private static final int GIBIBYTE = 1 << 30;

  private static final String PATH = "path";

  /**
   * {@return how many bytes a file may hold, packed or not}
   *
   * <p>More than a GiB is a mistake or an attack; and bytes, text and numbers must fit side by
   * side.
   */
  static int mostBytes() {
    return (int) Math.min(GIBIBYTE, Runtime.getRuntime().maxMemory() / 5);
  }

  /**
   * Reads the file called {@code written}.
   *
   * @param folder what a relative path starts from
   * @param encoding of a file that does not begin with a byte order mark
   * @param most bytes that it may hold, packed or not
   */
  static FileText read(Path folder, String written, Charset encoding, int most) throws Unusable {
    Path path = find(folder, written);
    byte[] stored;
    try {
      if (Files.size(path) > most) {
        throw tooLarge(written, most);
      }
      stored = Files.readAllBytes(path);
    } catch (IOException unreadable) {
      throw Unusable.argument(
          Codes.UNREADABLE_FILE,
          PATH,
          "`" + written + "` cannot be read",
          "the system says: " + unreadable.getMessage());
    }
    String sha256 = HexFormat.of().formatHex(RandomStream.sha256().digest(stored));
    byte[] bytes = unpack(stored, written, most);
    for (byte b : bytes) {
      // UTF-16 text is full of zero bytes; its byte order mark tells it from binary data.
      if (b == 0 && !isUtf16(bytes)) {
        throw Unusable.argument(
            Codes.NOT_TEXT,
            PATH,
            "`" + written + "` is not a text file: it holds zero bytes",
            "`csv` reads text, one row a line; a workbook or a database must be exported first");
      }
    }
    return new FileText(decode(bytes, written, encoding), sha256);
  }

  private static Path find(Path folder, String written) throws Unusable {
    Path path;
    try {
      path = folder.resolve(written);
    } catch (InvalidPathException impossible) {
      throw Unusable.argument(
          Codes.NO_SUCH_FILE, PATH, "`" + written + "` cannot be the name of a file");
    }
    if (Files.isDirectory(path)) {
      throw Unusable.argument(
          Codes.UNREADABLE_FILE,
          PATH,
          "`" + written + "` is a folder, not a file",
          "write the file in it, such as " + example(written, path));
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw Unusable.argument(
          Codes.UNREADABLE_FILE, PATH, "`" + written + "` is a device or a pipe, not a file");
    }
    if (Files.notExists(path)) {
      throw Unusable.argument(
          Codes.NO_SUCH_FILE,
          PATH,
          "there is no file `" + written + "`",
          "looked for " + path.toAbsolutePath().normalize(),
          neighbours(path));
    }
    return path;
  }

  private static String example(String written, Path folder) {
    return "`" + written + "/" + tables(folder).stream().findFirst().orElse("data.csv") + "`";
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
          .filter(name -> name.matches("(?i).+\\.(csv|tsv|txt|data|dat|tab)(\\.gz)?"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private static byte[] unpack(byte[] stored, String written, int most) throws Unusable {
    boolean packed = stored.length >= 2 && stored[0] == 0x1f && stored[1] == (byte) 0x8b;
    if (!packed) {
      if (written.toLowerCase(Locale.ROOT).endsWith(".gz")) {
        throw Unusable.argument(
            Codes.DAMAGED_GZIP,
            PATH,
            "`" + written + "` is named like a gzip file, but is none",
            "rename it without `.gz` if it is plain text");
      }
      return stored;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored), 1 << 16)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(written, most);
      }
      return bytes;
    } catch (IOException damaged) {
      throw Unusable.argument(
          Codes.DAMAGED_GZIP,
          PATH,
          "`" + written + "` is a damaged gzip file",
          "unpacking says: " + damaged.getMessage(),
          "it may not have been copied to its end: fetch it again");
    }
  }

  private static Unusable tooLarge(String written, int most) {
    return Unusable.argument(
        Codes.FILE_TOO_LARGE,
        PATH,
        "`" + written + "` holds more than " + (most >> 20) + " MiB",
        "tables are held in memory, up to a fifth of Java's and 1 GiB: take a part of its rows");
  }

  private static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }

  private static String decode(byte[] bytes, String written, Charset encoding) throws Unusable {
    boolean utf8Mark =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    int skipped = utf8Mark ? 3 : 0;
    // Java's UTF-16 takes the byte order from the mark and drops it.
    Charset charset =
        utf8Mark ? StandardCharsets.UTF_8 : isUtf16(bytes) ? StandardCharsets.UTF_16 : encoding;
    ByteBuffer input = ByteBuffer.wrap(bytes, skipped, bytes.length - skipped);
    try {
      return charset.newDecoder().decode(input).toString();
    } catch (CharacterCodingException malformed) {
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw Unusable.argument(
          Codes.NOT_TEXT,
          PATH,
          "`" + written + "` is not UTF-8 text: line " + line + " holds other bytes",
          "write `encoding = latin1` if it comes from an older program, or save it as UTF-8");
    }
  }
}
