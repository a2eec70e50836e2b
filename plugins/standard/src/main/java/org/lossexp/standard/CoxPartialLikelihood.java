package org.lossexp.standard;

import java.util.Set;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Sorting;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The partial likelihood of proportional hazards (Cox 1972), ties as Breslow 1974: who fails at a
 * time competes with all who have not failed before.
 *
 * <p>Sorted by time, the sums over those at risk are running sums: n log n instead of n² steps.
 */
final class CoxPartialLikelihood implements Loss {
  private static final String EVENTS = "events";

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("cox_partial_likelihood", Family.REGRESSION, "survival")
          .aliases("cox_ph", "survival_nll")
          .summary(
              "Negative log partial likelihood of survival times: the model gives a risk, censored"
                  + " examples count among those at risk.")
          .formula("for each event i: ln sum_{j: t_j >= t_i} exp(s_j) - s_i (Breslow's ties)")
          .reduction(ReductionClass.TERM)
          .tasks(Task.REGRESSION)
          .target("a time; `events` says whether something happened then, or observation ended")
          .head("one score, the logarithm of the hazard")
          .extra(
              EVENTS,
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.FLAG,
              false,
              "1 where the event was seen, 0 where observation ended before it")
          .convex("in the score")
          .bounds("at least 0")
          .invariant(Invariant.EXAMPLE_ORDER)
          .reference("Cox 1972, Regression models and life-tables; Breslow 1974")
          .trap("Terms are for events alone, and the mean is over events; without one it is 0.")
          .trap("The risk set is that of the batch: train with `batch_size = all` where you can.")
          .trap("Where no `events` are given every time is an event.")
          .trap(
              "The model gives a risk, not a time: large outputs mean early events. The score that"
                  + " metrics read is its negative.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    if (target.outputs() != 1) {
      throw new Refusal(
          "`%s` takes one time an example, but the target has %d columns"
              .formatted(DESCRIPTOR.name(), target.outputs()));
    }
    Fit points = Fit.points(DESCRIPTOR.name(), target);
    return new Function(new Fit(points.head(), points.encoding(), new Risk()));
  }

  private record Function(Fit fit) implements Fitted {
    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      int events = 0;
      for (int row = 0; row < batch.rows(); row++) {
        events += happened(batch, row) ? 1 : 0;
      }
      return events;
    }

    @Override
    public int scratch(int rows) {
      return 3 * rows;
    }

    private static boolean happened(Batch batch, int row) {
      double[] events = batch.extras().get(EVENTS);
      return events == null || events[row] != 0;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] score = batch.prediction();
      double[] time = batch.target();
      double[] scratch = evaluation.scratch();
      int rows = batch.rows();
      Sorting.falling(time, 0, rows, scratch, 0);
      // ln of the sum of exp(score) over those at risk, for each example, from the last time on.
      int atRisk = 2 * rows;
      double logSum = Double.NEGATIVE_INFINITY;
      for (int first = 0, next = 0; first < rows; first = next) {
        while (next < rows && time[(int) scratch[next]] == time[(int) scratch[first]]) {
          logSum = LogSum.of(logSum, score[(int) scratch[next++]]);
        }
        for (int i = first; i < next; i++) {
          scratch[atRisk + (int) scratch[i]] = logSum;
        }
      }
      // An example is pulled by each event up to its own time: exp(s_j) sum of 1 / (their sums).
      double logPull = Double.NEGATIVE_INFINITY;
      for (int last = rows - 1, next = last; last >= 0; last = next) {
        while (next >= 0 && time[(int) scratch[next]] == time[(int) scratch[last]]) {
          int row = (int) scratch[next--];
          logPull = happened(batch, row) ? LogSum.of(logPull, -scratch[atRisk + row]) : logPull;
        }
        for (int i = last; i > next; i--) {
          int row = (int) scratch[i];
          double own = happened(batch, row) ? 1 : 0;
          evaluation.gradient()[row] = StableMath.exp(score[row] + logPull) - own;
        }
      }
      int unit = 0;
      for (int row = 0; row < rows; row++) {
        if (happened(batch, row)) {
          evaluation.values()[unit] = scratch[atRisk + row] - score[row];
          evaluation.counts()[unit++] = 1;
        }
      }
    }
  }

  /** A risk estimates no time, but orders examples: who has less of it lasts longer. */
  private record Risk() implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.SCORE);
    }

    @Override
    public int width(Reading reading) {
      return 1;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      for (int row = 0; row < rows; row++) {
        out[row] = -raw[row];
      }
    }
  }
}
