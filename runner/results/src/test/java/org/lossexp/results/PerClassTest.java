package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Evidence;

class PerClassTest {
  /**
   * Expected: scikit-learn 1.2.1, {@code classification_report([0,0,0,1,1,2], [0,0,1,1,2,0])}:
   * class 0: 0.666667, 0.666667, 0.666667, 3; 1: 0.5, 0.5, 0.5, 2; 2: 0, 0, 0, 1. A class of its
   * own that is only predicted has neither recall nor examples.
   */
  @Test
  void classesHavePrecisionAndRecallOfScikitLearn() {
    Evidence confusion =
        new Evidence(
            "confusion",
            List.of("label", "prediction"),
            List.of("examples"),
            List.of(
                pair("a", "a", 2),
                pair("a", "b", 1),
                pair("b", "b", 1),
                pair("b", "c", 1),
                pair("c", "a", 1)));
    List<Evidence.Row> rows = PerClass.of(confusion).rows();
    assertEquals(
        List.of(
            new Evidence.Row(List.of("a"), List.of(2 / 3.0, 2 / 3.0, 2 / 3.0, 3.0)),
            new Evidence.Row(List.of("b"), List.of(0.5, 0.5, 0.5, 2.0)),
            new Evidence.Row(List.of("c"), List.of(0.0, 0.0, 0.0, 1.0))),
        rows);
    Evidence strange =
        new Evidence(
            "confusion",
            List.of("label", "prediction"),
            List.of("examples"),
            List.of(pair("a", "b", 4)));
    assertEquals(
        List.of(
            new Evidence.Row(List.of("a"), List.of(Double.NaN, 0.0, 0.0, 4.0)),
            new Evidence.Row(List.of("b"), List.of(0.0, Double.NaN, 0.0, 0.0))),
        PerClass.of(strange).rows());
  }

  private static Evidence.Row pair(String label, String prediction, double examples) {
    return new Evidence.Row(List.of(label, prediction), List.of(examples));
  }
}
