package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** What losses give as the distribution that they predict, by its quantiles. */
class DistributionsTest {
  /** Expected: SciPy 1.10.1, {@code brentq} on the mixture's {@code norm.cdf}. */
  @Test
  void quantilesOfAMixtureAreWhereItsCdfReachesThem() throws Refusal {
    double[] raw = {0.3, -1, 2, /* means */ -4, 0.5, 6, /* log stds */ 0.2, -1.5, 0.1};
    double[] quantiles = quantiles("mixture_density_nll", Arguments.NONE, raw);
    double[] expected = {
      -5.825926263647777, -3.446968165086741, 4.79241906884072, 5.673302554427803, 8.483156790376349
    };
    assertArrayEquals(expected, at(quantiles, 1, 10, 30, 50, 99), 1e-10);
  }

  /** All mass at three points, nearly: the quantiles jump from one to the next, and none falls. */
  @Test
  void quantilesOfANarrowMixtureRise() throws Refusal {
    double[] raw = {0, 0, 0, -1, 2, 7, -20, -30, -1000};
    double[] quantiles = quantiles("mixture_density_nll", Arguments.NONE, raw);
    assertArrayEquals(new double[] {-1, -1, 2, 7, 7}, at(quantiles, 1, 33, 50, 67, 99), 1e-7);
    for (int q = 1; q < quantiles.length; q++) {
      assertTrue(quantiles[q] >= quantiles[q - 1]);
    }
  }

  /** Expected: NumPy 1.24.2, {@code interp}. The given quantiles cross; in order they are right. */
  @Test
  void quantilesBetweenLevelsLieOnALineAndBeyondThemStay() throws Refusal {
    List<Value> levels = List.of(number(0.1), number(0.25), number(0.5), number(0.9));
    Arguments taus = Arguments.NONE.with("taus", new Value.Sequence(levels));
    double[] quantiles = quantiles("multi_quantile", taus, -1, 2, 0.5, 3.25);
    double[] expected = {-1, 0, 0.8, 2, 2.9375, 3.25};
    assertArrayEquals(expected, at(quantiles, 1, 20, 30, 50, 80, 99), 1e-12);
  }

  @Test
  void membersOfAnEnsembleShareTheLevels() throws Refusal {
    double[] members = {4, 1, 3, 2};
    double[] quantiles =
        quantiles("crps_ensemble", Arguments.NONE.with("members", number(4)), members);
    // Four members stand for 12.5 %, 37.5 %, 62.5 % and 87.5 %.
    assertArrayEquals(new double[] {1, 1.5, 2.5, 3.5, 4}, at(quantiles, 1, 25, 50, 75, 99), 1e-12);
  }

  @Test
  void aRiskOrdersExamplesAgainstItsSign() throws Refusal {
    Loss cox = loss("cox_partial_likelihood");
    var facts = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    double[] scores = new double[3];
    cox.bind(Arguments.NONE, facts)
        .readout()
        .read(Reading.SCORE, new double[] {2, -1, 0}, 3, 1, scores);
    assertArrayEquals(new double[] {-2, 1, 0}, scores, 0);
  }

  private static Value number(double value) {
    return new Value.Numeral(value);
  }

  private static double[] at(double[] quantiles, int... percents) {
    return IntStream.of(percents).mapToDouble(percent -> quantiles[percent - 1]).toArray();
  }

  private static double[] quantiles(String name, Arguments written, double... raw) throws Refusal {
    Loss loss = loss(name);
    Arguments arguments = Arguments.defaults(loss.descriptor().parameters());
    for (var entry : written.values().entrySet()) {
      arguments = arguments.with(entry.getKey(), entry.getValue());
    }
    var facts = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    var readout = loss.bind(arguments, facts).readout();
    assertEquals(Reading.LEVELS, readout.width(Reading.QUANTILES));
    double[] quantiles = new double[Reading.LEVELS];
    readout.read(Reading.QUANTILES, raw, 1, raw.length, quantiles);
    return quantiles;
  }

  private static Loss loss(String name) {
    return new StandardPlugin()
        .losses().stream()
            .filter(each -> each.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
  }
}
