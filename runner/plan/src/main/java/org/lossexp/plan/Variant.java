package org.lossexp.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a declaration stands for under one choice of the factors that it depends on.
 *
 * @param choices factor → index of its value, in the order in which the reading met them
 * @param value with the last of each domain for what is tuned: most epochs, and most to pay for
 * @param tuned what is searched for, in the order in which the reading met it
 * @param tried what it is with other values of what is tuned
 * @param reading reads it again, where {@link Sweeps#again} has set what is chosen and tried
 */
record Variant<T>(
    Map<Factor, Integer> choices,
    T value,
    List<Tuned> tuned,
    List<T> tried,
    Supplier<Optional<T>> reading) {
  Variant {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    tuned = List.copyOf(tuned);
    tried = List.copyOf(tried);
  }
}
