package org.lossexp.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column while it is read: numbers as long as there are only numbers, or the index of each text.
 * Grows by pieces, so that little is copied while rows come in; the first piece begins small, for a
 * table of few rows may have many columns.
 */
final class ColumnBuilder {
  private static final int PIECE = 1 << 16;

  private static final int SMALLEST_PIECE = 1 << 4;

  /** More different texts than this are counted no further: such a column is refused. */
  static final int MOST_LEVELS = 1 << 20;

  private final boolean forced;
  private boolean text;
  private boolean begun;
  private int size;

  private final List<double[]> numberPieces = new ArrayList<>();
  private final List<int[]> codePieces = new ArrayList<>();
  private final Map<String, Integer> codeOf = new HashMap<>();
  private final List<String> found = new ArrayList<>();
  private final List<Integer> firstRows = new ArrayList<>();
  private long letters;

  private int numbers;
  private int texts;
  private int commaNumbers;
  private String firstText = "";
  private int firstTextRow = -1;

  /**
   * A column of rows to come.
   *
   * @param forced whether it holds texts, though they may look like numbers
   */
  ColumnBuilder(boolean forced) {
    this.forced = forced;
    this.text = forced;
  }

  void addMissing() {
    if (text) {
      putCode(-1);
    } else {
      putNumber(Double.NaN);
    }
  }

  /** Adds what {@code fields} holds for this column, which is not missing. */
  void add(Fields fields, int field, char point) {
    if (!text) {
      double number = fields.number(field, point);
      if (!Double.isNaN(number)) {
        begun = true;
        numbers++;
        putNumber(number);
        return;
      }
      if (begun) {
        addTextAmongNumbers(fields.text(field));
        return;
      }
      becomeText();
    }
    putCode(code(fields.text(field)));
  }

  /** Adds a number to a column of numbers; NaN is a missing one. */
  void addNumber(double number) {
    numbers += Double.isNaN(number) ? 0 : 1;
    putNumber(number);
  }

  /** Adds a text to a column of texts. */
  void addText(String field) {
    putCode(code(field));
  }

  /** Only missing values were seen. */
  private void becomeText() {
    text = true;
    int rows = size;
    numberPieces.clear();
    size = 0;
    for (int row = 0; row < rows; row++) {
      putCode(-1);
    }
  }

  private void addTextAmongNumbers(String field) {
    if (texts++ == 0) {
      firstText = field;
      firstTextRow = size;
    }
    commaNumbers += isCommaNumber(field) ? 1 : 0;
    putNumber(Double.NaN);
  }

  private static boolean isCommaNumber(String field) {
    return field.indexOf(',') >= 0 && !Double.isNaN(Numbers.parse(field.replace(",", "")));
  }

  private int code(String field) {
    Integer known = codeOf.get(field);
    if (known != null) {
      return known;
    }
    if (found.size() == MOST_LEVELS) {
      return MOST_LEVELS;
    }
    codeOf.put(field, found.size());
    found.add(field);
    firstRows.add(size);
    letters += field.length();
    return found.size() - 1;
  }

  private void putNumber(double number) {
    int at = size % PIECE;
    if (at == 0) {
      numberPieces.add(new double[size == 0 ? SMALLEST_PIECE : PIECE]);
    } else if (at == numberPieces.getLast().length) {
      numberPieces.set(numberPieces.size() - 1, Arrays.copyOf(numberPieces.getLast(), 2 * at));
    }
    numberPieces.getLast()[at] = number;
    size++;
  }

  private void putCode(int code) {
    int at = size % PIECE;
    if (at == 0) {
      codePieces.add(new int[size == 0 ? SMALLEST_PIECE : PIECE]);
    } else if (at == codePieces.getLast().length) {
      codePieces.set(codePieces.size() - 1, Arrays.copyOf(codePieces.getLast(), 2 * at));
    }
    codePieces.getLast()[at] = code;
    size++;
  }

  /** {@return about how many bytes it holds} */
  long bytes() {
    return (long) size * (text ? Integer.BYTES : Double.BYTES) + 100L * found.size() + 2 * letters;
  }

  // What was seen.

  /** Counts numbers among texts; call once, after the last row. */
  void finish() {
    if (!text) {
      return;
    }
    boolean[] isNumber = new boolean[found.size()];
    boolean[] isComma = new boolean[found.size()];
    for (int level = 0; level < isNumber.length; level++) {
      isNumber[level] = !Double.isNaN(Numbers.parse(found.get(level)));
      isComma[level] = isCommaNumber(found.get(level));
      if (!isNumber[level] && firstTextRow < 0) {
        firstText = found.get(level);
        firstTextRow = firstRows.get(level);
      }
    }
    for (int row = 0; row < size; row++) {
      int code = codePieces.get(row / PIECE)[row % PIECE];
      if (code >= 0 && code < isNumber.length) {
        numbers += isNumber[code] ? 1 : 0;
        texts += isNumber[code] ? 0 : 1;
        commaNumbers += !isNumber[code] && isComma[code] ? 1 : 0;
      }
    }
  }

  int numbers() {
    return numbers;
  }

  int texts() {
    return texts;
  }

  boolean isDecimalComma() {
    return texts > 0 && commaNumbers == texts;
  }

  String firstText() {
    return firstText;
  }

  int firstTextRow() {
    return firstTextRow;
  }

  boolean holds(String field) {
    return text ? codeOf.containsKey(field) : firstText.equals(field);
  }

  /** {@return whether it was read as numbers and holds texts, which are lost} */
  boolean mustBeReadAgain() {
    return !text && texts > 0;
  }

  /** {@return whether there were more different texts than are kept} */
  boolean isOverfull() {
    return found.size() == MOST_LEVELS;
  }

  boolean isText() {
    return text;
  }

  /** {@return whether all texts are days or times, which are numbers in an order} */
  boolean isDates() {
    return text
        && !forced
        && !found.isEmpty()
        && numbers == 0
        && found.stream().allMatch(level -> days(level).isPresent());
  }

  /** {@return days since 1970-01-01 of a date or a time as ISO 8601 writes them} */
  static OptionalDouble days(String text) {
    if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return OptionalDouble.empty();
    }
    try {
      if (text.length() == 10) {
        return OptionalDouble.of((double) LocalDate.parse(text).toEpochDay());
      }
      String time = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
      double seconds = LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
      return OptionalDouble.of(seconds / 86_400);
    } catch (DateTimeParseException none) {
      return OptionalDouble.empty();
    }
  }

  /** {@return the column; what it was read into is given up} */
  Column column(String name) {
    if (!text) {
      double[] values = new double[size];
      for (int piece = 0; piece < numberPieces.size(); piece++) {
        int from = piece * PIECE;
        System.arraycopy(numberPieces.get(piece), 0, values, from, Math.min(PIECE, size - from));
        numberPieces.set(piece, new double[0]);
      }
      return new Column.Numeric(name, values);
    }
    int[] codes = new int[size];
    for (int piece = 0; piece < codePieces.size(); piece++) {
      int from = piece * PIECE;
      System.arraycopy(codePieces.get(piece), 0, codes, from, Math.min(PIECE, size - from));
    }
    if (isDates()) {
      double[] days = found.stream().mapToDouble(level -> days(level).orElseThrow()).toArray();
      double[] values = new double[size];
      Arrays.setAll(values, row -> codes[row] < 0 ? Double.NaN : days[codes[row]]);
      return new Column.Numeric(name, values);
    }
    return sorted(name, found, codes);
  }

  /** {@return a column whose levels are in order, from one whose levels are as they came} */
  static Column.Categorical sorted(String name, List<String> found, int[] codes) {
    List<String> levels = found.stream().sorted().toList();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < levels.size(); i++) {
      places.put(levels.get(i), i);
    }
    int[] rank = found.stream().mapToInt(places::get).toArray();
    int[] sorted = new int[codes.length];
    Arrays.setAll(sorted, row -> codes[row] < 0 ? -1 : rank[codes[row]]);
    return new Column.Categorical(name, levels, sorted);
  }

  /** {@return a remark on what was made of the texts} */
  Optional<String> note(String name) {
    return isDates() ? Optional.of(datesNote(name)) : Optional.empty();
  }

  /** {@return the remark on a column of dates} */
  static String datesNote(String name) {
    return "`" + name + "` holds dates: taken as days since 1970-01-01";
  }
}
