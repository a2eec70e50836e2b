package org.lossexp.engine;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.lossexp.spi.StableMath;

/**
 * Softmax with a row in each lane: class by class, so that a sum over classes is taken in their
 * order whatever the number of lanes. The arithmetic is that of {@link StableMath}, bit by bit.
 *
 * <p>In passes, since long kernels are not inlined; a pass is over as many rows as fit into a
 * core's own cache.
 */
final class SoftmaxKernel {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

  /** Added and taken off again, it rounds to a whole number, which then stands in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final int EXPONENT_SHIFT = 52;
  private static final int EXPONENT_BIAS = 1023;
  private static final long ROOT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));

  /** Below the highest of its row a number is at least this, so that its exponential is normal. */
  private static final double LEAST = -708;

  private SoftmaxKernel() {}

  /** What is done with some rows, their count a multiple of {@link #LANES}. */
  @FunctionalInterface
  private interface Pass {
    void run(
        double[] x,
        int at,
        int rows,
        int columns,
        double[] out,
        int outAt,
        double[] logSums,
        int sumsAt,
        double[] classes,
        int classesAt);
  }

  /**
   * Called in one place, which the JIT compiler therefore leaves a call: passes that are compiled
   * into one another are too long for it, and vectors then become objects, twice as slow.
   */
  private static final Pass[] PASSES = {
    SoftmaxKernel::split,
    SoftmaxKernel::lower,
    SoftmaxKernel::exponentiate,
    SoftmaxKernel::divide,
    SoftmaxKernel::addLogarithms,
    SoftmaxKernel::join
  };

  /** Does all rows that fill lanes, as {@link org.lossexp.spi.RowSoftmax#apply} says. */
  static int apply(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] scratch,
      int scratchAt) {
    int full = rows / LANES * LANES;
    int most = Math.max(LANES, StableMath.TILE / columns / LANES * LANES);
    for (int first = 0; first < full; first += most) {
      int from = first * columns;
      for (Pass pass : PASSES) {
        pass.run(
            x,
            at + from,
            Math.min(most, full - first),
            columns,
            out,
            outAt + from,
            logSums,
            sumsAt + first,
            scratch,
            scratchAt);
      }
    }
    return full;
  }

  /** Writes the matrix class by class. */
  private static void split(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int column = 0; column < columns; column++) {
      int to = classesAt + column * rows;
      int from = at + column;
      for (int row = 0; row < rows; row++) {
        classes[to + row] = x[from];
        from += columns;
      }
    }
  }

  /** Takes the highest number of a row off all of them, and keeps it. */
  private static void lower(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int row = 0; row < rows; row += LANES) {
      int first = classesAt + row;
      DoubleVector highest = vector(classes, first);
      for (int column = 1; column < columns; column++) {
        highest = highest.max(vector(classes, first + column * rows));
      }
      highest.intoArray(logSums, sumsAt + row);
      for (int column = 0; column < columns; column++) {
        int i = first + column * rows;
        vector(classes, i).sub(highest).max(LEAST).intoArray(classes, i);
      }
    }
  }

  private static void exponentiate(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int i = classesAt; i < classesAt + rows * columns; i += LANES) {
      exp(vector(classes, i)).intoArray(classes, i);
    }
  }

  /** Divides each row by its sum, and keeps that where softmax will be: so long there is room. */
  private static void divide(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int row = 0; row < rows; row += LANES) {
      int first = classesAt + row;
      DoubleVector sum = vector(classes, first);
      for (int column = 1; column < columns; column++) {
        sum = sum.add(vector(classes, first + column * rows));
      }
      sum.intoArray(out, outAt + row);
      DoubleVector scale = broadcast(1).div(sum);
      for (int column = 0; column < columns; column++) {
        int i = first + column * rows;
        vector(classes, i).mul(scale).intoArray(classes, i);
      }
    }
  }

  private static void addLogarithms(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int row = 0; row < rows; row += LANES) {
      DoubleVector log = log(vector(out, outAt + row));
      vector(logSums, sumsAt + row).add(log).intoArray(logSums, sumsAt + row);
    }
  }

  /** Writes the matrix row by row. */
  private static void join(
      double[] x,
      int at,
      int rows,
      int columns,
      double[] out,
      int outAt,
      double[] logSums,
      int sumsAt,
      double[] classes,
      int classesAt) {
    for (int column = 0; column < columns; column++) {
      int from = classesAt + column * rows;
      int to = outAt + column;
      for (int row = 0; row < rows; row++) {
        out[to] = classes[from + row];
        to += columns;
      }
    }
  }

  /** {@return e^x, for −708 ≤ x ≤ 0} */
  private static DoubleVector exp(DoubleVector x) {
    DoubleVector n = x.fma(broadcast(LOG2_E), broadcast(ROUNDER)).sub(ROUNDER);
    DoubleVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), x));
    DoubleVector square = r.mul(r);
    DoubleVector even = square.fma(broadcast(1.0 / 479001600), broadcast(1.0 / 3628800));
    DoubleVector odd = square.fma(broadcast(1.0 / 6227020800.0), broadcast(1.0 / 39916800));
    even = even.fma(square, broadcast(1.0 / 40320));
    odd = odd.fma(square, broadcast(1.0 / 362880));
    even = even.fma(square, broadcast(1.0 / 720));
    odd = odd.fma(square, broadcast(1.0 / 5040));
    even = even.fma(square, broadcast(1.0 / 24));
    odd = odd.fma(square, broadcast(1.0 / 120));
    even = even.fma(square, broadcast(1.0 / 2));
    odd = odd.fma(square, broadcast(1.0 / 6));
    DoubleVector significand = odd.fma(r, even).fma(square, r).add(1);
    LongVector biased = n.add(ROUNDER + EXPONENT_BIAS).reinterpretAsLongs();
    LongVector power = biased.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
    return significand.mul(power.reinterpretAsDoubles());
  }

  /** {@return the natural logarithm of x, for x from 1 up to what is finite; NaN stays} */
  private static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector exponent = bits.sub(ROOT_HALF).lanewise(VectorOperators.ASHR, EXPONENT_SHIFT);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector n =
        exponent.add(Double.doubleToRawLongBits(ROUNDER)).reinterpretAsDoubles().sub(ROUNDER);
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector w = z.mul(z);
    DoubleVector odd = w.fma(broadcast(0.14798198605116586), broadcast(0.1818357216161805));
    DoubleVector even = w.fma(broadcast(0.15313837699209373), broadcast(0.22222198432149784));
    odd = odd.fma(w, broadcast(0.2857142874366239));
    even = even.fma(w, broadcast(0.3999999999940942));
    odd = odd.fma(w, broadcast(0.6666666666666735));
    DoubleVector rest = w.fma(even, z.mul(odd));
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector low = s.fma(half.add(rest), n.mul(1.9082149292705877e-10));
    DoubleVector log = n.mul(0.6931471803691238).sub(half.sub(low).sub(f));
    // Adds 0, or NaN where x is.
    return log.add(x.sub(x));
  }

  private static DoubleVector vector(double[] array, int offset) {
    return DoubleVector.fromArray(SPECIES, array, offset);
  }

  private static DoubleVector broadcast(double number) {
    return DoubleVector.broadcast(SPECIES, number);
  }
}
