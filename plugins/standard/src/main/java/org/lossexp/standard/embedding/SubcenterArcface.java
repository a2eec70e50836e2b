package org.lossexp.standard.embedding;

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
import org.lossexp.spi.State;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** ArcFace with several centres a class, the nearest of which stands for it (Deng et al. 2020). */
final class SubcenterArcface implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("subcenter_arcface", Family.EMBEDDING, "margin-softmax")
          .aliases("sub_center_arcface")
          .summary(
              "ArcFace with several centres a class, so that outliers and mislabelled examples"
                  + " gather around one of their own.")
          .formula(
              "cos_j = highest cosine with the sub_centers of class j; z_y = scale cos(theta_y +"
                  + " margin) if theta_y <= pi - margin, else scale (cos_y - margin sin(margin));"
                  + " z_j = scale cos_j; cross-entropy of z")
          .parameter(
              new ParameterSpec.Real(
                  "margin",
                  0.5,
                  Range.closed(0, Math.PI),
                  "what is added to the angle, in radians"))
          .parameter(new ParameterSpec.Real("scale", 64, Range.above(0), "factor of all logits"))
          .parameter(
              new ParameterSpec.Whole("sub_centers", 3, Range.atLeast(1), "centres of each class"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("weights")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .subgradient(
              "at cos = ±1, where the slope is infinite, cos(margin); of equally near centres the"
                  + " first")
          .reference(
              "Deng et al. 2020, Sub-center ArcFace: boosting face recognition by large-scale noisy"
                  + " web faces, ECCV")
          .elsewhere("pml", "SubCenterArcFaceLoss")
          .trap("The margin is in radians; pytorch-metric-learning has degrees.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Layout layout = Layout.of(DESCRIPTOR.name(), 1, target);
    return new Function(
        layout,
        AgainstOwn.vectors(
            DESCRIPTOR.name(), "weights", arguments.whole("sub_centers"), layout, target),
        arguments.real("margin"),
        arguments.real("scale"),
        arguments.whole("sub_centers"));
  }

  private record Function(Layout layout, State own, double margin, double scale, int subCenters)
      implements AgainstOwn {
    @Override
    public Measure measure() {
      return Measure.DOT;
    }

    @Override
    public boolean normalize() {
      return true;
    }

    @Override
    public int extra(int rows) {
      return own().rows() / subCenters;
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      int classes = pairs.right().count() / subCenters;
      Matrix logits = memory.zeros(1, classes);
      for (int i = 0; i < batch.rows(); i++) {
        int label = AgainstOwn.label(batch, i);
        for (int j = 0; j < classes; j++) {
          double cosine = pairs.value(i, nearest(pairs, i, j));
          logits.set(0, j, scale * (j == label ? AngularMargin.added(margin, cosine) : cosine));
        }
        terms.add(AngularMargin.crossEntropy(logits, label));
        for (int j = 0; j < classes; j++) {
          int center = nearest(pairs, i, j);
          double slope = j == label ? AngularMargin.addedSlope(margin, pairs.value(i, center)) : 1;
          pairs.push(i, center, logits.at(0, j) * scale * slope);
        }
      }
    }

    /** {@return the centre of a class that is nearest to an example; of equal ones the first} */
    private int nearest(Pairs pairs, int i, int label) {
      int nearest = label * subCenters;
      for (int k = nearest + 1; k < (label + 1) * subCenters; k++) {
        nearest = pairs.value(i, k) > pairs.value(i, nearest) ? k : nearest;
      }
      return nearest;
    }
  }
}
