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
 * The triplet margin of every positive pair with the nearest negative that is farther than the
 * positive (Schroff, Kalenichenko and Philbin 2015).
 */
final class TripletSemiHard implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("triplet_semi_hard", Family.EMBEDDING, "triplet")
          .aliases("facenet_semi_hard")
          .summary(
              "The triplet margin with the nearest negative that is farther than the positive:"
                  + " FaceNet's mining, gentler than the hardest.")
          .formula(
              "for each ordered positive pair: max(0, d_ap - d_an + margin), n the nearest negative"
                  + " with d_an > d_ap, or the farthest where there is none")
          .parameter(
              new ParameterSpec.Real("margin", 1, Range.atLeast(0), "how much nearer is enough"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.TERM)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient(
              "0 where the hinge is 0 and where two points coincide; of equally far negatives the"
                  + " first")
          .reference(
              "Schroff et al. 2015, FaceNet: a unified embedding for face recognition and"
                  + " clustering, CVPR; TensorFlow Addons TripletSemiHardLoss")
          .elsewhere("other", "tfa TripletSemiHardLoss (squared-L2 or L2 option)")
          .trap(
              "Distances are not squared; FaceNet and the default of TensorFlow Addons square"
                  + " them.")
          .trap(
              "The mean is over all positive pairs, those that are 0 too; a pair without any"
                  + " negative is 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("margin"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double margin, boolean normalize) implements WithinBatch {
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
    public void evaluate(Neighbours batch, Terms terms) {
      batch.forEachPositivePair((a, p) -> {
        int n = negative(batch, a, batch.value(a, p));
        double excess = n < 0 ? 0 : batch.value(a, p) - batch.value(a, n) + margin;
        if (excess > 0) {
          batch.push(a, p, 1);
          batch.push(a, n, -1);
        }
        terms.add(Math.max(0, excess));
      });
    }

    /** {@return the nearest negative beyond {@code distance}, or the farthest; −1 without any} */
    private static int negative(Neighbours batch, int a, double distance) {
      int beyond = -1;
      int farthest = -1;
      for (int n = 0; n < batch.count(); n++) {
        if (batch.isNegative(a, n)) {
          double d = batch.value(a, n);
          if (d > distance && (beyond < 0 || d < batch.value(a, beyond))) {
            beyond = n;
          }
          if (farthest < 0 || d > batch.value(a, farthest)) {
            farthest = n;
          }
        }
      }
      return beyond < 0 ? farthest : beyond;
    }
  }
}
