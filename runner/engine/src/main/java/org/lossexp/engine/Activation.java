package org.lossexp.engine;

/** What a layer does with its sums: with each by itself, or with those of an example together. */
enum Activation {
  IDENTITY,
  RELU,
  TANH,
  SIGMOID,
  SOFTMAX;

  /** {@return the activation that files call {@code word}} */
  static Activation of(String word) {
    return switch (word) {
      case "identity" -> IDENTITY;
      case "relu" -> RELU;
      case "tanh" -> TANH;
      case "sigmoid" -> SIGMOID;
      case "softmax" -> SOFTMAX;
      default -> throw new IllegalArgumentException("no activation: " + word);
    };
  }

  /** Replaces sums by activations. */
  void apply(Rows values, int rows) {
    switch (this) {
      case IDENTITY -> {}
      case RELU -> Curves.relu(values, rows);
      case TANH -> Curves.tanh(values, rows);
      case SIGMOID -> Curves.sigmoid(values, rows);
      case SOFTMAX -> Softmax.apply(values, rows);
    }
  }

  /** Turns the gradient with respect to activations into the one with respect to sums. */
  void chain(Rows values, Rows gradient, int rows) {
    switch (this) {
      case IDENTITY -> {}
      case RELU -> Curves.reluGradient(values, gradient, rows);
      case TANH -> Curves.tanhGradient(values, gradient, rows);
      case SIGMOID -> Curves.sigmoidGradient(values, gradient, rows);
      case SOFTMAX -> Softmax.chain(values, gradient, rows);
    }
  }
}
