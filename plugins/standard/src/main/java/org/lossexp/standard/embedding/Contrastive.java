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
 * Pulls every positive pair within one margin and pushes every negative pair beyond another
 * (Hadsell, Chopra and LeCun 2006, as pytorch-metric-learning has it: distances are not squared).
 */
final class Contrastive implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("contrastive", Family.EMBEDDING, "pair")
          .aliases("contrastive_batch", "pml_contrastive")
          .summary(
              "Pulls examples of a class within one distance and pushes those of different classes"
                  + " beyond another.")
          .formula(
              "d = ||x_i - x_j|| of unit vectors, ordered pairs; mean over P of max(0, d -"
                  + " pos_margin) + mean over N of max(0, neg_margin - d), each over those above 0")
          .parameter(
              new ParameterSpec.Real(
                  "pos_margin",
                  0,
                  Range.atLeast(0),
                  "the distance within which examples of a class are left alone"))
          .parameter(
              new ParameterSpec.Real(
                  "neg_margin",
                  1,
                  Range.above(0),
                  "the distance beyond which examples of different classes are left alone"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0: examples of the same class belong together")
          .head("one embedding for each example")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("0 where a hinge is 0 and where two points coincide")
          .reference(
              "PML ContrastiveLoss; Hadsell et al. 2006, Dimensionality reduction by learning an"
                  + " invariant mapping, CVPR")
          .elsewhere("pml", "ContrastiveLoss")
          .trap(
              "Distances are not squared, unlike those of Hadsell, Chopra and LeCun:"
                  + " `contrastive_pair` has them.")
          .trap(
              "Two means are added, of positive and of negative pairs, each over those that are not"
                  + " 0.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new MarginPairs(
        Layout.of(DESCRIPTOR.name(), 1, target),
        Measure.DISTANCE,
        arguments.real("pos_margin"),
        arguments.real("neg_margin"),
        arguments.flag("normalize"));
  }
}
