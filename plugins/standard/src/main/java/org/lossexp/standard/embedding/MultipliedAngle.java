package org.lossexp.standard.embedding;

import org.lossexp.spi.Batch;
import org.lossexp.spi.State;

/**
 * Cross-entropy of scaled lengths times cosines, the angle to the own class multiplied.
 *
 * @param lengthsOfVectors whether the lengths of the class vectors are factors, too
 */
record MultipliedAngle(Layout layout, State own, int margin, double scale, boolean lengthsOfVectors)
    implements AgainstOwn {
  @Override
  public Measure measure() {
    return Measure.DOT;
  }

  @Override
  public boolean normalize() {
    return true;
  }

  @Override
  public int extra(int rows) {
    return own().rows();
  }

  @Override
  public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
    int classes = pairs.right().count();
    Matrix logits = memory.zeros(1, classes);
    for (int i = 0; i < batch.rows(); i++) {
      int label = AgainstOwn.label(batch, i);
      for (int j = 0; j < classes; j++) {
        double angular =
            j == label ? AngularMargin.psi(margin, pairs.value(i, j)) : pairs.value(i, j);
        logits.set(0, j, factor(pairs, i, j) * angular);
      }
      terms.add(AngularMargin.crossEntropy(logits, label));
      for (int j = 0; j < classes; j++) {
        double cosine = pairs.value(i, j);
        double angular = j == label ? AngularMargin.psi(margin, cosine) : cosine;
        double slope = j == label ? AngularMargin.psiSlope(margin, cosine) : 1;
        pairs.push(i, j, logits.at(0, j) * factor(pairs, i, j) * slope);
        double outer = logits.at(0, j) * scale * angular;
        pairs.left().pushLength(i, outer * ofVector(pairs, j));
        if (lengthsOfVectors) {
          pairs.right().pushLength(j, outer * pairs.left().length(i));
        }
      }
    }
  }

  private double factor(Pairs pairs, int i, int j) {
    return scale * pairs.left().length(i) * ofVector(pairs, j);
  }

  private double ofVector(Pairs pairs, int j) {
    return lengthsOfVectors ? pairs.right().length(j) : 1;
  }
}
