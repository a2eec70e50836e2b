package org.lossexp.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;

/** What metrics read of the rows of a part, its memory sized once for all epochs. */
final class Readings {
  private final Part part;
  private final Model model;
  private final int block;
  private final Guest loss;
  private final Readout readout;
  private final Prepared.TargetScale scale;
  private final Map<Reading, Predictions> predictions = new LinkedHashMap<>();
  private final int[] order;
  private final int[] codes;
  private final double[] raw;

  /**
   * @param part what to predict
   * @param block the most examples that {@code model} takes at once
   * @param wanted of the readings that the readout of {@code loss} gives
   */
  Readings(Part part, Prepared data, Model model, int block, Guest loss, Set<Reading> wanted) {
    this.part = part;
    this.model = model;
    this.block = block;
    this.loss = loss;
    this.readout = loss.readout();
    this.scale = data.targetScale();
    this.order = Sampler.numbers(part.rows());
    this.codes = new int[block * (part.codes().length / part.rows())];
    wanted.forEach(reading -> predictions.put(reading, memory(reading, data.classes().size())));
    this.raw = new double[wanted.isEmpty() ? 0 : part.rows() * model.columns()];
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

  /** {@return the readings at the weights as they are, the same memory every time} */
  Map<Reading, Predictions> update() {
    if (!predictions.isEmpty()) {
      predict();
      predictions.forEach(this::read);
    }
    return predictions;
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
