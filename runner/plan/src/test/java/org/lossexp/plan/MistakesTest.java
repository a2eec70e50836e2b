package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.grammar.Diagnostic;

/** What people write who come from elsewhere ends in one message, which names what to write. */
class MistakesTest {
  private static final String DATA = "data d = csv(\"iris.csv\")\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "loss cross_entropy train { epochs = 3 | add the `}`",
        "loss softmax_focal(gamma = {1, 2}) | a set stands after `in`",
        "loss CrossEntropyLoss | `cross_entropy`",
        "loss nn.CrossEntropyLoss() | `cross_entropy`",
        "loss torch.nn.MSELoss | `mse`",
        "loss cross_entropy optimizer sgd(lr = 0.1) | `learning_rate`",
        "loss cross_entropy optimizer torch.optim.Adam() | `adam`",
        "loss cross_entropy train { num_epochs = 3 } | `epochs`",
        "loss cross_entropy train { batch = 32 } | `batch_size`",
        "loss cross_entropy model m = Linear(3) | `dense`",
        "loss cross_entropy compare { by = rmse } | metrics for it: accuracy",
        "loss cross_entropy measure acc | `accuracy`",
        "loss mse(reduction = Mean) | `mean`",
        "loss cross_entropy repeat { n_repeats = 3 } | `seeds`",
        "loss softmax_focal(gamma tune 1 .. 2) tune { points = 9 } | `search = tpe(points = 9)`",
        "loss cross_entropy optimizer sgd(learning_rate in 0.1 .. 1) | `by 5`",
        "loss cross_entropy model m = dense(3, softmax) | `dense(outputs)`",
        "loss cross_entropy data e = \"sonar.csv\" | `csv(\"sonar.csv\", target = \"column\")`",
        "loss cross_entropy data e = read_csv(\"sonar.csv\") | `csv`",
        "loss cross_entropy data e = csv(\"sonar.csv\") -> StandardScaler() | `standardize`",
        "loss cross_entropy data e = csv(\"sonar.csv\", y = 3) | `target`",
        "loss huber(delta = -1) | must be above 0",
        "loss cross_entropy, cross_entropy | name of its own",
        "language 7 loss cross_entropy | version 1",
      })
  void aTypicalMistakeEndsInOneMessageWithTheFix(String statements, String fix) {
    String text =
        statements.startsWith("language") ? statements + "\n" + DATA : DATA + statements + "\n";
    List<Diagnostic> found = World.plan("f.lossexp", text, Map.of()).diagnostics();
    assertEquals(1, found.size(), () -> SnippetTest.messages(found));
    String message = SnippetTest.messages(found);
    assertTrue(message.contains(fix), message);
  }
}
