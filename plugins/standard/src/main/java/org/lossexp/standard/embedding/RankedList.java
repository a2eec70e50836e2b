package org.lossexp.standard.embedding;

import java.util.List;
import java.util.Optional;
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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * Positives within a hypersphere, negatives beyond it, the worst of both weighing most (Wang et al.
 * 2019).
 */
final class RankedList implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("ranked_list", Family.EMBEDDING, "pair")
          .aliases("rll")
          .summary(
              "Keeps the positives within a sphere and the negatives beyond it, the worst weighing"
                  + " most.")
          .formula(
              "d = Euclidean distance of unit vectors; for each anchor: (1 - imbalance) times the"
                  + " mean of max(0, d - (alpha - margin)) over P, weighted by exp(Tp excess), +"
                  + " imbalance times that of max(0, alpha - d) over N, weighted by exp(Tn excess)")
          .parameter(
              new ParameterSpec.Real(
                  "margin", 0.4, Range.above(0), "the gap between the two spheres"))
          .parameter(
              new ParameterSpec.Real(
                  "Tn",
                  10,
                  Range.atLeast(0),
                  "how much more the nearest negatives weigh: an inverse temperature"))
          .parameter(
              new ParameterSpec.Real(
                  "imbalance", 0.5, Range.closed(0, 1), "the share of the negatives"))
          .parameter(
              new ParameterSpec.Real(
                  "alpha",
                  "the distance beyond which negatives are left alone; none: 1 + margin / 2",
                  Optional.of(new Value.Word("none")),
                  Range.FINITE,
                  List.of("none")))
          .parameter(
              new ParameterSpec.Real(
                  "Tp", 0, Range.atLeast(0), "how much more the farthest positives weigh"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where a distance is at a boundary")
          .reference("Wang et al. 2019 (RLL), Ranked list loss for deep metric learning, CVPR")
          .elsewhere("pml", "RankedListLoss")
          .trap("The weights are differentiated, too.")
          .trap(
              "As in pytorch-metric-learning, the sum of the weights is larger by 1e-5 for every"
                  + " example of the batch.")
          .trap("pytorch-metric-learning overflows at large temperatures; this does not.")
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
        arguments.real("Tn"),
        arguments.real("imbalance"),
        arguments.value("alpha").isPresent()
            ? arguments.real("alpha")
            : 1 + arguments.real("margin") / 2,
        arguments.real("Tp"),
        arguments.flag("normalize"));
  }

  private record Function(
      Layout layout,
      double margin,
      double tn,
      double imbalance,
      double alpha,
      double tp,
      boolean normalize)
      implements WithinBatch {
    @Override
    public Measure measure() {
      return Measure.DISTANCE;
    }

    @Override
    public int extra(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Neighbours batch, Terms terms) {
      Matrix weights = batch.memory().zeros(1, batch.count());
      for (int i = 0; i < batch.count(); i++) {
        terms.add(
            (1 - imbalance) * weighted(batch, i, true, weights)
                + imbalance * weighted(batch, i, false, weights));
      }
    }

    /** {@return the mean of what pairs exceed their bound, weighted by e^(T · excess)} */
    private double weighted(Neighbours batch, int i, boolean positive, Matrix weights) {
      double temperature = positive ? tp : tn;
      double highest = 0;
      for (int j = 0; j < batch.count(); j++) {
        highest = Math.max(highest, excess(batch, i, j, positive));
      }
      // Weights relative to the largest one do not overflow.
      double total = batch.count() * 1e-5 * StableMath.exp(-temperature * highest);
      double sum = 0;
      for (int j = 0; j < batch.count(); j++) {
        double excess = excess(batch, i, j, positive);
        double weight = excess > 0 ? StableMath.exp(temperature * (excess - highest)) : 0;
        weights.set(0, j, weight);
        total += weight;
        sum += weight * excess;
      }
      double mean = sum / total;
      double share = positive ? 1 - imbalance : -imbalance;
      for (int j = 0; j < batch.count(); j++) {
        double excess = excess(batch, i, j, positive);
        if (excess > 0) {
          // The weights are differentiated, too.
          batch.push(i, j, share * weights.at(0, j) * (1 + temperature * (excess - mean)) / total);
        }
      }
      return mean;
    }

    private double excess(Neighbours batch, int i, int j, boolean positive) {
      if (j == i || batch.isPositive(i, j) != positive) {
        return 0;
      }
      return positive
          ? Math.max(0, batch.value(i, j) - (alpha - margin))
          : Math.max(0, alpha - batch.value(i, j));
    }
  }
}
