package org.lossexp.experiment;

import java.util.List;

/**
 * Numbers that a model learned.
 *
 * @param name unique in its model, such as {@code dense.0.weights}
 * @param shape the length of each axis, the last changing fastest
 * @param values as many as {@code shape} makes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never written to, compared by nobody
public record Tensor(String name, List<Integer> shape, float[] values) {
  public Tensor {
    shape = List.copyOf(shape);
    if (shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b) != values.length) {
      throw new IllegalArgumentException(name + ": " + values.length + " values, not " + shape);
    }
  }
}
