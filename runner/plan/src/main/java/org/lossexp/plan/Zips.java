package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.grammar.Statement.Let;

/** Checks what goes in step, when all factors are known. */
final class Zips {
  private final Draft draft;
  private final Materials materials;
  private final Sweeps sweeps;
  private final Diagnostics diagnostics;

  Zips(Draft draft, Materials materials, Sweeps sweeps, Diagnostics diagnostics) {
    this.draft = draft;
    this.materials = materials;
    this.sweeps = sweeps;
    this.diagnostics = diagnostics;
  }

  void check() {
    Set<String> before = new LinkedHashSet<>();
    for (Zip zip : draft.zips) {
      Map<String, Integer> sizes = new LinkedHashMap<>();
      for (Expression.Call name : zip.names()) {
        if (!before.add(name.name())) {
          twice(name);
        } else {
          size(name).ifPresent(size -> sizes.put(name.name(), size));
        }
      }
      if (zip.names().size() == 1) {
        alone(zip);
      } else if (sizes.values().stream().distinct().count() > 1) {
        unequal(zip, sizes);
      }
    }
  }

  private void twice(Expression.Call name) {
    diagnostics.error(
        Codes.ZIP,
        name.span(),
        "`%s` is zipped twice".formatted(name.name()),
        "",
        "what goes in step stands in one statement: `zip loss, rate, width`");
  }

  private void alone(Zip zip) {
    diagnostics.error(
        Codes.ZIP,
        zip.span(),
        "`%s` goes in step with nothing".formatted(zip.names().getFirst().name()),
        "",
        "write `zip %s, other`, or leave it out".formatted(zip.names().getFirst().name()));
  }

  private void unequal(Zip zip, Map<String, Integer> sizes) {
    diagnostics.error(
        Codes.ZIP_COUNTS,
        zip.span(),
        "these go in step one to one, and have unequal counts: "
            + sizes.entrySet().stream()
                .map(size -> "`%s` %d".formatted(size.getKey(), size.getValue()))
                .collect(Collectors.joining(", ")),
        "",
        "`loss` counts the declared losses; a swept argument is zipped by its own name: `zip delta,"
            + " rate`",
        "give all of them equally many values, or leave `zip` out to cross them");
  }

  /** How many values go by this name; empty where that was reported. */
  private Optional<Integer> size(Expression.Call name) {
    Optional<Kind> kind = kind(name.name());
    if (kind.isPresent()) {
      return Optional.of(materials.count(kind.get()));
    }
    List<Factor> factors =
        sweeps.known().stream().filter(factor -> factor.isCalled(name.name())).toList();
    if (factors.isEmpty()) {
      noFactor(name);
      return Optional.empty();
    }
    List<Integer> sizes =
        factors.stream().map(factor -> factor.values().size()).distinct().toList();
    if (sizes.size() > 1) {
      diagnostics.error(
          Codes.ZIP_COUNTS,
          name.span(),
          "several factors are called `%s`, with unequal counts: %s"
              .formatted(
                  name.name(),
                  sizes.stream().map(String::valueOf).collect(Collectors.joining(", "))),
          "",
          "say which one: `huber.delta`, or name it by a `let`");
      return Optional.empty();
    }
    return Optional.of(sizes.getFirst());
  }

  static Optional<Kind> kind(String name) {
    return Stream.of(Kind.values()).filter(kind -> Draft.word(kind).equals(name)).findFirst();
  }

  private void noFactor(Expression.Call name) {
    Optional<Setting> let = Optional.ofNullable(draft.lets.get(name.name())).map(Let::setting);
    boolean tuned =
        sweeps.searches().stream().anyMatch(search -> search.name().equals(name.name()));
    if (tuned || let.isPresent()) {
      String why = "has one value";
      if (tuned) {
        why = "is tuned";
      } else if (let.get() instanceof Setting.Swept) {
        why = "is used nowhere";
      }
      diagnostics.error(
          Codes.ZIP,
          name.span(),
          "`%s` %s, and only factors go in step".formatted(name.name(), why),
          "",
          "a factor is swept with `in {…}`, and used in what is trained");
      return;
    }
    List<String> names = factorNames(sweeps);
    diagnostics.error(
        FormulaCodes.UNKNOWN_NAME,
        name.span(),
        "no factor is named `%s`".formatted(name.name()),
        ArgumentReader.didYouMean(name.name(), names),
        "factors: " + String.join(", ", names));
  }

  /** {@return what may be zipped, or stand in a condition} */
  static List<String> factorNames(Sweeps sweeps) {
    var names = new ArrayList<String>();
    for (Kind kind : Kind.values()) {
      names.add(kind.name().toLowerCase(Locale.ROOT));
    }
    sweeps.known().stream().map(Factor::name).distinct().forEach(names::add);
    return names;
  }
}
