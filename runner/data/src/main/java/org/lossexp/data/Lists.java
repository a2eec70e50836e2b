package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Rows of lists, such as the results of queries: those of one list stand together. */
final class Lists {
  private Lists() {}

  /** {@return {@code rows}, list by list, in a list as they stand} */
  static int[] ordered(int[] rows, int[] group) {
    return Arrays.stream(rows)
        .boxed()
        .sorted(Comparator.comparingInt(row -> group[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** {@return where each list of {@code ordered} begins, and at last how many rows there are} */
  static int[] starts(int[] ordered, int[] group) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < ordered.length; i++) {
      if (i == 0 || group[ordered[i]] != group[ordered[i - 1]]) {
        starts.add(i);
      }
    }
    starts.add(ordered.length);
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }
}
