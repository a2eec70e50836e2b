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
      case "plateau" -> new Plateau(given.real("factor"), given.whole("patience"));
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

  /** Hears whether an epoch was better on validation than all before it. */
  default void ended(boolean better) {}

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

  /**
   * Multiplied by {@code factor} whenever {@code patience} epochs in a row were no better than the
   * best before them; then the count begins anew. The only one that looks at what training does.
   *
   * <p>As PyTorch's {@code ReduceLROnPlateau} with {@code threshold = 0} and a patience of one
   * less: here it counts as in {@code early}.
   */
  final class Plateau implements Schedule {
    private final double factor;
    private final int patience;
    private double share = 1;
    private int waited;

    Plateau(double factor, int patience) {
      this.factor = factor;
      this.patience = patience;
    }

    @Override
    public double share(long step, long steps, int epoch) {
      return share;
    }

    @Override
    public void ended(boolean better) {
      waited = better ? 0 : waited + 1;
      if (waited == patience) {
        share *= factor;
        waited = 0;
      }
    }
  }

  private static double wave(double from, double to, double progress) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * progress));
  }
}
