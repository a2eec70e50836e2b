package org.lossexp.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Tuning;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Range;

/** Writes a checked experiment out: every trial, and the design that the report reads. */
final class PlanBuilder {
  private final Host host;
  private final Materials materials;
  private final Contenders contenders;
  private final List<Materials.Metric> metrics;
  private final Materials.Metric by;
  private final Materials.Metric goal;
  private final Searching searching;
  private final Design.Units units;
  private final Arguments repeat;
  private final Map<String, Trial> trials = new LinkedHashMap<>();
  private final List<Design.Row> rows = new ArrayList<>();
  private final Set<PluginSource> plugins = new LinkedHashSet<>();

  /**
   * What the design says in words.
   *
   * @param resolved the file with every default filled in
   */
  record Words(String name, String title, String question, List<String> notes, String resolved) {}

  PlanBuilder(
      Host host,
      Materials materials,
      Contenders contenders,
      List<Materials.Metric> metrics,
      Materials.Metric by,
      Materials.Metric goal,
      Searching searching,
      Design.Units units) {
    this.host = host;
    this.materials = materials;
    this.contenders = contenders;
    this.metrics = metrics;
    this.by = by;
    this.goal = goal;
    this.searching = searching;
    this.units = units;
    this.repeat = materials.repeat().orElseThrow();
  }

  ExperimentPlan build(Words words, OptionalInt baseline, Optional<Tuning> tuning) {
    contenders.placed().forEach(this::addTrials);
    Arguments compare = materials.compare().orElseThrow();
    Range range = by.descriptor().range();
    Design design =
        new Design(
            words.name(),
            words.title(),
            words.question(),
            contenders.settings(),
            contenders.contenders(),
            baseline,
            "test." + by.name(),
            compare.real("rope"),
            !(range.low() >= 0 && range.high() <= 1),
            compare.real("alpha"),
            metrics.stream().map(PlanBuilder::measure).toList(),
            units,
            repeat.whole("seeds"),
            rows,
            data(),
            List.copyOf(plugins),
            materials.report().orElseThrow().words("formats"),
            words.notes(),
            words.resolved());
    return new ExperimentPlan(design, List.copyOf(trials.values()), tuning);
  }

  private static Design.Measure measure(Materials.Metric metric) {
    return new Design.Measure(
        metric.name(),
        metric.descriptor().direction(),
        metric.descriptor().range().low(),
        metric.descriptor().range().high());
  }

  private List<Design.DataSource> data() {
    return materials.data().stream()
        .flatMap(item ->
            item.variants().stream()
                .map(variant -> variant.value().header())
                .map(header ->
                    new Design.DataSource(
                        item.name(),
                        header.path().orElse(""),
                        header.sha256(),
                        header.rows(),
                        header.task().words())))
        .distinct()
        .toList();
  }

  private void addTrials(Contenders.Placed placed) {
    long from = repeat.whole("from");
    for (long seed = from; seed < from + repeat.whole("seeds"); seed++) {
      for (int fold = 0; fold < placed.candidate().data().folds(); fold++) {
        Trial trial = trial(placed.candidate(), seed, fold);
        trials.putIfAbsent(trial.id(), trial);
        rows.add(
            new Design.Row(
                trial.id(),
                placed.setting(),
                placed.contender(),
                unit(placed.candidate().data(), seed, fold),
                seed));
      }
    }
  }

  /** The name of a test part; folds are counted from 1, as people do. */
  private String unit(DataCase data, long seed, int fold) {
    return switch (units) {
      case RESAMPLED ->
          data.folds() == 1 ? "seed " + seed : "seed " + seed + " · fold " + (fold + 1);
      case FIXED_FOLDS -> "fold " + (fold + 1);
      case SEEDS_ONLY -> "seed " + seed;
    };
  }

  private Trial trial(Candidate candidate, long seed, int fold) {
    DataHeader header = candidate.data().header();
    Trial unnamed =
        new Trial(
            "",
            candidate.data().pipeline(),
            header.sha256(),
            fold,
            candidate.modelCalls(),
            candidate.loss().text(),
            candidate.optimizer().value(),
            candidate.train(),
            metrics.stream().map(Materials.Metric::call).toList(),
            candidate.data().hasValidation() ? Optional.of(goal.call()) : Optional.empty(),
            seeds(candidate.data(), seed));
    return Identity.named(
        unnamed, header, host.bits(), plugins(candidate), searching.identity(candidate, goal));
  }

  /** What does not vary keeps the first seed's stream; a fixed split has a seed of its own. */
  private Map<Trial.Purpose, Long> seeds(DataCase data, long seed) {
    List<String> vary = repeat.words("vary");
    Map<Trial.Purpose, Long> seeds = new EnumMap<>(Trial.Purpose.class);
    for (Trial.Purpose purpose : Trial.Purpose.values()) {
      seeds.put(purpose, vary.contains(purpose.word()) ? seed : repeat.whole("from"));
    }
    data.fixedSeed().ifPresent(fixed -> seeds.put(Trial.Purpose.SPLIT, fixed));
    return seeds;
  }

  private List<PluginSource> plugins(Candidate candidate) {
    var taking = new ArrayList<PluginSource>();
    lossNames(candidate).forEach(name -> add(host.lossPlugins().get(name), taking));
    metrics.forEach(metric -> add(host.metricPlugins().get(metric.descriptor().name()), taking));
    plugins.addAll(taking);
    return taking;
  }

  /** A formula may be made of losses of several plugins. */
  private Set<String> lossNames(Candidate candidate) {
    Set<String> names = new LinkedHashSet<>();
    names.add(candidate.loss().loss().descriptor().name());
    for (String word : candidate.loss().text().split("\\W+", -1)) {
      if (host.vocabulary().isLoss(word)) {
        host.losses().catalogue().find(word).ifPresent(loss -> names.add(loss.descriptor().name()));
      }
    }
    return names;
  }

  private static void add(PluginSource plugin, List<PluginSource> to) {
    if (plugin != null) {
      to.add(plugin);
    }
  }
}
