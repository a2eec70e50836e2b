package org.lossexp.standard;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Cross-entropy with a tempered logarithm and a tempered softmax (Amid et al. 2019). */
final class BiTemperedLogistic implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("bi_tempered_logistic", Family.CLASSIFICATION, "noisy-label")
          .aliases("bi_tempered", "tempered_cross_entropy")
          .summary(
              "Cross-entropy with two dials: t1 below 1 bounds what one wrong label can cost, t2"
                  + " above 1 gives softmax heavy tails, so that it matters less near the"
                  + " boundary.")
          .formula(
              "sum_c q_c (log_t1 q_c - log_t1 p_c) - (q_c^(2-t1) - p_c^(2-t1)) / (2 - t1);"
                  + " p = exp_t2(x - lambda), lambda such that sum p = 1;"
                  + " log_t u = (u^(1-t) - 1) / (1 - t), exp_t u = max(0, 1 + (1-t) u)^(1 / (1-t))")
          .parameter(
              new ParameterSpec.Real(
                  "t1", 0.8, Range.closed(0, 1), "temperature of the logarithm; 1: unbounded"))
          .parameter(
              new ParameterSpec.Real(
                  "t2",
                  1.2,
                  Range.above(0),
                  "temperature of softmax, at least t1; 1: softmax, above: heavy tails"))
          .parameter(
              new ParameterSpec.Real(
                  "label_smoothing",
                  0,
                  new Range(0, true, 1, false),
                  "mass e of the target; each other class gets e / (C - 1)"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.BINARY, Task.MULTICLASS)
          .target("the index of the class, from 0")
          .head("one score for each class; the tempered softmax is inside")
          .bounds("at least 0")
          .invariant(Invariant.SHIFT, Invariant.CLASS_ORDER)
          .subgradient("p = 0, for t2 < 1 alone: gradient 0 of that class")
          .reference(
              "Amid et al. 2019 (bi-tempered), Robust bi-tempered logistic loss based on Bregman"
                  + " divergences")
          .trap(
              "lambda is found to the last digit here; the authors' code stops after 5 steps, and"
                  + " may differ by 1e-3.")
          .trap(
              "Smoothing gives the true class 1 - e and each other one e / (C - 1), as the authors'"
                  + " code does; PyTorch, Keras and Optax give e / C to all.")
          .trap("t1 = t2 = 1 is `softmax_cross_entropy`.")
          .trap("Its probabilities are those of the tempered softmax.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    Fit logits = Fit.logits(DESCRIPTOR.name(), target);
    double t1 = arguments.real("t1");
    double t2 = arguments.real("t2");
    if (t1 > t2) {
      throw new Refusal("`t1` must be at most `t2`, but they are %s and %s".formatted(t1, t2));
    }
    Readout readout =
        Distribution.of(target.classes(), (x, first, n, out, at) -> map(t2, x, first, n, out, at));
    Fit fit = new Fit(logits.head(), logits.encoding(), readout);
    return new Function(fit, t1, t2, arguments.real("label_smoothing"));
  }

  /** Writes the tempered softmax of {@code length} scores. */
  private static void map(double t, double[] x, int first, int length, double[] out, int at) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < first + length; i++) {
      highest = Math.max(highest, x[i]);
    }
    double shift = 0;
    // The sum falls, and is convex, in the shift: Newton's steps from below never overshoot, so
    // they
    // end where rounding lets them rise no more.
    while (true) {
      double sum = 0;
      double slope = 0;
      for (int i = 0; i < length; i++) {
        double p = Tempered.exp(t, x[first + i] - highest - shift);
        out[at + i] = p;
        sum += p;
        slope += p == 0 ? 0 : StrictMath.pow(p, t);
      }
      double next = shift + (sum - 1) / slope;
      if (!(next > shift)) {
        return;
      }
      shift = next;
    }
  }

  private record Function(Fit fit, double t1, double t2, double smoothing)
      implements ExampleFunction {
    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] gradient = evaluation.gradient();
      int columns = batch.columns();
      double other = smoothing / (columns - 1);
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * columns;
        int own = first + ExampleFunction.label(batch, row);
        map(t2, batch.prediction(), first, columns, gradient, first);
        // dp_c / dx_j = p_c^t2 ([c = j] - escort_j), escort = p^t2 / sum p^t2
        double value = 0;
        double pull = 0;
        double mass = 0;
        for (int i = first; i < first + columns; i++) {
          double p = gradient[i];
          double q = i == own ? 1 - smoothing : other;
          value += divergence(q, p);
          pull += slope(q, p);
          mass += p == 0 ? 0 : StrictMath.pow(p, t2);
        }
        for (int i = first; i < first + columns; i++) {
          double p = gradient[i];
          double q = i == own ? 1 - smoothing : other;
          double escort = p == 0 ? 0 : StrictMath.pow(p, t2) / mass;
          gradient[i] = slope(q, p) - pull * escort;
        }
        evaluation.values()[row] = value;
        evaluation.counts()[row] = 1;
      }
    }

    private double divergence(double q, double p) {
      double logs = q == 0 ? 0 : q * (Tempered.log(t1, q) - Tempered.log(t1, p));
      double power = 2 - t1;
      return logs - (StrictMath.pow(q, power) - StrictMath.pow(p, power)) / power;
    }

    /** {@return the derivative with respect to p, times p^t2} */
    private double slope(double q, double p) {
      return p == 0 ? 0 : (p - q) * StrictMath.pow(p, t2 - t1);
    }
  }
}
