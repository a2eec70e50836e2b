package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KNOWN =
      List.of("huber", "hinge", "delta", "cross_entropy", "log_cosh", "mae", "mse", "k", "epochs");

  @ParameterizedTest
  @CsvSource({
    "detla, delta", // two letters swapped
    "hubr, huber", // one left out
    "hinges, hinge", // one added
    "crossentropy, cross_entropy",
    "Cross_Entropy, cross_entropy", // case does not count
    "logcosh, log_cosh",
    "MSE, mse",
    "mze, mae", // as near as mse: the alphabet decides
  })
  void findsWhatWasMeant(String word, String meant) {
    assertEquals(Optional.of(meant), Spelling.nearest(word, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"x", "ab", "dropout", "learning_rate", "entrop"})
  void doesNotGuessWildly(String word) {
    assertEquals(Optional.empty(), Spelling.nearest(word, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({
    "focal, softmax_focal",
    "F1, macro_f1",
    "svm, svm_hinge", // shorter than multiclass_svm
    "hinge, any_hinge", // as long as svm_hinge: the alphabet decides
    "micro, micro_f1",
  })
  void aPartOfANameIsEnough(String part, String meant) {
    List<String> known =
        List.of(
            "multiclass_svm", "svm_hinge", "any_hinge", "softmax_focal", "macro_f1", "micro_f1");
    assertEquals(Optional.of(meant), Spelling.nearest(part, known));
    assertEquals(Optional.of(meant), Spelling.nearest(part, known.reversed()));
  }

  @ParameterizedTest
  @CsvSource({"foc", "s", "''"})
  void otherPartsAreNot(String part) {
    assertEquals(
        Optional.empty(), Spelling.nearest(part, List.of("softmax_focal", "s_curve", "_a")));
  }

  @Test
  void theOrderOfTheKnownWordsDoesNotMatter() {
    assertEquals(
        Spelling.nearest("mze", List.of("mae", "mse")),
        Spelling.nearest("mze", List.of("mse", "mae")));
  }

  @Test
  void distancesAreThoseOfTheLiterature() {
    // expected: the textbook examples of Levenshtein's distance and of optimal string alignment
    assertEquals(3, Spelling.distance("kitten", "sitting"));
    assertEquals(3, Spelling.distance("ca", "abc"));
    assertEquals(1, Spelling.distance("ab", "ba"));
  }

  @Test
  @Timeout(60)
  void hugeWordsAreNotComparedLetterByLetter() {
    String huge = "x".repeat(1_000_000);
    assertEquals(Optional.empty(), Spelling.nearest(huge, List.of(huge + "y")));
  }
}
