package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.lossexp.spi.Value;

/** Finds out which source is called, and what all sources share. */
final class Sources {
  static final String MORE_MEMORY =
      "give Java more memory, such as `JAVA_TOOL_OPTIONS=-Xmx8g`, or take a part of the rows or"
          + " columns";

  private Sources() {}

  /**
   * Reads or makes all rows.
   *
   * @param folder what relative paths start from
   */
  static Dataset load(Path folder, Value.Call call) throws Unusable {
    return switch (call.name()) {
      case "csv" -> CsvSource.load(folder, call.arguments());
      case "arff" -> ArffSource.load(folder, call.arguments());
      case "libsvm" -> LibsvmSource.load(folder, call.arguments());
      case "idx" -> IdxSource.load(folder, call.arguments());
      case "ratings" -> Interactions.ratings(folder, call.arguments());
      case "triples" -> Interactions.triples(folder, call.arguments());
      case "parquet", "json", "sql" -> ForeignSource.load(folder, call);
      case "images" -> ImageSource.load(folder, call.arguments());
      default -> Generators.generate(call);
    };
  }

  /** {@return how many bytes the rows of a source may take: trials need as much again} */
  static long mostBytes() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /** {@return the headline that refuses {@code needed} bytes} */
  static String tooLarge(String written, long rows, long needed) {
    return String.format(
        Locale.ROOT,
        "`%s` does not fit: its %d rows need about %d MiB, and Java may use %d MiB, half of it for"
            + " a source",
        written,
        rows,
        (needed >> 20) + 1,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /** {@return one hash for several files, or that of the only one} */
  static String sha256(List<String> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    byte[] text = String.join("\n", hashes).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(RandomStream.sha256().digest(text));
  }
}
