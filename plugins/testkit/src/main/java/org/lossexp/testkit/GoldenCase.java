package org.lossexp.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Reduction;

/**
 * A loss on given numbers, with the value and the gradient that it should have.
 *
 * @param id names the case in messages
 * @param loss the catalogue's name
 * @param arguments as written; parameters that are absent take their defaults
 * @param rows number of examples
 * @param columns raw outputs an example
 * @param prediction [rows × columns]
 * @param target [rows × columns], or [rows] class indices
 * @param extras further inputs by name, [rows × columns] each
 * @param reduction empty: one value a unit
 * @param value what is expected: one number where it is reduced, else one a unit
 * @param gradient of the sum of the value, [rows × columns]; empty where it is not compared
 * @param tolerance relative; absolute {@value #ABSOLUTE}
 */
@SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
public record GoldenCase(
    String id,
    String loss,
    Arguments arguments,
    int rows,
    int columns,
    double[] prediction,
    double[] target,
    Map<String, double[]> extras,
    Optional<Reduction> reduction,
    Optional<double[]> value,
    Optional<double[]> gradient,
    double tolerance)
    implements GoldenFile.Entry {
  /** Differences up to this are none, however small the expected number. */
  public static final double ABSOLUTE = 1e-12;

  public GoldenCase {
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    if (prediction.length != rows * columns) {
      throw new IllegalArgumentException("prediction is not rows x columns: " + id);
    }
    if (target.length != rows && target.length != rows * columns) {
      throw new IllegalArgumentException("target is neither rows nor rows x columns: " + id);
    }
  }

  /** {@return whether the target is a class index an example, not a number a prediction} */
  boolean hasLabels() {
    return target.length != rows * columns;
  }
}
