package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrewTest {
  @Test
  void aTrialAloneMayUseTheThreadsOfAll() {
    assertEquals(List.of(3), idle(new Crew(4, 8), 0, 3));
  }

  @Test
  void trialsThatWaitComeFirst() {
    assertEquals(List.of(1), idle(new Crew(4, 8), 2, 3));
    assertEquals(List.of(0), idle(new Crew(4, 8), 9, 3));
  }

  @Test
  void severalTrialsShareWhatIsIdle() {
    assertEquals(List.of(2, 1, 1), idle(new Crew(7, 8), 0, 2, 4, 7));
  }

  @Test
  void noMoreThreadsThanProcessors() {
    assertEquals(List.of(1), idle(new Crew(16, 2), 0, 9));
    assertEquals(List.of(0, 0, 0), idle(new Crew(16, 2), 0, 1, 2, 3));
  }

  @Test
  void threadsGoBackToTheirWorkersWhoseTrialsBegin() {
    Crew crew = new Crew(2, 2);
    crew.begin(1);
    assertEquals(1, crew.idle(1, 0));
    crew.begin(2);
    assertEquals(0, crew.idle(1, 0));
    crew.end(1);
    assertEquals(1, crew.idle(2, 0));
    assertEquals(0, crew.idle(1, 0));
  }

  /** {@return what each of {@code workers} may use when all of them run a trial} */
  private static List<Integer> idle(Crew crew, int waiting, int... workers) {
    IntStream.of(workers).forEach(crew::begin);
    return IntStream.of(workers).mapToObj(worker -> crew.idle(worker, waiting)).toList();
  }
}
