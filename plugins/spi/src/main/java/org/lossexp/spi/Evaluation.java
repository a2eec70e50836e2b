package org.lossexp.spi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The host's memory into which a loss writes.
 *
 * @param values one a unit
 * @param counts one a unit: what the unit adds to the divisor of the mean
 * @param gradient the derivative of the sum of the values, laid out as the batch's prediction
 * @param scratch at least {@link LossFunction#scratch} long, its content left over from before
 * @param state the derivative of the sum of the values with respect to {@link Batch#state()}
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Evaluation(
    double[] values,
    double[] counts,
    double[] gradient,
    double[] scratch,
    Map<String, double[]> state) {
  public Evaluation {
    state = Map.copyOf(state);
  }

  /** Memory for a loss without trained numbers of its own. */
  public Evaluation(double[] values, double[] counts, double[] gradient, double[] scratch) {
    this(values, counts, gradient, scratch, Map.of());
  }

  /** {@return memory for {@code function} on batches of up to {@code rows} examples} */
  public static Evaluation of(LossFunction function, int rows) {
    return of(function, rows, function.units(rows));
  }

  /** {@return memory for {@code function} on batches that are like {@code batch}} */
  public static Evaluation of(LossFunction function, Batch batch) {
    return of(function, batch.rows(), function.units(batch));
  }

  private static Evaluation of(LossFunction function, int rows, int units) {
    Map<String, double[]> state = new LinkedHashMap<>();
    for (State own : function.state()) {
      state.put(own.name(), new double[own.rows() * own.columns()]);
    }
    return new Evaluation(
        new double[units],
        new double[units],
        new double[rows * function.head().units()],
        new double[function.scratch(rows)],
        state);
  }
}
