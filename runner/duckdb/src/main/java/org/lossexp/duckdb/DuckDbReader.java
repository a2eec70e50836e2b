package org.lossexp.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.lossexp.data.TableReader;

/**
 * Reads tables through DuckDB, in this process, on one thread: so that rows and sums come in one
 * order. Queries can read and nothing else, and nothing is fetched from the network.
 */
public final class DuckDbReader implements TableReader {
  /** Texts of one column that are counted for memory: an object and its letters. */
  private static final long BYTES_A_TEXT = 100;

  private static final int ROWS_BETWEEN_CHECKS = 1 << 14;

  /** The reader, as {@link java.util.ServiceLoader} makes it. */
  public DuckDbReader() {}

  /** A column of the answer. */
  private record Described(String name, String type) {
    boolean isNested() {
      return type.endsWith("]")
          || type.startsWith("STRUCT")
          || type.startsWith("MAP")
          || type.startsWith("UNION");
    }

    boolean isTime() {
      return type.equals("DATE") || type.startsWith("TIMESTAMP");
    }

    boolean isNumber() {
      return type.startsWith("DECIMAL")
          || switch (type) {
            case "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "HUGEINT",
                "UTINYINT",
                "USMALLINT",
                "UINTEGER",
                "UBIGINT",
                "UHUGEINT",
                "FLOAT",
                "DOUBLE" ->
                true;
            default -> false;
          };
    }

    /** {@return what is selected for it} */
    String expression() {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      if (isTime()) {
        return "epoch(CAST(" + quoted + " AS TIMESTAMP)) / 86400.0";
      }
      return "CAST(" + quoted + " AS " + (isNumber() ? "DOUBLE" : "VARCHAR") + ")";
    }
  }

  @Override
  public List<Field> read(Request request) throws Refused {
    try (Connection connection = connect(request);
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute("SET memory_limit = '" + Math.max(64, request.mostBytes() >> 20) + "MiB'");
      statement.execute("SET file_search_path = " + literal(request.folder().toString()));
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET lock_configuration = true");
      return read(statement, from(request.from()), request.mostBytes());
    } catch (SQLException refused) {
      throw new Refused(reason(refused));
    }
  }

  private static Connection connect(Request request) throws SQLException {
    Properties properties = new Properties();
    String url = "jdbc:duckdb:";
    if (request.from() instanceof From.Query query && query.database().isPresent()) {
      url += query.database().get().toAbsolutePath();
      properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    }
    return new DuckDBDriver().connect(url, properties);
  }

  /** {@return what stands behind {@code FROM}; a query in brackets can only be a {@code SELECT}} */
  private static String from(From from) {
    return switch (from) {
      case From.Parquet(Path file) -> "read_parquet(" + literal(file) + ")";
      case From.Json(Path file) -> "read_json_auto(" + literal(file) + ")";
      case From.Query query -> "(" + query.sql().strip().replaceFirst(";\\s*$", "") + "\n)";
    };
  }

  private static String literal(Path file) {
    return literal(file.toAbsolutePath().toString());
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static List<Field> read(Statement statement, String from, long mostBytes)
      throws SQLException, Refused {
    List<Described> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + from)) {
      while (described.next()) {
        columns.add(
            new Described(described.getString(1), described.getString(2).toUpperCase(Locale.ROOT)));
      }
    }
    List<Described> flat = columns.stream().filter(column -> !column.isNested()).toList();
    List<Gathered> gathered = flat.stream().map(Gathered::new).toList();
    if (!flat.isEmpty()) {
      String selected = String.join(", ", flat.stream().map(Described::expression).toList());
      try (ResultSet rows = statement.executeQuery("SELECT " + selected + " FROM " + from)) {
        for (int row = 0; rows.next(); row++) {
          for (int i = 0; i < flat.size(); i++) {
            gathered.get(i).add(row, rows, i + 1);
          }
          if (row % ROWS_BETWEEN_CHECKS == 0
              && gathered.stream().mapToLong(Gathered::bytes).sum() > mostBytes) {
            throw new Refused(
                "the rows need more than the " + (mostBytes >> 20) + " MiB that they may take");
          }
        }
      }
    }
    int[] next = {0};
    return columns.stream()
        .map(column ->
            column.isNested()
                ? (Field) new Field.Nested(column.name(), column.type())
                : gathered.get(next[0]++).field())
        .toList();
  }

  /** The first lines are for people; what follows is the query again, and where it stopped. */
  private static String reason(SQLException refused) {
    String message = String.valueOf(refused.getMessage());
    int query = message.indexOf("\n\n");
    return query < 0 ? message : message.substring(0, query);
  }

  /** A column while its rows come in. */
  private static final class Gathered {
    private final Described column;
    private final boolean isNumber;
    private double[] numbers = {};
    private int[] codes = {};
    private int count;
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> levels = new ArrayList<>();

    Gathered(Described column) {
      this.column = column;
      this.isNumber = column.isNumber() || column.isTime();
    }

    void add(int row, ResultSet rows, int index) throws SQLException {
      count = row + 1;
      if (isNumber) {
        if (row == numbers.length) {
          numbers = Arrays.copyOf(numbers, Math.max(1024, row + (row >> 1)));
        }
        double value = rows.getDouble(index);
        numbers[row] = rows.wasNull() ? Double.NaN : value;
        return;
      }
      if (row == codes.length) {
        codes = Arrays.copyOf(codes, Math.max(1024, row + (row >> 1)));
      }
      String text = rows.getString(index);
      codes[row] = text == null ? -1 : code(text);
    }

    private int code(String text) {
      Integer known = codeOf.putIfAbsent(text, levels.size());
      if (known == null) {
        levels.add(text);
        return levels.size() - 1;
      }
      return known;
    }

    long bytes() {
      return (long) numbers.length * Double.BYTES
          + (long) codes.length * Integer.BYTES
          + BYTES_A_TEXT * levels.size();
    }

    Field field() {
      return isNumber
          ? new Field.Numbers(column.name(), Arrays.copyOf(numbers, count))
          : new Field.Texts(column.name(), levels, Arrays.copyOf(codes, count));
    }
  }
}
