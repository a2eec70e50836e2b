package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lossexp.report.statistics.SplitMix64;

class ScaleTest {
  private static List<String> labels(Scale scale, int about) {
    return scale.ticks(about).stream().map(Scale.Tick::label).toList();
  }

  @Test
  void ticksAreRoundNumbersWithEqualDecimals() {
    assertEquals(List.of("0.80", "0.85", "0.90"), labels(new Scale(0.79, 0.91, false), 5));
    assertEquals(List.of("−10", "0", "10"), labels(new Scale(-12, 13, false), 4));
    assertEquals(
        List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(new Scale(0, 1, false), 5));
  }

  @Test
  void decadesOnALogarithmicAxis() {
    assertEquals(List.of("0.01", "0.1", "1", "10"), labels(new Scale(0.005, 20, true), 5));
  }

  @Test
  void veryLargeAndSmallNumbersHaveExponents() {
    assertEquals(List.of("1e12", "2e12"), labels(new Scale(0.9e12, 2.1e12, false), 2));
    assertEquals(
        List.of("0", "1e-9", "2e-9"),
        labels(new Scale(0, 2e-9, false), 2).stream()
            .map(label -> label.replace("0.000000000", "0").replace('−', '-'))
            .toList());
  }

  @Test
  void anyRangeHasAFewTicksInsideIt() {
    var random = new SplitMix64(5);
    for (int i = 0; i < 5000; i++) {
      double low = Synthetic.gaussian(random) * StrictMath.pow(10, random.nextInt(25) - 12);
      double width =
          (0.01 + Math.abs(Synthetic.gaussian(random)))
              * (1e-6 * Math.abs(low) + 1e-12 + StrictMath.pow(10, random.nextInt(25) - 12));
      var scale = new Scale(low, low + width, false);
      List<Scale.Tick> ticks = scale.ticks(5);
      assertTrue(ticks.size() >= 1 && ticks.size() <= 7, scale + " " + ticks);
      for (Scale.Tick tick : ticks) {
        assertTrue(tick.at() >= 0 && tick.at() <= 1, scale + " " + ticks);
      }
      assertEquals(
          ticks.size(),
          ticks.stream().map(Scale.Tick::label).distinct().count(),
          scale + " " + ticks);
    }
  }

  @Test
  void aSingleValueHasRoomAround() {
    var scale = Scale.linear(0.5, 0.5, 0, 1);
    assertEquals(0.5, scale.at(0.5), 1e-12);
    assertTrue(Scale.linear(0, 0, 0, 1).at(0) >= 0);
  }

  @Test
  void theAxisDoesNotLeaveWhatIsPossible() {
    assertEquals(1.0, Scale.linear(0.9, 1.0, 0, 1).high());
  }
}
