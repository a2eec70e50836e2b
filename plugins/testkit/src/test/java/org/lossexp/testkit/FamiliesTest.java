package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** Losses of lists and of embeddings with numbers of their own: sound, and wrong in one place. */
class FamiliesTest {
  @Test
  void soundLossOfListsBreaksNothing() {
    assertEquals(List.of(), LossContract.check(new Centred(FamiliesTest::none)));
  }

  @Test
  void lossThatLooksIntoOtherListsIsCaught() {
    assertEquals(
        Set.of("examples-apart"),
        rules(
            new Centred((batch, evaluation) -> {
              for (int list = 0; list < batch.lists(); list++) {
                evaluation.values()[list] /= batch.lists();
              }
              for (int row = 0; row < batch.rows(); row++) {
                evaluation.gradient()[row] /= batch.lists();
              }
            })));
  }

  @Test
  void lossInWhichNothingCountsIsCaught() {
    assertEquals(
        Set.of("units"),
        rules(
            new Centred((batch, evaluation) -> {
              Arrays.fill(evaluation.values(), 0, batch.lists(), 0);
              Arrays.fill(evaluation.counts(), 0, batch.lists(), 0);
              Arrays.fill(evaluation.gradient(), 0, batch.rows(), 0);
            })));
  }

  @Test
  void soundLossWithCentersBreaksNothing() {
    assertEquals(List.of(), LossContract.check(new ToCenters(FamiliesTest::none)));
  }

  @Test
  void wrongGradientOfCentersIsCaught() {
    List<Violation> violations =
        LossContract.check(
            new ToCenters((_, evaluation) -> {
              double[] gradient = evaluation.state().get("centers");
              for (int i = 0; i < 36; i++) { // three centers of twelve numbers
                gradient[i] = -gradient[i];
              }
            }));
    assertEquals(1, violations.size(), violations::toString);
    assertEquals("gradient", violations.getFirst().rule());
    String message = violations.getFirst().message();
    assertTrue(message.startsWith("derivative of `centers` "), message);
    // One example of twelve outputs, all as plain as they go.
    assertTrue(
        message.contains("smallest input found: prediction 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"),
        message);
  }

  @Test
  void centersThatKeepAnOldDerivativeAreCaught() {
    assertEquals(
        Set.of("leftovers"),
        rules(
            new ToCenters((_, evaluation) ->
                evaluation.state().get("centers")[0] += evaluation.scratch()[0])));
  }

  private static void none(Batch batch, Evaluation evaluation) {}

  private static Set<String> rules(Loss loss) {
    return LossContract.check(loss).stream().map(Violation::rule).collect(Collectors.toSet());
  }

  /** For each list, the squared differences of scores from their mean, weighed by relevance. */
  private record Centred(BiConsumer<Batch, Evaluation> mistake) implements Loss, LossFunction {
    @Override
    public LossDescriptor descriptor() {
      return LossDescriptor.of("centred", Family.RANKING, "listwise")
          .summary("Scores stay near the mean of their list.")
          .formula("sum of relevance (score - mean)^2")
          .reduction(ReductionClass.LIST)
          .tasks(Task.RANKING)
          .target("relevance")
          .head("a score")
          .invariant(Invariant.SHIFT, Invariant.ITEM_ORDER)
          .reference("this test")
          .build();
    }

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      if (target.headUnits().orElse(1) != 1) {
        throw new Refusal("one score an item");
      }
      return this;
    }

    @Override
    public Head head() {
      return new Head(1, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public Readout readout() {
      return new Plain(Reading.SCORE, 1);
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      return batch.lists();
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      for (int list = 0; list < batch.lists(); list++) {
        int from = batch.starts()[list];
        int to = batch.starts()[list + 1];
        double mean = Arrays.stream(batch.prediction(), from, to).average().orElse(0);
        double value = 0;
        double slope = 0;
        for (int row = from; row < to; row++) {
          double gap = batch.prediction()[row] - mean;
          value += batch.target()[row] * gap * gap;
          slope += 2 * batch.target()[row] * gap;
        }
        for (int row = from; row < to; row++) {
          double gap = batch.prediction()[row] - mean;
          evaluation.gradient()[row] = 2 * batch.target()[row] * gap - slope / (to - from);
        }
        evaluation.values()[list] = value;
        evaluation.counts()[list] = 1;
      }
      mistake.accept(batch, evaluation);
    }
  }

  /** Half the squared distance of an embedding from the center of its class. */
  private record ToCenters(BiConsumer<Batch, Evaluation> mistake) implements Loss {
    @Override
    public LossDescriptor descriptor() {
      return LossDescriptor.of("to_centers", Family.EMBEDDING, "margin-softmax")
          .summary("Embeddings of a class stay near its center.")
          .formula("w |x - c|^2 / 2")
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("a class")
          .head("an embedding")
          .state("centers")
          .extra(
              "sample_weights",
              ExtraInput.Shape.ROWS,
              ExtraInput.Content.POSITIVE,
              true,
              "how much each example weighs")
          .invariant(Invariant.EXAMPLE_ORDER)
          .reference("Wen et al. 2016, A discriminative feature learning approach")
          .build();
    }

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) {
      int length = target.headUnits().orElse(4);
      return new LossFunction() {
        @Override
        public Head head() {
          return new Head(length, Head.Link.IDENTITY);
        }

        @Override
        public TargetEncoding encoding() {
          return TargetEncoding.CLASS_INDEX;
        }

        @Override
        public Readout readout() {
          return new Plain(Reading.EMBEDDING, length);
        }

        @Override
        public int units(int rows) {
          return rows;
        }

        @Override
        public int scratch(int rows) {
          return 1;
        }

        @Override
        public List<State> state() {
          return List.of(new State("centers", target.classes(), length, 1));
        }

        @Override
        public void evaluate(Batch batch, Evaluation evaluation) {
          double[] centers = batch.state().get("centers");
          double[] gradient = evaluation.state().get("centers");
          Arrays.fill(gradient, 0, target.classes() * length, 0);
          for (int row = 0; row < batch.rows(); row++) {
            double weight = batch.extras().get("sample_weights")[row];
            double value = 0;
            for (int c = 0; c < length; c++) {
              int label = (int) batch.target()[row];
              int center = label * length + c;
              double gap = batch.prediction()[row * length + c] - centers[center];
              value += weight * gap * gap / 2;
              evaluation.gradient()[row * length + c] = weight * gap;
              gradient[center] -= weight * gap;
            }
            evaluation.values()[row] = value;
            evaluation.counts()[row] = 1;
          }
          mistake.accept(batch, evaluation);
        }
      };
    }
  }

  /** The raw outputs themselves. */
  private record Plain(Reading reading, int columns) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(reading);
    }

    @Override
    public int width(Reading wanted) {
      return columns;
    }

    @Override
    public void read(Reading wanted, double[] raw, int rows, int of, double[] out) {
      System.arraycopy(raw, 0, out, 0, rows * of);
    }
  }
}
