package org.lossexp.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.lossexp.spi.Value;

/** Steps of {@link Lbfgs} over everything that is learned. */
final class LineSearch {
  private final List<Parameters> learned;
  private final Optional<Linear> linear;
  private final double[] place;
  private final Lbfgs lbfgs;

  private LineSearch(int history, List<Parameters> learned, Optional<Linear> linear) {
    this.learned = learned;
    this.linear = linear;
    int size = learned.stream().map(Parameters::shape).mapToInt(s -> s.rows() * s.columns()).sum();
    place = new double[size];
    lbfgs = new Lbfgs(size, history);
    begin();
  }

  /** The first place is where the weights were drawn. */
  private void begin() {
    int i = 0;
    for (Parameters parameters : learned) {
      Panels shape = parameters.shape();
      for (int column = 0; column < shape.columns(); column++) {
        for (int row = 0; row < shape.rows(); row++) {
          place[i++] = parameters.values()[shape.index(row, column)];
        }
      }
    }
    show(place);
  }

  /** Shows a linear model its weights in double. */
  private void show(double[] x) {
    linear.ifPresent(model -> System.arraycopy(x, 0, model.weights(), 0, model.weights().length));
  }

  /** {@return a line search, where {@code call} describes one} */
  static Optional<LineSearch> of(Value.Call call, List<Parameters> learned, Model model) {
    return call.name().equals("lbfgs")
        ? Optional.of(
            new LineSearch(
                call.arguments().whole("history"),
                learned,
                model instanceof Linear found ? Optional.of(found) : Optional.empty()))
        : Optional.empty();
  }

  /**
   * Moves the weights to where the objective is lower, if it can.
   *
   * @param value of the objective here
   * @param objective gives the value and the gradients at the weights as they then are
   * @return the squared norm of the gradient here; the weights stay where that is not finite
   */
  double step(double rate, double value, DoubleSupplier objective) {
    take(lbfgs.gradient());
    double square = 0;
    for (double slope : lbfgs.gradient()) {
      square += slope * slope;
    }
    if (Double.isFinite(square)) {
      lbfgs.step(
          (x, gradient) -> {
            put(x);
            double there = objective.getAsDouble();
            take(gradient);
            return there;
          },
          place,
          value,
          rate);
      put(place);
    }
    return square;
  }

  /** {@return whether all weights are finite} */
  boolean finite() {
    for (double number : place) {
      if (!Float.isFinite((float) number)) {
        return false;
      }
    }
    return true;
  }

  private void put(double[] x) {
    int i = 0;
    for (Parameters parameters : learned) {
      Panels shape = parameters.shape();
      for (int column = 0; column < shape.columns(); column++) {
        for (int row = 0; row < shape.rows(); row++) {
          parameters.values()[shape.index(row, column)] = (float) x[i++];
        }
      }
    }
    show(x);
  }

  private void take(double[] gradient) {
    int i = 0;
    for (Parameters parameters : learned) {
      Panels shape = parameters.shape();
      for (int column = 0; column < shape.columns(); column++) {
        for (int row = 0; row < shape.rows(); row++) {
          gradient[i++] = parameters.gradients()[shape.index(row, column)];
        }
      }
    }
    if (linear.isPresent()) {
      double[] exact = linear.get().gradients();
      for (int j = 0; j < exact.length; j++) {
        gradient[j] += exact[j];
      }
    }
  }

  /** Hands over the place and what is known of the curvature. */
  void exchange(Exchange exchange) {
    exchange.doubles(place);
    show(place);
    lbfgs.exchange(exchange);
  }
}
