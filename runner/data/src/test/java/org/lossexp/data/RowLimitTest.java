package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Trial.Purpose;
import org.lossexp.experiment.TuningRows;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

class RowLimitTest {
  private static final DataRoom ROOM = new DataRoom(Path.of("."));

  @Test
  void aSearchTrainsAndValidatesAsTheFinalTrialDoesAndHasNoTestPart() {
    Prepared last = prepared(Optional.empty(), 0, 5);
    Prepared search = prepared(Optional.of(new TuningRows(true, 0, 1)), 0, 5);
    assertEquals(rows(last.training()), rows(search.training()));
    assertEquals(rows(last.validation().orElseThrow()), rows(search.validation().orElseThrow()));
    assertTrue(search.test().isEmpty());
    assertTrue(last.test().isPresent());
  }

  @Test
  void whatIsKeptApartIsInNoTestPartAndTheSearchMeetsNothingElse() {
    Prepared search = prepared(Optional.of(new TuningRows(true, 0.3, 1)), 0, 1);
    Set<Integer> apart = new HashSet<>(rows(search.training()));
    apart.addAll(rows(search.validation().orElseThrow()));
    assertTrue(search.test().isEmpty());
    // 30 % of 200 rows, but for those that are in the test part of this split
    assertTrue(apart.size() > 30 && apart.size() <= 60, apart.size() + " rows");
    for (long seed = 1; seed <= 10; seed++) {
      for (int fold = 0; fold < 4; fold++) {
        Prepared last = prepared(Optional.of(new TuningRows(false, 0.3, 1)), fold, seed);
        Prepared whole = prepared(Optional.empty(), fold, seed);
        List<Integer> tested = rows(last.test().orElseThrow());
        assertFalse(tested.stream().anyMatch(apart::contains));
        assertTrue(rows(whole.test().orElseThrow()).containsAll(tested));
        assertEquals(rows(whole.training()), rows(last.training()));
      }
    }
  }

  @Test
  void aShareThatLeavesNothingIsAProblem() {
    var attempt = ROOM.prepare(pipeline(Optional.of(new TuningRows(false, 0.999, 1))), 0, seeds(1));
    var failure = assertInstanceOf(Attempt.Failure.class, attempt);
    assertTrue(failure.toString().contains("nothing to test on"), failure.toString());
  }

  private static Prepared prepared(Optional<TuningRows> limit, int fold, long seed) {
    return switch (ROOM.prepare(pipeline(limit), fold, seeds(seed))) {
      case Attempt.Success<Prepared>(Prepared prepared) -> prepared;
      case Attempt.Failure<Prepared> failure -> throw new AssertionError(failure.toString());
    };
  }

  private static Map<Purpose, Long> seeds(long seed) {
    return Map.of(Purpose.SPLIT, seed, Purpose.CORRUPTION, seed);
  }

  private static List<Value.Call> pipeline(Optional<TuningRows> limit) {
    List<Value.Call> pipeline = new ArrayList<>();
    pipeline.add(call("friedman1", Map.of("rows", new Value.Numeral(200))));
    pipeline.add(
        call("kfold", Map.of("folds", new Value.Numeral(4), "validation", new Value.Numeral(0.2))));
    limit.map(TuningRows::step).ifPresent(pipeline::add);
    return pipeline;
  }

  private static Value.Call call(String name, Map<String, Value> given) {
    Descriptor descriptor =
        DataRoom.descriptors().stream()
            .filter(d -> d.name().equals(name))
            .findFirst()
            .orElseThrow();
    Arguments arguments = Arguments.defaults(descriptor.parameters());
    for (Map.Entry<String, Value> argument : given.entrySet()) {
      arguments = arguments.with(argument.getKey(), argument.getValue());
    }
    return new Value.Call(name, arguments);
  }

  private static List<Integer> rows(Part part) {
    return Arrays.stream(part.source()).boxed().toList();
  }
}
