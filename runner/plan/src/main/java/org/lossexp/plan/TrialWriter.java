package org.lossexp.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Trial.Purpose;
import org.lossexp.experiment.TuningRows;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** Writes a candidate out as a trial, with its seeds and its name. */
final class TrialWriter {
  private final Host host;
  private final Arguments repeat;
  private final List<Materials.Metric> metrics;
  private final List<Value.Call> evidence;
  private final Materials.Metric goal;
  private final double apart;

  /**
   * @param repeat says which seeds vary
   * @param metrics what final trials measure
   * @param evidence what final trials leave besides
   * @param goal what chooses epochs and points
   * @param apart the share of all rows that is kept for searches; 0 without one
   */
  TrialWriter(
      Host host,
      Arguments repeat,
      List<Materials.Metric> metrics,
      List<Value.Call> evidence,
      Materials.Metric goal,
      double apart) {
    this.host = host;
    this.repeat = repeat;
    this.metrics = metrics;
    this.evidence = evidence;
    this.goal = goal;
    this.apart = apart;
  }

  /**
   * {@return a final trial}
   *
   * @param search what is searched for before it, a line each; none where the values are known
   */
  Trial last(Candidate candidate, long seed, int fold, List<String> search) {
    return trial(candidate, seeds(candidate.data(), seed), fold, metrics, false, search);
  }

  /**
   * {@return a trial of a search: it measures the goal alone, on the split of a final one}
   *
   * @param seed of the final trial with that split
   * @param own the seed of everything else that varies
   */
  Trial searching(Candidate candidate, long seed, int fold, long own) {
    Map<Purpose, Long> seeds = seeds(candidate.data(), own);
    seeds.put(Purpose.SPLIT, seeds(candidate.data(), seed).get(Purpose.SPLIT));
    return trial(candidate, seeds, fold, List.of(goal), true, List.of());
  }

  private Trial trial(
      Candidate candidate,
      Map<Purpose, Long> seeds,
      int fold,
      List<Materials.Metric> measured,
      boolean ofSearch,
      List<String> search) {
    DataHeader header = candidate.data().header();
    List<Value.Call> besides = ofSearch ? List.of() : evidence;
    Trial unnamed =
        new Trial(
            "",
            pipeline(candidate, ofSearch),
            header.sha256(),
            fold,
            candidate.modelCalls(),
            candidate.loss().text(),
            candidate.optimizer().value(),
            candidate.train(),
            Stream.concat(measured.stream().map(Materials.Metric::call), besides.stream()).toList(),
            candidate.data().hasValidation() ? Optional.of(goal.call()) : Optional.empty(),
            seeds);
    return Identity.named(unnamed, header, host.bits(), plugins(candidate, measured), search);
  }

  private List<Value.Call> pipeline(Candidate candidate, boolean ofSearch) {
    var pipeline = new ArrayList<>(candidate.data().pipeline());
    if (ofSearch || apart > 0) {
      pipeline.add(new TuningRows(ofSearch, apart, repeat.whole("from")).step());
    }
    return pipeline;
  }

  /** What does not vary keeps the first seed's stream; a fixed split has a seed of its own. */
  private Map<Purpose, Long> seeds(DataCase data, long seed) {
    List<String> vary = repeat.words("vary");
    Map<Purpose, Long> seeds = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      seeds.put(purpose, vary.contains(purpose.word()) ? seed : repeat.whole("from"));
    }
    data.fixedSeed().ifPresent(fixed -> seeds.put(Purpose.SPLIT, fixed));
    return seeds;
  }

  /** {@return the plugins whose losses or metrics take part} */
  List<PluginSource> plugins(Candidate candidate, List<Materials.Metric> measured) {
    var taking = new ArrayList<PluginSource>();
    lossNames(candidate).forEach(name -> add(host.lossPlugins().get(name), taking));
    measured.forEach(metric -> add(host.metricPlugins().get(metric.descriptor().name()), taking));
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
