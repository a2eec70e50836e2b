package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Value;

/**
 * Steps that helpers take part in, of models large enough to be cut in every way: the same bits as
 * alone. Those of small models are in {@link BitsTest}.
 */
class SharedStepsTest {
  private static final Prepared BLOBS = Examples.blobs(300, 144, 3);
  private static final LossFunction CROSS_ENTROPY = new Losses.CrossEntropy(3);
  private static final Trials FEW = Trials.LINEAR.batch(90).epochs(2);

  static Stream<Arguments> trainings() {
    Trials picture =
        FEW.layer(LayerCases.call("reshape", "height", 12, "width", 12))
            .layer(convolution(8, "relu"))
            .layer(LayerCases.call("max_pool", "size", 2));
    Trials normalized =
        picture
            .layer(LayerCases.call("batch_norm"))
            .layer(convolution(20, "gelu"))
            .layer(LayerCases.call("residual", "layers", pipeline(convolution(20, "silu"))))
            .layer(LayerCases.call("avg_pool", "size", 2));
    return Stream.of(
        Arguments.of("dense", FEW.dense(70, "relu").dense(200, "tanh").adam(0.01), BLOBS),
        Arguments.of("norms", norms().optimizer("rmsprop"), BLOBS),
        Arguments.of("dropout", FEW.dense(130, "gelu").dropout(0.3).dense(33, "relu"), BLOBS),
        Arguments.of("a clipped average", FEW.dense(90, "elu").ema(0.9).accumulate(2), BLOBS),
        Arguments.of("lbfgs", FEW.dense(40, "softplus").lbfgs().epochs(3), BLOBS),
        Arguments.of("convolution", picture.dense(50, "relu").nesterov(0.05, 0.9), BLOBS),
        Arguments.of("convolutions", normalized.optimizer("adamw"), BLOBS));
  }

  private static Trials norms() {
    return FEW.dense(64, "identity")
        .layer(LayerCases.call("batch_norm"))
        .curve("sigmoid")
        .layer(LayerCases.call("layer_norm"))
        .dense(65, "leaky_relu");
  }

  private static Value.Call convolution(int filters, String activation) {
    return LayerCases.call(
        "conv2d", "filters", filters, "kernel", 3, "padding", "same", "activation", activation);
  }

  private static Value.Pipeline pipeline(Value.Call layer) {
    return new Value.Pipeline(List.of(layer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void helpersChangeNothing(String name, Trials trials, Prepared data) {
    assertShares(trials, data, CROSS_ENTROPY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adagrad", "lion"})
  void helpersChangeNothingAboutTables(String optimizer) {
    Trials trials =
        FEW.layer(LayerCases.call("embedding", "width", 20)).dense(80, "relu").optimizer(optimizer);
    assertShares(trials, Examples.rated(250, 40, 30), Losses.squared(1, Head.Link.IDENTITY));
  }

  private static void assertShares(Trials trials, Prepared data, LossFunction loss) {
    Training alone = training(trials, data, loss, Team.ALONE);
    TrialResult expected = alone.run();
    assertEquals(TrialResult.Status.DONE, expected.status(), expected.cause());
    for (int helpers : new int[] {1, 3}) {
      Training shared = training(trials, data, loss, new Team(() -> helpers, true));
      assertEquals(expected, shared.run());
      for (int i = 0; i < alone.model().parameters().size(); i++) {
        assertArrayEquals(
            alone.model().parameters().get(i).values(),
            shared.model().parameters().get(i).values());
      }
    }
  }

  /** There it becomes the trial's failure, as any other: {@code SweepTest} in the next room. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void anExceptionAmongHelpersReachesTheThreadOfTheTrial(int helpers) {
    try (Team team = new Team(() -> helpers, true)) {
      team.muster();
      Model model = training(FEW.dense(70, "relu"), BLOBS, CROSS_ENTROPY, team).model();
      int[] rows = new int[90];
      rows[80] = BLOBS.training().rows();
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> model.take(BLOBS.training(), rows, 0, new int[0], rows.length));
      model.take(BLOBS.training(), rows, 0, new int[0], 80);
    }
  }

  private static Training training(Trials trials, Prepared data, LossFunction loss, Team team) {
    return new Training(
        trials.trial(),
        data,
        new Objective(loss, Reduction.MEAN),
        List.of(Metrics.rmse()),
        Keeper.NONE,
        () -> false,
        team);
  }
}
