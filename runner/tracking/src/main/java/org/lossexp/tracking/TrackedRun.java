package org.lossexp.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.results.Results;
import org.lossexp.results.Searched;
import org.lossexp.results.TrialRecord;

/** A run of an experiment as a tracker sees it: its answer, and the final trials that ended. */
public final class TrackedRun {
  private final Results results;
  private final String answer;
  private final Map<String, Double> summary;
  private final List<TrackedTrial> trials;

  /**
   * A run with its answer.
   *
   * @param answer in words
   * @param numbers behind the answer
   */
  public TrackedRun(Results results, String answer, List<Summary> numbers) {
    this.results = results;
    this.answer = answer;
    Design design = results.design();
    List<String> settings =
        Names.unique(design.settings().stream().map(Design.Setting::label).toList());
    List<String> contenders =
        Names.unique(design.contenders().stream().map(Design.Contender::label).toList());
    List<String> keys =
        Names.distinct(
            numbers.stream()
                .map(number ->
                    Names.safe(number.metric())
                        + "."
                        + number.statistic()
                        + "/"
                        + place(design, settings, contenders, number.setting(), number.contender()))
                .toList());
    this.summary = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      summary.put(keys.get(i), numbers.get(i).value());
    }
    this.trials = trials(results, settings, contenders);
  }

  /**
   * A number behind the answer.
   *
   * @param setting index into the design's settings
   * @param contender index into the design's contenders
   * @param metric such as {@code test.accuracy}
   * @param statistic of the units, such as {@code mean}
   */
  public record Summary(
      int setting, int contender, String metric, String statistic, double value) {}

  /** {@return how many trials are planned that did not end by themselves, and so are left out} */
  public int left() {
    return results.design().trials().size() - trials.size();
  }

  /** {@return the run's id, a hash of all that its results depend on} */
  String id() {
    return results.run().id();
  }

  /** {@return when it began} */
  Instant started() {
    return results.run().started();
  }

  Design design() {
    return results.design();
  }

  String program() {
    return results.run().versions().program();
  }

  boolean complete() {
    return results.complete();
  }

  String answer() {
    return answer;
  }

  /** {@return name → number, in the order in which they were given} */
  Map<String, Double> summary() {
    return summary;
  }

  /** {@return those that ended by themselves, in the order of tables} */
  List<TrackedTrial> trials() {
    return trials;
  }

  private static List<TrackedTrial> trials(
      Results results, List<String> settings, List<String> contenders) {
    Design design = results.design();
    List<String> paths =
        Names.distinct(
            design.trials().stream()
                .map(row ->
                    place(design, settings, contenders, row.setting(), row.contender())
                        + "/"
                        + Names.safe(repetition(row)))
                .toList());
    Map<Integer, Searched> searched = results.searchedByRow();
    List<TrackedTrial> trials = new ArrayList<>();
    for (int i = 0; i < design.trials().size(); i++) {
      Design.Row row = design.trials().get(i);
      Optional<TrialRecord> record = Optional.ofNullable(results.finished().get(row.trial()));
      if (record.isPresent()) {
        Map<String, String> found =
            Optional.ofNullable(searched.get(i)).map(Searched::values).orElse(Map.of());
        trials.add(
            new TrackedTrial(
                paths.get(i),
                label(design, row),
                parameters(design, row, found),
                row.unit(),
                row.seed(),
                record.get().result(),
                record.get().timing()));
      }
    }
    return trials;
  }

  /** A setting without a label is the only one: its level would say nothing. */
  private static String place(
      Design design, List<String> settings, List<String> contenders, int setting, int contender) {
    return design.settings().get(setting).label().isEmpty()
        ? contenders.get(contender)
        : settings.get(setting) + "/" + contenders.get(contender);
  }

  /** The unit names the seed, but where all seeds share the test part. */
  private static String repetition(Design.Row row) {
    String seed = "seed " + row.seed();
    return List.of(row.unit().split(" · ", -1)).contains(seed)
        ? row.unit()
        : row.unit() + " · " + seed;
  }

  private static String label(Design design, Design.Row row) {
    String setting = design.settings().get(row.setting()).label();
    String contender = design.contenders().get(row.contender()).label();
    return (setting.isEmpty() ? "" : setting + " · ") + contender + " · " + repetition(row);
  }

  private static Map<String, String> parameters(
      Design design, Design.Row row, Map<String, String> found) {
    Design.Setting setting = design.settings().get(row.setting());
    Design.Contender contender = design.contenders().get(row.contender());
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("contender", contender.label());
    if (!setting.label().isEmpty()) {
      parameters.put("setting", setting.label());
    }
    parameters.putAll(setting.factors());
    parameters.putAll(contender.factors());
    parameters.put("loss", contender.loss());
    found.forEach((name, value) ->
        parameters.put(parameters.containsKey(name) ? "tuned." + name : name, value));
    return parameters;
  }
}
