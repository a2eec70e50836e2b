package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
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

/** Every positive pair against all negatives of both its members (Oh Song et al. 2016). */
final class LiftedStructure implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("lifted_structure", Family.EMBEDDING, "pair")
          .aliases("lifted_structured")
          .summary(
              "Compares every positive pair with all negatives of both its members, softly the"
                  + " nearest.")
          .formula(
              "d = Euclidean distance of unit vectors; for each ordered positive pair: 0.5 max(0,"
                  + " ln(sum_N(i) exp(neg_margin - d_ik) + sum_N(j) exp(neg_margin - d_jk)) + d_ij"
                  + " - pos_margin)^2")
          .parameter(
              new ParameterSpec.Real(
                  "neg_margin", 1, Range.above(0), "how far negatives should be"))
          .parameter(
              new ParameterSpec.Real(
                  "pos_margin", 0, Range.atLeast(0), "the distance that positives may have"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where two points coincide")
          .reference(
              "Oh Song et al. 2016, Deep metric learning via lifted structured feature embedding,"
                  + " CVPR")
          .elsewhere("pml", "LiftedStructureLoss")
          .trap(
              "The paper sums over unordered pairs and divides by twice their number; both"
                  + " directions, each with the factor 1/2, have the same mean.")
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
    public int units(int rows) {
      return Labels.mostPairs(rows);
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).positivePairs();
    }

    @Override
    public int extra(int rows) {
      return 2 * rows;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      Exponents negatives = new Exponents(2 * batch.count(), batch.memory());
      batch.forEachPositivePair((i, j) -> {
        negatives.clear();
        collect(batch, i, negatives);
        collect(batch, j, negatives);
        double hinge = Math.max(0, negatives.logSum() + batch.value(i, j) - posMargin);
        batch.push(i, j, hinge);
        int read = push(batch, i, -hinge, negatives, 0);
        push(batch, j, -hinge, negatives, read);
        terms.add(0.5 * hinge * hinge);
      });
    }

    private void collect(Neighbours batch, int i, Exponents negatives) {
      for (int k = 0; k < batch.count(); k++) {
        if (batch.isNegative(i, k)) {
          negatives.add(negMargin - batch.value(i, k));
        }
      }
    }

    private static int push(Neighbours batch, int i, double slope, Exponents negatives, int first) {
      int read = first;
      for (int k = 0; k < batch.count(); k++) {
        if (batch.isNegative(i, k)) {
          batch.push(i, k, slope * negatives.share(read));
          read++;
        }
      }
      return read;
    }
  }
}
