package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Value;

/** Draws items that a query has not chosen. */
final class Negatives {
  /** A query that has chosen nearly everything ends the search: a known item is taken then. */
  private static final int MOST_DRAWS = 100;

  private final List<DataHeader.Code> codes;
  private final Interactions chosen;
  private final How how;

  /** For popularity: how many choices there are up to each item. */
  private final long[] choices;

  private RandomStream stream = RandomStream.key("unused").stream();

  private enum How {
    /** Every item alike. */
    UNIFORM,
    /** Items in proportion to how often they are chosen. */
    POPULARITY,
    /** Head or tail of a triple, every entity alike. */
    CORRUPT
  }

  /**
   * @param settings of {@code train}'s {@code negatives}
   */
  Negatives(Prepared data, Value.Call settings) {
    Part training = data.training();
    codes = data.codes();
    chosen = Interactions.of(data, List.of(training));
    how =
        switch (settings.name()) {
          case "uniform" -> How.UNIFORM;
          case "popularity" -> How.POPULARITY;
          case "corrupt" -> How.CORRUPT;
          default -> throw new IllegalArgumentException("no negatives: " + settings.name());
        };
    choices = new long[codes.getLast().size()];
    for (int row : Interactions.positives(data, training)) {
      choices[training.codes()[(row + 1) * codes.size() - 1]]++;
    }
    for (int item = 1; item < choices.length; item++) {
      choices[item] += choices[item - 1];
    }
  }

  void begin(RandomStream.Key epoch) {
    stream = epoch.with("negatives").stream();
  }

  /**
   * Draws a negative for one row.
   *
   * @param place of its query among those that have chosen something
   * @param rows codes, row by row; those of {@code positive} are there
   * @param at the row that receives the codes of the negative
   */
  void draw(int place, int[] rows, int positive, int at) {
    int width = codes.size();
    int last = (at + 1) * width - 1;
    System.arraycopy(rows, positive * width, rows, at * width, width);
    boolean head = how == How.CORRUPT && stream.below(2) == 0;
    boolean known = true;
    for (int draw = 0; known && draw < MOST_DRAWS; draw++) {
      if (head) {
        rows[at * width] = stream.below(codes.getFirst().size());
        known = chosen.chose(chosen.place(Interactions.query(codes, rows, at)), rows[last]);
      } else {
        rows[last] = item();
        known = chosen.chose(place, rows[last]);
      }
    }
  }

  /** {@return the place of the query of a row among those that have chosen something} */
  int place(int[] rows, int row) {
    return chosen.place(Interactions.query(codes, rows, row));
  }

  private int item() {
    if (how != How.POPULARITY) {
      return stream.below(choices.length);
    }
    long choice = stream.below(Math.toIntExact(choices[choices.length - 1]));
    int low = 0;
    int high = choices.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (choices[middle] > choice) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * {@return the logarithm of how often an item is expected among {@code count} negatives}
   *
   * <p>What is known of a query is left out of account.
   */
  double logExpected(int item, int count) {
    int items = choices.length;
    if (how != How.POPULARITY) {
      return StableMath.log((double) count / items);
    }
    long own = choices[item] - (item == 0 ? 0 : choices[item - 1]);
    return StableMath.log((double) count * Math.max(1, own) / choices[items - 1]);
  }

  /** {@return the number of items} */
  int items() {
    return choices.length;
  }
}
