package org.lossexp.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.lossexp.spi.TargetEncoding;

/** Makes a batch on which a rule is broken as small and plain as it goes. */
final class Shrink {
  private static final int MOST_TRIES = 2_000;

  /** From exact to plain; each is tried on every number. */
  private static final List<UnaryOperator<Double>> FORMS =
      List.of(
          number -> Math.rint(number * 100) / 100,
          number -> Math.rint(number * 10) / 10,
          Math::rint,
          Math::signum,
          _ -> 0.0);

  private final Predicate<Probe> broken;
  private int tries;

  private Shrink(Predicate<Probe> broken) {
    this.broken = broken;
  }

  /** {@return a batch no larger than {@code probe} on which {@code broken} holds too} */
  static Probe smallest(Probe probe, Predicate<Probe> broken) {
    Shrink shrink = new Shrink(broken);
    return shrink.plainer(shrink.fewer(probe));
  }

  private Probe fewer(Probe probe) {
    Probe smallest = probe;
    for (int row = probe.rows() - 1; row >= 0 && smallest.rows() > 1; row--) {
      if (row < smallest.rows()) {
        Probe without = smallest.without(row);
        smallest = holds(without) ? without : smallest;
      }
    }
    return smallest;
  }

  /** Numbers become short ones: whole, or with a decimal or two. */
  private Probe plainer(Probe probe) {
    Probe plain = probe;
    for (UnaryOperator<Double> form : FORMS) {
      plain = each(plain, plain.batch().prediction(), form, Probe::withPrediction);
    }
    if (probe.function().encoding() == TargetEncoding.REAL) {
      for (UnaryOperator<Double> form : FORMS) {
        plain = each(plain, plain.batch().target(), form, Probe::withTarget);
      }
    }
    Map<String, double[]> state = new LinkedHashMap<>(plain.batch().state());
    for (String name : state.keySet()) {
      for (UnaryOperator<Double> form : FORMS) {
        plain =
            each(
                plain,
                plain.batch().state().get(name),
                form,
                (from, numbers) -> from.withState(name, numbers));
      }
    }
    return plain;
  }

  /** A probe with other numbers in one of its places. */
  @FunctionalInterface
  private interface Change {
    Probe apply(Probe probe, double... numbers);
  }

  private Probe each(Probe probe, double[] numbers, UnaryOperator<Double> form, Change change) {
    Probe plain = probe;
    double[] current = numbers.clone();
    for (int i = 0; i < current.length; i++) {
      double simple = form.apply(current[i]);
      if (simple != current[i]) {
        double[] changed = current.clone();
        changed[i] = simple;
        Probe candidate = change.apply(plain, changed);
        if (holds(candidate)) {
          plain = candidate;
          current = changed;
        }
      }
    }
    return plain;
  }

  private boolean holds(Probe probe) {
    tries++;
    return tries <= MOST_TRIES && broken.test(probe);
  }
}
