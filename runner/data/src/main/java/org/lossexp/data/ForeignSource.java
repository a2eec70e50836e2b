package org.lossexp.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** Tables that another room reads: Parquet, JSON, and the answer to a query. */
final class ForeignSource {
  private static final String QUERY = "the query";

  private final Path folder;
  private final String source;
  private final Arguments arguments;
  private final String parameter;

  /** Texts that mark a missing value: tables that were text once keep them. */
  private final Set<String> marks;

  private ForeignSource(Path folder, Value.Call call) {
    this.folder = folder;
    this.source = call.name();
    this.arguments = call.arguments();
    this.parameter = source.equals("sql") ? "query" : "path";
    this.marks = Set.copyOf(CsvTable.texts(arguments, "missing"));
  }

  static Dataset load(Path folder, Value.Call call) throws Unusable {
    return new ForeignSource(folder, call).dataset();
  }

  private Dataset dataset() throws Unusable {
    Table table = source.equals("sql") ? answer() : files();
    if (arguments.word("missing_target").equals("drop")) {
      table = table.withoutMissing(table.columns(arguments, "target"));
    }
    return new TableRoles(table, arguments).dataset(new double[0]);
  }

  private Table answer() throws Unusable {
    Optional<Path> database =
        arguments.value("database").isPresent()
            ? Optional.of(StoredFile.find(folder, arguments, "database").path())
            : Optional.empty();
    List<TableReader.Field> fields =
        read(new TableReader.From.Query(arguments.word("query"), database), QUERY);
    return table(QUERY, sha256(fields), List.of(fields));
  }

  private Table files() throws Unusable {
    List<StoredFile> files = new ArrayList<>(List.of(StoredFile.find(folder, arguments, "path")));
    if (arguments.value("test").isPresent()) {
      files.add(StoredFile.find(folder, arguments, "test"));
    }
    List<String> hashes = new ArrayList<>();
    List<List<TableReader.Field>> tables = new ArrayList<>();
    for (StoredFile file : files) {
      hashes.add(file.sha256());
      tables.add(
          read(
              source.equals("parquet")
                  ? new TableReader.From.Parquet(file.path())
                  : new TableReader.From.Json(file.path()),
              file.written()));
    }
    return table(files.getFirst().written(), Sources.sha256(hashes), tables);
  }

  private List<TableReader.Field> read(TableReader.From from, String written) throws Unusable {
    try {
      Optional<TableReader> reader = ReaderRoom.reader();
      if (reader.isPresent()) {
        return reader.get().read(new TableReader.Request(folder, from, Sources.mostBytes()));
      }
    } catch (TableReader.Refused refused) {
      throw Unusable.argument(
          Codes.QUERY_FAILED,
          parameter,
          shown(written) + " cannot be read",
          "DuckDB says: " + Listing.oneLine(refused.getMessage()));
    } catch (LinkageError outdated) {
      throw noRoom("was built for another version of lossexp");
    }
    throw noRoom("is not built");
  }

  private Unusable noRoom(String state) {
    return new Unusable(
        List.of(
            new Problem(
                Codes.NO_ROOM,
                "`" + source + "` needs the optional room `duckdb`, which " + state,
                Optional.empty(),
                List.of(
                    "build it once, in the folder of lossexp: `mvn -q -Dmaven.test.skip=true -pl"
                        + " runner/duckdb -am package` (fetches 80 MB)",
                    "or write the table as text: `csv(\"table.csv\", …)`"))));
  }

  private static String shown(String written) {
    return written.equals(QUERY) ? written : "`" + written + "`";
  }

  /** {@return the rows of the first table, and of the second below} */
  private Table table(String written, String sha256, List<List<TableReader.Field>> tables)
      throws Unusable {
    List<String> names = names(tables.getFirst());
    if (!names(tables.getLast()).equals(names)) {
      throw Unusable.argument(
          Codes.OTHER_COLUMNS,
          "test",
          "the test file has other columns than `" + written + "`",
          "it has " + Listing.of(names(tables.getLast())),
          "both need the same columns in the same order");
    }
    List<Integer> dropped = Table.columns(names, true, written, arguments, "drop");
    List<Integer> texts = Table.columns(names, true, written, arguments, "categories");
    int rows = tables.stream().mapToInt(ForeignSource::rows).sum();
    int test = tables.size() > 1 ? rows(tables.getFirst()) : rows;
    if (rows == 0) {
      throw Unusable.argument(Codes.NO_ROWS, parameter, shown(written) + " holds no rows");
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int at = i;
      columns.add(
          dropped.contains(i)
              ? new Column.Categorical(names.get(i), List.of(), new int[0])
              : column(
                  written,
                  tables.stream().map(fields -> fields.get(at)).toList(),
                  texts.contains(i)));
    }
    return new Table(written, sha256, rows, test, true, columns, Table.rowsOf(test), List.of());
  }

  private static List<String> names(List<TableReader.Field> fields) {
    return fields.stream().map(TableReader.Field::name).toList();
  }

  private static int rows(List<TableReader.Field> fields) {
    return fields.stream()
        .mapToInt(field ->
            switch (field) {
              case TableReader.Field.Numbers numbers -> numbers.values().length;
              case TableReader.Field.Texts texts -> texts.codes().length;
              case TableReader.Field.Nested _ -> 0;
            })
        .max()
        .orElse(0);
  }

  /** Numbers where all parts hold numbers, unless categories are asked for; else texts. */
  private Column column(String written, List<TableReader.Field> parts, boolean asText)
      throws Unusable {
    String name = parts.getFirst().name();
    ColumnBuilder builder =
        new ColumnBuilder(
            asText || !parts.stream().allMatch(p -> p instanceof TableReader.Field.Numbers));
    for (TableReader.Field part : parts) {
      switch (part) {
        case TableReader.Field.Numbers(String _, double[] values) -> {
          for (int row = 0; row < values.length; row++) {
            refuseInfinite(written, name, row, values[row]);
            if (Double.isNaN(values[row])) {
              builder.addMissing();
            } else if (builder.isText()) {
              builder.addText(Value.Numeral.text(values[row]));
            } else {
              builder.addNumber(values[row]);
            }
          }
        }
        case TableReader.Field.Texts(String _, List<String> levels, int[] codes) -> {
          for (int code : codes) {
            if (code < 0 || levels.get(code).isBlank() || marks.contains(levels.get(code))) {
              builder.addMissing();
            } else {
              builder.addText(levels.get(code));
            }
          }
        }
        case TableReader.Field.Nested nested ->
            throw Unusable.argument(
                Codes.BAD_FORMAT,
                parameter,
                shown(written)
                    + ": `"
                    + name
                    + "` holds "
                    + Listing.quoted(nested.type())
                    + ", which is no column of a table",
                "write `drop = [\"" + name + "\"]`, or take it apart with `sql(\"SELECT …\")`");
      }
    }
    return builder.column(name);
  }

  private void refuseInfinite(String written, String name, int row, double value) throws Unusable {
    if (Double.isInfinite(value)) {
      throw Unusable.argument(
          Codes.MIXED_COLUMN,
          parameter,
          shown(written) + ": `" + name + "` is infinite in row " + (row + 1),
          "a model can take finite numbers only: replace it, or write `drop = [\"" + name + "\"]`");
    }
  }

  /** The answer's own hash: what a query reads is not known. */
  private static String sha256(List<TableReader.Field> fields) {
    MessageDigest digest = RandomStream.sha256();
    for (TableReader.Field field : fields) {
      digest.update((field.name() + "\n").getBytes(StandardCharsets.UTF_8));
      switch (field) {
        case TableReader.Field.Numbers(String _, double[] values) -> {
          ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, values.length));
          Arrays.stream(values).forEach(bytes::putDouble);
          digest.update(bytes.array());
        }
        case TableReader.Field.Texts(String _, List<String> levels, int[] codes) -> {
          digest.update(String.join("\n", levels).getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, codes.length));
          Arrays.stream(codes).forEach(bytes::putInt);
          digest.update(bytes.array());
        }
        case TableReader.Field.Nested nested ->
            digest.update(nested.type().getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
