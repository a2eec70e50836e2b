package org.lossexp.engine;

import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Averages of the weights, kept beside them: training goes on from the weights, and what is judged
 * is the average. Everything in the network is averaged, also what layers only remember.
 */
abstract sealed class Average {
  final List<Parameters> parameters;
  final float[][] averages;

  /** How many weights are in the averages; 0 until averaging begins. */
  private long count;

  private Average(List<Parameters> parameters) {
    this.parameters = parameters;
    averages = parameters.stream().map(p -> new float[p.values().length]).toArray(float[][]::new);
  }

  /** {@return what a {@code train} section says} */
  static Average of(Arguments train, int epochs, List<Parameters> parameters) {
    if (!(train.value("average").orElse(null) instanceof Value.Call call)) {
      return new None();
    }
    Arguments given = call.arguments();
    return call.name().equals("ema")
        ? new Ema(given.real("decay"), parameters)
        : new Swa((int) Math.ceil(given.real("from") * epochs), parameters);
  }

  /** Looks at the weights after a step. */
  abstract void afterStep();

  /** Looks at the weights after an epoch, counted from 1. */
  abstract void afterEpoch(int epoch);

  /** Takes the weights in, each {@code share} of the way from the average to the weight. */
  final void take(double share) {
    float part = count == 0 ? 1 : (float) share;
    for (int i = 0; i < averages.length; i++) {
      float[] average = averages[i];
      float[] values = parameters.get(i).values();
      for (int j = 0; j < average.length; j++) {
        average[j] += part * (values[j] - average[j]);
      }
    }
    count++;
  }

  /** Hands over the averages. */
  final void exchange(Exchange exchange) {
    count = exchange.whole(count);
    for (float[] average : averages) {
      exchange.floats(average);
    }
  }

  final long count() {
    return count;
  }

  /** Puts the averages in the weights' place, or, called again, back; nothing before they begin. */
  final void swap() {
    if (count == 0) {
      return;
    }
    for (int i = 0; i < averages.length; i++) {
      float[] average = averages[i];
      float[] values = parameters.get(i).values();
      for (int j = 0; j < average.length; j++) {
        float value = values[j];
        values[j] = average[j];
        average[j] = value;
      }
    }
  }

  /** The weights themselves are judged. */
  private static final class None extends Average {
    None() {
      super(List.of());
    }

    @Override
    void afterStep() {}

    @Override
    void afterEpoch(int epoch) {}
  }

  /**
   * An average that forgets: after every step it moves {@code 1 − decay} of the way to the weights
   * (Polyak and Juditsky 1992, with a fixed share); it begins with the weights of the first step.
   */
  static final class Ema extends Average {
    private final double share;

    Ema(double decay, List<Parameters> parameters) {
      super(parameters);
      share = 1 - decay;
    }

    @Override
    void afterStep() {
      take(share);
    }

    @Override
    void afterEpoch(int epoch) {}
  }

  /**
   * The mean over the ends of epochs (stochastic weight averaging, Izmailov et al., UAI 2018).
   *
   * <p>Until it begins, the weights themselves are judged.
   */
  static final class Swa extends Average {
    private final int epochsBefore;

    Swa(int epochsBefore, List<Parameters> parameters) {
      super(parameters);
      this.epochsBefore = epochsBefore;
    }

    @Override
    void afterStep() {}

    @Override
    void afterEpoch(int epoch) {
      if (epoch > epochsBefore) {
        take(1.0 / (count() + 1));
      }
    }
  }
}
