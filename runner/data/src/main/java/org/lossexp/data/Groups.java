package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * The items that a split parts: rows, or groups of rows that stay together.
 *
 * @param of [rows] the group of each row; empty where each row is an item
 * @param rowCount number of rows
 * @param count number of items
 * @param word what an item is called
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
record Groups(int[] of, int rowCount, int count, String word) {
  /** {@return what stands against the groups that {@code call} names} */
  static Optional<Problem> check(Value.Call call, Dataset data) {
    Optional<Value> by = call.arguments().value("by");
    if (by.isEmpty()) {
      return Optional.empty();
    }
    if (by.get() instanceof Value.Text(String column)) {
      if (areLists(data)) {
        return problem(
            Codes.STEP_DOES_NOT_FIT,
            "`" + call.name() + "` cannot part lists by `" + column + "`: each stays whole",
            "write `by = group`, or leave it out");
      }
      return data.features().stream().anyMatch(feature -> feature.name().equals(column))
          ? Optional.empty()
          : problem(
              Codes.UNKNOWN_COLUMN,
              "`" + call.name() + "` finds no column `" + column + "`",
              "the features are "
                  + Listing.of(data.features().stream().map(Column::name).toList()));
    }
    if (call.arguments().isWord("by", "user")) {
      boolean users =
          data.header().task() == Task.RECOMMENDATION && data.roles().codes().size() == 2;
      return users
          ? Optional.empty()
          : problem(
              Codes.NO_GROUPS,
              "`" + call.name() + "` cannot part each user's rows: the data has no users and items",
              "`ratings(…)` brings users; `by = group` keeps the rows of a group together");
    }
    return data.roles().group().length > 0
        ? Optional.empty()
        : problem(
            Codes.NO_GROUPS,
            "`" + call.name() + "` cannot part by group: the source names no group column",
            "write `group = \"column\"` in the source, or `by = \"column\"` here");
  }

  /**
   * {@return a warning where the source names groups and the split tears them: what a model learns
   * of a patient's rows in training, it knows of the others in the test part}
   */
  static Optional<Problem> warn(Value.Call call, Dataset data) {
    boolean torn =
        data.roles().group().length > 0
            && data.roles().codes().isEmpty()
            && !areLists(data)
            && call.arguments().value("by").isEmpty()
            && call.arguments().value("time").isEmpty();
    return torn
        ? Optional.of(
            new Problem(
                Codes.TORN_GROUPS,
                "the source names groups, and `%s` parts rows: a group may stand on both sides"
                    .formatted(call.name()),
                Optional.empty(),
                List.of(
                    "`%s(by = group)` keeps the rows of a group together".formatted(call.name()))))
        : Optional.empty();
  }

  private static boolean areLists(Dataset data) {
    return data.header().task() == Task.RANKING && data.roles().group().length > 0;
  }

  private static Optional<Problem> problem(String code, String message, String note) {
    return Optional.of(new Problem(code, message, Optional.of("by"), List.of(note)));
  }

  /** {@return the items of {@code data}; the rows of a list stay together in any case} */
  static Groups of(Value.Call call, Dataset data) {
    Optional<Value> by = call.arguments().value("by");
    if (by.isPresent() && by.get() instanceof Value.Text(String column)) {
      return groups(ofColumn(data, column), "group");
    }
    if (areLists(data)) {
      return groups(data.roles().group(), "list");
    }
    boolean grouped =
        by.isPresent() && !call.arguments().isWord("by", "user") && data.roles().group().length > 0;
    return grouped
        ? groups(data.roles().group(), "group")
        : new Groups(new int[0], data.rows(), data.rows(), "row");
  }

  private static Groups groups(int[] of, String word) {
    return new Groups(of, of.length, Arrays.stream(of).max().orElse(-1) + 1, word);
  }

  /** Groups by value, in the order of values; rows without one are a group of their own. */
  private static int[] ofColumn(Dataset data, String name) {
    Column column =
        data.features().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    return switch (column) {
      case Column.Categorical categorical -> dense(categorical.codes());
      case Column.Numeric numeric -> {
        double[] distinct = Arrays.stream(numeric.values()).sorted().distinct().toArray();
        yield Arrays.stream(numeric.values())
            .mapToInt(value -> Arrays.binarySearch(distinct, value))
            .toArray();
      }
      case Column.Image _ -> RandomStream.identity(data.rows());
    };
  }

  private static int[] dense(int[] codes) {
    int[] distinct = Arrays.stream(codes).sorted().distinct().toArray();
    return Arrays.stream(codes).map(code -> Arrays.binarySearch(distinct, code)).toArray();
  }

  boolean areGroups() {
    return of.length > 0;
  }

  /** {@return {@code 12 groups}} */
  String words() {
    return String.format(Locale.ROOT, "%d %s%s", count, word, count == 1 ? "" : "s");
  }

  /** {@return about how many rows {@code items} items hold} */
  int rows(int items) {
    return areGroups() ? (int) Math.round((double) items * rowCount / count) : items;
  }

  /** {@return how many rows the smallest group holds} */
  int smallest() {
    int[] sizes = new int[count];
    for (int group : of) {
      sizes[group]++;
    }
    return Arrays.stream(sizes).min().orElse(1);
  }

  /** {@return the items that {@code rows} belong to, ascending} */
  int[] among(int[] rows) {
    return areGroups()
        ? Arrays.stream(rows).map(row -> of[row]).sorted().distinct().toArray()
        : rows;
  }

  /** {@return the rows of {@code items}, ascending} */
  int[] rowsOf(int[] items) {
    if (!areGroups()) {
      return items;
    }
    boolean[] chosen = new boolean[count];
    for (int item : items) {
      chosen[item] = true;
    }
    return IntStream.range(0, of.length).filter(row -> chosen[of[row]]).toArray();
  }
}
