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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Average precision with every comparison of ranks made smooth (Brown et al. 2020). */
final class SmoothAp implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("smooth_ap", Family.EMBEDDING, "average-precision")
          .aliases("smoothap")
          .summary("One minus the average precision of retrieval, ranks being sums of sigmoids.")
          .formula(
              "G(x) = sigmoid(x / temperature), s = cos; for each query with positives: 1 - (1/|P|)"
                  + " sum_{i in P} (1 + sum_{j in P, j != i} G(s_j - s_i)) / (1 + sum_{j != i}"
                  + " G(s_j - s_i))")
          .parameter(
              new ParameterSpec.Real(
                  "temperature",
                  0.01,
                  Range.above(0),
                  "how smooth the step is; the smaller, the nearer to true ranks"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("0 to 1")
          .reference(
              "Brown et al. 2020, Smooth-AP: smoothing the path towards large-scale image"
                  + " retrieval, ECCV")
          .elsewhere("pml", "SmoothAPLoss (newer versions)")
          .trap("Every other example of the batch is searched; the query itself is left out.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 1, target), arguments.real("temperature"));
  }

  private record Function(Layout layout, double temperature) implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DOT;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public int units(Batch batch) {
      return new Labels(batch).anchorsWithPositives();
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      for (int q = 0; q < batch.count(); q++) {
        int positives = batch.labels().positives(q);
        if (positives > 0) {
          double precision = 0;
          for (int i = 0; i < batch.count(); i++) {
            if (batch.isPositive(q, i)) {
              precision += precision(batch, q, i, -1.0 / positives);
            }
          }
          terms.add(1 - precision / positives);
        }
      }
    }

    /**
     * {@return the smooth precision at positive {@code i}; pushes {@code slope} times its slope}
     */
    private double precision(Neighbours batch, int q, int i, double slope) {
      double rankAmongPositives = 1;
      double rank = 1;
      for (int j = 0; j < batch.count(); j++) {
        if (j != q && j != i) {
          double before = StableMath.sigmoid((batch.value(q, j) - batch.value(q, i)) / temperature);
          rank += before;
          rankAmongPositives += batch.isPositive(q, j) ? before : 0;
        }
      }
      double precision = rankAmongPositives / rank;
      for (int j = 0; j < batch.count(); j++) {
        if (j != q && j != i) {
          double before = StableMath.sigmoid((batch.value(q, j) - batch.value(q, i)) / temperature);
          double ofBefore = ((batch.isPositive(q, j) ? 1 : 0) - precision) / rank;
          double push = slope * ofBefore * before * (1 - before) / temperature;
          batch.push(q, j, push);
          batch.push(q, i, -push);
        }
      }
      return precision;
    }
  }
}
