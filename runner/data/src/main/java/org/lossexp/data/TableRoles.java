package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Gives the columns of a table their roles: what is predicted, from what, and what goes beside. */
final class TableRoles {
  /** A whole-number target with more different values than this is taken as real numbers. */
  private static final int MOST_CLASSES_ASSUMED = 20;

  /** A text column may have this many levels, or half as many as rows. */
  private static final int LEVELS_ALWAYS_ALLOWED = 50;

  private final Table table;
  private final Arguments arguments;
  private final List<String> notes;
  private final List<Integer> target;
  private final List<Integer> weight;
  private final List<Integer> group;
  private final List<Integer> event;
  private final List<Integer> teacher;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * Looks for the columns that {@code arguments} name.
   *
   * @param arguments of a source of tables; roles that it has no parameter for are left out
   */
  TableRoles(Table table, Arguments arguments) throws Unusable {
    this.table = table;
    this.arguments = arguments;
    this.notes = new ArrayList<>(table.notes());
    this.target = take("target");
    this.weight = take("weight");
    this.group = take("group");
    this.event = take("event");
    this.teacher = take("teacher");
    for (int column : table.columns(arguments, "drop")) {
      if (target.contains(column)) {
        throw Unusable.argument(
            Codes.UNKNOWN_COLUMN,
            "drop",
            "`" + name(column) + "` is the target and cannot be dropped");
      }
      taken.add(column);
    }
  }

  private List<Integer> take(String role) throws Unusable {
    List<Integer> columns = table.columns(arguments, role);
    for (int column : columns) {
      if (!taken.add(column)) {
        throw Unusable.argument(
            Codes.BAD_ROLE, role, "`" + name(column) + "` has another role already");
      }
    }
    return columns;
  }

  private String name(int column) {
    return table.columns().get(column).name();
  }

  /**
   * {@return the table with roles}
   *
   * @param weights that stand in another file; empty where none do
   */
  Dataset dataset(double[] weights) throws Unusable {
    for (int column : target) {
      refuseMissing("target", column);
    }
    Dataset.Labels labels =
        switch (target.size()) {
          // New rows for a model that was trained before.
          case 0 -> Dataset.Labels.numbers(new double[table.rows()]);
          case 1 -> oneTarget(target.getFirst());
          default -> severalTargets();
        };
    List<Column> features = features();
    Map<String, double[]> extras = new LinkedHashMap<>();
    if (weights.length > 0) {
      extras.put("weights", weights);
    }
    if (!weight.isEmpty()) {
      extras.put("weights", weights(weight.getFirst()));
    }
    if (!event.isEmpty()) {
      extras.put("event", events(event.getFirst()));
    }
    if (!teacher.isEmpty()) {
      extras.put("teacher_logits", teacher(labels));
    }
    if (Path.of(table.written()).isAbsolute()) {
      notes.add("`" + table.written() + "` is an absolute path: other machines may not have it");
    }
    String targetName = target.stream().map(this::name).collect(Collectors.joining(", "));
    return Dataset.of(
        new Dataset.Origin(Optional.of(table.written()), table.sha256(), notes),
        features,
        targetName,
        labels,
        new Dataset.Roles(groups(), List.of(), OptionalDouble.empty(), extras),
        new Dataset.Given(table.test(), table.test()));
  }

  // Features.

  private List<Column> features() throws Unusable {
    List<Column> features = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      if (taken.contains(i)) {
        continue;
      }
      if (i == 0 && isRowName(column)) {
        notes.add("the first column, `" + column.name() + "`, numbers or names the rows: left out");
        continue;
      }
      if (column instanceof Column.Categorical categorical
          && categorical.levels().size() > Math.max(LEVELS_ALWAYS_ALLOWED, table.rows() / 2)) {
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
    if (!table.named() || !unnamed || table.rows() < 2) {
      return false;
    }
    return switch (column) {
      case Column.Categorical categorical -> categorical.levels().size() == table.rows();
      case Column.Image _ -> false;
      case Column.Numeric numeric ->
          distinct(numeric.values()).length == table.rows()
              && Arrays.stream(numeric.values()).allMatch(value -> value == Math.rint(value));
    };
  }

  private Problem tooManyTexts(Column.Categorical column) {
    return new Problem(
        Codes.TOO_MANY_TEXTS,
        String.format(
            Locale.ROOT,
            "`%s`: `%s` holds %d different texts in %d rows, such as %s",
            table.written(),
            column.name(),
            column.levels().size(),
            table.rows(),
            Listing.quoted(column.levels().getFirst())),
        Optional.of("path"),
        List.of(
            "a text that is another in every row says nothing of new rows: write `drop = [\""
                + column.name()
                + "\"]`"));
  }

  private void refuseMissing(String role, int column) throws Unusable {
    int missing = table.columns().get(column).missing();
    if (missing == 0) {
      return;
    }
    List<String> places =
        IntStream.range(0, table.rows())
            .filter(table.columns().get(column)::isMissing)
            .limit(3)
            .mapToObj(table.lines()::of)
            .toList();
    String what = role.equals("target") ? "the target" : "the " + role;
    List<String> advice = new ArrayList<>();
    advice.add((missing == 1 ? "it is " : "the first are ") + String.join(", ", places));
    advice.add(
        role.equals("target")
            ? "a row without a target teaches nothing: take it out of the file"
            : "every row needs one: take the others out of the file");
    if (role.equals("target")) {
      advice.add("if another column is the target, write `target = \"…\"`");
    }
    throw Unusable.argument(
        Codes.MISSING_TARGET,
        role,
        String.format(
            Locale.ROOT,
            "%s `%s` is missing in %d row%s of `%s`",
            what,
            name(column),
            missing,
            missing == 1 ? "" : "s",
            table.written()),
        advice.toArray(String[]::new));
  }

  // The target.

  private Dataset.Labels oneTarget(int index) throws Unusable {
    String task = arguments.word("task");
    Column column = table.columns().get(index);
    String name = column.name();
    Dataset.Labels labels =
        switch (column) {
          case Column.Categorical texts -> {
            if (task.equals("regression") || task.equals("ranking")) {
              throw Unusable.argument(
                  Codes.TARGET_NOT_NUMBERS,
                  "task",
                  String.format(
                      Locale.ROOT,
                      "`task = %s`, but the target `%s` holds categories, such as %s",
                      task,
                      name,
                      Listing.quoted(texts.levels().getFirst())),
                  "leave `task` out: categories are classes");
            }
            Column.Categorical known = withKnownClasses(texts);
            double[] codes = new double[table.rows()];
            Arrays.setAll(codes, row -> known.codes()[row]);
            yield Dataset.Labels.classes(known.levels(), codes);
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

  private Dataset.Labels numericLabels(String name, Column.Numeric numbers, String task)
      throws Unusable {
    double[] values = numbers.values();
    if (task.equals("ranking")) {
      return relevance(name, values);
    }
    double[] distinct = distinct(values);
    boolean whole = Arrays.stream(distinct).allMatch(value -> value == Math.rint(value));
    boolean fewOfEach = distinct.length > 2 && distinct.length * 2L > values.length;
    boolean likeClasses =
        whole && distinct.length <= MOST_CLASSES_ASSUMED && !fewOfEach && event.isEmpty();
    boolean classes = task.equals("auto") ? likeClasses : task.equals("classification");
    if (task.equals("auto") && whole && distinct.length > 2 && event.isEmpty()) {
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
    double[] codes = new double[values.length];
    Arrays.setAll(codes, row -> Arrays.binarySearch(distinct, values[row]));
    return Dataset.Labels.classes(
        Arrays.stream(distinct).mapToObj(Value.Numeral::text).toList(), codes);
  }

  /**
   * {@return the different values in order; sorted, since a set of a million boxes takes seconds}
   */
  private static double[] distinct(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = 0;
    for (double value : sorted) {
      if (count == 0 || value != sorted[count - 1]) {
        sorted[count++] = value;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  private Dataset.Labels relevance(String name, double[] values) throws Unusable {
    if (group.isEmpty()) {
      throw Unusable.argument(
          Codes.BAD_ROLE,
          "task",
          "`task = ranking` needs lists: which column says what belongs together?",
          "write `group = \"…\"`, such as the query or the user");
    }
    for (int row = 0; row < values.length; row++) {
      if (values[row] < 0) {
        throw Unusable.argument(
            Codes.BAD_ROLE,
            "target",
            "`"
                + name
                + "` is a relevance, which is 0 or more, but is "
                + Value.Numeral.text(values[row])
                + " at "
                + table.lines().of(row));
      }
    }
    return new Dataset.Labels(Task.RANKING, 1, List.of(), values);
  }

  private Dataset.Labels checkedClasses(String name, Dataset.Labels labels) throws Unusable {
    int classes = labels.classes().size();
    if (classes == 1) {
      throw constantTarget(name, labels.classes().getFirst());
    }
    if (classes > Math.max(LEVELS_ALWAYS_ALLOWED, table.rows() / 2)) {
      throw Unusable.argument(
          Codes.TOO_MANY_CLASSES,
          "target",
          String.format(
              Locale.ROOT,
              "the target `%s` has %d classes in %d rows, such as %s",
              name,
              classes,
              table.rows(),
              Listing.quoted(labels.classes().getFirst())),
          "is another column the target? The columns are " + Listing.of(table.names()));
    }
    return labels;
  }

  /**
   * {@return the column without classes that only test rows have}
   *
   * <p>Where the test file ends every class with a dot that the first file has not (adult), they
   * are the same classes, and that is noted; any other class that nothing can be learned of is
   * refused.
   */
  private Column.Categorical withKnownClasses(Column.Categorical column) throws Unusable {
    if (table.test() == table.rows()) {
      return column;
    }
    Set<String> trained =
        Arrays.stream(column.codes(), 0, table.test())
            .mapToObj(column.levels()::get)
            .collect(Collectors.toSet());
    Map<String, Integer> repaired = new TreeMap<>();
    int[] codes = column.codes().clone();
    for (int row = table.test(); row < codes.length; row++) {
      String level = column.levels().get(codes[row]);
      if (trained.contains(level)) {
        continue;
      }
      String bare = level.endsWith(".") ? level.substring(0, level.length() - 1) : level;
      if (!trained.contains(bare)) {
        throw Unusable.argument(
            Codes.UNKNOWN_CLASS,
            "test",
            "`"
                + column.name()
                + "` is "
                + Listing.quoted(level)
                + " at "
                + table.lines().of(row)
                + ", a class that no training row has",
            "the training rows have " + Listing.of(trained.stream().sorted().toList()));
      }
      codes[row] = column.levels().indexOf(bare);
      repaired.merge(level, 1, Integer::sum);
    }
    if (repaired.isEmpty()) {
      return column;
    }
    repaired.forEach((level, count) ->
        notes.add(
            "the test file writes `%s` for `%s` in %d rows: taken as the same class"
                .formatted(level, level.substring(0, level.length() - 1), count)));
    int[] places = new int[column.levels().size()];
    List<String> found = new ArrayList<>();
    for (int level = 0; level < places.length; level++) {
      places[level] = found.size();
      if (trained.contains(column.levels().get(level))) {
        found.add(column.levels().get(level));
      }
    }
    return ColumnBuilder.sorted(
        column.name(), found, Arrays.stream(codes).map(code -> places[code]).toArray());
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
        "the columns are " + Listing.of(table.names()));
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
    double[] codes = new double[table.rows()];
    Arrays.setAll(codes, row -> 1 - labels.target()[row]);
    return Dataset.Labels.classes(List.of(classes.get(1), classes.get(0)), codes);
  }

  /** Columns of 0 and 1 are labels, any other numbers are targets of a regression. */
  private Dataset.Labels severalTargets() throws Unusable {
    String task = arguments.word("task");
    int outputs = target.size();
    double[] values = new double[Math.multiplyExact(table.rows(), outputs)];
    boolean labels = true;
    for (int output = 0; output < outputs; output++) {
      double[] column = numbers("target", target.get(output));
      for (int row = 0; row < column.length; row++) {
        labels &= column[row] == 0 || column[row] == 1;
        values[row * outputs + output] = column[row];
      }
    }
    if (task.equals("ranking") || (task.equals("classification") && !labels)) {
      throw Unusable.argument(
          Codes.BAD_ROLE,
          "task",
          task.equals("ranking")
              ? "`task = ranking` needs one target, and there are " + outputs
              : "several targets are labels of 0 and 1, and these hold other numbers",
          "leave `task` out: several columns of numbers are a regression");
    }
    return labels && !task.equals("regression")
        ? new Dataset.Labels(
            Task.MULTILABEL, outputs, target.stream().map(this::name).toList(), values)
        : new Dataset.Labels(Task.REGRESSION, outputs, List.of(), values);
  }

  // What stands beside.

  /** {@return the numbers of a column; {@code yes} and {@code true} are 1, their opposites 0} */
  private double[] numbers(String role, int index) throws Unusable {
    return switch (table.columns().get(index)) {
      case Column.Numeric numeric -> numeric.values();
      case Column.Categorical texts -> {
        double[] ofLevel = new double[texts.levels().size()];
        for (int level = 0; level < ofLevel.length; level++) {
          ofLevel[level] = truth(role, texts, level);
        }
        yield Arrays.stream(texts.codes())
            .mapToDouble(c -> c < 0 ? Double.NaN : ofLevel[c])
            .toArray();
      }
      case Column.Image image -> throw new AssertionError("no image in a table: " + image.name());
    };
  }

  private double truth(String role, Column.Categorical texts, int level) throws Unusable {
    String text = texts.levels().get(level);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes" -> 1;
      case "0", "false", "no" -> 0;
      default -> {
        int row = 0;
        while (texts.codes()[row] != level) {
          row++;
        }
        throw Unusable.argument(
            Codes.BAD_ROLE,
            role,
            "`"
                + texts.name()
                + "` must hold numbers, but is "
                + Listing.quoted(text)
                + " at "
                + table.lines().of(row));
      }
    };
  }

  private double[] weights(int column) throws Unusable {
    refuseMissing("weight", column);
    double[] weights = numbers("weight", column);
    boolean positive = false;
    for (int row = 0; row < weights.length; row++) {
      positive |= weights[row] > 0;
      if (weights[row] < 0) {
        throw Unusable.argument(
            Codes.BAD_ROLE,
            "weight",
            "the weight `"
                + name(column)
                + "` is "
                + Value.Numeral.text(weights[row])
                + " at "
                + table.lines().of(row),
            "a weight is 0 or more");
      }
    }
    if (!positive) {
      throw Unusable.argument(
          Codes.BAD_ROLE, "weight", "the weight `" + name(column) + "` is 0 in every row");
    }
    return weights;
  }

  private double[] events(int column) throws Unusable {
    refuseMissing("event", column);
    double[] events = numbers("event", column);
    for (int row = 0; row < events.length; row++) {
      if (events[row] != 0 && events[row] != 1) {
        throw Unusable.argument(
            Codes.BAD_ROLE,
            "event",
            "the event `"
                + name(column)
                + "` is "
                + Value.Numeral.text(events[row])
                + " at "
                + table.lines().of(row),
            "it is 1 where the event was seen, 0 where the row was lost from sight before");
      }
    }
    return events;
  }

  private double[] teacher(Dataset.Labels labels) throws Unusable {
    int classes = labels.classes().size();
    if (teacher.size() != classes) {
      throw Unusable.argument(
          Codes.BAD_ROLE,
          "teacher",
          String.format(
              Locale.ROOT,
              "the teacher has %d column%s for %d classes",
              teacher.size(),
              teacher.size() == 1 ? "" : "s",
              classes),
          "it needs a logit for each class, in the order " + Listing.of(labels.classes()));
    }
    double[] logits = new double[table.rows() * classes];
    for (int k = 0; k < classes; k++) {
      refuseMissing("teacher", teacher.get(k));
      double[] column = numbers("teacher", teacher.get(k));
      for (int row = 0; row < column.length; row++) {
        logits[row * classes + k] = column[row];
      }
    }
    notes.add(
        "the teacher's columns, "
            + Listing.of(teacher.stream().map(this::name).toList())
            + ", are taken for the classes "
            + Listing.of(labels.classes())
            + ", in this order");
    return logits;
  }

  private int[] groups() throws Unusable {
    if (group.isEmpty()) {
      return new int[0];
    }
    refuseMissing("group", group.getFirst());
    return switch (table.columns().get(group.getFirst())) {
      case Column.Numeric numeric ->
          inOrderOfAppearance(Arrays.stream(numeric.values()).boxed().toList());
      case Column.Categorical texts ->
          inOrderOfAppearance(Arrays.stream(texts.codes()).boxed().toList());
      case Column.Image image -> throw new AssertionError("no image in a table: " + image.name());
    };
  }

  private static int[] inOrderOfAppearance(List<?> values) {
    Map<Object, Integer> places = new HashMap<>();
    int[] groups = new int[values.size()];
    for (int row = 0; row < groups.length; row++) {
      int next = places.size();
      Integer known = places.putIfAbsent(values.get(row), next);
      groups[row] = known == null ? next : known;
    }
    return groups;
  }
}
