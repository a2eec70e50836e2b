package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Reduction;

/** One trial in progress. Everything that a step needs is allocated before the first. */
final class Training {
  /** Examples predicted at once outside training: enough for the kernels, little for the cache. */
  private static final int BLOCK = 256;

  private final Trial trial;
  private final Prepared data;
  private final Guest loss;
  private final Reduction reduction;
  private final BooleanSupplier cancelled;
  private final Settings settings;
  private final Network network;
  private final Penalties penalties;
  private final Updates updates;
  private final Average average;
  private final Targets targets;
  private final Portion full;
  private final Portion last;
  private final int[] order;
  private final Best best;
  private final Optional<Judge> validation;
  private final Optional<Judge> test;
  private final List<TrialResult.Epoch> history = new ArrayList<>();

  // Of the epoch in progress.
  private double values;

  /** Sum of the penalties of the epoch's steps. */
  private double penalty;

  private double counts;
  private double rate;
  private double progress;

  Training(
      Trial trial,
      Prepared data,
      Objective objective,
      List<Measurement> measurements,
      BooleanSupplier cancelled) {
    this.trial = trial;
    this.data = data;
    this.loss = new Guest(trial.loss(), objective.loss());
    this.reduction = objective.reduction();
    this.cancelled = cancelled;
    Part training = data.training();
    settings = Settings.of(trial, training.rows());
    int capacity = Math.max(settings.batchSize(), BLOCK);
    network = new Network(trial.model(), Network.facts(data, loss.head()), loss.head(), capacity);
    if (network.columns() != loss.head().units()) {
      throw new Guest.Failure(
          "the model gives %d outputs an example, but %s reads %d"
              .formatted(network.columns(), loss.words(), loss.head().units()));
    }
    network.initialize(key(Trial.Purpose.INIT));
    penalties = new Penalties(objective.penalties(), network.learned());
    updates = new Updates(trial, settings, network.learned());
    average = Average.of(trial.train().arguments(), settings.epochs(), network.learned());
    targets = new Targets(training.target(), data.task(), loss.encoding(), loss.head().units());
    full = portion(settings.batchSize());
    int rest = training.rows() % settings.batchSize();
    last = rest == 0 ? full : portion(rest);
    order = new int[training.rows()];
    validation = data.validation().map(part -> judge(part, capacity, measurements));
    test = data.test().map(part -> judge(part, capacity, measurements));
    best = new Best(trial, measurements);
  }

  /** The loss's memory for batches of one size. */
  private record Portion(Batch batch, Evaluation evaluation, int units) {}

  /** Why a training ended before its last epoch. */
  private record Ending(Status status, String cause) {}

  private Portion portion(int rows) {
    int columns = network.columns();
    double[] target = new double[rows * targets.columns()];
    Batch batch = new Batch(rows, columns, new double[rows * columns], target);
    return new Portion(batch, loss.memory(rows), loss.units(rows));
  }

  private Judge judge(Part part, int capacity, List<Measurement> measurements) {
    return new Judge(part, data, network, capacity, loss, measurements);
  }

  private RandomStream.Key key(Trial.Purpose purpose) {
    return data.key(purpose, trial.seeds().get(purpose));
  }

  /** {@return what is trained} */
  Network network() {
    return network;
  }

  /** Trains and judges. */
  TrialResult run() {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      Optional<Ending> ending = train(epoch);
      if (ending.isPresent()) {
        return result(ending.get().status(), ending.get().cause(), 0, Map.of());
      }
      average.afterEpoch(epoch);
      average.swap();
      Map<String, Double> measured = validation.map(Judge::measure).orElse(Map.of());
      history.add(epoch(epoch, measured));
      boolean better = best.offer(epoch, measured);
      if (better) {
        network.keep();
      }
      average.swap();
      settings.schedule().ended(better);
      if (settings.patience().isPresent()
          && epoch - best.epoch() >= settings.patience().getAsInt()) {
        break;
      }
    }
    network.restore();
    Map<String, Double> metrics = new LinkedHashMap<>();
    test.map(Judge::measure)
        .orElse(Map.of())
        .forEach((name, value) -> metrics.put("test." + name, value));
    history
        .get(best.epoch() - 1)
        .validation()
        .forEach((name, value) -> metrics.put("validation." + name, value));
    return result(Status.DONE, "", best.epoch(), metrics);
  }

  private Optional<Ending> train(int epoch) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    key(Trial.Purpose.ORDER).with(epoch).stream().shuffle(order);
    network.beginEpoch(key(Trial.Purpose.DROPOUT).with(epoch));
    values = 0;
    penalty = 0;
    counts = 0;
    updates.beginEpoch();
    int batches = Math.ceilDiv(order.length, settings.batchSize());
    int steps = Math.ceilDiv(batches, settings.accumulate());
    long planned = (long) settings.epochs() * batches;
    for (int i = 0; i < batches; i++) {
      if (cancelled.getAsBoolean()) {
        return Optional.of(new Ending(Status.OUTSIDE, "interrupted"));
      }
      int step = i / settings.accumulate();
      boolean ends = i == batches - 1 || (i + 1) % settings.accumulate() == 0;
      rate =
          settings.rate((epoch - 1L) * steps + step, (long) settings.epochs() * steps, epoch - 1);
      progress = (double) ((epoch - 1L) * batches + i) / planned;
      String place = "epoch " + epoch + ", step " + (step + 1);
      Optional<String> divergence;
      try {
        divergence = learn(i * settings.batchSize());
        if (divergence.isEmpty() && ends) {
          divergence = step(step == steps - 1);
        }
      } catch (Guest.Failure failure) {
        throw failure.during(place);
      }
      if (divergence.isPresent()) {
        String cause = divergence.get() + " at " + place;
        return Optional.of(new Ending(Status.DIVERGED, cause));
      }
    }
    return Optional.empty();
  }

  /**
   * Computes the gradients of one batch.
   *
   * @param first its first example's place in the order
   * @return what left the finite numbers, if something did
   */
  private Optional<String> learn(int first) {
    Portion portion = order.length - first >= settings.batchSize() ? full : last;
    Batch batch = portion.batch();
    Evaluation evaluation = portion.evaluation();
    network.gather(data.training(), order, first, batch.rows());
    targets.gather(order, first, batch.rows(), batch.target());
    network.predict(batch.rows(), true, batch.prediction(), 0);
    loss.evaluate(batch.at(progress), evaluation);
    double value = 0;
    double count = 0;
    for (int unit = 0; unit < portion.units(); unit++) {
      value += evaluation.values()[unit];
      count += evaluation.counts()[unit];
    }
    if (!Double.isFinite(value)) {
      return Optional.of("the objective became " + Updates.words(value));
    }
    if (!Double.isFinite(count) || count < 0) {
      throw new Guest.Failure(loss.words() + " counted " + count + " units in a batch");
    }
    double divisor =
        switch (reduction) {
          case MEAN -> count;
          case SUM -> 1;
        };
    boolean alone = settings.accumulate() == 1;
    // Where nothing counts, every value and gradient is 0, and any share gives 0.
    double share = alone && divisor != 0 ? 1 / divisor : 1;
    network.learn(batch.rows(), batch.prediction(), evaluation.gradient(), share);
    if (!alone) {
      updates.add(count);
    }
    values += value;
    counts += divisor;
    return Optional.empty();
  }

  /**
   * Moves the weights.
   *
   * @param last whether it is the epoch's last step
   * @return what left the finite numbers, if something did
   */
  private Optional<String> step(boolean last) {
    if (settings.accumulate() > 1) {
      updates.combine(reduction);
    }
    penalty += penalties.add(progress);
    Optional<String> divergence = updates.apply(rate, last);
    average.afterStep();
    return divergence;
  }

  private TrialResult.Epoch epoch(int epoch, Map<String, Double> measured) {
    double objective = (counts == 0 ? 0 : values / counts) + penalty / updates.count();
    return new TrialResult.Epoch(
        epoch, objective, updates.gradientNorm(), updates.ratio(), rate, measured);
  }

  private TrialResult result(
      Status status, String cause, int bestEpoch, Map<String, Double> metrics) {
    return Trainer.result(trial, data, status, cause, bestEpoch, metrics, history);
  }
}
