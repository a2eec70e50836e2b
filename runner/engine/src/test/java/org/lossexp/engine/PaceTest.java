package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();
  private long now;

  /** {@return of {@code steps} steps the share that was helped} */
  private double helped(int steps, long alone, long helped) {
    int count = 0;
    for (int i = 0; i < steps; i++) {
      boolean help = pace.next(now);
      count += help ? 1 : 0;
      now += help ? helped : alone;
    }
    return (double) count / steps;
  }

  @Test
  void helpersThatHelpTakePartInNearlyAllSteps() {
    double share = helped(20_000, 1_000_000, 600_000);
    assertTrue(share > 0.96, "helped: " + share);
  }

  @Test
  void helpersThatHinderAreLeftAlone() {
    double share = helped(20_000, 1_000_000, 1_600_000);
    assertTrue(share < 0.05, "helped: " + share);
  }

  /** So it is never slower than alone by more than a twentieth. */
  @Test
  void whatHindersOnlyForATimeHelpsAgain() {
    helped(10_000, 1_000_000, 3_000_000);
    double share = helped(10_000, 1_000_000, 600_000);
    assertTrue(share > 0.8, "helped: " + share);
  }

  @Test
  void whatIsDoneBetweenEpochsCountsForNothing() {
    for (int epoch = 0; epoch < 1_000; epoch++) {
      helped(4, 1_000_000, 1_600_000);
      pace.rest();
      now += 1_000_000_000;
    }
    double share = helped(2_000, 1_000_000, 1_600_000);
    assertTrue(share < 0.1, "helped: " + share);
  }

  /** The caches of the cores hold other weights then. */
  @Test
  void theFirstStepAfterAChangeCountsForNothing() {
    boolean before = false;
    int helped = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean help = pace.next(now);
      helped += help ? 1 : 0;
      now += help == before ? 1_000_000 + (help ? 100_000 : 0) : 5_000_000;
      before = help;
    }
    assertTrue(helped < 1_000, "helped: " + helped);
  }

  @Test
  void theFirstStepsAreMadeAlone() {
    assertFalse(pace.next(0));
  }
}
