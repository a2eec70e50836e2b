package org.lossexp.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a CSV text. Quotes, doubled quotes, line breaks between quotes and all three line
 * ends are understood; blank lines are passed over; every row must have as many fields as the
 * first.
 *
 * @param written what the user calls the file
 */
record CsvRows(String text, char delimiter, String written) {
  /** How many ragged rows a message names. */
  private static final int NAMED = 3;

  /** What to do with a row. */
  interface Visitor {
    /**
     * Looks at one row.
     *
     * @param line where the row begins, from 1
     * @param fields as they are between delimiters, quotes taken off
     */
    void row(long line, List<String> fields);
  }

  /**
   * {@return the delimiter of {@code text}: of tab, semicolon, bar and comma the one that stands
   * equally often in most of the first lines}
   *
   * <p>The comma comes last, for it stands in numbers and texts too; it is the answer where nothing
   * is found.
   */
  static char detectDelimiter(String text) {
    char best = ',';
    int bestLines = 0;
    for (char candidate : new char[] {'\t', ';', '|', ','}) {
      List<Integer> counts = countInFirstLines(text, candidate);
      int lines = 0;
      for (int count : counts) {
        lines += count > 0 && count == counts.getFirst() ? 1 : 0;
      }
      if (lines > bestLines) {
        best = candidate;
        bestLines = lines;
      }
    }
    return best;
  }

  private static List<Integer> countInFirstLines(String text, char candidate) {
    int lines = 20;
    List<Integer> counts = new ArrayList<>();
    int count = 0;
    boolean blank = true;
    boolean quoted = false;
    for (int i = 0; i < text.length() && counts.size() < lines; i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && (c == '\n' || c == '\r')) {
        if (!blank) {
          counts.add(count);
        }
        count = 0;
        blank = true;
      } else {
        blank &= c == ' ';
        count += !quoted && c == candidate ? 1 : 0;
      }
    }
    if (!blank && counts.size() < lines) {
      counts.add(count);
    }
    return counts;
  }

  /** Shows every row to {@code visitor}, the first one (names or not) included. */
  void forEach(Visitor visitor) throws Unusable {
    int expected = -1;
    int ragged = 0;
    List<String> notes = new ArrayList<>();
    CsvRecord last = null;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .trimWhitespacesAroundQuotes(true)
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(text)) {
      for (CsvRecord fields : reader) {
        int found = fields.getFieldCount();
        if (found == 1 && fields.getField(0).isBlank()) {
          continue;
        }
        expected = expected < 0 ? found : expected;
        last = fields;
        if (found == expected) {
          visitor.row(fields.getStartingLineNumber(), fields.getFields());
        } else if (++ragged <= NAMED) {
          notes.add(describe(fields, expected));
        }
      }
    } catch (CsvParseException malformed) {
      throw badQuotes(malformed);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string does not fail to be read", impossible);
    }
    if (last != null && isLeftOpen(last)) {
      throw Unusable.argument(
          Codes.BAD_QUOTES,
          "path",
          String.format(
              Locale.ROOT,
              "`%s`: a quote in the row that begins at line %d is not closed",
              written,
              last.getStartingLineNumber()),
          "a text in double quotes ends with a double quote; one inside it is written twice");
    }
    if (ragged > 0) {
      throw raggedRows(notes, ragged, expected);
    }
  }

  /** The quote swallowed the rest of the file, which so does not end with one. */
  private boolean isLeftOpen(CsvRecord last) {
    String field = last.getField(last.getFieldCount() - 1);
    return (field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0)
        && !text.stripTrailing().endsWith("\"");
  }

  private static String describe(CsvRecord fields, int expected) {
    return String.format(
        Locale.ROOT,
        "line %d has %d field%s instead of %d",
        fields.getStartingLineNumber(),
        fields.getFieldCount(),
        fields.getFieldCount() == 1 ? "" : "s",
        expected);
  }

  private Unusable raggedRows(List<String> named, int ragged, int expected) {
    List<String> notes = new ArrayList<>(named);
    if (ragged > named.size()) {
      notes.add("and " + (ragged - named.size()) + " more");
    }
    notes.add(
        expected == 1
            ? "the first row has 1 field: is the delimiter another? Write `delimiter = \";\"`"
            : "a text that holds "
                + (delimiter == '\t' ? "a tab" : "`" + delimiter + "`")
                + " must stand in double quotes");
    return Unusable.argument(
        Codes.RAGGED_ROW,
        "path",
        String.format(
            Locale.ROOT,
            "`%s` has %s of another length than its first row",
            written,
            ragged == 1 ? "a row" : ragged + " rows"),
        notes.toArray(String[]::new));
  }

  private Unusable badQuotes(CsvParseException malformed) {
    Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
    if (cause.getMessage().contains("maximum limit of 16384 fields")) {
      return Unusable.argument(
          Codes.TOO_WIDE, "path", "`" + written + "` has rows of more than 16384 fields");
    }
    Matcher line = Pattern.compile("line (\\d+)").matcher(malformed.getMessage());
    return Unusable.argument(
        Codes.BAD_QUOTES,
        "path",
        "`"
            + written
            + "` has quotes that do not fit"
            + (line.find() ? " in the row that begins at line " + line.group(1) : ""),
        "reading says: " + cause.getMessage(),
        "a double quote inside a text in double quotes is written twice");
  }
}
