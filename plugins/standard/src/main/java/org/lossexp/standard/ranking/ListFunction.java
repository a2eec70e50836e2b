package org.lossexp.standard.ranking;

import java.util.Arrays;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;

/** A loss with a value for every list; a list without items has the value 0 and does not count. */
interface ListFunction extends RankingFunction {
  /** The most lists that {@code rows} items make, for every list has an item. */
  @Override
  default int units(int rows) {
    return rows;
  }

  @Override
  default int units(Batch batch) {
    return batch.lists();
  }

  @Override
  default void evaluate(Batch batch, Evaluation evaluation) {
    Arrays.fill(evaluation.gradient(), 0, batch.rows() * batch.columns(), 0);
    for (int list = 0; list < batch.lists(); list++) {
      int first = batch.starts()[list];
      int length = batch.starts()[list + 1] - first;
      double count = count(batch, first, length);
      evaluation.counts()[list] = count;
      evaluation.values()[list] =
          count == 0
              ? 0
              : evaluate(batch, first, length, evaluation.gradient(), evaluation.scratch());
    }
  }

  /** {@return what a list counts; one that counts 0 has the value 0 and is not evaluated} */
  default double count(Batch batch, int first, int length) {
    return length == 0 ? 0 : 1;
  }

  /**
   * {@return the value of the {@code length} items from row {@code first}} Adds its derivative to
   * {@code gradient}, which is 0 there.
   */
  double evaluate(Batch batch, int first, int length, double[] gradient, double[] scratch);

  /** {@return 1 for a list with a relevant item, else 0} */
  static double countRelevant(Batch batch, int first, int length) {
    for (int row = first; row < first + length; row++) {
      if (batch.target()[row] > 0) {
        return 1;
      }
    }
    return 0;
  }
}
