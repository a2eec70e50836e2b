package org.lossexp.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lossexp.data.ColumnFacts;
import org.lossexp.data.DataRoom;
import org.lossexp.data.TargetFacts;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Spelling;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/**
 * A table that the user names, with what its columns were taken for.
 *
 * @param source the call of {@code csv} as a file writes it, without defaults
 * @param header of what the source gives
 * @param targets what the target is like
 * @param dropped columns that are left out, and why, in the order of the table
 * @param wordy columns of many different texts
 * @param group a column that says which rows belong together; it is the source's {@code group}
 * @param times columns that may say when a row came about
 * @param missing whether features lack values
 * @param missingTargets rows without a target, which are left out
 */
record UserTable(
    Value.Call source,
    DataHeader header,
    List<TargetFacts> targets,
    Map<String, String> dropped,
    List<String> wordy,
    Optional<String> group,
    List<String> times,
    boolean missing,
    int missingTargets) {
  /** Whole numbers from 0 on with this skewness are counts rather than codes of classes. */
  private static final double SKEWED = 1;

  private static final int FEWEST_COUNTS = 4;

  /** The language's word for the last column. */
  private static final String LAST = "last";

  /** More texts than this are too many columns of 0 and 1. */
  private static final int WORDY = 50;

  private static final Format COMMA =
      new Format(
          "decimal",
          new Value.Word("comma"),
          "numbers are read with a comma before their fraction: `decimal = comma`");

  private static final List<Format> FORMATS =
      List.of(
          COMMA,
          new Format(
              "encoding",
              new Value.Word("latin1"),
              "the file is not UTF-8, and is read as Latin-1: `encoding = latin1`"));

  /** Those that {@code csv} finds by itself, but for the comma. */
  private static final List<Value> DELIMITERS =
      List.of(
          new Value.Text(";"), new Value.Text("\t"), new Value.Text("|"), new Value.Word("spaces"));

  private static final Pattern NUMBERING =
      Pattern.compile(
          "(.*[_. -])?(id|uuid|guid|index|idx|key|no|nr|num|number|rownames?)|unnamed.*");
  private static final Pattern GROUPING =
      Pattern.compile(
          "(patient|subject|person|participant|user|customer|client|household|family|school|store"
              + "|shop|hospital|clinic|query|session|group|company|farm|animal|device)"
              + "([_. -]?(id|no|nr|number|name))?|.*[_. -]id");
  private static final Pattern TIMING =
      Pattern.compile("(.*[_. -])?(date|time|timestamp|datetime|julday|day|month|year)([_. -].*)?");

  /**
   * {@return the table}
   *
   * @param folder where the experiment stands, or will
   * @param path as the experiment writes it
   * @param targets names of columns, positions from 1, or {@code last}
   */
  static Attempt<UserTable> read(Path folder, String path, List<String> targets) {
    DataRoom room = new DataRoom(folder);
    Map<String, Value> written = new LinkedHashMap<>();
    written.put("path", new Value.Text(path));
    written.put("target", target(targets, List.of()));
    while (true) {
      switch (room.columns(full(written))) {
        case Attempt.Success<List<ColumnFacts>>(List<ColumnFacts> columns) -> {
          return new Reading(room, columns, written, targets).table();
        }
        case Attempt.Failure<List<ColumnFacts>>(List<Problem> problems) -> {
          Optional<Format> format = advised(problems, room, written);
          if (format.isEmpty()) {
            return new Attempt.Failure<>(problems);
          }
          written.put(format.get().parameter(), format.get().value());
        }
      }
    }
  }

  /** {@return what {@code problems} advise to write of how the file writes text, if it helps} */
  private static Optional<Format> advised(
      List<Problem> problems, DataRoom room, Map<String, Value> written) {
    return FORMATS.stream()
        .filter(format -> !written.containsKey(format.parameter()))
        .filter(format -> problems.stream().allMatch(format::isAdvisedBy))
        .filter(format -> !format.equals(COMMA) || isWithoutCommasBetweenFields(room, written))
        .findFirst();
  }

  /** Where commas stand between fields, those within numbers may part thousands. */
  private static boolean isWithoutCommasBetweenFields(DataRoom room, Map<String, Value> written) {
    Map<String, Value> other = new LinkedHashMap<>(written);
    other.put(COMMA.parameter(), COMMA.value());
    return DELIMITERS.stream()
        .anyMatch(delimiter -> {
          other.put("delimiter", delimiter);
          return room.columns(full(other)) instanceof Attempt.Success<List<ColumnFacts>>;
        });
  }

  /** {@return what was assumed of how the file writes text, a sentence each} */
  List<String> assumed() {
    return FORMATS.stream()
        .filter(format -> source.arguments().isWord(format.parameter(), format.value().text()))
        .map(Format::sentence)
        .toList();
  }

  /**
   * How a file may write text, other than usually.
   *
   * @param sentence says so
   */
  private record Format(String parameter, Value value, String sentence) {
    private boolean isAdvisedBy(Problem problem) {
      String advice = "write `" + parameter + " = " + value.text() + "`";
      return problem.notes().stream().anyMatch(note -> note.contains(advice));
    }
  }

  /** {@return how a command ends that cannot read a table} */
  static ExitCode exitCode(List<Problem> problems) {
    return problems.stream().allMatch(problem -> problem.code().startsWith("LX6"))
        ? ExitCode.INPUT_OUTPUT
        : ExitCode.INVALID;
  }

  /** {@return how large it is, in words} */
  String size() {
    return Counted.of(header.rows(), "row")
        + ", "
        + Counted.of(header.features().size(), "feature");
  }

  private static Value column(String given, List<ColumnFacts> columns) {
    boolean position =
        given.matches("[1-9][0-9]{0,5}") && columns.stream().noneMatch(c -> c.name().equals(given));
    return position ? new Value.Numeral(Integer.parseInt(given)) : new Value.Text(given);
  }

  /** {@return the target as a file writes it: {@code last} alone is a word of the language} */
  private static Value target(List<String> given, List<ColumnFacts> columns) {
    boolean last = given.equals(List.of(LAST)) && columns.stream().noneMatch(UserTable::isLast);
    return last
        ? new Value.Word(LAST)
        : names(given.stream().map(target -> column(target, columns)).toList());
  }

  private static boolean isLast(ColumnFacts column) {
    return column.name().equals(LAST);
  }

  private static Value names(List<Value> values) {
    return values.size() == 1 ? values.getFirst() : new Value.Sequence(values);
  }

  private static Value.Call full(Map<String, Value> written) {
    List<ParameterSpec> parameters =
        DataRoom.descriptors().stream()
            .filter(d -> d.kind() == Descriptor.Kind.SOURCE && d.name().equals("csv"))
            .findFirst()
            .orElseThrow()
            .parameters();
    Arguments arguments = Arguments.defaults(parameters);
    for (Map.Entry<String, Value> entry : written.entrySet()) {
      arguments = arguments.with(entry.getKey(), entry.getValue());
    }
    return new Value.Call("csv", arguments);
  }

  /** What is found out, one thing after the other. */
  private static final class Reading {
    private final DataRoom room;
    private final List<ColumnFacts> columns;
    private final Map<String, Value> written;
    private final List<String> targets;
    private final Map<String, String> dropped = new LinkedHashMap<>();
    private final List<String> wordy = new ArrayList<>();
    private final List<String> times = new ArrayList<>();
    private Optional<String> group = Optional.empty();

    Reading(
        DataRoom room,
        List<ColumnFacts> columns,
        Map<String, Value> written,
        List<String> targets) {
      this.room = room;
      this.columns = columns;
      this.written = written;
      this.targets = targets;
    }

    Attempt<UserTable> table() {
      written.put("target", target(targets, columns));
      List<ColumnFacts> targetColumns = columns.stream().filter(this::isTarget).toList();
      List<ColumnFacts> others = columns.stream().filter(column -> !isTarget(column)).toList();
      others.forEach(column -> judge(column, column.equals(columns.getFirst())));
      if (!dropped.isEmpty()) {
        written.put(
            "drop",
            names(dropped.keySet().stream().map(name -> (Value) new Value.Text(name)).toList()));
      }
      group.ifPresent(name -> written.put("group", new Value.Text(name)));
      int missingTargets = targetColumns.stream().mapToInt(ColumnFacts::missing).max().orElse(0);
      if (missingTargets > 0) {
        written.put("missing_target", new Value.Word("drop"));
      }
      return switch (task(targetColumns)) {
        case Attempt.Failure<List<TargetFacts>>(List<Problem> problems) ->
            new Attempt.Failure<>(problems.stream().map(this::withNearest).toList());
        case Attempt.Success<List<TargetFacts>>(List<TargetFacts> facts) ->
            switch (room.header(full(written))) {
              case Attempt.Failure<DataHeader>(List<Problem> problems) ->
                  new Attempt.Failure<>(problems);
              case Attempt.Success<DataHeader>(DataHeader header) ->
                  new Attempt.Success<>(
                      new UserTable(
                          new Value.Call("csv", new Arguments(written)),
                          header,
                          facts,
                          dropped,
                          wordy,
                          group,
                          times,
                          header.features().stream().anyMatch(feature -> feature.missing() > 0),
                          missingTargets));
            };
      };
    }

    private Problem withNearest(Problem problem) {
      List<String> names = columns.stream().map(ColumnFacts::name).toList();
      Optional<String> meant =
          targets.stream()
              .filter(target -> problem.message().endsWith("has no column `" + target + "`"))
              .findFirst()
              .flatMap(target -> Spelling.nearest(target, names));
      List<String> notes = new ArrayList<>(problem.notes());
      meant.ifPresent(name -> notes.addFirst("did you mean `" + name + "`?"));
      return new Problem(problem.code(), problem.message(), problem.parameter(), notes);
    }

    private boolean isTarget(ColumnFacts column) {
      int position = columns.indexOf(column) + 1;
      if (written.get("target").equals(new Value.Word(LAST))) {
        return position == columns.size();
      }
      return targets.stream()
          .map(target -> column(target, columns))
          .anyMatch(target ->
              target.equals(new Value.Text(column.name()))
                  || target.equals(new Value.Numeral(position)));
    }

    private void judge(ColumnFacts column, boolean first) {
      int rows = column.rows();
      String name = column.name();
      String words = name.toLowerCase(Locale.ROOT);
      boolean all = column.distinct() == rows;
      boolean unnamed = first && name.equals("column 1");
      boolean numbering = NUMBERING.matcher(words).matches();
      boolean repeated = column.distinct() >= 5 && column.distinct() * 2 <= rows;
      if (column.distinct() <= 1) {
        dropped.put(name, "it holds one value only");
      } else if (column.dates()) {
        dropped.put(name, "it holds dates");
        times.add(name);
      } else if (all && column.rising() && (numbering || unnamed)) {
        dropped.put(name, "it numbers the rows");
      } else if (!column.numeric() && column.distinct() > Math.max(WORDY, rows / 5)) {
        dropped.put(name, "nearly every row has a text of its own");
      } else if (all && numbering && !column.numeric()) {
        dropped.put(name, "it names the rows");
      } else if (group.isEmpty() && repeated && GROUPING.matcher(words).matches()) {
        group = Optional.of(name);
      } else {
        if (!column.numeric() && column.distinct() > WORDY) {
          wordy.add(name);
        }
        if (TIMING.matcher(words).matches()) {
          times.add(name);
        }
      }
    }

    /**
     * {@return statistics of the target, as what it is taken for} Few whole numbers would be taken
     * for classes; where they begin at 0 and thin out they are counts.
     */
    private Attempt<List<TargetFacts>> task(List<ColumnFacts> targetColumns) {
      Attempt<List<TargetFacts>> assumed = room.targets(full(written));
      if (targetColumns.size() != 1
          || !(assumed instanceof Attempt.Success<List<TargetFacts>>(List<TargetFacts> facts))
          || !(facts.getFirst() instanceof TargetFacts.Classes classes)
          || !targetColumns.getFirst().numeric()
          || classes.classes().size() < FEWEST_COUNTS
          || !classes.classes().getFirst().equals("0")) {
        return assumed;
      }
      Map<String, Value> asNumbers = new LinkedHashMap<>(written);
      asNumbers.put("task", new Value.Word("regression"));
      Attempt<List<TargetFacts>> numbers = room.targets(full(asNumbers));
      if (numbers instanceof Attempt.Success<List<TargetFacts>>(List<TargetFacts> counted)
          && counted.getFirst() instanceof TargetFacts.Numbers target
          && target.skewness() > SKEWED) {
        written.put("task", new Value.Word("regression"));
        return numbers;
      }
      return assumed;
    }
  }
}
