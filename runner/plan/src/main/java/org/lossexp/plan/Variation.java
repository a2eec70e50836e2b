package org.lossexp.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.lossexp.experiment.Trial.Purpose;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** What differs between candidates and between the seeds of one, and what is corrupted in it. */
final class Variation {
  private Variation() {}

  /** {@return the purposes whose random streams reach a training of {@code candidate}} */
  static Set<Purpose> acting(Candidate candidate) {
    Set<Purpose> acting = EnumSet.of(Purpose.INIT);
    if (candidate.data().isDrawn()) {
      acting.add(Purpose.SPLIT);
    }
    if (!corrupted(candidate.data()).isEmpty() || leavesRowsOut(candidate.data())) {
      acting.add(Purpose.CORRUPTION);
    }
    if (candidate.train().arguments().values().get("batch_size") instanceof Value.Numeral size
        && size.number() < candidate.data().trainingRows()) {
      acting.add(Purpose.ORDER);
    }
    if (Models.withInner(candidate.modelCalls()).stream()
        .anyMatch(layer -> layer.name().equals("dropout") && rate(layer) > 0)) {
      acting.add(Purpose.DROPOUT);
    }
    return acting;
  }

  /**
   * {@return whether the seeds that {@code repeat} makes of {@code candidate} are all one training,
   * number by number}
   */
  static boolean isNone(Candidate candidate, Arguments repeat) {
    List<String> vary = repeat.words("vary");
    return repeat.whole("seeds") > 1
        && acting(candidate).stream().noneMatch(purpose -> vary.contains(purpose.word()));
  }

  /**
   * {@return a sentence for every data set whose training rows are corrupted while the best epoch
   * is chosen on clean ones}
   */
  static Set<String> oracles(List<Candidate> candidates) {
    Set<String> sentences = new LinkedHashSet<>();
    for (Candidate candidate : candidates) {
      boolean oracle =
          candidate.data().hasValidation()
              && corrupted(candidate.data()).stream()
                  .anyMatch(step -> !step.arguments().words("on").contains("validation"));
      if (oracle) {
        sentences.add(
            ("the training rows of `%s` are corrupted, and the best epoch is chosen on clean"
                    + " validation rows: an oracle that users rarely have; `on = [training,"
                    + " validation]` corrupts both")
                .formatted(candidate.dataItem().name()));
      }
    }
    return sentences;
  }

  /**
   * {@return the factors that change nothing, whatever the others are} Something takes their value
   * back, such as {@code 0 * rate}.
   */
  static List<Factor> idle(List<Candidate> candidates) {
    List<List<Object>> trained = candidates.stream().map(Variation::trained).toList();
    Set<Factor> factors = new LinkedHashSet<>();
    candidates.forEach(candidate -> factors.addAll(candidate.choices().keySet()));
    return factors.stream().filter(factor -> isIdle(factor, candidates, trained)).toList();
  }

  private static boolean isIdle(
      Factor factor, List<Candidate> candidates, List<List<Object>> trained) {
    Map<List<Object>, List<Object>> first = new HashMap<>();
    boolean compared = false;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.choices().containsKey(factor)) {
        Map<Factor, Integer> others = new LinkedHashMap<>(candidate.choices());
        others.remove(factor);
        var key = new ArrayList<Object>(List.of(others));
        Stream.of(Kind.values()).forEach(kind -> key.add(candidate.item(kind).span()));
        List<Object> before = first.putIfAbsent(key, trained.get(i));
        if (before != null && !before.equals(trained.get(i))) {
          return false;
        }
        compared |= before != null;
      }
    }
    return compared;
  }

  private static List<Object> trained(Candidate candidate) {
    return List.of(
        candidate.data().pipeline(),
        candidate.modelCalls(),
        candidate.loss().text(),
        candidate.optimizer().value(),
        candidate.train());
  }

  /** A step that corrupts has a rate, and parts that it acts on. */
  private static List<Value.Call> corrupted(DataCase data) {
    return data.pipeline().stream()
        .filter(step -> step.arguments().values().containsKey("on") && rate(step) > 0)
        .toList();
  }

  /** A step that draws which rows are kept or repeated has a share or a ratio of them. */
  private static boolean leavesRowsOut(DataCase data) {
    return data.pipeline().stream()
        .skip(1)
        .map(Value.Call::arguments)
        .anyMatch(step -> step.value("share").isPresent() || step.value("ratio").isPresent());
  }

  private static double rate(Value.Call step) {
    return step.arguments().value("rate").isPresent() ? step.arguments().real("rate") : 0;
  }
}
