package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.Reduction;

/** A training that was cut off goes on as if nothing had happened, whatever the optimizer. */
class CheckpointTest {
  private static final Prepared LINE = Examples.line(22, 3, 0.5);

  /** Keeps the state after each epoch; stops the training after some. */
  private static final class Kept implements Keeper {
    private Optional<byte[]> state = Optional.empty();
    private final int most;
    private int saves;

    Kept(int most) {
      this.most = most;
    }

    @Override
    public Optional<byte[]> saved() {
      return state;
    }

    @Override
    public boolean due() {
      return true;
    }

    @Override
    public void trained(Supplier<List<Tensor>> learned) {}

    @Override
    public void save(byte[] saved) {
      state = Optional.of(saved);
      saves++;
    }
  }

  private static Training training(Trials trials, Kept kept) {
    Objective objective = new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN);
    return new Training(
        trials.trial(),
        LINE,
        objective,
        List.of(Metrics.rmse()),
        kept,
        () -> kept.saves == kept.most);
  }

  static Stream<Trials> trials() {
    Trials deep = Trials.LINEAR.dense(5, "relu").dropout(0.2).epochs(7).batch(8).monitor("rmse");
    Stream<Trials> optimizers =
        Stream.of(
                "sgd", "adam", "adamw", "rmsprop", "adagrad", "adadelta", "nadam", "radam", "lion")
            .map(deep::optimizer);
    return Stream.concat(
        optimizers,
        Stream.of(
            deep.sgd(0.05, 0.9),
            deep.ema(0.9),
            deep.swa(0.3),
            deep.accumulate(2).cosine(0.2),
            deep.sgd(0.2, 0).plateau(0.5, 1),
            deep.sgd(0.02, 0.9).epochs(40).early(4),
            deep.dense(4, "tanh").curve("batch_norm").adam(0.05),
            deep.lbfgs(),
            Trials.LINEAR.lbfgs().epochs(7)));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void goesOnFromWhereItWasCutOff(Trials trials) {
    Training undisturbed = training(trials, new Kept(-1));
    TrialResult expected = undisturbed.run();
    Kept kept = new Kept(3);
    assertEquals(TrialResult.Status.OUTSIDE, training(trials, kept).run().status());
    kept.saves = 100;
    Training resumed = training(trials, kept);
    assertEquals(expected, resumed.run());
    assertTrue(kept.saves > 100 && kept.saves < 100 + expected.history().size() - 2);
    List<Parameters> parameters = undisturbed.model().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      assertArrayEquals(parameters.get(i).values(), resumed.model().parameters().get(i).values());
    }
  }

  @Test
  void aStateOfOtherPanelsIsLeftAlone() {
    Trials trials = Trials.LINEAR.adam(0.1).epochs(3);
    TrialResult expected = training(trials, new Kept(-1)).run();
    Kept kept = new Kept(-1);
    Exchange.Writing other = new Exchange.Writing();
    other.whole(Product.LANES * 2L);
    kept.state = Optional.of(other.bytes());
    assertEquals(expected, training(trials, kept).run());
  }
}
