package org.lossexp.spi;

import java.util.List;

/**
 * The last layer that a loss asks for.
 *
 * @param units raw outputs an example, at least 1
 * @param links what is applied to them before the loss sees them: one for all, or one each for a
 *     group of outputs that repeats, such as mean and variance for every target column
 */
public record Head(int units, List<Link> links) {
  public Head {
    links = List.copyOf(links);
    if (units < 1) {
      throw new IllegalArgumentException("a head has at least one unit: " + units);
    }
    if (links.isEmpty() || units % links.size() != 0) {
      throw new IllegalArgumentException(links.size() + " links do not divide " + units);
    }
    if (links.size() > 1 && !links.stream().allMatch(Link::alone)) {
      throw new IllegalArgumentException("a link that takes outputs together stands alone");
    }
  }

  /** A head whose outputs all have the same link. */
  public Head(int units, Link link) {
    this(units, List.of(link));
  }

  /** {@return whether every output has the link {@code link}} */
  public boolean all(Link link) {
    return links.stream().allMatch(link::equals);
  }

  /**
   * Applies the links, so that a loss sees what it asks for.
   *
   * @param raw the last layer's sums, [rows × units] from {@code offset}; overwritten
   */
  public void apply(double[] raw, int offset, int rows) {
    int end = offset + rows * units;
    switch (links.getFirst()) {
      case SOFTMAX -> {
        for (int i = offset; i < end; i += units) {
          StableMath.softmax(raw, i, units, raw, i);
        }
      }
      case LOG_SOFTMAX -> {
        for (int i = offset; i < end; i += units) {
          StableMath.logSoftmax(raw, i, units, raw, i);
        }
      }
      case IDENTITY, SIGMOID, SOFTPLUS -> {
        for (int place = 0; place < links.size(); place++) {
          switch (links.get(place)) {
            case SIGMOID -> {
              for (int i = offset + place; i < end; i += links.size()) {
                raw[i] = StableMath.sigmoid(raw[i]);
              }
            }
            case SOFTPLUS -> {
              for (int i = offset + place; i < end; i += links.size()) {
                raw[i] = StableMath.softplus(raw[i]);
              }
            }
            case IDENTITY, SOFTMAX, LOG_SOFTMAX -> {}
          }
        }
      }
    }
  }

  /**
   * Turns the gradient with respect to what {@link #apply} gave into the one with respect to the
   * sums.
   *
   * @param linked what {@link #apply} gave, [rows × units]
   * @param gradient [rows × units]; overwritten
   */
  public void applyBack(double[] linked, double[] gradient, int rows) {
    int end = rows * units;
    switch (links.getFirst()) {
      case SOFTMAX -> {
        for (int i = 0; i < end; i += units) {
          double mean = 0;
          for (int j = i; j < i + units; j++) {
            mean += gradient[j] * linked[j];
          }
          for (int j = i; j < i + units; j++) {
            gradient[j] = linked[j] * (gradient[j] - mean);
          }
        }
      }
      case LOG_SOFTMAX -> {
        for (int i = 0; i < end; i += units) {
          double sum = 0;
          for (int j = i; j < i + units; j++) {
            sum += gradient[j];
          }
          for (int j = i; j < i + units; j++) {
            gradient[j] -= StableMath.exp(linked[j]) * sum;
          }
        }
      }
      case IDENTITY, SIGMOID, SOFTPLUS -> {
        for (int place = 0; place < links.size(); place++) {
          switch (links.get(place)) {
            case SIGMOID -> {
              for (int i = place; i < end; i += links.size()) {
                gradient[i] *= linked[i] * (1 - linked[i]);
              }
            }
            case SOFTPLUS -> {
              for (int i = place; i < end; i += links.size()) {
                // With y = log(1 + e^z): sigmoid(z) = 1 - e^-y
                gradient[i] *= -StrictMath.expm1(-linked[i]);
              }
            }
            case IDENTITY, SOFTMAX, LOG_SOFTMAX -> {}
          }
        }
      }
    }
  }

  /** From the last layer's sums to what a loss takes. */
  public enum Link {
    /** Nothing: scores or logits. */
    IDENTITY,
    /** Each by itself into (0, 1). */
    SIGMOID,
    /** Together into a distribution. */
    SOFTMAX,
    /** Together into the logarithms of a distribution. */
    LOG_SOFTMAX,
    /** Each by itself into (0, ∞). */
    SOFTPLUS;

    /** {@return whether it takes each output by itself} */
    public boolean alone() {
      return this != SOFTMAX && this != LOG_SOFTMAX;
    }
  }
}
