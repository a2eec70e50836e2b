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
import org.lossexp.spi.Head;
import org.lossexp.spi.Reduction;

/** One trial in progress. Everything that a step needs is allocated before the first. */
final class Training {
  /** Examples predicted at once outside training: enough for the kernels, little for the cache. */
  private static final int BLOCK = 256;

  /**
   * Scores of candidates that the validation of an epoch takes at most: recommending to all queries
   * would take longer than to train.
   */
  private static final long VALIDATED = 2_000_000;

  private static final double[] NONE = {};

  private final Trial trial;
  private final Prepared data;
  private final Guest loss;
  private final Reduction reduction;
  private final BooleanSupplier cancelled;
  private final Settings settings;
  private final Model model;
  private final OwnNumbers own;
  private final Penalties penalties;
  private final Updates updates;
  private final Average average;
  private final Feed feed;
  private final Selection selection;
  private final int columns;
  private final double[] predictions;
  private final double[] weights;
  private final Best best;
  private final Optional<Judge> validation;
  private final Optional<Judge> test;
  private final List<TrialResult.Epoch> history = new ArrayList<>();

  // Of the epoch in progress.
  private Evaluation evaluation;
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
    Feeds feeds =
        new Feeds(data, objective.feeding(), trial.train().arguments(), settings.batchSize());
    int side = objective.feeding().side();
    int capacity = Math.max(feeds.examples(), BLOCK);
    model = model(trial, data, loss.head(), side, capacity);
    if (model.columns() * side != loss.head().units()) {
      throw new Guest.Failure(
          "the model gives %d outputs an example, but %s reads %d"
              .formatted(model.columns(), loss.words(), loss.head().units() / side));
    }
    model.initialize(key(Trial.Purpose.INIT));
    own = new OwnNumbers(loss.state());
    own.initialize(key(Trial.Purpose.INIT));
    penalties = new Penalties(objective.penalties(), model.learned());
    List<Parameters> learned = new ArrayList<>(model.learned());
    learned.addAll(own.learned());
    updates = new Updates(trial, settings, learned);
    average = Average.of(trial.train().arguments(), settings.epochs(), learned);
    feed = feeds.feed(objective, loss.encoding(), loss.head().units(), model);
    columns = loss.head().units();
    selection =
        new Selection(
            feed.examples(),
            training.codes().length / training.rows(),
            feed.rows() * feed.targetColumns());
    predictions = new double[feed.examples() * model.columns()];
    weights = objective.weighted() ? training.extras().getOrDefault(Feed.WEIGHTS, NONE) : NONE;
    evaluation = loss.memory(feed.rows());
    List<Part> known = new ArrayList<>(List.of(training));
    validation =
        data.validation()
            .map(part -> judge(part, capacity, measurements, List.of(training), VALIDATED));
    data.validation().ifPresent(known::add);
    test = data.test().map(part -> judge(part, capacity, measurements, known, Long.MAX_VALUE));
    best = new Best(trial, measurements);
  }

  /** Why a training ended before its last epoch. */
  private record Ending(Status status, String cause) {}

  private static Model model(Trial trial, Prepared data, Head wanted, int side, int capacity) {
    // What a loss reads side by side, the model gives one after the other.
    Head head = side == 1 ? wanted : new Head(wanted.units() / side, wanted.links().getFirst());
    Optional<Scorer> scorer = Scorer.of(trial.model(), data, head, capacity);
    return scorer.isPresent()
        ? scorer.get()
        : new Network(trial.model(), Network.facts(data, head), head, capacity);
  }

  private Judge judge(
      Part part, int capacity, List<Measurement> measurements, List<Part> known, long most) {
    return new Judge(part, data, model, capacity, loss, measurements, known, most);
  }

  private RandomStream.Key key(Trial.Purpose purpose) {
    return data.key(purpose, trial.seeds().get(purpose));
  }

  /** {@return what is trained} */
  Model model() {
    return model;
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
        model.keep();
        own.keep();
      }
      average.swap();
      settings.schedule().ended(better);
      if (settings.patience().isPresent()
          && epoch - best.epoch() >= settings.patience().getAsInt()) {
        break;
      }
    }
    model.restore();
    own.restore();
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
    feed.begin(key(Trial.Purpose.ORDER).with(epoch));
    model.beginEpoch(key(Trial.Purpose.DROPOUT).with(epoch));
    values = 0;
    penalty = 0;
    counts = 0;
    updates.beginEpoch();
    int batches = feed.steps();
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
        divergence = learn(i);
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
   * @param index of it in the epoch
   * @return what left the finite numbers, if something did
   */
  private Optional<String> learn(int index) {
    feed.fill(index, selection);
    feed.present(selection, data.training(), model);
    model.predict(selection.count, true, predictions, 0);
    Batch batch =
        new Batch(
            selection.rows,
            columns,
            predictions,
            selection.target,
            selection.starts,
            progress,
            selection.extras,
            own.values());
    int units = loss.units(batch);
    if (units > evaluation.values().length) {
      evaluation = Guest.larger(evaluation, units);
    }
    loss.evaluate(batch, evaluation);
    if (weights.length > 0) {
      weigh(units);
    }
    double value = 0;
    double count = 0;
    for (int unit = 0; unit < units; unit++) {
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
    model.learn(selection.count, predictions, evaluation.gradient(), share);
    own.learn(evaluation.state(), share);
    if (!alone) {
      updates.add(count);
    }
    values += value;
    counts += divisor;
    return Optional.empty();
  }

  /** Multiplies each unit by the weight of its row. */
  private void weigh(int units) {
    int each = units / selection.rows;
    int examples = selection.count / selection.rows;
    for (int row = 0; row < selection.rows; row++) {
      double weight = weights[selection.examples[row * examples]];
      for (int unit = row * each; unit < (row + 1) * each; unit++) {
        evaluation.values()[unit] *= weight;
      }
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        evaluation.gradient()[i] *= weight;
      }
    }
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
    own.refresh();
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
