package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Feeding.Role;

/**
 * Anchors, each with an example of its class, and with such of other classes where the loss wants
 * some: drawn from all, or mined among the anchors and positives of the step by where the model
 * puts them.
 */
final class TupleFeed extends Feed {
  private static final String PART = "part";

  /** Of two classes there is no third. */
  private static final int MOST_DRAWS = 100;

  private final Part part;
  private final Sampler sampler;
  private final Partners partners;
  private final List<Role> roles;
  private final boolean stacked;
  private final Mining mining;
  private final Model model;
  private final int[] anchors;
  private final int[] pool;
  private final int[] codes;
  private final double[] places;
  private final boolean[] classes;

  /** Which example of another class becomes the negative. */
  enum Mining {
    /** Any. */
    RANDOM,
    /** The nearest to the anchor. */
    HARD,
    /**
     * The nearest that is farther than the positive; the farthest where none is (Schroff,
     * Kalenichenko and Philbin, CVPR 2015).
     */
    SEMI_HARD
  }

  /**
   * @param stacked whether roles stand below one another
   */
  TupleFeed(
      Part part, Sampler sampler, List<Role> roles, boolean stacked, Mining mining, Model model) {
    this.part = part;
    this.sampler = sampler;
    this.partners = new Partners(part);
    this.roles = List.copyOf(roles);
    this.stacked = stacked;
    this.mining = mining;
    this.model = model;
    this.anchors = new int[sampler.most()];
    this.pool = new int[2 * anchors.length];
    this.codes = new int[pool.length * (part.codes().length / part.rows())];
    this.places = new double[mining == Mining.RANDOM ? 0 : pool.length * model.columns()];
    int most = 0;
    for (int row = 0; row < part.rows(); row++) {
      most = Math.max(most, partners.label(row));
    }
    this.classes = new boolean[most + 1];
  }

  @Override
  int examples() {
    return roles.size() * sampler.most();
  }

  @Override
  int rows() {
    return stacked ? examples() : sampler.most();
  }

  @Override
  int targetColumns() {
    return 0;
  }

  @Override
  int steps() {
    return sampler.steps();
  }

  @Override
  void begin(RandomStream.Key epoch) {
    sampler.begin(epoch);
    partners.begin(epoch);
  }

  @Override
  void fill(int step, Selection selection) {
    int count = sampler.choose(step, anchors);
    if (roles.size() == 2) {
      count = oneOfEachClass(count);
    }
    for (int i = 0; i < count; i++) {
      pool[i] = anchors[i];
      pool[count + i] = partners.positive(anchors[i]);
    }
    if (mining != Mining.RANDOM && roles.contains(Role.NEGATIVE)) {
      model.take(part, pool, 0, codes, 2 * count);
      model.predict(2 * count, false, places, 0);
    }
    for (int i = 0; i < count; i++) {
      int negative = anchors[i];
      for (int role = 0; role < roles.size(); role++) {
        int chosen =
            switch (roles.get(role)) {
              case ANCHOR -> anchors[i];
              case POSITIVE -> pool[count + i];
              case NEGATIVE -> {
                boolean second = role > 0 && roles.get(role - 1) == Role.NEGATIVE;
                negative = second ? another(anchors[i], negative) : negative(i, count);
                yield negative;
              }
            };
        selection.examples[stacked ? role * count + i : i * roles.size() + role] = chosen;
      }
    }
    selection.count = roles.size() * count;
    selection.rows = stacked ? selection.count : count;
    selection.starts = new int[] {0, selection.rows};
    selection.extras = stacked ? Map.of(PART, parts(count)) : Map.of();
  }

  private double[] parts(int count) {
    double[] parts = new double[roles.size() * count];
    for (int role = 0; role < roles.size(); role++) {
      Arrays.fill(parts, role * count, (role + 1) * count, role);
    }
    return parts;
  }

  /** Pairs alone know what is apart only by each being of another class. */
  private int oneOfEachClass(int count) {
    Arrays.fill(classes, false);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int label = partners.label(anchors[i]);
      if (!classes[label]) {
        classes[label] = true;
        anchors[kept++] = anchors[i];
      }
    }
    return kept;
  }

  private int negative(int i, int count) {
    if (mining == Mining.RANDOM) {
      return partners.negative(anchors[i]);
    }
    double reach = mining == Mining.HARD ? -1 : distance(i, count + i);
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    int farthest = -1;
    double most = -1;
    for (int j = 0; j < 2 * count; j++) {
      if (partners.label(pool[j]) == partners.label(anchors[i])) {
        continue;
      }
      double distance = distance(i, j);
      if (distance > reach && distance < least) {
        least = distance;
        nearest = j;
      }
      if (distance > most) {
        most = distance;
        farthest = j;
      }
    }
    int chosen = nearest >= 0 ? nearest : farthest;
    return chosen >= 0 ? pool[chosen] : partners.negative(anchors[i]);
  }

  /** {@return the squared distance of two examples of the pool} */
  private double distance(int a, int b) {
    int width = model.columns();
    double sum = 0;
    for (int k = 0; k < width; k++) {
      double difference = places[a * width + k] - places[b * width + k];
      sum += difference * difference;
    }
    return sum;
  }

  /** {@return an example of a third class, where there is one} */
  private int another(int anchor, int negative) {
    int chosen = partners.negative(anchor);
    for (int draw = 0;
        draw < MOST_DRAWS && partners.label(chosen) == partners.label(negative);
        draw++) {
      chosen = partners.negative(anchor);
    }
    return chosen;
  }
}
