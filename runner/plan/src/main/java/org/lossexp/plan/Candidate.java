package org.lossexp.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Value;

/**
 * One combination of everything that varies: a contender in a setting.
 *
 * @param choices factor → index of its value
 * @param tuned what is searched for
 * @param parts what it is made of
 */
record Candidate(
    Item<DataCase> dataItem,
    DataCase data,
    Item<List<Step>> modelItem,
    List<Step> model,
    Item<Step> optimizerItem,
    Step optimizer,
    Value.Call train,
    Item<ResolvedLoss> lossItem,
    ResolvedLoss loss,
    Map<Factor, Integer> choices,
    List<Tuned> tuned,
    Parts parts) {
  Candidate {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    tuned = List.copyOf(tuned);
  }

  /** The variants that meet in a candidate. */
  record Parts(
      Variant<DataCase> data,
      Variant<List<Step>> model,
      Variant<Step> optimizer,
      Variant<Value.Call> train,
      Variant<ResolvedLoss> loss) {}

  /**
   * {@return this candidate where {@code values} are in the place of what is tuned; empty where
   * they make no sense together}
   *
   * @param met receives those of the values that it depends on
   */
  Optional<Candidate> with(Map<Tuned, Expression> values, Sweeps sweeps, Set<Tuned> met) {
    var itsData = read(parts.data(), values, sweeps, met);
    var itsModel = read(parts.model(), values, sweeps, met);
    var itsOptimizer = read(parts.optimizer(), values, sweeps, met);
    var itsTrain = read(parts.train(), values, sweeps, met);
    var itsLoss = read(parts.loss(), values, sweeps, met);
    return itsData.isEmpty()
            || itsModel.isEmpty()
            || itsOptimizer.isEmpty()
            || itsTrain.isEmpty()
            || itsLoss.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                dataItem,
                itsData.get(),
                modelItem,
                itsModel.get(),
                optimizerItem,
                itsOptimizer.get(),
                itsTrain.get(),
                lossItem,
                itsLoss.get(),
                choices,
                tuned,
                parts));
  }

  /** {@return this candidate, trained for {@code epochs}} */
  Candidate withEpochs(int epochs) {
    Value.Call shorter =
        new Value.Call(train.name(), train.arguments().with("epochs", new Value.Numeral(epochs)));
    return new Candidate(
        dataItem,
        data,
        modelItem,
        model,
        optimizerItem,
        optimizer,
        shorter,
        lossItem,
        loss,
        choices,
        tuned,
        parts);
  }

  private static <T> Optional<T> read(
      Variant<T> variant, Map<Tuned, Expression> values, Sweeps sweeps, Set<Tuned> met) {
    if (variant.tuned().isEmpty()) {
      return Optional.of(variant.value());
    }
    Optional<Sweeps.Again<T>> again = sweeps.again(variant, values);
    again.ifPresent(read -> met.addAll(read.met()));
    return again.map(Sweeps.Again::value);
  }

  Item<?> item(Kind kind) {
    return switch (kind) {
      case DATA -> dataItem;
      case MODEL -> modelItem;
      case LOSS -> lossItem;
      case OPTIMIZER -> optimizerItem;
    };
  }

  /**
   * {@return the layers of the model} Losses on embeddings ask for no head: what stands before
   * {@code dense(outputs)} is the embedding.
   */
  List<Step> layers() {
    Value.Call head = model.getLast().value();
    boolean open =
        head.arguments().isWord("units", "outputs")
            && head.arguments().isWord("activation", "identity")
            && Feedings.embeds(loss.loss().descriptor(), data.header().task());
    if (!open) {
      return model;
    }
    List<Step> below = model.subList(0, model.size() - 1);
    boolean known = Feedings.width(below.stream().map(Step::value).toList()).isPresent();
    return known ? below : model;
  }

  List<Value.Call> modelCalls() {
    return layers().stream().map(Step::value).toList();
  }
}
