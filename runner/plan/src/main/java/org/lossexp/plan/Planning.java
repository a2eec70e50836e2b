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
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.BoundLoss;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
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

  private final ExperimentFile file;
  private final Host host;
  private final Diagnostics diagnostics;
  private final Draft draft;
  private final Sweeps sweeps;
  private final ArgumentReader arguments;
  private final MaterialsReader reader;

  private Planning(ExperimentFile file, Host host) {
    this.file = file;
    this.host = host;
    this.diagnostics = new Diagnostics(file.source());
    this.draft = Draft.of(file, host.vocabulary(), host.losses(), diagnostics);
    this.sweeps = new Sweeps(draft.settings(), diagnostics);
    this.arguments = new ArgumentReader(sweeps, diagnostics);
    this.reader = new MaterialsReader(draft, host, sweeps, arguments);
  }

  static Outcome<ExperimentPlan> of(ExperimentFile file, Host host) {
    var planning = new Planning(file, host);
    Optional<ExperimentPlan> plan =
        planning.draft.circles ? Optional.empty() : planning.plan(planning.reader.read());
    return new Outcome<>(plan, planning.found());
  }

  /** What is unknown here may be declared in an imported file, which this version does not read. */
  private List<Diagnostic> found() {
    Set<String> unknown =
        draft.imports ? Set.of(FormulaCodes.UNKNOWN_NAME, FormulaCodes.UNKNOWN_LOSS) : Set.of();
    return diagnostics.inOrder().stream().filter(d -> !unknown.contains(d.code())).toList();
  }

  private Optional<ExperimentPlan> plan(Materials materials) {
    List<Candidate> candidates = Grid.candidates(materials, diagnostics);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    checkTasks(materials);
    checkStop(candidates);
    warnOfScale(materials);
    Models.refuseHuge(candidates, diagnostics);
    var fit = new Fit(host, diagnostics);
    List<Optional<BoundLoss>> bound = candidates.stream().map(fit::of).toList();
    List<DataHeader> headers =
        candidates.stream().map(candidate -> candidate.data().header()).distinct().toList();
    var comparison = new Comparison(reader, host.vocabulary(), diagnostics, headers);
    Optional<Materials.Metric> by = comparison.by();
    materials.metrics().forEach(comparison::judges);
    boolean judged =
        by.isPresent() && materials.complete() && bound.stream().allMatch(Optional::isPresent);
    if (!judged) {
      return Optional.empty();
    }
    List<Materials.Metric> metrics =
        metrics(
            by.get(), draft.metrics.isEmpty() ? comparison.usualMetrics() : materials.metrics());
    List<Kind> of =
        materials.compare().orElseThrow().words("of").stream()
            .distinct()
            .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
            .toList();
    var contenders = new Contenders(of, materials, candidates, diagnostics);
    var notes = new ArrayList<>(headerNotes(materials));
    notes.addAll(fit.notes());
    notes.addAll(Variation.oracles(candidates));
    notes.addAll(
        comparison.checkReadings(by.get(), metrics, readings(contenders, candidates, bound)));
    OptionalInt baseline =
        comparison.baseline(contenders.contenders(), host.losses(), of.equals(List.of(Kind.LOSS)));
    Arguments repeat = materials.repeat().orElseThrow();
    Optional<Design.Units> units = units(candidates, repeat);
    checkSize(candidates, repeat);
    TestParts.refuseRepeated(candidates, drawsSplits(repeat), repeat.whole("seeds"), diagnostics);
    units.ifPresent(kind -> refuseSameTrainings(candidates, kind, repeat));
    if (diagnostics.errors() > 0 || units.isEmpty()) {
      return Optional.empty();
    }
    warnOfOneUnit(candidates, units.get(), repeat);
    TestParts.warnOfSmall(candidates, diagnostics);
    warnOfUnused();
    Optional<String> baselineLabel =
        baseline.isPresent()
            ? Optional.of(contenders.contenders().get(baseline.getAsInt()).label())
            : Optional.empty();
    String resolved =
        new ResolvedText(draft, host.vocabulary(), host.losses(), arguments)
            .of(materials, metrics, by.get(), baselineLabel);
    return Optional.of(
        new PlanBuilder(host, materials, contenders, metrics, by.get(), units.get())
            .build(
                new PlanBuilder.Words(
                    name(), draft.title.orElse(name()), draft.question.orElse(""), notes, resolved),
                baseline));
  }

  /** The file's name without folders and ending. */
  private String name() {
    String name = file.source().name();
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

  private void checkStop(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      boolean early =
          candidate.train().arguments().values().get("stop") instanceof Value.Call stop
              && stop.name().equals("early");
      if (early && !candidate.data().hasValidation()) {
        diagnostics.error(
            Codes.EARLY_WITHOUT_VALIDATION,
            draft.blocks.get(Statement.Section.TRAIN).sectionSpan(),
            "`stop = early(…)` needs a validation part, and `%s` has none"
                .formatted(candidate.dataItem().name()),
            "",
            "write `%s(validation = 16%%, …)`"
                .formatted(candidate.data().steps().get(1).value().name()),
            "or leave `stop` out: then the last epoch counts");
        return;
      }
    }
  }

  /** Defaults of losses and learning rates are made for targets of about unit scale. */
  private void warnOfScale(Materials materials) {
    for (Item<DataCase> item : materials.data()) {
      DataCase data = item.variants().getFirst().value();
      double sd = data.header().targetSd();
      boolean scaled =
          data.pipeline().stream()
              .anyMatch(
                  step -> new Value.Flag(true).equals(step.arguments().values().get("target")));
      if (!scaled && (sd < LEAST_SCALE || sd > GREATEST_SCALE)) {
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
      Materials.Metric by, List<Materials.Metric> measured) {
    Map<String, Materials.Metric> metrics = new LinkedHashMap<>();
    measured.forEach(metric -> metrics.putIfAbsent(metric.name(), metric));
    metrics.putIfAbsent(by.name(), by);
    return List.copyOf(metrics.values());
  }

  private static List<String> headerNotes(Materials materials) {
    return materials.data().stream()
        .flatMap(item ->
            item.variants().stream()
                .flatMap(variant -> variant.value().header().notes().stream())
                .map(note -> materials.data().size() > 1 ? item.name() + ": " + note : note))
        .distinct()
        .toList();
  }

  /** {@return label of a contender → what it gives in every setting} */
  private static Map<String, Set<Reading>> readings(
      Contenders contenders, List<Candidate> candidates, List<Optional<BoundLoss>> bound) {
    Map<String, Set<Reading>> readings = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      String label = contenders.contenders().get(contenders.contender(i)).label();
      Set<Reading> given = bound.get(i).orElseThrow().function().readout().gives();
      readings.computeIfAbsent(label, _ -> EnumSet.allOf(Reading.class)).retainAll(given);
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
    if (fewest == 1) {
      diagnostics.warning(
          Codes.ONE_UNIT,
          sectionSpan(Statement.Section.REPEAT),
          "each candidate is trained once: no test can tell a difference from chance",
          "",
          "write `repeat { seeds = 10 }`");
    }
  }

  private void warnOfUnused() {
    draft.lets.forEach((name, let) -> {
      if (!sweeps.asked().contains(name)) {
        diagnostics.warning(
            Codes.UNUSED_LET,
            let.name().span(),
            "`%s` is never used".formatted(name),
            "",
            "delete it, or use it where it is meant");
      }
    });
  }
}
