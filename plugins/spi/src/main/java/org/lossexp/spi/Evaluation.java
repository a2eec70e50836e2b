package org.lossexp.spi;

/**
 * The host's memory into which a loss writes.
 *
 * @param values one a unit
 * @param counts one a unit: what the unit adds to the divisor of the mean
 * @param gradient the derivative of the sum of the values, laid out as the batch's prediction
 * @param scratch at least {@link LossFunction#scratch} long, its content left over from before
 */
@SuppressWarnings("ArrayRecordComponent") // views of the host's memory, compared by nobody
public record Evaluation(double[] values, double[] counts, double[] gradient, double[] scratch) {
  /** {@return memory for {@code function} on batches of up to {@code rows} examples} */
  public static Evaluation of(LossFunction function, int rows) {
    return new Evaluation(
        new double[function.units(rows)],
        new double[function.units(rows)],
        new double[rows * function.head().units()],
        new double[function.scratch(rows)]);
  }
}
