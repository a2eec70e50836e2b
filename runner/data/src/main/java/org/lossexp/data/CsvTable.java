package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Reads a table of text, a second file of it below the first: which column holds numbers and which
 * holds texts.
 *
 * <p>Rows are read once, as they stream by, straight into arrays. They are read again in the two
 * cases where only the last row shows what they are: a column of numbers turns out to hold texts,
 * or the first of all texts turns out not to be names.
 *
 * <p><b>Names.</b> Where {@code header = auto}, the first row holds names if none of its fields is
 * a number and some column below it holds mostly numbers; in a table of texts alone, if no field of
 * it occurs again in its column; and always if a column that the file names stands in it.
 *
 * <p><b>Kinds.</b> A column with numbers alone is numeric, one with texts alone is categorical.
 * With both it is an error where at least half are numbers (a forgotten mark of missing values, a
 * typing mistake), else categorical. Dates become days.
 */
final class CsvTable {
  /** Arguments that name columns. */
  private static final List<String> ROLES =
      List.of("target", "weight", "group", "event", "teacher", "drop", "categories");

  private static final int ROWS_BETWEEN_CHECKS = 1 << 14;

  private final Arguments arguments;
  private final List<StoredFile> files;
  private final String written;
  private final CsvRows.Format format;
  private final char point;
  private final Set<String> marks;
  private final int longestMark;
  private final List<String> notes = new ArrayList<>();

  /** Columns that hold texts, as an earlier reading has shown. */
  private final Set<Integer> texts = new TreeSet<>();

  private Optional<Boolean> namesKnown;

  // Of the reading at hand.
  private List<String> first = List.of();
  private boolean hasNames;
  private String[] names = {};
  private ColumnBuilder[] builders = {};
  private int[] kept = {};
  private int rows;
  private int[] fileStarts = {};
  private final LineNumbers lines = new LineNumbers();
  private boolean full;

  private CsvTable(Arguments arguments, List<StoredFile> files) throws Unusable {
    this.arguments = arguments;
    this.files = files;
    this.written = files.getFirst().written();
    this.format = format(arguments, files.getFirst());
    this.point = arguments.word("decimal").equals("comma") ? ',' : '.';
    this.marks = new HashSet<>(texts(arguments, "missing"));
    this.longestMark = marks.stream().mapToInt(String::length).max().orElse(0);
    String header = arguments.words("header").getFirst();
    this.namesKnown = header.equals("auto") ? Optional.empty() : Optional.of(header.equals("true"));
  }

  /**
   * Reads {@code files} into one table.
   *
   * @param files the second, if there is one, holds test rows
   */
  static Table read(Arguments arguments, List<StoredFile> files) throws Unusable {
    return new CsvTable(arguments, files).table();
  }

  private static CsvRows.Format format(Arguments arguments, StoredFile file) throws Unusable {
    var encoding = TextReader.charset(arguments.word("encoding"));
    int skip = arguments.whole("skip");
    char quote = character(arguments, "quote", "'\"'");
    char delimiter =
        arguments.isWord("delimiter", "auto")
            ? CsvRows.detectDelimiter(CsvRows.sample(file, encoding, skip), quote)
            : arguments.isWord("delimiter", "spaces")
                ? CsvRows.SPACES
                : character(arguments, "delimiter", "\",\"");
    if (delimiter == quote || delimiter == '.' || delimiter == '-') {
      throw badDelimiter(String.valueOf(delimiter));
    }
    return new CsvRows.Format(encoding, delimiter, quote, skip);
  }

  private static char character(Arguments arguments, String parameter, String example)
      throws Unusable {
    String written = arguments.word(parameter);
    if (written.length() == 1
        && !Character.isLetterOrDigit(written.charAt(0))
        && !"\n\r".contains(written)) {
      return written.charAt(0);
    }
    if (parameter.equals("delimiter")) {
      throw badDelimiter(written);
    }
    throw Unusable.argument(
        Codes.BAD_DELIMITER,
        parameter,
        "`" + written + "` cannot stand around fields",
        "write one character, such as `" + example + "`");
  }

  private static Unusable badDelimiter(String written) {
    return Unusable.argument(
        Codes.BAD_DELIMITER,
        "delimiter",
        "`" + written + "` cannot stand between fields",
        "write one character, such as `\",\"`, `\";\"` or `\"\\t\"` for a tab");
  }

  private Table table() throws Unusable {
    do {
      readAll();
    } while (mustReadAgain());
    refuseWhatIsNoTable();
    // Kinds were found with those names that are known; one that is not is refused here.
    columns("categories");
    Set<Integer> dropped = new TreeSet<>(columns("drop"));
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < builders.length; i++) {
      if (!dropped.contains(i) && isMixed(i)) {
        problems.add(mixed(i));
      }
    }
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < builders.length; i++) {
      if (dropped.contains(i)) {
        columns.add(new Column.Categorical(names[i], List.of(), new int[0]));
        continue;
      }
      if (builders[i].isOverfull()) {
        throw tooManyTexts(i);
      }
      builders[i].note(names[i]).ifPresent(notes::add);
      columns.add(builders[i].column(names[i]));
    }
    List<String> hashes = new ArrayList<>();
    for (StoredFile file : files) {
      hashes.add(file.sha256());
    }
    return new Table(
        written,
        Sources.sha256(hashes),
        rows,
        fileStarts.length > 1 ? fileStarts[1] : rows,
        hasNames,
        columns,
        this::place,
        notes);
  }

  // Reading.

  private void readAll() throws Unusable {
    rows = 0;
    first = List.of();
    full = false;
    lines.clear();
    fileStarts = new int[files.size()];
    for (int file = 0; file < files.size(); file++) {
      fileStarts[file] = rows;
      readFile(file);
      if (file == 0) {
        refuseNoNames();
      }
      refuseNoRows(file);
    }
    if (full) {
      throw tooLarge();
    }
    for (ColumnBuilder builder : builders) {
      builder.finish();
    }
  }

  private void readFile(int file) throws Unusable {
    boolean[] begun = {false};
    new CsvRows(files.get(file), format)
        .forEach((line, fields) -> {
          if (!begun[0]) {
            begun[0] = true;
            if (file == 0) {
              begin(fields);
            } else if (isHeaderAgain(file, fields)) {
              return;
            }
            if (file == 0 && hasNames) {
              return;
            }
          }
          add(line, fields);
        });
  }

  /** Looks at the first row: it decides what can be decided of names and kinds. */
  private void begin(Fields fields) {
    first = fields.texts();
    boolean numbersIn = first.stream().anyMatch(field -> !Double.isNaN(number(field)));
    Optional<Boolean> known =
        namesKnown.isPresent()
            ? namesKnown
            : first.stream().anyMatch(namedByFile()::contains)
                ? Optional.of(true)
                : numbersIn ? Optional.of(false) : Optional.empty();
    namesKnown = known;
    hasNames = known.orElse(true);
    names = hasNames ? uniqueNames() : numberedNames();
    Set<Integer> forced = new TreeSet<>(texts);
    forced.addAll(columnsIfKnown("categories"));
    builders = new ColumnBuilder[first.size()];
    Arrays.setAll(builders, i -> new ColumnBuilder(forced.contains(i)));
    List<Integer> dropped = columnsIfKnown("drop");
    kept = IntStream.range(0, builders.length).filter(i -> !dropped.contains(i)).toArray();
  }

  private double number(String field) {
    return Numbers.parse(field.toCharArray(), 0, field.length(), point);
  }

  /** Names that the experiment file writes for columns. */
  private Set<String> namedByFile() {
    Set<String> named = new HashSet<>();
    for (String role : ROLES) {
      Optional<Value> value = arguments.value(role);
      if (value.isPresent()) {
        List<Value> items =
            value.get() instanceof Value.Sequence list ? list.items() : List.of(value.get());
        items.stream()
            .filter(item -> item instanceof Value.Text)
            .map(item -> ((Value.Text) item).string())
            .forEach(named::add);
      }
    }
    return named;
  }

  private void add(long line, Fields fields) {
    if (!full) {
      for (int i : kept) {
        if (isMissing(fields, i)) {
          builders[i].addMissing();
        } else {
          builders[i].add(fields, i, point);
        }
      }
      lines.add(rows, line);
      full =
          rows % ROWS_BETWEEN_CHECKS == 0
              && Arrays.stream(builders).mapToLong(ColumnBuilder::bytes).sum()
                  > Sources.mostBytes();
    }
    rows++;
  }

  private boolean isMissing(Fields fields, int field) {
    return fields.isEmpty(field)
        || (fields.length(field) <= longestMark && marks.contains(fields.text(field)));
  }

  private Unusable tooLarge() {
    long held = Arrays.stream(builders).mapToLong(ColumnBuilder::bytes).sum();
    long needed = held / Math.max(1, lines.rows()) * rows;
    return files
        .getFirst()
        .unusable(
            Codes.FILE_TOO_LARGE, Sources.tooLarge(written, rows, needed), Sources.MORE_MEMORY);
  }

  /** The second file must have the columns of the first. */
  private boolean isHeaderAgain(int file, Fields fields) throws Unusable {
    List<String> again = fields.texts();
    boolean sameNames = again.equals(first);
    boolean sameWidth = again.size() == first.size();
    if (!sameWidth || (hasNames && !sameNames)) {
      StoredFile other = files.get(file);
      throw other.unusable(
          Codes.OTHER_COLUMNS,
          "`" + other.written() + "` has other columns than `" + written + "`",
          sameWidth
              ? "it begins with " + Listing.of(again) + " instead of " + Listing.of(first)
              : "it has " + again.size() + " columns instead of " + first.size(),
          "both need the same columns in the same order");
    }
    return hasNames;
  }

  // Names.

  private void refuseNoNames() throws Unusable {
    if (first.isEmpty() && format.skip() > 0) {
      throw nothingBehind(0);
    }
    if (first.isEmpty()) {
      throw files.getFirst().unusable(Codes.NO_ROWS, "`" + written + "` is empty");
    }
  }

  private void refuseNoRows(int file) throws Unusable {
    if (rows == fileStarts[file] && file > 0 && format.skip() > 0) {
      throw nothingBehind(file);
    }
    if (rows == fileStarts[file]) {
      throw files
          .get(file)
          .unusable(
              Codes.NO_ROWS,
              "`" + files.get(file).written() + "` holds names of columns, but no rows",
              "write `header = false` if its only line is data");
    }
  }

  private Unusable nothingBehind(int file) {
    return Unusable.argument(
        Codes.NO_ROWS,
        "skip",
        "`"
            + files.get(file).written()
            + "` has no rows behind the lines that `skip = "
            + format.skip()
            + "` passes over",
        "`skip` is the number of lines before the table, such as remarks");
  }

  /** {@return whether another reading is needed, now that all rows were seen} */
  private boolean mustReadAgain() {
    boolean again = false;
    if (namesKnown.isEmpty()) {
      boolean mostlyNumbers = Arrays.stream(builders).anyMatch(b -> b.numbers() > b.texts());
      boolean repeats = false;
      for (int i = 0; i < builders.length; i++) {
        repeats |= builders[i].holds(first.get(i));
      }
      again = !mostlyNumbers && repeats;
      namesKnown = Optional.of(!again);
    }
    for (int i = 0; i < builders.length; i++) {
      if (builders[i].mustBeReadAgain() && !isMixed(i)) {
        again |= texts.add(i);
      }
    }
    return again;
  }

  private String[] uniqueNames() {
    notes.clear();
    Set<String> unique = new LinkedHashSet<>();
    for (int i = 0; i < first.size(); i++) {
      String field = first.get(i).isEmpty() ? "column " + (i + 1) : Listing.oneLine(first.get(i));
      String name = field;
      for (int copy = 2; !unique.add(name); copy++) {
        name = field + " " + copy;
      }
      if (!name.equals(field)) {
        notes.add("two columns are called `" + field + "`: the later one is now `" + name + "`");
      }
    }
    return unique.toArray(String[]::new);
  }

  private String[] numberedNames() {
    notes.clear();
    String[] numbered = new String[first.size()];
    Arrays.setAll(numbered, i -> "column " + (i + 1));
    return numbered;
  }

  private List<Integer> columns(String parameter) throws Unusable {
    return Table.columns(Arrays.asList(names), hasNames, written, arguments, parameter);
  }

  /** An unknown name is told where its column is needed. */
  private List<Integer> columnsIfKnown(String parameter) {
    try {
      return columns(parameter);
    } catch (Unusable unknown) {
      return List.of();
    }
  }

  // Kinds.

  /** {@return whether a column holds numbers and texts, and nobody said what that means} */
  private boolean isMixed(int column) {
    ColumnBuilder builder = builders[column];
    if (builder.texts() == 0 || isAskedFor(column)) {
      return false;
    }
    return builder.numbers() >= builder.texts() || builder.isDecimalComma();
  }

  private boolean isAskedFor(int column) {
    return columnsIfKnown("categories").contains(column)
        || columnsIfKnown("drop").contains(column)
        || (arguments.word("task").equals("classification") && isTarget(column));
  }

  private boolean isTarget(int column) {
    return columnsIfKnown("target").contains(column);
  }

  private Problem mixed(int column) {
    ColumnBuilder builder = builders[column];
    String name = names[column];
    String text = builder.firstText();
    String place = place(builder.firstTextRow());
    if (builder.isDecimalComma()) {
      return new Problem(
          Codes.MIXED_COLUMN,
          String.format(
              Locale.ROOT,
              "`%s`: `%s` holds numbers with commas, such as `%s` at %s",
              written,
              name,
              text,
              place),
          Optional.of("path"),
          List.of(
              "write `decimal = comma` if the comma stands before the fraction; separators of"
                  + " thousands are not read"));
    }
    List<String> advice = new ArrayList<>();
    if (!hasNames && builder.firstTextRow() == 0) {
      advice.add("if the first row holds names, write `header = true`");
    } else if (text.equals(Listing.oneLine(text)) && text.length() < 20) {
      String mark = new Value.Text(text).text();
      advice.add("if that marks a missing value, write `missing = [" + mark + "]`");
    }
    advice.add(
        isTarget(column)
            ? "if these are classes, write `task = classification`"
            : "if these are categories, write `categories = [\"" + name + "\"]`");
    return new Problem(
        Codes.MIXED_COLUMN,
        String.format(
            Locale.ROOT,
            "`%s`: `%s` holds numbers, but at %s %s",
            written,
            name,
            place,
            Listing.quoted(text)),
        Optional.of("path"),
        advice);
  }

  private Unusable tooManyTexts(int column) {
    return files
        .getFirst()
        .unusable(
            Codes.TOO_MANY_TEXTS,
            String.format(
                Locale.ROOT,
                "`%s`: `%s` holds more than %d different texts",
                written,
                names[column],
                ColumnBuilder.MOST_LEVELS),
            "a text that is another in every row says nothing of new rows: write `drop = [\""
                + names[column]
                + "\"]`");
  }

  private void refuseWhatIsNoTable() throws Unusable {
    if (names.length == 1) {
      throw files
          .getFirst()
          .unusable(
              Codes.NO_FEATURES,
              "`"
                  + written
                  + "` has one column, which is the target: there is nothing to learn from",
              "if its fields are separated otherwise, write it, such as `delimiter = \";\"`");
    }
  }

  /** {@return where a row stands, such as {@code line 7}} */
  private String place(int row) {
    int file = fileStarts.length > 1 && row >= fileStarts[1] ? 1 : 0;
    String line = "line " + lines.of(row);
    return file == 0 ? line : line + " of `" + files.get(1).written() + "`";
  }

  static List<String> texts(Arguments arguments, String parameter) {
    return arguments.value(parameter).isPresent() ? arguments.words(parameter) : List.of();
  }

  /** The line of each row: most stand on the line after the row before. */
  private static final class LineNumbers {
    private int[] rows = new int[16];
    private long[] offsets = new long[16];
    private int used;
    private int count;

    void clear() {
      used = 0;
      count = 0;
    }

    void add(int row, long line) {
      count = row + 1;
      long offset = line - row;
      if (used > 0 && offsets[used - 1] == offset) {
        return;
      }
      if (used == rows.length) {
        rows = Arrays.copyOf(rows, 2 * used);
        offsets = Arrays.copyOf(offsets, 2 * used);
      }
      rows[used] = row;
      offsets[used++] = offset;
    }

    int rows() {
      return count;
    }

    long of(int row) {
      int at = Arrays.binarySearch(rows, 0, used, row);
      return row + offsets[at >= 0 ? at : -at - 2];
    }
  }
}
