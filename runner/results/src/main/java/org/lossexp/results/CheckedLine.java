package org.lossexp.results;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record on a line with a checksum of its bytes: {@code {"crc32c":"89abcdef","record":{…}}}.
 *
 * <p>So a line that is torn, or of which a single bit has changed, is seen and not believed.
 */
final class CheckedLine {
  private static final byte[] BEFORE_SUM = ascii("{\"crc32c\":\"");
  private static final byte[] AFTER_SUM = ascii("\",\"record\":");
  private static final int SUM_DIGITS = 8;
  private static final int RECORD_START = BEFORE_SUM.length + SUM_DIGITS + AFTER_SUM.length;

  private CheckedLine() {}

  /** {@return {@code record} as a line with a line feed at its end} */
  static byte[] of(JsonObject record) {
    byte[] bytes = Json.line(record).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream line = new ByteArrayOutputStream(RECORD_START + bytes.length + 2);
    line.writeBytes(BEFORE_SUM);
    line.writeBytes(sum(bytes, 0, bytes.length));
    line.writeBytes(AFTER_SUM);
    line.writeBytes(bytes);
    line.write('}');
    line.write('\n');
    return line.toByteArray();
  }

  /** {@return the record of a line without its line feed; empty if the line is damaged} */
  static Optional<JsonObject> record(byte[] line) {
    int end = line.length - 1;
    if (end < RECORD_START
        || line[end] != '}'
        || !has(line, 0, BEFORE_SUM)
        || !has(line, BEFORE_SUM.length + SUM_DIGITS, AFTER_SUM)
        || !has(line, BEFORE_SUM.length, sum(line, RECORD_START, end))) {
      return Optional.empty();
    }
    String text = new String(line, RECORD_START, end - RECORD_START, StandardCharsets.UTF_8);
    return Optional.of(JsonParser.parseString(text).getAsJsonObject());
  }

  private static boolean has(byte[] line, int at, byte[] part) {
    return Arrays.equals(line, at, at + part.length, part, 0, part.length);
  }

  private static byte[] sum(byte[] bytes, int from, int to) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, to - from);
    return ascii(HexFormat.of().toHexDigits((int) sum.getValue()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
