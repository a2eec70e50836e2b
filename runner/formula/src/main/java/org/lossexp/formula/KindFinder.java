package org.lossexp.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Family;
import org.lossexp.spi.ParameterSpec;

/**
 * Finds the kinds of units that a formula can be about, by its signals: none is an error, and where
 * there are several the task decides when the loss is bound.
 */
final class KindFinder {
  private final Formula formula;
  private final DocTags doc;
  private final List<ParameterSpec> parameters;
  private final Arguments values;
  private final Diagnostics diagnostics;

  /**
   * A finder for {@code formula}.
   *
   * @param values of the parameters, with which it is tried
   */
  KindFinder(
      Formula formula,
      DocTags doc,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics) {
    this.formula = formula;
    this.doc = doc;
    this.parameters = parameters;
    this.values = values;
    this.diagnostics = diagnostics;
  }

  /** {@return the names in a formula that it does not declare itself, those of its lets too} */
  static Mentions names(Formula formula) {
    List<Expression> all = new ArrayList<>(formula.expressions());
    all.addAll(formula.lets().values());
    Mentions mentions = Mentions.of(all);
    Map<String, Expression.Call> bare = new LinkedHashMap<>(mentions.bare());
    bare.keySet().removeAll(formula.own());
    bare.keySet().removeAll(formula.lets().keySet());
    Map<String, Expression.Call> called = new LinkedHashMap<>(mentions.called());
    addLosses(formula, bare, called, new LinkedHashSet<>());
    return new Mentions(bare, called, mentions.indexed());
  }

  /** A loss inside a formula brings the names of its own formula. */
  private static void addLosses(
      Formula formula,
      Map<String, Expression.Call> bare,
      Map<String, Expression.Call> called,
      Set<String> seen) {
    List<String> names = new ArrayList<>(bare.keySet());
    names.removeIf(FormulaWords::isSignal);
    names.removeIf(formula.heads()::contains);
    names.addAll(called.keySet());
    for (String name : names) {
      boolean function = called.containsKey(name) && LossCompiler.isFunction(called.get(name));
      if (function || !seen.add(name)) {
        continue;
      }
      formula
          .losses()
          .find(name)
          .flatMap(LossCompiler::formula)
          .ifPresent(inner -> {
            // What is wrong with them is wrong where the loss is named.
            Expression.Call place = bare.getOrDefault(name, called.get(name));
            Mentions inside = names(inner.source());
            inside.bare().keySet().forEach(signal -> bare.putIfAbsent(signal, place));
            inside.called().forEach(called::putIfAbsent);
          });
    }
  }

  List<UnitKind> find() {
    Optional<List<UnitKind>> candidates = candidates();
    if (candidates.isEmpty()) {
      return List.of();
    }
    Mentions names = names(formula);
    Set<String> signals = new LinkedHashSet<>(names.bare().keySet());
    signals.removeIf(
        name -> candidates.get().stream().allMatch(kind -> kind.signal(name).isEmpty()));
    List<UnitKind> knowing =
        candidates.get().stream()
            .filter(kind -> signals.stream().allMatch(name -> kind.signal(name).isPresent()))
            .toList();
    if (knowing.isEmpty()) {
      mixed(signals, names, candidates.get());
      return List.of();
    }
    return fitting(knowing, names);
  }

  private Optional<List<UnitKind>> candidates() {
    Optional<Expression.Call> family = formula.declaration().family();
    if (family.isEmpty()) {
      Optional<Family> group = FormulaLoss.group(doc);
      List<UnitKind> kinds = new ArrayList<>(UnitKinds.all());
      kinds.removeIf(kind -> group.isPresent() && kind.family() != group.get());
      return Optional.of(kinds);
    }
    String word = family.get().name();
    if (word.equals(UnitKinds.HEADS)) {
      return Optional.of(UnitKinds.heads(formula.heads()));
    }
    List<UnitKind> named = UnitKinds.named(word);
    if (named.isEmpty() || family.get().arguments().isPresent()) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_FAMILY,
          family.get().span(),
          "`%s` is no kind of unit".formatted(diagnostics.written(family.get().span())),
          ArgumentReader.didYouMean(word, UnitKinds.words()),
          "kinds: " + String.join(", ", UnitKinds.words()));
      return Optional.empty();
    }
    return Optional.of(named);
  }

  private void mixed(Set<String> signals, Mentions names, List<UnitKind> candidates) {
    List<String> ordered = new ArrayList<>(signals);
    for (String second : ordered) {
      for (String first : ordered.subList(0, ordered.indexOf(second))) {
        boolean together =
            candidates.stream()
                .anyMatch(k -> k.signal(first).isPresent() && k.signal(second).isPresent());
        if (!together) {
          Span span = names.bare().get(second).span();
          diagnostics.error(
              FormulaCodes.MIXED_UNITS,
              span,
              "`%s` and `%s` belong to different units".formatted(first, second),
              "",
              "`%s` is of %s, `%s` of %s"
                  .formatted(first, owner(first, candidates), second, owner(second, candidates)),
              "a formula is about one kind of unit; losses of different kinds may be added");
          return;
        }
      }
    }
    diagnostics.error(
        FormulaCodes.MIXED_UNITS,
        formula.declaration().body().span(),
        "no kind of unit has all of `%s`".formatted(String.join("`, `", signals)),
        "");
  }

  private static String owner(String signal, List<UnitKind> candidates) {
    return candidates.stream()
        .filter(kind -> kind.signal(signal).isPresent())
        .findFirst()
        .map(UnitKind::unit)
        .orElse("nothing");
  }

  private List<UnitKind> fitting(List<UnitKind> knowing, Mentions names) {
    List<UnitKind> fitting = new ArrayList<>();
    Map<UnitKind, Diagnostics> refused = new LinkedHashMap<>();
    Set<String> used = names.all();
    for (UnitKind kind : knowing) {
      var found = new Diagnostics(diagnostics.source());
      var frame = new UnitKind.Frame(Optional.empty(), used, List.of());
      if (new Elaborator(formula, kind, frame, parameters, values, found).elaborate().isPresent()) {
        fitting.add(kind);
      } else {
        refused.put(kind, found);
      }
    }
    if (fitting.isEmpty()) {
      diagnostics.addAll(refused.get(likeliest(knowing, names)));
      return fitting;
    }
    boolean predicted =
        fitting.stream()
            .flatMap(kind -> kind.signals().stream())
            .anyMatch(signal -> signal.predicted() && used.contains(signal.name()));
    if (!predicted) {
      diagnostics.error(
          FormulaCodes.NOTHING_TO_TRAIN,
          formula.declaration().body().span(),
          "this formula does not depend on the model",
          "",
          "a loss names a prediction: `residual`, `z`, `p`, `margin`, `gap`, `distance` or the"
              + " like");
      return List.of();
    }
    return fitting;
  }

  /** {@return the kind whose messages help most: one with vectors where the formula reduces any} */
  private static UnitKind likeliest(List<UnitKind> kinds, Mentions names) {
    boolean calls =
        names.called().entrySet().stream()
            .anyMatch(entry ->
                FormulaWords.isFunction(entry.getKey())
                    && FormulaWords.function(entry.getKey(), entry.getValue().given().size())
                            .shape()
                        != FormulaWords.Shape.ELEMENT);
    boolean reduces = calls || names.indexed();
    return kinds.stream()
        .filter(kind -> kind.axis().isPresent() == reduces)
        .findFirst()
        .orElse(kinds.getFirst());
  }
}
