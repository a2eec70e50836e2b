package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecidingTestTest {

  @Test
  void oneSideWinsAllByChance() {
    // expected: the design paper on statistics, "1/4 for 3, 1/16 for 5"
    assertEquals(1.0 / 4, SignTest.chanceOfSweep(3));
    assertEquals(1.0 / 16, SignTest.chanceOfSweep(5));
  }

  @Test
  void fiveUnitsCannotDecideByRanksButSixCan() {
    assertFalse(DecidingTest.SIGNED_RANK.canDecide(5, 1, 0.05));
    assertTrue(DecidingTest.SIGNED_RANK.canDecide(6, 1, 0.05));
    assertEquals(6, DecidingTest.SIGNED_RANK.unitsNeeded(1, 0.05));
    assertEquals(8, DecidingTest.SIGNED_RANK.unitsNeeded(4, 0.05));
  }

  @Test
  void studentsTNeedsTwoUnits() {
    assertFalse(DecidingTest.T.canDecide(1, 1, 0.05));
    assertEquals(2, DecidingTest.T.unitsNeeded(10, 0.05));
  }

  @Test
  void unitsNeededAreEnoughAndNoneTooMany() {
    for (int comparisons = 1; comparisons <= 6; comparisons++) {
      int needed = DecidingTest.SIGNED_RANK.unitsNeeded(comparisons, 0.05);
      assertTrue(allClearCut(comparisons, needed), comparisons + " comparisons");
      assertFalse(allClearCut(comparisons, needed - 1), comparisons + " comparisons");
    }
  }

  /** Whether Holm rejects all when every contender wins every unit. */
  private static boolean allClearCut(int comparisons, int units) {
    double[] wins = IntStream.rangeClosed(1, units).mapToDouble(i -> i).toArray();
    List<SignedRankTest> family = new ArrayList<>();
    for (int i = 0; i < comparisons; i++) {
      family.add(SignedRankTest.of(wins));
    }
    return Decision.holm(family, 0.05).stream().allMatch(Decision::rejected);
  }
}
