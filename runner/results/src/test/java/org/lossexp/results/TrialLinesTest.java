package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

class TrialLinesTest {
  @Test
  void everyKindOfValueComesBack() {
    Map<String, Value> arguments = new LinkedHashMap<>();
    arguments.put("number", new Value.Numeral(0.1 + 0.2));
    arguments.put("endless", new Value.Numeral(Double.NEGATIVE_INFINITY));
    arguments.put("word", new Value.Word("none"));
    arguments.put("text", new Value.Text("two\nlines, \"quoted\" – and <b>"));
    arguments.put("flag", new Value.Flag(true));
    arguments.put(
        "list", new Value.Sequence(List.of(new Value.Numeral(1), new Value.Word("none"))));
    arguments.put("call", new Value.Call("inner", Arguments.NONE));
    Value.Call call = new Value.Call("outer", new Arguments(arguments));
    for (Optional<Value.Call> monitor : List.of(Optional.of(call), Optional.<Value.Call>empty())) {
      Trial trial =
          new Trial(
              "id",
              List.of(call),
              "sha",
              3,
              List.of(call, call),
              "huber(delta = 1)",
              call,
              call,
              List.of(),
              monitor,
              Map.of(Trial.Purpose.SPLIT, Long.MAX_VALUE, Trial.Purpose.INIT, -1L));
      String line = TrialLines.write(trial);
      assertFalse(line.contains("\n"), line);
      assertEquals(trial, TrialLines.readTrial(line));
    }
  }

  @Test
  void aResultComesBackBitForBit() {
    TrialResult result =
        new TrialResult(
            "id",
            TrialResult.Status.DIVERGED,
            "why",
            1,
            2,
            3,
            4,
            Map.of("test.rmse", Double.NaN),
            List.of(
                new TrialResult.Epoch(
                    1, Math.nextUp(0.1), 1e-310, 2 / 3.0, 1, Map.of("mae", 1 / 3.0))),
            List.of(
                new Evidence(
                    "confusion",
                    List.of("label", "prediction"),
                    List.of("examples", "share"),
                    List.of(
                        row("a", "b", 12, 1 / 7.0),
                        row("a", "a", -0.0, Double.NaN),
                        row("", "a", 1e300, Double.NEGATIVE_INFINITY))),
                new Evidence("nothing", List.of(), List.of("x"), List.of())));
    assertEquals(result, TrialLines.readResult(TrialLines.write(result)));
  }

  private static Evidence.Row row(String label, String prediction, double... values) {
    return new Evidence.Row(List.of(label, prediction), Arrays.stream(values).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "[1, 2]", "{\"id\": 1"})
  void whatIsNoLineOfOursIsRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> TrialLines.readResult(line));
  }
}
