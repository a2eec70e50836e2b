package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that import others, define losses, and tune values, from the command line. */
class LanguageTest {
  private static final String TUNED =
      """
      data d = blobs(rows = 60) -> kfold(3, validation = 20%, seed = 1)
      loss cross_entropy
      loss focal(gamma tune 0 .. 5) = -(1 - p[label])^gamma * log_p[label]
      tune { search = random(points = 4), seeds = 2 }
      repeat { seeds = 2 }
      train { epochs = 2 }
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void whatIsImportedIsFoundFromTheFileThatImports() throws Exception {
    write("lib/losses.lossexp", "import \"deep/more.lossexp\"\ndefine loss twice = 2 * half\n");
    write("lib/deep/more.lossexp", "import \"../rate.lossexp\"\ndefine loss half = residual^2 / 2");
    write("lib/rate.lossexp", "let rate = 0.01\ntrain { epochs = 2 }\n");
    Path file =
        write(
            "main.lossexp",
            """
            import "lib/losses.lossexp"
            data d = linear(rows = 60)
            loss mse, twice
            optimizer sgd(rate)
            repeat { seeds = 2 }
            compare { baseline = mse }
            """);

    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));
    assertEquals(0, run.code(), run.err());
    // Twice the half of the square is the square: the same trainings to the last bit.
    assertTrue(run.out().contains("identical"), run.out());

    Lossexp again = Lossexp.run("plan", folder.resolve("r/experiment.lossexp"), "--json");
    Lossexp first = Lossexp.run("plan", file, "--json");
    assertEquals(trials(first), trials(again));
  }

  private static String trials(Lossexp plan) {
    JsonObject json = JsonParser.parseString(plan.out()).getAsJsonObject();
    var ids = new StringBuilder();
    json.getAsJsonArray("trials")
        .forEach(trial -> ids.append(trial.getAsJsonObject().get("trial")).append('\n'));
    assertFalse(ids.isEmpty());
    return ids.toString();
  }

  @Test
  void aProblemOfAnImportedFileNamesThatFile() throws Exception {
    write("lib.lossexp", "// é\ndata d = blobs(row = 3)\n");
    Path file = write("main.lossexp", "import \"lib.lossexp\"\ndata d\nloss cross_entropy\n");
    Lossexp check = Lossexp.run("check", "--json", file);
    assertEquals(2, check.code());
    JsonObject problem =
        JsonParser.parseString(check.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(folder.resolve("lib.lossexp").toString(), problem.get("file").getAsString());
    assertEquals(2, problem.get("line").getAsInt());
    assertEquals(16, problem.get("column").getAsInt());
  }

  @Test
  void aMissingImportIsAProblemOfInput() throws Exception {
    Path file =
        write("main.lossexp", "import \"none.lossexp\"\ndata d = blobs()\nloss cross_entropy\n");
    Lossexp check = Lossexp.run("check", file);
    assertEquals(4, check.code());
    assertTrue(check.err().contains("error[LX681]"), check.err());
    assertTrue(check.err().contains("main.lossexp:1:8"), check.err());
  }

  @Test
  void aFileThatOnlyDeclaresIsALibrary() throws Exception {
    Path file = write("lib.lossexp", "let n = 60\ndata d = blobs(rows = n)\n");
    Lossexp check = Lossexp.run("check", "--strict", file);
    assertEquals(0, check.code(), check.err());
    assertTrue(check.out().contains("a library"), check.out());
    assertEquals(2, Lossexp.run("run", file, "-o", folder.resolve("r")).code());

    write("lib.lossexp", "data d = blobs(row = 3)\n");
    Lossexp wrong = Lossexp.run("check", file);
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("LX204") && !wrong.err().contains("LX402"), wrong.err());
    write("lib.lossexp", "data d = blobs()\ntrain { epochs = 3 }\n");
    assertEquals(2, Lossexp.run("check", file).code());
  }

  @Test
  void aLinkDoesNotLeadOutOfTheProject() throws Exception {
    Path outside = write("outside.lossexp", "let a = 1\n");
    Path file =
        write("project/main.lossexp", "import \"in.lossexp\"\ndata d = blobs()\nloss mse\n");
    try {
      Files.createSymbolicLink(folder.resolve("project/in.lossexp"), outside);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "skipped: this system makes no links");
    }
    Lossexp check = Lossexp.run("check", file);
    assertEquals(2, check.code());
    assertTrue(check.err().contains("error[LX221]"), check.err());
  }

  @Test
  void aPlanListsWhatASearchWillTrain() throws Exception {
    Path file = write("tuned.lossexp", TUNED);
    Lossexp plan = Lossexp.run("plan", file);
    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.out().contains("// focal · part 2 · point 3/4 · seed 1\n"), plan.out());
    assertFalse(plan.out().contains("cross_entropy · part"), plan.out());
    // 1 candidate, 3 folds, 4 points, 2 seeds
    assertTrue(plan.out().contains("at most 24 trials in 3 searches"), plan.out());

    JsonObject tuning =
        JsonParser.parseString(Lossexp.run("plan", file, "--json").out())
            .getAsJsonObject()
            .getAsJsonObject("tuning");
    assertEquals(24, tuning.get("trials").getAsInt());
    assertEquals("validation.accuracy", tuning.get("goal").getAsString());
    JsonObject search = tuning.getAsJsonArray("searches").get(2).getAsJsonObject();
    assertEquals(3, search.get("part").getAsInt());
    assertEquals("0 .. 5", search.getAsJsonObject("values").get("gamma").getAsString());
    assertEquals(8, search.getAsJsonArray("slots").size());
  }

  @Test
  void everySearchThatAFileMayNameIsPlanned() throws Exception {
    for (String search :
        new String[] {"tpe", "random", "sobol", "grid", "cma_es", "halving", "hyperband"}) {
      Path file = write(search + ".lossexp", TUNED.replace("random(", search + "("));
      assertEquals(0, Lossexp.run("check", file).code(), search);
    }
  }
}
