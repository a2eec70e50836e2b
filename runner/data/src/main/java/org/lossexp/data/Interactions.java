package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Who prefers what: ratings of items by users, and triples of a knowledge graph. */
final class Interactions {
  private Interactions() {}

  // Ratings.

  static Dataset ratings(Path folder, Arguments arguments) throws Unusable {
    List<StoredFile> files = new ArrayList<>(List.of(StoredFile.find(folder, arguments, "path")));
    if (arguments.value("test").isPresent()) {
      files.add(StoredFile.find(folder, arguments, "test"));
    }
    boolean hasValues = arguments.value("value").isPresent();
    Arguments csv =
        csv(arguments)
            .with("categories", pair(arguments, "user", "item"))
            .with("target", hasValues ? required(arguments, "value") : required(arguments, "item"));
    Table table = CsvTable.read(csv, files);
    List<String> notes = new ArrayList<>(table.notes());
    Column.Categorical user = texts(table, arguments, "user");
    Column.Categorical item = texts(table, arguments, "item");
    double[] target = new double[table.rows()];
    String name = "preference";
    if (hasValues) {
      int column = table.columns(arguments, "value").getFirst();
      name = table.names().get(column);
      target = values(table, column);
    } else {
      Arrays.fill(target, 1);
    }
    double least = Arrays.stream(target).min().orElseThrow();
    OptionalDouble positive = OptionalDouble.of(least);
    if (arguments.value("positive").isPresent()) {
      positive = OptionalDouble.of(arguments.real("positive"));
      refuseNoPreference(target, positive.getAsDouble(), name);
    } else if (hasValues) {
      notes.add(
          "every row counts as a preference; write `positive = …` for the least `"
              + name
              + "` that does");
    }
    noteRest(table, arguments, notes);
    noteRepeated(user, item, notes);
    return dataset(
        table,
        List.of(user, item),
        name,
        target,
        positive,
        new int[] {table.test(), table.test()},
        notes);
  }

  private static void refuseNoPreference(double[] target, double positive, String name)
      throws Unusable {
    if (Arrays.stream(target).noneMatch(value -> value >= positive)) {
      throw Unusable.argument(
          Codes.BAD_ROLE,
          "positive",
          "no `"
              + name
              + "` reaches "
              + Value.Numeral.text(positive)
              + ": the greatest is "
              + Value.Numeral.text(Arrays.stream(target).max().orElseThrow()));
    }
  }

  private static double[] values(Table table, int column) throws Unusable {
    if (!(table.columns().get(column) instanceof Column.Numeric numeric)) {
      throw Unusable.argument(
          Codes.BAD_ROLE, "value", "`" + table.names().get(column) + "` holds texts, no numbers");
    }
    for (int row = 0; row < table.rows(); row++) {
      if (Double.isNaN(numeric.values()[row])) {
        throw Unusable.argument(
            Codes.MISSING_TARGET,
            "value",
            "`" + numeric.name() + "` is missing at " + table.lines().of(row),
            "a row without a value teaches nothing: take it out of the file");
      }
    }
    return numeric.values();
  }

  private static Column.Categorical texts(Table table, Arguments arguments, String role)
      throws Unusable {
    int column = table.columns(arguments, role).getFirst();
    Column.Categorical texts = (Column.Categorical) table.columns().get(column);
    for (int row = 0; row < table.rows(); row++) {
      if (texts.codes()[row] < 0) {
        throw Unusable.argument(
            Codes.BAD_ROLE,
            role,
            "the " + role + " `" + texts.name() + "` is missing at " + table.lines().of(row));
      }
    }
    return texts;
  }

  private static void noteRest(Table table, Arguments arguments, List<String> notes)
      throws Unusable {
    Set<Integer> used = new HashSet<>();
    for (String role : List.of("user", "item", "value")) {
      used.addAll(table.columns(arguments, role));
    }
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!used.contains(i)) {
        rest.add(table.names().get(i));
      }
    }
    if (!rest.isEmpty()) {
      notes.add("of `" + table.written() + "` is not used: " + Listing.of(rest));
    }
  }

  private static void noteRepeated(
      Column.Categorical user, Column.Categorical item, List<String> notes) {
    Set<Long> pairs = new HashSet<>();
    int repeated = 0;
    for (int row = 0; row < user.codes().length; row++) {
      long pair = (long) user.codes()[row] * item.levels().size() + item.codes()[row];
      repeated += pairs.add(pair) ? 0 : 1;
    }
    if (repeated > 0) {
      notes.add(
          repeated
              + (repeated == 1 ? " row repeats" : " rows repeat")
              + " a pair of user and item: kept");
    }
  }

  // Triples.

  static Dataset triples(Path folder, Arguments arguments) throws Unusable {
    List<StoredFile> files = new ArrayList<>();
    for (String part : List.of("train", "validation", "test")) {
      if (arguments.value(part).isPresent()) {
        files.add(StoredFile.find(folder, arguments, part));
      }
    }
    List<List<String>> columns = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<String> hashes = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (StoredFile file : files) {
      starts.add(columns.getFirst().size());
      hashes.add(file.sha256());
      read(file, columns);
    }
    int rows = columns.getFirst().size();
    boolean hasValidation = arguments.value("validation").isPresent();
    boolean hasTest = arguments.value("test").isPresent();
    int test = hasTest ? starts.getLast() : rows;
    int validation = hasValidation ? starts.get(1) : test;
    Set<String> entities = new TreeSet<>(columns.get(0));
    entities.addAll(columns.get(2));
    List<Column.Categorical> codes =
        List.of(
            coded("head", entities, columns.get(0)),
            coded("relation", new TreeSet<>(columns.get(1)), columns.get(1)),
            coded("tail", entities, columns.get(2)));
    double[] target = new double[rows];
    Arrays.fill(target, 1);
    Table table =
        new Table(
            files.getFirst().written(),
            Sources.sha256(hashes),
            rows,
            test,
            false,
            List.of(),
            Table.rowsOf(test),
            List.of());
    return dataset(
        table,
        codes,
        "fact",
        target,
        OptionalDouble.of(1),
        new int[] {validation, test},
        unseen(columns, validation));
  }

  private static void read(StoredFile file, List<List<String>> columns) throws Unusable {
    var encoding = StandardCharsets.UTF_8;
    char delimiter = CsvRows.detectDelimiter(CsvRows.sample(file, encoding, 0), '"');
    int before = columns.getFirst().size();
    new CsvRows(file, new CsvRows.Format(encoding, delimiter, '"', 0))
        .forEach((line, fields) -> {
          List<String> texts = fields.texts();
          if (texts.size() != 3 || texts.contains("")) {
            throw file.unusable(
                Codes.BAD_FORMAT,
                "`"
                    + file.written()
                    + "`: line "
                    + line
                    + " holds "
                    + Listing.quoted(String.join(" ", texts))
                    + " instead of head, relation and tail",
                "they stand between tabs, commas or semicolons");
          }
          for (int i = 0; i < 3; i++) {
            columns.get(i).add(texts.get(i));
          }
        });
    if (columns.getFirst().size() == before) {
      throw file.unusable(Codes.NO_ROWS, "`" + file.written() + "` is empty");
    }
  }

  /** {@return a note on what occurs in no training row, if something does} */
  private static List<String> unseen(List<List<String>> columns, int training) {
    Set<String> entities = new HashSet<>(columns.get(0).subList(0, training));
    entities.addAll(columns.get(2).subList(0, training));
    Set<String> later = new TreeSet<>(columns.get(0));
    later.addAll(columns.get(2));
    later.removeAll(entities);
    return later.isEmpty()
        ? List.of()
        : List.of(
            "in no training triple: "
                + Listing.of(List.copyOf(later))
                + "; of them nothing can be learned");
  }

  private static Column.Categorical coded(String name, Set<String> sorted, List<String> texts) {
    List<String> levels = List.copyOf(new TreeSet<>(sorted));
    Map<String, Integer> places = new HashMap<>();
    levels.forEach(level -> places.put(level, places.size()));
    return new Column.Categorical(name, levels, texts.stream().mapToInt(places::get).toArray());
  }

  // Both.

  private static Dataset dataset(
      Table table,
      List<Column.Categorical> codes,
      String targetName,
      double[] target,
      OptionalDouble positive,
      int[] given,
      List<String> notes) {
    return Dataset.of(
        new Dataset.Origin(Optional.of(table.written()), table.sha256(), notes),
        List.of(),
        targetName,
        new Dataset.Labels(Task.RECOMMENDATION, 1, List.of(), target),
        new Dataset.Roles(new int[0], codes, positive, Map.of()),
        new Dataset.Given(given[0], given[1]));
  }

  private static Value required(Arguments arguments, String parameter) {
    return arguments.value(parameter).orElseThrow();
  }

  private static Value pair(Arguments arguments, String one, String other) {
    return new Value.Sequence(List.of(required(arguments, one), required(arguments, other)));
  }

  /** {@return arguments of {@code csv}, with those of {@code arguments} that it knows too} */
  private static Arguments csv(Arguments arguments) {
    var parameters = SourceDescriptors.named("csv").parameters();
    Arguments csv = Arguments.defaults(parameters);
    for (var parameter : parameters) {
      Value value = arguments.values().get(parameter.name());
      csv =
          value == null || parameter.name().equals("positive")
              ? csv
              : csv.with(parameter.name(), value);
    }
    return csv;
  }
}
