package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Reduction;

class PredictorTest {
  private static final Prepared BLOBS = Examples.blobs(300, 5, 3);
  private static final Objective OBJECTIVE =
      new Objective(new Losses.CrossEntropy(3), Reduction.MEAN);

  private List<Tensor> learned = List.of();

  private final Keeper keeper =
      new Keeper() {
        @Override
        public Optional<byte[]> saved() {
          return Optional.empty();
        }

        @Override
        public boolean due() {
          return false;
        }

        @Override
        public void save(byte[] state) {}

        @Override
        public void trained(Supplier<List<Tensor>> tensors) {
          learned = tensors.get();
        }
      };

  static Stream<Trials> models() {
    Trials few = Trials.LINEAR.adam(0.02).epochs(3);
    return Stream.of(
        few,
        few.dense(19, "relu").dropout(0.2).dense(7, "tanh"),
        few.dense(6, "identity").curve("batch_norm").curve("layer_norm").curve("relu"),
        few.dense(5, "relu").lbfgs());
  }

  @ParameterizedTest
  @MethodSource("models")
  void newRowsArePredictedAsTheTestRowsWere(Trials trials) {
    TrialResult result =
        Trainer.train(
            trials.trial(),
            BLOBS,
            OBJECTIVE,
            List.of(Metrics.accuracy()),
            keeper,
            () -> false,
            () -> 0);
    Map<Reading, Predictions> read = Predictor.predict(trials.trial(), BLOBS, OBJECTIVE, learned);
    Measurement accuracy = Metrics.accuracy();
    // Training and test are the same rows here.
    assertEquals(
        result.metrics().get("test.accuracy"),
        accuracy.metric().evaluate(read.get(Reading.CLASS), accuracy.arguments()));
    assertEquals(300 * 3, read.get(Reading.PROBABILITIES).prediction().length);
  }

  @Test
  void theWeightsOfAnotherModelAreRefused() {
    Trials trials = Trials.LINEAR.epochs(1);
    Trainer.train(trials.trial(), BLOBS, OBJECTIVE, List.of(), keeper, () -> false, () -> 0);
    assertEquals(
        List.of("dense.0.weights", "dense.0.bias"), learned.stream().map(Tensor::name).toList());
    assertEquals(List.of(5, 3), learned.getFirst().shape());
    assertThrows(
        IllegalArgumentException.class,
        () -> Predictor.predict(trials.dense(4, "relu").trial(), BLOBS, OBJECTIVE, learned));
  }
}
