package org.lossexp.engine;

import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;

/** Draws, for an example, another of its class, or one of another class. */
final class Partners {
  private final Part part;
  private final int[][] members;

  /** Class → place among {@link #members}. */
  private final int[] places;

  private RandomStream stream = RandomStream.key("unused").stream();

  Partners(Part part) {
    this.part = part;
    members = Sampler.PerClass.byClass(part);
    int classes = 0;
    for (double label : part.target()) {
      classes = Math.max(classes, (int) label + 1);
    }
    places = new int[classes];
    for (int place = 0; place < members.length; place++) {
      places[label(members[place][0])] = place;
    }
  }

  void begin(RandomStream.Key epoch) {
    stream = epoch.with("partners").stream();
  }

  int label(int row) {
    return (int) part.target()[row];
  }

  /** {@return another example of the class of {@code row}; itself where there is none} */
  int positive(int row) {
    int[] own = members[places[label(row)]];
    if (own.length == 1) {
      return row;
    }
    int chosen = own[stream.below(own.length - 1)];
    // The last stands in for the example itself.
    return chosen == row ? own[own.length - 1] : chosen;
  }

  /** {@return an example of another class; {@code row} itself where all are of one class} */
  int negative(int row) {
    int own = members[places[label(row)]].length;
    if (own == part.rows()) {
      return row;
    }
    int chosen = stream.below(part.rows());
    while (label(chosen) == label(row)) {
      chosen = stream.below(part.rows());
    }
    return chosen;
  }
}
