package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Problem;

/** Rows that no step has seen, brought into the form of those that were trained on. */
final class NewRows {
  private NewRows() {}

  static Part transformed(Dataset data, Fitted fitted) throws Unusable {
    List<Column> all = new ArrayList<>(data.features());
    all.addAll(data.roles().codes());
    Columns columns = new Columns(all, List.of());
    for (Fitted.Change change : fitted.changes()) {
      columns = columns.after(change);
    }
    int[] rows = RandomStream.identity(data.rows());
    Columns ordered = new Columns(chosen(columns, fitted), codes(columns, fitted));
    float[] features = Workbench.features(ordered, rows);
    double[] original = target(data, fitted);
    double[] seen = new double[original.length];
    int outputs = fitted.outputs();
    Arrays.setAll(seen, i -> fitted.targetScale().scaled(i % outputs, original[i]));
    boolean lists = data.header().inputs().lists() > 0;
    return new Part(
        data.rows(),
        features.length / data.rows(),
        features,
        Workbench.codes(ordered, rows),
        seen,
        original,
        rows,
        lists ? Lists.starts(rows, data.roles().group()) : new int[] {0, data.rows()},
        Map.of());
  }

  /** {@return the columns that the model takes, in its order; a new file may have others} */
  private static List<Column> chosen(Columns columns, Fitted fitted) throws Unusable {
    if (fitted.image().isPresent()) {
      if (!columns.image().equals(fitted.image())) {
        throw unlike("the model takes images of " + fitted.image().get());
      }
      return columns.features();
    }
    List<Column> chosen = new ArrayList<>();
    Set<String> lacking = new HashSet<>();
    for (String name : fitted.features()) {
      columns.features().stream()
          .filter(column -> column.name().equals(name))
          .findFirst()
          .ifPresentOrElse(column -> chosen.add(Columns.number(column)), () -> lacking.add(name));
    }
    if (!lacking.isEmpty()) {
      throw unlike(
          "the model takes columns that are not there: "
              + Listing.of(lacking.stream().sorted().toList()));
    }
    return chosen;
  }

  private static List<Columns.Code> codes(Columns columns, Fitted fitted) throws Unusable {
    List<Columns.Code> codes = new ArrayList<>();
    for (var wanted : fitted.codes()) {
      Optional<Columns.Code> code =
          columns.codes().stream().filter(c -> c.name().equals(wanted.name())).findFirst();
      if (code.isEmpty()) {
        throw unlike("the model takes a column `" + wanted.name() + "` that is not there");
      }
      for (int value : code.get().values()) {
        if (value < 0) {
          throw unlike("`" + wanted.name() + "` holds what the model was not trained on");
        }
      }
      codes.add(code.get());
    }
    return codes;
  }

  /** Classes are matched by name: a file with other classes has other indices. */
  private static double[] target(Dataset data, Fitted fitted) {
    if (!fitted.task().hasClasses()) {
      return data.target().length == data.rows() * fitted.outputs()
          ? data.target()
          : unknown(data.rows() * fitted.outputs());
    }
    List<String> names = data.header().classes();
    double[] indices =
        names.stream()
            .mapToDouble(name ->
                fitted.classes().contains(name) ? fitted.classes().indexOf(name) : Double.NaN)
            .toArray();
    return names.isEmpty()
        ? unknown(data.rows())
        : Arrays.stream(data.target()).map(label -> indices[(int) label]).toArray();
  }

  private static double[] unknown(int length) {
    double[] target = new double[length];
    Arrays.fill(target, Double.NaN);
    return target;
  }

  private static Unusable unlike(String message) {
    return new Unusable(
        List.of(
            new Problem(
                Codes.UNKNOWN_COLUMN,
                message,
                Optional.empty(),
                List.of("new rows need the columns of the file that was trained on"))));
  }
}
