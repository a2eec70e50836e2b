package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Views agree, other pairs are orthogonal: the spectrum of the augmentation graph (HaoChen et al.
 * 2021).
 */
final class SpectralContrastive implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("spectral_contrastive", Family.EMBEDDING, "self-supervised")
          .aliases("spectral")
          .summary(
              "Pulls two views together and makes all other pairs orthogonal: a matrix"
                  + " factorization of the augmentation graph.")
          .formula("-2 mean_i <x_i, y_i> + mean_{i != j} <x_i, y_j>^2")
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("two views side by side in each row")
          .parts("view1", "view2")
          .invariant(Invariant.EXAMPLE_ORDER)
          .reference(
              "HaoChen et al. 2021, Provable guarantees for self-supervised deep learning with"
                  + " spectral contrastive loss, NeurIPS")
          .trap("Embeddings are not normalised.")
          .trap("A single example has no other pairs: their term is 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(Layout.of(DESCRIPTOR.name(), 2, target));
  }

  private record Function(Layout layout) implements Joined {
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
      return Pairs.size(rows, rows);
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Pairs pairs = Pairs.of(Measure.DOT, parts[0], parts[1], memory);
      int rows = batch.rows();
      double own = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++) {
          double dot = pairs.value(i, j);
          if (i == j) {
            own += dot;
            pairs.push(i, j, -2.0 / rows);
          } else {
            squares += dot * dot;
            pairs.push(i, j, 2 * dot / Labels.mostPairs(rows));
          }
        }
      }
      terms.add(-2 * own / rows + (rows > 1 ? squares / Labels.mostPairs(rows) : 0));
      pairs.pullBack();
    }
  }
}
