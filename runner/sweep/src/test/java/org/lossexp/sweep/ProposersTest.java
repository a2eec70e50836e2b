package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.experiment.Tuning.TunedValue;

class ProposersTest {
  private static final Range.Interval RATES = new Range.Interval(1e-4, 1e-1, true);
  private static final Range.Interval SHARES = new Range.Interval(0, 1, false);
  private static final Range.Whole UNITS = new Range.Whole(1, 4);
  private static final Range.Choice WORDS = new Range.Choice(List.of("a", "b", "c"), false);

  @Test
  void aStreamIsSplitMix64() {
    // expected: the reference implementation (Vigna, prng.di.unimi.it/splitmix64.c), seed 1234567
    SearchStream stream = new SearchStream(1234567);
    assertEquals(6457827717110365317L, stream.bits());
    assertEquals(3203168211198807973L, stream.bits());
    assertEquals(-8629252141511181193L, stream.bits());
  }

  @Test
  void theSobolSequenceIsThatOfJoeAndKuo() {
    // expected: scipy 1.17.1, qmc.Sobol(d = 4, scramble = False).random(8)
    double[][] expected = {
      {0, 0, 0, 0},
      {0.5, 0.5, 0.5, 0.5},
      {0.75, 0.25, 0.25, 0.25},
      {0.25, 0.75, 0.75, 0.75},
      {0.375, 0.375, 0.625, 0.875},
      {0.875, 0.875, 0.125, 0.375},
      {0.625, 0.125, 0.875, 0.625},
      {0.125, 0.625, 0.375, 0.125}
    };
    var sequence = new SobolSequenceGenerator(4);
    for (double[] point : expected) {
      assertArrayEquals(point, sequence.nextVector());
    }
  }

  @Test
  void aDigitalShiftMovesAllSobolPointsAlikeAndKeepsThemApart() {
    var moved = new SobolProposer("any", 3);
    var plain = new SobolSequenceGenerator(3);
    List<Set<Integer>> pieces = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
    long[] shift = new long[3];
    for (int i = 0; i < 64; i++) {
      double[] place = moved.next().orElseThrow();
      double[] before = plain.nextVector();
      for (int d = 0; d < 3; d++) {
        long difference = (long) (place[d] * 0x1p52) ^ (long) (before[d] * 0x1p52);
        shift[d] = i == 0 ? difference : shift[d];
        assertEquals(shift[d], difference);
        assertTrue(pieces.get(d).add((int) (place[d] * 64)), "one in each 64th of a side");
      }
    }
  }

  @Test
  void valuesAreRoundedToWhatAPersonWouldWrite() {
    Space space = new Space(values(RATES, SHARES, UNITS, WORDS));
    // expected: 1e-4 · 1000^0.5, to four digits behind the first; a ten-thousandth of the interval
    assertEquals(
        List.of(0.0031623, 0.1235, 1.0, 2.0),
        space.numbers(new double[] {0.5, 0.123456789, 0.2499, 0.99}));
    assertEquals(List.of(1e-4, 0.0, 1.0, 0.0), space.numbers(new double[] {0, 0, 0, 0}));
    assertEquals(List.of(1e-1, 1.0, 4.0, 2.0), space.numbers(new double[] {1, 1, 1, 1}));
  }

  @Test
  void aNarrowIntervalIsNotRoundedToItsEnds() {
    Space space = new Space(values(new Range.Interval(1000, 1000.1, true)));
    assertEquals(List.of(1000.05), space.numbers(new double[] {0.5}));
  }

  @Test
  void aGridHoldsEveryCombinationOnceAndTheEndsOfIntervals() {
    Space space = new Space(values(SHARES, UNITS, WORDS));
    var grid = new GridProposer(space, 36);
    List<List<Double>> points = new ArrayList<>();
    for (Optional<double[]> place = grid.next(); place.isPresent(); place = grid.next()) {
      points.add(space.numbers(place.get()));
    }
    assertEquals(36, points.size());
    assertEquals(36, new HashSet<>(points).size());
    assertEquals(List.of(0.0, 1.0, 0.0), points.getFirst());
    assertEquals(List.of(0.5, 1.0, 0.0), points.get(12));
    assertEquals(List.of(1.0, 4.0, 2.0), points.getLast());
  }

  @Test
  void whoTunesOneValueMoreMeetsTheSameDrawsOfTheOthers() {
    var one = new RandomProposer("part 1", 1);
    var two = new RandomProposer("part 1", 2);
    for (int i = 0; i < 10; i++) {
      assertEquals(one.next().orElseThrow()[0], two.next().orElseThrow()[0]);
    }
    assertFalse(
        new RandomProposer("part 1", 1).next().orElseThrow()[0]
            == new RandomProposer("part 2", 1).next().orElseThrow()[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "cma_es"})
  void whatIsProposedFollowsFromWhatWasTold(String name) {
    Space space = new Space(values(SHARES, SHARES, UNITS));
    assertEquals(proposed(name, space), proposed(name, space));
  }

  private static List<String> proposed(String name, Space space) {
    Proposer proposer = SearchRun.proposer(name, "any", space, 100);
    List<Proposer.Told> told = new ArrayList<>();
    List<String> proposed = new ArrayList<>();
    while (told.size() < 100) {
      int batch = proposer.batch();
      for (int i = 0; i < batch; i++) {
        double[] place = proposer.next().orElseThrow();
        proposed.add(Arrays.toString(place));
        double loss = place[0] > 0.9 ? Double.POSITIVE_INFINITY : place[0] * place[1] + place[2];
        told.add(new Proposer.Told(place, new boolean[] {true, true, true}, loss));
      }
      proposer.tell(List.copyOf(told));
    }
    return proposed;
  }

  @Test
  void cmaStartsElsewhereWhereItHasFoundAnEnd() {
    Space space = new Space(values(SHARES));
    var proposer = SearchRun.proposer("cma_es", "any", space, 1500);
    List<Proposer.Told> told = new ArrayList<>();
    while (told.size() < 1500) {
      int batch = proposer.batch();
      for (int i = 0; i < batch; i++) {
        double[] place = proposer.next().orElseThrow();
        double away = place[0] - 0.25;
        told.add(new Proposer.Told(place, new boolean[] {true}, away * away));
      }
      proposer.tell(List.copyOf(told));
    }
    assertTrue(told.stream().anyMatch(one -> one.loss() < 1e-9), "it has come to an end");
    assertTrue(
        told.subList(1000, told.size()).stream().anyMatch(one -> one.loss() > 1e-3),
        "and looks on");
  }

  @Test
  void tpeLearnsWhichChoiceIsGoodAndLeavesOutPointsThatDoNotDependOnAValue() {
    Space space = new Space(values(WORDS, SHARES));
    var proposer = SearchRun.proposer("tpe", "any", space, 60);
    List<Proposer.Told> told = new ArrayList<>();
    int good = 0;
    while (told.size() < 60) {
      int batch = proposer.batch();
      for (int i = 0; i < batch; i++) {
        double[] place = proposer.next().orElseThrow();
        boolean second = space.piece(0, place[0]) == 1;
        good += told.size() >= 40 && second ? 1 : 0;
        double loss = second ? Math.abs(place[1] - 0.5) : 1;
        told.add(new Proposer.Told(place, new boolean[] {true, second}, loss));
      }
      proposer.tell(List.copyOf(told));
    }
    // a third would be chance
    assertTrue(good > 13, good + " of 20");
  }

  private static List<TunedValue> values(Range... ranges) {
    List<TunedValue> values = new ArrayList<>();
    for (int i = 0; i < ranges.length; i++) {
      values.add(new TunedValue("v" + i, "", ranges[i]));
    }
    return values;
  }
}
