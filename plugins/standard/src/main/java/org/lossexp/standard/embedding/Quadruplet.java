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

/**
 * A triplet margin, and a smaller one against pairs that do not share the anchor (Chen et al.
 * 2017).
 */
final class Quadruplet implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("quadruplet", Family.EMBEDDING, "triplet")
          .aliases("quadruplet_loss")
          .summary(
              "A triplet margin and a weaker one against pairs apart from the anchor, which keeps"
                  + " classes compact as well as apart.")
          .formula(
              "g = squared Euclidean distance; max(0, g(a, p) - g(a, n1) + m1) + max(0, g(a, p) -"
                  + " g(n1, n2) + m2)")
          .parameter(
              new ParameterSpec.Real(
                  "m1", 1, Range.above(0), "margin against the pair of the anchor"))
          .parameter(
              new ParameterSpec.Real(
                  "m2", 0.5, Range.above(0), "margin against the other pair, below m1"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("anchor, positive and two negatives side by side in each row")
          .parts("anchor", "positive", "negative1", "negative2")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .subgradient("0 where a hinge is 0")
          .reference(
              "Chen et al. 2017, Beyond triplet loss: a deep quadruplet network for person"
                  + " re-identification, CVPR")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    if (!(arguments.real("m2") < arguments.real("m1"))) {
      throw new Refusal("`quadruplet` needs m2 below m1: its second margin is the weaker one");
    }
    return new Function(
        Layout.of(DESCRIPTOR.name(), 4, target), arguments.real("m1"), arguments.real("m2"));
  }

  private record Function(Layout layout, double m1, double m2) implements Joined {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      for (int i = 0; i < batch.rows(); i++) {
        double near = distance(parts[0], parts[1], i);
        double first = Math.max(0, near - distance(parts[0], parts[2], i) + m1);
        double second = Math.max(0, near - distance(parts[2], parts[3], i) + m2);
        terms.add(first + second);
        push(Math.signum(first) + Math.signum(second), parts[0], parts[1], i);
        push(-Math.signum(first), parts[0], parts[2], i);
        push(-Math.signum(second), parts[2], parts[3], i);
      }
    }

    private static double distance(Rows left, Rows right, int i) {
      return Measure.SQUARED_DISTANCE.of(left.used(), i, right.used(), i);
    }

    private static void push(double slope, Rows left, Rows right, int i) {
      Measure.SQUARED_DISTANCE.pullBack(slope, distance(left, right, i), left, i, right, i);
    }
  }
}
