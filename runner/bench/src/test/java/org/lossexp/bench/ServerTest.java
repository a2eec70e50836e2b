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

class ServerTest {
  @Test
  void answersEveryLineWithARateAndAShare() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedReader questions =
        new BufferedReader(new StringReader("tiny adam 1 0.2\ntab sgd 1 0.2\n"));
    Server.serve(questions, new PrintStream(bytes, true, UTF_8));
    List<String> answers = bytes.toString(UTF_8).lines().toList();
    assertEquals("ready", answers.getFirst());
    assertEquals(3, answers.size());
    for (String answer : answers.subList(1, 3)) {
      assertTrue(answer.matches("[1-9]\\d*\\.\\d \\d\\.\\d{3}"), answer);
    }
  }
}
