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

  /** What each task hands to metrics, and what a metric can make of it that is wrong. */
  @Test
  void listsAreTriedWithEqualScoresAndWithoutRelevantItems() {
    assertBreaks(
        Rule.ORDER,
        of(
            Task.RANKING,
            Reading.SCORE,
            p -> {
              // Where several items share the highest score, the first is taken.
              double sum = 0;
              for (int list = 0; list < p.lists(); list++) {
                int best = p.starts()[list];
                for (int i = best; i < p.starts()[list + 1]; i++) {
                  best = p.prediction()[i] > p.prediction()[best] ? i : best;
                }
                sum += p.target()[best] > 0 ? 1 : 0;
              }
              return sum / p.lists();
            }));
    assertBreaks(
        Rule.UNDEFINED,
        of(
            Task.RECOMMENDATION,
            Reading.SCORE,
            p -> {
              double worst = 1;
              for (int list = 0; list < p.lists(); list++) {
                double found = 0;
                double relevant = 0;
                for (int i = p.starts()[list]; i < p.starts()[list + 1]; i++) {
                  found += p.target()[i] > 0 && p.prediction()[i] > 0 ? 1 : 0;
                  relevant += p.target()[i] > 0 ? 1 : 0;
                }
                worst = Math.min(worst, found / relevant);
              }
              return worst;
            }));
    assertBreaks(
        Rule.INPUTS_KEPT,
        of(
            Task.RANKING,
            Reading.SCORE,
            p -> {
              p.starts()[0] = 1;
              return 1;
            }));
  }

  @Test
  void labelsAreTriedAsNumbersForEachLabel() {
    assertBreaks(
        Rule.ANSWERS,
        of(
            Task.MULTILABEL,
            Reading.CLASS,
            p -> {
              int[] counts = new int[1];
              counts[
                  (int) p.target()[1]]++; // the second number is the first example's second label
              return 1;
            }));
    assertBreaks(
        Rule.WITHIN_ROWS,
        of(
            Task.MULTILABEL,
            Reading.PROBABILITIES,
            p -> {
              double right = 0;
              for (int i = 0; i < p.target().length; i++) {
                right += p.target()[i] == p.prediction()[i] ? 1 : 0;
              }
              return right / p.target().length;
            }));
  }

  @Test
  void embeddingsAreTriedInTheSamePlace() {
    assertBreaks(
        Rule.ORDER,
        of(
            Task.EMBEDDING,
            Reading.EMBEDDING,
            p -> {
              // Of neighbours that are equally near, the first is taken.
              double found = 0;
              for (int row = 0; row < p.rows(); row++) {
                int nearest = -1;
                for (int other = 0; other < p.rows(); other++) {
                  boolean nearer = nearest < 0 || apart(p, row, other) < apart(p, row, nearest);
                  nearest = other != row && nearer ? other : nearest;
                }
                found += nearest >= 0 && p.target()[nearest] == p.target()[row] ? 1 : 0;
              }
              return found / p.rows();
            }));
  }

  @Test
  void distributionsAreTriedAtAllLevels() {
    assertBreaks(
        Rule.DIRECTION,
        of(
            Task.REGRESSION,
            Reading.QUANTILES,
            p -> {
              // Wide is good, they thought.
              double width = p.prediction()[Reading.LEVELS - 1] - p.prediction()[0];
              double widest = width;
              for (int i = 0; i < p.rows() * p.columns(); i += Reading.LEVELS) {
                width = p.prediction()[i + Reading.LEVELS - 1] - p.prediction()[i];
                widest = Math.max(widest, width);
              }
              return Math.min(1, widest);
            }));
  }

  @Test
  void furtherColumnsAreTriedAndLeftOut() {
    assertBreaks(
        Rule.ANSWERS, of(Task.REGRESSION, Reading.SCORE, p -> p.extras().get("event").length * 0));
    assertBreaks(
        Rule.INPUTS_KEPT,
        of(
            Task.REGRESSION,
            Reading.SCORE,
            p -> {
              double[] event = p.extras().getOrDefault("event", new double[1]);
              event[0] = 0.5;
              return 1;
            }));
  }

  @Test
  void aReadingThatNoLossOfTheTaskGivesIsRefused() {
    assertBreaks(Rule.DESCRIPTOR, of(Task.RANKING, Reading.EMBEDDING, p -> 1));
  }

  private static double apart(Predictions p, int one, int other) {
    double apart = 0;
    for (int i = 0; i < p.columns(); i++) {
      apart +=
          Math.abs(p.prediction()[one * p.columns() + i] - p.prediction()[other * p.columns() + i]);
    }
    return apart;
  }

  private static void assertBreaks(Rule rule, Metric metric) {
    List<Violation> violations = MetricContract.check(metric);
    Set<String> rules = violations.stream().map(Violation::rule).collect(Collectors.toSet());
    assertEquals(Set.of(rule.word()), rules, violations::toString);
  }

  private static Metric of(Task task, Reading reading, ToDoubleFunction<Predictions> definition) {
    MetricDescriptor descriptor =
        MetricDescriptor.of("share", reading, Direction.HIGHER_IS_BETTER)
            .tasks(task)
            .range(Range.closed(0, 1))
            .summary("A share.")
            .formula("right / all")
            .reference("this test")
            .build();
    return new Metric() {
      @Override
      public MetricDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public double evaluate(Predictions predictions, Arguments arguments) {
        return definition.applyAsDouble(predictions);
      }
    };
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
