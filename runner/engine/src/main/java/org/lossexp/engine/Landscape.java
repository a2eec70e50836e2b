package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Evidence;

/**
 * The objective on a plane through trained weights, along two directions drawn at random of which
 * each filter is as long as the weights of that filter: otherwise a net whose weights are large
 * would look flat (Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural
 * nets, NeurIPS 2018, section 4). A filter is what gives one number of a layer, its bias included;
 * of a table that is looked up, one of its rows.
 */
final class Landscape {
  static final String NAME = "landscape";

  /** From −1 to 1 to each side. */
  private static final int STEPS = 12;

  private final List<Parameters> learned;
  private final List<double[]> middle;
  private final List<double[]> first;
  private final List<double[]> second;

  /**
   * @param learned at the weights that stand in the middle
   */
  Landscape(List<Parameters> learned) {
    this.learned = learned;
    this.middle = learned.stream().map(Landscape::values).toList();
    this.first = direction(1);
    this.second = direction(2);
  }

  /**
   * {@return 25 × 25 places, row by row; the weights are in the middle again afterwards}
   *
   * @param objective at the weights as they are
   */
  Evidence slice(DoubleSupplier objective) {
    List<Evidence.Row> rows = new ArrayList<>();
    for (int i = -STEPS; i <= STEPS; i++) {
      for (int j = -STEPS; j <= STEPS; j++) {
        double a = (double) i / STEPS;
        double b = (double) j / STEPS;
        move(a, b);
        rows.add(new Evidence.Row(List.of(), List.of(a, b, objective.getAsDouble())));
      }
    }
    move(0, 0);
    return new Evidence(NAME, List.of(), List.of("a", "b", "objective"), rows);
  }

  private void move(double a, double b) {
    for (int k = 0; k < learned.size(); k++) {
      float[] values = learned.get(k).values();
      Panels shape = learned.get(k).shape();
      int i = 0;
      for (int row = 0; row < shape.rows(); row++) {
        for (int column = 0; column < shape.columns(); column++, i++) {
          double along = Math.fma(a, first.get(k)[i], b * second.get(k)[i]);
          values[shape.index(row, column)] = (float) (middle.get(k)[i] + along);
        }
      }
    }
  }

  /** {@return the matrix row by row} */
  private static double[] values(Parameters parameters) {
    Panels shape = parameters.shape();
    double[] values = new double[shape.rows() * shape.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameters.values()[shape.index(i / shape.columns(), i % shape.columns())];
    }
    return values;
  }

  /** The stream knows no loss: candidates with equal models are shown along equal draws. */
  private List<double[]> direction(int which) {
    List<double[]> directions = new ArrayList<>();
    for (int k = 0; k < learned.size(); k++) {
      RandomStream stream = RandomStream.key(NAME).with(which).with(k).stream();
      double[] direction = new double[middle.get(k).length];
      for (int i = 0; i < direction.length; i++) {
        direction[i] = stream.gaussian();
      }
      normalize(learned.get(k), middle.get(k), direction);
      directions.add(direction);
    }
    return directions;
  }

  private static void normalize(Parameters parameters, double[] weights, double[] direction) {
    int columns = parameters.shape().columns();
    int rows = parameters.shape().rows();
    boolean byRow = parameters.isTable();
    double[] lengths = new double[byRow ? rows : columns];
    double[] drawn = new double[lengths.length];
    for (int i = 0; i < weights.length; i++) {
      int filter = byRow ? i / columns : i % columns;
      lengths[filter] = Math.fma(weights[i], weights[i], lengths[filter]);
      drawn[filter] = Math.fma(direction[i], direction[i], drawn[filter]);
    }
    for (int i = 0; i < weights.length; i++) {
      int filter = byRow ? i / columns : i % columns;
      direction[i] *= drawn[filter] == 0 ? 0 : Math.sqrt(lengths[filter] / drawn[filter]);
    }
  }
}
