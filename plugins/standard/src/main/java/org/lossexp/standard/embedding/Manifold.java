package org.lossexp.standard.embedding;

import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
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
 * Proxies nearer along the manifold of the batch: similarities are what a random walk over examples
 * and proxies visits (Aziere and Todorovic 2019).
 */
final class Manifold implements Loss {
  private static final String META_CLASSES = "meta_classes";

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("manifold", Family.EMBEDDING, "proxy")
          .aliases("manifold_similarity")
          .summary(
              "Compares examples with proxies along the manifold of the batch: by what a random"
                  + " walk over both visits.")
          .formula(
              "S = exp(max(cos, 0) / 0.5) off the diagonal, over embeddings and proxies; F = (1 -"
                  + " alpha) (I - alpha D^-1/2 S D^-1/2)^-1; mean of ln(1 + sum of exp(v) over"
                  + " other proxies k with v >= 0), v = F_ik - F_ic + margin; plus lambdaC times"
                  + " the same with the cosines of the rows of F")
          .parameter(
              new ParameterSpec.Real(
                  "lambdaC",
                  1,
                  Range.atLeast(0),
                  "weight of the context: from where on the manifold two points are seen alike"))
          .parameter(
              new ParameterSpec.Real(
                  "alpha", 0.8, new Range(0, true, 1, false), "probability that the walk goes on"))
          .parameter(
              new ParameterSpec.Real(
                  "margin", 0.0005, Range.atLeast(0), "what the own proxy must be more alike"))
          .reduction(ReductionClass.BATCH)
          .tasks(Task.EMBEDDING)
          .target("none")
          .head("one embedding for each example")
          .extra(
              "meta_classes",
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.CLASS,
              false,
              "the index of the proxy of each example, drawn at random so that each proxy has at"
                  + " least one; without it the proxies take turns")
          .state("proxies")
          .invariant(Invariant.SCALE)
          .bounds("at least 0")
          .subgradient("the hinge counts from v = 0 on")
          .reference(
              "Aziere & Todorovic 2019, Ensemble deep manifold similarity learning using hard"
                  + " proxies, CVPR")
          .elsewhere("pml", "ManifoldLoss (inverse in float32)")
          .trap(
              "The library draws the proxy of each example at random; here the extra input"
                  + " `meta_classes` says it.")
          .trap(
              "pytorch-metric-learning inverts in single precision; this differs from it in the"
                  + " seventh digit.")
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
        arguments.real("lambdaC"),
        arguments.real("alpha"),
        arguments.real("margin"));
  }

  private record Function(Layout layout, State proxies, double lambdaC, double alpha, double margin)
      implements EmbeddingFunction {
    @Override
    public int units(int rows) {
      return 1;
    }

    @Override
    public List<State> state() {
      return List.of(proxies);
    }

    @Override
    public int scratch(int rows) {
      int points = rows + proxies.rows();
      int width = layout.width();
      return 2 * points * width
          + Rows.size(points, width)
          + Rows.size(points, points)
          + 2 * Pairs.size(points, points)
          + 6 * points * points
          + 2 * points;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      Memory memory = new Memory(evaluation.scratch());
      int rows = batch.rows();
      int count = proxies.rows();
      Matrix given = EmbeddingFunction.predictions(batch);
      Matrix own = new Matrix(batch.state().get("proxies"), 0, count, proxies.columns());
      Matrix joined = memory.zeros(rows + count, layout.width());
      for (int i = 0; i < rows; i++) {
        joined.addRow(i, 1, given, i);
      }
      for (int k = 0; k < count; k++) {
        joined.addRow(rows + k, 1, own, k);
      }
      Rows points = Rows.of(joined, true, memory);
      Pairs cosines = Pairs.of(Measure.DOT, points, points, memory);
      Diffusion diffusion = Diffusion.of(cosines, alpha, memory);
      // Along the manifold, and from where else on it two points are seen alike.
      Rows visits = Rows.of(diffusion.visits(), true, memory);
      Pairs contexts = Pairs.of(Measure.DOT, visits, visits, memory);
      Exponents others = new Exponents(count, memory);
      double value = 0;
      for (int i = 0; i < rows; i++) {
        int proxy = proxy(batch, i);
        value += term(diffusion.visits(), diffusion.slopes(), i, proxy, rows, 1, others);
        value += term(contexts.values(), contexts.slopes(), i, proxy, rows, lambdaC, others);
      }
      new Terms(evaluation).add(value);
      contexts.pullBack();
      Matrix ofContexts = memory.zeros(rows + count, rows + count);
      visits.pullBack(ofContexts);
      for (int i = 0; i < rows + count; i++) {
        diffusion.slopes().addRow(i, 1, ofContexts, i);
      }
      diffusion.pullBack(cosines, memory);
      cosines.pullBack();
      Matrix slopes = memory.zeros(rows + count, layout.width());
      points.pullBack(slopes);
      Matrix gradient = EmbeddingFunction.gradients(batch, evaluation);
      Matrix ownGradient = new Matrix(evaluation.state().get("proxies"), 0, count, own.columns());
      gradient.clear();
      ownGradient.clear();
      for (int i = 0; i < rows; i++) {
        gradient.addRow(i, 1, slopes, i);
      }
      for (int k = 0; k < count; k++) {
        ownGradient.addRow(k, 1, slopes, rows + k);
      }
    }

    /** {@return the proxy that an example belongs to; without the extra input they take turns} */
    private int proxy(Batch batch, int i) {
      double[] given = batch.extras().get(META_CLASSES);
      return given == null ? i % proxies.rows() : (int) given[i];
    }

    /** {@return what the other proxies exceed, less the margin, the own one; in the mean} */
    private double term(
        Matrix similarities,
        Matrix slopes,
        int i,
        int proxy,
        int rows,
        double weight,
        Exponents others) {
      others.clear();
      for (int k = 0; k < proxies.rows(); k++) {
        if (exceeds(similarities, i, k, proxy, rows)) {
          others.add(excess(similarities, i, k, proxy, rows));
        }
      }
      double logSum = others.logSum();
      double slope = weight * StableMath.sigmoid(logSum) / rows;
      int read = 0;
      for (int k = 0; k < proxies.rows(); k++) {
        if (exceeds(similarities, i, k, proxy, rows)) {
          double share = slope * others.share(read++);
          slopes.add(i, rows + k, share);
          slopes.add(i, rows + proxy, -share);
        }
      }
      return weight * StableMath.softplus(logSum) / rows;
    }

    private boolean exceeds(Matrix similarities, int i, int k, int proxy, int rows) {
      return k != proxy && excess(similarities, i, k, proxy, rows) >= 0;
    }

    private double excess(Matrix similarities, int i, int k, int proxy, int rows) {
      return similarities.at(i, rows + k) - similarities.at(i, rows + proxy) + margin;
    }
  }
}
