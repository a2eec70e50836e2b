package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.shared;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.DataHeader;

/**
 * The awkward files of csvkit (wireservice/csvkit) and rust-csv (BurntSushi/rust-csv): read as
 * their own readers read them, or refused with the row. Where we differ, the test says why.
 */
final class ConformanceFoldersTest {
  /** Three columns and two rows, whatever the encoding; the last value is the letter ʤ. */
  @ParameterizedTest
  @ValueSource(strings = {"test_utf8", "test_utf8_bom", "test_utf16_big", "test_utf16_little"})
  void encodingsAreTold(String name) {
    DataHeader header = header("csvkit-examples/" + name + ".csv", "task", word("classification"));
    assertEquals(2, header.rows());
    assertEquals(List.of("3", "ʤ"), header.classes());
  }

  @Test
  void latin1IsReadWhereItIsWritten() {
    assertEquals(
        List.of("3", "©"),
        header(
                "csvkit-examples/test_latin1.csv",
                "encoding",
                word("latin1"),
                "task",
                word("classification"))
            .classes());
    assertEquals(
        """
        LX604 [path] `csvkit-examples/test_latin1.csv` is not UTF-8 text: line 3 holds other bytes
          write `encoding = latin1` if it comes from an older program, or save it as UTF-8\
        """,
        refused("csvkit-examples/test_latin1.csv"));
    assertEquals(
        100,
        header(
                "rust-csv-examples/uspop-latin1.csv",
                "encoding",
                word("latin1"),
                "target",
                "Latitude",
                "drop",
                "City")
            .rows());
  }

  /** csvclean reports the same two rows. */
  @Test
  void raggedRowsAreNamed() {
    assertEquals(
        """
        LX608 [path] `csvkit-examples/bad.csv` has 2 rows of another length than its first row
          line 2 has 4 fields instead of 3
          line 3 has 2 fields instead of 3
          a text that holds `,` must stand in double quotes\
        """,
        refused("csvkit-examples/bad.csv"));
  }

  /** csvkit pads short rows with nothing; a guess that we leave to the user. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "join_a_short",
        "test_extra_header",
        "test_join_short_rows",
        "test_empty_columns",
        "test_empty_columns_short_row",
        "test_empty_columns_long_row"
      })
  void shortRowsAreNotPadded(String name) {
    assertEquals("LX608", refused("csvkit-examples/" + name + ".csv").substring(0, 5));
  }

  @Test
  void zeroBytesAreNoText() {
    assertEquals(
        """
        LX604 [path] `csvkit-examples/null_byte.csv` is not a text file: it holds zero bytes
          the first stands in line 2
          text is read, one row a line; a workbook or a database must be exported first\
        """,
        refused("csvkit-examples/null_byte.csv"));
  }

  @ParameterizedTest
  @CsvSource({
    "mac_newlines.csv, 2",
    "dummy.tsv, 1",
    "dummy.csv, 1",
    "no_header_row.csv, 1",
    "test_header_newline.csv, 1",
    "sniff_limit.csv, 1",
    "test_skip_lines.csv, 1"
  })
  void lineEndsTabsAndBlankLinesAreUnderstood(String name, int rows) throws Unusable {
    // Not as a data set: their last column is the same in every row, which no target may be.
    CsvRows.Format format = new CsvRows.Format(StandardCharsets.UTF_8, delimiter(name), '"', 0);
    int[] count = {0};
    new CsvRows(StoredFile.find(shared("csvkit-examples"), name, "path"), format)
        .forEach((line, fields) -> count[0]++);
    assertEquals(name.startsWith("no_header") ? rows : rows + 1, count[0]);
  }

  private static char delimiter(String name) {
    return switch (name) {
      case "dummy.tsv" -> '\t';
      case "sniff_limit.csv" -> ';';
      default -> ',';
    };
  }

  /** csvkit reads 1,7 as 1.7 in the locale de_DE, and points between thousands, which we refuse. */
  @Test
  void decimalCommasAreToldAndThousandsAreNot() {
    assertEquals(
        """
        LX305 [path] `csvkit-examples/test_locale.csv`: `a` holds numbers with commas, such as `1,7` at line 2
          write `decimal = comma` if the comma stands before the fraction; separators of thousands are not read\
        """,
        refused("csvkit-examples/test_locale.csv"));
  }

  /**
   * rust-csv reads backslashes before quotes and lines that begin with # when told to; we do not.
   */
  @Test
  void backslashesDoNotQuote() {
    assertEquals(
        "LX607", refused("rust-csv-examples/strange.csv", "delimiter", ";").substring(0, 5));
  }

  @ParameterizedTest
  @CsvSource({"smallpop.csv, ','", "smallpop-colon.csv, ':'", "smallpop-no-headers.csv, ','"})
  void smallpopHasTenTowns(String name, String delimiter) {
    DataHeader header = header("rust-csv-examples/" + name, "delimiter", delimiter);
    assertEquals(10, header.rows());
    assertEquals(3, header.features().size());
  }

  /** The empty population is missing, the text NULL too. */
  @ParameterizedTest
  @ValueSource(strings = {"uspop.csv", "uspop-null.csv"})
  void missingPopulationsAreCounted(String name) {
    DataHeader header = header("rust-csv-examples/" + name, "target", "Latitude", "drop", "City");
    assertEquals(100, header.rows());
    assertEquals(
        50,
        header.features().stream()
            .filter(feature -> feature.name().equals("Population"))
            .findFirst()
            .orElseThrow()
            .missing());
  }

  private static DataHeader header(String path, Object... more) {
    return success(new DataRoom(shared("")).header(source(path, more)));
  }

  private static String refused(String path, Object... more) {
    return shown(new DataRoom(shared("")).header(source(path, more)));
  }

  private static org.lossexp.spi.Value.Call source(String path, Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "path";
    all[1] = path;
    System.arraycopy(more, 0, all, 2, more.length);
    return call("csv", all);
  }
}
