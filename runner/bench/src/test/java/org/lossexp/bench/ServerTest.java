package org.lossexp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.TrialResult;

class ServerTest {
  @Test
  void answersEveryLineWithARateAndAShare() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedReader questions =
        new BufferedReader(new StringReader("tiny adam 1 0.2\ntab sgd 1 0.2\npeak - 1 0.1\n"));
    Server.serve(questions, new PrintStream(bytes, true, UTF_8));
    List<String> answers = bytes.toString(UTF_8).lines().toList();
    assertEquals("ready", answers.getFirst());
    assertEquals(4, answers.size());
    for (String answer : answers.subList(1, 4)) {
      assertTrue(answer.matches("[1-9]\\d*\\.\\d \\d\\.\\d{3}"), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiny,adam",
    "tab,sgd",
    "mnist,adam",
    "lenet5,adam",
    "factors,adam",
    "factors,adagrad"
  })
  void whatIsMeasuredLearns(String net, String optimizer) throws Exception {
    TrialResult result = Server.train(new Server().task(net, optimizer, 3), 1, () -> false);
    assertEquals(TrialResult.Status.DONE, result.status(), result.cause());
    List<TrialResult.Epoch> history = result.history();
    assertTrue(history.getLast().loss() < history.getFirst().loss(), history.toString());
  }
}
