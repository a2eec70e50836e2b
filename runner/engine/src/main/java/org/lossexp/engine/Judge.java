package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Predicted;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Measures predictions on one part of the data, its memory sized once for all epochs. */
final class Judge {
  private final List<Measurement> measurements = new ArrayList<>();
  private final Readings readings;
  private final Optional<Candidates> candidates;

  /** Those of {@link #measurements} that the candidates are measured by. */
  private final List<Measurement> listed;

  private final Optional<Behaviour> behaviour;
  private Map<Reading, Predictions> last = Map.of();

  /**
   * @param part what to predict
   * @param block the most examples that {@code model} takes at once
   * @param loss whose readout tells what metrics may read; those that it cannot serve are left out
   * @param learned the parts whose preferences are known when this one is judged
   * @param most scores of candidates that one judgement may take
   * @param behaviour what tables are made of the predictions, if any
   */
  Judge(
      Part part,
      Prepared data,
      Model model,
      int block,
      Guest loss,
      List<Measurement> wanted,
      List<Part> learned,
      long most,
      Optional<Behaviour> behaviour) {
    Set<Reading> read = new LinkedHashSet<>();
    boolean recommends = data.task() == Task.RECOMMENDATION;
    List<Measurement> ofCandidates = new ArrayList<>();
    for (Measurement measurement : wanted) {
      Reading reading = measurement.metric().descriptor().reading();
      if (loss.readout().gives().contains(reading)) {
        measurements.add(measurement);
        if (recommends && reading == Reading.SCORE) {
          ofCandidates.add(measurement);
        } else {
          read.add(reading);
        }
      }
    }
    if (behaviour.isPresent()) {
      read.addAll(Behaviour.readings(data.task(), part.rows()));
      read.retainAll(loss.readout().gives());
    }
    this.behaviour = behaviour;
    this.listed = List.copyOf(ofCandidates);
    this.candidates =
        listed.isEmpty()
            ? Optional.empty()
            : Optional.of(new Candidates(part, data, model, block, loss, learned, most));
    this.readings = new Readings(part, data, model, block, loss, read);
  }

  /** {@return metric → value, in the order in which they were wanted} */
  Map<String, Double> measure() {
    Map<String, Double> values = new LinkedHashMap<>();
    last = readings.update();
    Map<String, Double> ofCandidates = candidates.map(c -> c.measure(listed)).orElse(Map.of());
    for (Measurement measurement : measurements) {
      Double value = ofCandidates.get(measurement.name());
      values.put(
          measurement.name(),
          value == null
              ? Guest.measure(
                  measurement, copy(last.get(measurement.metric().descriptor().reading())))
              : value);
    }
    return values;
  }

  /** {@return what was seen when it was measured last, as tables} */
  List<Evidence> evidence() {
    if (behaviour.isEmpty()) {
      return List.of();
    }
    List<Evidence> tables = new ArrayList<>(behaviour.get().tables(last, ofScores()));
    candidates.flatMap(Candidates::queries).ifPresent(tables::add);
    return tables;
  }

  /** {@return what was predicted when it was measured last, if these are numbers or classes} */
  Optional<Predicted> predicted() {
    return behaviour.flatMap(it -> it.predicted(last));
  }

  private List<Measurement> ofScores() {
    return measurements.stream()
        .filter(measurement -> measurement.metric().descriptor().reading() == Reading.SCORE)
        .toList();
  }

  /** A metric that writes where it should read changes nothing for another, or another trial. */
  static Predictions copy(Predictions shared) {
    Map<String, double[]> extras = new LinkedHashMap<>();
    shared.extras().forEach((name, values) -> extras.put(name, values.clone()));
    return new Predictions(
        shared.rows(),
        shared.columns(),
        shared.prediction().clone(),
        shared.target().clone(),
        shared.classes(),
        shared.starts().clone(),
        extras);
  }
}
