package org.lossexp.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rates against PyTorch: schedules.csv, written by schedules.py beside it. */
class ScheduleTest {
  private static final int STEPS = 40;

  @ParameterizedTest
  @ValueSource(strings = {"step", "exponential", "cosine", "one_cycle"})
  void goesAsPyTorch(String name) throws IOException {
    Schedule schedule =
        switch (name) {
          case "step" -> new Schedule.Step(2, 0.1);
          case "exponential" -> new Schedule.Step(1, 0.9);
          case "cosine" -> new Schedule.Cosine(0);
          default -> new Schedule.OneCycle(0.3);
        };
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals(name)).toList();
    for (String[] cell : cells) {
      int step = Integer.parseInt(cell[1]);
      double expected = Double.parseDouble(cell[3]);
      double share = schedule.share(step, STEPS, Integer.parseInt(cell[2]));
      assertEquals(expected, share, 1e-9, "step " + step);
    }
    assertEquals(STEPS, cells.size());
  }

  @Test
  void plateauFallsAsPyTorch() throws IOException {
    Schedule schedule = new Schedule.Plateau(0.5, 2);
    double least = Double.POSITIVE_INFINITY;
    int epochs = 0;
    List<String[]> cells =
        lines().stream().map(line -> line.split(",")).filter(c -> c[0].equals("plateau")).toList();
    for (String[] cell : cells) {
      double metric = Double.parseDouble(cell[1]);
      assertEquals(Double.parseDouble(cell[3]), schedule.share(0, 1, epochs), "epoch " + epochs);
      schedule.ended(metric < least);
      least = Math.min(least, metric);
      epochs++;
    }
    assertEquals(15, epochs);
    assertEquals(1 / 32.0, schedule.share(0, 1, epochs));
  }

  @Test
  void warmUpRisesAlongALine() {
    Schedule schedule = new Schedule.Cosine(0.1);
    for (int step = 0; step < 4; step++) {
      assertEquals((step + 1) / 4.0, schedule.share(step, STEPS, 0));
    }
    assertEquals(1, schedule.share(4, STEPS, 0));
  }

  private static List<String> lines() throws IOException {
    try (InputStream file = ScheduleTest.class.getResourceAsStream("schedules.csv")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
