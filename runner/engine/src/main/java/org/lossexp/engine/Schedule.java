package org.lossexp.engine;

import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** How the learning rate changes over the steps, as a share of the rate that is written. */
sealed interface Schedule {
  /** {@return the schedule of a {@code train} section} */
  static Schedule of(Arguments train) {
    Optional<Value> written = train.value("schedule");
    if (!(written.orElse(null) instanceof Value.Call call)) {
      return new Constant();
    }
    Arguments given = call.arguments();
    return switch (call.name()) {
      case "step" -> new Step(given.whole("every"), given.real("factor"));
      case "exponential" -> new Step(1, given.real("factor"));
      case "cosine" -> new Cosine(given.real("warmup"));
      case "one_cycle" -> new OneCycle(given.real("warmup"));
      default -> throw new IllegalArgumentException("no schedule: " + call.name());
    };
  }

  /**
   * {@return the share at a step}
   *
   * @param step from 0
   * @param steps of the whole training
   * @param epoch from 0
   */
  double share(long step, long steps, int epoch);

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public double share(long step, long steps, int epoch) {
      return 1;
    }
  }

  /** Multiplied by {@code factor} after {@code every} epochs. */
  record Step(int every, double factor) implements Schedule {
    @Override
    public double share(long step, long steps, int epoch) {
      int times = epoch / every;
      return StrictMath.pow(factor, times);
    }
  }

  /**
   * Up along a line, then down to 0 along half a wave (Loshchilov and Hutter, ICLR 2017, without
   * restarts).
   *
   * @param warmup the share of the steps in which it rises
   */
  record Cosine(double warmup) implements Schedule {
    @Override
    public double share(long step, long steps, int epoch) {
      long rising = Math.round(warmup * steps);
      return step < rising
          ? (double) (step + 1) / rising
          : wave(1, 0, (double) (step - rising) / (steps - rising));
    }
  }

  /**
   * Up from a 25th and down to a 250,000th, both along half a wave (Smith and Topin 2018, with
   * PyTorch's numbers).
   *
   * @param warmup the share of the steps in which it rises
   */
  record OneCycle(double warmup) implements Schedule {
    private static final double FIRST = 1.0 / 25;
    private static final double LAST = FIRST / 1e4;

    @Override
    public double share(long step, long steps, int epoch) {
      double top = warmup * steps - 1;
      if (step <= top) {
        return wave(FIRST, 1, top == 0 ? 1 : step / top);
      }
      return wave(1, LAST, (step - top) / (steps - 1 - top));
    }
  }

  private static double wave(double from, double to, double progress) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * progress));
  }
}
