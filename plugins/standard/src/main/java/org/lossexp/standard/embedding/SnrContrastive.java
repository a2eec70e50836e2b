package org.lossexp.standard.embedding;

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

/**
 * Contrastive, with the variance of the difference over that of the anchor as distance (Yuan et al.
 * 2019).
 */
final class SnrContrastive implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("snr_contrastive", Family.EMBEDDING, "pair")
          .aliases("signal_to_noise_ratio_contrastive")
          .summary(
              "Contrastive loss with the ratio of noise to signal variance as distance: correlation"
                  + " in the place of distance.")
          .formula(
              "d_ij = Var(x_i - x_j) / Var(x_i) over the components; mean over P of max(0, d -"
                  + " pos_margin) + mean over N of max(0, neg_margin - d), each over those above 0")
          .parameter(
              new ParameterSpec.Real(
                  "pos_margin",
                  0,
                  Range.atLeast(0),
                  "the ratio within which examples of a class are left alone"))
          .parameter(
              new ParameterSpec.Real(
                  "neg_margin",
                  1,
                  Range.above(0),
                  "the ratio beyond which examples of different classes are left alone"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where a hinge is 0")
          .reference(
              "Yuan et al. 2019, Signal-to-noise ratio: a robust distance metric for deep metric"
                  + " learning, CVPR")
          .elsewhere("pml", "SignalToNoiseRatioContrastiveLoss")
          .trap("The distance is not symmetric: the anchor is the signal.")
          .trap("An anchor whose components are all equal has no signal; its distances are 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new MarginPairs(
        Layout.of(DESCRIPTOR.name(), 1, target),
        Measure.NOISE_TO_SIGNAL,
        arguments.real("pos_margin"),
        arguments.real("neg_margin"),
        arguments.flag("normalize"));
  }
}
