package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Value;

/** Rows in the order of time: a column of numbers or of texts such as {@code 2026-11-21}. */
final class Times {
  private Times() {}

  static Optional<Problem> check(Value.Call call, Dataset data) {
    if (!(call.arguments().value("time").orElse(null) instanceof Value.Text(String name))) {
      return Optional.empty();
    }
    Optional<Column> column = column(data, name);
    if (column.isEmpty()) {
      return Optional.of(
          new Problem(
              Codes.UNKNOWN_COLUMN,
              "`" + call.name() + "` finds no column `" + name + "`",
              Optional.of("time"),
              List.of(
                  "the features are "
                      + Listing.of(data.features().stream().map(Column::name).toList()),
                  "`time = rows` takes the order of the file")));
    }
    return column.get().missing() > 0
        ? Optional.of(
            new Problem(
                Codes.STEP_DOES_NOT_FIT,
                "`%s` cannot order the rows by `%s`: %d of its values are missing"
                    .formatted(call.name(), name, column.get().missing()),
                Optional.of("time"),
                List.of("`time = rows` takes the order of the file")))
        : Optional.empty();
  }

  private static Optional<Column> column(Dataset data, String name) {
    return data.features().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** {@return the rows from the earliest on; equal times as they stand} */
  static int[] order(Value.Call call, Dataset data) {
    if (!(call.arguments().value("time").orElseThrow() instanceof Value.Text(String name))) {
      return RandomStream.identity(data.rows());
    }
    return switch (column(data, name).orElseThrow()) {
      case Column.Numeric numeric -> Order.of(numeric.values());
      // Levels are in the order of texts, so codes are too.
      case Column.Categorical categorical ->
          Order.of(Arrays.stream(categorical.codes()).asDoubleStream().toArray());
      case Column.Image _ -> RandomStream.identity(data.rows());
    };
  }
}
