package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lossexp.spi.Arguments;

/** A table of text, with a second file of test rows and files of weights beside it. */
final class CsvSource {
  private CsvSource() {}

  static Dataset load(Path folder, Arguments arguments) throws Unusable {
    List<StoredFile> files = new ArrayList<>(List.of(StoredFile.find(folder, arguments, "path")));
    if (arguments.value("test").isPresent()) {
      files.add(StoredFile.find(folder, arguments, "test"));
    }
    Table table = CsvTable.read(arguments, files);
    List<StoredFile> beside = new ArrayList<>();
    for (String parameter : List.of("weight_file", "test_weight_file")) {
      if (arguments.value(parameter).isPresent()) {
        beside.add(StoredFile.find(folder, arguments, parameter));
      }
    }
    if (!beside.isEmpty() && arguments.value("weight_file").isEmpty()) {
      throw Unusable.argument(
          Codes.BAD_ROLE,
          "test_weight_file",
          "test rows have weights, and training rows have none",
          "write `weight_file = \"…\"` too");
    }
    double[] weights = beside.isEmpty() ? new double[0] : weights(beside, table);
    if (arguments.word("missing_target").equals("drop")) {
      if (weights.length > 0) {
        throw Unusable.argument(
            Codes.BAD_ROLE,
            "missing_target",
            "rows cannot be left out where their weights stand in another file",
            "take them out of both files, or put the weights into a column");
      }
      table = table.withoutMissing(table.columns(arguments, "target"));
    }
    return new TableRoles(table.knownWith(beside), arguments).dataset(weights);
  }

  /**
   * {@return the weights that stand in files of their own}
   *
   * <p>Metrics do not weigh rows: without a file, test rows count alike.
   */
  private static double[] weights(List<StoredFile> files, Table table) throws Unusable {
    double[] weights = Arrays.copyOf(numbers(files.getFirst(), table.test(), "rows"), table.rows());
    int more = table.rows() - table.test();
    if (files.size() == 1) {
      Arrays.fill(weights, table.test(), table.rows(), 1);
    } else {
      System.arraycopy(numbers(files.getLast(), more, "rows"), 0, weights, table.test(), more);
    }
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] < 0) {
        throw files
            .getFirst()
            .unusable(
                Codes.BAD_ROLE,
                "the weight of row " + (row + 1) + " is " + weights[row],
                "a weight is 0 or more");
      }
    }
    return weights;
  }

  /** {@return the numbers of a file, one a line, of which there must be {@code expected}} */
  static double[] numbers(StoredFile file, int expected, String of) throws Unusable {
    List<Double> numbers = numbers(file);
    if (numbers.size() != expected) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          String.format(
              Locale.ROOT,
              "`%s` holds %d numbers for %d %s",
              file.written(),
              numbers.size(),
              expected,
              of),
          "it needs one number a line, a line for each");
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@return the numbers of a file, one a line} */
  static List<Double> numbers(StoredFile file) throws Unusable {
    List<Double> numbers = new ArrayList<>();
    var format = new CsvRows.Format(StandardCharsets.UTF_8, CsvRows.SPACES, '"', 0);
    new CsvRows(file, format)
        .forEach((line, fields) -> {
          double number = fields.number(0, '.');
          if (fields.count() != 1 || Double.isNaN(number)) {
            throw file.unusable(
                Codes.BAD_FORMAT,
                "`"
                    + file.written()
                    + "` needs one number a line, but line "
                    + line
                    + " holds "
                    + Listing.quoted(String.join(" ", fields.texts())));
          }
          numbers.add(number);
        });
    return numbers;
  }
}
