package org.lossexp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.CheckpointFolder;
import org.lossexp.results.ModelFile;
import org.lossexp.results.Results;
import org.lossexp.spi.MetricDescriptor;

/**
 * The folder {@code models}: of each candidate the model of the trial that its monitor liked best
 * on validation, of the first trial where nothing is monitored. While trials run, each leaves its
 * model in a folder inside.
 */
final class KeptModels {
  private static final String ENDING = ".safetensors";

  private final Path folder;
  private final Results results;
  private final Optional<String> monitor;

  private final Function<String, Optional<Trial>> trials;

  private final Consumer<Trial> runner;

  private final Consumer<String> progress;

  /**
   * @param folder of the results
   * @param monitor the metric on validation that chooses
   * @param trials identity → the trial, for those whose model was not kept when they ran
   * @param runner trains such a trial, which leaves its model
   * @param progress takes a sentence on what takes time
   */
  KeptModels(
      Path folder,
      Results results,
      Optional<String> monitor,
      Function<String, Optional<Trial>> trials,
      Consumer<Trial> runner,
      Consumer<String> progress) {
    this.folder = folder;
    this.results = results;
    this.monitor = monitor;
    this.trials = trials;
    this.runner = runner;
    this.progress = progress;
  }

  /** {@return where a trial leaves its model} */
  static Path ofTrial(Path results, String trial) {
    return models(results).resolve(".trials").resolve(trial + ENDING);
  }

  private static Path models(Path results) {
    return results.resolve("models");
  }

  /** {@return the models that were kept in {@code results}} */
  static List<Path> in(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(models(results), 2)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .filter(file -> !file.getParent().endsWith(".trials"))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Gives the chosen models their names and removes all others. What an earlier run kept stays as
   * it is.
   *
   * @return candidates whose model could not be kept
   */
  List<String> finish() throws IOException {
    Map<Path, Design.Row> chosen = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    Design design = results.design();
    for (int setting = 0; setting < design.settings().size(); setting++) {
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        Optional<Design.Row> best = best(setting, contender);
        if (best.isPresent()) {
          chosen.put(free(setting, contender, chosen), best.get());
        }
      }
    }
    Map<Path, Design.Row> wanted = new LinkedHashMap<>(chosen);
    wanted.entrySet().removeIf(entry -> isKept(entry.getValue(), entry.getKey()));
    trainAgain(wanted.values());
    for (Map.Entry<Path, Design.Row> entry : wanted.entrySet()) {
      Design.Row row = entry.getValue();
      if (Files.exists(ofTrial(folder, row.trial()))) {
        keep(row, entry.getKey());
        // A training for the model alone ends outside the journal, which removes the others'.
        CheckpointFolder.remove(folder, row.trial());
      } else {
        missing.add(design.contenders().get(row.contender()).label());
      }
    }
    removeAllBut(chosen.keySet());
    return missing;
  }

  /** Trials of earlier runs, and those that the cache knew, left no model. */
  private void trainAgain(Collection<Design.Row> wanted) {
    List<Trial> again =
        wanted.stream()
            .map(Design.Row::trial)
            .distinct()
            .filter(id -> !Files.exists(ofTrial(folder, id)))
            .flatMap(id -> trials.apply(id).stream())
            .toList();
    if (!again.isEmpty()) {
      progress.accept(
          "training %s again to keep %s"
              .formatted(Counted.of(again.size(), "model"), again.size() == 1 ? "it" : "them"));
      again.forEach(runner);
    }
  }

  /** {@return whether {@code file} holds the model of {@code row}, under its present names} */
  private boolean isKept(Design.Row row, Path file) {
    try {
      ModelFile model = ModelFile.read(file);
      return KeptModel.of(model).trial().id().equals(row.trial())
          && model.about().entrySet().containsAll(about(row).entrySet());
    } catch (IOException e) {
      // Not there, damaged, or of another version: it is made anew.
      return false;
    }
  }

  private Optional<Design.Row> best(int setting, int contender) {
    Comparator<Design.Row> better = Comparator.comparingDouble(this::merit);
    // Of equals, max takes the last: the first is meant.
    return results.design().trials().stream()
        .filter(row -> row.setting() == setting && row.contender() == contender)
        .filter(row -> status(row).equals(Optional.of(TrialResult.Status.DONE)))
        .reduce((one, other) -> better.compare(other, one) > 0 ? other : one);
  }

  private Optional<TrialResult.Status> status(Design.Row row) {
    return results.finished(row).map(TrialResult::status);
  }

  /** {@return how good the trial of {@code row} was on validation; higher is better} */
  private double merit(Design.Row row) {
    String name = monitor.orElse("");
    Map<String, Double> metrics = results.finished(row).orElseThrow().metrics();
    double value = metrics.getOrDefault("validation." + name, Double.NaN);
    boolean lower =
        results.design().metrics().stream()
            .filter(measure -> measure.name().equals(name))
            .anyMatch(measure -> measure.direction() == MetricDescriptor.Direction.LOWER_IS_BETTER);
    double merit = lower ? -value : value;
    return Double.isNaN(merit) ? Double.NEGATIVE_INFINITY : merit;
  }

  /** {@return a name made of labels: with several settings in a folder of the setting} */
  private Path free(int setting, int contender, Map<Path, Design.Row> taken) {
    Design design = results.design();
    Path place = models(folder);
    if (design.settings().size() > 1) {
      place = place.resolve(plain(design.settings().get(setting).label()));
    }
    String name = plain(design.contenders().get(contender).label());
    Path free = place.resolve(name + ENDING);
    for (int number = 2; taken.containsKey(free); number++) {
      free = place.resolve(name + "-" + number + ENDING);
    }
    return free;
  }

  /** {@return {@code label} in characters that every file system takes} */
  private static String plain(String label) {
    String plain = label.replaceAll("[^A-Za-z0-9.=+-]+", "_").replaceAll("^[_.]+|_+$", "");
    return plain.isEmpty() ? "_" : plain.substring(0, Math.min(plain.length(), 100));
  }

  private void keep(Design.Row row, Path file) throws IOException {
    ModelFile model = ModelFile.read(ofTrial(folder, row.trial()));
    Map<String, String> about = about(row);
    about.putAll(model.about());
    Files.createDirectories(file.getParent());
    new ModelFile(about, model.tensors()).write(file);
  }

  private Map<String, String> about(Design.Row row) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("contender", results.design().contenders().get(row.contender()).label());
    about.put("setting", results.design().settings().get(row.setting()).label());
    about.put("unit", row.unit());
    about.put("seed", Long.toString(row.seed()));
    return about;
  }

  private void removeAllBut(Set<Path> kept) throws IOException {
    for (Path file : in(folder)) {
      if (!kept.contains(file)) {
        Files.delete(file);
      }
    }
    Path temporary = ofTrial(folder, "").getParent();
    if (Files.isDirectory(temporary)) {
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporary);
    }
  }
}
