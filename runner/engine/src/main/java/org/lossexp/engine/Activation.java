package org.lossexp.engine;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * What a layer does with its sums: with each by itself, or with those of an example together.
 *
 * @param parameter of a curve that has one: the slope of {@code leaky_relu}, alpha of {@code elu}
 */
record Activation(Curve curve, float parameter) {
  static final Activation IDENTITY = new Activation(Curve.IDENTITY, 0);

  /** What numbers become. */
  enum Curve {
    IDENTITY,
    RELU,
    LEAKY_RELU,
    ELU,
    GELU,
    SILU,
    TANH,
    SIGMOID,
    SOFTPLUS,
    SOFTMAX
  }

  /** {@return the activation that a layer's {@code activation = …} names} */
  static Activation of(Value value) {
    return value instanceof Value.Call call
        ? of(call.name(), call.arguments())
        : of(value.text(), Arguments.NONE);
  }

  /** {@return the activation that files call {@code word}} */
  static Activation of(String word, Arguments arguments) {
    return switch (word) {
      case "identity" -> IDENTITY;
      case "relu" -> new Activation(Curve.RELU, 0);
      case "leaky_relu" ->
          new Activation(Curve.LEAKY_RELU, real(arguments, "slope", LayerOffer.SLOPE));
      case "elu" -> new Activation(Curve.ELU, real(arguments, "alpha", LayerOffer.ALPHA));
      case "gelu" -> new Activation(Curve.GELU, 0);
      case "silu" -> new Activation(Curve.SILU, 0);
      case "tanh" -> new Activation(Curve.TANH, 0);
      case "sigmoid" -> new Activation(Curve.SIGMOID, 0);
      case "softplus" -> new Activation(Curve.SOFTPLUS, 0);
      case "softmax" -> new Activation(Curve.SOFTMAX, 0);
      default -> throw new IllegalArgumentException("no activation: " + word);
    };
  }

  private static float real(Arguments arguments, String name, double fallback) {
    return (float) (arguments.values().containsKey(name) ? arguments.real(name) : fallback);
  }

  /** {@return whether it is best done at the end of a product} */
  boolean isRectifier() {
    return curve == Curve.RELU;
  }

  /** {@return whether weights before it are drawn for a curve that lets one side through} */
  boolean isOneSided() {
    return switch (curve) {
      case RELU, LEAKY_RELU, ELU, GELU, SILU -> true;
      case IDENTITY, TANH, SIGMOID, SOFTPLUS, SOFTMAX -> false;
    };
  }

  /**
   * {@return memory for what {@link #chain} needs besides the activations: of no rows where these
   * tell the derivative}
   */
  Rows slopes(int capacity, int width) {
    return switch (curve) {
      case GELU, SILU, SOFTPLUS -> Rows.of(capacity, width);
      case IDENTITY, RELU, LEAKY_RELU, ELU, TANH, SIGMOID, SOFTMAX -> Rows.of(0, width);
    };
  }

  /** {@return what a number costs, in multiplications of a product} */
  long cost() {
    return switch (curve) {
      case IDENTITY -> 0;
      case RELU, LEAKY_RELU -> 8;
      case ELU, SILU, TANH, SIGMOID -> 32;
      case GELU, SOFTPLUS -> 64;
      case SOFTMAX -> 512;
    };
  }

  /** Replaces sums by activations, in the rows from {@code first} to below {@code last}. */
  void apply(Rows values, Rows slopes, int first, int last) {
    switch (curve) {
      case IDENTITY -> {}
      case RELU -> Curves.relu(values, first, last);
      case LEAKY_RELU -> Curves.leakyRelu(values, parameter, first, last);
      case ELU -> Curves.elu(values, parameter, first, last);
      case GELU -> Curves.gelu(values, slopes, first, last);
      case SILU -> Curves.silu(values, slopes, first, last);
      case TANH -> Curves.tanh(values, first, last);
      case SIGMOID -> Curves.sigmoid(values, first, last);
      case SOFTPLUS -> Curves.softplus(values, slopes, first, last);
      case SOFTMAX -> Softmax.apply(values, first, last);
    }
  }

  /** Turns the gradient with respect to activations into the one with respect to sums. */
  void chain(Rows values, Rows slopes, Rows gradient, int first, int last) {
    switch (curve) {
      case IDENTITY -> {}
      case RELU -> Curves.reluGradient(values, gradient, first, last);
      case LEAKY_RELU -> Curves.leakyReluGradient(values, parameter, gradient, first, last);
      case ELU -> Curves.eluGradient(values, parameter, gradient, first, last);
      case GELU, SILU, SOFTPLUS -> Curves.multiply(gradient, slopes, gradient, first, last);
      case TANH -> Curves.tanhGradient(values, gradient, first, last);
      case SIGMOID -> Curves.sigmoidGradient(values, gradient, first, last);
      case SOFTMAX -> Softmax.chain(values, gradient, first, last);
    }
  }
}
