package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** For each invariant a loss that has it, and one that declares it and has not. */
class InvariantTest {
  @ParameterizedTest
  @EnumSource
  void lossThatHasItKeepsTheContract(Invariant invariant) {
    BiFunction<Batch, Integer, Double> value =
        switch (invariant) {
          case SHIFT -> (batch, row) -> gap(batch, row) * gap(batch, row);
          // The square of the sine of the angle to the first axis.
          case SCALE ->
              (batch, row) -> {
                double x = batch.prediction()[row * batch.columns()];
                double y = batch.prediction()[row * batch.columns() + 1];
                return y * y / (x * x + y * y + 1e-300);
              };
          case EXAMPLE_ORDER, CLASS_ORDER, SYMMETRY -> InvariantTest::distance;
          case ITEM_ORDER -> (batch, row) -> batch.prediction()[row] * batch.prediction()[row];
        };
    assertEquals(List.of(), LossContract.check(new Made(invariant, value)));
  }

  @ParameterizedTest
  @EnumSource
  void lossThatOnlySaysSoIsCaught(Invariant invariant) {
    BiFunction<Batch, Integer, Double> value =
        switch (invariant) {
          case SHIFT, SCALE -> InvariantTest::distance;
          case EXAMPLE_ORDER -> (batch, row) -> (row + 1) * distance(batch, row);
          case ITEM_ORDER -> (batch, row) -> (row + 1) * batch.prediction()[row];
          case CLASS_ORDER -> (batch, row) -> (batch.target()[row] + 1) * distance(batch, row);
          case SYMMETRY ->
              (batch, row) -> {
                double residual = batch.prediction()[row] - batch.target()[row];
                return residual > 0 ? residual * residual : 2 * residual * residual;
              };
        };
    assertEquals(
        List.of("invariant"),
        LossContract.check(new Made(invariant, value)).stream().map(Violation::rule).toList());
  }

  private static double gap(Batch batch, int row) {
    return batch.prediction()[row * batch.columns()]
        - batch.prediction()[row * batch.columns() + 1];
  }

  /** The squared distance from the target; of a class, from 1 there and 0 elsewhere. */
  private static double distance(Batch batch, int row) {
    double distance = 0;
    for (int c = 0; c < batch.columns(); c++) {
      boolean label = batch.columns() == 4; // as many as classes; targets are two numbers
      double wanted =
          label ? (batch.target()[row] == c ? 1 : 0) : batch.target()[row * batch.columns() + c];
      double residual = batch.prediction()[row * batch.columns() + c] - wanted;
      distance += residual * residual;
    }
    return distance;
  }

  /**
   * A loss made of the values of rows, for a task in which its invariant means something. It claims
   * no gradient: other tests are about gradients.
   */
  private record Made(Invariant invariant, BiFunction<Batch, Integer, Double> value)
      implements Loss {
    private Task task() {
      return switch (invariant) {
        case SHIFT, CLASS_ORDER -> Task.MULTICLASS;
        case SCALE, EXAMPLE_ORDER, SYMMETRY -> Task.REGRESSION;
        case ITEM_ORDER -> Task.RANKING;
      };
    }

    @Override
    public LossDescriptor descriptor() {
      Family family =
          switch (task()) {
            case REGRESSION -> Family.REGRESSION;
            case BINARY, MULTICLASS, MULTILABEL -> Family.CLASSIFICATION;
            case RANKING, RECOMMENDATION -> Family.RANKING;
            case EMBEDDING -> Family.EMBEDDING;
          };
      return LossDescriptor.of("made", family, "own")
          .summary("Made for a test.")
          .formula("as the test says")
          .reduction(ReductionClass.BATCH)
          .tasks(task())
          .target("as the task has it")
          .head("as the task has it")
          .invariant(invariant)
          .stopsGradient("everything")
          .reference("this test")
          .build();
    }

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      int columns =
          target.task() == Task.MULTICLASS ? target.classes() : Math.max(1, target.outputs());
      OptionalInt written = target.headUnits();
      if (written.orElse(columns) != columns) {
        throw new Refusal("reads %d outputs".formatted(columns));
      }
      return new LossFunction() {
        @Override
        public Head head() {
          return new Head(columns, Head.Link.IDENTITY);
        }

        @Override
        public TargetEncoding encoding() {
          return task() == Task.MULTICLASS ? TargetEncoding.CLASS_INDEX : TargetEncoding.REAL;
        }

        @Override
        public Readout readout() {
          return switch (task()) {
            case MULTICLASS -> Readouts.argmax(columns);
            case RANKING -> new Scores();
            case REGRESSION, BINARY, MULTILABEL, RECOMMENDATION, EMBEDDING ->
                Readouts.identity(columns);
          };
        }

        @Override
        public int units(int rows) {
          return 1;
        }

        @Override
        public void evaluate(Batch batch, Evaluation evaluation) {
          double sum = 0;
          for (int row = 0; row < batch.rows(); row++) {
            sum += value.apply(batch, row);
          }
          evaluation.values()[0] = sum;
          evaluation.counts()[0] = 1;
          Arrays.fill(evaluation.gradient(), 0, batch.rows() * batch.columns(), 1e3);
        }
      };
    }
  }

  /** Scores as they are. */
  private record Scores() implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.SCORE);
    }

    @Override
    public int width(Reading reading) {
      return 1;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      System.arraycopy(raw, 0, out, 0, rows);
    }
  }
}
