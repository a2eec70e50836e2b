package org.lossexp.experiment;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Task;

/**
 * Every name that a file may use: the union of what the rooms and the plugins offer.
 *
 * @param losses names and aliases alone: the catalogue reads what a loss is when it is used
 */
public record Vocabulary(
    List<Descriptor> descriptors, Set<String> losses, List<MetricDescriptor> metrics) {
  public Vocabulary {
    descriptors = List.copyOf(descriptors);
    losses = Collections.unmodifiableSet(new LinkedHashSet<>(losses));
    metrics = List.copyOf(metrics);
  }

  /** {@return the descriptor of {@code kind} called {@code name}, by its name or an alias} */
  public Optional<Descriptor> descriptor(Descriptor.Kind kind, String name) {
    return descriptors.stream()
        .filter(d -> d.kind() == kind && (d.name().equals(name) || d.aliases().contains(name)))
        .findFirst();
  }

  /** {@return the descriptors of {@code kind}} */
  public List<Descriptor> of(Descriptor.Kind kind) {
    return descriptors.stream().filter(d -> d.kind() == kind).toList();
  }

  /** {@return whether a loss is called {@code name}, by its name or an alias} */
  public boolean isLoss(String name) {
    return losses.contains(name);
  }

  /**
   * {@return the metric called {@code name}, by its name or an alias: of several the one that
   * judges {@code task}}
   */
  public Optional<MetricDescriptor> metric(String name, Task task) {
    List<MetricDescriptor> called = metrics.stream().filter(d -> d.isCalled(name)).toList();
    return called.stream()
        .filter(metric -> metric.tasks().contains(task))
        .findFirst()
        .or(() -> called.stream().findFirst());
  }

  /** {@return whether a metric is called {@code name}, by its name or an alias} */
  public boolean isMetric(String name) {
    return metrics.stream().anyMatch(d -> d.isCalled(name));
  }
}
