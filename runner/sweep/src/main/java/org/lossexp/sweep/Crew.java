package org.lossexp.sweep;

import java.util.BitSet;

/**
 * Which of the workers run a trial, and how the threads of the others are shared among these.
 *
 * <p>Threads go to different trials first: a trial that waits has a right to the next one. More
 * threads than processors are no help to anybody.
 */
final class Crew {
  private final int threads;
  private final BitSet busy = new BitSet();

  Crew(int workers, int processors) {
    threads = Math.min(workers, processors);
  }

  /** Notes that {@code worker} runs a trial from now on. */
  synchronized void begin(int worker) {
    busy.set(worker);
  }

  /** Notes that {@code worker} has ended its trial. */
  synchronized void end(int worker) {
    busy.clear(worker);
  }

  /**
   * {@return how many threads the trial of {@code worker} may use besides its own}
   *
   * @param waiting trials that wait for a worker
   */
  synchronized int idle(int worker, int waiting) {
    int running = busy.cardinality();
    int idle = threads - running - waiting;
    if (idle <= 0 || !busy.get(worker)) {
      return 0;
    }
    // What cannot be shared equally goes to the first.
    int before = busy.get(0, worker).cardinality();
    return idle / running + (before < idle % running ? 1 : 0);
  }
}
