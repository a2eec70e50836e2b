package org.lossexp.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * A loss of one example along a line of predictions: the curve that its page draws.
 *
 * @param axis what varies along the line
 * @param x where the loss was evaluated
 * @param value of the loss there
 * @param gradient of the loss with respect to {@code x}
 */
@SuppressWarnings("ArrayRecordComponent") // numbers to draw, compared by nobody
record LossShape(String axis, double[] x, double[] value, double[] gradient) {
  /** How far the line goes to both sides of 0. */
  private static final double REACH = 3;

  /**
   * {@return the curve of {@code loss} at {@code points} places, or nothing where the loss has no
   * curve of one number}
   */
  static Optional<LossShape> of(ResolvedLoss loss, int points) throws Refusal {
    Set<Task> tasks = loss.loss().descriptor().tasks();
    Optional<TargetFacts> facts =
        tasks.contains(Task.REGRESSION)
            ? Optional.of(new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty()))
            : tasks.contains(Task.BINARY)
                ? Optional.of(new TargetFacts(Task.BINARY, 1, List.of(1L, 1L), OptionalInt.empty()))
                : Optional.empty();
    return facts.isEmpty()
        ? Optional.empty()
        : along(loss.loss().bind(loss.own(), facts.get()), points);
  }

  private static Optional<LossShape> along(LossFunction function, int points) {
    int units = function.head().units();
    TargetEncoding encoding = function.encoding();
    boolean scores = encoding == TargetEncoding.CLASS_INDEX && units == 2;
    if (units != 1 && !scores) {
      return Optional.empty();
    }
    String axis =
        switch (encoding) {
          case NONE, REAL -> "prediction - target";
          case ZERO_ONE, PLUS_MINUS_ONE -> "raw output, for the positive class";
          case CLASS_INDEX, ONE_HOT -> "score of the true class - score of the other";
        };
    double target =
        switch (encoding) {
          case NONE, REAL, CLASS_INDEX, ONE_HOT -> 0;
          case ZERO_ONE, PLUS_MINUS_ONE -> 1;
        };
    Evaluation evaluation = Evaluation.of(function, 1);
    var shape = new LossShape(axis, new double[points], new double[points], new double[points]);
    for (int i = 0; i < points; i++) {
      double x = REACH * (2.0 * i / (points - 1) - 1);
      double[] prediction = scores ? new double[] {x, 0} : new double[] {x};
      function.evaluate(new Batch(1, units, prediction, new double[] {target}), evaluation);
      shape.x[i] = x;
      shape.value[i] = evaluation.values()[0];
      shape.gradient[i] = evaluation.gradient()[0];
    }
    return Optional.of(shape);
  }
}
