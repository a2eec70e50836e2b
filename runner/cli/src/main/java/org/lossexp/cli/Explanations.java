package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The pages on diagnostics; each room ships those of its own codes. */
final class Explanations {
  private Explanations() {}

  /** {@return the page on {@code code}, in Markdown} */
  static Optional<String> page(String code) {
    String name = "META-INF/lossexp/explain/" + code.toUpperCase(Locale.ROOT) + ".md";
    try (InputStream page = Explanations.class.getClassLoader().getResourceAsStream(name)) {
      return page == null
          ? Optional.empty()
          : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
