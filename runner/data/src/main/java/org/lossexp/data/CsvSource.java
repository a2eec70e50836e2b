package org.lossexp.data;

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
    if (arguments.word("missing_target").equals("drop")) {
      table = table.withoutMissing(table.columns(arguments, "target"));
    }
    return new TableRoles(table, arguments).dataset(weights(folder, arguments, table));
  }

  /** {@return the weights that stand in files of their own; empty where none do} */
  private static double[] weights(Path folder, Arguments arguments, Table table) throws Unusable {
    if (arguments.value("weight_file").isEmpty()) {
      return new double[0];
    }
    double[] weights =
        numbers(StoredFile.find(folder, arguments, "weight_file"), table.test(), "rows");
    if (table.test() == table.rows()) {
      return weights;
    }
    int more = table.rows() - table.test();
    double[] all = Arrays.copyOf(weights, table.rows());
    if (arguments.value("test_weight_file").isEmpty()) {
      // Metrics do not weigh rows: without a file, test rows count alike.
      Arrays.fill(all, table.test(), table.rows(), 1);
      return all;
    }
    double[] test = numbers(StoredFile.find(folder, arguments, "test_weight_file"), more, "rows");
    System.arraycopy(test, 0, all, table.test(), more);
    return all;
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
    var format =
        new CsvRows.Format(java.nio.charset.StandardCharsets.UTF_8, CsvRows.SPACES, '"', 0);
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
