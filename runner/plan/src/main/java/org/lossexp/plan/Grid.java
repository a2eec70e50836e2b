package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Value;

/**
 * Crosses all declarations: every combination in which a factor has one value everywhere, and what
 * goes in step has one place.
 */
final class Grid {
  /** Pairs that are looked at before the sweep is called too large. */
  private static final int MOST_PAIRS = 20_000_000;

  private final Materials materials;
  private final List<Zip> zips;
  private final Diagnostics diagnostics;
  private int pairs;

  private Grid(Materials materials, List<Zip> zips, Diagnostics diagnostics) {
    this.materials = materials;
    this.zips = zips;
    this.diagnostics = diagnostics;
  }

  /** {@return all candidates; none where there are too many, which is reported} */
  static List<Candidate> candidates(Materials materials, List<Zip> zips, Diagnostics diagnostics) {
    return new Grid(materials, zips, diagnostics).all();
  }

  /**
   * One variant of a declaration.
   *
   * @param places factor or {@link Zip} → index
   */
  private record Picked<T>(Item<T> item, Variant<T> variant, Map<Object, Integer> places) {}

  /** What may be picked, found by what is chosen before: so nothing is paired that cannot be. */
  private static final class Picks<T> {
    private final List<Picked<T>> all;
    private final Map<Object, Map<Integer, List<Picked<T>>>> byPlace = new LinkedHashMap<>();

    Picks(List<Picked<T>> all) {
      this.all = all;
      Set<Object> common = new LinkedHashSet<>();
      if (!all.isEmpty()) {
        common.addAll(all.getFirst().places().keySet());
        all.forEach(pick -> common.retainAll(pick.places().keySet()));
      }
      for (Object factor : common) {
        Map<Integer, List<Picked<T>>> places = new LinkedHashMap<>();
        all.forEach(pick ->
            places.computeIfAbsent(pick.places().get(factor), _ -> new ArrayList<>()).add(pick));
        byPlace.put(factor, places);
      }
    }

    List<Picked<T>> after(Map<Object, Integer> chosen) {
      for (Map.Entry<Object, Map<Integer, List<Picked<T>>>> factor : byPlace.entrySet()) {
        Integer place = chosen.get(factor.getKey());
        if (place != null) {
          return factor.getValue().getOrDefault(place, List.of());
        }
      }
      return all;
    }
  }

  private <T> Picks<T> picks(Kind kind, List<Item<T>> items) {
    var picks = new ArrayList<Picked<T>>();
    for (Item<T> item : items) {
      Map<Object, Integer> places = new LinkedHashMap<>();
      zips.stream().filter(zip -> zip.holds(kind)).forEach(zip -> places.put(zip, item.index()));
      for (Variant<T> variant : item.variants()) {
        merged(places, places(variant))
            .ifPresent(all -> picks.add(new Picked<>(item, variant, all)));
      }
    }
    return new Picks<>(picks);
  }

  private Map<Object, Integer> places(Variant<?> variant) {
    Map<Object, Integer> places = new LinkedHashMap<>(variant.choices());
    variant
        .choices()
        .forEach((factor, index) ->
            zips.stream().filter(zip -> zip.holds(factor)).forEach(zip -> places.put(zip, index)));
    return places;
  }

  private record Trained(Variant<Value.Call> train, Map<Object, Integer> places) {}

  private List<Candidate> all() {
    var datas = picks(Kind.DATA, materials.data());
    var models = picks(Kind.MODEL, materials.models());
    var optimizers = picks(Kind.OPTIMIZER, materials.optimizers());
    var trains = materials.train().stream().map(v -> new Trained(v, places(v))).toList();
    var losses = picks(Kind.LOSS, materials.losses());
    var candidates = new ArrayList<Candidate>();
    for (var data : datas.after(Map.of())) {
      for (var model : models.after(data.places())) {
        Optional<Map<Object, Integer>> first = merged(data.places(), model.places());
        if (first.isEmpty()) {
          continue;
        }
        for (var optimizer : optimizers.after(first.get())) {
          Optional<Map<Object, Integer>> second = merged(first.get(), optimizer.places());
          if (second.isEmpty()) {
            continue;
          }
          for (var train : trains) {
            Optional<Map<Object, Integer>> third = merged(second.get(), train.places());
            if (third.isEmpty()) {
              continue;
            }
            for (var loss : losses.after(third.get())) {
              merged(third.get(), loss.places())
                  .ifPresent(
                      _ -> candidates.add(candidate(data, model, optimizer, train.train(), loss)));
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

  private static Candidate candidate(
      Picked<DataCase> data,
      Picked<List<Step>> model,
      Picked<Step> optimizer,
      Variant<Value.Call> train,
      Picked<ResolvedLoss> loss) {
    Map<Factor, Integer> choices = new LinkedHashMap<>();
    Set<Tuned> tuned = new LinkedHashSet<>();
    for (Variant<?> variant :
        List.of(data.variant(), model.variant(), optimizer.variant(), train, loss.variant())) {
      choices.putAll(variant.choices());
      tuned.addAll(variant.tuned());
    }
    return new Candidate(
        data.item(),
        data.variant().value(),
        model.item(),
        model.variant().value(),
        optimizer.item(),
        optimizer.variant().value(),
        train.value(),
        loss.item(),
        loss.variant().value(),
        choices,
        List.copyOf(tuned),
        new Candidate.Parts(
            data.variant(), model.variant(), optimizer.variant(), train, loss.variant()));
  }

  /** {@return both together; empty where a factor or what goes in step would have two places} */
  private Optional<Map<Object, Integer>> merged(
      Map<Object, Integer> chosen, Map<Object, Integer> more) {
    pairs++;
    for (Map.Entry<Object, Integer> choice : more.entrySet()) {
      Integer other = chosen.get(choice.getKey());
      if (other != null && !other.equals(choice.getValue())) {
        return Optional.empty();
      }
    }
    Map<Object, Integer> both = new LinkedHashMap<>(chosen);
    both.putAll(more);
    return Optional.of(both);
  }

  /** Something that multiplies: the declarations of a kind, or a factor. */
  private record Axis(String name, Span span, int size) {}

  private void tooLarge() {
    var axes = new ArrayList<Axis>();
    Set<Zip> counted = new HashSet<>();
    for (Kind kind : Kind.values()) {
      List<? extends Item<?>> items = materials.items(kind);
      if (zips.stream().noneMatch(zip -> zip.holds(kind) && !counted.add(zip))) {
        axes.add(new Axis(Draft.word(kind), items.getFirst().span(), items.size()));
      }
    }
    for (Factor factor : factors()) {
      if (zips.stream().noneMatch(zip -> zip.holds(factor) && !counted.add(zip))) {
        axes.add(new Axis(factor.name(), factor.span(), factor.values().size()));
      }
    }
    double count = axes.stream().mapToDouble(Axis::size).reduce(1, (a, b) -> a * b);
    Axis largest = Collections.max(axes, Comparator.comparingInt(Axis::size));
    diagnostics.error(
        Codes.TOO_LARGE,
        largest.span(),
        "the sweeps make about %s combinations, and at most %,d trials are planned"
            .formatted(Counts.rounded(count), Sweeps.LIMIT),
        "`%s` has the most values: %,d".formatted(largest.name(), largest.size()),
        "take fewer values; `by` sets how many an interval has");
  }

  private Set<Factor> factors() {
    Set<Factor> factors = new LinkedHashSet<>();
    for (Kind kind : Kind.values()) {
      factors.addAll(materials.factors(kind));
    }
    materials.train().forEach(variant -> factors.addAll(variant.choices().keySet()));
    return factors;
  }
}
