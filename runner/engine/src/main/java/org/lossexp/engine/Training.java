package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Feeding;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;
import org.lossexp.experiment.TuningRows;
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

  /** Examples that a look around takes: more would change no picture. */
  private static final int SURVEYED = 10_000;

  private static final double[] NONE = {};

  /** Products of a step for one of the way forward: there are two for the way back. */
  private static final long PASSES = 3;

  /** Where tensors are that the loss owns. */
  static final String OWN = "loss.";

  private final Trial trial;
  private final Prepared data;
  private final Guest loss;
  private final Reduction reduction;
  private final Keeper keeper;
  private final BooleanSupplier cancelled;
  private final Settings settings;
  private final Team team;
  private final Model model;

  /** Whether steps are so long that helpers are worth their while. */
  private final boolean isLong;

  private final OwnNumbers own;
  private final Penalties penalties;
  private final Updates updates;
  private final Average average;

  /** What is learned and remembered, by the model and by the loss. */
  private final List<Parameters> state;

  private final DoubleSupplier again = this::again;
  private final Feed feed;
  private final Selection selection;
  private final int columns;
  private final double[] predictions;
  private final double[] weights;
  private final Best best;
  private final Optional<Judge> validation;
  private final Optional<Judge> test;

  /** Whether a search asked for this training: then nobody looks at more than its metrics. */
  private final boolean ofSearch;

  private final List<TrialResult.Epoch> history = new ArrayList<>();

  // Of the epoch in progress.
  private Evaluation evaluation;
  private RandomStream.Key dropout;
  private double values;

  /** Sum of the penalties of the epoch's steps. */
  private double penalty;

  private double counts;
  private double rate;
  private double progress;

  // Of the batch in progress.
  private double value;
  private double count;

  /** A training on one thread. */
  Training(
      Trial trial,
      Prepared data,
      Objective objective,
      List<Measurement> measurements,
      Keeper keeper,
      BooleanSupplier cancelled) {
    this(trial, data, objective, measurements, keeper, cancelled, Team.ALONE);
  }

  /**
   * A training to be run.
   *
   * @param team shares the work; closed in the end
   */
  Training(
      Trial trial,
      Prepared data,
      Objective objective,
      List<Measurement> measurements,
      Keeper keeper,
      BooleanSupplier cancelled,
      Team team) {
    this.trial = trial;
    this.keeper = keeper;
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
    this.team = team;
    model = model(trial, data, loss.head(), side, capacity);
    model.join(team);
    isLong = team.isWorth(PASSES * model.multiplications() * feeds.examples());
    if (model.columns() * side != loss.head().units()) {
      throw new Guest.Failure(
          "the model gives %d outputs an example, but %s reads %d"
              .formatted(model.columns(), loss.words(), loss.head().units() / side));
    }
    if (model instanceof Scorer scorer && objective.feeding() instanceof Feeding.Examples) {
      scorer.startAt(training.target());
    }
    model.initialize(key(Trial.Purpose.INIT));
    own = new OwnNumbers(loss.state());
    own.initialize(key(Trial.Purpose.INIT));
    penalties = new Penalties(objective.penalties(), model.learned());
    List<Parameters> learned = new ArrayList<>(model.learned());
    learned.addAll(own.learned());
    Optional<LineSearch> search = LineSearch.of(trial.optimizer(), learned, model);
    updates = new Updates(trial, settings, learned, search, team);
    state = new ArrayList<>(model.parameters());
    state.addAll(own.learned());
    average = Average.of(trial.train().arguments(), settings.epochs(), state);
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
            .map(part ->
                judge(
                    part, capacity, measurements, List.of(training), VALIDATED, Optional.empty()));
    data.validation().ifPresent(known::add);
    ofSearch = TuningRows.isOfSearch(trial);
    test =
        data.test()
            .map(part ->
                judge(part, capacity, measurements, known, Long.MAX_VALUE, behaviour(part)));
    best = new Best(trial, measurements);
  }

  /** Why a training ended before its last epoch. */
  record Ending(Status status, String cause) {}

  /** {@return the model of {@code trial}, not yet drawn} */
  static Model model(Trial trial, Prepared data, Head wanted, int side, int capacity) {
    // What a loss reads side by side, the model gives one after the other.
    Head head = side == 1 ? wanted : new Head(wanted.units() / side, wanted.links().getFirst());
    Optional<Scorer> scorer = Scorer.of(trial.model(), data, head, capacity);
    if (scorer.isPresent()) {
      return scorer.get();
    }
    Network network = new Network(trial.model(), Network.facts(data, head), head, capacity);
    boolean exact = trial.optimizer().name().equals("lbfgs") && network.isLinear();
    return exact ? new Linear(network) : network;
  }

  private Optional<Behaviour> behaviour(Part part) {
    return ofSearch ? Optional.empty() : Optional.of(new Behaviour(trial, data, part));
  }

  private Judge judge(
      Part part,
      int capacity,
      List<Measurement> measurements,
      List<Part> known,
      long most,
      Optional<Behaviour> behaviour) {
    return new Judge(part, data, model, capacity, loss, measurements, known, most, behaviour);
  }

  private RandomStream.Key key(Trial.Purpose purpose) {
    return data.key(purpose, trial.seeds().get(purpose));
  }

  /** {@return what is trained} */
  Model model() {
    return model;
  }

  /** {@return what the loss trains of its own} */
  OwnNumbers own() {
    return own;
  }

  /** Trains and judges. */
  TrialResult run() {
    try (team) {
      return trained();
    }
  }

  private TrialResult trained() {
    for (int epoch = resume() + 1; epoch <= settings.epochs(); epoch++) {
      Optional<Ending> ending = train(epoch);
      team.rest();
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
      if (keeper.due()) {
        keeper.save(checkpoint());
      }
    }
    model.restore();
    own.restore();
    keeper.trained(this::tensors);
    Map<String, Double> metrics = new LinkedHashMap<>();
    test.map(Judge::measure)
        .orElse(Map.of())
        .forEach((name, value) -> metrics.put("test." + name, value));
    test.flatMap(Judge::predicted).ifPresent(keeper::predicted);
    history
        .get(best.epoch() - 1)
        .validation()
        .forEach((name, value) -> metrics.put("validation." + name, value));
    return result(Status.DONE, "", best.epoch(), metrics);
  }

  private List<Tensor> tensors() {
    List<Tensors.Placed> placed = new ArrayList<>(model.placed());
    placed.addAll(Tensors.placed(OWN + "0", own.learned()));
    return Tensors.of(placed);
  }

  /** {@return everything that a fresh training needs to go on from here} */
  private byte[] checkpoint() {
    Exchange.Writing out = new Exchange.Writing();
    out.whole(Product.LANES);
    exchange(out);
    return out.bytes();
  }

  /** {@return the last epoch of a training that was cut off, 0 without one: goes on from there} */
  private int resume() {
    Optional<Exchange.Reading> saved = keeper.saved().map(Exchange.Reading::new);
    // Panels lie differently on a machine of other vectors.
    if (saved.isEmpty() || saved.get().whole(0) != Product.LANES) {
      return 0;
    }
    exchange(saved.get());
    own.refresh();
    for (TrialResult.Epoch epoch : history) {
      settings.schedule().ended(best.offer(epoch.epoch(), epoch.validation()));
    }
    return history.size();
  }

  private void exchange(Exchange exchange) {
    int epochs = (int) exchange.whole(history.size());
    for (int i = 0; i < epochs; i++) {
      boolean known = i < history.size();
      TrialResult.Epoch epoch =
          known ? history.get(i) : new TrialResult.Epoch(i + 1, 0, 0, 0, 0, Map.of());
      TrialResult.Epoch exchanged = exchanged(epoch, exchange);
      if (!known) {
        history.add(exchanged);
      }
    }
    state.forEach(parameters -> parameters.exchange(exchange));
    updates.exchange(exchange);
    average.exchange(exchange);
  }

  private static TrialResult.Epoch exchanged(TrialResult.Epoch epoch, Exchange exchange) {
    double loss = exchange.real(epoch.loss());
    double norm = exchange.real(epoch.gradientNorm());
    double ratio = exchange.real(epoch.updateRatio());
    double rate = exchange.real(epoch.learningRate());
    List<String> names = List.copyOf(epoch.validation().keySet());
    Map<String, Double> validation = new LinkedHashMap<>();
    int metrics = (int) exchange.whole(names.size());
    for (int i = 0; i < metrics; i++) {
      String name = i < names.size() ? names.get(i) : "";
      double value = epoch.validation().getOrDefault(name, 0.0);
      validation.put(exchange.text(name), exchange.real(value));
    }
    return new TrialResult.Epoch(epoch.epoch(), loss, norm, ratio, rate, validation);
  }

  Optional<Ending> train(int epoch) {
    feed.begin(key(Trial.Purpose.ORDER).with(epoch));
    dropout = key(Trial.Purpose.DROPOUT).with(epoch);
    model.beginEpoch(dropout);
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
      if (isLong) {
        team.muster();
      }
      int step = i / settings.accumulate();
      boolean ends = i == batches - 1 || (i + 1) % settings.accumulate() == 0;
      rate =
          settings.rate((epoch - 1L) * steps + step, (long) settings.epochs() * steps, epoch - 1);
      progress = (double) ((epoch - 1L) * batches + i) / planned;
      Optional<String> divergence;
      try {
        divergence = learn(i);
        if (divergence.isEmpty() && ends) {
          divergence = step(step == steps - 1);
        }
      } catch (Guest.Failure failure) {
        throw failure.during(place(epoch, step));
      }
      if (divergence.isPresent()) {
        String cause = divergence.get() + " at " + place(epoch, step);
        return Optional.of(new Ending(Status.DIVERGED, cause));
      }
    }
    return Optional.empty();
  }

  /** {@return where a message says that training was} */
  private static String place(int epoch, int step) {
    return "epoch " + epoch + ", step " + (step + 1);
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
    evaluate(true);
    if (!Double.isFinite(value)) {
      return Optional.of("the objective became " + Updates.words(value));
    }
    if (!Double.isFinite(count) || count < 0) {
      throw new Guest.Failure(loss.words() + " counted " + count + " units in a batch");
    }
    back();
    if (settings.accumulate() > 1) {
      updates.add(count);
    }
    values += value;
    counts += divisor();
    return Optional.empty();
  }

  /**
   * Computes what the loss says of the examples that were presented.
   *
   * @param training whether layers behave as in training
   */
  private void evaluate(boolean training) {
    model.predict(selection.count, training, predictions, 0);
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
    value = 0;
    count = 0;
    for (int unit = 0; unit < units; unit++) {
      value += evaluation.values()[unit];
      count += evaluation.counts()[unit];
    }
  }

  /** {@return what the sum of the batch's values is divided by} */
  private double divisor() {
    return switch (reduction) {
      case MEAN -> count;
      case SUM -> 1;
    };
  }

  /**
   * {@return what the sum is multiplied by: where nothing counts it is 0, and any share gives 0}
   */
  private double share() {
    return divisor() == 0 ? 1 : 1 / divisor();
  }

  /** Computes the gradients of what was evaluated. */
  private void back() {
    // Several batches are divided by what they count together.
    double share = settings.accumulate() == 1 ? share() : 1;
    model.learn(selection.count, predictions, evaluation.gradient(), share);
    own.learn(evaluation.state(), share);
  }

  /** {@return the objective on the same batch, at the weights as they are; gradients too} */
  private double again() {
    own.refresh();
    model.beginEpoch(dropout);
    evaluate(true);
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    back();
    return value * share() + penalties.add(progress);
  }

  /**
   * {@return the objective at the weights as they are, over batches of an epoch of its own up to
   * about {@link #SURVEYED} examples, always the same; NaN where the loss cannot say it}
   */
  private double survey() {
    own.refresh();
    feed.begin(key(Trial.Purpose.ORDER).with(Landscape.NAME));
    progress = 1;
    double sum = 0;
    double divisors = 0;
    int examples = 0;
    try {
      for (int i = 0; i < feed.steps() && examples < SURVEYED; i++) {
        if (cancelled.getAsBoolean()) {
          return Double.NaN;
        }
        feed.fill(i, selection);
        feed.present(selection, data.training(), model);
        evaluate(false);
        sum += value;
        divisors += divisor();
        examples += selection.count;
      }
    } catch (Guest.Failure failure) {
      return Double.NaN;
    }
    return (divisors == 0 ? 0 : sum / divisors) + penalties.add(progress);
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
    double added = penalties.add(progress);
    penalty += added;
    Optional<String> divergence = updates.apply(rate, last, value * share() + added, again);
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
    List<Evidence> evidence = new ArrayList<>();
    if (status == Status.DONE && !ofSearch) {
      test.ifPresent(judge -> evidence.addAll(judge.evidence()));
      Coefficients.of(trial, data, model).ifPresent(evidence::add);
      if (keeper.wantsLandscape()) {
        List<Parameters> learned = new ArrayList<>(model.learned());
        learned.addAll(own.learned());
        evidence.add(new Landscape(learned).slice(this::survey));
      }
    }
    return Trainer.result(trial, data, status, cause, bestEpoch, metrics, history, evidence);
  }
}
