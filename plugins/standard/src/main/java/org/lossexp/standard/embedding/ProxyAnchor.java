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
import org.lossexp.spi.State;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Proxies as anchors: each pulls its examples and pushes all others, the hardest most (Kim et al.
 * 2020).
 */
final class ProxyAnchor implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("proxy_anchor", Family.EMBEDDING, "proxy")
          .aliases("proxyanchor")
          .summary(
              "Proxies as anchors: each pulls the examples of its class and pushes all others, the"
                  + " hardest most; fast and strong.")
          .formula(
              "s = cos; mean over the classes that occur of ln(1 + sum_{x in c} exp(-alpha (s -"
                  + " margin))) + mean over all classes of ln(1 + sum_{x not in c} exp(alpha (s +"
                  + " margin)))")
          .parameter(
              new ParameterSpec.Real(
                  "margin",
                  0.1,
                  Range.closed(-1, 1),
                  "added to the similarity of negatives, taken off that of positives"))
          .parameter(
              new ParameterSpec.Real(
                  "alpha", 32, Range.above(0), "how much more the hardest examples weigh"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("the index of the class, from 0")
          .head("one embedding for each example")
          .state("proxies")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SCALE)
          .bounds("at least 0")
          .reference("Kim et al. 2020, Proxy anchor loss for deep metric learning, CVPR")
          .elsewhere("pml", "ProxyAnchorLoss")
          .trap(
              "The attraction is averaged over the classes that occur in the batch, the repulsion"
                  + " over all.")
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
        arguments.real("margin"),
        arguments.real("alpha"));
  }

  private record Function(Layout layout, State own, double margin, double alpha)
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
    public int units(int rows) {
      return 1;
    }

    @Override
    public int extra(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Pairs pairs, Memory memory, Terms terms) {
      int classes = pairs.right().count();
      int present = 0;
      for (int c = 0; c < classes; c++) {
        present += occurs(batch, c) ? 1 : 0;
      }
      Exponents exponents = new Exponents(batch.rows(), memory);
      double value = 0;
      for (int c = 0; c < classes; c++) {
        value += pull(batch, pairs, c, true, present, exponents);
        value += pull(batch, pairs, c, false, classes, exponents);
      }
      terms.add(value);
    }

    private static boolean occurs(Batch batch, int c) {
      for (int i = 0; i < batch.rows(); i++) {
        if (AgainstOwn.label(batch, i) == c) {
          return true;
        }
      }
      return false;
    }

    /** {@return a proxy's term of its own examples, or of all others} */
    private double pull(
        Batch batch, Pairs pairs, int c, boolean own, int divisor, Exponents exponents) {
      double factor = own ? -alpha : alpha;
      double shift = own ? -margin : margin;
      exponents.clear();
      for (int i = 0; i < batch.rows(); i++) {
        if ((AgainstOwn.label(batch, i) == c) == own) {
          exponents.add(factor * (pairs.value(i, c) + shift));
        }
      }
      if (exponents.isEmpty()) {
        return 0;
      }
      // log(1 + Σ e^x) = softplus(log Σ e^x)
      double logSum = exponents.logSum();
      double slope = factor * StableMath.sigmoid(logSum) / divisor;
      int read = 0;
      for (int i = 0; i < batch.rows(); i++) {
        if ((AgainstOwn.label(batch, i) == c) == own) {
          pairs.push(i, c, slope * exponents.share(read++));
        }
      }
      return StableMath.softplus(logSum) / divisor;
    }
  }
}
