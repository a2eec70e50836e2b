package org.lossexp.sweep;

import java.util.Optional;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Points of a Sobol sequence, with the direction numbers of Joe and Kuo ("Constructing Sobol
 * sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008), moved by a
 * digital shift: every bit of a coordinate is turned over or not, for all points alike. So the
 * first 2ᵏ points still lie one in each of 2ᵏ equal pieces of every side, and none on a corner.
 */
final class SobolProposer implements Proposer {
  private static final int BITS = 52;
  private static final double SCALE = 0x1.0p52;

  private final SobolSequenceGenerator sequence;
  private final long[] shift;

  SobolProposer(String stream, int dimensions) {
    sequence = new SobolSequenceGenerator(dimensions);
    shift = new long[dimensions];
    for (int d = 0; d < dimensions; d++) {
      shift[d] = SearchStream.of(stream + " sobol " + d).bits() >>> (Long.SIZE - BITS);
    }
  }

  @Override
  public int batch() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<double[]> next() {
    double[] place = sequence.nextVector();
    for (int d = 0; d < place.length; d++) {
      place[d] = ((long) (place[d] * SCALE) ^ shift[d]) / SCALE;
    }
    return Optional.of(place);
  }
}
