package org.lossexp.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Rows of LibSVM and LETOR: {@code label qid:list index:value …}, what is not written is 0. Lists
 * are told by {@code qid}, or by a file of their sizes as LightGBM has it.
 */
final class LibsvmSource {
  private static final int MOST_FEATURES = 1_000_000;

  private final List<StoredFile> files;
  private final List<Double> targets = new ArrayList<>();
  private final List<Double> lists = new ArrayList<>();
  private final List<int[]> indices = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int least = 1;
  private int greatest;
  private long held;

  private LibsvmSource(List<StoredFile> files) {
    this.files = files;
  }

  static Dataset load(Path folder, Arguments arguments) throws Unusable {
    List<StoredFile> files = new ArrayList<>(List.of(StoredFile.find(folder, arguments, "path")));
    if (arguments.value("test").isPresent()) {
      files.add(StoredFile.find(folder, arguments, "test"));
    }
    return new LibsvmSource(files).dataset(folder, arguments);
  }

  private Dataset dataset(Path folder, Arguments arguments) throws Unusable {
    read(files.getFirst());
    int test = lines.size();
    if (files.size() > 1) {
      read(files.getLast());
    }
    int rows = lines.size();
    List<String> hashes = new ArrayList<>();
    for (StoredFile file : files) {
      hashes.add(file.sha256());
    }
    if (arguments.value("group").isPresent()) {
      lists.clear();
      StoredFile group = StoredFile.find(folder, arguments, "group");
      addLists(group, test);
      hashes.add(group.sha256());
      if (rows > test) {
        if (arguments.value("test_group").isEmpty()) {
          throw Unusable.argument(
              Codes.BAD_ROLE,
              "group",
              "`group` says what the lists of `path` are, and nothing says what those of `test`"
                  + " are",
              "write `test_group = \"…\"`");
        }
        StoredFile others = StoredFile.find(folder, arguments, "test_group");
        addLists(others, rows - test);
        hashes.add(others.sha256());
      }
    }
    boolean inLists = lists.size() == rows;
    List<Column> columns = columns(inLists);
    Table table =
        new Table(
            files.getFirst().written(),
            Sources.sha256(hashes),
            rows,
            test,
            true,
            columns,
            row ->
                "line "
                    + lines.get(row)
                    + (row < test ? "" : " of `" + files.getLast().written() + "`"),
            List.of());
    Arguments roles =
        arguments
            .with("target", new Value.Numeral(1))
            .with("group", inLists ? new Value.Numeral(columns.size()) : new Value.Word("none"));
    if (inLists && arguments.word("task").equals("auto")) {
      roles = roles.with("task", new Value.Word("ranking"));
    }
    return new TableRoles(table, roles).dataset(new double[0]);
  }

  private List<Column> columns(boolean inLists) throws Unusable {
    int rows = lines.size();
    int features = greatest - least + 1;
    long needed = (features + 2L) * rows * Double.BYTES;
    if (needed > Sources.mostBytes()) {
      throw files
          .getFirst()
          .unusable(
              Codes.FILE_TOO_LARGE,
              Sources.tooLarge(files.getFirst().written(), rows, needed),
              "its " + features + " features are kept with their zeros",
              Sources.MORE_MEMORY);
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column.Numeric("label", numbers(targets)));
    double[][] dense = new double[features][rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < indices.get(row).length; i++) {
        dense[indices.get(row)[i] - least][row] = values.get(row)[i];
      }
    }
    for (int j = 0; j < features; j++) {
      columns.add(new Column.Numeric("x" + (j + least), dense[j]));
    }
    if (inLists) {
      columns.add(new Column.Numeric("list", numbers(lists)));
    }
    return columns;
  }

  private static double[] numbers(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A list is what its number is; those of the test file are others. */
  private void addLists(StoredFile file, int rows) throws Unusable {
    int before = lists.size();
    double list = before == 0 ? 0 : lists.getLast() + 1;
    for (double size : CsvSource.numbers(file)) {
      if (size != Math.rint(size) || size < 1) {
        throw file.unusable(
            Codes.BAD_FORMAT,
            "`"
                + file.written()
                + "` holds the sizes of lists, but one is "
                + Value.Numeral.text(size));
      }
      for (int i = 0; i < size && lists.size() <= before + rows; i++) {
        lists.add(list);
      }
      list++;
    }
    if (lists.size() != before + rows) {
      double sum = CsvSource.numbers(file).stream().mapToDouble(Double::doubleValue).sum();
      throw file.unusable(
          Codes.BAD_FORMAT,
          String.format(
              Locale.ROOT,
              "the lists of `%s` have %s items together, and there are %d rows",
              file.written(),
              Value.Numeral.text(sum),
              rows));
    }
  }

  private void read(StoredFile file) throws Unusable {
    int before = lines.size();
    try (BufferedReader reader =
        new BufferedReader(new TextReader(file, StandardCharsets.UTF_8), 1 << 16)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!text.isEmpty()) {
          add(file, number, text.split("\\s+"), before > 0);
        }
      }
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
    if (lines.size() == before) {
      throw file.unusable(Codes.NO_ROWS, "`" + file.written() + "` is empty");
    }
    if (!lists.isEmpty() && lists.size() != lines.size()) {
      throw file.unusable(
          Codes.BAD_FORMAT, "`" + file.written() + "` has rows with a `qid` and rows without");
    }
  }

  private void add(StoredFile file, int number, String[] words, boolean isTest) throws Unusable {
    double target = Numbers.parse(words[0]);
    if (Double.isNaN(target)) {
      throw wrong(file, number, words[0], "a number, the label");
    }
    int from = 1;
    if (words.length > 1 && words[1].startsWith("qid:")) {
      double list = Numbers.parse(words[1].substring(4));
      if (Double.isNaN(list)) {
        throw wrong(file, number, words[1], "`qid:` and a number");
      }
      // Lists of two files are never one list, though their numbers may be equal.
      lists.add(isTest ? -1 - list : list);
      from = 2;
    }
    int[] at = new int[words.length - from];
    double[] value = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      String word = words[from + i];
      int colon = word.indexOf(':');
      double index = colon < 0 ? Double.NaN : Numbers.parse(word.substring(0, colon));
      value[i] = colon < 0 ? Double.NaN : Numbers.parse(word.substring(colon + 1));
      if (!(index >= 0 && index <= MOST_FEATURES && index == Math.rint(index))
          || Double.isNaN(value[i])) {
        throw wrong(file, number, word, "`index:value`, the index from 0 to " + MOST_FEATURES);
      }
      at[i] = (int) index;
      least = Math.min(least, at[i]);
      greatest = Math.max(greatest, at[i]);
    }
    if (Arrays.stream(at).distinct().count() != at.length) {
      throw wrong(file, number, String.join(" ", words), "each index once");
    }
    held += 64 + 12L * at.length;
    if (held > Sources.mostBytes()) {
      throw file.unusable(
          Codes.FILE_TOO_LARGE,
          Sources.tooLarge(file.written(), lines.size(), held) + " and there are more",
          Sources.MORE_MEMORY);
    }
    targets.add(target);
    indices.add(at);
    values.add(value);
    lines.add(number);
  }

  private static Unusable wrong(StoredFile file, int number, String found, String expected) {
    return file.unusable(
        Codes.BAD_FORMAT,
        "`"
            + file.written()
            + "`: line "
            + number
            + " holds "
            + Listing.quoted(found)
            + " instead of "
            + expected);
  }
}
