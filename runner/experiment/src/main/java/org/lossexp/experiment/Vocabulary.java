package org.lossexp.experiment;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.spi.MetricDescriptor;

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

  /** {@return the metric called {@code name}, by its name or an alias} */
  public Optional<MetricDescriptor> metric(String name) {
    return metrics.stream()
        .filter(d -> d.name().equals(name) || d.aliases().contains(name))
        .findFirst();
  }
}
