package org.lossexp.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads tables in formats that this room does not know. An optional room implements it, {@link
 * java.util.ServiceLoader} finds it, and it is loaded when a source first asks for it.
 */
public interface TableReader {
  /**
   * Reads the rows that {@code request} asks for, in an order that is the same every time.
   *
   * @throws Refused if the file or the query is not what it should be
   */
  List<Field> read(Request request) throws Refused;

  /**
   * What to read.
   *
   * @param folder what relative paths start from
   * @param from where the rows come from
   * @param mostBytes that the rows may take; more is refused
   */
  record Request(Path folder, From from, long mostBytes) {}

  /** Where rows come from. */
  sealed interface From {
    /** A Parquet file. */
    record Parquet(Path file) implements From {}

    /** A JSON file: an array of objects, or an object a line. */
    record Json(Path file) implements From {}

    /**
     * The rows of one {@code SELECT}.
     *
     * @param database whose tables it is over; empty for files alone
     */
    record Query(String sql, Optional<Path> database) implements From {}
  }

  /** A column as it was read. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
  sealed interface Field {
    /** {@return the name of the column} */
    String name();

    /**
     * Numbers; dates and times as days since 1970-01-01.
     *
     * @param values NaN where missing
     */
    record Numbers(String name, double[] values) implements Field {}

    /**
     * Texts, truth values among them.
     *
     * @param levels the distinct texts in the order of their first row
     * @param codes index into {@code levels}; −1 where missing
     */
    record Texts(String name, List<String> levels, int[] codes) implements Field {
      public Texts {
        levels = List.copyOf(levels);
      }
    }

    /** Lists or records, which are no column of a table. */
    record Nested(String name, String type) implements Field {}
  }

  /** Why something cannot be read, in the words of the reader. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the user is told. */
    public Refused(String reason) {
      super(reason);
    }
  }
}
