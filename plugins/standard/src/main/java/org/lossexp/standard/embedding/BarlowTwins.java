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

/** The cross-correlation of two views towards the identity (Zbontar et al. 2021). */
final class BarlowTwins implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("barlow_twins", Family.EMBEDDING, "self-supervised")
          .aliases("barlow")
          .summary(
              "Makes the cross-correlation of two views the identity: components agree across views"
                  + " and do not repeat each other; no negatives.")
          .formula(
              "C = cross-correlation of the standardized views; sum_i (1 - C_ii)^2 + lambd sum_{i"
                  + " != j} C_ij^2")
          .parameter(
              new ParameterSpec.Real(
                  "lambd",
                  0.0051,
                  Range.above(0),
                  "weight of the correlations of different components"))
          .parameter(
              new ParameterSpec.Real(
                  "eps",
                  1e-05,
                  Range.atLeast(0),
                  "added to variances under the root, as in batch normalization"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("two views side by side in each row")
          .parts("view1", "view2")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .reference(
              "Zbontar et al. 2021, Barlow Twins: self-supervised learning via redundancy"
                  + " reduction, ICML")
          .trap("Variances are biased, as in batch normalization.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 2, target), arguments.real("lambd"), arguments.real("eps"));
  }

  private record Function(Layout layout, double lambd, double eps) implements Joined {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public int extra(int rows) {
      return (4 * rows + 2) * layout().width();
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      int width = layout.width();
      int rows = batch.rows();
      Matrix first = Columns.centered(parts[0].used(), memory);
      Matrix second = Columns.centered(parts[1].used(), memory);
      Matrix firstDeviations = Columns.standardize(first, eps, memory);
      Matrix secondDeviations = Columns.standardize(second, eps, memory);
      Matrix firstSlope = memory.zeros(rows, width);
      Matrix secondSlope = memory.zeros(rows, width);
      double value = 0;
      for (int c = 0; c < width; c++) {
        for (int k = 0; k < width; k++) {
          double correlation = Columns.dot(first, c, second, k) / rows;
          double error = c == k ? 1 - correlation : correlation;
          double weight = c == k ? 1 : lambd;
          value += weight * error * error;
          double slope = (c == k ? -2 : 2) * weight * error / rows;
          for (int i = 0; i < rows; i++) {
            firstSlope.add(i, c, slope * second.at(i, k));
            secondSlope.add(i, k, slope * first.at(i, c));
          }
        }
      }
      terms.add(value);
      Columns.pullBack(first, firstDeviations, firstSlope, parts[0].slope());
      Columns.pullBack(second, secondDeviations, secondSlope, parts[1].slope());
    }
  }
}
