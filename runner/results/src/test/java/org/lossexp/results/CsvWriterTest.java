package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvWriterTest {
  @Test
  void labelsReadBackAsTheyWereWritten() throws IOException {
    List<String> cells =
        List.of("", " a ", "a,b", "\"", "line\nfeed", "\r\n", "=1+1", "Ω 🙂", "tab\t", "a\"b\"c");
    assertEquals(List.of(cells, cells), read(List.of(cells, cells)));
    // One empty cell would be a blank line, which readers skip.
    List<List<String>> narrow = List.of(List.of(""), List.of("end"));
    assertEquals(narrow, read(narrow));
  }

  /** What FastCSV, a reader of RFC 4180 that is not ours, makes of what we write. */
  private static List<List<String>> read(List<List<String>> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    CsvWriter csv = new CsvWriter(text);
    for (List<String> row : rows) {
      csv.row(row);
    }
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text.toString())) {
      return reader.stream().map(CsvRecord::getFields).toList();
    }
  }

  @Test
  void anOrdinaryCellIsNotQuoted() throws IOException {
    StringBuilder text = new StringBuilder();
    new CsvWriter(text).row(List.of("noise = 0.2", "huber(delta = 1)", "", "0.5"));
    assertEquals("noise = 0.2,huber(delta = 1),,0.5\n", text.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "3.0, 3",
    "-0.0, -0",
    "0.1, 0.1",
    "1.0E-4, 1e-4",
    "1.5E22, 1.5e22",
    "10.0, 10",
    "NaN, NaN",
    "Infinity, inf",
    "-Infinity, -inf",
    "4.9E-324, 4.9e-324",
    "1.05E-10, 1.05e-10"
  })
  void aNumberHasOneSpelling(String number, String expected) {
    assertEquals(expected, CsvWriter.number(Double.parseDouble(number)));
  }

  @Test
  void everyNumberReadsBackExactly() {
    SplittableRandom random = new SplittableRandom(640);
    for (int i = 0; i < 100_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertEquals(number, Double.parseDouble(CsvWriter.number(number)));
      }
    }
  }
}
