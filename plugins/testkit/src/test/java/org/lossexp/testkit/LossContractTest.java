package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.testkit.LossContract.Rule;

class LossContractTest {
  @Test
  void soundLossBreaksNothing() {
    assertEquals(List.of(), LossContract.check(new SquaredLoss()));
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleCatchesItsWrongLossAndNoOtherRuleDoes(Rule rule) {
    List<Violation> violations = LossContract.check(breaking(rule));
    Set<String> rules = violations.stream().map(Violation::rule).collect(Collectors.toSet());
    assertEquals(Set.of(rule.word()), rules, violations::toString);
  }

  @Test
  void valueAddedToOldContentIsCaught() {
    Loss adds =
        withFunction(
            new SquaredLoss.Squared(2) {
              @Override
              public void evaluate(Batch batch, Evaluation evaluation) {
                double[] before = evaluation.gradient().clone();
                super.evaluate(batch, evaluation);
                for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                  evaluation.gradient()[i] += before[i];
                }
              }
            });
    assertEquals(
        Set.of("leftovers"),
        LossContract.check(adds).stream().map(Violation::rule).collect(Collectors.toSet()));
  }

  /** The mistake is beyond ±2; at a kink, such as 2 itself, there is nothing to compare. */
  @Test
  void smallestInputIsNoKink() {
    Loss wrong =
        withFunction(
            new SquaredLoss.Squared(2) {
              @Override
              public void evaluate(Batch batch, Evaluation evaluation) {
                super.evaluate(batch, evaluation);
                for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                  double residual = batch.prediction()[i] - batch.target()[i];
                  evaluation.values()[i] = Math.min(Math.abs(residual), 2);
                  evaluation.gradient()[i] = Math.abs(residual) < 2 ? Math.signum(residual) : 0.25;
                }
              }
            });
    List<Violation> violations = LossContract.check(wrong);
    assertEquals(1, violations.size(), violations::toString);
    String message = violations.getFirst().message();
    assertTrue(
        message.contains("is 0.25, but central differences of the sum of the values give 0 "),
        message);
  }

  @Test
  void throwingLossIsAViolationAndNotAFailure() {
    Loss throwing =
        withFunction(
            new SquaredLoss.Squared(2) {
              @Override
              public void evaluate(Batch batch, Evaluation evaluation) {
                throw new IllegalStateException("not today");
              }
            });
    List<Violation> violations = LossContract.check(throwing);
    assertEquals(1, violations.size(), violations::toString);
    assertEquals("scratch", violations.getFirst().rule());
    assertEquals(
        "threw java.lang.IllegalStateException: not today (regression)",
        violations.getFirst().message());
  }

  @Test
  void missingDescriptorIsAViolationAndNotAFailure() {
    Set<String> rules =
        LossContract.check(described(null)).stream()
            .map(Violation::rule)
            .collect(Collectors.toSet());
    assertEquals(Set.of("descriptor"), rules);
  }

  private static Loss breaking(Rule rule) {
    return switch (rule) {
      case DESCRIPTOR -> described(SquaredLoss.describe("CamelCase").summary(" ").build());
      case DEFAULTS ->
          described(
              SquaredLoss.describe("wrong_default")
                  .parameter(new ParameterSpec.Real("scale", -1, Range.above(0), "a scale"))
                  .build());
      case BINDING ->
          new SquaredLoss() {
            @Override
            public LossFunction bind(Arguments arguments, TargetFacts target) {
              throw new IllegalStateException("not today");
            }
          };
      case HEAD ->
          new SquaredLoss() {
            @Override
            public LossFunction bind(Arguments arguments, TargetFacts target) {
              return function(target.outputs());
            }
          };
      case RANGES ->
          new SquaredLoss() {
            @Override
            public LossDescriptor descriptor() {
              return describe("divides")
                  .parameter(
                      new ParameterSpec.Real("scale", 1, Range.atLeast(0), "divides the value"))
                  .build();
            }

            @Override
            public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
              super.bind(arguments, target);
              double scale = arguments.real("scale");
              return new Squared(target.outputs()) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                    evaluation.values()[i] /= scale;
                    evaluation.gradient()[i] /= scale;
                  }
                }
              };
            }
          };
      case STATE ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public List<State> state() {
                  return List.of(new State("centers", 2, 2, 1));
                }

                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  Arrays.fill(evaluation.state().get("centers"), 0, 4, 0);
                }
              });
      case SCRATCH ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public int scratch(int rows) {
                  return rows - 1;
                }

                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  Arrays.fill(evaluation.scratch(), 0, batch.rows(), 1);
                }
              });
      case LOCALE ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  // "0,5" in German
                  Double.parseDouble(String.format("%.1f", evaluation.values()[0]));
                }
              });
      case INVARIANT ->
          described(SquaredLoss.describe("not_shifted").invariant(Invariant.SHIFT).build());
      case FLOATS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  // The last bits of a double that a float has not.
                  for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                    double prediction = batch.prediction()[i];
                    evaluation.values()[i] += prediction == (float) prediction ? 0 : 0.01;
                  }
                }
              });
      case READOUT ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public Readout readout() {
                  return Readouts.argmax(2);
                }
              });
      case UNITS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  Arrays.fill(evaluation.counts(), 0, units(batch.rows()), 2);
                }
              });
      case WRITES_ALL ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  double before = evaluation.gradient()[3];
                  super.evaluate(batch, evaluation);
                  evaluation.gradient()[3] = before;
                }
              });
      case LEFTOVERS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public int scratch(int rows) {
                  return 1;
                }

                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  evaluation.values()[0] += evaluation.scratch()[0];
                }
              });
      case INPUTS_KEPT ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  batch.prediction()[0] -= batch.target()[0];
                }
              });
      case WITHIN_ROWS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  // Reads one number past the last row, where there is one.
                  int end = batch.rows() * batch.columns();
                  if (end < batch.prediction().length) {
                    evaluation.values()[0] += batch.prediction()[end];
                  }
                }
              });
      case STATELESS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                private int calls;

                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  calls++;
                  evaluation.values()[0] += calls;
                }
              });
      case THREADS ->
          withFunction(
              new SquaredLoss.Squared(2) {
                private volatile long owner;

                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  owner = Thread.currentThread().threadId();
                  LockSupport.parkNanos(100_000); // long enough for the other thread
                  super.evaluate(batch, evaluation);
                  evaluation.values()[0] += owner == Thread.currentThread().threadId() ? 0 : 1;
                }
              });
      case EXAMPLES_APART ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                    evaluation.values()[i] /= batch.rows();
                    evaluation.gradient()[i] /= batch.rows();
                  }
                }
              });
      case GRADIENT ->
          withFunction(
              new SquaredLoss.Squared(2) {
                @Override
                public void evaluate(Batch batch, Evaluation evaluation) {
                  super.evaluate(batch, evaluation);
                  for (int i = 0; i < batch.rows() * batch.columns(); i++) {
                    evaluation.gradient()[i] *= 1.0001;
                  }
                }
              });
      case FINITE -> new NaiveLogistic();
    };
  }

  private static Loss described(LossDescriptor descriptor) {
    return new SquaredLoss() {
      @Override
      public LossDescriptor descriptor() {
        return descriptor;
      }
    };
  }

  private static Loss withFunction(LossFunction function) {
    return new SquaredLoss() {
      @Override
      LossFunction function(int outputs) {
        return function;
      }
    };
  }

  /** log(1 + e^z) as it stands in books: infinite from z about 710. */
  private static final class NaiveLogistic extends SquaredLoss {
    @Override
    public LossDescriptor descriptor() {
      return describe("naive_logistic").tasks(Task.BINARY).build();
    }

    @Override
    LossFunction function(int outputs) {
      return new Squared(outputs) {
        @Override
        public TargetEncoding encoding() {
          return TargetEncoding.PLUS_MINUS_ONE;
        }

        @Override
        public Readout readout() {
          return Readouts.above(0);
        }

        @Override
        public void evaluate(Batch batch, Evaluation evaluation) {
          for (int i = 0; i < batch.rows(); i++) {
            double sign = batch.target()[i];
            double e = StrictMath.exp(-sign * batch.prediction()[i]);
            evaluation.values()[i] = StrictMath.log(1 + e);
            evaluation.counts()[i] = 1;
            evaluation.gradient()[i] = -sign * e / (1 + e);
          }
        }
      };
    }
  }
}
