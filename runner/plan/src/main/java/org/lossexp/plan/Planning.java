package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** One planning of one file: reads, crosses, checks, and builds where nothing is wrong. */
final class Planning {
  private static final double LEAST_SCALE = 0.1;
  private static final double GREATEST_SCALE = 10;

  /** More candidates than this are not searched for factors that change nothing. */
  private static final int LOOKED_AT = 20_000;

  private final Project project;
  private final Host host;
  private final Diagnostics diagnostics;
  private final Draft draft;
  private final Sweeps sweeps;
  private final ArgumentReader arguments;
  private final MaterialsReader reader;

  /** Every combination, those that are left out too. */
  private List<Candidate> crossed = List.of();

  private Planning(Project project, Host host) {
    this.project = project;
    this.host = host;
    this.diagnostics = new Diagnostics(project.whole());
    this.draft = Draft.of(project, host.vocabulary(), host.losses(), diagnostics);
    this.sweeps = new Sweeps(draft.settings(), draft.zips, diagnostics);
    this.arguments = new ArgumentReader(sweeps, diagnostics);
    this.reader = new MaterialsReader(draft, host, sweeps, arguments);
  }

  static Outcome<ExperimentPlan> of(Project project, Host host) {
    var planning = new Planning(project, host);
    Needs.check(planning.draft.uses, host.plugins(), planning.diagnostics);
    Optional<ExperimentPlan> plan =
        planning.draft.circles ? Optional.empty() : planning.plan(planning.reader.read());
    // A plan is made before the last checks: what they find comes after it.
    return new Outcome<>(
        planning.diagnostics.errors() == 0 ? plan : Optional.empty(),
        project.located(planning.diagnostics.inOrder()));
  }

  /** Everything crossed, but for what is zipped or left out; none after a mistake in that. */
  private List<Candidate> candidates(Materials materials) {
    if (sweeps.exceeded()) {
      return List.of();
    }
    if (materials.complete()) {
      new Zips(draft, materials, sweeps, diagnostics).check();
    }
    crossed = Grid.candidates(materials, draft.zips, diagnostics);
    return materials.complete()
        ? new Exclusions(draft, materials, sweeps, draft.losses(), arguments).remaining(crossed)
        : crossed;
  }

  private Optional<ExperimentPlan> plan(Materials materials) {
    List<Candidate> candidates = candidates(materials);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    checkTasks(materials);
    checkListeners(candidates);
    checkFullBatch(candidates);
    checkEvidence(materials, candidates);
    warnOfScale(materials);
    new Models(host.layering()).check(candidates, diagnostics);
    var fit = new Fit(draft.losses(), diagnostics);
    List<Optional<Feedings.Fed>> bound = candidates.stream().map(fit::of).toList();
    List<DataHeader> headers =
        candidates.stream().map(candidate -> candidate.data().header()).distinct().toList();
    var comparison = new Comparison(reader, host.vocabulary(), diagnostics, headers, given(bound));
    Optional<Materials.Metric> by = comparison.by();
    Optional<Materials.Metric> goal = by.flatMap(comparison::goal);
    materials.metrics().forEach(comparison::judges);
    boolean judged =
        goal.isPresent() && materials.complete() && bound.stream().allMatch(Optional::isPresent);
    if (!judged) {
      return Optional.empty();
    }
    var searching = new Searching(draft, materials, diagnostics);
    searching.check(candidates);
    List<Materials.Metric> metrics =
        metrics(
            by.get(),
            goal.get(),
            materials.metrics().isEmpty() ? comparison.usualMetrics() : materials.metrics());
    List<Kind> of =
        materials.compare().orElseThrow().words("of").stream()
            .distinct()
            .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
            .toList();
    warnOfIdleFactors(candidates);
    var contenders = new Contenders(of, materials, draft.zips, crossed, candidates, diagnostics);
    if (draft.excludes.isEmpty() && diagnostics.errors() == 0) {
      contenders.refuseGaps(diagnostics);
    }
    var notes = new ArrayList<>(headerNotes(materials));
    notes.addAll(fit.notes());
    notes.addAll(Variation.oracles(candidates));
    if (candidates.size() < crossed.size()) {
      notes.add(
          "`exclude` leaves out %,d of %,d combinations: a setting compares those that are left"
              .formatted(crossed.size() - candidates.size(), crossed.size()));
    }
    Map<String, Comparison.Given> readings = readings(contenders, candidates, bound);
    notes.addAll(comparison.checkReadings(by.get(), metrics, readings));
    comparison.checkGiven(goal.get(), readings);
    OptionalInt baseline =
        comparison.baseline(contenders.contenders(), draft.losses(), of.equals(List.of(Kind.LOSS)));
    Arguments repeat = materials.repeat().orElseThrow();
    Optional<Design.Units> units = units(candidates, repeat);
    checkSize(candidates, repeat);
    TestParts.refuseRepeated(candidates, drawsSplits(repeat), repeat.whole("seeds"), diagnostics);
    units.ifPresent(kind -> refuseSameTrainings(candidates, kind, repeat));
    if (diagnostics.errors() > 0 || units.isEmpty()) {
      return Optional.empty();
    }
    Optional<Tuning> tuning =
        searching.of(contenders.placed(), goal.get(), units.get(), repeat.whole("seeds"));
    if (diagnostics.errors() > 0) {
      return Optional.empty();
    }
    warnOfOneUnit(candidates, units.get(), repeat);
    TestParts.warnOfSmall(candidates, diagnostics);
    fit.warnOfIdle(
        Stream.of(Kind.values()).flatMap(kind -> draft.declared(kind).stream()).toList());
    warnOfUnused();
    Optional<String> baselineLabel =
        baseline.isPresent()
            ? Optional.of(contenders.contenders().get(baseline.getAsInt()).label())
            : Optional.empty();
    String resolved =
        new ResolvedText(draft, host.vocabulary(), arguments)
            .of(
                materials,
                metrics,
                by.get(),
                goal.filter(
                    _ -> tuning.isPresent() || draft.blocks.containsKey(Statement.Section.TUNE)),
                baselineLabel);
    var writer =
        new TrialWriter(
            host,
            repeat,
            metrics,
            materials.evidence(),
            goal.get(),
            tuning.map(Planning::apart).orElse(0.0));
    return Optional.of(
        new PlanBuilder(materials, contenders, metrics, by.get(), searching, writer, units.get())
            .build(
                new PlanBuilder.Words(
                    name(), draft.title.orElse(name()), draft.question.orElse(""), notes, resolved),
                baseline,
                tuning,
                tuning.map(it -> searchTrials(it, contenders, writer, repeat))));
  }

  /** {@return the share of all rows that is kept for searches} */
  private static double apart(Tuning tuning) {
    return tuning.scope() instanceof Value.Call apart ? apart.arguments().real("share") : 0;
  }

  private TunedTrials searchTrials(
      Tuning tuning, Contenders contenders, TrialWriter writer, Arguments repeat) {
    Map<List<Integer>, Candidate> byPlace = new LinkedHashMap<>();
    for (Contenders.Placed placed : contenders.placed()) {
      byPlace.put(List.of(placed.setting(), placed.contender()), placed.candidate());
    }
    List<Candidate> searched =
        tuning.searches().stream()
            .map(search -> byPlace.get(List.of(search.setting(), search.contender())))
            .toList();
    return new SearchTrials(tuning, searched, sweeps, arguments, writer, repeat.whole("from"));
  }

  /** The file's name without folders and ending. */
  private String name() {
    String name = project.own().name();
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return last.endsWith(".lossexp") ? last.substring(0, last.lastIndexOf('.')) : last;
  }

  /** One task a file: classes of any number go together, nothing else does. */
  private void checkTasks(Materials materials) {
    Item<DataCase> first = materials.data().getFirst();
    Task task = first.variants().getFirst().value().header().task();
    for (Item<DataCase> item : materials.data()) {
      for (Variant<DataCase> variant : item.variants()) {
        Task other = variant.value().header().task();
        if (other != task && !(other.hasClasses() && task.hasClasses())) {
          diagnostics.error(
              Codes.MIXED_TASKS,
              item.span(),
              "`%s` asks for %s, and `%s` for %s: a file has one task"
                  .formatted(item.name(), other.words(), first.name(), task.words()),
              "",
              "put them into two files");
        }
      }
    }
  }

  /** What listens to validation while it trains needs such a part. */
  private void checkListeners(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      Optional<String> entry =
          Stream.of("stop", "schedule")
              .filter(name -> isListener(candidate.train().arguments().values().get(name)))
              .findFirst();
      if (entry.isPresent() && !candidate.data().hasValidation()) {
        boolean stops = entry.get().equals("stop");
        diagnostics.error(
            Codes.EARLY_WITHOUT_VALIDATION,
            draft.blocks.get(Statement.Section.TRAIN).sectionSpan(),
            "`%s = %s(…)` needs a validation part, and `%s` has none"
                .formatted(entry.get(), stops ? "early" : "plateau", candidate.dataItem().name()),
            "",
            "write `%s(validation = 16%%, …)`"
                .formatted(candidate.data().steps().get(1).value().name()),
            stops
                ? "or leave `stop` out: then the last epoch counts"
                : "or take a schedule that is planned ahead, such as `cosine()`");
        return;
      }
    }
  }

  private static boolean isListener(Value value) {
    return value instanceof Value.Call call
        && (call.name().equals("early") || call.name().equals("plateau"));
  }

  /** A line search compares values of one function: a batch is another one at every step. */
  private void checkFullBatch(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      Arguments train = candidate.train().arguments();
      boolean searches = candidate.optimizer().value().name().equals("lbfgs");
      boolean clips = train.values().get("clip") instanceof Value.Call;
      if (searches && (clips || !train.isWord("batch_size", "all"))) {
        diagnostics.error(
            Codes.LINE_SEARCH,
            candidate.optimizerItem().span(),
            clips
                ? "`lbfgs` takes gradients as they are: `clip` would make its line search miss"
                : "`lbfgs` looks at all training examples at once: it needs `batch_size = all`",
            "",
            clips
                ? "leave `clip` out"
                : "write `train { batch_size = all }`; an epoch is one step then");
        return;
      }
    }
  }

  /** Only a linear model has coefficients. */
  private void checkEvidence(Materials materials, List<Candidate> candidates) {
    boolean asked = materials.evidence().stream().anyMatch(e -> e.name().equals("coefficients"));
    boolean linear = candidates.stream().anyMatch(candidate -> candidate.model().size() == 1);
    if (asked && !candidates.isEmpty() && !linear) {
      Span span =
          draft.metrics.stream()
              .filter(call -> call.name().equals("coefficients"))
              .findFirst()
              .orElseThrow()
              .nameSpan();
      diagnostics.error(
          Codes.NO_COEFFICIENTS,
          span,
          "`coefficients` are those of linear models, and no model here is one",
          "",
          "write `model linear = dense(outputs)`, or leave `coefficients` out");
    }
  }

  /** Defaults of losses and learning rates are made for targets of about unit scale. */
  private void warnOfScale(Materials materials) {
    for (Item<DataCase> item : materials.data()) {
      DataCase data = item.variants().getFirst().value();
      double sd = data.header().targetSd();
      boolean scaled =
          data.pipeline().stream()
              .anyMatch(step ->
                  step.name().equals("scale_target")
                      || new Value.Flag(true).equals(step.arguments().values().get("target")));
      boolean numbers = data.header().task() == Task.REGRESSION;
      if (numbers && !scaled && (sd < LEAST_SCALE || sd > GREATEST_SCALE)) {
        diagnostics.warning(
            Codes.TARGET_SCALE,
            item.span(),
            "the target of `%s` has a standard deviation of %s"
                .formatted(item.name(), Counts.threeDigits(sd)),
            "",
            "learning rates, and losses with a scale of their own such as `huber(delta = 1)`, are"
                + " made for about 1",
            "write `-> standardize(target = true)`: metrics still see the original units");
      }
    }
  }

  private static List<Materials.Metric> metrics(
      Materials.Metric by, Materials.Metric goal, List<Materials.Metric> measured) {
    Map<String, Materials.Metric> metrics = new LinkedHashMap<>();
    measured.forEach(metric -> metrics.putIfAbsent(metric.name(), metric));
    metrics.putIfAbsent(by.name(), by);
    metrics.putIfAbsent(goal.name(), goal);
    return List.copyOf(metrics.values());
  }

  private static List<String> headerNotes(Materials materials) {
    return materials.data().stream()
        .flatMap(item ->
            item.variants().stream()
                .flatMap(variant ->
                    Stream.concat(
                        variant.value().header().notes().stream(),
                        variant.value().header().warnings().stream().map(Problem::message)))
                .map(note -> materials.data().size() > 1 ? item.name() + ": " + note : note))
        .distinct()
        .toList();
  }

  /** {@return what all losses give} */
  private static Set<Reading> given(List<Optional<Feedings.Fed>> bound) {
    Set<Reading> given = EnumSet.allOf(Reading.class);
    bound.forEach(fed -> fed.ifPresent(it -> given.retainAll(it.function().readout().gives())));
    return given;
  }

  /** {@return label of a contender → what it gives in every setting} */
  private static Map<String, Comparison.Given> readings(
      Contenders contenders, List<Candidate> candidates, List<Optional<Feedings.Fed>> bound) {
    Map<String, Comparison.Given> readings = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      String label = contenders.contenders().get(contenders.contender(i)).label();
      Set<Reading> given = bound.get(i).orElseThrow().function().readout().gives();
      Span loss = candidates.get(i).loss().span();
      readings
          .computeIfAbsent(label, _ -> new Comparison.Given(EnumSet.allOf(Reading.class), loss))
          .readings()
          .retainAll(given);
    }
    return readings;
  }

  static boolean drawsSplits(Arguments repeat) {
    return repeat.words("vary").contains("split");
  }

  private Optional<Design.Units> units(List<Candidate> candidates, Arguments repeat) {
    Candidate first = candidates.getFirst();
    Design.Units units = first.data().units(drawsSplits(repeat));
    Optional<Candidate> other =
        candidates.stream()
            .filter(candidate -> candidate.data().units(drawsSplits(repeat)) != units)
            .findFirst();
    other.ifPresent(candidate ->
        diagnostics.error(
            Codes.MIXED_SPLITS,
            candidate.dataItem().span(),
            "the test parts of `%s` and `%s` come about in different ways"
                .formatted(candidate.dataItem().name(), first.dataItem().name()),
            "",
            "split all data sets by seed, or give all of them a fixed `seed`",
            "tests count one kind of units"));
    return other.isPresent() ? Optional.empty() : Optional.of(units);
  }

  private void checkSize(List<Candidate> candidates, Arguments repeat) {
    long trials =
        candidates.stream().mapToLong(c -> (long) c.data().folds() * repeat.whole("seeds")).sum();
    if (trials <= Sweeps.LIMIT) {
      return;
    }
    Optional<Factor> largest =
        candidates.stream()
            .flatMap(candidate -> candidate.choices().keySet().stream())
            .distinct()
            .max(Comparator.comparingInt(factor -> factor.values().size()));
    String seeds = "`repeat` makes %,d seeds of each candidate".formatted(repeat.whole("seeds"));
    diagnostics.error(
        Codes.TOO_LARGE,
        largest.map(Factor::span).orElse(sectionSpan(Statement.Section.REPEAT)),
        "the experiment has %,d trials, and at most %,d are planned"
            .formatted(trials, Sweeps.LIMIT),
        "",
        largest
            .map(f -> "`%s` has the most values: %,d".formatted(f.name(), f.values().size()))
            .orElse("no factor is swept"),
        seeds);
  }

  private Span sectionSpan(Statement.Section section) {
    Statement.Block block = draft.blocks.get(section);
    return block == null ? new Span(0, 0) : block.sectionSpan();
  }

  /** Seeds that change nothing would be counted as units, and every difference be certain. */
  private void refuseSameTrainings(
      List<Candidate> candidates, Design.Units units, Arguments repeat) {
    if (units == Design.Units.SEEDS_ONLY
        && candidates.stream().anyMatch(candidate -> Variation.isNone(candidate, repeat))) {
      diagnostics.error(
          Codes.SAME_TRAININGS,
          sectionSpan(Statement.Section.REPEAT),
          "all %d seeds would train the same networks: nothing that `vary` names acts here"
              .formatted(repeat.whole("seeds")),
          "",
          "`corruption` needs a step that corrupts, `order` batches smaller than the training part,"
              + " `dropout` such a layer",
          "leave `vary` out: split, corruption, init, order and dropout then differ for each seed");
    }
  }

  private void warnOfOneUnit(List<Candidate> candidates, Design.Units units, Arguments repeat) {
    int seeds = repeat.whole("seeds");
    long fewest =
        candidates.stream()
            .mapToLong(candidate ->
                switch (units) {
                  case RESAMPLED -> (long) seeds * candidate.data().folds();
                  case FIXED_FOLDS -> candidate.data().folds();
                  case SEEDS_ONLY -> seeds;
                })
            .min()
            .orElseThrow();
    boolean tested = candidates.stream().anyMatch(candidate -> candidate.data().testRows() > 0);
    if (fewest == 1 && tested) {
      diagnostics.warning(
          Codes.ONE_UNIT,
          sectionSpan(Statement.Section.REPEAT),
          "each candidate is trained once: no test can tell a difference from chance",
          "",
          "write `repeat { seeds = 10 }`");
    }
  }

  private void warnOfUnused() {
    for (Statement.Let let : draft.idleLets(sweeps.asked())) {
      diagnostics.warning(
          Codes.UNUSED_LET,
          let.name().span(),
          "`%s` is never used".formatted(let.name().text()),
          "",
          "delete it, or use it where it is meant");
    }
  }

  private void warnOfIdleFactors(List<Candidate> candidates) {
    if (candidates.size() > LOOKED_AT) {
      return;
    }
    for (Factor factor : Variation.idle(candidates)) {
      diagnostics.warning(
          Codes.CHANGES_NOTHING,
          factor.span(),
          "`%s` changes nothing: its values give the same trainings".formatted(factor.name()),
          "",
          "it cancels out where it is used: leave it out, or look at what takes it back");
    }
  }
}
