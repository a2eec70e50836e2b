package org.lossexp.engine;

/**
 * L-BFGS (Liu and Nocedal 1989) with a line search to the strong Wolfe conditions, in double: the
 * steps of PyTorch's {@code LBFGS} with {@code line_search_fn = "strong_wolfe"}.
 *
 * <p>Every sum runs in the order of the numbers. Where PyTorch would go on from a value that is not
 * finite, a value counts here as too high, so that the line search comes back from there.
 */
final class Lbfgs {
  /** Values that one line search asks for, at most, after the first. */
  private static final int SEARCHES = 25;

  /** The decrease that is asked for, as a share of the one that the slope promises. */
  private static final double DECREASE = 1e-4;

  /** How flat it must be at the new place, as a share of the slope at the old one. */
  private static final double FLATNESS = 0.9;

  /** An interval of the line search in which no weight moves by more is not divided. */
  private static final double NARROW = 1e-9;

  /** Pairs that are bent by less say nothing of the curvature. */
  private static final double CURVATURE = 1e-10;

  /** A slope that promises less than this share of the value is flat: rounding is larger. */
  private static final double FLAT = 1e-16;

  private final int size;
  private final int history;

  /** The latest changes of place and of gradient, the oldest at {@link #oldest}. */
  private final double[][] places;

  private final double[][] slopes;
  private final double[] curvatures;
  private final double[] factors;
  private final double[] direction;
  private final double[] start;
  private Probe here;
  private Probe low;
  private Probe high;
  private Probe fresh;
  private int oldest;
  private int pairs;
  private double scale = 1;

  /** What is minimized. */
  @FunctionalInterface
  interface Objective {
    /**
     * {@return the value at {@code x}}
     *
     * @param gradient receives the gradient
     */
    double evaluate(double[] x, double[] gradient);
  }

  /** A place on the line of a search. */
  private static final class Probe {
    /** How far along the direction. */
    private double at;

    private double value;

    /** Along the direction. */
    private double slope;

    private final double[] gradient;

    Probe(int size) {
      gradient = new double[size];
    }

    boolean finite() {
      return value < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * @param size the numbers that are sought
   * @param history changes that the curvature is known from, at most
   */
  Lbfgs(int size, int history) {
    this.size = size;
    this.history = history;
    places = new double[history][size];
    slopes = new double[history][size];
    curvatures = new double[history];
    factors = new double[history];
    direction = new double[size];
    start = new double[size];
    here = new Probe(size);
    low = new Probe(size);
    high = new Probe(size);
    fresh = new Probe(size);
  }

  /** {@return where the gradient at the place of the next step is put before it} */
  double[] gradient() {
    return here.gradient;
  }

  /**
   * Goes on to a lower place, or stays where there is none.
   *
   * @param x the place, moved; the gradient there is in {@link #gradient}
   * @param value there; like the gradient, finite
   * @param rate the length of the first try of the line search, in directions
   */
  void step(Objective objective, double[] x, double value, double rate) {
    aim();
    here.value = value;
    here.slope = dot(here.gradient, direction);
    if (here.slope >= -FLAT * Math.max(1, Math.abs(value))) {
      return;
    }
    double length = pairs == 0 ? Math.min(1, 1 / absolute(here.gradient)) * rate : rate;
    System.arraycopy(x, 0, start, 0, size);
    Probe end = search(objective, x, length);
    place(x, end.at);
    remember(end);
  }

  /** The two loops of Nocedal 1980: the gradient times an inverse Hessian that the pairs tell. */
  private void aim() {
    for (int i = 0; i < size; i++) {
      direction[i] = -here.gradient[i];
    }
    for (int k = pairs - 1; k >= 0; k--) {
      int pair = (oldest + k) % history;
      factors[pair] = dot(places[pair], direction) * curvatures[pair];
      add(-factors[pair], slopes[pair]);
    }
    for (int i = 0; i < size; i++) {
      direction[i] *= scale;
    }
    for (int k = 0; k < pairs; k++) {
      int pair = (oldest + k) % history;
      double back = dot(slopes[pair], direction) * curvatures[pair];
      add(factors[pair] - back, places[pair]);
    }
  }

  private void add(double factor, double[] vector) {
    for (int i = 0; i < size; i++) {
      direction[i] += factor * vector[i];
    }
  }

  private void remember(Probe end) {
    if (end.at == 0) {
      // The line search found nothing lower: what is remembered leads nowhere.
      pairs = 0;
      scale = 1;
      return;
    }
    double bend = 0;
    double square = 0;
    for (int i = 0; i < size; i++) {
      double slope = end.gradient[i] - here.gradient[i];
      bend += slope * (direction[i] * end.at);
      square += slope * slope;
    }
    if (!(bend > CURVATURE * Math.min(1, square))) {
      return;
    }
    int pair = (oldest + pairs) % history;
    if (pairs == history) {
      oldest = (oldest + 1) % history;
    } else {
      pairs++;
    }
    for (int i = 0; i < size; i++) {
      slopes[pair][i] = end.gradient[i] - here.gradient[i];
      places[pair][i] = direction[i] * end.at;
    }
    curvatures[pair] = 1 / bend;
    scale = bend / square;
  }

  /** {@return the place that the line search ends at, its gradient there} */
  private Probe search(Objective objective, double[] x, double length) {
    double reach = largest(direction);
    Probe before = here;
    Probe now = low;
    Probe spare = high;
    probe(objective, x, length, now);
    int tries = 0;
    boolean bracketed = false;
    while (tries < SEARCHES) {
      if (tooHigh(now) || (tries > 1 && now.value >= before.value)) {
        bracketed = true;
        break;
      }
      if (flat(now)) {
        return now;
      }
      if (now.slope >= 0) {
        bracketed = true;
        break;
      }
      double least = now.at + 0.01 * (now.at - before.at);
      double next = cubic(before, now, least, now.at * 10);
      Probe free = before == here ? spare : before;
      before = now;
      now = free;
      probe(objective, x, next, now);
      tries++;
    }
    Probe first = bracketed ? before : here;
    Probe second = now;
    return zoom(objective, x, reach, tries, first, second);
  }

  private Probe zoom(
      Objective objective, double[] x, double reach, int tries, Probe first, Probe second) {
    Probe best = first.value <= second.value ? first : second;
    Probe other = best == first ? second : first;
    boolean stuck = false;
    while (tries < SEARCHES && Math.abs(other.at - best.at) * reach >= NARROW) {
      double left = Math.min(best.at, other.at);
      double right = Math.max(best.at, other.at);
      double next = cubic(best, other, left, right);
      double margin = 0.1 * (right - left);
      if (Math.min(right - next, next - left) < margin) {
        if (stuck || next >= right || next <= left) {
          next = Math.abs(next - right) < Math.abs(next - left) ? right - margin : left + margin;
          stuck = false;
        } else {
          stuck = true;
        }
      } else {
        stuck = false;
      }
      Probe now = free(best, other);
      probe(objective, x, next, now);
      tries++;
      if (tooHigh(now) || now.value >= best.value) {
        other = now;
        if (other.value < best.value) {
          Probe swapped = best;
          best = other;
          other = swapped;
        }
      } else if (flat(now)) {
        return now;
      } else {
        if (now.slope * (other.at - best.at) >= 0) {
          other = best;
        }
        best = now;
      }
    }
    return best;
  }

  /** {@return a probe that is neither of these, nor the start} */
  private Probe free(Probe first, Probe second) {
    if (low != first && low != second) {
      return low;
    }
    return high != first && high != second ? high : fresh;
  }

  private void probe(Objective objective, double[] x, double at, Probe probe) {
    place(x, at);
    double value = objective.evaluate(x, probe.gradient);
    double slope = dot(probe.gradient, direction);
    boolean finite = Double.isFinite(value) && Double.isFinite(slope);
    probe.at = at;
    probe.value = finite ? value : Double.POSITIVE_INFINITY;
    probe.slope = finite ? slope : 0;
  }

  private void place(double[] x, double at) {
    for (int i = 0; i < size; i++) {
      x[i] = start[i] + at * direction[i];
    }
  }

  private boolean tooHigh(Probe probe) {
    return probe.value > here.value + DECREASE * probe.at * here.slope;
  }

  private boolean flat(Probe probe) {
    return Math.abs(probe.slope) <= -FLATNESS * here.slope;
  }

  /**
   * {@return where the cubic through the values and slopes of two places is lowest, within bounds}
   */
  private static double cubic(Probe one, Probe other, double least, double most) {
    if (!one.finite() || !other.finite()) {
      return (least + most) / 2;
    }
    Probe left = one.at <= other.at ? one : other;
    Probe right = left == one ? other : one;
    double d1 = left.slope + right.slope - 3 * (left.value - right.value) / (left.at - right.at);
    double square = d1 * d1 - left.slope * right.slope;
    if (!(square >= 0)) {
      return (least + most) / 2;
    }
    double d2 = Math.sqrt(square);
    double lowest =
        right.at
            - (right.at - left.at)
                * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
    return Math.min(Math.max(lowest, least), most);
  }

  private double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double absolute(double[] vector) {
    double sum = 0;
    for (double v : vector) {
      sum += Math.abs(v);
    }
    return sum;
  }

  private static double largest(double[] vector) {
    double most = 0;
    for (double v : vector) {
      most = Math.max(most, Math.abs(v));
    }
    return most;
  }

  /** Hands over what is known of the curvature. */
  void exchange(Exchange exchange) {
    oldest = (int) exchange.whole(oldest);
    pairs = (int) exchange.whole(pairs);
    scale = exchange.real(scale);
    exchange.doubles(curvatures);
    for (int i = 0; i < history; i++) {
      exchange.doubles(places[i]);
      exchange.doubles(slopes[i]);
    }
  }
}
