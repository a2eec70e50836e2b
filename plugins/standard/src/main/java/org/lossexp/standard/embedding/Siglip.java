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
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Every image and text a yes-or-no question of its own (Zhai et al. 2023). */
final class Siglip implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("siglip", Family.EMBEDDING, "contrastive")
          .aliases("sigmoid_contrastive")
          .summary(
              "A yes-or-no question for every image and text of the batch: no normalisation over"
                  + " the batch.")
          .formula(
              "S_ij = logit_scale cos(image_i, text_j) + bias; sum_j softplus(-z_ij S_ij), z_ij = 1"
                  + " for i = j and -1 otherwise")
          .parameter(
              new ParameterSpec.Real("logit_scale", 10, Range.above(0), "factor of the cosines"))
          .parameter(
              new ParameterSpec.Real(
                  "bias",
                  -10,
                  Range.FINITE,
                  "added to the scaled cosines; negative, for most pairs are wrong ones"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("image and text embedding side by side in each row")
          .parts("image", "text")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference(
              "Zhai et al. 2023 (SigLIP), Sigmoid loss for language image pre-training, ICCV")
          .trap("SigLIP learns scale and bias; here they are parameters.")
          .trap(
              "A value is the sum over all texts of an image; the mean divides by the number of"
                  + " images.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 2, target),
        arguments.real("logit_scale"),
        arguments.real("bias"),
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double logitScale, double bias, boolean normalize)
      implements Joined {
    @Override
    public int extra(int rows) {
      return Pairs.size(rows, rows);
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Pairs pairs = Pairs.of(Measure.DOT, parts[0], parts[1], memory);
      for (int i = 0; i < batch.rows(); i++) {
        double value = 0;
        for (int j = 0; j < batch.rows(); j++) {
          double sign = i == j ? -1 : 1;
          double wrong = sign * (logitScale * pairs.value(i, j) + bias);
          value += StableMath.softplus(wrong);
          pairs.push(i, j, sign * logitScale * StableMath.sigmoid(wrong));
        }
        terms.add(value);
      }
      pairs.pullBack();
    }
  }
}
