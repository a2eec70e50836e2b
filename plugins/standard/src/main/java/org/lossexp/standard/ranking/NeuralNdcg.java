package org.lossexp.standard.ranking;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.lossexp.spi.Value;

/**
 * The NDCG of gains sorted by a soft permutation that is made doubly stochastic (Pobrotyn &amp;
 * Bialobrzeski 2021).
 *
 * <p>The paper's second form, which maps discounts to items instead of gains to ranks, adds the
 * same products in another order: one function serves both names.
 */
final class NeuralNdcg implements Loss {
  private final LossDescriptor descriptor;

  private NeuralNdcg(LossDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** {@return the form that maps gains to ranks} */
  static NeuralNdcg plain() {
    return new NeuralNdcg(
        descriptor("neural_ndcg", "neuralNDCG")
            .aliases("neuralndcg")
            .summary(
                "NDCG of the gains sorted by a soft permutation of the scores whose rows and"
                    + " columns both sum to 1.")
            .formula(
                "-sum_{i <= k} (P g)_i / log2(i + 1) / (max_dcg + 1e-10); P: row i ="
                    + " softmax_j(((n + 1 - 2 i) s_j - sum_k |s_j - s_k|) / temperature), then"
                    + " columns and rows divided by their sums in turn")
            .build());
  }

  /** {@return the form that maps discounts to items} */
  static NeuralNdcg transposed() {
    return new NeuralNdcg(
        descriptor("neural_ndcg_transposed", "neuralNDCG_transposed")
            .aliases("neuralndcg_t")
            .summary(
                "NeuralNDCG written with the discounts mapped to the items: the numbers of"
                    + " `neural_ndcg`.")
            .formula(
                "-sum_j g_j (P^T d)_j / (max_dcg + 1e-10), d_i = 1 / log2(i + 1) for i <= k, else"
                    + " 0; P as in neural_ndcg")
            .trap("The same sum as `neural_ndcg` in another order: train with one of the two.")
            .build());
  }

  private static LossDescriptor.Builder descriptor(String name, String inAllRank) {
    return LossDescriptor.of(name, Family.RANKING, "listwise")
        .parameter(
            new ParameterSpec.Real("temperature", 1, Range.above(0), "of the soft permutation"))
        .parameter(
            new ParameterSpec.Flag(
                "powered_relevancies", true, "whether the gain g is 2^y - 1, or y itself"))
        .parameter(
            new ParameterSpec.Whole(
                "k",
                "the places that count, none: all",
                Optional.of(new Value.Word("none")),
                Range.atLeast(1),
                List.of("none")))
        .parameter(
            new ParameterSpec.Whole(
                "max_iter", 50, Range.closed(1, 1000), "the most times that sums are made 1"))
        .parameter(
            new ParameterSpec.Real(
                "tol", 1e-6, Range.above(0), "how near to 1 every row's and column's sum must be"))
        .reduction(ReductionClass.LIST_WITH_RELEVANT)
        .tasks(Task.RANKING)
        .target("the relevance of the item, at least 0")
        .head("one score for each item; higher comes first")
        .subgradient("sign(0) = 0 where scores are equal")
        .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
        .bounds("about from -1 to 0")
        .reference(
            "Pobrotyn & Bialobrzeski 2021 (allRank "
                + inAllRank
                + "), NeuralNDCG: direct optimisation of a ranking metric via differentiable"
                + " relaxation of sorting, SIGIR eCom")
        .elsewhere("allrank", inAllRank)
        .trap("The value is minus the smoothed NDCG, from -1 to 0.")
        .trap(
            "The gradient flows through all iterations. They end list by list; allRank looks at the"
                + " whole padded batch.");
  }

  @Override
  public LossDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    RankingFunction.requireOneScore(descriptor.name(), target);
    return new Function(
        arguments.real("temperature"),
        arguments.flag("powered_relevancies"),
        arguments.value("k").isPresent() ? arguments.whole("k") : Integer.MAX_VALUE,
        arguments.whole("max_iter"),
        arguments.real("tol"));
  }

  private record Function(
      double temperature, boolean powered, int cut, int iterations, double tolerance)
      implements ListFunction {
    /** allRank's: keeps a list of relevances near 0 from dividing by nothing. */
    private static final double FLOOR = 1e-10;

    @Override
    public double count(Batch batch, int first, int length) {
      return ListFunction.countRelevant(batch, first, length);
    }

    @Override
    public int scratch(int rows) {
      return Sinkhorn.scratch(rows, iterations) + 5 * rows;
    }

    @Override
    public double evaluate(
        Batch batch, int first, int length, double[] gradient, double[] scratch) {
      int gainAt = length;
      int discountAt = 2 * length;
      int rowAt = 3 * length;
      int spreadAt = 4 * length;
      int k = Math.min(cut, length);
      double best = Dcg.best(batch.target(), first, length, k, powered, scratch, 0) + FLOOR;
      for (int j = 0; j < length; j++) {
        double y = batch.target()[first + j];
        scratch[gainAt + j] = (powered ? Dcg.gain(y) : y) / best;
        scratch[discountAt + j] = j < k ? Dcg.discount(j + 1) : 0;
      }
      Arrays.fill(scratch, spreadAt, spreadAt + length, 0);
      NeuralSort sort = new NeuralSort(batch.prediction(), first, length, temperature, scratch, 0);
      Sinkhorn sinkhorn = new Sinkhorn(sort, iterations, tolerance, scratch, 5 * length);
      double value = -sinkhorn.forward(discountAt, gainAt);
      sinkhorn.back();
      for (int i = 0; i < length; i++) {
        sinkhorn.backRow(i, rowAt);
        sort.backRow(i, scratch, rowAt, gradient, scratch, spreadAt);
      }
      sort.backDistances(scratch, spreadAt, gradient);
      return value;
    }
  }
}
