package org.lossexp.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Reduction;

/**
 * A loss on given numbers, with the value and the gradient that it should have. {@link GoldenCheck}
 * says how the numbers lie in a batch.
 *
 * @param id names the case in messages
 * @param loss the catalogue's name
 * @param arguments as written; parameters that are absent take their defaults
 * @param prediction as written
 * @param target as written; empty where the loss takes none
 * @param extras further inputs by name
 * @param reduction empty: one value a unit
 * @param value what is expected: one number where it is reduced, else one a unit
 * @param gradient of the sum of the value, with the prediction's structure; empty where it is not
 *     compared
 * @param tolerance relative; absolute {@value #ABSOLUTE}
 */
@SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
public record GoldenCase(
    String id,
    String loss,
    Arguments arguments,
    Nested prediction,
    Optional<Nested> target,
    Map<String, Nested> extras,
    Optional<Reduction> reduction,
    Optional<double[]> value,
    Optional<Nested> gradient,
    double tolerance) {
  /** Differences up to this are none, however small the expected number. */
  public static final double ABSOLUTE = 1e-12;

  public GoldenCase {
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
  }
}
