package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program within another one, whose JVM is not ours to set up. */
class ProgramTest {
  @TempDir private Path folder;

  /** German writes 0,5, Arabic in Egypt other digits. */
  @Test
  void theCallersLocaleIsInNoByteOfTheResults() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("small.lossexp"),
            """
            data d = friedman1(rows = 1200) -> holdout(test = 30%, validation = 20%) -> standardize()
            model mlp = dense(4, relu)
            loss mse, huber(delta in {0.5, 1.5})
            train { epochs = 2 }
            repeat { seeds = 3 }
            report { formats = [html, markdown, latex, csv, json] }
            """);
    Lossexp command = Lossexp.run("run", file, "-o", folder.resolve("command"));
    assertEquals(0, command.code(), command.err());
    Locale before = Locale.getDefault();
    for (String tag : List.of("de-DE", "ar-EG")) {
      Path results = folder.resolve(tag);
      try {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertEquals(ExitCode.DONE, Program.run(file, Optional.of(results), List.of()).code());
      } finally {
        Locale.setDefault(before);
      }
      Folders.assertSameResults(folder.resolve("command"), results);
    }
  }
}
