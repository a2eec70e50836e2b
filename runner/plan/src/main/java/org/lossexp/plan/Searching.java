package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Tuning;
import org.lossexp.experiment.Tuning.Range;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** Checks what is tuned, and lays the searches out: for each candidate, on each test part. */
final class Searching {
  /** More trainings than a person would wait for; final trials have a limit of their own. */
  static final int LIMIT = 200_000;

  private final Draft draft;
  private final Materials materials;
  private final Arguments tune;
  private final Diagnostics diagnostics;

  Searching(Draft draft, Materials materials, Diagnostics diagnostics) {
    this.draft = draft;
    this.materials = materials;
    this.tune = materials.tune().orElseThrow();
    this.diagnostics = diagnostics;
  }

  private Value.Call search() {
    return (Value.Call) tune.values().get("search");
  }

  private int budget() {
    return search().arguments().whole("points");
  }

  private Span section() {
    Statement.Block block = draft.blocks.get(Statement.Section.TUNE);
    return block == null ? new Span(0, 0) : block.sectionSpan();
  }

  /** Reports what keeps a search from finding values fairly, or at all. */
  void check(List<Candidate> candidates) {
    materials.data().forEach(this::refuseTunedRows);
    Optional<Candidate> without =
        candidates.stream()
            .filter(candidate -> !candidate.tuned().isEmpty() && !candidate.data().hasValidation())
            .findFirst();
    without.ifPresent(candidate ->
        diagnostics.error(
            Codes.TUNED_WITHOUT_VALIDATION,
            candidate.tuned().getFirst().span(),
            "`%s` is tuned on a validation part, and `%s` has none"
                .formatted(candidate.tuned().getFirst().name(), candidate.dataItem().name()),
            "",
            "write `%s(validation = 16%%, …)`".formatted(candidate.data().split().value().name()),
            "or give it one value: `= …`"));
    candidates.stream()
        .flatMap(candidate -> candidate.tuned().stream())
        .distinct()
        .forEach(this::checkDomain);
    if (Brackets.stopEarly(search())) {
      materials.train().forEach(this::refuseTunedEpochs);
    }
    if (draft.blocks.containsKey(Statement.Section.TUNE)
        && candidates.stream().allMatch(candidate -> candidate.tuned().isEmpty())) {
      diagnostics.warning(
          Codes.NOTHING_TUNED,
          section(),
          "nothing is tuned, so nothing is searched for",
          "",
          "write `learning_rate tune log 1e-4 .. 1e-1` where a value is to be found, or delete"
              + " this");
    }
  }

  /** Points on other rows, or on another split, cannot be compared, nor can their test parts. */
  private void refuseTunedRows(Item<DataCase> item) {
    for (Variant<DataCase> variant : item.variants()) {
      for (DataCase tried : variant.tried()) {
        for (int i = 0; i < 2; i++) {
          Step step = variant.value().steps().get(i);
          if (!step.value().equals(tried.steps().get(i).value())) {
            diagnostics.error(
                Codes.TUNED_ROWS,
                step.written().span(),
                "`%s` cannot be tuned: every point meets the same rows, split in the same way"
                    .formatted(step.written().name()),
                "",
                "write one value, or `in {…}` to compare several");
            return;
          }
        }
      }
    }
  }

  /** The search says how long each point is trained. */
  private void refuseTunedEpochs(Variant<Value.Call> train) {
    boolean vary =
        train.tried().stream()
            .anyMatch(tried -> tried.arguments().whole("epochs") != epochs(train.value()));
    if (vary) {
      diagnostics.error(
          Codes.SEARCH_MISMATCH,
          train.tuned().getFirst().span(),
          "`%s` itself says how many epochs a point gets, so `epochs` cannot be tuned"
              .formatted(search().name()),
          "",
          "write `epochs = %d`, or `search = tpe(points = %d)`"
              .formatted(epochs(train.value()), budget()));
    }
  }

  private static int epochs(Value.Call train) {
    return train.arguments().whole("epochs");
  }

  private void checkDomain(Tuned tuned) {
    if (search().name().equals("cma_es") && tuned.domain() instanceof Domain.Choices) {
      diagnostics.error(
          Codes.SEARCH_MISMATCH,
          tuned.span(),
          "`cma_es` moves through intervals, and `%s` is tuned over a set".formatted(tuned.name()),
          "",
          "write `search = tpe(points = %d)`, or an interval".formatted(budget()));
    }
  }

  /** {@return how many different values a domain has; 0 where it has no end of them} */
  private static long values(Tuned tuned) {
    return switch (tuned.range()) {
      case Range.Interval _ -> 0;
      case Range.Whole(long low, long high) -> high - low + 1;
      case Range.Choice choice -> choice.values().size();
    };
  }

  /** {@return how many points a search for {@code tuned} tries; empty where that was reported} */
  private Optional<Integer> points(List<Tuned> tuned) {
    double all = 1;
    int endless = 0;
    for (Tuned one : tuned) {
      long values = values(one);
      all *= Math.max(1, values);
      endless += values == 0 ? 1 : 0;
    }
    if (search().name().equals("grid")) {
      return gridPoints(tuned, all, endless);
    }
    if (Brackets.stopEarly(search())) {
      return Optional.of(budget());
    }
    return Optional.of(endless == 0 ? (int) Math.min(all, budget()) : budget());
  }

  /** As many of each endless domain as the budget allows, two at the least. */
  private Optional<Integer> gridPoints(List<Tuned> tuned, double stated, int endless) {
    int each = 2;
    while (endless > 0 && stated * power(each + 1, endless) <= budget()) {
      each++;
    }
    double points = stated * power(each, endless);
    if (points <= budget()) {
      return Optional.of((int) points);
    }
    diagnostics.error(
        Codes.SEARCH_MISMATCH,
        tuned.getFirst().span(),
        "the grid of %s has %s points at the least, and the budget is %d"
            .formatted(
                String.join(", ", tuned.stream().map(t -> "`" + t.name() + "`").toList()),
                Counts.rounded(points),
                budget()),
        "",
        "take a larger budget, `grid(points = %s)`, fewer values, or `search = tpe(points = %d)`"
            .formatted(String.format(Locale.ROOT, "%.0f", points), budget()));
    return Optional.empty();
  }

  private static double power(double base, int exponent) {
    double power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }

  /**
   * {@return the searches; empty where nothing is tuned, or where something was reported}
   *
   * @param goal the metric that they make best
   * @param units how the test parts come about, of which each has a search of its own
   */
  Optional<Tuning> of(
      List<Contenders.Placed> placed, Materials.Metric goal, Design.Units units, int seeds) {
    boolean nested = tune.isWord("scope", "nested");
    if (tune.isWord("scope", "once") && units != Design.Units.SEEDS_ONLY) {
      diagnostics.error(
          Codes.TUNED_ONCE,
          section(),
          "`scope = once` needs one test part that is the same for all trials, and here are"
              + " several",
          "",
          "with several, what is tuned for one has seen the test rows of another",
          "write `scope = apart(30%)` to tune once on rows that are in no test part, or leave it"
              + " out");
      return Optional.empty();
    }
    List<Contenders.Placed> searched =
        placed.stream().filter(one -> !one.candidate().tuned().isEmpty()).toList();
    var points = new ArrayList<Integer>();
    searched.forEach(one -> points(one.candidate().tuned()).ifPresent(points::add));
    if (points.size() < searched.size()) {
      return Optional.empty();
    }
    var searches = new ArrayList<Tuning.Search>();
    int row = 0;
    for (Contenders.Placed one : placed) {
      int folds = one.candidate().data().folds();
      if (!one.candidate().tuned().isEmpty()) {
        int parts = nested ? parts(one.candidate(), units, seeds) : 1;
        List<Tuning.Bracket> brackets = brackets(one.candidate(), points.removeFirst());
        for (int part = 1; part <= parts; part++) {
          var rows = new ArrayList<Integer>();
          for (int i = part - 1; i < seeds * folds; i += parts) {
            rows.add(row + i);
          }
          searches.add(
              new Tuning.Search(
                  one.setting(),
                  one.contender(),
                  part,
                  brackets,
                  values(one.candidate()),
                  stream(one.candidate(), part),
                  rows));
        }
      }
      row += seeds * folds;
    }
    var tuning =
        new Tuning(
            search(),
            tune.whole("seeds"),
            "validation." + goal.name(),
            tune.values().get("scope"),
            searches);
    if (tuning.trials() > LIMIT) {
      tooLarge(tuning.trials(), searched, searches.stream().mapToInt(Tuning.Search::part).max());
      return Optional.empty();
    }
    return searches.isEmpty() ? Optional.empty() : Optional.of(tuning);
  }

  private List<Tuning.Bracket> brackets(Candidate candidate, int points) {
    return Brackets.of(search(), points, epochs(candidate.train()));
  }

  /** What random numbers of a search are for: the same for all losses. */
  private String stream(Candidate candidate, int part) {
    return "search %d %s %d"
        .formatted(
            materials.repeat().orElseThrow().whole("from"),
            candidate.data().header().sha256(),
            part);
  }

  private static int parts(Candidate candidate, Design.Units units, int seeds) {
    return switch (units) {
      case RESAMPLED -> seeds * candidate.data().folds();
      case FIXED_FOLDS -> candidate.data().folds();
      case SEEDS_ONLY -> 1;
    };
  }

  private static List<Tuning.TunedValue> values(Candidate candidate) {
    Map<String, Tuned> names = names(candidate);
    return names.entrySet().stream()
        .map(e -> new Tuning.TunedValue(e.getKey(), e.getValue().text(), e.getValue().range()))
        .toList();
  }

  /** {@return what is tuned, by a name that no two of the candidate have} */
  static Map<String, Tuned> names(Candidate candidate) {
    Map<String, Tuned> names = new LinkedHashMap<>();
    candidate.tuned().forEach(tuned -> Contenders.put(names, tuned.name(), tuned));
    return names;
  }

  private void tooLarge(long trials, List<Contenders.Placed> searched, OptionalInt parts) {
    Optional<Factor> largest =
        searched.stream()
            .flatMap(one -> one.candidate().choices().keySet().stream())
            .distinct()
            .max(Comparator.comparingInt(factor -> factor.values().size()));
    var notes = new ArrayList<String>();
    notes.add(
        "%,d candidates × %,d test parts × %,d points × %d seeds, at most"
            .formatted(searched.size(), parts.orElse(1), budget(), tune.whole("seeds")));
    largest.ifPresent(factor ->
        notes.add(
            "`%s` has the most values: %,d".formatted(factor.name(), factor.values().size())));
    notes.add("take fewer points, or `scope = apart(30%)`, which tunes once for all test parts");
    diagnostics.error(
        Codes.TOO_LARGE,
        largest
            .filter(factor -> factor.values().size() > budget())
            .map(Factor::span)
            .orElse(section()),
        "the searches take %,d trainings, and at most %,d are planned".formatted(trials, LIMIT),
        "",
        notes);
  }

  /** {@return what a trial's identity says of the search, a line each; none without one} */
  List<String> identity(Candidate candidate) {
    if (candidate.tuned().isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    candidate.tuned().forEach(tuned -> lines.add("tuned " + tuned.name() + " " + tuned.text()));
    lines.add("tune " + tune.text());
    return lines;
  }
}
