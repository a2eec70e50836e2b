package org.lossexp.standard.ranking;

import java.util.List;
import org.lossexp.spi.Loss;

/** The losses of this package. */
public final class RankingLosses {
  private RankingLosses() {}

  /** {@return the losses, in the catalogue's order} */
  public static List<Loss> all() {
    return List.of(
        new OrdinalRanking(),
        new UniqueSoftmax(),
        new ListMle(),
        new PositionAwareListMle(),
        new GumbelApproxNdcg(),
        NeuralNdcg.plain(),
        NeuralNdcg.transposed(),
        new PirankNdcg(),
        new NeuralSortCrossEntropy(),
        new CircleRanking(),
        new ClickEm(),
        new MixtureEm(),
        new CoupledRankDistil(),
        new WarpSampled(),
        new InBatchSoftmax(),
        new YetiLogistic());
  }
}
