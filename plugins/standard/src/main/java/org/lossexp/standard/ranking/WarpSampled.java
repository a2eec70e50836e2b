package org.lossexp.standard.ranking;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
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

/** WARP as it is sampled: the rank is guessed from how long a violation was looked for. */
final class WarpSampled implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("warp_sampled", Family.RANKING, "recommendation")
          .aliases("lightfm_warp")
          .summary(
              "Hinge loss against a negative that was found to violate the margin, weighted by the"
                  + " rank that the length of the search suggests.")
          .formula(
              "min(ln max(1, floor((num_items - 1) / N)), max_weight) max(0, margin - s_pos +"
                  + " s_neg), N the trials until the violation")
          .parameter(
              new ParameterSpec.Whole(
                  "num_items", 1000, Range.atLeast(2), "items in the catalogue"))
          .parameter(
              new ParameterSpec.Real("margin", 1, Range.above(0), "the gap that is asked for"))
          .parameter(
              new ParameterSpec.Real(
                  "max_weight", 10, Range.above(0), "the most that a term weighs"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.RECOMMENDATION)
          .target("none: the positive belongs above the negative")
          .head("two scores an example: the positive, the negative")
          .extra(
              "trials",
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.COUNT,
              false,
              "negatives that were drawn until one violated the margin")
          .subgradient("0 where the hinge is 0")
          .invariant(Invariant.SHIFT)
          .convex("in the scores")
          .bounds("at least 0")
          .reference(
              "LightFM fit_warp; Weston et al. 2011, WSABIE: scaling up to large vocabulary image"
                  + " annotation, IJCAI")
          .trap("The trials are handed in; without them every search took one.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireHead(DESCRIPTOR.name(), 2, "two scores", target);
    return new Function(
        arguments.whole("num_items"), arguments.real("margin"), arguments.real("max_weight"));
  }

  private record Function(int items, double margin, double maxWeight) implements RankingFunction {
    @Override
    public Head head() {
      return new Head(2, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.NONE;
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] trials = batch.extras().getOrDefault("trials", new double[0]);
      for (int row = 0; row < batch.rows(); row++) {
        double hinge = margin - batch.prediction()[2 * row] + batch.prediction()[2 * row + 1];
        double weight = weight(trials.length == 0 ? 1 : trials[row]);
        boolean violated = hinge > 0;
        evaluation.values()[row] = violated ? weight * hinge : 0;
        evaluation.counts()[row] = 1;
        evaluation.gradient()[2 * row] = violated ? -weight : 0;
        evaluation.gradient()[2 * row + 1] = violated ? weight : 0;
      }
    }

    private double weight(double trials) {
      double rank = Math.max(1, Math.floor((items - 1) / trials));
      return Math.min(StableMath.log(rank), maxWeight);
    }
  }
}
