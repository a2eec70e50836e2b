package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.lossexp.data.Written.shared;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvConformanceTest {
  @TempDir private Path folder;

  /** Expected: the JSON beside each file of csv-spectrum (maxogden/csv-spectrum). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8"
      })
  void csvSpectrumReadsAsItsJson(String name) throws Exception {
    Path spectrum = shared("csv-spectrum");
    List<Map<String, String>> expected = new ArrayList<>();
    for (JsonElement row :
        JsonParser.parseString(Files.readString(spectrum.resolve("json/" + name + ".json")))
            .getAsJsonArray()) {
      Map<String, String> fields = new LinkedHashMap<>();
      JsonObject object = row.getAsJsonObject();
      object.keySet().forEach(key -> fields.put(key, object.get(key).getAsString()));
      expected.add(fields);
    }
    List<List<String>> rows = rows(StoredFile.find(spectrum, "csvs/" + name + ".csv", "path"));
    List<Map<String, String>> read = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        fields.put(rows.getFirst().get(i), row.get(i));
      }
      read.add(fields);
    }
    assertEquals(expected, read);
  }

  /** The same table with each line end; the last row with and without one. */
  @ParameterizedTest
  @ValueSource(strings = {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2", "\na,b\n\n1,2"})
  void lineEndsAreAllAlike(String text) throws Exception {
    assertEquals(List.of(List.of("a", "b"), List.of("1", "2")), rows(text));
  }

  @Test
  void spacesAroundQuotesBelongToNoField() throws Exception {
    assertEquals(
        List.of(List.of("a", "b"), List.of("1", "x, y")),
        rows("a, b\n1, \"x, y\"\n").stream()
            .map(row -> row.stream().map(String::strip).toList())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {"a,b|u;v,w|1,2 ~ ,", "x;y|1,5;2,5|1,7;2,3 ~ ;", "x|1;2 ~ ,"})
  void theDelimiterIsTheMostRegularOne(String shown, String expected) {
    // In these texts a bar stands for a line break.
    assertEquals(expected.charAt(0), CsvRows.detectDelimiter(shown.replace('|', '\n'), '"'));
  }

  @Test
  void delimitersBetweenQuotesDoNotCount() {
    assertEquals('\t', CsvRows.detectDelimiter("a\tb\n\"x,y,z\"\t1\n\"u,v,w\"\t2\n", '"'));
    assertEquals(',', CsvRows.detectDelimiter("\"a;b\",c\n\"d;e\",f\n", '"'));
  }

  /** Expected: {@link Double#parseDouble}, which is correctly rounded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "+3",
        ".28",
        "5.",
        "0.1",
        "-0.3",
        "123456789012345",
        "1234567890123456789",
        "0.000000000000001",
        "3.14159265358979323846",
        "1e-5",
        "1E+10",
        "-2.5e-3",
        "4.9e-324",
        "1.7976931348623157e308",
        "00012",
        "-122.23",
        "452600.0",
        "9007199254740993"
      })
  void numbersAreCorrectlyRounded(String text) {
    assertEquals(Double.parseDouble(text), Numbers.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "inf",
        "1 2",
        "1,5",
        "1.2.3",
        "--1",
        "1e400",
        "١",
        "1_000"
      })
  void whatIsNoNumberIsNone(String text) {
    assertEquals(Double.NaN, Numbers.parse(text));
  }

  @Test
  void minusZeroIsZero() {
    assertEquals(0.0, Numbers.parse("-0"));
    assertEquals(0.0, Numbers.parse("-0.0e0"));
  }

  private List<List<String>> rows(String text) throws Exception {
    Files.writeString(folder.resolve("test.csv"), text);
    return rows(StoredFile.find(folder, "test.csv", "path"));
  }

  private static List<List<String>> rows(StoredFile file) throws Unusable {
    List<List<String>> rows = new ArrayList<>();
    new CsvRows(file, new CsvRows.Format(StandardCharsets.UTF_8, ',', '"', 0))
        .forEach((line, fields) -> rows.add(fields.texts()));
    return rows;
  }
}
