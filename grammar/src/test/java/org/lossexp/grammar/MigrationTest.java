package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of older versions are rewritten; nothing else of them is touched. */
class MigrationTest {
  static List<Path> drafts() {
    return Shared.list(Path.of("src/test/snippets/migrated"), ".lossexp");
  }

  @ParameterizedTest
  @MethodSource("drafts")
  void aDraftBecomesThis(Path file) throws IOException {
    Migration migration = Migration.of(Shared.read(file)).get();
    assertEquals(0, migration.from());
    SnippetTest.compare(file, ".version1", migration.text());
    assertEquals(List.of(), Parser.parseFile(new Source("x", migration.text())).diagnostics());
    assertEquals(new Migration(1, migration.text(), List.of()), migrate(migration.text()).get());
  }

  /** One line a case, each of the table in the README, and what must not be taken for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          loss mse # c                          | loss mse // c
          loss mse #/ c                         | loss mse // / c
          loss a = x**2**y                      | loss a = x^2^y
          loss huber(delta sweep {1, 2})        | loss huber(delta in {1, 2})
          let a sweep log 1 .. 2 by 3           | let a in log 1 .. 2 by 3
          let sweep = 3                         | let sweep = 3
          let a = f(sweep, sweep = 1)           | let a = f(sweep, sweep = 1)
          let a in [1, 2]                       | let a in {1, 2}
          let a tune [1, 2]                     | let a tune {1, 2}
          let a sweep [[1], [2]]                | let a in {[1], [2]}
          let a = [1, 2]                        | let a = [1, 2]
          optimizer sgd(lr = 1)                 | optimizer sgd(learning_rate = 1)
          optimizer sgd(lr tune 1 .. 2)         | optimizer sgd(learning_rate tune 1 .. 2)
          optimizer sgd(learning_rate = lr)     | optimizer sgd(learning_rate = lr)
          loss mine(lr = 1) = lr * residual     | loss mine(lr = 1) = lr * residual
          train { batch = 3 }                   | train { batch_size = 3 }
          train { batch_size = 3 }              | train { batch_size = 3 }
          let batch = 3                         | let batch = 3
          metrics mae, rmse                     | measure mae, rmse
          let metrics = 3                       | let metrics = 3
          zip loss, optimizer                   | zip loss, optimizer
          experiment "# ** in [1]"              | experiment "# ** in [1]"
          """)
  void eachDifferenceIsRewritten(String before, String after) {
    assertEquals("language 1\n" + after, migrate("language 0\n" + before).get().text());
  }

  @Test
  void everyChangeIsTold() {
    Migration migration = migrate("# c\nlanguage 0\noptimizer sgd(lr = 1)").get();
    assertEquals(
        List.of(
            new Migration.Change(1, "# c", "// c"),
            new Migration.Change(2, "0", "1"),
            new Migration.Change(3, "lr", "learning_rate")),
        migration.changes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"loss mse", "language 1\nloss mse # not a comment", "", "(((", "language"})
  void aTextOfThisVersionStaysAsItIs(String text) {
    assertEquals(new Migration(1, text, List.of()), migrate(text).get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"language 2", "language 0.5", "language 1e400", "language 1000000000000"})
  void noOtherVersionIsKnown(String text) {
    assertEquals(List.of(Codes.LANGUAGE_VERSION), codes(migrate(text)));
  }

  @Test
  void mistakesThatRemainAreTold() {
    var outcome = migrate("language 0\nloss mse # c\nloss huber(delta = .5)");
    assertEquals(List.of(Codes.MALFORMED_NUMBER), codes(outcome));
    assertEquals(
        "language 1\nloss mse // c\nloss huber(delta = .5)",
        outcome.diagnostics().getFirst().source().text());
  }

  @Test
  void anOldTextIsReadByNothingElseAndNamesTheWayOut() {
    var source = new Source("old.lossexp", "# c\nlanguage 0\nloss huber(delta sweep [1, 2])");
    for (Outcome<?> outcome : List.of(Parser.parseFile(source), Formatter.format(source))) {
      assertEquals(List.of(Codes.LANGUAGE_VERSION), codes(outcome));
      String message = DiagnosticText.plain(outcome.diagnostics().getFirst());
      assertTrue(message.contains("lossexp migrate old.lossexp"), message);
    }
  }

  private static Outcome<Migration> migrate(String text) {
    return Migration.of(new Source("old.lossexp", text));
  }

  private static List<String> codes(Outcome<?> outcome) {
    return outcome.diagnostics().stream().map(Diagnostic::code).toList();
  }
}
