package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations and masks, element by element over whole rows, padding included.
 *
 * <p>Exponentials are polynomials of fused multiply-adds: their bits are those of the written
 * formula on every machine and at every vector width, which holds neither for {@code Math.exp} nor
 * for the Vector API's own. The constants are those of Cephes (Moshier, 1989: {@code expf}, {@code
 * tanhf}); errors stay below 2.5 units in the last place.
 */
final class Curves {
  private static final VectorSpecies<Float> SPECIES = Product.SPECIES;
  private static final int LANES = Product.LANES;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0.6933594f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 × 2²³: adding it rounds to a whole number, which the low bits then hold. */
  private static final float ROUNDER = 12582912f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private static final float INVERSE_ROOT_TWO_PI = 0.3989423f;

  private Curves() {}

  /** Replaces x by tanh x. */
  static void tanh(Rows values, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      tanh(vector(data, i)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by the derivative of tanh, 1 − y² of its values y. */
  static void tanhGradient(Rows values, Rows gradient, int first, int last) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector value = vector(y, i);
      FloatVector derivative = value.neg().fma(value, constant(1));
      vector(data, i).mul(derivative).intoArray(data, i);
    }
  }

  /** Replaces x by 1 / (1 + e^−x). */
  static void sigmoid(Rows values, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      constant(1).div(exp(x.neg()).add(1f)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by the derivative of the sigmoid, y (1 − y) of its values y. */
  static void sigmoidGradient(Rows values, Rows gradient, int first, int last) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector value = vector(y, i);
      FloatVector derivative = value.neg().fma(value, value);
      vector(data, i).mul(derivative).intoArray(data, i);
    }
  }

  /** Replaces negative x by 0. */
  static void relu(Rows values, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      vector(data, i).max(0f).intoArray(data, i);
    }
  }

  /** Replaces the gradient by 0 where the rectified values are 0. */
  static void reluGradient(Rows values, Rows gradient, int first, int last) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      vector(data, i).blend(0f, vector(y, i).compare(VectorOperators.LE, 0f)).intoArray(data, i);
    }
  }

  /** Replaces negative x by {@code slope × x}. */
  static void leakyRelu(Rows values, float slope, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      x.mul(slope).blend(x, x.compare(VectorOperators.GT, 0f)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by {@code slope} where the values are not above 0. */
  static void leakyReluGradient(Rows values, float slope, Rows gradient, int first, int last) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector above = vector(data, i);
      VectorMask<Float> positive = vector(y, i).compare(VectorOperators.GT, 0f);
      above.mul(slope).blend(above, positive).intoArray(data, i);
    }
  }

  /** Replaces negative x by {@code alpha × (e^x − 1)}. */
  static void elu(Rows values, float alpha, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      FloatVector bent = exp(x).sub(1f).mul(alpha);
      bent.blend(x, x.compare(VectorOperators.GT, 0f)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by the derivative of {@link #elu}: 1, or y + alpha below 0. */
  static void eluGradient(Rows values, float alpha, Rows gradient, int first, int last) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector value = vector(y, i);
      FloatVector derivative = value.add(alpha).blend(1f, value.compare(VectorOperators.GT, 0f));
      vector(data, i).mul(derivative).intoArray(data, i);
    }
  }

  /** Replaces x by log(1 + e^x) and writes the derivative, the sigmoid, to {@code slopes}. */
  static void softplus(Rows values, Rows slopes, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which does not overflow.
      x.max(0f).add(log1p(exp(x.abs().neg()))).intoArray(data, i);
      constant(1).div(exp(x.neg()).add(1f)).intoArray(slopes.data(), i);
    }
  }

  /** Replaces x by x × sigmoid x and writes the derivative to {@code slopes}. */
  static void silu(Rows values, Rows slopes, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      FloatVector share = constant(1).div(exp(x.neg()).add(1f));
      FloatVector y = x.mul(share);
      y.intoArray(data, i);
      // s + x s (1 − s)
      y.neg().fma(share, y.add(share)).intoArray(slopes.data(), i);
    }
  }

  /**
   * Replaces x by x × Φ(x), Φ the normal distribution function, and writes the derivative Φ(x) + x
   * φ(x) to {@code slopes}.
   */
  static void gelu(Rows values, Rows slopes, int first, int last) {
    float[] data = values.data();
    for (int i = first * values.stride(); i < last * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      FloatVector bell = exp(x.mul(x).mul(-0.5f));
      FloatVector tail = upperTail(x.abs(), bell);
      FloatVector share = constant(1).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0f));
      x.mul(share).intoArray(data, i);
      bell.mul(INVERSE_ROOT_TWO_PI).fma(x, share).intoArray(slopes.data(), i);
    }
  }

  /**
   * {@return 1 − Φ(x) for x ≥ 0, from {@code bell} = e^(−x²/2)} Abramowitz and Stegun 1964, 7.1.26,
   * for the error function at x / √2; the error is below 1e-7.
   */
  private static FloatVector upperTail(FloatVector x, FloatVector bell) {
    FloatVector t = constant(1).div(x.fma(constant(0.23164189f), constant(1)));
    FloatVector p = constant(1.0614054f);
    p = p.fma(t, constant(-1.4531521f));
    p = p.fma(t, constant(1.4214138f));
    p = p.fma(t, constant(-0.28449672f));
    p = p.fma(t, constant(0.2548296f));
    return p.mul(t).mul(bell).mul(0.5f);
  }

  /** {@return log(1 + u) for u in [0, 1]: 2 artanh s with s = u / (2 + u), at most 1/3} */
  private static FloatVector log1p(FloatVector u) {
    FloatVector s = u.div(u.add(2f));
    FloatVector square = s.mul(s);
    FloatVector p = constant(2f / 15);
    p = p.fma(square, constant(2f / 13));
    p = p.fma(square, constant(2f / 11));
    p = p.fma(square, constant(2f / 9));
    p = p.fma(square, constant(2f / 7));
    p = p.fma(square, constant(2f / 5));
    p = p.fma(square, constant(2f / 3));
    p = p.fma(square, constant(2));
    return p.mul(s);
  }

  /** Writes {@code one + other} to {@code to}, all of the same width. */
  static void add(Rows one, Rows other, Rows to, int first, int last) {
    for (int i = first * one.stride(); i < last * one.stride(); i += LANES) {
      vector(one.data(), i).add(vector(other.data(), i)).intoArray(to.data(), i);
    }
  }

  /** Writes {@code from × factors} to {@code to}, all of the same width. */
  static void multiply(Rows from, Rows factors, Rows to, int first, int last) {
    for (int i = first * from.stride(); i < last * from.stride(); i += LANES) {
      vector(from.data(), i).mul(vector(factors.data(), i)).intoArray(to.data(), i);
    }
  }

  /**
   * {@return tanh x}: an odd polynomial near 0, where 1 − 2/(e^2x + 1) would cancel, and that
   * identity elsewhere.
   */
  private static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = constant(-0.0057049887f);
    p = p.fma(square, constant(0.020639088f));
    p = p.fma(square, constant(-0.053739715f));
    p = p.fma(square, constant(0.13331442f));
    p = p.fma(square, constant(-0.3333328f));
    FloatVector near = p.mul(square).fma(x, x);
    FloatVector far = constant(1).sub(constant(2).div(exp(size.add(size)).add(1f)));
    FloatVector signed = far.blend(far.neg(), x.compare(VectorOperators.LT, 0f));
    return signed.blend(near, size.compare(VectorOperators.LT, 0.625f));
  }

  /**
   * {@return e^x}, for x outside [−87.3, 88.7] that of the nearer end: e^x = 2^n e^r with the whole
   * n nearest to x / ln 2. NaN gives NaN.
   */
  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-87.33654f).min(88.72283f);
    FloatVector rounded = bounded.fma(constant(LOG2_E), constant(ROUNDER));
    FloatVector n = rounded.sub(ROUNDER);
    FloatVector r = n.fma(constant(-LN2_LOW), n.fma(constant(-LN2_HIGH), bounded));
    FloatVector p = constant(0.00019875691f);
    p = p.fma(r, constant(0.0013981999f));
    p = p.fma(r, constant(0.008333452f));
    p = p.fma(r, constant(0.041665796f));
    p = p.fma(r, constant(0.16666666f));
    p = p.fma(r, constant(0.5f));
    p = p.fma(r.mul(r), r).add(1f);
    // 2^n as two factors, for n = 128 has no float of its own.
    IntVector whole = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(SPECIES, array, offset);
  }
}
