package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadoutsTest {
  private static final double[] SCORES = {1, 3, 2, /* a tie */ 5, 5, 0};

  @Test
  void identityGivesThePoints() {
    Readout readout = Readouts.identity(2);
    assertEquals(Set.of(Reading.POINT), readout.gives());
    assertArrayEquals(new double[] {1, 3}, read(readout, Reading.POINT, new double[] {1, 3}, 2));
  }

  @Test
  void pointOfOneColumnPutsExamplesInOrder() {
    Readout readout = Readouts.oneOf(1, 2, 0);
    assertEquals(Set.of(Reading.POINT, Reading.SCORE), readout.gives());
    double[] raw = {1, 7, 3, 8};
    assertArrayEquals(new double[] {1, 3}, read(readout, Reading.SCORE, raw, 2));
  }

  @Test
  void argmaxGivesClassesAlone() {
    Readout readout = Readouts.argmax(3);
    assertEquals(Set.of(Reading.CLASS), readout.gives());
    assertArrayEquals(new double[] {1, 0}, read(readout, Reading.CLASS, SCORES, 3));
  }

  /** Expected: SciPy 1.10.1, softmax. */
  @Test
  void softmaxGivesProbabilitiesToo() {
    Readout readout = Readouts.softmax(3);
    assertEquals(Set.of(Reading.CLASS, Reading.PROBABILITIES), readout.gives());
    assertArrayEquals(new double[] {1, 0}, read(readout, Reading.CLASS, SCORES, 3));
    double[] first = {0.09003057317038045, 0.6652409557748219, 0.24472847105479772};
    double[] second = {0.4983211691867487, 0.4983211691867487, 0.0033576616265026146};
    double[] both = new double[6];
    System.arraycopy(first, 0, both, 0, 3);
    System.arraycopy(second, 0, both, 3, 3);
    assertArrayEquals(both, read(readout, Reading.PROBABILITIES, SCORES, 3), 1e-15);
  }

  @Test
  void aboveAndSigmoidReadOneScore() {
    double[] scores = {-1, 0.25, 0.75};
    assertArrayEquals(new double[] {0, 0, 1}, read(Readouts.above(0.5), Reading.CLASS, scores, 1));
    assertArrayEquals(new double[] {0, 1, 1}, read(Readouts.sigmoid(), Reading.CLASS, scores, 1));
    double[] probabilities = read(Readouts.sigmoid(), Reading.PROBABILITIES, scores, 1);
    assertEquals(6, probabilities.length);
    // Expected: SciPy 1.10.1, expit(-1)
    assertEquals(0.2689414213699951, probabilities[1], 1e-16);
    assertEquals(1 - 0.2689414213699951, probabilities[0], 1e-15);
  }

  @Test
  void labelsAreReadOneByOne() {
    double[] scores = {-1, 2, 0.5, -3};
    assertArrayEquals(
        new double[] {0, 1, 1, 0}, read(Readouts.labelsAbove(2, 0), Reading.CLASS, scores, 2));
    double[] probabilities = read(Readouts.labelProbabilities(2), Reading.PROBABILITIES, scores, 2);
    assertEquals(0.2689414213699951, probabilities[0], 1e-16);
    assertEquals(4, probabilities.length);
  }

  @Test
  void probabilitiesAreReadAsTheyAre() {
    double[] three = {0.2, 0.5, 0.3, 0.4, 0.2, 0.4};
    assertArrayEquals(three, read(Readouts.probabilities(3), Reading.PROBABILITIES, three, 3));
    assertArrayEquals(
        new double[] {1, 0}, read(Readouts.probabilities(3), Reading.CLASS, three, 3));
    double[] one = {0.25, 0.75};
    assertArrayEquals(
        new double[] {0.75, 0.25, 0.25, 0.75},
        read(Readouts.probability(), Reading.PROBABILITIES, one, 1));
    assertArrayEquals(new double[] {0, 1}, read(Readouts.probability(), Reading.CLASS, one, 1));
    Readout labels = Readouts.probabilitiesOfLabels(2);
    assertArrayEquals(one, read(labels, Reading.PROBABILITIES, one, 2));
    assertArrayEquals(new double[] {0, 1}, read(labels, Reading.CLASS, one, 2));
  }

  private static double[] read(Readout readout, Reading reading, double[] raw, int columns) {
    int rows = raw.length / columns;
    double[] out = new double[rows * readout.width(reading)];
    readout.read(reading, raw, rows, columns, out);
    return out;
  }
}
