package org.lossexp.formula;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Value;

/** Arguments that the classes of the training part fill in. */
final class FromClasses {
  /** Stands for weights that are n / (C count): every class weighs the same in all. */
  static final String BALANCED = "balanced";

  private static final Value BALANCED_WORD = new Value.Word(BALANCED);

  private FromClasses() {}

  /**
   * Fills in what {@code values} leaves to the training part.
   *
   * @param counted names of the parameters that are class counts unless written
   */
  static void fill(Map<String, Value> values, Set<String> counted, TargetFacts target) {
    values.replaceAll((name, value) ->
        counted.contains(name) && value.equals(Elaborator.NONE)
            ? counts(target)
            : value.equals(BALANCED_WORD) ? weights(target) : value);
  }

  /** A class that has no example to count weighs as if it had one. */
  private static Value counts(TargetFacts target) {
    return list(target.classCounts().stream().map(count -> (double) Math.max(count, 1)).toList());
  }

  /** As scikit-learn's {@code class_weight="balanced"}; 0 for a class without an example. */
  private static Value weights(TargetFacts target) {
    double examples = target.classCounts().stream().mapToLong(Long::longValue).sum();
    return list(
        target.classCounts().stream()
            .map(count -> count == 0 ? 0.0 : examples / ((double) target.classes() * count))
            .toList());
  }

  private static Value list(List<Double> numbers) {
    return new Value.Sequence(numbers.stream().<Value>map(Value.Numeral::new).toList());
  }
}
