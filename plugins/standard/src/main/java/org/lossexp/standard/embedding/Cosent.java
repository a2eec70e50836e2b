package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
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

/** Similarities in the order of their targets, all pairs of pairs at once (Su 2022). */
final class Cosent implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("cosent", Family.EMBEDDING, "pair")
          .aliases("cosine_sentence")
          .summary(
              "Puts the similarities of text pairs in the order of their targets, all comparisons"
                  + " in one logarithm.")
          .formula("ln(1 + sum over y_i > y_j of exp(scale (s_j - s_i)))")
          .parameter(
              new ParameterSpec.Real(
                  "scale",
                  20,
                  Range.above(0),
                  "how sharply comparisons are made: an inverse temperature"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("how similar the two texts are; only the order counts")
          .head("the similarity of each pair of texts")
          .invariant(Invariant.SHIFT, Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .reference("Su 2022 (CoSENT); sentence-transformers, CoSENTLoss")
          .trap("It is zero, with zero gradient, where all targets are equal.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    if (target.headUnits().orElse(1) != 1) {
      throw new Refusal(
          "`cosent` reads one similarity for each pair, but there are %d numbers"
              .formatted(target.headUnits().getAsInt()));
    }
    return new Function(new Layout(1, 1), arguments.real("scale"));
  }

  private record Function(Layout layout, double scale) implements EmbeddingFunction {
    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public int scratch(int rows) {
      return Labels.mostPairs(rows);
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Exponents violations =
          new Exponents(Labels.mostPairs(batch.rows()), new Memory(evaluation.scratch()));
      double[] similarity = batch.prediction();
      double[] target = batch.target();
      double[] gradient = evaluation.gradient();
      for (int i = 0; i < batch.rows(); i++) {
        gradient[i] = 0;
        for (int j = 0; j < batch.rows(); j++) {
          if (target[i] > target[j]) {
            violations.add(scale * (similarity[j] - similarity[i]));
          }
        }
      }
      double logSum = violations.logSum();
      new Terms(evaluation).add(StableMath.softplus(logSum));
      double slope = scale * StableMath.sigmoid(logSum);
      int read = 0;
      for (int i = 0; i < batch.rows(); i++) {
        for (int j = 0; j < batch.rows(); j++) {
          if (target[i] > target[j]) {
            double share = slope * violations.share(read++);
            gradient[j] += share;
            gradient[i] -= share;
          }
        }
      }
    }
  }
}
