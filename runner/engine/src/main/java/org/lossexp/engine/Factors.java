package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Head;

/**
 * Matrix factorisation (Koren, Bell and Volinsky, Computer 42(8), 2009): {@code b + b_user + b_item
 * + p_user · q_item}.
 */
final class Factors extends Scorer {
  /** Small, so that first scores are near 0, and not equal. */
  private static final double SD = 0.1;

  private final Parameters users;
  private final Parameters items;
  private final List<Parameters> biases = new ArrayList<>();
  private final List<Parameters> learned = new ArrayList<>();
  private final Lanes lanes = new Lanes();

  /**
   * @param k numbers a user and an item
   */
  Factors(Prepared data, Head head, int capacity, int k, boolean biased) {
    super(data, head, capacity);
    users = table(data.codes().getFirst(), k);
    items = table(data.codes().getLast(), k);
    learned.add(users);
    learned.add(items);
    if (biased) {
      for (int size : new int[] {1, users.shape().rows(), items.shape().rows()}) {
        biases.add(Parameters.table("biases " + biases.size(), new Panels(1, size), 0));
      }
      learned.addAll(biases);
    }
  }

  private static Parameters table(DataHeader.Code code, int k) {
    return Parameters.table(code.name(), new Panels(code.size(), k), code.size());
  }

  @Override
  public List<Parameters> learned() {
    return learned;
  }

  @Override
  public void initialize(RandomStream.Key key) {
    draw(users, key.with("users"), SD);
    draw(items, key.with("items"), SD);
    if (!biases.isEmpty()) {
      biases.get(0).values()[0] = level();
    }
  }

  @Override
  void score(int rows, double[] out, int offset) {
    for (int row = 0; row < rows; row++) {
      int user = codes[2 * row];
      int item = codes[2 * row + 1];
      double score =
          lanes.dot(users.shape(), users.values(), user, items.shape(), items.values(), item);
      if (!biases.isEmpty()) {
        score +=
            (double) biases.get(0).values()[0]
                + biases.get(1).values()[user]
                + biases.get(2).values()[item];
      }
      out[offset + row] = score;
    }
  }

  @Override
  void pullBack(int rows, double[] slopes, double share) {
    double all = 0;
    for (int row = 0; row < rows; row++) {
      int user = codes[2 * row];
      int item = codes[2 * row + 1];
      double exact = slopes[row] * share;
      float slope = (float) exact;
      users.touchRow(user);
      items.touchRow(item);
      Lanes.add(slope, items.shape(), items.values(), item, users.shape(), users.gradients(), user);
      Lanes.add(slope, users.shape(), users.values(), user, items.shape(), items.gradients(), item);
      if (!biases.isEmpty()) {
        all += exact;
        biases.get(1).touchColumn(user);
        biases.get(2).touchColumn(item);
        biases.get(1).gradients()[user] += slope;
        biases.get(2).gradients()[item] += slope;
      }
    }
    if (!biases.isEmpty()) {
      biases.get(0).touchAll();
      biases.get(0).gradients()[0] = (float) all;
    }
  }
}
