package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TuningRows;

/** Takes from a split what a trial may not meet: its test part, or the rows of searches. */
final class RowLimit {
  private RowLimit() {}

  /**
   * {@return {@code split} without them}
   *
   * @param sha256 of the source
   */
  static Split of(TuningRows rows, Split split, Dataset data, String sha256) throws Unusable {
    boolean[] apart = apart(rows, data, sha256);
    Split left =
        rows.search()
            ? new Split(
                only(split.training(), apart, true),
                only(split.validation(), apart, true),
                new int[0],
                split.classOrder(),
                split.trainingClasses())
            : new Split(
                split.training(),
                split.validation(),
                only(split.test(), apart, false),
                split.classOrder(),
                split.trainingClasses());
    int judged = rows.search() ? left.validation().length : left.test().length;
    if (left.training().length == 0 || judged == 0) {
      throw new Unusable(
          List.of(
              new Problem(
                  Codes.EMPTY_PART,
                  String.format(
                      Locale.ROOT,
                      "`scope = apart(%s)` leaves %s: %d rows to train on, %d to judge by",
                      rows.apart(),
                      rows.search() ? "nothing to search on" : "nothing to test on",
                      left.training().length,
                      judged),
                  Optional.empty(),
                  List.of("write another share, or `scope = nested`"))));
    }
    return left;
  }

  /** All rows where none are kept apart; rows of one group go together. */
  private static boolean[] apart(TuningRows rows, Dataset data, String sha256) {
    boolean[] apart = new boolean[data.rows()];
    if (rows.apart() == 0) {
      Arrays.fill(apart, true);
      return apart;
    }
    int[] group = data.roles().group();
    int units = group.length == 0 ? data.rows() : Arrays.stream(group).max().orElse(-1) + 1;
    int[] order =
        RandomStream.key("apart").with(sha256).with(rows.seed()).stream().permutation(units);
    boolean[] chosen = new boolean[units];
    int count = (int) Math.round(rows.apart() * units);
    for (int i = 0; i < count; i++) {
      chosen[order[i]] = true;
    }
    for (int row = 0; row < apart.length; row++) {
      apart[row] = chosen[group.length == 0 ? row : group[row]];
    }
    return apart;
  }

  private static int[] only(int[] rows, boolean[] marked, boolean wanted) {
    return Arrays.stream(rows).filter(row -> marked[row] == wanted).toArray();
  }
}
