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
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Measures predictions on one part of the data, its memory sized once for all epochs. */
final class Judge {
  private final List<Measurement> measurements = new ArrayList<>();
  private final Readings readings;
  private final Optional<Candidates> candidates;

  /**
   * @param part what to predict
   * @param block the most examples that {@code model} takes at once
   * @param loss whose readout tells what metrics may read; those that it cannot serve are left out
   * @param learned the parts whose preferences are known when this one is judged
   * @param most scores of candidates that one judgement may take
   */
  Judge(
      Part part,
      Prepared data,
      Model model,
      int block,
      Guest loss,
      List<Measurement> wanted,
      List<Part> learned,
      long most) {
    Set<Reading> read = new LinkedHashSet<>();
    boolean recommends = data.task() == Task.RECOMMENDATION;
    boolean scores = false;
    for (Measurement measurement : wanted) {
      Reading reading = measurement.metric().descriptor().reading();
      if (loss.readout().gives().contains(reading)) {
        measurements.add(measurement);
        if (recommends && reading == Reading.SCORE) {
          scores = true;
        } else {
          read.add(reading);
        }
      }
    }
    this.candidates =
        scores
            ? Optional.of(new Candidates(part, data, model, block, loss, learned, most))
            : Optional.empty();
    this.readings = new Readings(part, data, model, block, loss, read);
  }

  /** {@return metric → value, in the order in which they were wanted} */
  Map<String, Double> measure() {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<Reading, Predictions> predictions = readings.update();
    List<Measurement> ofLists =
        measurements.stream()
            .filter(m -> !predictions.containsKey(m.metric().descriptor().reading()))
            .toList();
    Map<String, Double> listed = candidates.map(c -> c.measure(ofLists)).orElse(Map.of());
    for (Measurement measurement : measurements) {
      Predictions read = predictions.get(measurement.metric().descriptor().reading());
      values.put(
          measurement.name(),
          read == null ? listed.get(measurement.name()) : Guest.measure(measurement, copy(read)));
    }
    return values;
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
