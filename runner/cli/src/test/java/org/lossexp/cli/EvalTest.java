package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Expected: by hand, 0.5 + |0 - 1| e^-0.5. */
  @Test
  void aLossThatAFileDeclares(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.lossexp"),
            "loss mine for heads(m, s) = s + abs(target - m) * exp(-s)\n");
    Lossexp eval =
        Lossexp.run("eval", file + ":mine", "--part", "m=1", "--part", "s=0.5", "--target", "0");
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.out().contains("value     1.10653066"), eval.out());
    assertEquals(
        4,
        Lossexp.run("eval", folder + "/no.lossexp:mine", "--target", "0", "--prediction", "1")
            .code());
  }

  /** Expected: contract.md's example of a formula; (1 - 0.129983)^2 * 2.040355, CS231n's cat. */
  @Test
  void aFormulaMayBeginWithAMinus() {
    Lossexp eval =
        Lossexp.run(
            "eval", "-(1 - p[label])^2 * log_p[label]", "--logits", "3.2,5.1,-1.7", "--label", "0");
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.out().contains("value     1.5444068"), eval.out());
  }

  /**
   * Expected: by hand. log(1 + e^-1) = 0.3132616875 is RankNet's, BPR's and the in-batch softmax's
   * loss of a lead of 1; center loss is half a squared distance; a triplet with distances 0.1 and
   * 0.5 at margin 1 loses 0.6 (PyTorch adds 1e-6 to each difference); two equal similarities are
   * log 2.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ranknet --scores 1,0 --relevance 1,0 | value     0.3132616875",
        "ranknet --scores 1,0;5 --relevance 1,0;1 | mean      0.3132616875",
        "bpr --part positive=2 --part negative=1 | gradient  negative = 0.2689414214",
        "bpr_multi --part positive=1 --part negatives=0,0 | value     0.3132616875",
        "in_batch_softmax --scores 2,1;0,1 | mean      0.3132616875",
        "center_loss --embeddings 1,0 --label 0 --state centers=0,0;5,5"
            + " | gradient  centers = -1, 0; 0, 0",
        "triplet_margin --part anchor=1,0 --part positive=0.9,0 --part negative=1,0.5"
            + " | value     0.60000",
        "gaussian_nll --part mean=1,2 --part variance=1,1 --target 1,1 | values    0, 0.5",
        "prototypical --part support=1,0;0,1 --part query=1,1 --label 0,1,0"
            + " | value     0.6931471806",
        "multi_quantile --prediction 1,2,3 --target 2 | gradient  -0.0333333333",
      })
  void everyFamilyIsEvaluatedFromTheCommandLine(String words, String expected) {
    Lossexp eval = Lossexp.run((Object[]) ("eval " + words).split(" "));
    assertEquals(0, eval.code(), eval.err());
    assertTrue(eval.out().contains(expected), eval.out());
  }

  /** Expected: shared/losses/README.md, 2,189 cases of 245 losses. */
  @Test
  void everyGoldenCaseOfTheCatalogueAgrees() throws Exception {
    List<Object> words = new ArrayList<>(List.of("eval", "--cases"));
    try (Stream<Path> files = Files.list(Checkout.shared("losses/golden"))) {
      files.sorted().forEach(words::add);
    }
    Lossexp eval = Lossexp.run(words.toArray());
    assertEquals("2189 passed, 0 failed\n", eval.out());
    assertEquals(0, eval.code());
  }

  /** Expected: the centre's gradient is -1, not 2. */
  @Test
  void aGradientOfTheLosssOwnNumbersIsComparedToo() throws Exception {
    String golden =
        """
        {"cases": [{"id": "own#1", "loss": "center_loss", "params": {}, "target": [0],
          "prediction": {"embeddings": [[1.0]], "centers": [[0.0], [3.0]]},
          "reduction": "mean", "value": 0.5,
          "gradient": {"embeddings": [[1.0]], "centers": [[2.0], [0.0]]}}]}
        """;
    var file = Files.writeString(Files.createTempFile("cases", ".json"), golden);
    Lossexp eval = Lossexp.run("eval", "--cases", file);
    assertEquals(
        "own#1: off by 0.00 in the value and 1.50 in the gradient (relative)\n0 passed, 1 failed\n",
        eval.out());
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
            List.of("eval", "ranknet", "--scores", "1,0"),
            List.of("eval", "cosface", "--embeddings", "1,0", "--label", "0"),
            List.of("eval", "knowledge_distillation", "--logits", "1,2", "--label", "0"),
            List.of("eval", "triplet_margin", "--part", "anchor=1,0", "--part", "positive=1,2"),
            List.of("eval", "huber", "--predict", "1"),
            List.of("eval", "huber"))) {
      Lossexp eval = Lossexp.run(arguments.toArray());
      assertEquals(2, eval.code(), arguments + eval.err());
      assertTrue(!eval.err().isBlank() && !eval.err().contains("Exception"), eval.err());
    }
  }
}
