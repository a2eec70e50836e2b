package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Each anchor's soft farthest positive against its soft nearest negative (Hermans, Beyer and Leibe
 * 2017, section 3).
 */
final class GeneralizedLiftedStructure implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("generalized_lifted_structure", Family.EMBEDDING, "pair")
          .aliases("generalised_lifted")
          .summary(
              "Compares each anchor's positives, softly the farthest, with its negatives, softly"
                  + " the nearest.")
          .formula(
              "d = Euclidean distance of unit vectors; for each anchor: max(0, ln sum_P exp(d -"
                  + " pos_margin) + ln sum_N exp(neg_margin - d)); 0 for the logarithm of an empty"
                  + " set")
          .parameter(
              new ParameterSpec.Real(
                  "neg_margin", 1, Range.above(0), "how far negatives should be"))
          .parameter(
              new ParameterSpec.Real(
                  "pos_margin", 0, Range.atLeast(0), "the distance that positives may have"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where the hinge is 0 and where two points coincide")
          .reference(
              "Hermans, Beyer & Leibe 2017, In defense of the triplet loss for person"
                  + " re-identification, arXiv:1703.07737")
          .elsewhere("pml", "GeneralizedLiftedStructureLoss")
          .trap(
              "An anchor without positives, or without negatives, has 0 in the place of their"
                  + " logarithm.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("neg_margin"),
        arguments.real("pos_margin"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double negMargin, double posMargin, boolean normalize)
      implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DISTANCE;
    }

    @Override
    public int extra(int rows) {
      return 2 * rows;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      Exponents positives = new Exponents(batch.count(), batch.memory());
      Exponents negatives = new Exponents(batch.count(), batch.memory());
      for (int i = 0; i < batch.count(); i++) {
        positives.clear();
        negatives.clear();
        for (int j = 0; j < batch.count(); j++) {
          if (batch.isPositive(i, j)) {
            positives.add(batch.value(i, j) - posMargin);
          } else if (batch.isNegative(i, j)) {
            negatives.add(negMargin - batch.value(i, j));
          }
        }
        double far = positives.isEmpty() ? 0 : positives.logSum();
        double near = negatives.isEmpty() ? 0 : negatives.logSum();
        terms.add(Math.max(0, far + near));
        if (far + near > 0) {
          int p = 0;
          int n = 0;
          for (int j = 0; j < batch.count(); j++) {
            if (batch.isPositive(i, j)) {
              batch.push(i, j, positives.share(p++));
            } else if (batch.isNegative(i, j)) {
              batch.push(i, j, -negatives.share(n++));
            }
          }
        }
      }
    }
  }
}
