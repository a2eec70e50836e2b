package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeamTest {
  private static Team team(int helpers) {
    Team team = new Team(() -> helpers, true);
    team.muster();
    return team;
  }

  @Test
  void everyPieceIsDoneOnce() {
    try (Team team = team(3)) {
      for (int count : new int[] {1, 2, 3, 7, 100, 200_000}) {
        for (int repetition = 0; repetition < 200_000 / count / 10 + 1; repetition++) {
          AtomicIntegerArray done = new AtomicIntegerArray(count);
          team.run(count, (piece, _) -> done.incrementAndGet(piece));
          assertTrue(IntStream.range(0, count).allMatch(piece -> done.get(piece) == 1));
        }
      }
    }
  }

  @Test
  void piecesThatMustBeAreSettledInOrder() {
    try (Team team = team(3)) {
      List<Integer> settled = new ArrayList<>();
      Team.Task task =
          new Team.Task() {
            @Override
            public void run(int piece, int member) {}

            @Override
            public void settle(int piece, int member) {
              settled.add(piece);
            }
          };
      team.runInOrder(70_000, task);
      assertEquals(IntStream.range(0, 70_000).boxed().toList(), settled);
    }
  }

  @Test
  void whatAHelperThrowsTheCallerThrows() {
    try (Team team = team(1)) {
      IllegalStateException broken = new IllegalStateException("a kernel is broken");
      AtomicReference<Thread> thrower = new AtomicReference<>();
      CountDownLatch bothWork = new CountDownLatch(2);
      Team.Task task =
          (_, member) -> {
            await(bothWork);
            if (member == 1) {
              thrower.set(Thread.currentThread());
              throw broken;
            }
          };
      assertSame(broken, assertThrows(IllegalStateException.class, () -> team.run(2, task)));
      assertNotSame(Thread.currentThread(), thrower.get());
      AtomicInteger done = new AtomicInteger();
      team.run(5, (_, _) -> done.incrementAndGet());
      assertEquals(5, done.get());
    }
  }

  @Test
  void errorsInOrderedWorkHoldNobodyUp() {
    try (Team team = team(2)) {
      Team.Task task =
          (piece, _) -> {
            if (piece % 3 == 1) {
              throw new OutOfMemoryError("piece " + piece);
            }
          };
      Error error = assertThrows(OutOfMemoryError.class, () -> team.runInOrder(50, task));
      assertEquals("piece 1", error.getMessage());
    }
  }

  @Test
  void helpersComeAndGo() {
    AtomicInteger idle = new AtomicInteger(2);
    try (Team team = new Team(idle::get, true)) {
      assertEquals(1, team.members());
      team.muster();
      assertEquals(3, team.members());
      idle.set(0);
      team.muster();
      assertEquals(1, team.members());
      assertFalse(team.shares(Long.MAX_VALUE));
      Thread self = Thread.currentThread();
      team.run(100, (_, _) -> assertSame(self, Thread.currentThread()));
    }
  }

  @Test
  void helpersParkSoonAndEndWithTheTeam() throws InterruptedException {
    AtomicReference<Thread> helper = new AtomicReference<>();
    try (Team team = team(1)) {
      CountDownLatch bothWork = new CountDownLatch(2);
      team.run(
          2,
          (_, member) -> {
            await(bothWork);
            if (member == 1) {
              helper.set(Thread.currentThread());
            }
          });
      while (helper.get().getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
    helper.get().join();
  }

  private static void await(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
