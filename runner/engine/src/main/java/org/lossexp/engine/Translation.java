package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Head;

/**
 * TransE (Bordes et al., NIPS 2013): a relation moves its head to its tail; the score is {@code
 * −‖head + relation − tail‖}. Heads and tails are the same entities. Lengths are left free: the
 * paper brings entities to length 1 before each step.
 */
final class Translation extends Scorer {
  /** Keeps the slope of a distance of 0 finite. */
  private static final double LEAST = 1e-12;

  private final Parameters entities;
  private final Parameters relations;
  private final boolean absolute;
  private final int k;

  /**
   * @param absolute whether distances are sums of absolute differences, not Euclidean
   */
  Translation(Prepared data, Head head, int capacity, int k, boolean absolute) {
    super(data, head, capacity);
    List<DataHeader.Code> columns = data.codes();
    int size = Math.max(columns.get(0).size(), columns.get(2).size());
    this.entities = Parameters.table("entities", new Panels(size, k), size);
    int count = columns.get(1).size();
    this.relations = Parameters.table("relations", new Panels(count, k), count);
    this.absolute = absolute;
    this.k = k;
  }

  @Override
  public List<Parameters> learned() {
    return List.of(entities, relations);
  }

  /** Uniformly from ±6/√k, as in the paper. */
  @Override
  public void initialize(RandomStream.Key key) {
    for (Parameters table : learned()) {
      Panels shape = table.shape();
      RandomStream stream =
          key.with(table.name()).with(shape.rows()).with(shape.columns()).stream();
      double bound = 6 / Math.sqrt(k);
      for (int row = 0; row < shape.rows(); row++) {
        for (int column = 0; column < k; column++) {
          table.values()[shape.index(row, column)] = (float) (bound * (2 * stream.uniform() - 1));
        }
      }
    }
  }

  @Override
  void score(int rows, double[] out, int offset) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int column = 0; column < k; column++) {
        double difference = difference(row, column);
        sum += absolute ? Math.abs(difference) : difference * difference;
      }
      out[offset + row] = absolute ? -sum : -Math.sqrt(sum);
    }
  }

  private double difference(int row, int column) {
    Panels shape = entities.shape();
    return (double) entities.values()[shape.index(codes[3 * row], column)]
        + relations.values()[relations.shape().index(codes[3 * row + 1], column)]
        - entities.values()[shape.index(codes[3 * row + 2], column)];
  }

  @Override
  void pullBack(int rows, double[] slopes, double share) {
    Panels shape = entities.shape();
    for (int row = 0; row < rows; row++) {
      double norm = 0;
      for (int column = 0; column < k && !absolute; column++) {
        double difference = difference(row, column);
        norm += difference * difference;
      }
      norm = Math.max(Math.sqrt(norm), LEAST);
      entities.touchRow(codes[3 * row]);
      relations.touchRow(codes[3 * row + 1]);
      entities.touchRow(codes[3 * row + 2]);
      for (int column = 0; column < k; column++) {
        double difference = difference(row, column);
        double direction = absolute ? Math.signum(difference) : difference / norm;
        float slope = (float) (-slopes[row] * share * direction);
        entities.gradients()[shape.index(codes[3 * row], column)] += slope;
        relations.gradients()[relations.shape().index(codes[3 * row + 1], column)] += slope;
        entities.gradients()[shape.index(codes[3 * row + 2], column)] -= slope;
      }
    }
  }
}
