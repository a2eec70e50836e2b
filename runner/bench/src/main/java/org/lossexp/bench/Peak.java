package org.lossexp.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most that a core can compute: fused multiply-adds on numbers that never leave its registers.
 */
public final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  /** Where the sums end, so that nobody leaves them out. */
  private final float[] sink = new float[SPECIES.length()];

  /** {@return floating-point operations of one {@link #run}} */
  public static double operations(int rounds) {
    return 2.0 * CHAINS * SPECIES.length() * rounds;
  }

  /** More sums at a time than a multiply-add takes to be ready, on as many units as there are. */
  public void run(int rounds) {
    FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector term = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector a = term;
    FloatVector b = term.add(1);
    FloatVector c = term.add(2);
    FloatVector d = term.add(3);
    FloatVector e = term.add(4);
    FloatVector f = term.add(5);
    FloatVector g = term.add(6);
    FloatVector h = term.add(7);
    FloatVector i = term.add(8);
    FloatVector j = term.add(9);
    FloatVector k = term.add(10);
    FloatVector l = term.add(11);
    for (int round = 0; round < rounds; round++) {
      a = a.fma(factor, term);
      b = b.fma(factor, term);
      c = c.fma(factor, term);
      d = d.fma(factor, term);
      e = e.fma(factor, term);
      f = f.fma(factor, term);
      g = g.fma(factor, term);
      h = h.fma(factor, term);
      i = i.fma(factor, term);
      j = j.fma(factor, term);
      k = k.fma(factor, term);
      l = l.fma(factor, term);
    }
    FloatVector sum =
        a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    sum.intoArray(sink, 0);
  }
}
