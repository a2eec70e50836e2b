package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * What columns hold, said by {@code types} rather than inferred. Features and the target are read
 * anew before anything else looks at them.
 */
final class Typing {
  private static final int MOST_CLASSES = 1000;

  private Typing() {}

  private static boolean isWord(Value type, String word) {
    return type.text().equals(word);
  }

  /** {@return {@code data} as {@code call} says, or the same if nothing changes} */
  static Dataset typed(Value.Call call, Dataset data) throws Unusable {
    Dataset typed = data;
    for (Map.Entry<String, Value> column : call.arguments().values().entrySet()) {
      typed =
          column.getKey().equals(data.targetName())
              ? withTarget(column.getValue(), typed)
              : withFeature(column.getKey(), column.getValue(), typed);
    }
    return typed;
  }

  /** {@return what happens to the columns of new rows, and of those here} */
  static List<Fitted.Change> changes(Value.Call call, List<Column> columns) {
    List<Fitted.Change> changes = new ArrayList<>();
    for (Column column : columns) {
      Value type = call.arguments().values().get(column.name());
      if (type != null) {
        changes.add(
            new Fitted.Change(
                isWord(type, "number") ? Fitted.Kind.NUMBER : Fitted.Kind.CATEGORY,
                column.name(),
                List.of(),
                List.of()));
      }
    }
    return changes;
  }

  private static Dataset withFeature(String name, Value type, Dataset data) throws Unusable {
    List<Column> features = new ArrayList<>(data.features());
    List<String> names = features.stream().map(Column::name).toList();
    int at = names.indexOf(name);
    if (at < 0) {
      throw new Unusable(
          List.of(
              new Problem(
                  Codes.UNKNOWN_COLUMN,
                  "`types` finds no column `" + name + "`",
                  Optional.of(name),
                  List.of(
                      "the target is `"
                          + data.targetName()
                          + "`, and the features are "
                          + Listing.of(names)))));
    }
    Column before = features.get(at);
    Column after = isWord(type, "number") ? Columns.number(before) : Columns.category(before);
    features.set(at, after);
    int lost = after.missing() - before.missing();
    List<String> notes = new ArrayList<>(data.header().notes());
    if (lost > 0) {
      notes.add(
          String.format(
              Locale.ROOT, "%d texts of `%s` are no numbers: taken as missing", lost, name));
    }
    return data.with(features, notes);
  }

  private static Dataset withTarget(Value type, Dataset data) throws Unusable {
    DataHeader h = data.header();
    boolean number = isWord(type, "number");
    if (h.outputs() != 1 || (h.task() != Task.REGRESSION && !h.task().hasClasses())) {
      throw new Unusable(
          List.of(
              new Problem(
                  Codes.STEP_DOES_NOT_FIT,
                  "`types` cannot change the target of " + h.task().words(),
                  Optional.of(data.targetName()),
                  List.of("it changes one column of numbers or of classes"))));
    }
    if (number == (h.task() == Task.REGRESSION)) {
      return data.with(data.features(), withoutAssumption(data));
    }
    Dataset typed = number ? numbers(data) : classes(data);
    return typed.with(typed.features(), withoutAssumption(data));
  }

  /** {@return the notes but for what was assumed of the target, which is now said} */
  private static List<String> withoutAssumption(Dataset data) {
    return data.header().notes().stream()
        .filter(note -> !note.startsWith("`" + data.targetName() + "` "))
        .toList();
  }

  private static Dataset classes(Dataset data) throws Unusable {
    double[] distinct = Arrays.stream(data.target()).sorted().distinct().toArray();
    if (distinct.length < 2 || distinct.length > MOST_CLASSES) {
      throw new Unusable(
          List.of(
              new Problem(
                  distinct.length < 2 ? Codes.CONSTANT_TARGET : Codes.TOO_MANY_CLASSES,
                  "`types` makes classes of `%s`, which holds %d different numbers"
                      .formatted(data.targetName(), distinct.length),
                  Optional.of(data.targetName()),
                  List.of("from 2 to " + MOST_CLASSES + " classes are taken"))));
    }
    List<String> names = Arrays.stream(distinct).mapToObj(Value.Numeral::text).toList();
    double[] labels =
        Arrays.stream(data.target()).map(v -> Arrays.binarySearch(distinct, v)).toArray();
    return data.with(Dataset.Labels.classes(names, labels));
  }

  private static Dataset numbers(Dataset data) throws Unusable {
    List<String> names = data.header().classes();
    for (String name : names) {
      if (Double.isNaN(Columns.number(name))) {
        throw new Unusable(
            List.of(
                new Problem(
                    Codes.TARGET_NOT_NUMBERS,
                    "`types` finds %s in `%s`, which is no number"
                        .formatted(Listing.quoted(name), data.targetName()),
                    Optional.of(data.targetName()),
                    List.of("leave `" + data.targetName() + "` as classes"))));
      }
    }
    double[] values =
        Arrays.stream(data.target()).map(label -> Columns.number(names.get((int) label))).toArray();
    return data.with(Dataset.Labels.numbers(values));
  }
}
