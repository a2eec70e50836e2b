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

/** Softmax over classes that have several centres each, softly chosen (Qian et al. 2019). */
final class SoftTriple implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("soft_triple", Family.EMBEDDING, "proxy")
          .aliases("softtriple")
          .summary(
              "Softmax over classes that have several centres each, softly chosen: triplets without"
                  + " sampling.")
          .formula(
              "s_ck = cosine with centre k of class c; S_c = sum_k softmax_k(s_ck / gamma) s_ck;"
                  + " cross-entropy of la (S_c - margin 1[c = y])")
          .parameter(
              new ParameterSpec.Whole(
                  "centers_per_class", 10, Range.atLeast(1), "centres of each class"))
          .parameter(new ParameterSpec.Real("la", 20, Range.above(0), "factor of all logits"))
          .parameter(
              new ParameterSpec.Real(
                  "gamma", 0.1, Range.above(0), "how softly a centre is chosen: a temperature"))
          .parameter(
              new ParameterSpec.Real(
                  "margin", 0.01, Range.atLeast(0), "what the own class must be more alike"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("centers")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference(
              "Qian et al. 2019, SoftTriple loss: deep metric learning without triplet sampling,"
                  + " ICCV")
          .elsewhere("pml", "SoftTripleLoss")
          .trap("The paper's regularizer, which merges centres, is not in it.")
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
            DESCRIPTOR.name(), "centers", arguments.whole("centers_per_class"), layout, target),
        arguments.whole("centers_per_class"),
        arguments.real("la"),
        arguments.real("gamma"),
        arguments.real("margin"));
  }

  private record Function(
      Layout layout, State own, int centersPerClass, double la, double gamma, double margin)
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
      return 2 * own().rows();
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      int classes = pairs.right().count() / centersPerClass;
      Matrix logits = memory.zeros(1, classes);
      Exponents centers = new Exponents(centersPerClass, memory);
      for (int i = 0; i < batch.rows(); i++) {
        int label = AgainstOwn.label(batch, i);
        for (int c = 0; c < classes; c++) {
          double similarity = similarity(pairs, i, c, centers);
          logits.set(0, c, la * (similarity - (c == label ? margin : 0)));
        }
        terms.add(AngularMargin.crossEntropy(logits, label));
        for (int c = 0; c < classes; c++) {
          double similarity = similarity(pairs, i, c, centers);
          for (int k = 0; k < centersPerClass; k++) {
            int center = c * centersPerClass + k;
            double slope = centers.share(k) * (1 + (pairs.value(i, center) - similarity) / gamma);
            pairs.push(i, center, logits.at(0, c) * la * slope);
          }
        }
      }
    }

    /** {@return the softmax-weighted similarity of an example to the centres of a class} */
    private double similarity(Pairs pairs, int i, int c, Exponents centers) {
      centers.clear();
      for (int k = 0; k < centersPerClass; k++) {
        centers.add(pairs.value(i, c * centersPerClass + k) / gamma);
      }
      centers.logSum();
      double similarity = 0;
      for (int k = 0; k < centersPerClass; k++) {
        similarity += centers.share(k) * pairs.value(i, c * centersPerClass + k);
      }
      return similarity;
    }
  }
}
