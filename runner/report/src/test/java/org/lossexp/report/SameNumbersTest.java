package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Design;

/**
 * The report's files tell the same numbers: Markdown and LaTeX row by row, the page cell by cell,
 * and what is printed is what {@code report.json} and {@code summary.csv} hold, rounded.
 */
class SameNumbersTest {
  @TempDir Path folder;

  @Test
  void everyFileTellsTheSameNumbers() throws IOException {
    for (Map.Entry<String, Synthetic> page : ReportGallery.pages().entrySet()) {
      Synthetic synthetic = page.getValue();
      Design design = ReportGallery.design(page.getKey(), synthetic);
      Path here = Files.createDirectories(folder.resolve(page.getKey()));
      new Report(design, synthetic.results).write(here);
      List<List<String>> markdown = markdown(Files.readString(here.resolve("report.md")));
      assertTrue(markdown.size() > 5, page.getKey());
      assertEquals(markdown, latex(Files.readString(here.resolve("report.tex"))), page.getKey());
      onThePage(markdown, Files.readString(here.resolve("report.html")), page.getKey());
      JsonObject json =
          JsonParser.parseString(Files.readString(here.resolve("report.json"))).getAsJsonObject();
      assertTrue(rounded(markdown, json) > 0, page.getKey());
      inTheSummary(Files.readAllLines(here.resolve("summary.csv")), json);
    }
  }

  /** The cells of all tables, row by row, without markup. */
  private static List<List<String>> markdown(String text) {
    List<List<String>> rows = new ArrayList<>();
    text.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
        .forEach(line ->
            rows.add(
                cells(
                    line.substring(2, line.length() - 2),
                    " \\| ",
                    cell -> cell.replaceAll("\\\\(.)", "$1").replace("`", ""))));
    return rows;
  }

  private static List<List<String>> latex(String text) {
    List<List<String>> rows = new ArrayList<>();
    text.lines()
        .filter(line -> line.endsWith(" \\\\"))
        .forEach(line ->
            rows.add(
                cells(line.substring(0, line.length() - 3), " & ", SameNumbersTest::unescaped)));
    return rows;
  }

  private interface Cell {
    String plain(String cell);
  }

  private static List<String> cells(String line, String between, Cell cell) {
    List<String> cells = new ArrayList<>();
    for (String each : line.split(between, -1)) {
      cells.add(cell.plain(each).strip());
    }
    return cells;
  }

  private static String unescaped(String cell) {
    return cell.replaceAll("\\\\texttt\\{([^}]*)\\}", "$1")
        .replace("$-$", "−")
        .replace("$\\infty$", "∞")
        .replace("\\textless{}", "<")
        .replace("\\textperiodcentered{}", "·")
        .replace("\\allowbreak ", "")
        .replace("--", "–")
        .replaceAll("\\\\([%_&#])", "$1");
  }

  /** Numbers of the tables stand on the page too, as a cell or in one. */
  private static void onThePage(List<List<String>> rows, String html, String name) {
    Set<String> told = new HashSet<>();
    Pattern.compile(">([^<]*)<")
        .matcher(html)
        .results()
        .map(match -> match.group(1).replace("&lt;", "<"))
        .forEach(text -> {
          told.add(text.strip());
          told.addAll(List.of(text.strip().split(", p = |, p (?=<)|, | ± ", -1)));
        });
    for (List<String> row : rows) {
      for (String cell : row.subList(1, row.size())) {
        if (cell.matches("[−+]?[0-9.]+( to [−+]?[0-9.]+)?|< [0-9.]+")) {
          assertTrue(told.contains(cell), name + ": not on the page: " + cell + " of " + row);
        }
      }
    }
  }

  /** {@return how many rows of the settings' tables were found in the JSON, number by number} */
  private static int rounded(List<List<String>> rows, JsonObject json) {
    int found = 0;
    List<JsonObject> scores = new ArrayList<>();
    List<JsonObject> differences = new ArrayList<>();
    for (JsonElement setting : json.getAsJsonArray("settings")) {
      JsonObject deciding = object(object(setting).getAsJsonArray("metrics").get(0));
      deciding.getAsJsonArray("scores").forEach(score -> scores.add(object(score)));
      deciding.getAsJsonArray("differences").forEach(each -> differences.add(object(each)));
    }
    boolean scored = false;
    int next = 0;
    List<String> header = List.of();
    for (List<String> row : rows) {
      if (row.getFirst().equals("contender") || row.getFirst().equals("pair")) {
        header = row;
        scored = row.size() > 3 && row.get(1).equals("mean");
        continue;
      }
      if (!scored || next == scores.size()) {
        continue;
      }
      JsonObject score = scores.get(next++);
      found++;
      assertEquals(score.get("contender").getAsString(), row.getFirst());
      prints(score.get("mean"), row.get(1));
      prints(score.get("sd"), row.get(2));
      interval(score.get("interval"), row.get(3));
      int verdict = header.indexOf("verdict");
      boolean compared = verdict > 0 && !List.of("baseline", "").contains(row.get(verdict));
      if (compared && !row.get(verdict).startsWith("not compared")) {
        assertTrue(
            differences.stream()
                .filter(each -> each.has("test"))
                .filter(each -> each.get("contender").equals(score.get("contender")))
                .anyMatch(each -> isRow(each, row.subList(5, row.size()))),
            () -> "not in the JSON: " + row);
      }
    }
    assertEquals(scores.size(), next);
    return found;
  }

  private static boolean isRow(JsonObject difference, List<String> cells) {
    JsonObject verdict = object(difference.get("verdict"));
    return isPrinted(object(difference.get("test")).get("estimate"), cells.get(0))
        && isInterval(verdict.get("interval"), cells.get(1))
        && isP(verdict.get("adjusted_p"), cells.get(2))
        && verdict.get("words").getAsString().equals(cells.get(3));
  }

  private static JsonObject object(JsonElement element) {
    return element.getAsJsonObject();
  }

  private static void prints(JsonElement value, String text) {
    assertTrue(isPrinted(value, text), text + " is not " + value);
  }

  private static void interval(JsonElement value, String text) {
    assertTrue(isInterval(value, text), text + " is not " + value);
  }

  /** Whether a text is a number, rounded half to even to as many decimals as the text has. */
  private static boolean isPrinted(JsonElement value, String text) {
    if (value.isJsonNull() || text.equals("–")) {
      return text.equals("–") || text.contains("∞");
    }
    String plain = text.replace("−", "-").replace("+", "");
    int point = plain.indexOf('.');
    int decimals = point < 0 ? 0 : plain.length() - point - 1;
    BigDecimal rounded =
        BigDecimal.valueOf(value.getAsDouble()).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.compareTo(new BigDecimal(plain)) == 0;
  }

  private static boolean isInterval(JsonElement value, String text) {
    if (value.isJsonNull() || text.equals("–")) {
      return text.equals("–");
    }
    String[] ends = text.split(" to ", -1);
    return isPrinted(object(value).get("low"), ends[0])
        && isPrinted(object(value).get("high"), ends[1]);
  }

  private static boolean isP(JsonElement value, String text) {
    return text.startsWith("<")
        ? value.getAsDouble() < Double.parseDouble(text.substring(2))
        : text.equals("–") || isPrinted(value, text);
  }

  /** The CSV holds the JSON's numbers, unrounded. */
  private static void inTheSummary(List<String> lines, JsonObject json) {
    Set<String> numbers = new HashSet<>();
    numbers(json).forEach(numbers::add);
    List<String> header = List.of(lines.getFirst().split(",", -1));
    assertEquals("mean", header.get(5));
    for (String line : lines.subList(1, lines.size())) {
      // Labels with commas are quoted; behind the metric there are none.
      MatchResult cells =
          Pattern.compile(",test\\.\\w+,(\\d+),(\\d+),([^,]*),([^,]*),([^,]*),([^,]*),([^,]*),.*")
              .matcher(line)
              .results()
              .findFirst()
              .orElseThrow(() -> new AssertionError(line));
      for (int cell = 3; cell <= 7; cell++) {
        if (!cells.group(cell).isEmpty()) {
          assertTrue(
              numbers.contains(Double.toString(Double.parseDouble(cells.group(cell)))), line);
        }
      }
    }
  }

  private static Stream<String> numbers(JsonElement element) {
    if (element.isJsonObject()) {
      return element.getAsJsonObject().asMap().values().stream().flatMap(SameNumbersTest::numbers);
    }
    if (element.isJsonArray()) {
      return element.getAsJsonArray().asList().stream().flatMap(SameNumbersTest::numbers);
    }
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()
        ? Stream.of(Double.toString(element.getAsDouble()))
        : Stream.of();
  }
}
