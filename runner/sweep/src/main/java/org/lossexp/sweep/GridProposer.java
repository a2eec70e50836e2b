package org.lossexp.sweep;

import java.util.Optional;

/**
 * Every combination of evenly spaced values, the last dimension running fastest. Sets and whole
 * numbers give all of theirs, intervals as many as there are points for, ends included.
 */
final class GridProposer implements Proposer {
  private final Space space;
  private final long[] sizes;
  private final long points;
  private long next;

  /**
   * @param points how many combinations there are
   */
  GridProposer(Space space, int points) {
    this.space = space;
    this.sizes = new long[space.dimensions()];
    int intervals = 0;
    double stated = 1;
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = space.size(d);
      intervals += sizes[d] == 0 ? 1 : 0;
      stated *= Math.max(1, sizes[d]);
    }
    int each = 1;
    while (intervals > 0 && stated * StrictMath.pow(each + 1.0, intervals) <= points) {
      each++;
    }
    long all = 1;
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = sizes[d] == 0 ? each : sizes[d];
      all *= sizes[d];
    }
    this.points = all;
  }

  @Override
  public int batch() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<double[]> next() {
    if (next == points) {
      return Optional.empty();
    }
    double[] place = new double[sizes.length];
    long left = next++;
    for (int d = sizes.length - 1; d >= 0; d--) {
      long step = left % sizes[d];
      left /= sizes[d];
      place[d] =
          space.size(d) > 0
              ? space.middle(d, step)
              : sizes[d] == 1 ? 0.5 : (double) step / (sizes[d] - 1);
    }
    return Optional.of(place);
  }
}
