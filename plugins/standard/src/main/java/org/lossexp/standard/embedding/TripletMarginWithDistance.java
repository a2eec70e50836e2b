package org.lossexp.standard.embedding;

import java.util.List;
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

/** The triplet margin with a distance to choose (Balntas et al. 2016). */
final class TripletMarginWithDistance implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("triplet_margin_with_distance", Family.EMBEDDING, "triplet")
          .aliases("triplet_custom_distance")
          .summary(
              "The triplet margin under another distance: cosine, Euclidean or squared Euclidean.")
          .formula(
              "max(0, D(a, p) - D(a, n) + margin), D as distance says; swap: min(D(a, n), D(p, n))"
                  + " for D(a, n)")
          .parameter(
              new ParameterSpec.Real("margin", 1, Range.atLeast(0), "how much nearer is enough"))
          .parameter(
              new ParameterSpec.Choice(
                  "distance",
                  "cosine",
                  List.of("cosine", "squared-euclidean", "euclidean"),
                  "1 - cosine, or the squared or plain Euclidean distance"))
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
          .subgradient("0 where the hinge is 0; 0 where two points coincide")
          .reference(
              "Balntas et al. 2016, Learning local feature descriptors with triplets and shallow"
                  + " convolutional neural networks, BMVC")
          .elsewhere("pytorch", "TripletMarginWithDistanceLoss")
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
        measure(arguments.word("distance")),
        arguments.flag("swap"));
  }

  private static Measure measure(String distance) {
    return switch (distance) {
      case "cosine" -> Measure.DOT;
      case "squared-euclidean" -> Measure.SQUARED_DISTANCE;
      case "euclidean" -> Measure.DISTANCE;
      default -> throw new AssertionError("no such distance: " + distance);
    };
  }

  private record Function(Layout layout, double margin, Measure measure, boolean swap)
      implements GivenTriplets {
    @Override
    public boolean normalize() {
      return measure == Measure.DOT;
    }

    @Override
    public double distance(Rows left, Rows right, int i) {
      double value = measure.of(left.used(), i, right.used(), i);
      return measure == Measure.DOT ? 1 - value : value;
    }

    @Override
    public void push(double slope, double distance, Rows left, Rows right, int i) {
      double sign = measure == Measure.DOT ? -1 : 1;
      measure.pullBack(sign * slope, distance, left, i, right, i);
    }
  }
}
