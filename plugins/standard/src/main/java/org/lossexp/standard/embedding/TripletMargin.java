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
 * The positive nearer to the anchor than the negative, by a margin (Schroff, Kalenichenko and
 * Philbin 2015; Balntas et al. 2016).
 */
final class TripletMargin implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("triplet_margin", Family.EMBEDDING, "triplet")
          .aliases("triplet", "triplet_loss")
          .summary(
              "Asks the anchor to be nearer to the positive than to the negative by a margin; the"
                  + " usual loss where triplets are given.")
          .formula(
              "d(u, v) = ||u - v + eps||_p; max(0, d(a, p) - d(a, n) + margin); swap: min(d(a, n),"
                  + " d(p, n)) for d(a, n)")
          .parameter(
              new ParameterSpec.Real("margin", 1, Range.above(0), "how much nearer is enough"))
          .parameter(new ParameterSpec.Real("p", 2, Range.atLeast(1), "degree of the norm"))
          .parameter(
              new ParameterSpec.Real(
                  "eps",
                  1e-06,
                  Range.atLeast(0),
                  "is added to every component of a difference, so that no distance is 0"))
          .parameter(
              new ParameterSpec.Flag(
                  "swap",
                  false,
                  "whether the negative is compared with the positive where it is nearer to that"
                      + " than to the anchor"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("anchor, positive and negative side by side in each row")
          .parts("anchor", "positive", "negative")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .subgradient("0 where the hinge is 0; PyTorch lets the gradient pass there")
          .reference(
              "Schroff et al. 2015 (FaceNet), FaceNet: a unified embedding for face recognition and"
                  + " clustering, CVPR; Balntas et al. 2016, Learning local feature descriptors"
                  + " with triplets and shallow convolutional neural networks, BMVC")
          .elsewhere("pytorch", "TripletMarginLoss")
          .elsewhere("optax", "triplet_margin_loss ((sum|.|^p + eps)^(1/p))")
          .elsewhere("pml", "TripletMarginLoss (batch-all, margin 0.05)")
          .trap(
              "`eps` stands where PyTorch has it, inside the difference; Optax adds it under the"
                  + " root, pytorch-metric-learning not at all.")
          .trap(
              "FaceNet uses squared distances: `triplet_margin_with_distance(distance ="
                  + " \"squared-euclidean\")`.")
          .trap(
              "pytorch-metric-learning's `TripletMarginLoss` forms all triplets of a batch and has"
                  + " the margin 0.05: `triplet_batch_all`.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 3, target),
        arguments.real("margin"),
        arguments.real("p"),
        arguments.real("eps"),
        arguments.flag("swap"));
  }

  private record Function(Layout layout, double margin, double p, double eps, boolean swap)
      implements GivenTriplets {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public double distance(Rows left, Rows right, int i) {
      // ‖u − v + eps‖, relative to its largest part, so that no power overflows.
      double largest = 0;
      for (int c = 0; c < layout.width(); c++) {
        largest = Math.max(largest, Math.abs(difference(left, right, i, c)));
      }
      if (largest == 0) {
        return 0;
      }
      double sum = 0;
      for (int c = 0; c < layout.width(); c++) {
        sum += power(Math.abs(difference(left, right, i, c)) / largest, p);
      }
      return largest * (p == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1 / p));
    }

    private static double power(double x, double exponent) {
      return exponent == 2 ? x * x : exponent == 1 ? x : StrictMath.pow(x, exponent);
    }

    private double difference(Rows left, Rows right, int i, int c) {
      return left.used().at(i, c) - right.used().at(i, c) + eps;
    }

    @Override
    public void push(double slope, double distance, Rows left, Rows right, int i) {
      for (int c = 0; c < layout.width() && distance > 0; c++) {
        double difference = difference(left, right, i, c);
        double share = power(Math.abs(difference) / distance, p - 1);
        left.slope().add(i, c, slope * share * Math.signum(difference));
        right.slope().add(i, c, -slope * share * Math.signum(difference));
      }
    }
  }
}
