package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Head;

/**
 * A small network for users and one for items, whose outputs are multiplied (Huang et al., CIKM
 * 2013; Covington, Adams and Sargin, RecSys 2016): {@code relu(e W + b) V + c} of what is looked
 * up. The query's network sees all codes but the last.
 */
final class TwoTower extends Scorer {
  private final Tower query;
  private final Tower item;
  private final List<Parameters> learned = new ArrayList<>();

  /**
   * @param k numbers that are looked up for a code, and that a tower gives
   * @param units hidden units of a tower
   */
  TwoTower(Prepared data, Head head, int capacity, int k, int units) {
    super(data, head, capacity);
    List<DataHeader.Code> columns = data.codes();
    query = new Tower(columns.subList(0, width - 1), k, units, capacity);
    item = new Tower(columns.subList(width - 1, width), k, units, capacity);
    learned.addAll(query.layers.parameters());
    learned.addAll(item.layers.parameters());
  }

  private static final class Tower {
    private final Chain layers = new Chain();
    private final int[] codes;
    private final int columns;
    private final Signal output;

    Tower(List<DataHeader.Code> codes, int k, int units, int capacity) {
      this.columns = codes.size();
      this.codes = new int[capacity * columns];
      Embedding lookup = new Embedding(Signal.data(capacity, 0), this.codes, codes, k, capacity);
      Dense hidden =
          new Dense(
              lookup.output(),
              units,
              Activation.of("relu", Arguments.NONE),
              Initializer.DEFAULT,
              capacity);
      Dense top = new Dense(hidden.output(), k, Activation.IDENTITY, Initializer.DEFAULT, capacity);
      layers.add("embedding", lookup);
      layers.add("dense", hidden);
      layers.add("dense", top);
      output = top.output();
    }

    void take(int[] all, int width, int first, int rows) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(all, row * width + first, codes, row * columns, columns);
      }
    }
  }

  @Override
  public List<Parameters> learned() {
    return learned;
  }

  @Override
  public void initialize(RandomStream.Key key) {
    query.layers.initialize(key.with("two_tower").with("query"));
    item.layers.initialize(key.with("two_tower").with("item"));
  }

  @Override
  void score(int rows, double[] out, int offset) {
    query.take(codes, width, 0, rows);
    item.take(codes, width, width - 1, rows);
    query.layers.forward(rows, true);
    item.layers.forward(rows, true);
    Rows a = query.output.values();
    Rows b = item.output.values();
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int column = 0; column < a.width(); column++) {
        sum += (double) a.data()[row * a.stride() + column] * b.data()[row * b.stride() + column];
      }
      out[offset + row] = sum;
    }
  }

  @Override
  void pullBack(int rows, double[] slopes, double share) {
    multiply(item.output.values(), query.output.gradient(), rows, slopes, share);
    multiply(query.output.values(), item.output.gradient(), rows, slopes, share);
    query.layers.backward(rows);
    item.layers.backward(rows);
  }

  private static void multiply(Rows from, Rows to, int rows, double[] slopes, double share) {
    for (int row = 0; row < rows; row++) {
      float slope = (float) (slopes[row] * share);
      for (int column = 0; column < from.width(); column++) {
        to.data()[row * to.stride() + column] = slope * from.data()[row * from.stride() + column];
      }
    }
  }
}
