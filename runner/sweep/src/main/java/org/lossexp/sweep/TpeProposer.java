package org.lossexp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.special.Erf;

/**
 * The tree-structured Parzen estimator: Bergstra, Bardenet, Bengio and Kégl, "Algorithms for
 * hyper-parameter optimization", NIPS 2011, section 4. The better part of the points told so far
 * makes one density, the rest another; of several draws from the first, the one at which it exceeds
 * the second most is next, since that is where the expected improvement is largest. Each dimension
 * has densities of its own, made of the points that depend on it.
 *
 * <p>The first points are those of a {@link SobolProposer}. A density is a mixture of normal
 * distributions, cut off at the ends of the domain, one at each point and a flat one; each is as
 * wide as the distance to the farther of its neighbours (section 4.2). For choices it is their
 * frequencies, with one more for each.
 */
final class TpeProposer implements Proposer {
  private static final int DRAWS = 24;
  private static final int BATCH = 4;

  /** Of more points the first ones say little about where the good ones lie. */
  private static final int MOST = 1_000;

  private static final double SQRT_2 = Math.sqrt(2);
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private final Space space;
  private final SearchStream stream;
  private final SobolProposer first;
  private final int start;
  private List<Told> told = List.of();
  private final List<Told> worse = new ArrayList<>();
  private List<Density> good = List.of();
  private List<Density> bad = List.of();

  /**
   * @param points the budget
   */
  TpeProposer(String stream, Space space, int points) {
    this.space = space;
    this.stream = SearchStream.of(stream + " tpe");
    this.first = new SobolProposer(stream, space.dimensions());
    this.start = Math.max(4, Math.min(20, points / 5));
  }

  @Override
  public int batch() {
    return told.size() < start ? start - told.size() : BATCH;
  }

  @Override
  public void tell(List<Told> all) {
    told = all;
    List<Told> recent = all.subList(Math.max(0, all.size() - MOST), all.size());
    // Equal losses stay in the order in which they were proposed.
    List<Told> ordered = recent.stream().sorted(Comparator.comparingDouble(Told::loss)).toList();
    int best = (int) Math.ceil(0.15 * ordered.size());
    good = densities(ordered.subList(0, best));
    worse.clear();
    worse.addAll(ordered.subList(best, ordered.size()));
    bad = densities(worse);
  }

  private List<Density> densities(List<Told> points) {
    List<Density> densities = new ArrayList<>();
    for (int d = 0; d < space.dimensions(); d++) {
      int dimension = d;
      double[] places =
          points.stream()
              .filter(point -> point.depends()[dimension])
              .mapToDouble(point -> point.place()[dimension])
              .toArray();
      densities.add(space.unordered(d) ? new Frequencies(space, d, places) : new Mixture(places));
    }
    return densities;
  }

  @Override
  public Optional<double[]> next() {
    if (told.size() < start) {
      return first.next();
    }
    double[] place = new double[space.dimensions()];
    for (int d = 0; d < place.length; d++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int draw = 0; draw < DRAWS; draw++) {
        double drawn = good.get(d).draw(stream);
        double gain = StrictMath.log(good.get(d).at(drawn)) - StrictMath.log(bad.get(d).at(drawn));
        if (gain > most) {
          most = gain;
          place[d] = drawn;
        }
      }
    }
    // Until more is known, the rest of the batch keeps away from here.
    boolean[] depends = new boolean[place.length];
    Arrays.fill(depends, true);
    worse.add(new Told(place, depends, Double.POSITIVE_INFINITY));
    bad = densities(worse);
    return Optional.of(place);
  }

  /** How thick points lie along one side of the cube. */
  private sealed interface Density {
    /** {@return a place drawn from it} */
    double draw(SearchStream stream);

    /** {@return the density there; above 0} */
    double at(double place);
  }

  /** Of choices without an order. */
  private static final class Frequencies implements Density {
    private final Space space;
    private final int dimension;
    private final int[] counts;
    private int total;

    Frequencies(Space space, int dimension, double[] places) {
      this.space = space;
      this.dimension = dimension;
      this.counts = new int[(int) space.size(dimension)];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = 1;
      }
      for (double place : places) {
        counts[(int) space.piece(dimension, place)]++;
      }
      total = counts.length + places.length;
    }

    @Override
    public double draw(SearchStream stream) {
      int left = stream.below(total);
      int choice = 0;
      while (left >= counts[choice]) {
        left -= counts[choice++];
      }
      return space.middle(dimension, choice);
    }

    @Override
    public double at(double place) {
      return (double) counts[(int) space.piece(dimension, place)] / total;
    }
  }

  /** Of numbers. */
  private static final class Mixture implements Density {
    private final double[] centres;
    private final double[] widths;

    /** What of each normal distribution lies between 0 and 1. */
    private final double[] inside;

    Mixture(double[] places) {
      centres = places.clone();
      Arrays.sort(centres);
      widths = new double[centres.length];
      inside = new double[centres.length];
      double narrowest = 1.0 / Math.min(100, 1 + centres.length);
      for (int i = 0; i < centres.length; i++) {
        double below = centres[i] - (i == 0 ? 0 : centres[i - 1]);
        double above = (i == centres.length - 1 ? 1 : centres[i + 1]) - centres[i];
        widths[i] = Math.max(narrowest, Math.max(below, above));
        inside[i] = below(1, i) - below(0, i);
      }
    }

    private double below(double place, int i) {
      return 0.5 * Erf.erfc((centres[i] - place) / (widths[i] * SQRT_2));
    }

    @Override
    public double draw(SearchStream stream) {
      int i = stream.below(centres.length + 1);
      if (i == centres.length) {
        return stream.uniform();
      }
      while (true) {
        double place = centres[i] + widths[i] * stream.gaussian();
        if (place >= 0 && place < 1) {
          return place;
        }
      }
    }

    @Override
    public double at(double place) {
      double sum = 1;
      for (int i = 0; i < centres.length; i++) {
        double z = (place - centres[i]) / widths[i];
        sum += StrictMath.exp(-0.5 * z * z) / (SQRT_TWO_PI * widths[i] * inside[i]);
      }
      return sum / (centres.length + 1);
    }
  }
}
