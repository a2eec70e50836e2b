package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;
import org.lossexp.testkit.MetricContract.Rule;

class MetricContractTest {
  @Test
  void soundMetricBreaksNothing() {
    assertEquals(List.of(), MetricContract.check(metric(MetricContractTest::largestError)));
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleCatchesItsWrongMetricAndNoOtherRuleDoes(Rule rule) {
    List<Violation> violations = MetricContract.check(breaking(rule));
    Set<String> rules = violations.stream().map(Violation::rule).collect(Collectors.toSet());
    assertEquals(Set.of(rule.word()), rules, violations::toString);
  }

  private static Metric breaking(Rule rule) {
    return switch (rule) {
      case DESCRIPTOR ->
          metric("Camel", List.of(), Direction.LOWER_IS_BETTER, MetricContractTest::largestError);
      case DEFAULTS ->
          metric(
              "without_default",
              List.of(
                  new ParameterSpec.Whole(
                      "k", "how many", Optional.empty(), Range.atLeast(1), List.of())),
              Direction.LOWER_IS_BETTER,
              MetricContractTest::largestError);
      case ANSWERS ->
          metric(p -> {
            // The mean over all rows but one, which one row has none of.
            return p.target()[1 % p.rows() + (p.rows() == 1 ? 5 : 0)] * 0 + largestError(p);
          });
      case LOCALE -> metric(p -> Double.parseDouble(String.format("%.3f", largestError(p))));
      case RANGE -> metric(predictions -> largestError(predictions) - 1e-9);
      case UNDEFINED -> metric(p -> p.rows() == 1 ? Double.NaN : largestError(p));
      case DIRECTION ->
          metric(
              "upside_down",
              List.of(),
              Direction.HIGHER_IS_BETTER,
              MetricContractTest::largestError);
      case INPUTS_KEPT ->
          metric(predictions -> {
            // Sorting in place is what one does to find a median.
            Arrays.sort(predictions.prediction());
            Arrays.sort(predictions.target());
            return largestError(predictions);
          });
      case WITHIN_ROWS ->
          metric(p -> largestError(p) + (p.prediction().length > p.rows() * p.columns() ? 1 : 0));
      case STATELESS -> {
        AtomicInteger calls = new AtomicInteger();
        yield metric(p -> largestError(p) == 0 ? 0 : largestError(p) + calls.getAndIncrement());
      }
      case ORDER -> metric(p -> Math.abs(p.prediction()[0] - p.target()[0]) * largestError(p));
    };
  }

  private static double largestError(Predictions predictions) {
    double largest = 0;
    for (int i = 0; i < predictions.rows() * predictions.columns(); i++) {
      largest = Math.max(largest, Math.abs(predictions.prediction()[i] - predictions.target()[i]));
    }
    return largest;
  }

  private static Metric metric(ToDoubleFunction<Predictions> definition) {
    return metric("largest_error", List.of(), Direction.LOWER_IS_BETTER, definition);
  }

  private static Metric metric(
      String name,
      List<ParameterSpec> parameters,
      Direction direction,
      ToDoubleFunction<Predictions> definition) {
    return new Metric() {
      @Override
      public MetricDescriptor descriptor() {
        return new MetricDescriptor(
            name,
            List.of(),
            Set.of(Task.REGRESSION),
            Reading.POINT,
            direction,
            Range.atLeast(0),
            parameters,
            "The largest error.",
            "max |prediction - target|",
            "",
            "scikit-learn, max_error");
      }

      @Override
      public double evaluate(Predictions predictions, Arguments arguments) {
        return definition.applyAsDouble(predictions);
      }
    };
  }
}
