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

/** Softmax over angles, the angle to the own class multiplied (Liu et al. 2017). */
final class Sphereface implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("sphereface", Family.EMBEDDING, "margin-softmax")
          .aliases("a_softmax")
          .summary(
              "Softmax over angles in which the angle to the own class is multiplied: the first"
                  + " angular margin.")
          .formula(
              "z_j = scale |x| cos_j, but for the own class psi(theta) for cos: psi = (-1)^k"
                  + " cos(margin theta) - 2k, k = floor(margin theta / pi); cross-entropy of z")
          .parameter(
              new ParameterSpec.Whole(
                  "margin", 4, Range.atLeast(1), "by what the angle is multiplied"))
          .parameter(new ParameterSpec.Real("scale", 1, Range.above(0), "factor of all logits"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("weights")
          .invariant(Invariant.EXAMPLE_ORDER)
          .bounds("at least 0")
          .subgradient("that of the polynomial in the cosine, finite at cos = ±1")
          .reference(
              "Liu et al. 2017, SphereFace: deep hypersphere embedding for face recognition, CVPR")
          .elsewhere("pml", "SphereFaceLoss")
          .trap("The length of the embedding stays in the logits; that of the weights does not.")
          .trap(
              "The paper mixes in plain softmax with a weight that fades during training; this is"
                  + " the margin alone.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Layout layout = Layout.of(DESCRIPTOR.name(), 1, target);
    return new MultipliedAngle(
        layout,
        AgainstOwn.vectors(DESCRIPTOR.name(), "weights", 1, layout, target),
        arguments.whole("margin"),
        arguments.real("scale"),
        false);
  }
}
