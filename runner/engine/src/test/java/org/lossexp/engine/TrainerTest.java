package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.Task;

class TrainerTest {
  private static final LossFunction SQUARED = Losses.squared(1, Head.Link.IDENTITY);

  private static TrialResult train(
      Trials trials, Prepared data, LossFunction loss, Measurement... measurements) {
    return Trainer.train(
        trials.trial(),
        data,
        new Objective(loss, Reduction.MEAN),
        List.of(measurements),
        () -> false);
  }

  @Test
  void xorIsLearnt() {
    float[] features = {0, 0, 0, 1, 1, 0, 1, 1};
    Prepared xor = Examples.classes(2, Examples.part(2, features, new double[] {0, 1, 1, 0}));
    Trials trials = Trials.LINEAR.dense(16, "tanh").adam(0.05).epochs(200);
    TrialResult result = train(trials, xor, new Losses.CrossEntropy(2), Metrics.accuracy());
    assertEquals(1.0, result.metrics().get("test.accuracy"));
    assertTrue(result.history().getLast().loss() < 0.01, result.history().getLast().toString());
  }

  @Test
  void spiralsAreLearntAndALinearModelCannot() {
    Prepared spirals = Examples.spirals(300);
    LossFunction loss = new Losses.CrossEntropy(2);
    Trials linear = Trials.LINEAR.adam(0.01).epochs(150);
    Trials deep = linear.dense(32, "relu").dropout(0.05).dense(32, "relu");
    assertEquals(
        1.0, train(deep, spirals, loss, Metrics.accuracy()).metrics().get("test.accuracy"), 0.03);
    assertEquals(
        0.7, train(linear, spirals, loss, Metrics.accuracy()).metrics().get("test.accuracy"), 0.15);
  }

  /** Expected: the normal equations, solved here in double. */
  @Test
  void aLinearModelReachesLeastSquares() {
    Prepared line = Examples.line(50, 3, 0.3);
    Trials trials = Trials.LINEAR.wholeBatch().sgd(0.1, 0.9).epochs(500);
    Training training =
        new Training(
            trials.trial(),
            line,
            new Objective(SQUARED, Reduction.MEAN),
            List.of(),
            Keeper.NONE,
            () -> false);
    assertEquals(Status.DONE, training.run().status());
    double[] expected = LeastSquares.fit(line.training());
    Parameters layer = training.model().learned().getFirst();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], layer.values()[layer.shape().index(i, 0)], 1e-5);
    }
  }

  @Test
  void metricsSeeOriginalUnitsAndTheLossScaledOnes() {
    double[] scaled = {-1, 0, 1, 0};
    double[] original = {80, 100, 120, 100};
    Part part = new Part(4, 1, new float[] {-1, 0, 1, 0}, scaled, original, new int[4]);
    Prepared data =
        Examples.prepared(Task.REGRESSION, List.of(), new Prepared.TargetScale(100, 20), part);
    List<Double> seen = new ArrayList<>();
    Measurement points =
        Metrics.measurement(
            "points",
            Reading.POINT,
            Direction.LOWER_IS_BETTER,
            p -> {
              seen.add(p.prediction()[2]);
              return p.target()[2];
            });
    Trials trials = Trials.LINEAR.sgd(0.3, 0).epochs(60);
    TrialResult result = train(trials, data, SQUARED, points);
    assertEquals(120.0, result.metrics().get("test.points"));
    assertEquals(120.0, seen.getLast(), 1e-3);
    assertEquals(0, result.history().getLast().loss(), 1e-6);
  }

  @Test
  void aMetricThatWritesWhereItShouldReadSpoilsNoOther() {
    Measurement vandal =
        Metrics.measurement(
            "vandal",
            Reading.POINT,
            Direction.LOWER_IS_BETTER,
            p -> {
              Arrays.fill(p.prediction(), 0);
              Arrays.fill(p.target(), 0);
              return 0;
            });
    Trials trials = Trials.LINEAR.epochs(3);
    TrialResult alone = train(trials, Examples.line(20, 2, 0.1), SQUARED, Metrics.rmse());
    TrialResult behind = train(trials, Examples.line(20, 2, 0.1), SQUARED, vandal, Metrics.rmse());
    assertEquals(alone.metrics().get("test.rmse"), behind.metrics().get("test.rmse"));
  }

  @Test
  void aMetricThatTheReadoutCannotServeIsAbsent() {
    TrialResult result =
        train(
            Trials.LINEAR.epochs(1),
            Examples.line(20, 2, 0.1),
            SQUARED,
            Metrics.accuracy(),
            Metrics.rmse());
    assertEquals(Set.of("test.rmse", "validation.rmse"), result.metrics().keySet());
    assertEquals(Set.of("rmse"), result.history().getFirst().validation().keySet());
  }

  @Test
  void theSmallerLastBatchIsKeptAndDividesByItsOwnCount() {
    Recorder recorder = new Recorder(SQUARED);
    TrialResult result =
        train(Trials.LINEAR.batch(8).epochs(2), Examples.line(19, 2, 0.1), recorder);
    assertEquals(List.of(8, 8, 3, 8, 8, 3), recorder.rows);
    double expected = recorder.sums.subList(0, 3).stream().mapToDouble(s -> s).sum() / 19;
    assertEquals(expected, result.history().getFirst().loss(), 1e-12);
  }

  @Test
  void aSumIsNotDivided() {
    Recorder recorder = new Recorder(SQUARED);
    Trials trials = Trials.LINEAR.batch(8).epochs(1).sgd(1e-3, 0);
    TrialResult result =
        Trainer.train(
            trials.trial(),
            Examples.line(19, 2, 0.1),
            new Objective(recorder, Reduction.SUM),
            List.of(),
            () -> false);
    double expected = recorder.sums.stream().mapToDouble(s -> s).sum() / 3;
    assertEquals(expected, result.history().getFirst().loss(), 1e-9);
  }

  @Test
  void theGradientNormIsThatOfTheMeanSquare() {
    // One example x = 2, y = 0, weights w and b: the gradient is 2 (2 w + b) (2, 1).
    Prepared one = Examples.real(Examples.part(1, new float[] {2}, new double[] {0}));
    Recorder recorder = new Recorder(SQUARED);
    TrialResult result = train(Trials.LINEAR.epochs(1), one, recorder);
    double expected = 2 * Math.abs(recorder.predictions.getFirst()[0]) * Math.sqrt(5);
    assertEquals(expected, result.history().getFirst().gradientNorm(), 1e-6 * expected);
  }

  @Test
  void twoLossesMeetTheSameWeightsAndTheSameBatches() {
    Prepared blobs = Examples.blobs(70, 4, 3);
    Trials trials = Trials.LINEAR.dense(12, "relu").dropout(0.3).dense(6, "tanh").epochs(2);
    Recorder one = new Recorder(Losses.squared(1, Head.Link.IDENTITY));
    Recorder other = new Recorder(Losses.poisson());
    train(trials, blobs, one);
    train(trials, blobs, other);
    assertEquals(6, one.targets.size());
    for (int step = 0; step < 6; step++) {
      assertArrayEquals(one.targets.get(step), other.targets.get(step));
    }
    // Equal heads: the first outputs are equal too, but for the link.
    double[] sums = one.predictions.getFirst();
    double[] positive = other.predictions.getFirst();
    for (int i = 0; i < sums.length; i++) {
      assertEquals(StrictMath.log1p(StrictMath.exp(sums[i])), positive[i], 1e-12);
    }
  }

  @Test
  void whatLiesBelowTheHeadStartsAlikeUnderEveryHead() {
    Prepared blobs = Examples.blobs(70, 4, 3);
    Trials trials = Trials.LINEAR.dense(12, "relu").dense(6, "tanh");
    List<float[]> bodies = new ArrayList<>();
    for (LossFunction loss : List.of(SQUARED, new Losses.CrossEntropy(3))) {
      Model network = training(trials, blobs, loss).model();
      bodies.add(network.learned().get(0).values());
      bodies.add(network.learned().get(1).values());
    }
    assertArrayEquals(bodies.get(0), bodies.get(2));
    assertArrayEquals(bodies.get(1), bodies.get(3));
    Model other = training(trials.seed(2), blobs, SQUARED).model();
    assertNotEquals(bodies.get(0)[0], other.learned().getFirst().values()[0]);
  }

  private static Training training(Trials trials, Prepared data, LossFunction loss) {
    Objective objective = new Objective(loss, Reduction.MEAN);
    return new Training(trials.trial(), data, objective, List.of(), Keeper.NONE, () -> false);
  }

  @Test
  void dropoutDropsItsShareAndOnlyInTraining() {
    Network network =
        new Network(
            Trials.LINEAR.dropout(0.25).trial().model(),
            new Layering.Given(Shape.row(1000), List.of(), 0, 1),
            SQUARED.head(),
            4);
    network.beginEpoch(org.lossexp.data.RandomStream.key("masks"));
    Parameters linear = network.learned().getFirst();
    for (int i = 0; i < 1000; i++) {
      linear.values()[linear.shape().index(i, 0)] = 1;
      network.input().data()[i] = 1;
    }
    double[] out = new double[1];
    network.predict(1, false, out, 0);
    assertEquals(1000, out[0]);
    network.predict(1, true, out, 0);
    double kept = out[0] * 0.75;
    assertEquals(750, kept, 60);
    assertEquals(Math.rint(kept), kept, 0.01);
  }

  @Test
  void theBestEpochIsTheFirstOfEqualsAndItsWeightsAreJudged() {
    double[] script = {0.1, Double.NaN, 0.7, 0.7, 0.3, 0.2};
    TrialResult result = scripted(Trials.LINEAR.epochs(5).monitor("scripted"), script);
    assertEquals(3, result.bestEpoch());
    assertEquals(5, result.history().size());
    assertEquals(0.7, result.metrics().get("validation.scripted"));
    assertEquals(0.2, result.metrics().get("test.scripted"));
  }

  @Test
  void theBestEpochsWeightsComeBack() {
    // The rate is far too large: the first epochs are the best.
    Prepared line = Examples.line(40, 3, 0.5);
    Trials trials = Trials.LINEAR.sgd(0.28, 0.9).epochs(12).monitor("rmse");
    TrialResult result = train(trials, line, SQUARED, Metrics.rmse());
    assertTrue(result.bestEpoch() < 12);
    double best =
        result.history().stream()
            .mapToDouble(epoch -> epoch.validation().get("rmse"))
            .min()
            .orElseThrow();
    // Validation and test are the same rows here.
    assertEquals(best, result.metrics().get("test.rmse"));
    assertEquals(best, result.metrics().get("validation.rmse"));
  }

  @Test
  void trainingStopsWhenPatienceEnds() {
    double[] script = {0.1, 0.5, 0.4, 0.5, 0.3, 0.9};
    TrialResult result = scripted(Trials.LINEAR.epochs(50).early(3).monitor("scripted"), script);
    assertEquals(5, result.history().size());
    assertEquals(2, result.bestEpoch());
  }

  @Test
  void withoutAMonitorTheLastEpochCounts() {
    TrialResult result = scripted(Trials.LINEAR.epochs(3), new double[] {3, 2, 1, 0});
    assertEquals(3, result.bestEpoch());
  }

  /** A metric that gives one number of {@code script} after the other. */
  private static TrialResult scripted(Trials trials, double[] script) {
    int[] next = {0};
    Measurement measurement =
        Metrics.measurement(
            "scripted", Reading.POINT, Direction.HIGHER_IS_BETTER, p -> script[next[0]++]);
    return train(trials, Examples.line(10, 1, 0.1), SQUARED, measurement);
  }

  @Test
  void aTrialWithoutValidationHasNoValidationMetrics() {
    Prepared all = Examples.line(30, 2, 0.1);
    Prepared data =
        new Prepared(
            all.origin(),
            all.task(),
            all.outputs(),
            all.classes(),
            all.classCounts(),
            all.features(),
            all.targetScale(),
            all.training(),
            Optional.empty(),
            all.test());
    TrialResult result = train(Trials.LINEAR.epochs(4), data, SQUARED, Metrics.rmse());
    assertEquals(4, result.bestEpoch());
    assertEquals(Set.of("test.rmse"), result.metrics().keySet());
    assertEquals(Map.of(), result.history().getFirst().validation());
    assertEquals(0, result.validationRows());
    assertEquals(30, result.trainingRows());
  }

  @Test
  void divergenceIsAResultThatSaysWhen() {
    Trials trials = Trials.LINEAR.sgd(1e6, 0).batch(10).epochs(30);
    TrialResult result = train(trials, Examples.line(40, 2, 0.1), SQUARED, Metrics.rmse());
    assertEquals(Status.DIVERGED, result.status());
    assertTrue(
        result
            .cause()
            .matches("the (objective|gradient) became (infinite|NaN) at epoch 1, step \\d"),
        result.cause());
    assertEquals(Map.of(), result.metrics());
  }

  @Test
  void anObjectiveThatIsNaNIsNoticedAtItsStep() {
    Losses.Elementwise broken =
        new Losses.Elementwise(
            new Head(1, Head.Link.IDENTITY),
            TargetEncoding.REAL,
            SQUARED.readout(),
            (_, target) -> target == 7 ? Double.NaN : 0,
            (_, _) -> 0);
    float[] features = new float[25];
    double[] target = new double[25];
    target[24] = 7;
    Prepared data = Examples.real(Examples.part(1, features, target));
    TrialResult result = train(Trials.LINEAR.batch(25).epochs(3), data, broken);
    assertEquals(Status.DIVERGED, result.status());
    assertEquals("the objective became NaN at epoch 1, step 1", result.cause());
  }

  @Test
  void aLossThatThrowsFailsItsTrial() {
    LossFunction broken =
        new Recorder(SQUARED) {
          @Override
          public void evaluate(Batch batch, Evaluation evaluation) {
            throw new IllegalStateException("no luck\ntoday");
          }
        };
    TrialResult result = train(Trials.LINEAR, Examples.line(10, 1, 0), broken, Metrics.rmse());
    assertEquals(Status.FAILED, result.status());
    assertEquals(
        "the loss `mine` failed: IllegalStateException: no luck today (epoch 1, step 1)",
        result.cause());
  }

  @Test
  void aLossThatReadsMoreThanTheWrittenHeadGivesFailsItsTrial() {
    TrialResult result =
        Trainer.train(
            Trials.LINEAR.dense(3, "identity").written(),
            Examples.line(10, 1, 0),
            new Objective(SQUARED, Reduction.MEAN),
            List.of(),
            () -> false);
    assertEquals(Status.FAILED, result.status());
    assertEquals(
        "the model gives 3 outputs an example, but the loss `mine` reads 1", result.cause());
  }

  @Test
  void aWrittenHeadIsTakenAtItsWord() {
    Prepared blobs = Examples.blobs(60, 3, 3);
    LossFunction takesProbabilities = Losses.logarithmic(3);
    Trials trials = Trials.LINEAR.epochs(3);
    TrialResult asked = train(trials, blobs, takesProbabilities, Metrics.accuracy());
    TrialResult written =
        Trainer.train(
            trials.dense(3, "softmax").written(),
            blobs,
            new Objective(takesProbabilities, Reduction.MEAN),
            List.of(Metrics.accuracy()),
            () -> false);
    assertEquals(asked, written);
  }

  @Test
  void aLossThatCountsNothingSensibleFailsItsTrial() {
    LossFunction broken =
        new Recorder(SQUARED) {
          @Override
          public void evaluate(Batch batch, Evaluation evaluation) {
            super.evaluate(batch, evaluation);
            evaluation.counts()[0] = Double.NaN;
          }
        };
    TrialResult result = train(Trials.LINEAR, Examples.line(10, 1, 0), broken);
    assertEquals(Status.FAILED, result.status());
    assertEquals("the loss `mine` counted NaN units in a batch (epoch 1, step 1)", result.cause());
  }

  @Test
  void aMetricThatThrowsFailsItsTrial() {
    Measurement broken =
        Metrics.measurement(
            "broken",
            Reading.POINT,
            Direction.LOWER_IS_BETTER,
            p -> p.prediction()[p.prediction().length]);
    TrialResult result = train(Trials.LINEAR, Examples.line(10, 1, 0), SQUARED, broken);
    assertEquals(Status.FAILED, result.status());
    assertEquals(
        "the metric `broken` failed: ArrayIndexOutOfBoundsException: Index 10 out of bounds for"
            + " length 10",
        result.cause());
  }

  @Test
  void cancellationEndsTheTrialBetweenSteps() {
    int[] asked = {0};
    TrialResult result =
        Trainer.train(
            Trials.LINEAR.batch(5).trial(),
            Examples.line(40, 1, 0),
            new Objective(SQUARED, Reduction.MEAN),
            List.of(),
            () -> ++asked[0] > 10);
    assertEquals(Status.OUTSIDE, result.status());
    assertEquals("interrupted", result.cause());
    assertEquals(1, result.history().size());
  }

  @Test
  void theCosineScheduleRisesThenFalls() {
    Trials trials = Trials.LINEAR.sgd(0.1, 0).cosine(0.2).batch(10).epochs(10);
    List<Double> rates =
        train(trials, Examples.line(10, 1, 0.1), SQUARED).history().stream()
            .map(TrialResult.Epoch::learningRate)
            .toList();
    assertEquals(0.05, rates.get(0), 1e-12);
    assertEquals(0.1, rates.get(1), 1e-12);
    assertEquals(0.1, rates.get(2), 1e-12);
    assertEquals(0.05, rates.get(6), 1e-12);
    assertTrue(rates.get(9) < 0.005);
  }

  @Test
  void sideBySideIsTheSameAsAlone() {
    Prepared spirals = Examples.spirals(200);
    Trials trials = Trials.LINEAR.dense(20, "relu").dropout(0.2).adam(0.01).epochs(20);
    TrialResult alone = train(trials, spirals, new Losses.CrossEntropy(2), Metrics.accuracy());
    List<CompletableFuture<TrialResult>> many = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      many.add(
          CompletableFuture.supplyAsync(
              () -> train(trials, spirals, new Losses.CrossEntropy(2), Metrics.accuracy())));
    }
    many.forEach(one -> assertEquals(alone, one.join()));
  }

  /** Passes on to another loss and remembers what went through. */
  private static class Recorder implements LossFunction {
    private final LossFunction loss;
    final List<Integer> rows = new ArrayList<>();
    final List<Double> sums = new ArrayList<>();
    final List<double[]> targets = new ArrayList<>();
    final List<double[]> predictions = new ArrayList<>();

    Recorder(LossFunction loss) {
      this.loss = loss;
    }

    @Override
    public Head head() {
      return loss.head();
    }

    @Override
    public TargetEncoding encoding() {
      return loss.encoding();
    }

    @Override
    public Readout readout() {
      return loss.readout();
    }

    @Override
    public int units(int batchRows) {
      return loss.units(batchRows);
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      loss.evaluate(batch, evaluation);
      rows.add(batch.rows());
      targets.add(batch.target().clone());
      predictions.add(batch.prediction().clone());
      double sum = 0;
      for (int unit = 0; unit < units(batch.rows()); unit++) {
        sum += evaluation.values()[unit];
      }
      sums.add(sum);
    }
  }
}
