package org.lossexp.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Value;

/**
 * One combination of everything that varies: a contender in a setting.
 *
 * @param choices factor → index of its value
 * @param tuned what is searched for
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
    List<Tuned> tuned) {
  Candidate {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    tuned = List.copyOf(tuned);
  }

  Item<?> item(Kind kind) {
    return switch (kind) {
      case DATA -> dataItem;
      case MODEL -> modelItem;
      case LOSS -> lossItem;
      case OPTIMIZER -> optimizerItem;
    };
  }

  List<Value.Call> modelCalls() {
    return model.stream().map(Step::value).toList();
  }
}
