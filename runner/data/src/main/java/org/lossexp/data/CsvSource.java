package org.lossexp.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Reads a table of text: which column holds numbers and which holds texts, what the target asks
 * for.
 *
 * <p>The text is read twice: first to learn what each column holds, then into arrays of the right
 * kind and size. So a column that turns out to hold texts at its last row costs no memory.
 *
 * <p><b>Names.</b> Where {@code header = auto}, the first row holds names if none of its fields is
 * a number and some column below it holds mostly numbers; in a table of texts alone, if no field of
 * it occurs again in its column; and always if a column that the file names stands in it.
 *
 * <p><b>Kinds.</b> A column with numbers alone is numeric, one with texts alone is categorical.
 * With both it is an error where at least half are numbers (a forgotten mark of missing values, a
 * typing mistake), else categorical.
 */
final class CsvSource {
  /** A whole-number target with more different values than this is taken as real numbers. */
  private static final int MOST_CLASSES_ASSUMED = 20;

  /** A text column may have this many levels, or half as many as rows. */
  private static final int LEVELS_ALWAYS_ALLOWED = 50;

  private static final int LINES_NAMED = 3;

  private final Arguments arguments;
  private final String written;
  private final FileText file;
  private final CsvRows rows;
  private final Set<String> marks;
  private final int longestMark;
  private final List<String> notes = new ArrayList<>();

  private String[] names = {};
  private Shape[] shapes = {};
  private long firstLine;
  private boolean hasNames;
  private int count;

  private CsvSource(Arguments arguments, FileText file, char delimiter) {
    this.arguments = arguments;
    this.written = arguments.word("path");
    this.file = file;
    this.rows = new CsvRows(file.text(), delimiter, written);
    this.marks = new HashSet<>(texts(arguments, "missing"));
    this.longestMark = marks.stream().mapToInt(String::length).max().orElse(0);
  }

  static Dataset load(Path folder, Value.Call call) throws Unusable {
    Arguments arguments = call.arguments();
    Charset encoding =
        arguments.word("encoding").equals("latin1")
            ? StandardCharsets.ISO_8859_1
            : StandardCharsets.UTF_8;
    FileText file = FileText.read(folder, arguments.word("path"), encoding, FileText.mostBytes());
    return new CsvSource(arguments, file, delimiter(arguments, file)).dataset();
  }

  private static char delimiter(Arguments arguments, FileText file) throws Unusable {
    if (arguments.isWord("delimiter", "auto")) {
      return CsvRows.detectDelimiter(file.text());
    }
    String delimiter = arguments.word("delimiter");
    if (delimiter.length() != 1
        || Character.isLetterOrDigit(delimiter.charAt(0))
        || "\"\n\r.-".contains(delimiter)) {
      throw Unusable.argument(
          Codes.BAD_DELIMITER,
          "delimiter",
          "`" + delimiter + "` cannot stand between fields",
          "write one character, such as `\",\"`, `\";\"` or `\"\\t\"` for a tab");
    }
    return delimiter.charAt(0);
  }

  private Dataset dataset() throws Unusable {
    learnShapes();
    int target = targetColumn();
    Set<Integer> dropped = columns("drop");
    Set<Integer> categories = columns("categories");
    if (dropped.contains(target)) {
      throw Unusable.argument(
          Codes.UNKNOWN_COLUMN,
          "drop",
          "`" + names[target] + "` is the target and cannot be dropped");
    }
    boolean[] numeric = kinds(target, dropped, categories);
    Content[] contents = read(dropped, numeric);
    if (contents[target].missing > 0) {
      throw missingTarget(target, contents[target]);
    }
    List<Column> features = features(target, contents);
    Dataset.Labels labels = labels(names[target], contents[target].column(names[target]));
    if (Path.of(written).isAbsolute()) {
      notes.add("`" + written + "` is an absolute path: other machines may not have it");
    }
    return Dataset.of(Optional.of(written), file.sha256(), features, names[target], labels, notes);
  }

  // What each column holds.

  private void learnShapes() throws Unusable {
    List<String> first = new ArrayList<>();
    rows.forEach((line, fields) -> {
      if (first.isEmpty()) {
        fields.forEach(field -> first.add(field.strip()));
        firstLine = line;
        shapes = new Shape[fields.size()];
        Arrays.setAll(shapes, _ -> new Shape());
        return;
      }
      count++;
      for (int i = 0; i < shapes.length; i++) {
        String field = fields.get(i).strip();
        shapes[i].add(field, isMissing(field), line);
        shapes[i].repeatsFirst |= field.equals(first.get(i));
      }
    });
    if (first.isEmpty()) {
      throw Unusable.argument(Codes.NO_ROWS, "path", "`" + written + "` is empty");
    }
    hasNames = isHeader(first);
    if (hasNames) {
      names = uniqueNames(first);
    } else {
      count++;
      names = new String[first.size()];
      for (int i = 0; i < names.length; i++) {
        names[i] = "column " + (i + 1);
        shapes[i].add(first.get(i), isMissing(first.get(i)), firstLine);
      }
    }
    if (count == 0) {
      throw Unusable.argument(
          Codes.NO_ROWS,
          "path",
          "`" + written + "` holds names of columns, but no rows",
          "write `header = false` if its only line is data");
    }
    if (names.length == 1) {
      throw Unusable.argument(
          Codes.NO_FEATURES,
          "path",
          "`" + written + "` has one column, which is the target: there is nothing to learn from",
          "if its fields are separated otherwise, write it, such as `delimiter = \";\"`");
    }
  }

  private boolean isMissing(String field) {
    return field.isEmpty() || (field.length() <= longestMark && marks.contains(field));
  }

  private boolean isHeader(List<String> first) {
    String written = choice("header");
    if (!written.equals("auto")) {
      return written.equals("true");
    }
    Set<String> named = new HashSet<>(texts(arguments, "drop"));
    named.addAll(texts(arguments, "categories"));
    if (arguments.value("target").orElseThrow() instanceof Value.Text target) {
      named.add(target.string());
    }
    if (first.stream().anyMatch(named::contains)) {
      return true;
    }
    if (first.stream().anyMatch(field -> !Double.isNaN(Numbers.parse(field)))) {
      return false;
    }
    if (Arrays.stream(shapes).anyMatch(shape -> shape.numbers > shape.texts)) {
      return true;
    }
    return Arrays.stream(shapes).noneMatch(shape -> shape.repeatsFirst);
  }

  private String[] uniqueNames(List<String> first) {
    Set<String> unique = new LinkedHashSet<>();
    for (int i = 0; i < first.size(); i++) {
      String written = first.get(i).isEmpty() ? "column " + (i + 1) : Listing.oneLine(first.get(i));
      String name = written;
      for (int copy = 2; !unique.add(name); copy++) {
        name = written + " " + copy;
      }
      if (!name.equals(written)) {
        notes.add("two columns are called `" + written + "`: the later one is now `" + name + "`");
      }
    }
    return unique.toArray(String[]::new);
  }

  // Which columns the file means.

  private int targetColumn() throws Unusable {
    return switch (arguments.value("target").orElseThrow()) {
      case Value.Text text -> column("target", text.string());
      case Value.Numeral position -> {
        if (position.number() > names.length) {
          throw Unusable.argument(
              Codes.UNKNOWN_COLUMN,
              "target",
              String.format(Locale.ROOT, "`%s` has %d columns only", written, names.length));
        }
        yield (int) position.number() - 1;
      }
      case Value.Word _, Value.Flag _, Value.Sequence _, Value.Pipeline _, Value.Call _ -> names.length - 1;
    };
  }

  private Set<Integer> columns(String parameter) throws Unusable {
    Set<Integer> columns = new TreeSet<>();
    for (String name : texts(arguments, parameter)) {
      columns.add(column(parameter, name));
    }
    return columns;
  }

  private int column(String parameter, String name) throws Unusable {
    int index = Arrays.asList(names).indexOf(name);
    if (index >= 0) {
      return index;
    }
    List<String> possible = Arrays.asList(names);
    List<String> advice = new ArrayList<>();
    if (hasNames) {
      possible.stream()
          .filter(other -> other.equalsIgnoreCase(name))
          .findFirst()
          .ifPresent(other -> advice.add("did you mean `" + other + "`?"));
      advice.add("its columns are " + Listing.of(possible));
    } else {
      advice.add(
          "its first row holds data, not names: columns are called `column 1` to `column "
              + names.length
              + "`; write the position, or `last`");
      advice.add("write `header = true` if the first row does hold names");
    }
    throw Unusable.argument(
        Codes.UNKNOWN_COLUMN,
        parameter,
        "`" + written + "` has no column `" + name + "`",
        advice.toArray(String[]::new));
  }

  // Numbers or texts.

  private boolean[] kinds(int target, Set<Integer> dropped, Set<Integer> categories)
      throws Unusable {
    boolean[] numeric = new boolean[names.length];
    List<Problem> problems = new ArrayList<>();
    boolean classes = arguments.word("task").equals("classification");
    for (int i = 0; i < names.length; i++) {
      Shape shape = shapes[i];
      numeric[i] = shape.texts == 0 && !categories.contains(i);
      boolean asked = categories.contains(i) || dropped.contains(i) || (i == target && classes);
      if (shape.texts > 0 && !asked && (shape.numbers >= shape.texts || shape.isDecimalComma())) {
        problems.add(mixed(i, i == target));
      }
    }
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return numeric;
  }

  private Problem mixed(int column, boolean target) {
    Shape shape = shapes[column];
    String name = names[column];
    if (shape.isDecimalComma()) {
      return new Problem(
          Codes.MIXED_COLUMN,
          String.format(
              Locale.ROOT,
              "`%s`: `%s` holds numbers with commas, such as `%s` at line %d",
              written,
              name,
              shape.firstText,
              shape.firstTextLine),
          Optional.of("path"),
          List.of("numbers are written with a point and without separators of thousands"));
    }
    List<String> advice = new ArrayList<>();
    if (!hasNames && shape.firstTextLine == firstLine) {
      advice.add("if the first row holds names, write `header = true`");
    } else if (shape.firstText.equals(Listing.oneLine(shape.firstText))
        && shape.firstText.length() < 20) {
      String mark = new Value.Text(shape.firstText).text();
      advice.add("if that marks a missing value, write `missing = [" + mark + "]`");
    }
    advice.add(
        target
            ? "if these are classes, write `task = classification`"
            : "if these are categories, write `categories = [\"" + name + "\"]`");
    return new Problem(
        Codes.MIXED_COLUMN,
        String.format(
            Locale.ROOT,
            "`%s`: `%s` holds numbers, but at line %d %s",
            written,
            name,
            shape.firstTextLine,
            Listing.quoted(shape.firstText)),
        Optional.of("path"),
        advice);
  }

  private Content[] read(Set<Integer> dropped, boolean[] numeric) throws Unusable {
    Content[] contents = new Content[names.length];
    for (int i = 0; i < names.length; i++) {
      contents[i] = dropped.contains(i) ? null : new Content(numeric[i], count);
    }
    int[] at = {hasNames ? -1 : 0};
    rows.forEach((line, fields) -> {
      int row = at[0]++;
      if (row < 0) {
        return;
      }
      for (int i = 0; i < contents.length; i++) {
        if (contents[i] != null) {
          String field = fields.get(i).strip();
          contents[i].put(row, field, isMissing(field), line);
        }
      }
    });
    return contents;
  }

  private Unusable missingTarget(int target, Content content) {
    List<String> lines = content.missingLines.stream().map(line -> "line " + line).toList();
    return Unusable.argument(
        Codes.MISSING_TARGET,
        "target",
        String.format(
            Locale.ROOT,
            "the target `%s` is missing in %d row%s of `%s`",
            names[target],
            content.missing,
            content.missing == 1 ? "" : "s",
            written),
        (content.missing == 1 ? "it is " : "the first are ") + String.join(", ", lines),
        "a row without a target teaches nothing: take it out of the file",
        "if another column is the target, write `target = \"…\"`");
  }

  // Features.

  private List<Column> features(int target, Content[] contents) throws Unusable {
    List<Column> features = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (i == target || contents[i] == null) {
        continue;
      }
      Column column = contents[i].column(names[i]);
      if (i == 0 && isRowName(column)) {
        notes.add("the first column, `" + names[0] + "`, numbers or names the rows: left out");
        continue;
      }
      if (column instanceof Column.Categorical categorical
          && categorical.levels().size() > Math.max(LEVELS_ALWAYS_ALLOWED, count / 2)) {
        problems.add(tooManyTexts(categorical));
      }
      features.add(column);
    }
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return features;
  }

  /** Tables written by R and pandas begin with a column that only tells the rows apart. */
  private boolean isRowName(Column column) {
    boolean unnamed =
        column.name().equals("column 1")
            || column.name().equals("rownames")
            || column.name().equals("Unnamed: 0");
    if (!hasNames || !unnamed || count < 2) {
      return false;
    }
    return switch (column) {
      case Column.Categorical categorical -> categorical.levels().size() == count;
      case Column.Image _ -> false;
      case Column.Numeric numeric -> {
        boolean counts = numeric.values()[0] == 0 || numeric.values()[0] == 1;
        for (int row = 1; row < count && counts; row++) {
          counts = numeric.values()[row] == numeric.values()[row - 1] + 1;
        }
        yield counts;
      }
    };
  }

  private Problem tooManyTexts(Column.Categorical column) {
    return new Problem(
        Codes.TOO_MANY_TEXTS,
        String.format(
            Locale.ROOT,
            "`%s`: `%s` holds %d different texts in %d rows, such as %s",
            written,
            column.name(),
            column.levels().size(),
            count,
            Listing.quoted(column.levels().getFirst())),
        Optional.of("path"),
        List.of(
            "a text that is another in every row says nothing of new rows: write `drop = [\""
                + column.name()
                + "\"]`"));
  }

  // The target.

  private Dataset.Labels labels(String name, Column column) throws Unusable {
    String task = arguments.word("task");
    Dataset.Labels labels =
        switch (column) {
          case Column.Categorical texts -> {
            if (task.equals("regression")) {
              throw Unusable.argument(
                  Codes.TARGET_NOT_NUMBERS,
                  "task",
                  String.format(
                      Locale.ROOT,
                      "`task = regression`, but the target `%s` holds categories, such as %s",
                      name,
                      Listing.quoted(texts.levels().getFirst())),
                  "leave `task` out: categories are classes");
            }
            double[] target = new double[count];
            Arrays.setAll(target, row -> texts.codes()[row]);
            yield Dataset.Labels.classes(texts.levels(), target);
          }
          case Column.Numeric numbers -> numericLabels(name, numbers, task);
          case Column.Image _ -> throw new AssertionError("no image in a table: " + name);
        };
    if (labels.task().hasClasses()) {
      return withPositive(name, checkedClasses(name, labels));
    }
    if (arguments.value("positive").isPresent()) {
      throw Unusable.argument(
          Codes.POSITIVE_CLASS,
          "positive",
          "`positive` names a class, but the target `" + name + "` holds real numbers");
    }
    if (Arrays.stream(labels.target()).allMatch(value -> value == labels.target()[0])) {
      throw constantTarget(name, Value.Numeral.text(labels.target()[0]));
    }
    return labels;
  }

  private Dataset.Labels numericLabels(String name, Column.Numeric numbers, String task) {
    double[] values = numbers.values();
    double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
    boolean whole = Arrays.stream(distinct).allMatch(value -> value == Math.rint(value));
    boolean fewOfEach = distinct.length > 2 && distinct.length * 2L > values.length;
    boolean likeClasses = whole && distinct.length <= MOST_CLASSES_ASSUMED && !fewOfEach;
    boolean classes = task.equals("auto") ? likeClasses : task.equals("classification");
    if (task.equals("auto") && whole && distinct.length > 2) {
      notes.add(
          String.format(
              Locale.ROOT,
              "`%s` holds %d different whole numbers: taken as %s; write `task = %s` for %s",
              name,
              distinct.length,
              classes ? "classes" : "numbers",
              classes ? "regression" : "classification",
              classes ? "numbers" : "classes"));
    }
    if (!classes) {
      return Dataset.Labels.numbers(values);
    }
    double[] target = new double[values.length];
    Arrays.setAll(target, row -> Arrays.binarySearch(distinct, values[row]));
    return Dataset.Labels.classes(
        Arrays.stream(distinct).mapToObj(Value.Numeral::text).toList(), target);
  }

  private Dataset.Labels checkedClasses(String name, Dataset.Labels labels) throws Unusable {
    int classes = labels.classes().size();
    if (classes == 1) {
      throw constantTarget(name, labels.classes().getFirst());
    }
    if (classes > Math.max(LEVELS_ALWAYS_ALLOWED, count / 2)) {
      throw Unusable.argument(
          Codes.TOO_MANY_CLASSES,
          "target",
          String.format(
              Locale.ROOT,
              "the target `%s` has %d classes in %d rows, such as %s",
              name,
              classes,
              count,
              Listing.quoted(labels.classes().getFirst())),
          "is another column the target? The columns are " + Listing.of(Arrays.asList(names)));
    }
    return labels;
  }

  private Unusable constantTarget(String name, String value) {
    return Unusable.argument(
        Codes.CONSTANT_TARGET,
        "target",
        "the target `"
            + name
            + "` is "
            + Listing.quoted(value)
            + " in every row: there is nothing to predict",
        "the columns are " + Listing.of(Arrays.asList(names)));
  }

  /** With two classes, the one called {@code positive} gets index 1. */
  private Dataset.Labels withPositive(String name, Dataset.Labels labels) throws Unusable {
    Optional<Value> positive = arguments.value("positive");
    if (positive.isEmpty()) {
      return labels;
    }
    List<String> classes = labels.classes();
    String wanted = arguments.word("positive");
    if (classes.size() != 2 || !classes.contains(wanted)) {
      throw Unusable.argument(
          Codes.POSITIVE_CLASS,
          "positive",
          classes.size() == 2
              ? "`" + wanted + "` is not a class of `" + name + "`"
              : "`positive` is for two classes, and `" + name + "` has " + classes.size(),
          "its classes are " + Listing.of(classes));
    }
    if (classes.get(1).equals(wanted)) {
      return labels;
    }
    double[] target = new double[count];
    Arrays.setAll(target, row -> 1 - labels.target()[row]);
    return Dataset.Labels.classes(List.of(classes.get(1), classes.get(0)), target);
  }

  /**
   * A choice may be written as a word, as a string, and {@code true} and {@code false} as flags.
   */
  private String choice(String parameter) {
    return arguments.words(parameter).getFirst();
  }

  private static List<String> texts(Arguments arguments, String parameter) {
    return arguments.value(parameter).isPresent() ? arguments.words(parameter) : List.of();
  }

  /** What was seen in a column. */
  private static final class Shape {
    private int numbers;
    private int texts;
    private int commaNumbers;
    private String firstText = "";
    private long firstTextLine;
    private boolean repeatsFirst;

    void add(String field, boolean missing, long line) {
      if (missing) {
        return;
      }
      if (!Double.isNaN(Numbers.parse(field))) {
        numbers++;
        return;
      }
      if (texts++ == 0 || line < firstTextLine) {
        firstText = field;
        firstTextLine = line;
      }
      boolean comma = field.indexOf(',') >= 0;
      commaNumbers += comma && !Double.isNaN(Numbers.parse(field.replace(",", ""))) ? 1 : 0;
    }

    boolean isDecimalComma() {
      return texts > 0 && commaNumbers == texts;
    }
  }

  /** The values of a column while it is read. */
  private static final class Content {
    private final double[] numbers;
    private final int[] codes;
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> found = new ArrayList<>();
    private final List<Long> missingLines = new ArrayList<>();
    private int missing;

    Content(boolean numeric, int rows) {
      numbers = new double[numeric ? rows : 0];
      codes = new int[numeric ? 0 : rows];
    }

    void put(int row, String field, boolean isMissing, long line) {
      if (isMissing) {
        missing++;
        if (missingLines.size() < LINES_NAMED) {
          missingLines.add(line);
        }
      }
      if (numbers.length > 0) {
        numbers[row] = isMissing ? Double.NaN : Numbers.parse(field);
      } else {
        codes[row] = isMissing ? -1 : code(field);
      }
    }

    private int code(String text) {
      Integer known = codeOf.putIfAbsent(text, found.size());
      if (known == null) {
        found.add(text);
        return found.size() - 1;
      }
      return known;
    }

    Column column(String name) {
      if (numbers.length > 0) {
        return new Column.Numeric(name, numbers);
      }
      List<String> levels = found.stream().sorted().toList();
      int[] rank = new int[levels.size()];
      for (int i = 0; i < rank.length; i++) {
        rank[codeOf.get(levels.get(i))] = i;
      }
      int[] sorted = new int[codes.length];
      Arrays.setAll(sorted, row -> codes[row] < 0 ? -1 : rank[codes[row]]);
      return new Column.Categorical(name, levels, sorted);
    }
  }
}
