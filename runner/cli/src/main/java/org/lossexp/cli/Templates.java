package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.lossexp.grammar.Formatter;
import org.lossexp.grammar.Source;

/** The texts that {@code lossexp new} writes, as they lie in the program. */
final class Templates {
  private static final String FOLDER = "META-INF/lossexp/new/";

  private Templates() {}

  /** {@return the template at {@code path}} */
  static String text(String path) {
    try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(FOLDER + path)) {
      if (in == null) {
        throw new AssertionError("the program has no " + FOLDER + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return an experiment in its canonical layout, which the length of a name may change} */
  static String laidOut(String experiment) {
    return Formatter.format(new Source("template", experiment)).get();
  }
}
