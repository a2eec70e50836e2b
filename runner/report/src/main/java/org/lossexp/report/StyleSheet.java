package org.lossexp.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Style sheets, which have no character that markup would have to escape. */
final class StyleSheet {
  private StyleSheet() {}

  /** {@return the sheet in the resource {@code name}} */
  static String text(String name) {
    try (InputStream in = StyleSheet.class.getResourceAsStream(name)) {
      return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
