package org.lossexp.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a declaration stands for under one choice of the factors that it depends on.
 *
 * @param choices factor → index of its value, in the order in which the reading met them
 */
record Variant<T>(Map<Factor, Integer> choices, T value) {
  Variant {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }
}
