package org.lossexp.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lossexp.spi.Evaluation;

/** What an evaluation left behind. */
@SuppressWarnings("ArrayRecordComponent") // compared by sameBits
record Result(double[] values, double[] counts, double[] gradient, Map<String, double[]> state) {
  /** {@return what the loss gives on {@code probe}} */
  static Result of(Probe probe) {
    return of(probe, 0);
  }

  /** {@return what the loss gives in memory that held {@code leftover} before} */
  static Result of(Probe probe, double leftover) {
    Evaluation evaluation = Evaluation.of(probe.function(), probe.batch());
    Arrays.fill(evaluation.values(), leftover);
    Arrays.fill(evaluation.counts(), leftover);
    Arrays.fill(evaluation.gradient(), leftover);
    Arrays.fill(evaluation.scratch(), leftover);
    evaluation.state().values().forEach(numbers -> Arrays.fill(numbers, leftover));
    probe.function().evaluate(probe.batch(), evaluation);
    return new Result(
        evaluation.values(), evaluation.counts(), evaluation.gradient(), evaluation.state());
  }

  /** {@return the value of a batch, and nothing else} */
  static double sum(Probe probe) {
    return of(probe).sum();
  }

  /** {@return whether all is equal bit for bit; NaN equals NaN} */
  boolean sameBits(Result other) {
    return firstDifference(other).isEmpty();
  }

  /**
   * {@return the first number that is another in {@code other}, in words; empty if all are equal}
   */
  String firstDifference(Result other) {
    Map<String, double[]> mine = named();
    Map<String, double[]> others = other.named();
    for (Map.Entry<String, double[]> each : mine.entrySet()) {
      double[] a = each.getValue();
      double[] b = others.getOrDefault(each.getKey(), new double[0]);
      if (a.length != b.length) {
        return "%d %ss instead of %d".formatted(b.length, each.getKey(), a.length);
      }
      int i = Arrays.mismatch(a, b);
      if (i >= 0) {
        return "%s %d is %s instead of %s"
            .formatted(each.getKey(), i, Double.toString(b[i]), Double.toString(a[i]));
      }
    }
    return "";
  }

  private Map<String, double[]> named() {
    Map<String, double[]> named = new LinkedHashMap<>();
    named.put("value", values);
    named.put("count", counts);
    named.put("derivative", gradient);
    state.forEach((name, numbers) -> named.put("derivative of `" + name + "`", numbers));
    return named;
  }

  double sum() {
    return Arrays.stream(values).sum();
  }

  double count() {
    return Arrays.stream(counts).sum();
  }

  /** {@return whether every number is finite} */
  boolean isFinite() {
    return named().values().stream().allMatch(all -> Arrays.stream(all).allMatch(Double::isFinite));
  }

  /** {@return the first number that is not finite, in words} */
  String firstInfinite() {
    for (Map.Entry<String, double[]> each : named().entrySet()) {
      for (int i = 0; i < each.getValue().length; i++) {
        if (!Double.isFinite(each.getValue()[i])) {
          return "%s %d is %s".formatted(each.getKey(), i, each.getValue()[i]);
        }
      }
    }
    return "";
  }

  /** {@return the largest size of any number} */
  double largest() {
    return named().values().stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** {@return the numbers of some units and some rows, of {@code rows}} */
  Result part(int fromUnit, int toUnit, int fromRow, int toRow, int rows) {
    int width = gradient.length / rows;
    return new Result(
        Arrays.copyOfRange(values, fromUnit, toUnit),
        Arrays.copyOfRange(counts, fromUnit, toUnit),
        Arrays.copyOfRange(gradient, fromRow * width, toRow * width),
        Map.of());
  }
}
