package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.Task;

class TargetsTest {
  @Test
  void classesAreEncodedAsTheLossSays() {
    assertEncoded(Task.MULTICLASS, TargetEncoding.CLASS_INDEX, 3, 2, 0);
    assertEncoded(Task.MULTICLASS, TargetEncoding.ONE_HOT, 3, 0, 0, 1, 1, 0, 0);
    assertEncoded(Task.MULTICLASS, TargetEncoding.ZERO_ONE, 3, 0, 0, 1, 1, 0, 0);
    assertEncoded(Task.MULTICLASS, TargetEncoding.PLUS_MINUS_ONE, 3, -1, -1, 1, 1, -1, -1);
  }

  @Test
  void ofTwoClassesOneOutputMarksTheSecond() {
    double[] labels = {1, 0};
    int[] order = {0, 1};
    double[] out = new double[2];
    new Targets(labels, Task.BINARY, 1, TargetEncoding.ZERO_ONE, 1).gather(order, 0, 2, out);
    assertArrayEquals(new double[] {1, 0}, out);
    new Targets(labels, Task.BINARY, 1, TargetEncoding.PLUS_MINUS_ONE, 1).gather(order, 0, 2, out);
    assertArrayEquals(new double[] {1, -1}, out);
  }

  @Test
  void aRegressionHasOneNumberHoweverManyOutputsTheHeadHas() {
    assertEncoded(Task.REGRESSION, TargetEncoding.REAL, 2, 2, 0);
  }

  @Test
  void severalTargetsAreTakenTogether() {
    double[] labels = {0, 1, 1, 0, 1, 1};
    double[] out = new double[4];
    int[] order = {2, 0};
    new Targets(labels, Task.MULTILABEL, 2, TargetEncoding.ZERO_ONE, 2).gather(order, 0, 2, out);
    assertArrayEquals(new double[] {1, 1, 0, 1}, out);
    new Targets(labels, Task.MULTILABEL, 2, TargetEncoding.PLUS_MINUS_ONE, 2)
        .gather(order, 0, 2, out);
    assertArrayEquals(new double[] {1, 1, -1, 1}, out);
    // Two target columns, of each a mean and a variance.
    new Targets(labels, Task.REGRESSION, 2, TargetEncoding.REAL, 4).gather(order, 0, 2, out);
    assertArrayEquals(new double[] {1, 1, 0, 1}, out);
  }

  /** Examples 3 and 1 of four. */
  private static void assertEncoded(
      Task task, TargetEncoding encoding, int units, double... expected) {
    double[] target = {9, 0, 9, 2};
    double[] out = new double[expected.length];
    new Targets(target, task, 1, encoding, units).gather(new int[] {2, 3, 1}, 1, 2, out);
    assertArrayEquals(expected, out);
  }
}
