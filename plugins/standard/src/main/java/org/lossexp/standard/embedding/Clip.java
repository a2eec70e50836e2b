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
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Images pick their texts and texts their images (Radford et al. 2021). */
final class Clip implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("clip", Family.EMBEDDING, "contrastive")
          .aliases("clip_contrastive", "symmetric_info_nce")
          .summary(
              "Softmax both ways: each image finds its text among all texts of the batch, each text"
                  + " its image.")
          .formula(
              "S_ij = logit_scale cos(image_i, text_j); 0.5 (ln sum_j exp(S_ij) + ln sum_j"
                  + " exp(S_ji)) - S_ii")
          .parameter(
              new ParameterSpec.Real(
                  "logit_scale",
                  14.285714285714285,
                  Range.above(0),
                  "factor of the cosines: the exponential of what CLIP learns, usually at most"
                      + " 100"))
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
              "Radford et al. 2021 (CLIP), Learning transferable visual models from natural"
                  + " language supervision, ICML")
          .trap("CLIP learns the scale; here it is a parameter.")
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
        arguments.flag("normalize"));
  }

  private record Function(Layout layout, double logitScale, boolean normalize) implements Joined {
    @Override
    public int extra(int rows) {
      return Pairs.size(rows, rows) + 2 * rows;
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      Pairs pairs = Pairs.of(Measure.DOT, parts[0], parts[1], memory);
      Exponents texts = new Exponents(batch.rows(), memory);
      Exponents images = new Exponents(batch.rows(), memory);
      for (int i = 0; i < batch.rows(); i++) {
        texts.clear();
        images.clear();
        for (int j = 0; j < batch.rows(); j++) {
          texts.add(logitScale * pairs.value(i, j));
          images.add(logitScale * pairs.value(j, i));
        }
        terms.add(0.5 * (texts.logSum() + images.logSum()) - logitScale * pairs.value(i, i));
        for (int j = 0; j < batch.rows(); j++) {
          pairs.push(i, j, 0.5 * logitScale * texts.share(j));
          pairs.push(j, i, 0.5 * logitScale * images.share(j));
        }
        pairs.push(i, i, -logitScale);
      }
      pairs.pullBack();
    }
  }
}
