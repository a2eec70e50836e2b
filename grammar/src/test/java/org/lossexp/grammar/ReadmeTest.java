package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference shows nothing that cannot be read. */
class ReadmeTest {
  @Test
  void everyExampleIsCanonical() throws IOException {
    List<String> examples = blocks("lossexp");
    assertTrue(examples.size() >= 6);
    for (String example : examples) {
      assertEquals(example, FormatterTest.layOut(new Source("README", example)));
    }
  }

  @Test
  void theLayoutIsAsShown() throws IOException {
    String before = blocks("lossexp before").getFirst();
    String after = blocks("lossexp after").getFirst();
    assertEquals(after, FormatterTest.layOut(new Source("README", before)));
  }

  @Test
  void draftsAreRewrittenAsShown() throws IOException {
    String table = readme().substring(readme().indexOf("| version 0 |"));
    var rows =
        Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|.*$", Pattern.MULTILINE)
            .matcher(table.substring(0, table.indexOf("\n\n")))
            .results()
            .toList();
    assertTrue(rows.size() >= 8);
    for (MatchResult row : rows) {
      boolean first = row.group(1).startsWith("language");
      assertEquals(
          (first ? "" : "language 1\n") + row.group(2),
          Migration.of(new Source("draft", (first ? "" : "language 0\n") + row.group(1)))
              .get()
              .text());
    }
  }

  @Test
  void everyFormulaIsReadAndIsCanonical() throws IOException {
    List<String> formulas = blocks("lossexp formula").stream().flatMap(String::lines).toList();
    assertTrue(formulas.size() >= 3);
    for (String formula : formulas) {
      Expression tree = Parser.parseExpression(new Source("README", formula)).get();
      assertEquals(formula, ExpressionText.of(tree));
    }
  }

  @Test
  void theLimitsAreAsStated() throws IOException {
    for (int limit :
        new int[] {Parser.CHARACTERS, Parser.TOKENS, LimitedParser.DEPTH, Problems.LIMIT}) {
      String cell = String.format(Locale.ROOT, "| %,d | LX13", limit);
      assertTrue(readme().contains(cell), cell);
    }
  }

  @Test
  void everyMessageLooksAsShown() throws IOException {
    for (String message : blocks("text")) {
      Source source = new Source("robust.lossexp", "loss mse\nloss huber(delta = .5)\n");
      assertEquals(
          message, DiagnosticText.plain(Parser.parseFile(source).diagnostics().getFirst()));
    }
  }

  @Test
  void everyCodeIsListedUnderItsPagesTitle() throws IOException {
    for (String code : ExplainPagesTest.codes()) {
      String title = ExplainPagesTest.page(code).lines().findFirst().orElseThrow();
      String row = "| " + code + " | " + title.substring(title.indexOf(": ") + 2);
      assertTrue(readme().contains(row), row);
    }
  }

  private static List<String> blocks(String language) throws IOException {
    var blocks = new ArrayList<String>();
    var matcher =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(readme());
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
