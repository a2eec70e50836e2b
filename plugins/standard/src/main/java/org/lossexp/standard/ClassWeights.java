package org.lossexp.standard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Value;

/** Arguments that hold a number for every class or label. */
final class ClassWeights {
  private static final String CLASS_WEIGHTS = "class_weights";

  private ClassWeights() {}

  /**
   * {@return the numbers called {@code name}, one for each of {@code wanted} classes or labels; one
   * alone stands for all; empty where the argument is {@code none}}
   */
  static Optional<double[]> written(Arguments arguments, String name, int wanted, String each)
      throws Refusal {
    Optional<Value> argument = arguments.value(name);
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    List<Double> numbers = arguments.reals(name);
    boolean forAll = argument.get() instanceof Value.Numeral;
    if (!forAll && numbers.size() != wanted) {
      throw new Refusal(
          "`%s` has %d numbers, but there are %d: write one for each %s"
              .formatted(name, numbers.size(), wanted, each));
    }
    double[] weights = new double[wanted];
    for (int i = 0; i < wanted; i++) {
      weights[i] = numbers.get(forAll ? 0 : i);
    }
    return Optional.of(weights);
  }

  /**
   * {@return the weights called {@code class_weights}; empty where the argument is {@code none}}
   */
  static Optional<double[]> of(Arguments arguments, TargetFacts target) throws Refusal {
    return arguments.isWord(CLASS_WEIGHTS, "balanced")
        ? Optional.of(balanced(target))
        : written(arguments, CLASS_WEIGHTS, target.classes(), "class");
  }

  /** {@return 1 for each of {@code wanted} classes or labels} */
  static double[] ones(int wanted) {
    double[] ones = new double[wanted];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * {@return n / (C · count) for each class, so that every class weighs the same in all, as
   * scikit-learn's {@code class_weight="balanced"}; 0 for a class that has no example to weigh}
   */
  static double[] balanced(TargetFacts target) {
    long examples = target.classCounts().stream().mapToLong(Long::longValue).sum();
    double[] weights = new double[target.classes()];
    for (int c = 0; c < weights.length; c++) {
      long count = target.classCounts().get(c);
      weights[c] = count == 0 ? 0 : (double) examples / ((double) weights.length * count);
    }
    return weights;
  }
}
