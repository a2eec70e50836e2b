package org.lossexp.engine;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Feeding;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Sets up what a trial trains on, as its {@code train} section and its loss want it. */
final class Feeds {
  private final Prepared data;
  private final Part part;
  private final Feeding feeding;
  private final Arguments train;
  private final int batch;
  private final Sampler sampler;

  /**
   * @param batch examples a step; of data in lists, lists a step
   */
  Feeds(Prepared data, Feeding feeding, Arguments train, int batch) {
    this.data = data;
    this.part = data.training();
    this.feeding = feeding;
    this.train = train;
    this.batch = batch;
    this.sampler = sampler();
  }

  private Sampler sampler() {
    boolean byClass =
        switch (feeding) {
          case Feeding.Examples examples -> examples.classes();
          case Feeding.Tuples _, Feeding.Stacked _, Feeding.Pairs _ -> true;
          case Feeding.Views views -> !views.own();
          case Feeding.Preferences _ -> false;
        };
    if (byClass && train.value("sampler").orElse(null) instanceof Value.Call call) {
      Arguments given = call.arguments();
      return new Sampler.PerClass(part, given.whole("classes"), given.whole("examples"));
    }
    return data.task() == Task.RANKING
        ? new Sampler.WholeLists(part, batch)
        : new Sampler.InOrder(Sampler.numbers(part.rows()), batch);
  }

  /** {@return the most examples of a step} */
  int examples() {
    return sampler.most()
        * switch (feeding) {
          case Feeding.Examples _ -> 1;
          case Feeding.Pairs _, Feeding.Views _ -> 2;
          // Mining looks at anchors and positives together.
          case Feeding.Tuples tuples -> Math.max(2, tuples.roles().size());
          case Feeding.Stacked stacked -> Math.max(2, stacked.roles().size());
          case Feeding.Preferences preferences -> 1 + preferences.negatives();
        };
  }

  /**
   * {@return the feed}
   *
   * @param units raw outputs that a row of the loss's batch has
   */
  Feed feed(Objective objective, TargetEncoding encoding, int units, Model model) {
    Targets targets = new Targets(part.target(), data.task(), data.outputs(), encoding, units);
    Set<String> wanted =
        objective.inputs().stream().map(ExtraInput::name).collect(Collectors.toSet());
    return switch (feeding) {
      case Feeding.Examples _ ->
          new RowFeed(part, sampler, targets, wanted, units, new Noise(objective.inputs()));
      case Feeding.Tuples tuples ->
          new TupleFeed(part, sampler, tuples.roles(), false, mining(), model);
      case Feeding.Stacked stacked ->
          new TupleFeed(part, sampler, stacked.roles(), true, mining(), model);
      case Feeding.Pairs pairs -> new PairFeed(part, sampler, pairs);
      case Feeding.Views views ->
          new ViewFeed(part, sampler, targets, views, data.views().orElseThrow());
      case Feeding.Preferences preferences ->
          new PreferenceFeed(
              data,
              batch,
              new Negatives(data, (Value.Call) train.value("negatives").orElseThrow()),
              preferences.negatives(),
              encoding == TargetEncoding.NONE ? 0 : 1,
              wanted);
    };
  }

  private TupleFeed.Mining mining() {
    return TupleFeed.Mining.valueOf(train.word("mining").toUpperCase(Locale.ROOT));
  }
}
