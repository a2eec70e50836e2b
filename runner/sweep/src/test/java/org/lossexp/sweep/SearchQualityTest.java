package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.experiment.Tuning;
import org.lossexp.experiment.Tuning.Range;

/** What searches are for: to be better than chance, by how much, on functions that are known. */
class SearchQualityTest {
  private static final int STREAMS = 100;
  private static final int POINTS = 60;

  /**
   * Minima from Surjanovic and Bingham, "Virtual library of simulation experiments"
   * (sfu.ca/~ssurjano).
   */
  record Function(
      String name,
      int dimensions,
      double low,
      double high,
      double minimum,
      ToDoubleFunction<List<Double>> formula) {
    private static final double[] ALPHA = {1.0, 1.2, 3.0, 3.2};
    private static final double[][] A = {
      {10, 3, 17, 3.5, 1.7, 8},
      {0.05, 10, 17, 0.1, 8, 14},
      {3, 3.5, 1.7, 10, 17, 8},
      {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] P = {
      {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
      {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
      {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
      {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    List<Tuning.TunedValue> values() {
      var values = new ArrayList<Tuning.TunedValue>();
      for (int d = 0; d < dimensions; d++) {
        values.add(new Tuning.TunedValue("x" + d, "", new Range.Interval(low, high, false)));
      }
      return values;
    }

    @Override
    public String toString() {
      return name;
    }

    /** Its minimum moved out of the middle, where a search may begin. */
    private static double sphere(List<Double> x) {
      double sum = 0;
      for (int i = 0; i < x.size(); i++) {
        double away = x.get(i) - 1 - 0.5 * i;
        sum += away * away;
      }
      return sum;
    }

    private static double rosenbrock(List<Double> x) {
      double slope = x.get(1) - x.get(0) * x.get(0);
      return 100 * slope * slope + (1 - x.get(0)) * (1 - x.get(0));
    }

    private static double branin(List<Double> x) {
      double x1 = -5 + 15 * x.get(0);
      double x2 = 15 * x.get(1);
      double pi = Math.PI;
      double square = x2 - 5.1 / (4 * pi * pi) * x1 * x1 + 5 / pi * x1 - 6;
      return square * square + 10 * (1 - 1 / (8 * pi)) * StrictMath.cos(x1) + 10;
    }

    private static double hartmann(List<Double> x) {
      double sum = 0;
      for (int i = 0; i < ALPHA.length; i++) {
        double inner = 0;
        for (int j = 0; j < x.size(); j++) {
          inner += A[i][j] * (x.get(j) - P[i][j]) * (x.get(j) - P[i][j]);
        }
        sum -= ALPHA[i] * StrictMath.exp(-inner);
      }
      return sum;
    }
  }

  private static Stream<Function> functions() {
    return Stream.of(
        new Function("sphere", 4, -5, 5, 0, Function::sphere),
        new Function("Rosenbrock", 2, -2, 2, 0, Function::rosenbrock),
        new Function("Branin", 2, 0, 1, 0.397887, Function::branin),
        new Function("Hartmann6", 6, 0, 1, -3.32237, Function::hartmann));
  }

  /**
   * Medians over 100 streams of how far the best of 60 points is above the minimum, measured:
   *
   * <pre>
   *             random  sobol  tpe    cma_es
   * sphere      4.99    4.70   0.72   1.12
   * Rosenbrock  0.71    0.58   0.32   0.32
   * Branin      0.71    0.44   0.078  0.36
   * Hartmann6   1.50    1.56   0.58   0.98
   * </pre>
   */
  @ParameterizedTest
  @MethodSource("functions")
  void searchesThatLearnBeatRandom(Function function) {
    double random = median(function, "random");
    assertTrue(median(function, "tpe") < 0.6 * random);
    assertTrue(median(function, "cma_es") < 0.8 * random);
  }

  /** {@return the median over streams of how far the best of the points is above the minimum} */
  private static double median(Function function, String name) {
    double[] regrets = new double[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      regrets[i] = best(function, name, "stream " + i) - function.minimum;
    }
    Arrays.sort(regrets);
    return (regrets[STREAMS / 2 - 1] + regrets[STREAMS / 2]) / 2;
  }

  private static double best(Function function, String name, String stream) {
    Space space = new Space(function.values());
    Proposer proposer = SearchRun.proposer(name, stream, space, POINTS);
    List<Proposer.Told> told = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    boolean[] all = new boolean[space.dimensions()];
    Arrays.fill(all, true);
    while (told.size() < POINTS) {
      int batch = Math.min(POINTS - told.size(), proposer.batch());
      List<double[]> places = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        places.add(proposer.next().orElseThrow());
      }
      for (double[] place : places) {
        double loss = function.formula.applyAsDouble(space.numbers(place));
        best = Math.min(best, loss);
        told.add(new Proposer.Told(place, all, loss));
      }
      proposer.tell(List.copyOf(told));
    }
    return best;
  }
}
