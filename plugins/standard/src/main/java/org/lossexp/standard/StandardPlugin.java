package org.lossexp.standard;

import java.util.List;
import java.util.stream.Stream;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;
import org.lossexp.standard.embedding.EmbeddingLosses;
import org.lossexp.standard.metrics.Metrics;
import org.lossexp.standard.ranking.RankingLosses;

/** What comes with lossexp, besides the formulas in {@code META-INF/lossexp}. */
public final class StandardPlugin implements Plugin {
  @Override
  public String name() {
    return "standard";
  }

  @Override
  public String version() {
    return "0.1.0";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<Loss> losses() {
    return Stream.of(ofTargets(), RankingLosses.all(), EmbeddingLosses.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those of regression and classification, in the catalogue's order. */
  private static List<Loss> ofTargets() {
    return List.of(
        new RootMeanSquaredError(),
        new ScaleInvariantLog(),
        new MultiQuantile(),
        new CrpsEnsemble(),
        new MixtureDensity(),
        new CoxPartialLikelihood(),
        Correlation.pearson(),
        Correlation.concordance(),
        new BinaryCrossEntropy(),
        new BinaryCrossEntropyWithLogits(),
        new MultiLabelMargin(),
        new SoftmaxCrossEntropy(),
        new NegativeLogLikelihood(),
        new Sparsemax(),
        new TaylorCrossEntropy(),
        new BiTemperedLogistic(),
        new CumulativeOrdinal(),
        new LovaszHinge(),
        new LovaszSoftmax(),
        new GeneralizedDice(),
        new ConnectionistTemporalClassification());
  }

  @Override
  public List<Metric> metrics() {
    return Metrics.all();
  }
}
