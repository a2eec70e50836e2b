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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Spreads embeddings over the unit sphere (Wang and Isola 2020). */
final class Uniformity implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("uniformity", Family.EMBEDDING, "self-supervised")
          .aliases("uniform_loss")
          .summary(
              "Spreads embeddings evenly over the unit sphere; with `alignment` the two halves of"
                  + " contrastive learning.")
          .formula("ln mean_{i < j} exp(-t ||x_i - x_j||^2), unit vectors")
          .parameter(new ParameterSpec.Real("t", 2, Range.above(0), "how local the repulsion is"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("-4t to 0")
          .reference(
              "Wang & Isola 2020, Understanding contrastive representation learning through"
                  + " alignment and uniformity on the hypersphere, ICML")
          .trap(
              "DirectAU, for recommendation, is `alignment + gamma * (uniformity of users +"
                  + " uniformity of items) / 2`.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.real("t"));
  }

  private record Function(Layout layout, double t) implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.SQUARED_DISTANCE;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.NONE;
    }

    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public int extra(int rows) {
      return Labels.mostPairs(rows) / 2;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      int pairs = Labels.mostPairs(batch.count()) / 2;
      Exponents kernels = new Exponents(pairs, batch.memory());
      for (int i = 0; i < batch.count(); i++) {
        for (int j = i + 1; j < batch.count(); j++) {
          kernels.add(-t * batch.value(i, j));
        }
      }
      terms.add(kernels.isEmpty() ? 0 : kernels.logSum() - StableMath.log(pairs));
      int read = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = i + 1; j < batch.count(); j++) {
          batch.push(i, j, -t * kernels.share(read++));
        }
      }
    }
  }
}
