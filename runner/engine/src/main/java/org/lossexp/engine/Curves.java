package org.lossexp.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

  private Curves() {}

  /** Replaces x by tanh x in {@code rows} rows. */
  static void tanh(Rows values, int rows) {
    float[] data = values.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      tanh(vector(data, i)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by the derivative of tanh, 1 − y² of its values y. */
  static void tanhGradient(Rows values, Rows gradient, int rows) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      FloatVector value = vector(y, i);
      FloatVector derivative = value.neg().fma(value, constant(1));
      vector(data, i).mul(derivative).intoArray(data, i);
    }
  }

  /** Replaces x by 1 / (1 + e^−x) in {@code rows} rows. */
  static void sigmoid(Rows values, int rows) {
    float[] data = values.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      FloatVector x = vector(data, i);
      constant(1).div(exp(x.neg()).add(1f)).intoArray(data, i);
    }
  }

  /** Multiplies the gradient by the derivative of the sigmoid, y (1 − y) of its values y. */
  static void sigmoidGradient(Rows values, Rows gradient, int rows) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      FloatVector value = vector(y, i);
      FloatVector derivative = value.neg().fma(value, value);
      vector(data, i).mul(derivative).intoArray(data, i);
    }
  }

  /** Replaces negative x by 0 in {@code rows} rows. */
  static void relu(Rows values, int rows) {
    float[] data = values.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      vector(data, i).max(0f).intoArray(data, i);
    }
  }

  /** Replaces the gradient by 0 where the rectified values are 0. */
  static void reluGradient(Rows values, Rows gradient, int rows) {
    float[] y = values.data();
    float[] data = gradient.data();
    for (int i = 0; i < rows * values.stride(); i += LANES) {
      vector(data, i).blend(0f, vector(y, i).compare(VectorOperators.LE, 0f)).intoArray(data, i);
    }
  }

  /** Writes {@code from × factors} to {@code to}, all of the same width. */
  static void multiply(Rows from, Rows factors, Rows to, int rows) {
    for (int i = 0; i < rows * from.stride(); i += LANES) {
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
