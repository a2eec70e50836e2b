package org.lossexp.standard.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Quantiles;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Expected numbers: scikit-learn 1.2.1, the function that each metric's descriptor names. */
class MetricsTest {
  private static final double TOLERANCE = 1e-14;

  private static final double[] LABELS = {0, 2, 1, 1, 0, 2, 2, 0, 1, 0};
  private static final double[] GIVEN = {0, 1, 1, 1, 2, 2, 2, 0, 0, 0};

  @Test
  void metricsOfClassesAgreeWithScikitLearn() {
    Predictions predictions = new Predictions(10, 1, GIVEN, LABELS, 3);
    assertEquals(0.7, value("accuracy", predictions), TOLERANCE);
    assertEquals(0.6944444444444443, value("balanced_accuracy", predictions), TOLERANCE);
    assertEquals(0.6944444444444443, value("macro_f1", predictions), TOLERANCE);
  }

  /** Class 2 occurs nowhere, class 3 in the predictions alone. */
  @Test
  void classesThatDoNotOccurAreLeftOutAsInScikitLearn() {
    double[] labels = {0, 0, 1, 1, 1};
    double[] given = {0, 3, 1, 1, 0};
    Predictions predictions = new Predictions(5, 1, given, labels, 4);
    assertEquals(0.5833333333333333, value("balanced_accuracy", predictions), TOLERANCE);
    assertEquals(0.43333333333333335, value("macro_f1", predictions), TOLERANCE);
  }

  @Test
  void logLossAgreesWithScikitLearnCutAtTheSmallestStep() {
    double[] probabilities = {.7, .2, .1, .1, .3, .6, .25, .5, .25, 1, 0, 0};
    double right = value("log_loss", predictions(probabilities, 0, 2, 1, 0));
    assertEquals(0.3901619370661672, right, TOLERANCE);
    double wrong = value("log_loss", predictions(probabilities, 0, 2, 1, 1));
    assertEquals(9.401075284345456, wrong, TOLERANCE);
  }

  @Test
  void metricsOfPointsAgreeWithScikitLearn() {
    Predictions one =
        new Predictions(4, 1, new double[] {2.5, 0, 2, 8}, new double[] {3, -0.5, 2, 7}, 0);
    assertEquals(0.5, value("mae", one), TOLERANCE);
    assertEquals(0.6123724356957945, value("rmse", one), TOLERANCE);
    assertEquals(0.5, value("median_error", one), TOLERANCE);
    assertEquals(0.9486081370449679, value("r2", one), TOLERANCE);
  }

  @Test
  void columnsAreJudgedApartAndAveragedAsInScikitLearn() {
    double[] prediction = {2.5, 0, 0, 1.5, 8, 2, 4, -1};
    double[] target = {3, -0.5, 2, 1, 7, 2, 4.5, -3};
    Predictions two = new Predictions(4, 2, prediction, target, 0);
    assertEquals(0.875, value("mae", two), TOLERANCE);
    assertEquals(1.1166320558678393, value("rmse", two), TOLERANCE);
    assertEquals(0.625, value("median_error", two), TOLERANCE);
    assertEquals(0.6475770925110131, value("r2", two), TOLERANCE);
  }

  @Test
  void undefinedIsWhatTheDescriptorsSay() {
    Predictions constant = regression(new double[] {0.1, 0.2, 0.3}, 0.1, 0.1, 0.1);
    assertUndefined("r2", Task.REGRESSION, constant);
    assertUndefined("mape", Task.REGRESSION, regression(new double[] {1, 2}, 0, 1));
    assertUndefined("poisson_deviance", Task.REGRESSION, regression(new double[] {0, 2}, 0, 1));
    assertUndefined("poisson_deviance", Task.REGRESSION, regression(new double[] {1, 2}, -1, 1));
    Predictions oneClass = new Predictions(3, 1, new double[] {0, 1, 0}, new double[3], 2);
    assertUndefined("mcc", Task.BINARY, oneClass);
    assertUndefined(
        "quadratic_kappa", Task.BINARY, new Predictions(3, 1, new double[3], new double[3], 2));
    double[] pairs = {0.5, 0.5, 0.2, 0.8};
    Predictions zeros = new Predictions(2, 2, pairs, new double[2], 2);
    assertUndefined("roc_auc", Task.BINARY, zeros);
    assertUndefined("pr_auc", Task.BINARY, zeros);
    Predictions none = new Predictions(2, 2, new double[4], new double[4], 2);
    assertUndefined("micro_f1", Task.MULTILABEL, none);
    assertUndefined("macro_f1", Task.MULTILABEL, none);
    for (String metric : List.of("ndcg", "map", "mrr", "precision", "recall", "hit_rate")) {
      assertUndefined(metric, Task.RANKING, regression(new double[] {3, 1}, 0, 0));
    }
    assertUndefined("auc_per_user", Task.RANKING, regression(new double[] {3, 1}, 1, 2));
    Predictions allDifferent = new Predictions(3, 1, new double[3], new double[] {0, 1, 2}, 3);
    for (String metric : List.of("recall", "map_at_r", "r_precision")) {
      assertUndefined(metric, Task.EMBEDDING, allDifferent);
    }
    assertUndefined("nmi", Task.EMBEDDING, oneClass);
    assertUndefined(
        "knn_accuracy", Task.EMBEDDING, new Predictions(1, 1, new double[1], new double[1], 1));
    assertUndefined(
        "c_index",
        Task.REGRESSION,
        regression(new double[] {1, 2}, 1, 2).with(Map.of("event", new double[2])));
  }

  /**
   * The mean over 99 levels is the integral up to the outermost hundredths. Expected: the closed
   * form of Gneiting and Raftery 2007, equation 5, for N(0, 1) and 0.5.
   */
  @Test
  void crpsOfANormalDistributionIsNearItsClosedForm() {
    double[] quantiles = new double[Reading.LEVELS];
    Readout normal =
        Readouts.distribution(Readouts.oneOf(1, 2, 0), 2, Quantiles.normal(Quantiles.As.ITSELF));
    normal.read(Reading.QUANTILES, new double[] {0, 1}, 1, 2, quantiles);
    Predictions predictions = new Predictions(1, Reading.LEVELS, quantiles, new double[] {0.5}, 0);
    assertEquals(0.3314035, value("crps", predictions), 0.004);
  }

  /** Points on a line, some of them equal: any order of the rows, the same value. */
  @Test
  void clustersDoNotDependOnTheOrderOfTheRows() {
    double[] points = {0, 0.1, 5, 5.2, 9, 9.1, 9.2, 0.05, 5.1, 3};
    double[] labels = {0, 0, 1, 1, 2, 2, 1, 0, 2, 1};
    double[] pointsAgain = {3, 9.2, 5.1, 0.1, 9, 5, 0.05, 5.2, 0, 9.1};
    double[] labelsAgain = {1, 1, 2, 0, 2, 1, 0, 1, 0, 2};
    Arguments euclidean = Arguments.NONE.with("distance", new Value.Word("euclidean"));
    Metric nmi = metric("nmi", Task.EMBEDDING);
    assertEquals(
        nmi.evaluate(new Predictions(10, 1, points, labels, 3), euclidean),
        nmi.evaluate(new Predictions(10, 1, pointsAgain, labelsAgain, 3), euclidean));
  }

  private static void assertUndefined(String name, Task task, Predictions predictions) {
    Metric metric = metric(name, task);
    double value =
        metric.evaluate(predictions, Arguments.defaults(metric.descriptor().parameters()));
    assertTrue(Double.isNaN(value), name);
    assertFalse(metric.descriptor().undefined().isEmpty(), name);
  }

  private static Predictions regression(double[] prediction, double... target) {
    return new Predictions(target.length, 1, prediction, target, 0);
  }

  private static Predictions predictions(double[] probabilities, double... labels) {
    return new Predictions(4, 3, probabilities, labels, 3);
  }

  private static double value(String name, Predictions predictions) {
    Task task = predictions.classes() > 0 ? Task.MULTICLASS : Task.REGRESSION;
    return metric(name, task).evaluate(predictions, Arguments.NONE);
  }

  private static Metric metric(String name, Task task) {
    return Metrics.all().stream()
        .filter(metric -> metric.descriptor().name().equals(name))
        .filter(metric -> metric.descriptor().tasks().contains(task))
        .findFirst()
        .orElseThrow();
  }
}
