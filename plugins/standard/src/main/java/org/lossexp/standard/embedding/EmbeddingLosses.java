package org.lossexp.standard.embedding;

import java.util.List;
import org.lossexp.spi.Loss;

/** The losses of embeddings that are no formula of one anchor, pair or triplet. */
public final class EmbeddingLosses {
  private EmbeddingLosses() {}

  /** {@return all of them, in the catalogue's order} */
  public static List<Loss> all() {
    return List.of(
        new TripletMargin(),
        new TripletMarginWithDistance(),
        new Quadruplet(),
        new CosineEmbedding(),
        new HingeEmbedding(),
        new Cosent(),
        new Contrastive(),
        new TripletBatchAll(),
        new TripletBatchHard(),
        new TripletSemiHard(),
        new NPairs(),
        new InfoNce(),
        new Clip(),
        new Siglip(),
        new DecoupledContrastive(),
        new LiftedStructure(),
        new GeneralizedLiftedStructure(),
        new Margin(),
        new Angular(),
        new Nca(),
        new Sphereface(),
        new LargeMarginSoftmax(),
        new SubcenterArcface(),
        new P2sGrad(),
        new CenterLoss(),
        new ProxyNca(),
        new ProxyAnchor(),
        new SoftTriple(),
        new FastAp(),
        new SmoothAp(),
        new Pnp(),
        new Histogram(),
        new IntraPairVariance(),
        new RankedList(),
        new SnrContrastive(),
        new ThresholdConsistentMargin(),
        new DynamicSoftMargin(),
        new Vicreg(),
        new BarlowTwins(),
        new Simsiam(),
        new Byol(),
        new Dino(),
        new Alignment(),
        new Uniformity(),
        new SpectralContrastive(),
        new Prototypical(),
        new Manifold());
  }
}
