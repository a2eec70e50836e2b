package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;

/**
 * The files of a run that need no statistics. All but {@code timings.csv} are functions of the
 * design and the results alone, in the order of {@link Design#trials}, whichever trial ended first.
 */
public final class Tables {
  /** The file as resolved, with every default written out. */
  public static final String EXPERIMENT = "experiment.lossexp";

  static final String LOCK = "lossexp.lock";

  static final List<String> PLACE = List.of("setting", "contender");
  static final List<String> REPETITION = List.of("unit", "seed");
  private static final List<String> OUTCOME =
      List.of(
          "best_epoch",
          "epochs",
          "training_rows",
          "validation_rows",
          "test_rows",
          "status",
          "cause",
          "trial");

  private Tables() {}

  /**
   * Writes {@code trials.csv}, {@code tuning.csv} where something is tuned, {@code history.csv},
   * the tables of {@code evidence}, {@code timings.csv}, {@code lossexp.lock} and {@code
   * experiment.lossexp} into {@code folder}.
   */
  public static void write(Path folder, Results results) throws IOException {
    AtomicFile.write(folder.resolve("trials.csv"), out -> trials(results, new CsvWriter(out)));
    if (results.design().tuning().isPresent()) {
      AtomicFile.write(
          folder.resolve("tuning.csv"), out -> TuningTable.write(results, new CsvWriter(out)));
    } else {
      Files.deleteIfExists(folder.resolve("tuning.csv"));
    }
    AtomicFile.write(folder.resolve("history.csv"), out -> history(results, new CsvWriter(out)));
    EvidenceTables.write(folder, results);
    PredictionStore.join(folder, results);
    AtomicFile.write(folder.resolve("timings.csv"), out -> timings(results, new CsvWriter(out)));
    AtomicFile.write(folder.resolve(LOCK), Lock.text(results.run()));
    AtomicFile.write(folder.resolve(EXPERIMENT), results.design().resolved());
  }

  /**
   * One row a final trial. A metric that the contender's readout does not give is an empty cell;
   * one that is undefined is {@code NaN}. The status of a trial that has not been tried is {@code
   * not run}.
   */
  static void trials(Results results, CsvWriter csv) throws IOException {
    Design design = results.design();
    List<String> factors = factors(design);
    List<String> metrics = metrics(results);
    List<String> header = new ArrayList<>(PLACE);
    factors.forEach(factor -> header.add(factorColumn(factor, metrics)));
    List<String> tuned = tuned(design);
    tuned.forEach(name -> header.add(header.contains(name) ? "tuned." + name : name));
    header.addAll(REPETITION);
    header.addAll(metrics);
    header.addAll(OUTCOME);
    csv.row(header);
    Map<Integer, Searched> searches = results.searchedByRow();
    for (int i = 0; i < design.trials().size(); i++) {
      Design.Row row = design.trials().get(i);
      Optional<Searched> searched = Optional.ofNullable(searches.get(i));
      List<String> cells = new ArrayList<>(place(design, row));
      factors.forEach(factor -> cells.add(factor(design, row, factor)));
      Map<String, String> found = searched.map(Searched::values).orElse(Map.of());
      tuned.forEach(name -> cells.add(found.getOrDefault(name, "")));
      cells.addAll(repetition(row));
      Optional<TrialResult> last = results.last(row).map(TrialRecord::result);
      metrics.forEach(
          metric -> cells.add(number(last.map(result -> result.metrics().get(metric)))));
      cells.add(whole(last, TrialResult::bestEpoch));
      cells.add(whole(last, result -> result.history().size()));
      cells.add(whole(last, TrialResult::trainingRows));
      cells.add(whole(last, TrialResult::validationRows));
      cells.add(whole(last, TrialResult::testRows));
      cells.add(last.map(result -> result.status().word()).orElse("not run"));
      cells.add(last.map(TrialResult::cause).or(() -> searched.flatMap(Tables::whyNot)).orElse(""));
      cells.add(row.trial());
      csv.row(cells);
    }
  }

  /** {@return why there is no trial after a search} */
  private static Optional<String> whyNot(Searched searched) {
    return searched.over() && searched.found().isEmpty()
        ? Optional.of("no point of its search ended well")
        : Optional.empty();
  }

  /** {@return the names of what is tuned, in the order of the searches} */
  static List<String> tuned(Design design) {
    return design.tuning().stream()
        .flatMap(tuning -> tuning.searches().stream())
        .flatMap(search -> search.values().stream())
        .map(Tuning.TunedValue::name)
        .distinct()
        .toList();
  }

  /** One row a final trial and epoch; rows of a trial that ended from outside are left out. */
  static void history(Results results, CsvWriter csv) throws IOException {
    Design design = results.design();
    List<String> validation = validation(results);
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(PLACE);
    header.addAll(REPETITION);
    header.addAll(List.of("epoch", "training_loss"));
    validation.forEach(metric -> header.add("validation." + metric));
    header.addAll(List.of("gradient_norm", "update_ratio", "learning_rate"));
    csv.row(header);
    for (Design.Row row : design.trials()) {
      List<TrialResult.Epoch> epochs =
          results.finished(row).map(TrialResult::history).orElse(List.of());
      for (TrialResult.Epoch epoch : epochs) {
        List<String> cells = new ArrayList<>(List.of(row.trial()));
        cells.addAll(place(design, row));
        cells.addAll(repetition(row));
        cells.add(Integer.toString(epoch.epoch()));
        cells.add(CsvWriter.number(epoch.loss()));
        validation.forEach(
            metric -> cells.add(number(Optional.ofNullable(epoch.validation().get(metric)))));
        cells.add(CsvWriter.number(epoch.gradientNorm()));
        cells.add(CsvWriter.number(epoch.updateRatio()));
        cells.add(CsvWriter.number(epoch.learningRate()));
        csv.row(cells);
      }
    }
  }

  /** One row a trial that was tried, those of searches last; its last attempt. */
  static void timings(Results results, CsvWriter csv) throws IOException {
    Design design = results.design();
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(PLACE);
    header.addAll(REPETITION);
    header.addAll(List.of("attempt", "started", "seconds", "worker"));
    csv.row(header);
    for (Design.Row row : design.trials()) {
      Optional<TrialRecord> last = results.last(row);
      if (last.isPresent()) {
        Timing timing = last.get().timing();
        List<String> cells = new ArrayList<>(List.of(row.trial()));
        cells.addAll(place(design, row));
        cells.addAll(repetition(row));
        cells.add(Integer.toString(last.get().attempt()));
        cells.add(timing.started().toString());
        cells.add(seconds(timing.elapsed()));
        cells.add(Integer.toString(timing.worker()));
        csv.row(cells);
      }
    }
    TuningTable.timings(results, csv);
  }

  static List<String> place(Design design, Design.Row row) {
    return place(design, row.setting(), row.contender());
  }

  static List<String> place(Design design, int setting, int contender) {
    return List.of(
        design.settings().get(setting).label(), design.contenders().get(contender).label());
  }

  static List<String> repetition(Design.Row row) {
    return List.of(row.unit(), Long.toString(row.seed()));
  }

  /** Factors of the settings, then those of the contenders. */
  private static List<String> factors(Design design) {
    Set<String> factors = new LinkedHashSet<>();
    design.settings().forEach(setting -> factors.addAll(setting.factors().keySet()));
    design.contenders().forEach(contender -> factors.addAll(contender.factors().keySet()));
    return List.copyOf(factors);
  }

  private static String factor(Design design, Design.Row row, String factor) {
    Map<String, String> setting = design.settings().get(row.setting()).factors();
    Map<String, String> contender = design.contenders().get(row.contender()).factors();
    return contender.getOrDefault(factor, setting.getOrDefault(factor, ""));
  }

  /** The factor's name, unless a column of ours has it: no two columns are called the same. */
  private static String factorColumn(String factor, List<String> metrics) {
    boolean taken =
        Stream.of(PLACE, REPETITION, metrics, OUTCOME).anyMatch(names -> names.contains(factor));
    return taken ? "factor." + factor : factor;
  }

  /**
   * What was measured on the test parts in the order of the design, then anything else there is.
   */
  private static List<String> metrics(Results results) {
    Set<String> metrics = new LinkedHashSet<>();
    results.design().metrics().forEach(measure -> metrics.add("test." + measure.name()));
    results
        .finished()
        .values()
        .forEach(record -> metrics.addAll(record.result().metrics().keySet()));
    return List.copyOf(metrics);
  }

  /** What was measured on validation parts: the design's metrics in its order, then others. */
  private static List<String> validation(Results results) {
    Set<String> found = new LinkedHashSet<>();
    results.finished().values().stream()
        .flatMap(record -> record.result().history().stream())
        .forEach(epoch -> found.addAll(epoch.validation().keySet()));
    Set<String> ordered = new LinkedHashSet<>();
    results.design().metrics().stream()
        .map(Design.Measure::name)
        .filter(found::contains)
        .forEach(ordered::add);
    ordered.addAll(found);
    return List.copyOf(ordered);
  }

  static String number(Optional<Double> number) {
    return number.map(CsvWriter::number).orElse("");
  }

  static String whole(Optional<TrialResult> result, Function<TrialResult, Integer> component) {
    return result.map(component).map(String::valueOf).orElse("");
  }

  static String seconds(Duration duration) {
    return CsvWriter.number(duration.toMillis() / 1000.0);
  }
}
