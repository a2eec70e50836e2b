package org.lossexp.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a table of text, one after the other. Quotes, doubled quotes, line breaks between
 * quotes and all three line ends are understood; blank lines are passed over; every row must have
 * as many fields as the first.
 */
record CsvRows(StoredFile file, Format format) {
  /** The mark for fields that stand apart by any number of spaces and tabs, without quotes. */
  static final char SPACES = ' ';

  /** Fields a row; more is a file that is no table. */
  private static final int MOST_FIELDS = 100_000;

  /** Letters in which the delimiter is looked for. */
  private static final int SAMPLE = 1 << 16;

  /** How many ragged rows a message names. */
  private static final int NAMED = 3;

  /**
   * How rows are written.
   *
   * @param delimiter between fields; {@link #SPACES} for any number of spaces and tabs
   * @param quote around fields that hold a delimiter
   * @param skip lines before the table
   */
  record Format(Charset encoding, char delimiter, char quote, int skip) {}

  /** What to do with a row. */
  interface Visitor {
    /**
     * Looks at one row.
     *
     * @param line where the row begins, from 1
     * @param fields as they are between delimiters, quotes and spaces taken off; another row's
     *     afterwards
     */
    void row(long line, Fields fields) throws Unusable;
  }

  /** {@return the first letters of {@code file}, enough to see how it is written} */
  static String sample(StoredFile file, Charset encoding, int skip) throws Unusable {
    try (BufferedReader reader = new BufferedReader(new TextReader(file, encoding))) {
      for (int line = 0; line < skip; line++) {
        reader.readLine();
      }
      char[] letters = new char[SAMPLE];
      int read = 0;
      for (int n = 0; n >= 0 && read < SAMPLE; n = reader.read(letters, read, SAMPLE - read)) {
        read += n;
      }
      return new String(letters, 0, read);
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
  }

  /**
   * {@return the delimiter of {@code text}: of tab, semicolon, bar, comma and spaces the one that
   * stands equally often in most of the first lines}
   *
   * <p>The comma comes late, for it stands in numbers and texts too, and spaces come last; the
   * comma is the answer where nothing is found.
   */
  static char detectDelimiter(String text, char quote) {
    char best = ',';
    int bestLines = 0;
    for (char candidate : new char[] {'\t', ';', '|', ','}) {
      List<Integer> counts = countInFirstLines(text, candidate, quote);
      int lines = 0;
      for (int count : counts) {
        lines += count > 0 && count == counts.getFirst() ? 1 : 0;
      }
      if (lines > bestLines) {
        best = candidate;
        bestLines = lines;
      }
    }
    int lines = countInFirstLines(text, SPACES, quote).size();
    return bestLines < lines && isNumbersBetweenSpaces(text) ? SPACES : best;
  }

  /** Texts hold spaces too, so that all of the first lines must hold equally many numbers. */
  private static boolean isNumbersBetweenSpaces(String text) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    // The last line of the sample may be cut.
    List<String> whole = text.length() < SAMPLE ? lines : lines.subList(0, lines.size() - 1);
    int fields = whole.isEmpty() ? 0 : whole.getFirst().split("\\s+").length;
    return fields > 1
        && whole.stream()
            .limit(20)
            .allMatch(line -> {
              String[] parts = line.split("\\s+");
              return parts.length == fields
                  && Arrays.stream(parts).noneMatch(p -> Double.isNaN(Numbers.parse(p)));
            });
  }

  private static List<Integer> countInFirstLines(String text, char candidate, char quote) {
    int lines = 20;
    List<Integer> counts = new ArrayList<>();
    int count = 0;
    boolean blank = true;
    boolean quoted = false;
    for (int i = 0; i < text.length() && counts.size() < lines; i++) {
      char c = text.charAt(i);
      quoted ^= c == quote;
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
    Even even = new Even(visitor);
    try (TextReader text = new TextReader(file, format.encoding())) {
      if (format.delimiter() == SPACES) {
        betweenSpaces(text, even);
      } else {
        quoted(text, even);
      }
    } catch (IOException | UncheckedIOException failed) {
      throw Unreadable.of(failed);
    }
    even.finish();
  }

  private void betweenSpaces(TextReader text, Even even) throws IOException, Unusable {
    Fields fields = new Fields();
    try (BufferedReader lines = new BufferedReader(text, SAMPLE)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (number <= format.skip() || line.isBlank()) {
          continue;
        }
        fields.clear();
        char[] letters = line.toCharArray();
        int at = 0;
        while (at < letters.length) {
          int from = at;
          while (at < letters.length && letters[at] > ' ') {
            at++;
          }
          if (at > from) {
            fields.add(letters, from, at - from);
          }
          at++;
        }
        even.row(number, fields);
      }
    }
  }

  private void quoted(TextReader text, Even even) throws Unusable, IOException {
    long lastLine = 0;
    boolean isBroken = false;
    try (CsvReader<Row> reader =
        CsvReader.builder()
            .fieldSeparator(format.delimiter())
            .quoteCharacter(format.quote())
            .trimWhitespacesAroundQuotes(true)
            .skipEmptyLines(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .build(new Row(), text)) {
      if (!isSkipped(reader)) {
        return;
      }
      for (Row row : reader) {
        if (row.fields.count() == 1 && row.fields.isEmpty(0)) {
          continue;
        }
        lastLine = row.line();
        isBroken = row.isBroken;
        even.row(row.line(), row.fields);
      }
    } catch (CsvParseException malformed) {
      if (Unreadable.causes(malformed)) {
        throw Unreadable.of(malformed);
      }
      throw badQuotes(malformed);
    }
    if (isBroken && text.last() != format.quote()) {
      // The quote swallowed the rest of the file, which so does not end with one.
      throw file.unusable(
          Codes.BAD_QUOTES,
          String.format(
              Locale.ROOT,
              "`%s`: a quote in the row that begins at line %d is not closed",
              file.written(),
              lastLine),
          "a text in double quotes ends with a double quote; one inside it is written twice");
    }
  }

  /** {@return whether the file has the lines that are passed over} */
  private boolean isSkipped(CsvReader<Row> reader) {
    if (format.skip() == 0) {
      return true;
    }
    try {
      reader.skipLines(format.skip());
      return true;
    } catch (CsvParseException failed) {
      if (failed.getCause() instanceof EOFException) {
        return false;
      }
      throw failed;
    }
  }

  private Unusable badQuotes(CsvParseException malformed) {
    Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
    if (cause instanceof RuntimeException ours && !(cause instanceof CsvParseException)) {
      throw ours;
    }
    Matcher line = Pattern.compile("line (\\d+)").matcher(malformed.getMessage());
    String place = line.find() ? " in the row that begins at line " + line.group(1) : "";
    if (cause.getMessage().contains("maximum buffer size")) {
      return file.unusable(
          Codes.BAD_QUOTES,
          "`" + file.written() + "` has a field of more than 16 million letters" + place,
          "a quote that is not closed, or a file that is no table, is the usual cause");
    }
    return file.unusable(
        Codes.BAD_QUOTES,
        "`" + file.written() + "` has quotes that do not fit" + place,
        "reading says: " + cause.getMessage(),
        "a double quote inside a text in double quotes is written twice");
  }

  /** Counts the fields of every row, and shows those that are right. */
  private final class Even {
    private final Visitor visitor;
    private final List<String> notes = new ArrayList<>();
    private int expected = -1;
    private int ragged;

    Even(Visitor visitor) {
      this.visitor = visitor;
    }

    void row(long line, Fields fields) throws Unusable {
      int found = fields.count();
      if (found > MOST_FIELDS) {
        throw file.unusable(
            Codes.TOO_WIDE,
            "`" + file.written() + "` has rows of more than " + MOST_FIELDS + " fields",
            "line " + line + " is one");
      }
      expected = expected < 0 ? found : expected;
      if (found == expected) {
        visitor.row(line, fields);
      } else if (++ragged <= NAMED) {
        notes.add(
            String.format(
                Locale.ROOT,
                "line %d has %d field%s instead of %d",
                line,
                found,
                found == 1 ? "" : "s",
                expected));
      }
    }

    void finish() throws Unusable {
      if (ragged == 0) {
        return;
      }
      if (ragged > NAMED) {
        notes.add("and " + (ragged - NAMED) + " more");
      }
      notes.add(
          expected == 1
              ? "the first row has 1 field: is the delimiter another? Write `delimiter = \";\"`"
              : "a text that holds "
                  + (format.delimiter() == '\t' ? "a tab" : "`" + format.delimiter() + "`")
                  + " must stand in double quotes");
      throw file.unusable(
          Codes.RAGGED_ROW,
          String.format(
              Locale.ROOT,
              "`%s` has %s of another length than its first row",
              file.written(),
              ragged == 1 ? "a row" : ragged + " rows"),
          notes.toArray(String[]::new));
    }
  }

  /** What FastCSV found, handed on without a text for every field. */
  private static final class Row extends AbstractBaseCsvCallbackHandler<Row> {
    private final Fields fields = new Fields();

    /** Whether the last field holds a line break. */
    private boolean isBroken;

    long line() {
      return getStartingLineNumber();
    }

    @Override
    protected void handleBegin(long line) {
      fields.clear();
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      fields.add(buffer, offset, length);
      isBroken = false;
      for (int i = offset; quoted && i < offset + length; i++) {
        isBroken |= buffer[i] == '\n' || buffer[i] == '\r';
      }
    }

    @Override
    protected Row buildRecord() {
      return this;
    }
  }
}
