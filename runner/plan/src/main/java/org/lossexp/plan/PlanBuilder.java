package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Range;

/** Writes a checked experiment out: every trial, and the design that the report reads. */
final class PlanBuilder {
  private final Materials materials;
  private final Contenders contenders;
  private final List<Materials.Metric> metrics;
  private final Materials.Metric by;
  private final Searching searching;
  private final TrialWriter writer;
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
      Materials materials,
      Contenders contenders,
      List<Materials.Metric> metrics,
      Materials.Metric by,
      Searching searching,
      TrialWriter writer,
      Design.Units units) {
    this.materials = materials;
    this.contenders = contenders;
    this.metrics = metrics;
    this.by = by;
    this.searching = searching;
    this.writer = writer;
    this.units = units;
    this.repeat = materials.repeat().orElseThrow();
  }

  /**
   * {@return the plan}
   *
   * @param tuned writes the trials of {@code tuning} out
   */
  ExperimentPlan build(
      Words words, OptionalInt baseline, Optional<Tuning> tuning, Optional<TunedTrials> tuned) {
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
            tuning,
            data(),
            List.copyOf(plugins),
            materials.report().orElseThrow().words("formats"),
            words.notes(),
            words.resolved());
    return new ExperimentPlan(design, List.copyOf(trials.values()), tuned);
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
    List<String> search = searching.identity(placed.candidate());
    plugins.addAll(writer.plugins(placed.candidate(), metrics));
    long from = repeat.whole("from");
    for (long seed = from; seed < from + repeat.whole("seeds"); seed++) {
      for (int fold = 0; fold < placed.candidate().data().folds(); fold++) {
        Trial trial = writer.last(placed.candidate(), seed, fold, search);
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
}
