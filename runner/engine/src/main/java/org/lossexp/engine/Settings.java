package org.lossexp.engine;

import java.util.Optional;
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
 * @param warmup for a rate on a cosine, the share of all steps in which it rises; empty: the rate
 *     is constant
 */
record Settings(
    int epochs, int batchSize, OptionalInt patience, double learningRate, Optional<Double> warmup) {
  /** {@return the settings of {@code trial} on {@code rows} training examples} */
  static Settings of(Trial trial, int rows) {
    Arguments train = trial.train().arguments();
    boolean all = train.isWord("batch_size", "all");
    OptionalInt patience =
        train.value("stop").orElse(null) instanceof Value.Call early
            ? OptionalInt.of(early.arguments().whole("patience"))
            : OptionalInt.empty();
    Optional<Double> warmup =
        train.value("schedule").orElse(null) instanceof Value.Call cosine
            ? Optional.of(cosine.arguments().real("warmup"))
            : Optional.empty();
    return new Settings(
        train.whole("epochs"),
        all ? rows : Math.min(rows, train.whole("batch_size")),
        patience,
        trial.optimizer().arguments().real("learning_rate"),
        warmup);
  }

  /**
   * {@return the learning rate of a step}
   *
   * <p>On a cosine: up along a line, then down to 0 along half a wave (Loshchilov and Hutter, ICLR
   * 2017, without restarts).
   *
   * @param step from 0
   * @param steps of the whole training
   */
  double rate(long step, long steps) {
    if (warmup.isEmpty()) {
      return learningRate;
    }
    long rising = Math.round(warmup.get() * steps);
    if (step < rising) {
      return learningRate * (step + 1) / rising;
    }
    double progress = (double) (step - rising) / (steps - rising);
    return learningRate * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
  }
}
