package org.lossexp.spi;

import java.util.List;
import java.util.Set;

/**
 * What a metric is.
 *
 * @param name as files write it
 * @param aliases other names for the same
 * @param tasks the tasks that it judges
 * @param reading what it reads of a prediction
 * @param direction which way is better
 * @param range the values it can take
 * @param parameters in positional order
 * @param summary one sentence
 * @param formula in mathematics
 * @param undefined when it is NaN; empty where it is always defined
 * @param reference where it is defined
 */
public record MetricDescriptor(
    String name,
    List<String> aliases,
    Set<Task> tasks,
    Reading reading,
    Direction direction,
    Range range,
    List<ParameterSpec> parameters,
    String summary,
    String formula,
    String undefined,
    String reference) {
  public MetricDescriptor {
    aliases = List.copyOf(aliases);
    tasks = Set.copyOf(tasks);
    parameters = List.copyOf(parameters);
  }

  /** Which way is better. */
  public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER
  }
}
