package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.results.Examples.TIMING;
import static org.lossexp.results.Examples.done;
import static org.lossexp.results.Examples.ended;
import static org.lossexp.results.Examples.problem;
import static org.lossexp.results.Examples.run;
import static org.lossexp.results.Examples.value;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TrialResult.Status;

class JournalTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("journal.jsonl");
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws IOException {
    Map<String, Double> odd = new LinkedHashMap<>();
    odd.put("z last in the alphabet, first here", Double.NaN);
    odd.put("inf", Double.POSITIVE_INFINITY);
    odd.put("-inf", Double.NEGATIVE_INFINITY);
    odd.put("-0", -0.0);
    odd.put("least", Double.MIN_VALUE);
    odd.put("greatest", Double.MAX_VALUE);
    odd.put("third", 1.0 / 3);
    TrialResult diverged =
        new TrialResult(
            "d",
            Status.DIVERGED,
            "the objective is NaN, \"quoted\" </script> \u2028 \t 🙂",
            0,
            1,
            2,
            3,
            odd,
            List.of(
                new TrialResult.Epoch(1, Double.NaN, Double.POSITIVE_INFINITY, 0.01, 0.1, odd)));
    Run run = run(3);
    write(run, done("a", 3), diverged);

    Stored stored = value(Journal.read(file));

    assertEquals(List.of(run), stored.runs());
    assertEquals(done("a", 3), stored.finished().get("a").result());
    assertEquals(diverged, stored.finished().get("d").result());
    assertEquals(
        List.copyOf(odd.keySet()),
        List.copyOf(stored.finished().get("d").result().metrics().keySet()));
    assertEquals(TIMING, stored.finished().get("d").timing());
    assertEquals(List.of(), stored.damage());
  }

  @Test
  void everyLineIsJson() throws IOException {
    write(run(1), done("a", 1));
    for (String line : Files.readAllLines(file)) {
      assertTrue(JsonParser.parseString(line).getAsJsonObject().has("record"));
    }
  }

  @Test
  void anyFlippedBitIsSeenAndNeverBelieved() throws IOException {
    write(run(1), done("a", 1), done("b", 1), done("c", 1));
    byte[] whole = Files.readAllBytes(file);
    Stored before = value(Journal.read(file));
    int from = lineStart(whole, 3);
    int to = lineStart(whole, 4);
    for (int at = from; at < to; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << bit);
        Files.write(file, flipped);

        Stored stored = value(Journal.read(file));

        assertEquals(1, stored.damage().size(), "byte " + at + ", bit " + bit);
        Problem damage = stored.damage().getFirst();
        assertEquals(IoProblems.DAMAGED_LINES, damage.code());
        assertTrue(damage.message().contains("line"), damage.message());
        assertTrue(damage.message().contains("3"), damage.message());
        assertTrue(!stored.finished().containsKey("b"));
        assertEquals(before.finished().get("a"), stored.finished().get("a"));
        // The line feed's flip takes the next line along; nothing else reaches further.
        assertEquals(at < to - 1, stored.finished().containsKey("c"));
      }
    }
  }

  @Test
  void aLineTornAnywhereIsCutOffAndWrittenOn() throws IOException {
    write(run(1), done("a", 1), done("b", 1));
    byte[] whole = Files.readAllBytes(file);
    for (int length = lineStart(whole, 3) + 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(List.of(), value(Journal.read(file)).damage(), "a reader may come in between");

      Journal.Opened opened = value(Journal.open(file));
      try (Journal journal = opened.journal()) {
        assertEquals(List.of("a"), List.copyOf(opened.stored().finished().keySet()));
        assertEquals(IoProblems.CUT_OFF_LINE, opened.stored().damage().getFirst().code());
        journal.write(done("b", 1), TIMING, List.of());
      }

      Stored stored = value(Journal.read(file));
      assertEquals(List.of("a", "b"), List.copyOf(stored.finished().keySet()));
      assertEquals(List.of(), stored.damage());
    }
  }

  @Test
  void damageIsReportedUntilAWriterHasSeenIt() throws IOException {
    write(run(1), done("a", 1), done("b", 1));
    byte[] bytes = Files.readAllBytes(file);
    bytes[lineStart(bytes, 2) + 40] ^= 1;
    Files.write(file, bytes);
    for (int reader = 0; reader < 2; reader++) {
      assertEquals(
          "line 2 of `%s` is damaged".formatted(file),
          value(Journal.read(file)).damage().getFirst().message());
    }
    Journal.Opened opened = value(Journal.open(file));
    opened.journal().close();

    assertEquals(1, opened.stored().damage().size());
    assertEquals(List.of(), value(Journal.read(file)).damage());
    assertEquals(List.of("b"), List.copyOf(value(Journal.read(file)).finished().keySet()));
  }

  @Test
  void theLastGoodRecordWinsAndAttemptsFromOutsideAreNoResults() throws IOException {
    TrialResult memory = ended("a", Status.OUTSIDE, "out of memory");
    TrialResult failed = ended("b", Status.FAILED, "NullPointerException");
    write(run(1), memory, memory, failed);
    Stored first = value(Journal.read(file));
    assertEquals(2, first.outside().get("a").attempt());
    assertEquals(List.of("b"), List.copyOf(first.finished().keySet()));

    Journal.Opened opened = value(Journal.open(file));
    try (Journal journal = opened.journal()) {
      journal.write(done("a", 1), TIMING, List.of());
      journal.write(done("b", 1), TIMING, List.of());
      journal.write(memory, TIMING, List.of());
    }

    Stored second = value(Journal.read(file));
    assertEquals(Map.of(), second.outside());
    assertEquals(3, second.finished().get("a").attempt());
    assertEquals(Status.DONE, second.finished().get("a").result().status());
    assertEquals(Status.DONE, second.finished().get("b").result().status());
  }

  @Test
  void aLineOfALaterVersionIsNotGuessedAt() throws IOException {
    write(run(1));
    String later =
        Files.readString(file).replace("\"kind\":\"run\",\"journal\":2", "\"kind\":\"r2d\"");
    Files.writeString(file, sealed(later), StandardCharsets.UTF_8);
    Problem problem = problem(Journal.read(file));
    assertEquals(IoProblems.OTHER_VERSION, problem.code());
    assertEquals(IoProblems.OTHER_VERSION, problem(Journal.open(file)).code());
  }

  @Test
  void aLineThatStandsThereTwiceCountsOnce() throws IOException {
    write(run(1), done("a", 1), done("b", 1));
    List<String> lines = Files.readAllLines(file);
    Run other = run(2);
    Journal.Opened opened = value(Journal.open(file));
    try (Journal journal = opened.journal()) {
      journal.append(other);
    }
    Files.writeString(
        file,
        Files.readString(file) + lines.get(0) + "\n" + lines.get(1) + "\n",
        StandardCharsets.UTF_8);

    Stored stored = value(Journal.read(file));

    assertEquals(List.of(run(1), other), stored.runs(), "the old run is not the latest again");
    assertEquals(1, stored.damage().size());
    assertTrue(stored.damage().getFirst().message().contains("lines 5, 6"));
  }

  @Test
  void linesThatAreGoneTakeNothingElseAlong() throws IOException {
    write(run(1), done("a", 1), done("b", 1), done("c", 1));
    List<String> lines = Files.readAllLines(file);
    lines.remove(2);
    Files.write(file, lines);

    Journal.Opened opened = value(Journal.open(file));
    assertEquals(List.of("a", "c"), List.copyOf(opened.stored().finished().keySet()));
    try (Journal journal = opened.journal()) {
      journal.write(done("b", 1), TIMING, List.of());
    }

    Stored stored = value(Journal.read(file));
    assertEquals(List.of("a", "c", "b"), List.copyOf(stored.finished().keySet()));
    assertEquals(List.of(), stored.damage());
  }

  @Test
  void zerosWhereTheEndShouldBeAreCutOff() throws IOException {
    write(run(1), done("a", 1));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 5000));
    Journal.Opened opened = value(Journal.open(file));
    opened.journal().close();
    assertEquals(IoProblems.CUT_OFF_LINE, opened.stored().damage().getFirst().code());
    assertEquals(List.of("a"), List.copyOf(opened.stored().finished().keySet()));
  }

  @Test
  void anEndlessLineIsDamagedAndNotTakenIntoMemory() throws IOException {
    write(run(1), done("a", 1));
    byte[] whole = Files.readAllBytes(file);
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(whole);
      byte[] zeros = new byte[1 << 20];
      for (int mebibytes = 0; mebibytes < 300; mebibytes++) {
        out.write(zeros);
      }
      out.write('\n');
    }
    Journal.Opened opened = value(Journal.open(file));
    try (Journal journal = opened.journal()) {
      assertTrue(opened.stored().damage().getFirst().message().contains("line 3"));
      journal.write(done("b", 1), TIMING, List.of());
    }
    assertEquals(List.of("a", "b"), List.copyOf(value(Journal.read(file)).finished().keySet()));
  }

  @Test
  void fiveThousandRecordsAreReadBack() throws IOException {
    Journal.Opened opened = value(Journal.open(file));
    try (Journal journal = opened.journal()) {
      journal.append(run(1250));
      for (int i = 0; i < 5000; i++) {
        journal.write(done("t" + i, 5), TIMING, List.of());
      }
    }
    assertEquals(5000, value(Journal.read(file)).finished().size());
  }

  private void write(Run run, TrialResult... results) throws IOException {
    Journal.Opened opened = value(Journal.open(file));
    try (Journal journal = opened.journal()) {
      journal.append(run);
      for (TrialResult result : results) {
        journal.write(result, TIMING, List.of());
      }
    }
  }

  /** The offset of the line of that number, from 1. */
  private static int lineStart(byte[] bytes, int number) {
    int at = 0;
    for (int line = 1; line < number; line++) {
      while (bytes[at++] != '\n') {}
    }
    return at;
  }

  /** The one line of {@code text} with a sum that agrees. */
  private static String sealed(String text) {
    String record = text.substring(text.indexOf("\"record\":") + 9, text.lastIndexOf('}'));
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(record.getBytes(StandardCharsets.UTF_8));
    String digits = java.util.HexFormat.of().toHexDigits((int) sum.getValue());
    return "{\"crc32c\":\"" + digits + "\",\"record\":" + record + "}\n";
  }
}
