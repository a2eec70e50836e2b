package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;

/** Measures predictions on one part of the data, its memory sized once for all epochs. */
final class Judge {
  private final Part part;
  private final Network network;
  private final int block;
  private final Guest loss;
  private final Readout readout;
  private final Prepared.TargetScale scale;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<Reading, Predictions> predictions = new LinkedHashMap<>();
  private final int[] order;
  private final double[] raw;

  /**
   * @param part what to predict
   * @param block the most examples that {@code network} takes at once
   * @param loss whose readout tells what metrics may read; those that it cannot serve are left out
   */
  Judge(
      Part part, Prepared data, Network network, int block, Guest loss, List<Measurement> wanted) {
    this.part = part;
    this.network = network;
    this.block = block;
    this.loss = loss;
    this.readout = loss.readout();
    this.scale = data.targetScale();
    this.order = IntStream.range(0, part.rows()).toArray();
    this.raw = new double[part.rows() * network.columns()];
    for (Measurement measurement : wanted) {
      Reading reading = measurement.metric().descriptor().reading();
      if (readout.gives().contains(reading)) {
        measurements.add(measurement);
        predictions.computeIfAbsent(reading, r -> memory(r, data.classes().size()));
      }
    }
  }

  private Predictions memory(Reading reading, int classes) {
    int columns = readout.width(reading);
    double[] target = reading == Reading.POINT ? part.original() : part.target();
    return new Predictions(
        part.rows(), columns, new double[part.rows() * columns], target, classes);
  }

  /** {@return metric → value, in the order in which they were wanted} */
  Map<String, Double> measure() {
    Map<String, Double> values = new LinkedHashMap<>();
    if (!measurements.isEmpty()) {
      predict();
      predictions.forEach(this::read);
    }
    for (Measurement measurement : measurements) {
      Reading reading = measurement.metric().descriptor().reading();
      double value = Guest.measure(measurement, copy(predictions.get(reading)));
      values.put(measurement.name(), value);
    }
    return values;
  }

  /** A metric that writes where it should read changes nothing for another, or another trial. */
  private static Predictions copy(Predictions shared) {
    return new Predictions(
        shared.rows(),
        shared.columns(),
        shared.prediction().clone(),
        shared.target().clone(),
        shared.classes());
  }

  private void predict() {
    for (int first = 0; first < part.rows(); first += block) {
      int rows = Math.min(block, part.rows() - first);
      network.gather(part, order, first, rows);
      network.predict(rows, false, raw, first * network.columns());
    }
  }

  private void read(Reading reading, Predictions into) {
    double[] out = into.prediction();
    int columns = into.columns();
    loss.read(reading, raw, part.rows(), network.columns(), out);
    if (reading == Reading.POINT) {
      for (int i = 0; i < out.length; i++) {
        out[i] = scale.original(i % columns, out[i]);
      }
    }
  }
}
