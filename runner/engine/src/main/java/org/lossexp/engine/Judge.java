package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Task;

/** Measures predictions on one part of the data, its memory sized once for all epochs. */
final class Judge {
  private final Part part;
  private final Model model;
  private final int block;
  private final Guest loss;
  private final Readout readout;
  private final Prepared.TargetScale scale;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<Reading, Predictions> predictions = new LinkedHashMap<>();
  private final Optional<Candidates> candidates;
  private final int[] order;
  private final int[] codes;
  private final double[] raw;

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
    this.part = part;
    this.model = model;
    this.block = block;
    this.loss = loss;
    this.readout = loss.readout();
    this.scale = data.targetScale();
    this.order = Sampler.numbers(part.rows());
    this.codes = new int[block * (part.codes().length / part.rows())];
    boolean recommends = data.task() == Task.RECOMMENDATION;
    boolean scores = false;
    for (Measurement measurement : wanted) {
      Reading reading = measurement.metric().descriptor().reading();
      if (readout.gives().contains(reading)) {
        measurements.add(measurement);
        if (recommends && reading == Reading.SCORE) {
          scores = true;
        } else {
          predictions.computeIfAbsent(reading, r -> memory(r, data.classes().size()));
        }
      }
    }
    this.candidates =
        scores
            ? Optional.of(new Candidates(part, data, model, block, loss, learned, most))
            : Optional.empty();
    this.raw = new double[predictions.isEmpty() ? 0 : part.rows() * model.columns()];
  }

  private Predictions memory(Reading reading, int classes) {
    int columns =
        switch (reading) {
          // A loss may read several examples side by side; a metric reads one.
          case EMBEDDING -> model.columns();
          case SCORE -> 1;
          case POINT, CLASS, PROBABILITIES, QUANTILES -> readout.width(reading);
        };
    boolean original = reading == Reading.POINT || reading == Reading.QUANTILES;
    return new Predictions(
        part.rows(),
        columns,
        new double[part.rows() * columns],
        original ? part.original() : part.target(),
        classes,
        part.starts(),
        part.extras());
  }

  /** {@return metric → value, in the order in which they were wanted} */
  Map<String, Double> measure() {
    Map<String, Double> values = new LinkedHashMap<>();
    if (!predictions.isEmpty()) {
      predict();
      predictions.forEach(this::read);
    }
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

  private void predict() {
    int width = codes.length / block;
    for (int first = 0; first < part.rows(); first += block) {
      int rows = Math.min(block, part.rows() - first);
      System.arraycopy(part.codes(), first * width, codes, 0, rows * width);
      model.take(part, order, first, codes, rows);
      model.predict(rows, false, raw, first * model.columns());
    }
  }

  private void read(Reading reading, Predictions into) {
    double[] out = into.prediction();
    int columns = into.columns();
    loss.read(reading, raw, part.rows(), model.columns(), out);
    if (reading == Reading.POINT) {
      for (int i = 0; i < out.length; i++) {
        out[i] = scale.original(i % columns, out[i]);
      }
    } else if (reading == Reading.QUANTILES) {
      for (int i = 0; i < out.length; i++) {
        out[i] = scale.original(i % columns / Reading.LEVELS, out[i]);
      }
    }
  }
}
