package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of how it came about, when it is due and only then. */
class LookingTest {
  private static final String RAISED = "An earlier run in this folder had fewer seeds (2, now 4)";
  private static final String ORACLE = "the best epoch is chosen on clean validation rows";
  private static final String SEEDS_ONLY = "Only the randomness of training was varied";
  private static final String CLOCK = "What the clock said";

  @TempDir Path folder;

  private Path file(int seeds, String split, String noise) throws IOException {
    return Files.writeString(
        folder.resolve("looked.lossexp"),
        """
        data d = friedman1(rows = 100, noise = 1) -> %s%s -> standardize(target = true)
        model m = dense(4, relu) -> dense(outputs)
        loss mse, mae
        train { epochs = 2 }
        repeat { seeds = %d }
        report { formats = [html, markdown, latex, json] }
        """
            .formatted(split, noise, seeds));
  }

  private String report(Path out, Object... words) throws IOException {
    Lossexp run = Lossexp.run(words);
    assertEquals(0, run.code(), run.err());
    String text = Files.readString(out.resolve("report.md"));
    for (String said : new String[] {RAISED, ORACLE, SEEDS_ONLY, CLOCK}) {
      for (String page : new String[] {"report.html", "report.tex"}) {
        String other = Files.readString(out.resolve(page));
        assertEquals(text.contains(said), other.contains(said), page + ": " + said);
      }
    }
    return text;
  }

  private String run(Path out, Path file, String... more) throws IOException {
    Object[] words = new Object[5 + more.length];
    System.arraycopy(new Object[] {"run", file, "-o", out, "--no-cache"}, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return report(out, words);
  }

  @Test
  void seedsThatWereRaisedAfterLookingAreTold() throws IOException {
    Path out = folder.resolve("out");
    assertFalse(run(out, file(2, "holdout(test = 20%)", "")).contains("earlier run"));
    assertFalse(run(out, file(2, "holdout(test = 20%)", "")).contains("earlier run"));
    assertTrue(run(out, file(4, "holdout(test = 20%)", "")).contains(RAISED));
    assertTrue(report(out, "report", out).contains(RAISED));
    Lossexp verified = Lossexp.run("verify", out);
    assertEquals(0, verified.code(), verified.out() + verified.err());
    Path anew = folder.resolve("anew");
    assertFalse(run(anew, file(4, "holdout(test = 20%)", "")).contains("earlier run"));
    assertFalse(run(out, file(2, "holdout(test = 20%)", "")).contains("earlier run"));
  }

  @Test
  void theClockIsToldToWhoAsks() throws IOException {
    Path out = folder.resolve("out");
    Path file = file(2, "holdout(test = 20%)", "");
    String without = run(out, file);
    assertFalse(without.contains(CLOCK));
    assertTrue(report(out, "report", out, "--timings").contains(CLOCK));
    ReportSchema.check(Files.readString(out.resolve("report.json")));
    assertTrue(Files.readString(out.resolve("report.json")).contains("\"timings\""));
    Lossexp verified = Lossexp.run("verify", out);
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertEquals(without, report(out, "report", out));
    assertTrue(run(out, file, "--timings").contains(CLOCK));
  }

  @Test
  void cleanValidationBesideCorruptedTrainingIsAnOracle() throws IOException {
    String split = "holdout(test = 20%, validation = 20%)";
    String both = " -> outliers(rate = 20%, on = [training, validation])";
    assertTrue(
        run(folder.resolve("a"), file(2, split, " -> outliers(rate = 20%)")).contains(ORACLE));
    assertFalse(run(folder.resolve("b"), file(2, split, both)).contains(ORACLE));
    assertFalse(run(folder.resolve("c"), file(2, split, "")).contains(ORACLE));
  }

  @Test
  void withOneTestPartOnlyTrainingWasVaried() throws IOException {
    String fixed = "holdout(test = 20%, seed = 3)";
    assertTrue(run(folder.resolve("a"), file(3, fixed, "")).contains(SEEDS_ONLY));
    String redrawn = "holdout(test = 20%)";
    assertFalse(run(folder.resolve("b"), file(3, redrawn, "")).contains(SEEDS_ONLY));
  }
}
