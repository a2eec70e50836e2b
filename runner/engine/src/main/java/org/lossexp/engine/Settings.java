package org.lossexp.engine;

import java.util.OptionalInt;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * How a trial trains.
 *
 * @param epochs at most
 * @param batchSize examples a step; the last batch of an epoch may be smaller
 * @param patience epochs without a better one after which training ends; empty: never
 * @param learningRate the optimizer's
 * @param accumulate batches whose gradients make one step
 * @param schedule how the rate changes over the steps
 * @param clip what is done to large gradients
 */
record Settings(
    int epochs,
    int batchSize,
    int accumulate,
    OptionalInt patience,
    double learningRate,
    Schedule schedule,
    Clip clip) {
  /** {@return the settings of {@code trial} on {@code rows} training examples} */
  static Settings of(Trial trial, int rows) {
    Arguments train = trial.train().arguments();
    boolean all = train.isWord("batch_size", "all");
    OptionalInt patience =
        train.value("stop").orElse(null) instanceof Value.Call early
            ? OptionalInt.of(early.arguments().whole("patience"))
            : OptionalInt.empty();
    return new Settings(
        train.whole("epochs"),
        all ? rows : Math.min(rows, train.whole("batch_size")),
        train.whole("accumulate"),
        patience,
        trial.optimizer().arguments().real("learning_rate"),
        Schedule.of(train),
        Clip.of(train));
  }

  /**
   * {@return the learning rate of a step}
   *
   * @param step from 0
   * @param steps of the whole training
   * @param epoch from 0
   */
  double rate(long step, long steps, int epoch) {
    return learningRate * schedule.share(step, steps, epoch);
  }
}
