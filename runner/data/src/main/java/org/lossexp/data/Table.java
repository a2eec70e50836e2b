package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * A table as it was read, before a column has a role.
 *
 * @param written what the user calls it
 * @param sha256 of all files that it was read from
 * @param rows number of rows, at least 1
 * @param test the row at which a second file begins; {@code rows} where there is none
 * @param named whether the file names its columns, or they are numbered
 * @param columns all of one length; columns that the user drops are empty lists of categories
 * @param lines says where a row stands, such as {@code line 7}
 * @param notes what was assumed or repaired
 */
record Table(
    String written,
    String sha256,
    int rows,
    int test,
    boolean named,
    List<Column> columns,
    Lines lines,
    List<String> notes) {
  Table {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /** Where the rows of a table stand in its files. */
  interface Lines {
    /** {@return the place of a row as messages name it} */
    String of(int row);
  }

  /** A row as one of a file counted from 1, or of the file of test rows. */
  static Lines rowsOf(int test) {
    return row -> row < test ? "row " + (row + 1) : "row " + (row - test + 1) + " of the test file";
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** {@return the table, known by what stands in {@code others} too} */
  Table knownWith(List<StoredFile> others) throws Unusable {
    List<String> hashes = new ArrayList<>(List.of(sha256));
    for (StoredFile other : others) {
      hashes.add(other.sha256());
    }
    return new Table(written, Sources.sha256(hashes), rows, test, named, columns, lines, notes);
  }

  /** {@return the table without the rows in which one of {@code needed} is missing, with a note} */
  Table withoutMissing(List<Integer> needed) {
    int[] kept =
        IntStream.range(0, rows)
            .filter(row -> needed.stream().noneMatch(i -> columns.get(i).isMissing(row)))
            .toArray();
    if (kept.length == rows) {
      return this;
    }
    List<String> more = new ArrayList<>(notes);
    more.add(
        "%d row%s of `%s` without a target left out"
            .formatted(rows - kept.length, rows - kept.length == 1 ? "" : "s", written));
    return new Table(
        written,
        sha256,
        kept.length,
        (int) Arrays.stream(kept).filter(row -> row < test).count(),
        named,
        columns.stream().map(column -> column.at(kept)).toList(),
        row -> lines.of(kept[row]),
        more);
  }

  /** {@return which columns {@code parameter} names, in the order of the table} */
  List<Integer> columns(Arguments arguments, String parameter) throws Unusable {
    return columns(names(), named, written, arguments, parameter);
  }

  /**
   * {@return which of {@code names} an argument names, in the order of the table: by position, by
   * name, by {@code last}, or by a name with a {@code *} for any letters}
   */
  static List<Integer> columns(
      List<String> names, boolean named, String written, Arguments arguments, String parameter)
      throws Unusable {
    if (arguments.value(parameter).isEmpty()) {
      return List.of();
    }
    Value value = arguments.value(parameter).orElseThrow();
    List<Value> items =
        value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
    List<Integer> found = new ArrayList<>();
    for (Value item : items) {
      List<Integer> columns =
          switch (item) {
            case Value.Text text -> byName(names, named, written, parameter, text.string());
            case Value.Numeral position -> {
              if (position.number() > names.size()) {
                throw Unusable.argument(
                    Codes.UNKNOWN_COLUMN,
                    parameter,
                    "`" + written + "` has " + names.size() + " columns only");
              }
              yield List.of((int) position.number() - 1);
            }
            case Value.Word _, Value.Flag _, Value.Sequence _, Value.Call _, Value.Pipeline _ ->
                List.of(names.size() - 1);
          };
      columns.stream().filter(column -> !found.contains(column)).forEach(found::add);
    }
    return found.stream().sorted().toList();
  }

  private static List<Integer> byName(
      List<String> names, boolean named, String written, String parameter, String name)
      throws Unusable {
    List<Integer> found = new ArrayList<>();
    Pattern pattern = pattern(name);
    boolean isExact = names.contains(name);
    for (int i = 0; i < names.size(); i++) {
      if (isExact
          ? names.get(i).equals(name)
          : name.contains("*") && pattern.matcher(names.get(i)).matches()) {
        found.add(i);
      }
    }
    if (!found.isEmpty()) {
      return found;
    }
    List<String> advice = new ArrayList<>();
    if (named) {
      names.stream()
          .filter(other -> other.equalsIgnoreCase(name))
          .findFirst()
          .ifPresent(other -> advice.add("did you mean `" + other + "`?"));
      advice.add("its columns are " + Listing.of(names));
    } else {
      advice.add(
          "its first row holds data, not names: columns are called `column 1` to `column "
              + names.size()
              + "`; write the position, or `last`");
      advice.add("write `header = true` if the first row does hold names");
    }
    throw Unusable.argument(
        Codes.UNKNOWN_COLUMN,
        parameter,
        "`" + written + "` has no column `" + name + "`",
        advice.toArray(String[]::new));
  }

  /** {@return what matches {@code name}, {@code *} for any letters} */
  static Pattern pattern(String name) {
    String[] parts = name.split("\\*", -1);
    return Pattern.compile(
        String.join(".*", Arrays.stream(parts).map(Pattern::quote).toList()), Pattern.DOTALL);
  }
}
