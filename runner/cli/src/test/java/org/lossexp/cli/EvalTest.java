package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalTest {
  /** Expected: CS231n, linear classification, the cat of the three images. */
  @Test
  void theMulticlassSvmOfTheClassicCourse() {
    Lossexp eval =
        Lossexp.run("eval", "multiclass_svm", "--logits", "3.2,5.1,-1.7", "--label", "0");
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.out().contains("value     2.9\n"), eval.out());
    assertTrue(eval.out().contains("gradient  -1, 1, 0\n"), eval.out());
  }

  /** Expected: the same image, -ln 0.129983. */
  @Test
  void theSoftmaxOfTheClassicCourse() {
    Lossexp eval = Lossexp.run("eval", "cross_entropy", "--logits", "3.2,5.1,-1.7", "--label", "0");
    assertTrue(eval.out().contains("value     2.040355"), eval.out());
  }

  /** Expected: by hand, 0.2² / 2 and 3 − 1/2. */
  @Test
  void aColumnOfExamples() {
    Lossexp eval =
        Lossexp.run("eval", "huber(delta = 1)", "--prediction", "0.2,3.0", "--target", "0,0");
    assertTrue(eval.out().contains("values    0.02, 2.5\n"), eval.out());
    assertTrue(eval.out().contains("mean      1.26\n"), eval.out());
  }

  /** A default locale with digits of its own. */
  @Test
  void numbersLookTheSameInEveryLocale(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    List<String> arabic = List.of("-Duser.language=ar", "-Duser.country=EG");
    Process process =
        Lossexp.start(log, arabic, "eval", "mse", "--prediction", "1e-30", "--target", "0");
    assertEquals(0, process.waitFor());
    assertTrue(Files.readString(log).contains("gradient  2.000000000e-30"), Files.readString(log));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean_squared_error",
        "mean_absolute_error",
        "huber",
        "log_cosh",
        "quantile",
        "softmax_cross_entropy",
        "weston_watkins_hinge",
        "softmax_focal",
        "binary_cross_entropy_with_logits",
        "hinge"
      })
  void everyGoldenCaseOf(String loss) {
    Lossexp eval =
        Lossexp.run("eval", "--cases", Checkout.shared("losses/golden/" + loss + ".json"));
    assertEquals(0, eval.code(), eval.out());
    assertTrue(eval.out().strip().endsWith(", 0 failed"), eval.out());
  }

  @Test
  void aGoldenCaseThatIsOffIsNamed() throws Exception {
    String golden =
        """
        {"cases": [{"id": "wrong#1", "loss": "huber", "tags": [], "params": {"delta": 1.0},
          "prediction": [0.5], "target": [0.0], "reduction": "mean", "value": 0.25, "gradient": [0.5]}]}
        """;
    var file = Files.writeString(Files.createTempFile("cases", ".json"), golden);
    Lossexp eval = Lossexp.run("eval", "--cases", file);
    assertEquals(1, eval.code());
    assertTrue(eval.out().contains("wrong#1: off by 0.500 in the value"), eval.out());
    assertTrue(eval.out().endsWith("0 passed, 1 failed\n"), eval.out());
  }

  @Test
  void whatDoesNotFitIsRefusedInWords() {
    for (List<String> arguments :
        List.of(
            List.of("eval", "huber", "--prediction", "1,2", "--target", "1"),
            List.of("eval", "huber", "--prediction", "1,x", "--target", "1,2"),
            List.of("eval", "hubr", "--prediction", "1", "--target", "1"),
            List.of("eval", "huber(delta = -1)", "--prediction", "1", "--target", "1"),
            List.of("eval", "cross_entropy", "--logits", "1,2,3", "--label", "7"),
            List.of("eval", "hinge", "--prediction", "1", "--target", "0.5"),
            List.of("eval", "huber"))) {
      Lossexp eval = Lossexp.run(arguments.toArray());
      assertEquals(2, eval.code(), arguments + eval.err());
      assertTrue(!eval.err().isBlank() && !eval.err().contains("Exception"), eval.err());
    }
  }
}
