package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Contenders that differ in noise alone are called different in at most alpha + 2 % of 500
 * simulated experiments.
 *
 * <p>Each experiment is a real one: pure-noise targets, and contenders that each regress them on an
 * irrelevant feature of their own, over repeated random hold-outs of the same rows. Test parts
 * overlap and training parts nearly coincide, so the differences are correlated as they are in use.
 */
class NegativeControlTest {

  private static final int EXPERIMENTS = 500;
  private static final double ALPHA = 0.05;
  private static final int ROWS = 100;
  private static final int TEST_ROWS = 20;
  private static final int HOLD_OUTS = 10;
  private static final double RATIO = (double) TEST_ROWS / (ROWS - TEST_ROWS);

  @Test
  void twoContendersThatDifferInNoiseAlone() {
    double corrected = shareCalledDifferent(1, d -> TTest.correctedResampled(d, RATIO));
    assertTrue(corrected <= ALPHA + 0.02, "called different: " + corrected);

    // The reason for the correction, and proof that this simulation can fail a test.
    double naive = shareCalledDifferent(1, TTest::paired);
    assertTrue(naive > 2 * (ALPHA + 0.02), "called different without correction: " + naive);
  }

  @Test
  void fourContendersAgainstABaseline() {
    double corrected = shareCalledDifferent(4, d -> TTest.correctedResampled(d, RATIO));
    assertTrue(corrected <= ALPHA + 0.02, "families with a false call: " + corrected);
  }

  @Test
  void fourContendersOnIndependentUnits() {
    RandomResults random = new RandomResults(5);
    int unadjusted = 0;
    int adjusted = 0;
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      List<double[]> differences = new ArrayList<>();
      double[] baseline = noise(random, 10);
      for (int i = 0; i < 4; i++) {
        differences.add(Direction.HIGHER_IS_BETTER.differences(noise(random, 10), baseline));
      }
      List<TTest> family = differences.stream().map(TTest::paired).toList();
      unadjusted += family.stream().anyMatch(test -> test.pValue() <= ALPHA) ? 1 : 0;
      adjusted += anyCalledDifferent(differences, family) ? 1 : 0;
    }
    assertTrue(adjusted <= (ALPHA + 0.02) * EXPERIMENTS, adjusted + " families with a false call");
    assertTrue(unadjusted > (ALPHA + 0.02) * EXPERIMENTS, unadjusted + " without Holm");
  }

  private static double shareCalledDifferent(int contenders, Function<double[], TTest> testOf) {
    RandomResults random = new RandomResults(1234);
    int called = 0;
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      List<double[]> differences = experiment(random, contenders);
      List<TTest> family = differences.stream().map(testOf).toList();
      called += anyCalledDifferent(differences, family) ? 1 : 0;
    }
    return (double) called / EXPERIMENTS;
  }

  private static boolean anyCalledDifferent(List<double[]> differences, List<TTest> family) {
    List<Decision> decisions = Decision.holm(family, ALPHA);
    for (int i = 0; i < decisions.size(); i++) {
      Verdict verdict = Verdict.of(differences.get(i), decisions.get(i).interval(), 0);
      if (verdict != Verdict.UNDECIDED) {
        return true;
      }
    }
    return false;
  }

  /** {@return the paired differences of test errors to the baseline, per contender} */
  private static List<double[]> experiment(RandomResults random, int contenders) {
    double[] target = noise(random, ROWS);
    List<double[]> features = new ArrayList<>();
    for (int i = 0; i <= contenders; i++) {
      features.add(noise(random, ROWS));
    }
    double[][] errors = new double[contenders + 1][HOLD_OUTS];
    for (int holdOut = 0; holdOut < HOLD_OUTS; holdOut++) {
      int[] order = permutation(random);
      for (int i = 0; i <= contenders; i++) {
        errors[i][holdOut] = testError(features.get(i), target, order);
      }
    }
    List<double[]> differences = new ArrayList<>();
    for (int i = 1; i <= contenders; i++) {
      differences.add(Direction.LOWER_IS_BETTER.differences(errors[i], errors[0]));
    }
    return differences;
  }

  /** Least squares without intercept on the training rows, mean squared error on the first ones. */
  private static double testError(double[] feature, double[] target, int[] order) {
    double products = 0;
    double squares = 0;
    for (int i = TEST_ROWS; i < ROWS; i++) {
      products += feature[order[i]] * target[order[i]];
      squares += feature[order[i]] * feature[order[i]];
    }
    double slope = products / squares;
    double error = 0;
    for (int i = 0; i < TEST_ROWS; i++) {
      double residual = target[order[i]] - slope * feature[order[i]];
      error += residual * residual;
    }
    return error / TEST_ROWS;
  }

  private static double[] noise(RandomResults random, int count) {
    double[] noise = new double[count];
    for (int i = 0; i < count; i++) {
      noise[i] = random.normal();
    }
    return noise;
  }

  private static int[] permutation(RandomResults random) {
    int[] order = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int swap = random.between(0, i);
      order[i] = order[swap];
      order[swap] = i;
    }
    return order;
  }
}
