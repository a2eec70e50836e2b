package org.lossexp.spi;

/**
 * The distribution that the raw outputs of a target column describe, by its quantiles at the levels
 * 1 %, 2 %, … 99 % ({@link Reading#QUANTILES}). {@link Readouts#distribution} makes a readout of
 * it.
 */
@FunctionalInterface
public interface Quantiles {
  /**
   * Writes quantiles, rising.
   *
   * @param raw what the loss would see, [elements × each]: elements are the target columns of all
   *     examples
   * @param out receives [elements × {@link Reading#LEVELS}]
   */
  void read(double[] raw, int elements, int each, double[] out);

  /** What a raw output is of the number, at least 0, that a distribution has. */
  enum As {
    /** The number itself. */
    ITSELF,
    /** Its square, as a variance is of a standard deviation. */
    SQUARE,
    /** Its logarithm. */
    LOGARITHM;

    /** {@return the number whose square, logarithm or self is {@code raw}, at least 0} */
    public double number(double raw) {
      return switch (this) {
        case ITSELF -> Math.max(0, raw);
        case SQUARE -> Math.sqrt(Math.max(0, raw));
        case LOGARITHM -> StableMath.exp(raw);
      };
    }
  }

  /**
   * {@return the normal distribution of a mean and what {@code as} says of its standard deviation}
   */
  static Quantiles normal(As as) {
    return new Distributions.Located(Distributions.Standard.NORMAL, 0, as);
  }

  /** {@return the Laplace distribution of a median and what {@code as} says of its scale} */
  static Quantiles laplace(As as) {
    return new Distributions.Located(Distributions.Standard.LAPLACE, 0, as);
  }

  /** {@return Student's t distribution of a location and what {@code as} says of its scale} */
  static Quantiles studentT(double degrees, As as) {
    return new Distributions.Located(Distributions.Standard.STUDENT_T, degrees, as);
  }

  /** {@return the gamma distribution of {@code shape} and what {@code as} says of its mean} */
  static Quantiles gamma(double shape, As as) {
    return new Distributions.Gamma(shape, as);
  }

  /** {@return the Poisson distribution of what {@code as} says of its mean} */
  static Quantiles poisson(As as) {
    return new Distributions.Counts(0, as);
  }

  /**
   * {@return the negative binomial distribution of what {@code as} says of its mean m; its variance
   * is m + {@code dispersion} m²}
   */
  static Quantiles negativeBinomial(double dispersion, As as) {
    return new Distributions.Counts(dispersion, as);
  }
}
