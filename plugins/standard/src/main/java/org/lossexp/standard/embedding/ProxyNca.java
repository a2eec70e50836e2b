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

/** Neighbourhood components analysis against one proxy a class (Movshovitz-Attias et al. 2017). */
final class ProxyNca implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("proxy_nca", Family.EMBEDDING, "proxy")
          .aliases("proxynca")
          .summary(
              "Neighbourhood components analysis against one trained proxy a class: no pairs to"
                  + " sample.")
          .formula(
              "z_j = -softmax_scale ||x - p_j||^2 of unit vectors; ln sum_j exp(z_j) - z_y;"
                  + " include_positive = false leaves j = y out of the sum")
          .parameter(
              new ParameterSpec.Real(
                  "softmax_scale",
                  1,
                  Range.above(0),
                  "how sharply the nearest proxy is preferred: an inverse temperature"))
          .parameter(
              new ParameterSpec.Flag(
                  "include_positive",
                  true,
                  "whether the own proxy is in the denominator: true in ProxyNCA++ and"
                      + " pytorch-metric-learning, false in the paper"))
          .parameter(
              new ParameterSpec.Flag(
                  "normalize", true, "whether embeddings are brought to unit length first"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("proxies")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .reference(
              "Movshovitz-Attias et al. 2017, No fuss distance metric learning using proxies, ICCV")
          .elsewhere("pml", "ProxyNCALoss")
          .trap("With `include_positive = false` it has no lower bound.")
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
        AgainstOwn.vectors(DESCRIPTOR.name(), "proxies", 1, layout, target),
        arguments.real("softmax_scale"),
        arguments.flag("include_positive"),
        arguments.flag("normalize"));
  }

  private record Function(
      Layout layout, State own, double softmaxScale, boolean includePositive, boolean normalize)
      implements AgainstOwn {
    @Override
    public Measure measure() {
      return Measure.SQUARED_DISTANCE;
    }

    @Override
    public int extra(int rows) {
      return own().rows();
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      int classes = pairs.right().count();
      Exponents proxies = new Exponents(classes, memory);
      for (int i = 0; i < batch.rows(); i++) {
        int label = AgainstOwn.label(batch, i);
        proxies.clear();
        for (int j = 0; j < classes; j++) {
          if (includePositive || j != label) {
            proxies.add(-softmaxScale * pairs.value(i, j));
          }
        }
        terms.add(proxies.logSum() + softmaxScale * pairs.value(i, label));
        pairs.push(i, label, softmaxScale);
        int read = 0;
        for (int j = 0; j < classes; j++) {
          if (includePositive || j != label) {
            pairs.push(i, j, -softmaxScale * proxies.share(read++));
          }
        }
      }
    }
  }
}
