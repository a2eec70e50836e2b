package org.lossexp.standard.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Predictions;
import org.lossexp.standard.StandardPlugin;

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
  void r2OfAConstantTargetIsUndefined() {
    double[] tenths = {0.1, 0.1, 0.1};
    Predictions constant = new Predictions(3, 1, new double[] {0.1, 0.2, 0.3}, tenths, 0);
    assertTrue(Double.isNaN(value("r2", constant)));
  }

  private static Predictions predictions(double[] probabilities, double... labels) {
    return new Predictions(4, 3, probabilities, labels, 3);
  }

  private static double value(String name, Predictions predictions) {
    Metric metric =
        new StandardPlugin()
            .metrics().stream()
                .filter(each -> each.descriptor().name().equals(name))
                .findFirst()
                .orElseThrow();
    return metric.evaluate(predictions, Arguments.NONE);
  }
}
