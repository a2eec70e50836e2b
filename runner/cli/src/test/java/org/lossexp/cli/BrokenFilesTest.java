package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a newcomer gets wrong: a message that says what, where and what next, and no stack trace.
 */
class BrokenFilesTest {
  private static final String DATA = "data d = friedman1(rows = 60)\n";
  private static final String CLASSES = "data d = blobs(rows = 60, classes = 3)\n";

  private static final String ZIPPED =
      "let rate in {0.1, 0.2, 0.3}\noptimizer sgd(learning_rate = rate)\nzip loss, rate\n";

  @TempDir private Path folder;

  @BeforeEach
  void writeTables() throws Exception {
    write(
        "good.csv",
        "a,b,y\n1,2,x\n2,1,z\n3,3,x\n4,1,z\n5,0,x\n6,2,z\n7,1,x\n8,2,z\n9,0,x\n0,1,z\n");
    write("ragged.csv", "a,b,y\n1,2,3.5\n1,2\n4,5,6.5\n");
    write("holes.csv", "a,b,y\n1,2,3.5\n,2,4.5\n4,5,6.5\n4,,6.25\n7,5,6.75\n");
    write("empty.csv", "");
    write("header.csv", "a,b,y\n");
    Files.write(folder.resolve("binary.csv"), new byte[] {1, 0, 2, 0, 3, 10, 0, 0, 7});
    write("numbers.csv", "a,y\n1,1.5\n2,2.5\n3,3.75\n4,4.5\n5,5.5\n6,6.25\n7,7.5\n8,8.5\n");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // Syntax.
        mistake(2, "LX101", "data d friedman1()\nloss mse, mae\n", "expected"),
        mistake(2, "never closed", "data d = friedman1(rows = 60\nloss mse, mae\n", "`(`"),
        mistake(2, "LX1", DATA + "loss mse, mae\ntrain { epochs = 3\n", "`{`"),
        mistake(2, "LX1", DATA + "lss mse, mae\n", "did you mean `loss`"),
        mistake(2, "LX1", DATA + "loss mse, huber(delta = .5)\n", "0.5"),
        mistake(2, "LX1", "question \"which?\nloss mse\n", "string"),
        // Names.
        mistake(2, "LX202", DATA + "loss mse, hubr\n", "did you mean `huber`"),
        mistake(2, "LX204", DATA + "loss mse, huber(detla = 1)\n", "did you mean `delta`"),
        mistake(2, "LX204", DATA + "loss mse, mae\noptimizer adam(lr = 0.1)\n", "learning_rate"),
        mistake(2, "LX2", "data d = freidman1()\nloss mse, mae\n", "friedman1"),
        mistake(2, "LX2", DATA + "model m = dens(8)\nloss mse, mae\n", "dense"),
        mistake(2, "LX2", DATA + "loss mse, mae\nmeasure acuracy\n", "accuracy"),
        mistake(2, "LX2", DATA + "loss mse, mae\ntrain { epoch = 3 }\n", "epochs"),
        mistake(2, "LX", DATA + "loss mse, mae\ncompare { baseline = mea }\n", "mae"),
        // Values.
        mistake(2, "LX207", DATA + "loss mse, huber(delta = -1)\n", "above 0"),
        mistake(2, "LX208", DATA + "loss mse, huber(delta = \"1\")\n", "number"),
        mistake(2, "LX2", DATA + "loss mse, mae\ntrain { epochs = 2.5 }\n", "whole"),
        mistake(2, "LX2", DATA + "loss mse, mae\nrepeat { seeds = 0 }\n", "at least 1"),
        // What does not go together.
        mistake(2, "LX5", CLASSES + "loss cross_entropy, huber\n", "losses for multiclass"),
        mistake(2, "LX5", DATA + "loss cross_entropy, hinge\n", "losses for regression"),
        mistake(2, "LX5", CLASSES + "loss cross_entropy, hinge\n", "weston_watkins_hinge"),
        mistake(
            2,
            "LX",
            CLASSES + "model m = dense(8, relu) -> dense(1)\nloss cross_entropy\n",
            "dense(outputs)"),
        mistake(
            2,
            "LX",
            CLASSES + "model m = dense(classes, softmax)\nloss cross_entropy, softmax_focal\n",
            "softmax"),
        mistake(
            2,
            "LX4",
            CLASSES + "loss cross_entropy, multiclass_svm\ncompare { by = test.log_loss }\n",
            "probabilities"),
        mistake(2, "LX4", DATA + "loss mse, huber\ncompare { by = test.huber }\n", "loss"),
        mistake(2, "LX511", DATA + "model m = conv2d(8, 3, relu)\nloss mse, mae\n", "reshape"),
        mistake(
            2,
            "LX511",
            DATA + "model m = reshape(3, 4) -> flatten()\nloss mse, mae\n",
            "given 10 numbers"),
        mistake(
            2,
            "LX511",
            DATA + "model m = dense(8) -> residual(dense(4))\nloss mse, mae\n",
            "4 numbers"),
        mistake(
            2,
            "no step `dens`",
            DATA + "model m = dense(8) -> residual(dens(8))\nloss mse, mae\n",
            "did you mean `dense`"),
        mistake(
            2,
            "LX505",
            DATA
                + "model m = heads(scale, mean)\n"
                + "loss mine for heads(mean, scale) = (target - mean)^2 * exp(-scale) + scale\n",
            "`mean, scale`"),
        mistake(2, "LX511", DATA + "model m = embedding(8)\nloss mse, mae\n", "codes"),
        mistake(
            2,
            "LX",
            "data d = friedman1() -> label_noise(rate = 10%)\nloss mse, mae\n",
            "label_noise"),
        // Formulas, libraries, searches.
        mistake(2, "LX230", DATA + "loss mine = resdual^2\nloss mse\n", "did you mean `residual`"),
        mistake(4, "LX681", "import \"lib.lossexp\"\n" + DATA + "loss mse, mae\n", "lib.lossexp"),
        mistake(2, "LX225", "uses \"acme-losses\"\n" + DATA + "loss mse, mae\n", "--plugins"),
        mistake(2, "LX422", DATA + "loss mse, mae\n" + ZIPPED, "`loss` 2, `rate` 3"),
        mistake(
            2,
            "LX427",
            DATA + "loss mse, huber(delta tune 0.1 .. 2)\ntune { goal = test.mae }\n",
            "write `validation`"),
        // Files.
        mistake(4, "LX601", "data d = csv(\"god.csv\")\nloss cross_entropy, mse\n", "good.csv"),
        mistake(4, "LX6", "data d = csv(\"empty.csv\")\nloss mse, mae\n", "empty"),
        mistake(4, "LX6", "data d = csv(\"binary.csv\")\nloss mse, mae\n", "binary.csv"),
        mistake(-1, "LX", "data d = csv(\"ragged.csv\")\nloss mse, mae\n", "line 3"),
        mistake(-1, "LX", "data d = csv(\"header.csv\")\nloss mse, mae\n", "row"),
        mistake(2, "LX3", "data d = csv(\"holes.csv\")\nloss mse, mae\n", "impute"),
        mistake(
            2,
            "LX3",
            "data d = csv(\"good.csv\", target = \"Y\")\nloss cross_entropy, mse\n",
            "`y`"),
        mistake(
            2,
            "LX5",
            "data d = csv(\"numbers.csv\", target = \"y\")\nloss cross_entropy, mse\n",
            "regression"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsExplained(int code, String id, String text, String hint) throws Exception {
    Path file = write("broken.lossexp", text);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("results"));

    assertAll(
        () ->
            assertTrue(
                code < 0 ? run.code() == 2 || run.code() == 4 : run.code() == code,
                run.code() + ": " + run.err()),
        () -> assertTrue(run.err().contains(id), run.err()),
        () -> assertTrue(run.err().contains(hint), run.err()),
        () -> assertTrue(run.err().contains("broken.lossexp:"), run.err()),
        () ->
            assertFalse(run.err().contains("Exception") || run.err().contains("\tat "), run.err()),
        () -> assertFalse(Files.exists(folder.resolve("results")), "a folder was made"));
  }

  @Test
  void aMissingExperimentAndAFolderAndOddBytes() throws Exception {
    assertEquals(4, Lossexp.run("check", folder.resolve("none.lossexp")).code());
    assertEquals(4, Lossexp.run("check", folder).code());
    Files.write(
        folder.resolve("latin.lossexp"), "// Größe\n".getBytes(StandardCharsets.ISO_8859_1));
    Lossexp latin = Lossexp.run("check", folder.resolve("latin.lossexp"));
    assertEquals(4, latin.code());
    assertTrue(latin.err().contains("UTF-8"), latin.err());
  }

  @Test
  void everyProblemOfAFileIsReported() throws Exception {
    Path file =
        write(
            "several.lossexp",
            DATA
                + "loss hubr, mae\noptimizer adam(lr = 1)\nmeasure acuracy\ntrain { epoch = 3 }\n");
    String err = Lossexp.run("check", file).err();
    assertEquals(4, err.lines().filter(line -> line.startsWith("error[")).count(), err);
  }

  @Test
  void codesThatNoLayerLooksUpAreNamed() throws Exception {
    write("towns.csv", "town,a,y\n" + "north,1,1.5\nsouth,2,2.5\neast,3,3.25\n".repeat(8));
    String towns = "data d = csv(\"towns.csv\", target = \"y\") -> codes()\n";
    String warned = check(towns + "loss mse, mae\n");
    assertTrue(warned.contains("warning[LX514]: `town` is looked up by no layer"), warned);
    String seen = check(towns + "model m = embedding(2) -> dense(4, relu)\nloss mse, mae\n");
    assertFalse(seen.contains("LX514"), seen);
    String none = "data d = csv(\"numbers.csv\", target = \"y\") -> codes()\nloss mse, mae\n";
    assertFalse(check(none).contains("LX514"));
  }

  private String check(String text) throws Exception {
    Lossexp run = Lossexp.run("check", write("checked.lossexp", text));
    assertEquals(0, run.code(), run.err());
    return run.err() + run.out();
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {
          "run", "check", "fmt", "plan", "report", "losses", "eval", "plugins", "doctor", "explain",
          "migrate"
        }) {
      Lossexp help = Lossexp.run(command, "--help");
      assertEquals(0, help.code(), command + help.err());
      assertTrue(help.out().startsWith("Usage: lossexp " + command), help.out());
    }
  }

  @Test
  void everyMessageHasAPage() {
    for (String code :
        new String[] {"LX101", "LX204", "LX301", "LX601", "LX640", "LX660", "LX681", "LX706"}) {
      Lossexp page = Lossexp.run("explain", code);
      assertEquals(0, page.code(), code + page.err());
      assertTrue(page.out().startsWith("# " + code + ":"), page.out());
    }
    assertEquals(2, Lossexp.run("explain", "LX000").code());
  }

  private static Arguments mistake(int code, String id, String text, String hint) {
    return Arguments.of(code, id, text, hint);
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
