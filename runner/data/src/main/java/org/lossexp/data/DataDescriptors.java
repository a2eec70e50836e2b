package org.lossexp.data;

import java.util.List;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;

/** What a {@code data} pipeline may name. */
final class DataDescriptors {
  static final List<Descriptor> ALL =
      Stream.of(SourceDescriptors.ALL, StepDescriptors.ALL).flatMap(List::stream).toList();

  private DataDescriptors() {}
}
