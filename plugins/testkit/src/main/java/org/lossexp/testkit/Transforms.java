package org.lossexp.testkit;

import java.util.Arrays;
import java.util.Optional;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Task;

/** What is done to a batch to try the invariants that a loss declares. */
final class Transforms {
  private Transforms() {}

  /** {@return the outputs of each unit plus a number of its own} */
  static Probe shifted(Probe probe) {
    double[] changed = probe.batch().prediction().clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] += 0.75 - 0.5 * unit(probe, i / probe.columns());
    }
    return probe.withPrediction(changed);
  }

  /** {@return the outputs of each unit, or embedding, times a positive number of its own} */
  static Probe scaled(Probe probe) {
    double[] changed = probe.batch().prediction().clone();
    for (int i = 0; i < changed.length; i++) {
      int row = i / probe.columns();
      changed[i] *= 2 + 0.5 * (probe.task() == Task.EMBEDDING ? row : unit(probe, row));
    }
    return probe.withPrediction(changed);
  }

  /** {@return the number of the batch, list or example to which a row belongs} */
  private static int unit(Probe probe, int row) {
    if (probe.descriptor().reduction() == ReductionClass.BATCH) {
      return 0;
    }
    if (probe.task() != Task.RANKING) {
      return row;
    }
    int list = 0;
    while (probe.batch().starts()[list + 1] <= row) {
      list++;
    }
    return list;
  }

  /** {@return the items of each list in reverse; those that a user did not choose} */
  static Probe itemsReversed(Probe probe) {
    if (probe.task() == Task.RECOMMENDATION) {
      return othersReversed(probe);
    }
    int[] starts = probe.batch().starts();
    int[] order = new int[probe.rows()];
    for (int list = 0; list < starts.length - 1; list++) {
      for (int row = starts[list]; row < starts[list + 1]; row++) {
        order[row] = starts[list] + starts[list + 1] - 1 - row;
      }
    }
    return probe.select(order, starts);
  }

  /** A user's items stand side by side, the chosen one first: it stays there. */
  private static Probe othersReversed(Probe probe) {
    double[] prediction = probe.batch().prediction().clone();
    int columns = probe.columns();
    for (int i = 0; i < prediction.length; i++) {
      int place = i % columns;
      if (place > 0) {
        prediction[i] = probe.batch().prediction()[i - place + columns - place];
      }
    }
    return probe.withPrediction(prediction);
  }

  /** {@return class 0 as 1, 1 as 2, …, the last one as 0; empty where there are no classes} */
  static Optional<Probe> classesRotated(Probe probe) {
    int classes = probe.facts().classes();
    if (classes < 2 || probe.columns() != classes) {
      return Optional.empty();
    }
    Probe rotated = probe.withPrediction(rotated(probe.batch().prediction(), classes));
    return switch (probe.function().encoding()) {
      case CLASS_INDEX ->
          Optional.of(
              rotated.withTarget(
                  Arrays.stream(probe.batch().target()).map(t -> (t + 1) % classes).toArray()));
      case ONE_HOT -> Optional.of(rotated.withTarget(rotated(probe.batch().target(), classes)));
      case NONE, REAL, ZERO_ONE, PLUS_MINUS_ONE -> Optional.empty();
    };
  }

  private static double[] rotated(double[] numbers, int classes) {
    double[] rotated = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int first = i - i % classes;
      rotated[first + (i - first + 1) % classes] = numbers[i];
    }
    return rotated;
  }

  /** {@return the target as prediction, and the other way; empty where they differ in kind} */
  static Optional<Probe> exchanged(Probe probe) {
    double[] prediction = probe.batch().prediction();
    double[] target = probe.batch().target();
    return prediction.length == target.length && probe.task() == Task.REGRESSION
        ? Optional.of(probe.withPrediction(target).withTarget(prediction))
        : Optional.empty();
  }
}
