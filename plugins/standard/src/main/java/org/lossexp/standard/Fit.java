package org.lossexp.standard;

import org.lossexp.spi.Head;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** How a loss sits between model and target: what it reads, and how it is read. */
record Fit(Head head, TargetEncoding encoding, Readout readout) {
  /** One raw output for each target column, which is the prediction itself. */
  static Fit points(String loss, TargetFacts target) throws Refusal {
    return of(
        units(loss, target.outputs(), "target column", target),
        TargetEncoding.REAL,
        Readouts.identity(target.outputs()));
  }

  /**
   * {@return how many parts of {@code numbers} outputs a target column has: as many as a head that
   * was written out has room for, else {@code usual}}
   */
  static int each(int usual, int numbers, TargetFacts target) {
    int perPart = numbers * target.outputs();
    int written = target.headUnits().orElse(usual * perPart);
    return written % perPart == 0 ? written / perPart : usual;
  }

  /** {@code each} numbers for every target column, one column after the other. */
  static Fit several(String loss, int each, TargetFacts target, Readout readout) throws Refusal {
    int wanted = each * target.outputs();
    int written = target.headUnits().orElse(wanted);
    if (written != wanted) {
      throw new Refusal(
          "`%s` reads %d raw outputs for each target column, %d in all, but the model ends in %d:"
                  .formatted(loss, each, wanted, written)
              + " end it in `dense(outputs)`");
    }
    return of(wanted, TargetEncoding.REAL, readout);
  }

  /** One probability for two classes, or one for each label. */
  static Fit binaryProbabilities(String loss, TargetFacts target) throws Refusal {
    return new Fit(
        new Head(binaryUnits(loss, target), Head.Link.SIGMOID),
        TargetEncoding.ZERO_ONE,
        target.task().hasClasses()
            ? Readouts.probability()
            : Readouts.probabilitiesOfLabels(target.outputs()));
  }

  /** One score for each label; above 0 it applies. */
  static Fit labels(String loss, TargetFacts target) throws Refusal {
    return of(
        units(loss, target.outputs(), "label", target),
        TargetEncoding.ZERO_ONE,
        Readouts.labelsAbove(target.outputs(), 0));
  }

  /** One logit for each class, softmax of which are probabilities. */
  static Fit logits(String loss, TargetFacts target) throws Refusal {
    return of(
        units(loss, target.classes(), "class", target),
        TargetEncoding.CLASS_INDEX,
        Readouts.softmax(target.classes()));
  }

  /** One logit for two classes, or one for each label; sigmoid of it is a probability. */
  static Fit binaryLogits(String loss, TargetFacts target) throws Refusal {
    return of(
        binaryUnits(loss, target),
        TargetEncoding.ZERO_ONE,
        target.task().hasClasses()
            ? Readouts.sigmoid()
            : Readouts.labelProbabilities(target.outputs()));
  }

  static Fit of(int units, TargetEncoding encoding, Readout readout) {
    return new Fit(new Head(units, Head.Link.IDENTITY), encoding, readout);
  }

  /** This, with {@code link} in front of the loss. */
  Fit behind(Head.Link link) {
    return new Fit(new Head(head.units(), link), encoding, readout);
  }

  private static int binaryUnits(String loss, TargetFacts target) throws Refusal {
    return target.task().hasClasses()
        ? units(loss, 1, "pair of classes", target)
        : units(loss, target.outputs(), "label", target);
  }

  private static int units(String loss, int wanted, String each, TargetFacts target)
      throws Refusal {
    int written = target.headUnits().orElse(wanted);
    if (written != wanted) {
      throw new Refusal(
          ("`%s` reads one raw output for each %s, %d in all, but the model ends in %d: end it in"
                  + " `dense(outputs)`")
              .formatted(loss, each, wanted, written));
    }
    return wanted;
  }
}
