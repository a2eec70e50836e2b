package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Evaluates a loss on a {@link GoldenCase} and compares. */
public final class GoldenCheck {
  private GoldenCheck() {}

  /**
   * What a loss gives.
   *
   * @param value one number where it is reduced, else one a unit
   * @param gradient of the sum of the value, [rows × columns]
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
  public record Computed(double[] value, double[] gradient) {}

  /** What came of a check. */
  public sealed interface Outcome {
    /** {@return whether the loss agrees with the case} */
    boolean passed();
  }

  /**
   * The loss was evaluated. An error is the largest {@code |computed − expected| / |expected|}; for
   * expected numbers so small that the absolute tolerance is the wider one, relative to where the
   * two meet. NaN where only one of the two numbers is NaN, or their lengths differ.
   */
  public record Compared(boolean passed, double valueError, double gradientError, Computed computed)
      implements Outcome {}

  /** The loss does not take these inputs; the message is for the user. */
  public record Refused(String why) implements Outcome {
    @Override
    public boolean passed() {
      return false;
    }
  }

  /** {@return how {@code loss} does on {@code golden}; what the case leaves out is not compared} */
  public static Outcome check(Loss loss, GoldenCase golden) {
    try {
      Computed computed = evaluate(loss, golden);
      double tolerance = golden.tolerance();
      double valueError = error(computed.value(), golden.value(), tolerance);
      double gradientError = error(computed.gradient(), golden.gradient(), tolerance);
      boolean passed = valueError <= tolerance && gradientError <= tolerance;
      return new Compared(passed, valueError, gradientError, computed);
    } catch (Refusal refusal) {
      return new Refused(refusal.getMessage());
    }
  }

  /**
   * {@return what {@code loss} gives on {@code golden}}
   *
   * @throws Refusal where arguments, prediction and target do not go together
   */
  public static Computed evaluate(Loss loss, GoldenCase golden) throws Refusal {
    Arguments arguments = arguments(loss.descriptor(), golden.arguments());
    LossFunction function = loss.bind(arguments, facts(loss.descriptor(), golden));
    if (function.head().units() != golden.columns()) {
      throw new Refusal(
          "`%s` reads %d numbers an example here, but there are %d"
              .formatted(golden.loss(), function.head().units(), golden.columns()));
    }
    for (String extra : golden.extras().keySet()) {
      if (!loss.descriptor().extras().contains(extra)) {
        throw new Refusal("`%s` takes no `%s`".formatted(golden.loss(), extra));
      }
    }
    double[] target = target(function.encoding(), arguments, golden);
    Batch batch =
        new Batch(golden.rows(), golden.columns(), golden.prediction(), target)
            .with(golden.extras());
    Evaluation evaluation = Evaluation.of(function, golden.rows());
    function.evaluate(batch, evaluation);
    if (golden.reduction().isEmpty()) {
      return new Computed(evaluation.values(), evaluation.gradient());
    }
    int units = function.units(golden.rows());
    double value = golden.reduction().get().of(evaluation.values(), evaluation.counts(), units);
    double divisor = golden.reduction().get().divisor(evaluation.counts(), units);
    double[] gradient = Arrays.stream(evaluation.gradient()).map(g -> g / divisor).toArray();
    return new Computed(new double[] {value}, gradient);
  }

  private static Arguments arguments(LossDescriptor descriptor, Arguments written) throws Refusal {
    Map<String, Value> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : descriptor.parameters()) {
      Optional<Value> value =
          Optional.ofNullable(written.values().get(parameter.name())).or(parameter::fallback);
      if (value.isEmpty()) {
        throw new Refusal("`%s` needs `%s`".formatted(descriptor.name(), parameter.name()));
      }
      Optional<String> refusal = parameter.refusal(value.get());
      if (refusal.isPresent()) {
        throw new Refusal(
            "`%s` %s, but is %s".formatted(parameter.name(), refusal.get(), value.get().text()));
      }
      values.put(parameter.name(), value.get());
    }
    for (String name : written.values().keySet()) {
      if (!values.containsKey(name)) {
        throw new Refusal("`%s` has no parameter `%s`".formatted(descriptor.name(), name));
      }
    }
    return new Arguments(values);
  }

  /** The target's facts as far as the shapes and the loss's tasks tell them. */
  private static TargetFacts facts(LossDescriptor descriptor, GoldenCase golden) throws Refusal {
    if (golden.hasLabels()) {
      Task task = golden.columns() == 2 ? Task.BINARY : Task.MULTICLASS;
      if (!descriptor.tasks().contains(task)) {
        throw new Refusal(
            "`%s` takes a target number for each prediction, but there is a label for each row"
                .formatted(descriptor.name()));
      }
      List<Long> counts = new ArrayList<>(Collections.nCopies(golden.columns(), 0L));
      for (double label : golden.target()) {
        if (label >= 0 && label < golden.columns()) {
          counts.set((int) label, counts.get((int) label) + 1);
        }
      }
      return new TargetFacts(task, 1, counts, OptionalInt.empty());
    }
    if (descriptor.tasks().contains(Task.REGRESSION)) {
      return new TargetFacts(Task.REGRESSION, golden.columns(), List.of(), OptionalInt.empty());
    }
    if (descriptor.tasks().contains(Task.BINARY) && golden.columns() == 1) {
      long positives = Arrays.stream(golden.target()).filter(t -> t > 0).count();
      List<Long> counts = List.of(golden.rows() - positives, positives);
      return new TargetFacts(Task.BINARY, 1, counts, OptionalInt.empty());
    }
    if (descriptor.tasks().contains(Task.MULTILABEL)) {
      return new TargetFacts(Task.MULTILABEL, golden.columns(), List.of(), OptionalInt.empty());
    }
    throw new Refusal(
        "`%s` takes a label for each row, but there is a target number for each prediction"
            .formatted(descriptor.name()));
  }

  /** The target as the loss reads it, or why it is none. */
  private static double[] target(TargetEncoding encoding, Arguments arguments, GoldenCase golden)
      throws Refusal {
    double ignored =
        arguments.values().get("ignore_index") instanceof Value.Numeral numeral
            ? numeral.number()
            : Double.NaN;
    if (golden.hasLabels()) {
      for (double label : golden.target()) {
        boolean valid = label >= 0 && label < golden.columns() && label == Math.rint(label);
        if (!valid && label != ignored) {
          throw new Refusal(
              "label %s is none of the %d classes, which are numbered from 0"
                  .formatted(Value.Numeral.text(label), golden.columns()));
        }
      }
      return encoding == TargetEncoding.ONE_HOT ? oneHot(golden) : golden.target();
    }
    for (double t : golden.target()) {
      if (encoding == TargetEncoding.PLUS_MINUS_ONE && Math.abs(t) != 1) {
        throw new Refusal(
            "`%s` takes targets -1 and 1, but one is %s"
                .formatted(golden.loss(), Value.Numeral.text(t)));
      }
      if (encoding == TargetEncoding.ZERO_ONE && !(t >= 0 && t <= 1)) {
        throw new Refusal(
            "`%s` takes targets from 0 to 1, but one is %s"
                .formatted(golden.loss(), Value.Numeral.text(t)));
      }
    }
    return golden.target();
  }

  private static double[] oneHot(GoldenCase golden) {
    double[] encoded = new double[golden.rows() * golden.columns()];
    for (int row = 0; row < golden.rows(); row++) {
      encoded[row * golden.columns() + (int) golden.target()[row]] = 1;
    }
    return encoded;
  }

  private static double error(double[] computed, Optional<double[]> expected, double tolerance) {
    if (expected.isEmpty()) {
      return 0;
    }
    double[] wanted = expected.get();
    if (computed.length != wanted.length) {
      return Double.NaN;
    }
    double smallest = GoldenCase.ABSOLUTE / tolerance;
    double largest = 0;
    for (int i = 0; i < computed.length; i++) {
      if (Double.compare(computed[i], wanted[i]) != 0) {
        double scale = Math.max(Math.abs(wanted[i]), smallest);
        // Math.max keeps NaN, which is within no tolerance; so is inf against anything else.
        largest = Math.max(largest, Math.abs(computed[i] - wanted[i]) / scale);
      }
    }
    return largest;
  }
}
