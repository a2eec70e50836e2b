package org.lossexp.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and its kind into a wish that the program asks for: it then writes what there is,
 * and the process ends when that is done, or after a short grace.
 */
final class Interruption {
  /** Reports of hundreds of megabytes take their time; all others are there in two seconds. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean wished;

  /** Begins to listen. */
  static Interruption listen() {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::await, "interruption"));
    return interruption;
  }

  /** {@return whether somebody wants the program to end} */
  boolean wished() {
    return wished;
  }

  /** From now on somebody does. */
  void wish() {
    wished = true;
  }

  /** The program has nothing left to do. */
  void end() {
    ended.countDown();
  }

  /**
   * Waits for the program's own end. Where that has not come yet, somebody else ends the process: a
   * signal, or a plugin that exits, whose code would say that all is well.
   */
  private void await() {
    if (ended.getCount() == 0) {
      return;
    }
    wished = true;
    try {
      ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
  }
}
