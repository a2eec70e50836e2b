package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Skewness;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;

/** Looks at tables and targets, for advice before anything is trained. */
final class Facts {
  /** More rows change no advice, and cost seconds. */
  private static final int MOST_FITTED = 5000;

  private static final int MOST_NEAR = 2000;
  private static final int MOST_COLUMNS = 100;

  /** A fit on fewer rows for each column follows them instead of telling of them. */
  private static final int ROWS_A_COLUMN = 5;

  private Facts() {}

  /** {@return what the columns of a table of text hold} */
  static List<ColumnFacts> columns(Path folder, Arguments csv) throws Unusable {
    Table table = CsvTable.read(csv, List.of(StoredFile.find(folder, csv, "path")));
    return table.columns().stream()
        .map(column ->
            ColumnFacts.of(column, table.notes().contains(ColumnBuilder.datesNote(column.name()))))
        .toList();
  }

  /** {@return a fact sheet for classes and for labels, one a column for numbers} */
  static List<TargetFacts> targets(Dataset data) {
    Task task = data.header().task();
    if (task == Task.MULTILABEL) {
      double each =
          data.header().classCounts().stream().mapToLong(Long::longValue).sum()
              / (double) data.rows();
      return List.of(
          new TargetFacts.Labels(
              data.targetName(),
              data.rows(),
              data.header().classes(),
              data.header().classCounts(),
              each));
    }
    if (task.hasClasses()) {
      return List.of(classes(data));
    }
    List<TargetFacts> targets = new ArrayList<>();
    DesignMatrix design = DesignMatrix.of(data, MOST_FITTED);
    String[] names = data.targetName().split(", ", -1);
    int outputs = data.header().outputs();
    for (int output = 0; output < outputs; output++) {
      String name = outputs == names.length ? names[output] : "target " + (output + 1);
      targets.add(numbers(name, data, output, design));
    }
    return targets;
  }

  private static TargetFacts.Classes classes(Dataset data) {
    DesignMatrix design = DesignMatrix.of(data, MOST_NEAR);
    int[] labels =
        Arrays.stream(design.at(data.target(), 1, 0)).mapToInt(label -> (int) label).toArray();
    return new TargetFacts.Classes(
        data.targetName(),
        data.rows(),
        data.header().classes(),
        data.header().classCounts(),
        NearestRows.of(design, labels, data.header().classes().size()));
  }

  private static TargetFacts.Numbers numbers(
      String name, Dataset data, int output, DesignMatrix design) {
    int outputs = data.header().outputs();
    double[] values = new double[data.rows()];
    Arrays.setAll(values, row -> data.target()[row * outputs + output]);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    boolean whole = Arrays.stream(values).allMatch(value -> value == Math.rint(value));
    double[] seen = design.at(data.target(), outputs, output);
    DesignMatrix strongest =
        design.strongest(seen, Math.min(MOST_COLUMNS, seen.length / ROWS_A_COLUMN));
    boolean counts = whole && min >= 0 && max > 1 && Moments.mean(seen) > 0;
    return new TargetFacts.Numbers(
        name,
        values.length,
        Moments.mean(values),
        Moments.sampleSd(values),
        min,
        Moments.quantile(sorted, 0.5),
        max,
        min == max || values.length < 3 ? 0 : new Skewness().evaluate(values),
        whole,
        distinct,
        tens(values),
        share(values, 0),
        share(values, min),
        share(values, max),
        SimpleFits.residuals(strongest, seen),
        counts ? Optional.of(SimpleFits.counts(strongest, seen)) : Optional.empty());
  }

  private static double tens(double[] values) {
    long others = Arrays.stream(values).filter(value -> value != 0).count();
    long tens = Arrays.stream(values).filter(value -> value != 0 && value % 10 == 0).count();
    return others == 0 ? 0 : tens / (double) others;
  }

  private static double share(double[] values, double of) {
    return Arrays.stream(values).filter(value -> value == of).count() / (double) values.length;
  }
}
