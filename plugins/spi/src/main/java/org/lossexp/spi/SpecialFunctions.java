package org.lossexp.spi;

/**
 * The error function, the logarithm of the gamma function with its derivative, and the incomplete
 * gamma and beta functions: the same bits on every machine.
 */
public final class SpecialFunctions {
  /** From here on the asymptotic series below are exact to the last digits. */
  private static final double LARGE = 10;

  private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
  private static final double ERF_OF_ONE = 0.8450629115104675;

  private static final double EPSILON = 0x1p-52;
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 100_000;

  private SpecialFunctions() {}

  /**
   * {@return 2/√π ∫ e^(−t²) dt from 0 to {@code x}, within 1 ulp}
   *
   * <p>The rational functions are those of fdlibm's {@code s_erf.c} (Sun Microsystems, 1993).
   */
  public static double erf(double x) {
    double size = Math.abs(x);
    if (size < 0.84375) {
      double z = x * x;
      double above =
          polynomial(
              z,
              0.12837916709551256,
              -0.3250421072470015,
              -0.02848174957559851,
              -0.005770270296489442,
              -2.3763016656650163e-05);
      double below =
          polynomial(
              z,
              1,
              0.39791722395915535,
              0.0650222499887673,
              0.005081306281875766,
              0.00013249473800432164,
              -3.960228278775368e-06);
      return x + x * (above / below);
    }
    return size >= 6 ? Math.signum(x) : Math.copySign(erfOfOrdinary(size), x);
  }

  private static double erfOfOrdinary(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 1.25) {
      double s = x - 1;
      double above =
          polynomial(
              s,
              -0.0023621185607526594,
              0.41485611868374833,
              -0.3722078760357013,
              0.31834661990116175,
              -0.11089469428239668,
              0.035478304325618236,
              -0.002166375594868791);
      double below =
          polynomial(
              s,
              1,
              0.10642088040084423,
              0.540397917702171,
              0.07182865441419627,
              0.12617121980876164,
              0.01363708391202905,
              0.011984499846799107);
      return ERF_OF_ONE + above / below;
    }
    double exponent = x < 1 / 0.35 ? nearExponent(1 / (x * x)) : farExponent(1 / (x * x));
    // x = z + (x − z), where z has so few digits that its square is exact
    double z = Double.longBitsToDouble(Double.doubleToRawLongBits(x) & 0xffffffff00000000L);
    double tail =
        StrictMath.exp(-z * z - 0.5625) * StrictMath.exp((z - x) * (z + x) + exponent) / x;
    return 1 - tail;
  }

  private static double nearExponent(double s) {
    double above =
        polynomial(
            s,
            -0.009864944034847148,
            -0.6938585727071818,
            -10.558626225323291,
            -62.375332450326006,
            -162.39666946257347,
            -184.60509290671104,
            -81.2874355063066,
            -9.814329344169145);
    double below =
        polynomial(
            s,
            1,
            19.651271667439257,
            137.65775414351904,
            434.56587747522923,
            645.3872717332679,
            429.00814002756783,
            108.63500554177944,
            6.570249770319282,
            -0.0604244152148581);
    return above / below;
  }

  private static double farExponent(double s) {
    double above =
        polynomial(
            s,
            -0.0098649429247001,
            -0.799283237680523,
            -17.757954917754752,
            -160.63638485582192,
            -637.5664433683896,
            -1025.0951316110772,
            -483.5191916086514);
    double below =
        polynomial(
            s,
            1,
            30.33806074348246,
            325.7925129965739,
            1536.729586084437,
            3199.8582195085955,
            2553.0504064331644,
            474.52854120695537,
            -22.44095244658582);
    return above / below;
  }

  private static double polynomial(double x, double... coefficients) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }

  /**
   * {@return log |Γ(x)|, ∞ at 0 and the negative whole numbers; within 1e-14, absolutely near its
   * zeros 1 and 2, relatively elsewhere}
   *
   * <p>Stirling's series after shifting {@code x} up by Γ(x + 1) = x Γ(x); Euler's reflection below
   * 0 (Abramowitz and Stegun 1964, 6.1.17 and 6.1.40).
   */
  public static double lgamma(double x) {
    if (x <= 0) {
      return x == Math.rint(x)
          ? Double.POSITIVE_INFINITY
          : StableMath.log(Math.PI / Math.abs(sineOfPi(x))) - lgamma(1 - x);
    }
    double product = 1;
    double shifted = x;
    while (shifted < LARGE) {
      product *= shifted;
      shifted++;
    }
    if (shifted == Double.POSITIVE_INFINITY) {
      return shifted;
    }
    double inverse = 1 / shifted;
    double series =
        inverse
            * polynomial(
                inverse * inverse,
                1.0 / 12,
                -1.0 / 360,
                1.0 / 1260,
                -1.0 / 1680,
                1.0 / 1188,
                -691.0 / 360360,
                1.0 / 156);
    double stirling = (shifted - 0.5) * StableMath.log(shifted) - shifted + HALF_LOG_TWO_PI;
    return stirling + series - StableMath.log(product);
  }

  /**
   * {@return the derivative of log Γ at {@code x}; NaN at 0 and the negative whole numbers}
   *
   * <p>The same shift, series and reflection (Abramowitz and Stegun 1964, 6.3.5, 6.3.7, 6.3.18).
   */
  public static double digamma(double x) {
    if (x <= 0) {
      if (x == Math.rint(x)) {
        return Double.NaN;
      }
      double cosine = StrictMath.cos(Math.PI * (x - Math.rint(x)));
      double sine = StrictMath.sin(Math.PI * (x - Math.rint(x)));
      return digamma(1 - x) - Math.PI * cosine / sine;
    }
    double shift = 0;
    double shifted = x;
    while (shifted < LARGE) {
      shift += 1 / shifted;
      shifted++;
    }
    double inverse = 1 / shifted;
    double square = inverse * inverse;
    double series =
        square
            * polynomial(
                square,
                1.0 / 12,
                -1.0 / 120,
                1.0 / 252,
                -1.0 / 240,
                1.0 / 132,
                -691.0 / 32760,
                1.0 / 12);
    return StableMath.log(shifted) - inverse / 2 - series - shift;
  }

  /** {@return the chance that a standard normal number is at most {@code x}} */
  public static double normalCdf(double x) {
    return 0.5 * (1 + erf(x / Math.sqrt(2)));
  }

  /**
   * {@return the chance that a gamma number of {@code shape} and scale 1 is at most {@code x}}
   *
   * <p>A series up to shape + 1, a continued fraction beyond (Press et al. 2007, Numerical Recipes,
   * 6.2).
   */
  public static double gammaCdf(double shape, double x) {
    if (x <= 0) {
      return 0;
    }
    double front = StrictMath.exp(shape * StrictMath.log(x) - x - lgamma(shape));
    if (x < shape + 1) {
      double term = 1 / shape;
      double sum = term;
      for (double a = shape + 1; term > sum * EPSILON; a++) {
        term *= x / a;
        sum += term;
      }
      return front * sum;
    }
    double b = x + 1 - shape;
    double c = 1 / TINY;
    double d = 1 / b;
    double fraction = d;
    double factor = 0;
    for (int i = 1; Math.abs(factor - 1) > EPSILON && i < MOST_TERMS; i++) {
      double an = -i * (i - shape);
      b += 2;
      d = 1 / awayFromZero(an * d + b);
      c = awayFromZero(b + an / c);
      factor = d * c;
      fraction *= factor;
    }
    return 1 - front * fraction;
  }

  /**
   * {@return the chance that a number of Student's t distribution is at most {@code t}, which is at
   * least 0}
   */
  static double studentCdf(double degrees, double t) {
    double square = t * t;
    double tail =
        square == Double.POSITIVE_INFINITY
            ? 0
            : beta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
    return 1 - 0.5 * tail;
  }

  /**
   * {@return the regularized incomplete beta function of {@code x}, by a continued fraction (Press
   * et al. 2007, 6.4)}
   *
   * @param rest 1 - x, known to all digits
   */
  private static double beta(double x, double rest, double a, double b) {
    if (x <= 0 || rest <= 0) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        StrictMath.exp(
            lgamma(a + b)
                - lgamma(a)
                - lgamma(b)
                + a * StrictMath.log(x)
                + b * StrictMath.log(rest));
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a
        : 1 - front * betaFraction(rest, b, a) / b;
  }

  private static double betaFraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    double factor = 0;
    for (int m = 1; Math.abs(factor - 1) > EPSILON && m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / awayFromZero(1 + even * d);
      c = awayFromZero(1 + even / c);
      fraction *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / awayFromZero(1 + odd * d);
      c = awayFromZero(1 + odd / c);
      factor = d * c;
      fraction *= factor;
    }
    return fraction;
  }

  private static double awayFromZero(double x) {
    return Math.abs(x) < TINY ? TINY : x;
  }

  /** {@return ± sin πx, from x's distance to the nearest whole number} */
  private static double sineOfPi(double x) {
    return StrictMath.sin(Math.PI * (x - Math.rint(x)));
  }
}
