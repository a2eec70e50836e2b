package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
 * makes no combinations of its own. What is tuned is read once with each of its bounds, so that all
 * of its domain is checked, and makes no combinations either.
 */
final class Sweeps implements Scope {
  /** Combinations of one declaration. */
  static final int LIMIT = 100_000;

  /** Readings of all declarations: each of the four kinds has fewer than there are trials. */
  private static final int MOST_READINGS = 4 * LIMIT;

  private final Map<String, Setting> lets;
  private final List<Zip> zips;
  private final Diagnostics diagnostics;
  private final IdentityHashMap<Setting.Swept, Factor> factors = new IdentityHashMap<>();
  private final IdentityHashMap<Setting.Tuned, Tuned> searches = new IdentityHashMap<>();
  private final Set<Factor> known = new LinkedHashSet<>();
  private final Set<Tuned> knownSearches = new LinkedHashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /** What is chosen in the reading under way, from the first sweep met to the last. */
  private final List<Choice> path = new ArrayList<>();

  /** What is tried in the reading under way; what is not in it has the last of its domain. */
  private Map<Tuned, Integer> trying = Map.of();

  /** What is chosen and tried where something is read again; empty elsewhere. */
  private Optional<Point> point = Optional.empty();

  private final Set<Tuned> metTuned = new LinkedHashSet<>();

  private String owner = "";
  private Map<Zip, Integer> inStep = Map.of();
  private int met;
  private int total;
  private boolean fixed = true;
  private boolean exceeded;

  Sweeps(Map<String, Setting> lets, List<Zip> zips, Diagnostics diagnostics) {
    this.lets = lets;
    this.zips = List.copyOf(zips);
    this.diagnostics = diagnostics;
  }

  /**
   * @param forced whether another factor, with which this one goes in step, has chosen
   */
  private record Choice(Factor factor, int index, boolean forced) {}

  /** The choices of a variant, and a value for each thing that is tuned. */
  private record Point(Map<Factor, Integer> choices, Map<Tuned, Expression> values) {}

  /**
   * What was read with values that a search proposes.
   *
   * @param met those of the values that it depends on
   */
  record Again<T>(T value, Set<Tuned> met) {}

  /**
   * {@return what {@code variant} is with {@code values}; empty where they make no sense together,
   * which was reported}
   *
   * @param values of all that is tuned in it
   */
  <T> Optional<Again<T>> again(Variant<T> variant, Map<Tuned, Expression> values) {
    int before = diagnostics.errors();
    point = Optional.of(new Point(variant.choices(), values));
    fixed = false;
    metTuned.clear();
    try {
      return variant
          .reading()
          .get()
          .filter(_ -> diagnostics.errors() == before)
          .map(value -> new Again<>(value, new LinkedHashSet<>(metTuned)));
    } finally {
      point = Optional.empty();
      fixed = true;
    }
  }

  /**
   * {@return what {@code reading} gives for each combination of what it asks for; a reading that
   * gives nothing has said why}
   *
   * @param declaration the name of what is read
   * @param chosen the place that is taken already in what goes in step
   */
  <T> List<Variant<T>> each(
      String declaration, Map<Zip, Integer> chosen, Supplier<Optional<T>> reading) {
    var variants = new ArrayList<Variant<T>>();
    if (total > MOST_READINGS) {
      return variants;
    }
    owner = declaration;
    inStep = chosen;
    path.clear();
    fixed = false;
    int readings = 0;
    List<Factor> crossed;
    do {
      Optional<T> value = read(Map.of(), reading);
      var tuned = new ArrayList<>(metTuned);
      List<T> tried = tried(tuned, reading);
      value.ifPresent(
          known -> variants.add(new Variant<>(choices(), known, tuned, tried, reading)));
      readings++;
      crossed = crossed();
    } while (advance() && withinLimit(readings, crossed));
    fixed = true;
    return variants;
  }

  /** Reads what nothing may use, so that its mistakes are reported: its factors are none. */
  <T> void check(String declaration, Supplier<Optional<T>> reading) {
    var factorsBefore = new LinkedHashSet<>(known);
    var searchesBefore = new LinkedHashSet<>(knownSearches);
    each(declaration, Map.of(), reading);
    known.retainAll(factorsBefore);
    knownSearches.retainAll(searchesBefore);
  }

  private <T> Optional<T> read(Map<Tuned, Integer> values, Supplier<Optional<T>> reading) {
    trying = values;
    metTuned.clear();
    met = 0;
    total++;
    return reading.get();
  }

  /**
   * Reads again with every other bound of each tuned value, one at a time.
   *
   * @param tuned those met so far; what is met only with another bound of one is added
   */
  private <T> List<T> tried(List<Tuned> tuned, Supplier<Optional<T>> reading) {
    var tried = new ArrayList<T>();
    Map<Tuned, Map<Tuned, Integer>> ways = new LinkedHashMap<>();
    Deque<Tuned> open = new ArrayDeque<>();
    for (Tuned one : tuned) {
      ways.put(one, Map.of());
      open.add(one);
    }
    int choices = path.size();
    while (!open.isEmpty() && total <= MOST_READINGS) {
      Tuned one = open.remove();
      for (int i = 0; i < one.bounds().size() - 1 && total <= MOST_READINGS; i++) {
        Map<Tuned, Integer> way = new LinkedHashMap<>(ways.get(one));
        way.put(one, i);
        read(way, reading).ifPresent(tried::add);
        for (Tuned other : metTuned) {
          if (ways.putIfAbsent(other, way) == null) {
            tuned.add(other);
            open.add(other);
          }
        }
        if (met != choices || path.size() != choices) {
          sweepInSearch(one);
          path.subList(choices, path.size()).clear();
        }
      }
    }
    return tried;
  }

  private void sweepInSearch(Tuned tuned) {
    diagnostics.error(
        Codes.SWEEP_IN_SEARCH,
        tuned.span(),
        "`%s` is tuned, and a factor is swept for some of its values only".formatted(tuned.name()),
        "",
        "a factor makes contenders or settings, each with a search of its own",
        "sweep the outer one with `in`, or tune the inner one as well");
  }

  private Map<Factor, Integer> choices() {
    Map<Factor, Integer> choices = new LinkedHashMap<>();
    path.forEach(choice -> choices.put(choice.factor(), choice.index()));
    return choices;
  }

  /** Moves the last free sweep to its next value, or the one before it where that was its last. */
  private boolean advance() {
    while (!path.isEmpty()) {
      Choice last = path.removeLast();
      if (!last.forced() && last.index() + 1 < last.factor().values().size()) {
        path.add(new Choice(last.factor(), last.index() + 1, false));
        return true;
      }
    }
    return false;
  }

  private boolean withinLimit(int readings, List<Factor> crossed) {
    if (readings < LIMIT
        && total <= MOST_READINGS
        && (readings > 1 || combinations(crossed) <= LIMIT)) {
      return true;
    }
    exceeded = true;
    tooLarge(crossed, diagnostics);
    path.clear();
    return false;
  }

  private List<Factor> crossed() {
    return path.stream().filter(choice -> !choice.forced()).map(Choice::factor).toList();
  }

  /** What the sweeps of one reading make, if none depends on the choice of another. */
  private static double combinations(List<Factor> crossed) {
    return crossed.stream()
        .mapToDouble(factor -> factor.values().size())
        .reduce(1, (a, b) -> a * b);
  }

  /** {@return whether some declaration has too many combinations: it was reported} */
  boolean exceeded() {
    return exceeded;
  }

  /** Says that the sweep is too large, at the factor with the most values. */
  static void tooLarge(List<Factor> factors, Diagnostics diagnostics) {
    Factor largest = factors.getFirst();
    for (Factor factor : factors) {
      largest = factor.values().size() > largest.values().size() ? factor : largest;
    }
    diagnostics.error(
        Codes.TOO_LARGE,
        largest.span(),
        "the sweeps make about %s combinations, and at most %,d trials are planned"
            .formatted(Counts.rounded(combinations(factors)), LIMIT),
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

  /** {@return all factors that were met so far} */
  Set<Factor> known() {
    return known;
  }

  /** {@return what is tuned and was met so far} */
  Set<Tuned> searches() {
    return knownSearches;
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
      factor = new Factor(name, owner, sweep.span(), reader.values(sweep.domain()));
      fixed = false;
      factors.put(sweep, factor);
      known.add(factor);
    }
    if (factor.values().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(factor.values().get(index(factor)));
  }

  @Override
  public Optional<Expression> tried(String name, Setting.Tuned search, ArgumentReader reader) {
    if (fixed) {
      return Scope.refuse(search, reader);
    }
    Tuned tuned = searches.get(search);
    if (tuned == null) {
      fixed = true;
      tuned = Tuned.of(name, search, reader);
      fixed = false;
      searches.put(search, tuned);
      knownSearches.add(tuned);
    }
    if (tuned.bounds().isEmpty()) {
      return Optional.empty();
    }
    metTuned.add(tuned);
    if (point.isPresent()) {
      return Optional.of(point.get().values().get(tuned));
    }
    int last = tuned.bounds().size() - 1;
    return Optional.of(tuned.bounds().get(trying.getOrDefault(tuned, last)));
  }

  private int index(Factor factor) {
    if (point.isPresent()) {
      return point.get().choices().get(factor);
    }
    for (int i = 0; i < met; i++) {
      if (path.get(i).factor() == factor) {
        return path.get(i).index();
      }
    }
    if (met == path.size()) {
      path.add(next(factor));
    }
    return path.get(met++).index();
  }

  /** Where a factor that is met anew begins: at the place of what it goes in step with, if any. */
  private Choice next(Factor factor) {
    for (Zip zip : zips) {
      Optional<Integer> taken = zip.holds(factor) ? taken(zip) : Optional.empty();
      // Unequal counts are reported later.
      if (taken.isPresent() && taken.get() < factor.values().size()) {
        return new Choice(factor, taken.get(), true);
      }
    }
    return new Choice(factor, 0, false);
  }

  private Optional<Integer> taken(Zip zip) {
    return Optional.ofNullable(inStep.get(zip))
        .or(() -> path.stream().filter(c -> zip.holds(c.factor())).map(Choice::index).findFirst());
  }
}
