package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement.Kind;

/**
 * Parts candidates into what is compared and the settings in which it is compared.
 *
 * <p>The factors of what is compared belong to the contender, and so does what goes in step with
 * them; all others belong to the setting. A {@code let} that changes the data belongs to the
 * setting in any case: contenders meet the same data.
 */
final class Contenders {
  private final List<Kind> of;
  private final Materials materials;
  private final Labels labels;
  private final Set<Factor> compared;

  /** The kinds that are compared, and those that go in step with what is. */
  private final Set<Kind> comparedKinds;

  private final Map<List<Object>, Integer> contenderKeys = new LinkedHashMap<>();
  private final Map<List<Object>, Integer> settingKeys = new LinkedHashMap<>();
  private final List<Design.Contender> contenders = new ArrayList<>();
  private final List<Design.Setting> settings = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<Span> settingSpans = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();

  /** A candidate and its place in the table of settings and contenders. */
  record Placed(Candidate candidate, int setting, int contender) {}

  /**
   * Parts {@code candidates}.
   *
   * @param of the kinds that are compared, in the order of labels
   * @param crossed candidates that are left out too: contenders are ordered as in these
   */
  Contenders(
      List<Kind> of,
      Materials materials,
      List<Zip> zips,
      List<Candidate> crossed,
      List<Candidate> candidates,
      Diagnostics diagnostics) {
    this.of = of;
    this.materials = materials;
    this.compared = compared();
    this.comparedKinds = EnumSet.copyOf(of);
    Set<Factor> inStep = addInStep(zips, diagnostics);
    this.labels = new Labels(materials, compared, inStep);
    Map<List<Object>, Integer> order = new HashMap<>();
    crossed.forEach(candidate -> order.putIfAbsent(key(candidate, true), order.size()));
    candidates.stream()
        .sorted(Comparator.comparingInt(candidate -> order.get(key(candidate, true))))
        .forEach(this::contenderOf);
    candidates.forEach(this::place);
    refuseTwins(diagnostics);
  }

  /** {@return the factors that belong to contenders because they go in step with one that does} */
  private Set<Factor> addInStep(List<Zip> zips, Diagnostics diagnostics) {
    Set<Factor> all = new LinkedHashSet<>();
    for (Kind kind : Kind.values()) {
      all.addAll(materials.factors(kind));
    }
    materials.train().forEach(variant -> all.addAll(variant.choices().keySet()));
    Set<Factor> ofData = materials.factors(Kind.DATA);
    Set<Factor> inStep = new LinkedHashSet<>();
    for (Zip zip : zips) {
      boolean ofContenders =
          of.stream().anyMatch(zip::holds) || compared.stream().anyMatch(zip::holds);
      if (!ofContenders) {
        continue;
      }
      if (zip.holds(Kind.DATA) || ofData.stream().anyMatch(zip::holds)) {
        diagnostics.error(
            Codes.ZIP_DATA,
            zip.span(),
            "data cannot go in step with what is compared: contenders meet the same data",
            "",
            "leave `zip` out, or write a file for each data set");
      }
      all.stream()
          .filter(factor -> zip.holds(factor) && !compared.contains(factor))
          .forEach(inStep::add);
      Stream.of(Kind.values()).filter(zip::holds).forEach(comparedKinds::add);
    }
    compared.addAll(inStep);
    return inStep;
  }

  List<Design.Contender> contenders() {
    return contenders;
  }

  List<Design.Setting> settings() {
    return settings;
  }

  /** {@return the contender of the candidate that was given at {@code index}} */
  int contender(int index) {
    return placed.get(index).contender();
  }

  /** {@return every candidate: by setting, then by contender} */
  List<Placed> placed() {
    return placed.stream()
        .sorted(Comparator.comparingInt(Placed::setting).thenComparingInt(Placed::contender))
        .toList();
  }

  private Set<Factor> compared() {
    Set<Factor> factors = new LinkedHashSet<>();
    of.forEach(kind -> factors.addAll(materials.factors(kind)));
    factors.removeAll(materials.factors(Kind.DATA));
    return factors;
  }

  private int contenderOf(Candidate candidate) {
    return contenderKeys.computeIfAbsent(key(candidate, true), _ -> addContender(candidate));
  }

  /** What one contender, or one setting, has in common. */
  private List<Object> key(Candidate candidate, boolean ofContender) {
    var key = new ArrayList<Object>();
    for (Kind kind : Kind.values()) {
      if (comparedKinds.contains(kind) == ofContender) {
        key.add(candidate.item(kind).span());
      }
    }
    candidate
        .choices()
        .forEach((factor, index) -> {
          if (compared.contains(factor) == ofContender) {
            key.add(factor);
            key.add(index);
          }
        });
    return key;
  }

  private void place(Candidate candidate) {
    int setting = settingKeys.computeIfAbsent(key(candidate, false), _ -> addSetting(candidate));
    placed.add(new Placed(candidate, setting, contenderOf(candidate)));
  }

  /** A loss that goes with the setting has another text in each: the first one stands for all. */
  private int addContender(Candidate candidate) {
    Map<String, String> factors = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Kind kind : of) {
      names.add(labels.contender(kind, candidate));
      if (materials.count(kind) > 1) {
        put(factors, Draft.word(kind), labels.name(kind, candidate));
      }
    }
    for (Kind kind : comparedKinds) {
      if (!of.contains(kind)) {
        put(factors, Draft.word(kind), labels.name(kind, candidate));
      }
    }
    addChoices(factors, candidate, true);
    contenders.add(
        new Design.Contender(
            labels.beside(String.join(" * ", names), of, candidate),
            labels.lossText(candidate),
            factors));
    spans.add(candidate.item(of.getLast()).span());
    return contenders.size() - 1;
  }

  private int addSetting(Candidate candidate) {
    Map<String, String> factors = new LinkedHashMap<>();
    List<String> label = new ArrayList<>();
    for (Kind kind : List.of(Kind.DATA, Kind.MODEL, Kind.OPTIMIZER, Kind.LOSS)) {
      if (!comparedKinds.contains(kind) && materials.count(kind) > 1) {
        label.add(labels.name(kind, candidate));
        put(factors, Draft.word(kind), label.getLast());
      }
    }
    int kinds = factors.size();
    addChoices(factors, candidate, false);
    factors.entrySet().stream()
        .skip(kinds)
        .map(entry -> entry.getKey() + " = " + entry.getValue())
        .forEach(label::add);
    settingSpans.add(candidate.optimizerItem().span());
    settings.add(new Design.Setting(String.join(", ", label), factors));
    return settings.size() - 1;
  }

  private void addChoices(Map<String, String> factors, Candidate candidate, boolean ofContender) {
    candidate
        .choices()
        .forEach((factor, index) -> {
          if (compared.contains(factor) == ofContender) {
            put(factors, factor.name(), factor.text(index));
          }
        });
  }

  /** Two factors of one name, such as the units of two layers, are told apart by a number. */
  static <T> void put(Map<String, T> factors, String name, T value) {
    String key = name;
    for (int i = 2; factors.containsKey(key); i++) {
      key = name + "_" + i;
    }
    factors.put(key, value);
  }

  private void refuseTwins(Diagnostics diagnostics) {
    refuseTwins(
        "contenders",
        contenders.stream().map(Design.Contender::label).toList(),
        of.getLast(),
        spans,
        diagnostics);
    refuseTwins(
        "settings",
        settings.stream().map(Design.Setting::label).toList(),
        of.contains(Kind.OPTIMIZER) ? Kind.LOSS : Kind.OPTIMIZER,
        settingSpans,
        diagnostics);
  }

  /**
   * Labels tell apart.
   *
   * @param cause the kind that lets two of a name stand beside each other
   */
  private static void refuseTwins(
      String what, List<String> labels, Kind cause, List<Span> spans, Diagnostics diagnostics) {
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      if (!seen.add(labels.get(i))) {
        diagnostics.error(
            Codes.SAME_CONTENDER,
            spans.get(i),
            "two %s are named `%s`".formatted(what, labels.get(i)),
            "",
            "give one of them a name of its own: `%s other = …`".formatted(Draft.word(cause)));
      }
    }
  }

  /** Every contender meets every setting, or the comparison would be of unequal things. */
  void refuseGaps(Diagnostics diagnostics) {
    if (placed.size() == contenders.size() * settings.size()) {
      return;
    }
    Factor cause =
        placed.stream()
            .flatMap(p -> p.candidate().choices().keySet().stream())
            .filter(f -> placed.stream().anyMatch(p -> !p.candidate().choices().containsKey(f)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a gap without a cause"));
    diagnostics.error(
        Codes.INCOMPLETE_GRID,
        cause.span(),
        "`%s` varies for some candidates only, so not every contender meets every setting"
            .formatted(cause.name()),
        "",
        "use it in all data sets or in none, and in all losses or outside of them");
  }
}
