package org.lossexp.engine;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;

/**
 * A metric with its arguments.
 *
 * @param name as results list it, such as {@code accuracy} or {@code ndcg(k = 10)}
 * @param arguments a value for every declared parameter
 */
public record Measurement(String name, Metric metric, Arguments arguments) {}
