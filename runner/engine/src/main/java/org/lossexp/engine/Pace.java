package org.lossexp.engine;

/**
 * Tells by the clock whether steps are faster with helpers than alone: where other programs need
 * the cores, or two threads share one, they may not be.
 *
 * <p>Of every round of steps the first few are made the other way, and at its end the faster way is
 * chosen: so a wrong choice costs little and not for long.
 */
final class Pace {
  private static final int ROUND = 256;
  private static final int FEW = 5;

  /** Of the round in progress. */
  private int step;

  private boolean helpful = true;

  // The mean time of a step, of late; 0 where none is known.
  private double alone;
  private double helped;

  // Of the steps made one way in this round.
  private double sum;
  private int count;

  private long began;

  /** Whether the time from {@link #began} to the next step is one that counts. */
  private boolean counts;

  /**
   * {@return whether the step that begins now is to be helped}
   *
   * @param now in nanoseconds
   */
  boolean next(long now) {
    if (counts) {
      sum += now - began;
      count++;
    }
    boolean changes = step == FEW || step == ROUND;
    if (changes) {
      endWay();
    }
    began = now;
    // In the first step after a change, weights come from the cache of another core.
    counts = !changes;
    step++;
    return way();
  }

  /** {@return whether the step in progress is helped} */
  private boolean way() {
    return (step <= FEW) != helpful;
  }

  private void endWay() {
    if (count > 0) {
      double mean = sum / count;
      if (way()) {
        helped = helped == 0 ? mean : (helped + mean) / 2;
      } else {
        alone = alone == 0 ? mean : (alone + mean) / 2;
      }
    }
    sum = 0;
    count = 0;
    if (step == ROUND) {
      helpful = helped <= alone;
      step = 0;
    }
  }

  /** The time until the next step is no step's. */
  void rest() {
    counts = false;
  }
}
