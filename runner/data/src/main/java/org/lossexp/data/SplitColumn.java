package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Value;

/**
 * A column that says where each row belongs: {@code train validation test}, or any other values,
 * each of which is the test part of one fold.
 */
final class SplitColumn {
  private static final List<String> TRAINING = List.of("train", "training");
  private static final List<String> VALIDATION = List.of("validation", "valid", "val", "dev");
  private static final List<String> TEST = List.of("test", "testing");
  private static final int MOST_FOLDS = 1000;

  private SplitColumn() {}

  static Splitter.Published of(Value.Call call, Dataset data) throws Unusable {
    String name = call.arguments().word("column");
    List<String> features = data.features().stream().map(Column::name).toList();
    int at = features.indexOf(name);
    if (at < 0) {
      throw Unusable.argument(
          Codes.UNKNOWN_COLUMN,
          "column",
          "`split_column` finds no column `" + name + "`",
          "the features are " + Listing.of(features));
    }
    if (data.features().get(at).missing() > 0) {
      throw Unusable.argument(
          Codes.STEP_DOES_NOT_FIT,
          "column",
          "`%s` says of %d rows not where they belong"
              .formatted(name, data.features().get(at).missing()),
          "write `train`, `validation` or `test` into every row");
    }
    Groups groups =
        Groups.of(new Value.Call("by", call.arguments().with("by", new Value.Text(name))), data);
    List<String> values = values(data.features().get(at));
    boolean named =
        values.stream().map(value -> value.toLowerCase(Locale.ROOT)).allMatch(SplitColumn::isPart);
    if (named) {
      int[] training = rows(groups, values, TRAINING);
      int[] validation = rows(groups, values, VALIDATION);
      int[] test = rows(groups, values, TEST);
      return new Splitter.Published(
          call,
          data,
          new int[][] {training},
          new int[][] {validation},
          new int[][] {test},
          List.of(name),
          "");
    }
    if (groups.count() < 2 || groups.count() > MOST_FOLDS) {
      throw new Unusable(
          List.of(
              new Problem(
                  Codes.STEP_DOES_NOT_FIT,
                  "`%s` holds %d different values: from 2 to %d folds are taken"
                      .formatted(name, groups.count(), MOST_FOLDS),
                  Optional.of("column"),
                  List.of("write `train`, `validation` and `test`, or a number a fold"))));
    }
    var trainings = new ArrayList<int[]>();
    var tests = new ArrayList<int[]>();
    int[] all = RandomStream.identity(data.rows());
    for (int fold = 0; fold < groups.count(); fold++) {
      int[] test = groups.rowsOf(new int[] {fold});
      tests.add(test);
      trainings.add(Split.without(all, test));
    }
    return new Splitter.Published(
        call,
        data,
        trainings.toArray(int[][]::new),
        new int[groups.count()][0],
        tests.toArray(int[][]::new),
        List.of(name),
        "");
  }

  private static boolean isPart(String word) {
    return TRAINING.contains(word) || VALIDATION.contains(word) || TEST.contains(word);
  }

  /** {@return the distinct values, in the order of the groups that they make} */
  private static List<String> values(Column column) {
    return switch (column) {
      case Column.Categorical categorical ->
          Arrays.stream(categorical.codes())
              .sorted()
              .distinct()
              .mapToObj(categorical.levels()::get)
              .toList();
      case Column.Numeric numeric ->
          Arrays.stream(numeric.values())
              .sorted()
              .distinct()
              .mapToObj(Value.Numeral::text)
              .toList();
      case Column.Image _ -> List.of();
    };
  }

  private static int[] rows(Groups groups, List<String> values, List<String> words) {
    return groups.rowsOf(
        IntStream.range(0, values.size())
            .filter(i -> words.contains(values.get(i).toLowerCase(Locale.ROOT)))
            .toArray());
  }
}
