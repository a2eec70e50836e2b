package org.lossexp.standard.metrics;

import java.util.Arrays;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Sorting;
import org.lossexp.spi.Task;

/**
 * Harrell's concordance of survival times: of two examples of which it is known who outlived the
 * other, how often the score says so.
 *
 * <p>From the longest time on, examples that are known to have lasted longer are counted by score
 * in a binary indexed tree (Fenwick 1994): n log n instead of n² steps.
 */
final class ConcordanceIndex {
  private static final String EVENT = "event";

  private ConcordanceIndex() {}

  static Metric metric() {
    return PlainMetric.of(
        MetricDescriptor.of("c_index", Reading.SCORE, Direction.HIGHER_IS_BETTER)
            .aliases("concordance_index")
            .tasks(Task.REGRESSION)
            .range(Range.closed(0, 1))
            .summary(
                "Of two examples of which it is known who lasted longer, how often that one has the"
                    + " higher score; 0.5 is chance. `event` says whose end was seen, all where it"
                    + " is not there.")
            .formula(
                "(concordant + half of those with equal scores) / comparable pairs: i's event was"
                    + " seen, and j has a later time, or the same without an event")
            .undefined("where no pair can be compared")
            .reference("Harrell et al. 1982; lifelines, concordance_index"),
        ConcordanceIndex::value);
  }

  private static double value(Predictions predictions) {
    int rows = predictions.rows();
    double[] time = predictions.target();
    double[] events = predictions.extras().get(EVENT);
    double[] scores = Arrays.copyOf(predictions.prediction(), rows);
    Arrays.setAll(scores, i -> scores[i] + 0.0);
    double[] levels = scores.clone();
    Arrays.sort(levels);
    double[] byTime = new double[2 * rows];
    Sorting.falling(time, 0, rows, byTime, 0);
    Tree longer = new Tree(rows);
    double concordant = 0;
    double comparable = 0;
    for (int first = 0, end = 0; first < rows; first = end) {
      while (end < rows && time[(int) byTime[end]] == time[(int) byTime[first]]) {
        int row = (int) byTime[end++];
        if (events != null && events[row] == 0) {
          longer.add(place(levels, scores[row]));
        }
      }
      for (int i = first; i < end; i++) {
        int row = (int) byTime[i];
        if (events == null || events[row] != 0) {
          int place = place(levels, scores[row]);
          double lower = longer.below(place);
          double equal = longer.below(place + 1) - lower;
          concordant += longer.size() - lower - equal + equal / 2;
          comparable += longer.size();
        }
      }
      for (int i = first; i < end; i++) {
        int row = (int) byTime[i];
        if (events == null || events[row] != 0) {
          longer.add(place(levels, scores[row]));
        }
      }
    }
    return concordant / comparable;
  }

  /** {@return the place of the first of the sorted {@code levels} that equals {@code score}} */
  private static int place(double[] levels, double score) {
    int low = 0;
    int high = levels.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (levels[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many were added at each place, and before it. */
  private static final class Tree {
    private final int[] counts;
    private int size;

    Tree(int places) {
      counts = new int[places + 1];
    }

    int size() {
      return size;
    }

    void add(int place) {
      size++;
      for (int i = place + 1; i < counts.length; i += i & -i) {
        counts[i]++;
      }
    }

    int below(int place) {
      int sum = 0;
      for (int i = place; i > 0; i -= i & -i) {
        sum += counts[i];
      }
      return sum;
    }
  }
}
