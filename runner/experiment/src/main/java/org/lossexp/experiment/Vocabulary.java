package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.MetricDescriptor;

/** Every name that a file may use: the union of what the rooms and the plugins offer. */
public record Vocabulary(
    List<Descriptor> descriptors, List<LossDescriptor> losses, List<MetricDescriptor> metrics) {
  public Vocabulary {
    descriptors = List.copyOf(descriptors);
    losses = List.copyOf(losses);
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

  /** {@return the loss called {@code name}, by its name or an alias} */
  public Optional<LossDescriptor> loss(String name) {
    return losses.stream()
        .filter(d -> d.name().equals(name) || d.aliases().contains(name))
        .findFirst();
  }

  /** {@return the metric called {@code name}, by its name or an alias} */
  public Optional<MetricDescriptor> metric(String name) {
    return metrics.stream()
        .filter(d -> d.name().equals(name) || d.aliases().contains(name))
        .findFirst();
  }
}
