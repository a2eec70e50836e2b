package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.Scope;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Setting;

/**
 * Finds every combination of swept values that an expression stands for, by reading it again and
 * again: each reading asks for the values of the sweeps it meets, and gets the next combination. So
 * a sweep inside a choice that is not taken ({@code stop in {none, early(patience in {3, 5})}})
 * makes no combinations of its own.
 */
final class Sweeps implements Scope {
  /** Combinations of one declaration. */
  static final int LIMIT = 100_000;

  /** Readings of all declarations: each of the four kinds has fewer than there are trials. */
  private static final int MOST_READINGS = 4 * LIMIT;

  private final Map<String, Setting> lets;
  private final Diagnostics diagnostics;
  private final IdentityHashMap<Setting.Swept, Factor> factors = new IdentityHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /** What is chosen in the reading under way, from the first sweep met to the last. */
  private final List<Choice> path = new ArrayList<>();

  private int met;
  private int total;
  private boolean fixed = true;

  Sweeps(Map<String, Setting> lets, Diagnostics diagnostics) {
    this.lets = lets;
    this.diagnostics = diagnostics;
  }

  private record Choice(Factor factor, int index) {}

  /**
   * {@return what {@code reading} gives for each combination of what it asks for; a reading that
   * gives nothing has said why}
   */
  <T> List<Variant<T>> each(Supplier<Optional<T>> reading) {
    var variants = new ArrayList<Variant<T>>();
    if (total > MOST_READINGS) {
      return variants;
    }
    path.clear();
    fixed = false;
    int readings = 0;
    do {
      met = 0;
      Optional<T> value = reading.get();
      value.ifPresent(known -> variants.add(new Variant<>(choices(), known)));
      readings++;
      total++;
    } while (advance() && withinLimit(readings));
    fixed = true;
    return variants;
  }

  private Map<Factor, Integer> choices() {
    Map<Factor, Integer> choices = new LinkedHashMap<>();
    path.forEach(choice -> choices.put(choice.factor(), choice.index()));
    return choices;
  }

  /** Moves the last sweep to its next value, or the one before it where that was its last. */
  private boolean advance() {
    while (!path.isEmpty()) {
      Choice last = path.removeLast();
      if (last.index() + 1 < last.factor().values().size()) {
        path.add(new Choice(last.factor(), last.index() + 1));
        return true;
      }
    }
    return false;
  }

  private boolean withinLimit(int readings) {
    if (readings < LIMIT
        && total <= MOST_READINGS
        && (readings > 1 || combinations() <= 2.0 * LIMIT)) {
      return true;
    }
    tooLarge(path.stream().map(Choice::factor).toList(), diagnostics);
    path.clear();
    return false;
  }

  /** What the sweeps of the reading under way make, if none depends on the choice of another. */
  private double combinations() {
    double count = 1;
    for (Choice choice : path) {
      count *= choice.factor().values().size();
    }
    return count;
  }

  /** Says that the sweep is too large, at the factor with the most values. */
  static void tooLarge(List<Factor> factors, Diagnostics diagnostics) {
    Factor largest = factors.getFirst();
    double count = 1;
    for (Factor factor : factors) {
      count *= factor.values().size();
      largest = factor.values().size() > largest.values().size() ? factor : largest;
    }
    diagnostics.error(
        Codes.TOO_LARGE,
        largest.span(),
        "the sweeps make about %s combinations, and at most %,d trials are planned"
            .formatted(Counts.rounded(count), LIMIT),
        "`%s` has the most values: %,d".formatted(largest.name(), largest.values().size()),
        "take fewer values; `by` sets how many an interval has");
  }

  @Override
  public Optional<Setting> let(String name) {
    Optional<Setting> setting = Optional.ofNullable(lets.get(name));
    setting.ifPresent(_ -> asked.add(name));
    return setting;
  }

  @Override
  public Collection<String> names() {
    return lets.keySet();
  }

  /** {@return the names of the {@code let}s that were used so far} */
  Set<String> asked() {
    return asked;
  }

  @Override
  public Optional<Expression> chosen(String name, Setting.Swept sweep, ArgumentReader reader) {
    if (fixed) {
      return Scope.refuse(sweep, reader);
    }
    Factor factor = factors.get(sweep);
    if (factor == null) {
      // The bounds of an interval are constants: values that depend on another sweep are no factor.
      fixed = true;
      factor = new Factor(name, sweep.span(), reader.values(sweep.domain()));
      fixed = false;
      factors.put(sweep, factor);
    }
    if (factor.values().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(factor.values().get(index(factor)));
  }

  private int index(Factor factor) {
    for (int i = 0; i < met; i++) {
      if (path.get(i).factor() == factor) {
        return path.get(i).index();
      }
    }
    if (met == path.size()) {
      path.add(new Choice(factor, 0));
    }
    return path.get(met++).index();
  }
}
