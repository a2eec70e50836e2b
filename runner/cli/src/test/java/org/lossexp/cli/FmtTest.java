package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a user's files: the right thing or nothing. */
class FmtTest {
  private static final String UGLY = "\uFEFFloss  mse // c\r\n\r\n\r\nloss mae";
  private static final String CANONICAL = "loss mse  // c\n\nloss mae\n";
  private static final String BROKEN = "loss  huber(delta = .5)\n";
  private static final String DRAFT = "language 0 # old\noptimizer sgd(lr = 0.1)\n";

  @TempDir private Path folder;

  @Test
  void filesAreLaidOutInPlace() throws Exception {
    Path ugly = write("ugly.lossexp", UGLY);
    Path other = write("other.lossexp", CANONICAL);
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(other, before);
    Lossexp run = Lossexp.run("fmt", ugly, other);

    assertAll(
        () -> assertEquals(0, run.code(), run.err()),
        () -> assertEquals("", run.out()),
        () -> assertEquals(CANONICAL, Files.readString(ugly)),
        () -> assertEquals(before, Files.getLastModifiedTime(other), "written without need"),
        () -> assertEquals(2, entries(), "something was left behind"));
  }

  @Test
  void checkListsWhatDiffersAndWritesNothing() throws Exception {
    Path ugly = write("ugly.lossexp", UGLY);
    Path other = write("other.lossexp", CANONICAL);
    Lossexp run = Lossexp.run("fmt", "--check", ugly, other);

    assertEquals(1, run.code());
    assertEquals(ugly + "\n", run.out());
    assertEquals(UGLY, Files.readString(ugly));
    assertEquals(0, Lossexp.run("fmt", "--check", other).code());
  }

  @Test
  void aFileWithAMistakeIsLeftAloneAndTheOthersAreLaidOut() throws Exception {
    Path broken = write("broken.lossexp", BROKEN);
    Path draft = write("draft.lossexp", DRAFT);
    Path ugly = write("ugly.lossexp", UGLY);
    Lossexp run = Lossexp.run("fmt", broken, draft, folder.resolve("none.lossexp"), ugly);

    assertAll(
        () -> assertEquals(2, run.code()),
        () -> assertTrue(run.err().contains("error[LX107]"), run.err()),
        () -> assertTrue(run.err().contains("lossexp migrate " + draft), run.err()),
        () -> assertTrue(run.err().contains("error[LX681]"), run.err()),
        () -> assertEquals(BROKEN, Files.readString(broken)),
        () -> assertEquals(DRAFT, Files.readString(draft)),
        () -> assertEquals(CANONICAL, Files.readString(ugly)));
  }

  @Test
  void standardInputBecomesStandardOutput() {
    assertEquals(CANONICAL, withInput(UGLY, "fmt", "-").out());
    assertEquals(1, withInput(UGLY, "fmt", "--check", "-").code());
    assertEquals(0, withInput(CANONICAL, "fmt", "--check", "-").code());
    assertEquals(2, withInput(BROKEN, "fmt", "-").code());
    assertEquals("", withInput(BROKEN, "fmt", "-").out());
  }

  private static Lossexp withInput(String text, Object... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return Lossexp.run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void linksAndPermissionsStay() throws Exception {
    Path ugly = write("ugly.lossexp", UGLY);
    Files.setPosixFilePermissions(ugly, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.lossexp"), ugly);
    assertEquals(0, Lossexp.run("fmt", link).code());

    assertTrue(Files.isSymbolicLink(link));
    assertEquals(CANONICAL, Files.readString(ugly));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(ugly)));
  }

  @Test
  void aDraftIsRewrittenAndToldSo() throws Exception {
    Path draft = write("draft.lossexp", DRAFT);
    String changes =
        draft
            + ": version 0 to version 1\n"
            + "  line 1: 0 -> 1\n"
            + "  line 1: # old -> // old\n"
            + "  line 2: lr -> learning_rate\n";
    Lossexp look = Lossexp.run("migrate", "--check", draft);
    assertEquals(1, look.code(), look.err());
    assertEquals(changes, look.out());
    assertEquals(DRAFT, Files.readString(draft));

    Lossexp run = Lossexp.run("migrate", draft);
    assertEquals(0, run.code(), run.err());
    assertEquals(changes, run.out());
    String current = "language 1 // old\noptimizer sgd(learning_rate = 0.1)\n";
    assertEquals(current, Files.readString(draft));

    Lossexp again = Lossexp.run("migrate", draft);
    assertEquals(0, again.code());
    assertTrue(again.out().contains("version 1 already"), again.out());
    assertEquals(current, Files.readString(draft));
  }

  @Test
  void whatCannotBeMigratedIsLeftAlone() throws Exception {
    for (String text : new String[] {"language 2\nloss mse\n", "language 0\n" + BROKEN}) {
      Path file = write("file.lossexp", text);
      Lossexp run = Lossexp.run("migrate", file);
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().contains("error[LX1"), run.err());
      assertTrue(run.err().contains("is left as it is"), run.err());
      assertEquals(text, Files.readString(file));
    }
    assertEquals(4, Lossexp.run("migrate", folder.resolve("none.lossexp")).code());
  }

  @Test
  void aDraftIsNotRunButNamesTheWayOut() throws Exception {
    Path draft = write("draft.lossexp", DRAFT);
    for (String command : new String[] {"check", "plan", "run"}) {
      Lossexp run = Lossexp.run(command, draft);
      assertEquals(2, run.code());
      assertEquals(1, run.err().lines().filter(line -> line.startsWith("error[")).count());
      assertTrue(run.err().contains("lossexp migrate " + draft), run.err());
    }
  }

  @Test
  void problemsAsJsonSayWhereAndWhatToWrite() throws Exception {
    Path file = write("broken.lossexp", "loss mse\n" + BROKEN);
    Lossexp run = Lossexp.run("check", "--json", file);
    assertEquals(2, run.code());
    JsonArray problems = JsonParser.parseString(run.out()).getAsJsonArray();
    assertEquals(1, problems.size(), run.out());
    JsonObject problem = problems.get(0).getAsJsonObject();
    JsonObject expected =
        JsonParser.parseString(
                """
                {
                  "code": "LX107", "severity": "error", "file": "FILE",
                  "line": 2, "column": 21, "end_line": 2, "end_column": 23,
                  "message": "`.5` is not a number",
                  "help": ["write `0.5`"],
                  "fixes": [
                    {"line": 2, "column": 21, "end_line": 2, "end_column": 23, "text": "0.5"}
                  ]
                }
                """
                    .replace("FILE", file.toString()))
            .getAsJsonObject();
    assertEquals(expected, problem);
  }

  @Test
  void aMissingFileIsAProblemInJsonToo() {
    Path none = folder.resolve("none.lossexp");
    Lossexp run = Lossexp.run("check", "--json", none);
    assertEquals(4, run.code());
    JsonObject problem =
        JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("LX681", problem.get("code").getAsString());
    assertEquals(none.toString(), problem.get("file").getAsString());
  }

  private long entries() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
