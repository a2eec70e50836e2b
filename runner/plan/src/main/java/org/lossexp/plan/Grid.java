package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Statement.Kind;

/** Crosses all declarations: every combination in which a factor has one value everywhere. */
final class Grid {
  /** Pairs that are looked at before the sweep is called too large. */
  private static final int MOST_PAIRS = 20_000_000;

  private final Materials materials;
  private final Diagnostics diagnostics;
  private int pairs;

  private Grid(Materials materials, Diagnostics diagnostics) {
    this.materials = materials;
    this.diagnostics = diagnostics;
  }

  /** {@return all candidates; none where there are too many, which is reported} */
  static List<Candidate> candidates(Materials materials, Diagnostics diagnostics) {
    return new Grid(materials, diagnostics).all();
  }

  private record Picked<T>(Item<T> item, Variant<T> variant) {}

  private static <T> List<Picked<T>> picks(List<Item<T>> items) {
    return items.stream()
        .flatMap(item -> item.variants().stream().map(variant -> new Picked<>(item, variant)))
        .toList();
  }

  private List<Candidate> all() {
    var candidates = new ArrayList<Candidate>();
    for (var data : picks(materials.data())) {
      for (var model : picks(materials.models())) {
        Optional<Map<Factor, Integer>> first = merged(data.variant().choices(), model.variant());
        if (first.isEmpty()) {
          continue;
        }
        for (var optimizer : picks(materials.optimizers())) {
          Optional<Map<Factor, Integer>> second = merged(first.get(), optimizer.variant());
          if (second.isEmpty()) {
            continue;
          }
          for (var train : materials.train()) {
            Optional<Map<Factor, Integer>> third = merged(second.get(), train);
            if (third.isEmpty()) {
              continue;
            }
            for (var loss : picks(materials.losses())) {
              merged(third.get(), loss.variant())
                  .ifPresent(choices ->
                      candidates.add(
                          new Candidate(
                              data.item(),
                              data.variant().value(),
                              model.item(),
                              model.variant().value(),
                              optimizer.item(),
                              optimizer.variant().value(),
                              train.value(),
                              loss.item(),
                              loss.variant().value(),
                              choices)));
              if (candidates.size() > Sweeps.LIMIT || pairs > MOST_PAIRS) {
                tooLarge();
                return List.of();
              }
            }
          }
        }
      }
    }
    return candidates;
  }

  /** {@return both choices together; empty where a factor would have two values} */
  private Optional<Map<Factor, Integer>> merged(Map<Factor, Integer> chosen, Variant<?> variant) {
    pairs++;
    for (Map.Entry<Factor, Integer> choice : variant.choices().entrySet()) {
      Integer other = chosen.get(choice.getKey());
      if (other != null && !other.equals(choice.getValue())) {
        return Optional.empty();
      }
    }
    Map<Factor, Integer> both = new LinkedHashMap<>(chosen);
    both.putAll(variant.choices());
    return Optional.of(both);
  }

  private void tooLarge() {
    Set<Factor> factors = new LinkedHashSet<>();
    for (Kind kind : Kind.values()) {
      factors.addAll(materials.factors(kind));
    }
    materials.train().forEach(variant -> factors.addAll(variant.choices().keySet()));
    Sweeps.tooLarge(List.copyOf(factors), diagnostics);
  }
}
