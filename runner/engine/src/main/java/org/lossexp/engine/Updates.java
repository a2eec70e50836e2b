package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Reduction;

/**
 * What a step does once the gradients are known: clips them, moves the weights, and measures both.
 */
final class Updates {
  private final List<Parameters> learned;
  private final List<Optimizer> optimizers;
  private final List<Movement> movements = new ArrayList<>();
  private final Team.Task moves = (piece, _) -> movements.get(piece).run();
  private final Team team;
  private final long weights;
  private final Optional<LineSearch> search;
  private final Clip clip;
  private final float[][] before;

  /** Of the batches since the last step, where several make one; else of no length. */
  private final float[][] sums;

  private double sumCount;

  // Of the epoch in progress.
  private double squares;
  private int count;
  private double ratio;

  Updates(
      Trial trial,
      Settings settings,
      List<Parameters> learned,
      Optional<LineSearch> search,
      Team team) {
    this.learned = learned;
    this.team = team;
    this.clip = settings.clip();
    this.search = search;
    optimizers =
        search.isPresent()
            ? List.of()
            : learned.stream().map(each -> Optimizer.of(trial.optimizer(), each)).toList();
    for (Optimizer optimizer : optimizers) {
      for (int panel = 0; panel < optimizer.panels(); panel++) {
        movements.add(new Movement(optimizer, panel));
      }
    }
    // A member gets the same part of each layer's panels as for its gradient.
    movements.sort(Comparator.comparingDouble(Movement::place));
    weights = learned.stream().mapToLong(parameters -> parameters.shape().size()).sum();
    before =
        learned.stream().map(parameters -> parameters.values().clone()).toArray(float[][]::new);
    sums = new float[settings.accumulate() == 1 ? 0 : before.length][];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new float[before[i].length];
    }
  }

  /** One panel of a layer's weights, to be moved. */
  private record Movement(Optimizer optimizer, int panel) {
    double place() {
      return (double) panel / optimizer.panels();
    }

    void run() {
      optimizer.move(panel);
    }
  }

  void beginEpoch() {
    squares = 0;
    count = 0;
    ratio = Double.NaN;
  }

  /**
   * Adds the gradients of one of several batches to what the step will be made of.
   *
   * @param count what it counts in a mean
   */
  void add(double count) {
    for (int i = 0; i < sums.length; i++) {
      float[] sum = sums[i];
      float[] gradients = learned.get(i).gradients();
      for (int j = 0; j < sum.length; j++) {
        sum[j] += gradients[j];
      }
    }
    sumCount += count;
  }

  /** Gives the layers the gradients of all batches since the last step. */
  void combine(Reduction reduction) {
    float share =
        switch (reduction) {
          case MEAN -> sumCount == 0 ? 1 : (float) (1 / sumCount);
          case SUM -> 1;
        };
    for (int i = 0; i < sums.length; i++) {
      float[] sum = sums[i];
      learned.get(i).touchAll();
      float[] gradients = learned.get(i).gradients();
      for (int j = 0; j < sum.length; j++) {
        gradients[j] = sum[j] * share;
        sum[j] = 0;
      }
    }
    sumCount = 0;
  }

  /**
   * Moves the weights against the gradients.
   *
   * @param last whether it is the epoch's last step, of which the update ratio is measured
   * @param value of the objective
   * @param objective for a line search: gives the value and the gradients at the weights as they
   *     are
   * @return what left the finite numbers, if something did
   */
  Optional<String> apply(double rate, boolean last, double value, DoubleSupplier objective) {
    clip.apply(learned);
    if (last) {
      for (int i = 0; i < before.length; i++) {
        float[] values = learned.get(i).values();
        System.arraycopy(values, 0, before[i], 0, values.length);
      }
    }
    double square = 0;
    boolean finite = true;
    move(rate);
    for (Optimizer optimizer : optimizers) {
      square += optimizer.gradientSquare();
      finite &= optimizer.finite();
    }
    if (search.isPresent()) {
      square = search.get().step(rate, value, objective);
      finite = search.get().finite();
    }
    squares += square;
    count++;
    if (last) {
      ratio = measure();
    }
    if (!Double.isFinite(square)) {
      return Optional.of("the gradient became " + words(square));
    }
    return finite ? Optional.empty() : Optional.of("a weight became infinite");
  }

  private void move(double rate) {
    if (team.shares(16 * weights)) {
      for (Optimizer optimizer : optimizers) {
        if (optimizer.panels() > 0) {
          optimizer.beginStep(rate);
        } else {
          optimizer.step(rate);
        }
      }
      team.run(movements.size(), moves);
    } else {
      for (Optimizer optimizer : optimizers) {
        optimizer.step(rate);
      }
    }
  }

  private double measure() {
    double moved = 0;
    double size = 0;
    for (int i = 0; i < before.length; i++) {
      Panels shape = learned.get(i).shape();
      float[] now = learned.get(i).values();
      for (int column = 0; column < shape.columns(); column++) {
        for (int row = 0; row < shape.rows(); row++) {
          int at = shape.index(row, column);
          double old = before[i][at];
          double step = now[at] - old;
          moved += step * step;
          size += old * old;
        }
      }
    }
    // From weights that are all 0, any step is endless.
    return Math.sqrt(moved / size);
  }

  /** {@return steps made in the epoch so far} */
  int count() {
    return count;
  }

  /** {@return the root mean square of the gradient's norm over the steps of the epoch so far} */
  double gradientNorm() {
    return Math.sqrt(squares / count);
  }

  /** {@return the norm of the epoch's last change over that of the weights before it} */
  double ratio() {
    return ratio;
  }

  /** Hands over what is kept from step to step. */
  void exchange(Exchange exchange) {
    optimizers.forEach(optimizer -> optimizer.exchange(exchange));
    search.ifPresent(it -> it.exchange(exchange));
  }

  /** {@return how a message names a number that is not finite} */
  static String words(double value) {
    return Double.isNaN(value) ? "NaN" : "infinite";
  }
}
