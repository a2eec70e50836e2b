package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The threads that share the work of a trial: the trial's own, and helpers as long as others have
 * nothing to do.
 *
 * <p>Work comes in pieces, and what a piece does depends on nothing but its number: so no result
 * depends on who does it. Every member begins with pieces of its own, from step to step the same
 * ones, since they may still lie in its cache, and then takes those of the others. So a helper that
 * wakes up late, or that the system holds up, delays nothing but the piece it is at; and where
 * helpers delay more than they help, {@link Pace} does without.
 *
 * <p>Helpers wait a moment for the next work, which mostly comes soon, and then park.
 */
final class Team implements AutoCloseable {
  /** One thread. */
  static final Team ALONE = new Team(() -> 0);

  /** The most threads that steps of this size keep busy. */
  static final int MOST = 16;

  /**
   * Multiplications of a step from which other threads are asked to help: 0.3 ms on a core that
   * does 130 thousand million operations a second. Told by shapes alone: a clock would have to wait
   * until everything is compiled.
   */
  private static final long LONG = 20_000_000;

  /** Multiplications from which a part of such a step is worth being shared: 4 µs there. */
  private static final long WORTH = LONG / 80;

  /** How long a helper waits before it parks: longer than a loss takes between two products. */
  private static final long PATIENCE_NANOS = 50_000;

  /** Longs of two cache lines: what members write may not lie in each other's. */
  private static final int APART = 16;

  /** Bits of a piece's number. */
  private static final int BITS = 16;

  /** Pieces that are called for at once. */
  private static final int ROUND = (1 << BITS) - 1;

  private final IntSupplier idle;
  private final boolean always;
  private final Pace pace = new Pace();
  private final List<Helper> helpers = new ArrayList<>();
  private int members = 1;

  /**
   * Of each share of the pieces: the call that it belongs to, its end, and the next piece. All in
   * one, so that a helper that comes late cannot take a piece of another call.
   */
  private final AtomicLongArray next = new AtomicLongArray(MOST * APART);

  /** The number of the call in progress; written when all else about it is. */
  private volatile int call;

  // Of the call in progress. Who has taken a piece of it may read them: it is not over before.
  private Task task = (_, _) -> {};
  private int first;
  private int shares = 1;
  private boolean ordered;

  private final AtomicInteger finished = new AtomicInteger();

  /** The piece whose turn it is to be settled. */
  private volatile int turn;

  private Throwable failure;
  private int failedPiece;
  private volatile boolean closed;

  /**
   * A team of one.
   *
   * @param idle how many threads besides the caller's have nothing else to do
   */
  Team(IntSupplier idle) {
    this(idle, false);
  }

  /**
   * A team of one.
   *
   * @param always whether everything is shared, worth while or not
   */
  Team(IntSupplier idle, boolean always) {
    this.idle = idle;
    this.always = always;
  }

  /** {@return whether steps of so many multiplications are long enough to muster helpers} */
  boolean isWorth(long multiplications) {
    return always || multiplications >= LONG;
  }

  /** What is done piece by piece. */
  @FunctionalInterface
  interface Task {
    /**
     * Does a piece of the work.
     *
     * @param member who does it, from 0: pieces of one member follow one another, so that memory
     *     may be its own
     */
    void run(int piece, int member);

    /** Ends a piece, where pieces must end in order. */
    default void settle(int piece, int member) {}
  }

  /** Begins a step: takes as many helpers as are idle now, unless it is faster alone. */
  void muster() {
    int wanted = Math.clamp(idle.getAsInt(), 0, MOST - 1);
    if (wanted == 0) {
      pace.rest();
    } else if (!always && !pace.next(System.nanoTime())) {
      wanted = 0;
    }
    members = 1 + wanted;
    while (helpers.size() < members - 1) {
      try {
        helpers.add(new Helper(helpers.size() + 1, call));
      } catch (OutOfMemoryError noThread) {
        members = helpers.size() + 1;
      }
    }
  }

  /** Ends a row of steps: what follows is something else. */
  void rest() {
    pace.rest();
  }

  /** {@return the threads that work, the caller's among them} */
  int members() {
    return members;
  }

  /**
   * {@return whether so much work is worth being shared, and there is somebody to share it with}
   */
  boolean shares(long multiplications) {
    return members > 1 && (always || multiplications >= WORTH);
  }

  /**
   * Does all pieces, in no order, and returns when they are done.
   *
   * @throws RuntimeException what the first piece that failed threw, or an Error
   */
  void run(int count, Task work) {
    run(count, work, false);
  }

  /** Does all pieces, and settles them in rising order. */
  void runInOrder(int count, Task work) {
    run(count, work, true);
  }

  private void run(int count, Task work, boolean inOrder) {
    if (members == 1 || count == 1) {
      for (int piece = 0; piece < count; piece++) {
        work.run(piece, 0);
        if (inOrder) {
          work.settle(piece, 0);
        }
      }
      return;
    }
    task = work;
    ordered = inOrder;
    // Whoever settles waits for the piece before: shares would have the second wait for the first.
    shares = inOrder ? 1 : members;
    for (first = 0; first < count && failure == null; first += ROUND) {
      call(Math.min(ROUND, count - first));
    }
    rethrow();
  }

  private void call(int count) {
    finished.set(0);
    turn = 0;
    int number = call + 1;
    for (int share = 0; share < shares; share++) {
      long end = (long) count * (share + 1) / shares;
      long start = (long) count * share / shares;
      next.set(share * APART, ((long) number << (2 * BITS)) | (end << BITS) | start);
    }
    call = number;
    for (int i = 0; i < members - 1; i++) {
      helpers.get(i).wake();
    }
    work(number, 0);
    for (int spins = 0; finished.get() < count; spins++) {
      pause(spins);
    }
  }

  /** Does pieces of the call {@code number} until none is left. */
  private void work(int number, int member) {
    for (int i = 0; i < shares; i++) {
      int share = (member + i) % shares;
      for (int piece = take(share, number); piece >= 0; piece = take(share, number)) {
        perform(piece, member);
      }
    }
  }

  /** {@return the next piece of {@code share}, negative if there is none} */
  private int take(int share, int number) {
    while (true) {
      long now = next.get(share * APART);
      int piece = (int) now & ROUND;
      if ((int) (now >>> (2 * BITS)) != number || piece == (int) ((now >>> BITS) & ROUND)) {
        return -1;
      }
      if (next.compareAndSet(share * APART, now, now + 1)) {
        return piece;
      }
    }
  }

  private void perform(int piece, int member) {
    try {
      task.run(first + piece, member);
    } catch (Throwable thrown) {
      fail(piece, thrown);
    }
    if (ordered) {
      for (int spins = 0; turn != piece; spins++) {
        pause(spins);
      }
      try {
        task.settle(first + piece, member);
      } catch (Throwable thrown) {
        fail(piece, thrown);
      }
      turn = piece + 1;
    }
    finished.incrementAndGet();
  }

  /** Of several failures the one counts that a single thread would have met first. */
  private synchronized void fail(int piece, Throwable thrown) {
    if (failure == null || piece < failedPiece) {
      failure = thrown;
      failedPiece = piece;
    }
  }

  private synchronized void rethrow() {
    Throwable thrown = failure;
    failure = null;
    switch (thrown) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    }
  }

  /** Waits for a piece that another is at; soon leaves the core to whoever needs it. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the speed
  private static void pause(int spins) {
    if (spins < 1000) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /** Lets the helpers go. */
  @Override
  public void close() {
    closed = true;
    int number = call + 1;
    call = number;
    helpers.forEach(Helper::wake);
  }

  /** A thread that works when there is work to be shared. */
  private final class Helper {
    private final int member;
    private final Thread thread;
    private volatile boolean parked;

    Helper(int member, int seen) {
      this.member = member;
      thread = new Thread(() -> help(seen), "trial-helper-" + member);
      thread.setDaemon(true);
      thread.start();
    }

    private void help(int last) {
      int seen = last;
      while (true) {
        seen = await(seen);
        if (closed) {
          return;
        }
        if (member < members) {
          work(seen, member);
        }
      }
    }

    /** {@return the number of the next work after {@code seen}} */
    private int await(int seen) {
      long began = System.nanoTime();
      int now = call;
      while (now == seen) {
        if (System.nanoTime() - began < PATIENCE_NANOS) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if (call == seen) {
            LockSupport.park(this);
          }
          parked = false;
        }
        now = call;
      }
      return now;
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }
}
