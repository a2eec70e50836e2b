package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** What a newcomer reads when a table is not what {@code csv} takes it for. */
final class BrokenTablesTest {
  @TempDir private Path folder;

  @Test
  void aMissingFileIsNamedWithItsNeighbour() throws IOException {
    write("iris.csv.gz", "a,b\n1,2\n");
    assertEquals(
        """
        LX601 [path] there is no file `Iris.csv`
          looked for FOLDER/Iris.csv
          did you mean `iris.csv.gz`?\
        """,
        problem("Iris.csv"));
  }

  @Test
  void aMissingFileWithoutANeighbourListsTheTables() throws IOException {
    write("wine.csv", "a,b\n1,2\n");
    write("notes.pdf", "");
    assertEquals(
        """
        LX601 [path] there is no file `iris.csv`
          looked for FOLDER/iris.csv
          that folder holds `wine.csv`; relative paths start at the experiment file's folder\
        """,
        problem("iris.csv"));
  }

  @Test
  void aMissingFolderIsSaidToBeMissing() {
    assertEquals(
        """
        LX601 [path] there is no file `data/iris.csv`
          looked for FOLDER/data/iris.csv
          that folder does not exist; relative paths start at the experiment file's folder\
        """,
        problem("data/iris.csv"));
  }

  @Test
  void anImpossibleNameIsRefused() {
    assertEquals("LX601 [path] `a\0b` cannot be the name of a file", problem("a\0b"));
  }

  @Test
  void aFolderIsNoTable() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/wine.csv"), "a,b\n");
    assertEquals(
        """
        LX602 [path] `data` is a folder, not a file
          write the file in it, such as `data/wine.csv`\
        """,
        problem("data"));
  }

  @Test
  void anEmptyFileIsEmpty() throws IOException {
    write("t.csv", "\n\n  \n");
    assertEquals("LX603 [path] `t.csv` is empty", problem("t.csv"));
  }

  @Test
  void namesWithoutRowsAreNotATable() throws IOException {
    write("t.csv", "length,width,species\n");
    assertEquals(
        """
        LX603 [path] `t.csv` holds names of columns, but no rows
          write `header = false` if its only line is data\
        """,
        problem("t.csv"));
  }

  @Test
  void aWorkbookIsNotText() throws IOException {
    Files.write(folder.resolve("t.csv"), new byte[] {'P', 'K', 3, 4, 0, 0, 7});
    assertEquals(
        """
        LX604 [path] `t.csv` is not a text file: it holds zero bytes
          the first stands in line 1
          text is read, one row a line; a workbook or a database must be exported first\
        """,
        problem("t.csv"));
  }

  @Test
  void lettersOfAnOldEncodingNameTheirLineAndTheWayOut() throws IOException {
    Files.write(
        folder.resolve("t.csv"),
        "a,b\n1,x\n2,M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        """
        LX604 [path] `t.csv` is not UTF-8 text: line 3 holds other bytes
          write `encoding = latin1` if it comes from an older program, or save it as UTF-8\
        """,
        problem("t.csv"));
    DataHeader header =
        success(room().header(call("csv", "path", "t.csv", "encoding", word("latin1"))));
    assertEquals(List.of("M\u00fcnchen", "x"), header.classes());
  }

  @Test
  void textOfTwoBytesALetterNamesItsEncoding() throws IOException {
    Files.write(folder.resolve("t.csv"), "a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_16LE));
    assertTrue(problem("t.csv").contains("write `encoding = utf16le`, or"));
    Files.write(folder.resolve("t.csv"), "a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_16BE));
    assertTrue(problem("t.csv").contains("write `encoding = utf16`, or"));
  }

  @Test
  void skippingMoreThanThereIsIsTold() throws IOException {
    write("t.csv", "a,b\n1,2\n");
    for (String delimiter : List.of("auto", "spaces")) {
      assertEquals(
          """
          LX603 [skip] `t.csv` has no rows behind the lines that `skip = 100` passes over
            `skip` is the number of lines before the table, such as remarks\
          """,
          problem("t.csv", "skip", 100, "delimiter", word(delimiter)));
    }
  }

  @Test
  void unknownCategoriesAreRefused() throws IOException {
    write("t.csv", "a,b,c\n1,2,x\n3,4,y\n");
    assertTrue(
        problem("t.csv", "categories", List.of("a", "q"))
            .startsWith("LX301 [categories] `t.csv` has no column `q`"));
    DataHeader header =
        success(room().header(call("csv", "path", "t.csv", "categories", List.of("a", "b"))));
    assertEquals(List.of(2, 2), header.features().stream().map(f -> f.categories()).toList());
  }

  @Test
  void aTableMayBeWiderThanLong() throws IOException {
    int width = 20_000;
    String names =
        IntStream.range(0, width).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    String row = "0.5,".repeat(width);
    write(
        "t.csv",
        names
            + ",y\n"
            + IntStream.range(0, 20)
                .mapToObj(i -> row + i % 2 + "\n")
                .collect(Collectors.joining()));
    DataHeader header = success(room().header(call("csv", "path", "t.csv")));
    assertEquals(width, header.features().size());
    assertEquals(20, header.rows());
  }

  @Test
  void aGzipFileWithoutItsEndIsDamaged() throws IOException {
    byte[] whole = gzip("a,b\n" + "1,2\n".repeat(1000));
    Files.write(folder.resolve("t.csv.gz"), Arrays.copyOf(whole, whole.length - 4));
    assertEquals(
        """
        LX605 [path] `t.csv.gz` is a damaged gzip file
          it ends too early
          it may not have been copied to its end: fetch it again\
        """,
        problem("t.csv.gz"));
  }

  @Test
  void textNamedLikeGzipIsTold() throws IOException {
    write("t.csv.gz", "a,b\n1,2\n");
    assertEquals(
        """
        LX605 [path] `t.csv.gz` is named like a gzip file, but is none
          rename it without `.gz` if it is plain text\
        """,
        problem("t.csv.gz"));
  }

  @Test
  void aGzipFileCutShortIsDamaged() throws IOException {
    byte[] whole = gzip("a,b\n" + "1,2\n".repeat(1000));
    Files.write(folder.resolve("t.csv.gz"), Arrays.copyOf(whole, whole.length - 12));
    assertEquals(
        """
        LX605 [path] `t.csv.gz` is a damaged gzip file
          unpacking says: Unexpected end of ZLIB input stream
          it may not have been copied to its end: fetch it again\
        """,
        problem("t.csv.gz"));
  }

  @Test
  void aDeviceIsNoTable() {
    assumeTrue(Files.exists(Path.of("/dev/zero")), "there is no /dev/zero here");
    assertEquals(
        "LX602 [path] `/dev/zero` is a device or a pipe, not a file", problem("/dev/zero"));
  }

  @Test
  void textAfterAClosingQuoteNamesItsRow() throws IOException {
    write("t.csv", "a,b\n\"x\"y,2\n");
    assertEquals(
        """
        LX607 [path] `t.csv` has quotes that do not fit in the row that begins at line 2
          reading says: Unexpected character after closing quote: 'y' (0x79)
          a double quote inside a text in double quotes is written twice\
        """,
        problem("t.csv"));
  }

  @Test
  void aQuoteThatIsNeverClosedNamesItsRow() throws IOException {
    write("t.csv", "a,b\n1,x\n2,\"y\n3,z\n4,x\n");
    assertEquals(
        """
        LX607 [path] `t.csv`: a quote in the row that begins at line 3 is not closed
          a text in double quotes ends with a double quote; one inside it is written twice\
        """,
        problem("t.csv"));
  }

  @Test
  void raggedRowsAreCountedAndTheFirstAreNamed() throws IOException {
    write("t.csv", "a,b,c\n1,2,3\n1,2\n1,2,3,4\n\"two\nlines\",2,3\n1\n1,2\n");
    assertEquals(
        """
        LX608 [path] `t.csv` has 4 rows of another length than its first row
          line 3 has 2 fields instead of 3
          line 4 has 4 fields instead of 3
          line 7 has 1 field instead of 3
          and 1 more
          a text that holds `,` must stand in double quotes\
        """,
        problem("t.csv"));
  }

  @Test
  void aDelimiterOfSeveralCharactersIsRefused() throws IOException {
    write("t.csv", "a::b\n1::2\n");
    assertEquals(
        """
        LX610 [delimiter] `::` cannot stand between fields
          write one character, such as `","`, `";"` or `"\\t"` for a tab\
        """,
        problem("t.csv", "delimiter", "::"));
  }

  @Test
  void oneColumnSuggestsAnotherDelimiter() throws IOException {
    write("t.csv", "a:b\n1:2\n3:4\n");
    assertEquals(
        """
        LX302 [path] `t.csv` has one column, which is the target: there is nothing to learn from
          if its fields are separated otherwise, write it, such as `delimiter = ";"`\
        """,
        problem("t.csv"));
  }

  @Test
  void anUnknownTargetListsTheColumns() throws IOException {
    write("t.csv", "Length,Species\n1,x\n2,y\n");
    assertEquals(
        """
        LX301 [target] `t.csv` has no column `species`
          did you mean `Species`?
          its columns are `Length`, `Species`\
        """,
        problem("t.csv", "target", "species"));
  }

  @Test
  void aNamedTargetInATableWithoutNamesSaysSo() throws IOException {
    write("t.csv", "5.1,x\n4.9,y\n");
    assertEquals(
        """
        LX301 [target] `t.csv` has no column `species`
          its first row holds data, not names: columns are called `column 1` to `column 2`; write the position, or `last`
          write `header = true` if the first row does hold names\
        """,
        problem("t.csv", "target", "species"));
  }

  @Test
  void aPositionBeyondTheLastColumnIsRefused() throws IOException {
    write("t.csv", "5.1,x\n4.9,y\n");
    assertEquals("LX301 [target] `t.csv` has 2 columns only", problem("t.csv", "target", 3));
  }

  @Test
  void theTargetCannotBeDropped() throws IOException {
    write("t.csv", "a,b\n1,x\n2,y\n");
    assertEquals(
        "LX301 [drop] `b` is the target and cannot be dropped", problem("t.csv", "drop", "b"));
  }

  @Test
  void aMissingTargetNamesItsLines() throws IOException {
    write("t.csv", "a,b\n1,x\n2,\n3,y\n4,NA\n");
    assertEquals(
        """
        LX304 [target] the target `b` is missing in 2 rows of `t.csv`
          the first are line 3, line 5
          a row without a target teaches nothing: take it out of the file
          if another column is the target, write `target = "…"`\
        """,
        problem("t.csv"));
  }

  @Test
  void numbersWithOneTextAmongThemAreNotGuessedAt() throws IOException {
    write("t.csv", "a,b\n1,x\n2,y\nunknown,x\n4,y\n");
    assertEquals(
        """
        LX305 [path] `t.csv`: `a` holds numbers, but at line 4 `unknown`
          if that marks a missing value, write `missing = ["unknown"]`
          if these are categories, write `categories = ["a"]`\
        """,
        problem("t.csv"));
    DataHeader header = success(room().header(call("csv", "path", "t.csv", "missing", "unknown")));
    assertEquals(List.of(new DataHeader.Feature("a", 0, 1)), header.features());
  }

  @Test
  void namesTakenForDataAreSuspected() throws IOException {
    write("t.csv", "1999,b\n1,x\n2,y\n");
    assertEquals(2, success(room().header(call("csv", "path", "t.csv", "target", "b"))).rows());
    write("t.csv", "a,b\n1,x\n2,y\n");
    assertEquals(
        """
        LX305 [path] `t.csv`: `column 1` holds numbers, but at line 1 `a`
          if the first row holds names, write `header = true`
          if these are categories, write `categories = ["column 1"]`\
        """,
        problem("t.csv", "header", word("false")));
  }

  @Test
  void decimalCommasAreNotCategories() throws IOException {
    write("t.csv", "a;b\n1,5;x\n2,5;y\n");
    assertEquals(
        """
        LX305 [path] `t.csv`: `a` holds numbers with commas, such as `1,5` at line 2
          write `decimal = comma` if the comma stands before the fraction; separators of thousands are not read\
        """,
        problem("t.csv"));
  }

  @Test
  void aColumnOfNamesIsNotACategory() throws IOException {
    write(
        "t.csv",
        "name,b\n"
            + IntStream.range(0, 60)
                .mapToObj(i -> "person " + (char) (i + 65) + "," + i % 2)
                .collect(Collectors.joining("\n")));
    assertEquals(
        """
        LX306 [path] `t.csv`: `name` holds 60 different texts in 60 rows, such as `person A`
          a text that is another in every row says nothing of new rows: write `drop = ["name"]`\
        """,
        problem("t.csv"));
  }

  @Test
  void textsAreNoRegression() throws IOException {
    write("t.csv", "a,b\n1,low\n2,high\n");
    assertEquals(
        """
        LX307 [task] `task = regression`, but the target `b` holds categories, such as `high`
          leave `task` out: categories are classes\
        """,
        problem("t.csv", "task", word("regression")));
  }

  @Test
  void aConstantTargetTeachesNothing() throws IOException {
    write("t.csv", "a,b\n1,yes\n2,yes\n");
    assertEquals(
        """
        LX308 [target] the target `b` is `yes` in every row: there is nothing to predict
          the columns are `a`, `b`\
        """,
        problem("t.csv"));
  }

  @Test
  void aClassPerRowIsNoClassification() throws IOException {
    write(
        "t.csv",
        "a,b\n"
            + IntStream.range(0, 60)
                .mapToObj(i -> i + "," + i * 0.5)
                .collect(Collectors.joining("\n")));
    assertEquals(
        """
        LX309 [target] the target `b` has 60 classes in 60 rows, such as `0`
          is another column the target? The columns are `a`, `b`\
        """,
        problem("t.csv", "task", word("classification")));
  }

  @Test
  void positiveMustBeAClass() throws IOException {
    write("t.csv", "a,b\n1,no\n2,yes\n3,no\n");
    assertEquals(
        """
        LX310 [positive] `true` is not a class of `b`
          its classes are `no`, `yes`\
        """,
        problem("t.csv", "positive", "true"));
    write("u.csv", "a,b\n1,1.5\n2,2.5\n3,3.5\n");
    assertEquals(
        "LX310 [positive] `positive` names a class, but the target `b` holds real numbers",
        problem("u.csv", "positive", "1.5"));
  }

  // What the split and the steps ask of the data.

  @ParameterizedTest
  @CsvSource({
    "customer_id, 907 12 55 3 41 8",
    "ID, 907 12 55 3 41 8",
    "customerId, 907 12 55 3 41 8",
    "visit, 17 18 19 20 21 22",
  })
  void numbersOfRowsAreRemarked(String name, String values) throws IOException {
    Value.Call source = rowNumbers(name, values);
    assertEquals(
        List.of(
            "`NAME` has a different whole number in every row: if it is an id, leave it out with `drop = \"NAME\"`"
                .replace("NAME", name)),
        success(room().header(List.of(source, call("kfold", "folds", 2)))).notes());
    assertEquals(
        List.of(),
        success(
                room()
                    .header(
                        List.of(source, call("kfold", "folds", 2), call("drop", "columns", name))))
            .notes());
  }

  @ParameterizedTest
  @CsvSource({
    "paid, 907 12 55 3 41 8", // no id
    "customer_id, 907 12 55 3 41 3", // twice
    "customer_id, 907 12 55 3 41 8.5",
    "visit, 17 18 19 20 21 23",
  })
  void otherNumbersAreNot(String name, String values) throws IOException {
    assertEquals(
        List.of(),
        success(room().header(List.of(rowNumbers(name, values), call("kfold", "folds", 2))))
            .notes());
  }

  private Value.Call rowNumbers(String name, String values) throws IOException {
    StringBuilder table = new StringBuilder("x," + name + ",y\n");
    int row = 0;
    for (String value : values.split(" ", -1)) {
      table.append("1.5,").append(value).append(row++ % 2 == 0 ? ",no\n" : ",yes\n");
    }
    write("rows.csv", table.toString());
    return call("csv", "path", "rows.csv");
  }

  @Test
  void partsMayNotBeEmpty() {
    Value.Call source = call("blobs", "rows", 4);
    assertEquals(
        """
        LX311 [folds] 5 folds, but only 4 rows: each fold tests on at least one row of its own
          write at most 4 folds; 5 or 10 are usual\
        """,
        shown(room().header(List.of(source, call("kfold")))));
    assertEquals(
        """
        LX311 `holdout(test = 0.9, validation = 0.1, stratify = false, seed = none)` leaves a part of the 4 rows empty: 0 to train on, 0 to validate, 4 to test
          training gets what is left: write other fractions\
        """,
        shown(room().header(List.of(source, call("holdout", "test", 0.9, "validation", 0.1)))));
    assertTrue(
        shown(room().header(List.of(source, call("holdout", "validation", 0.01))))
            .contains("0 to validate"));
  }

  @Test
  void whatHasNoStrataCannotBeStratified() {
    assertEquals(
        """
        LX312 [stratify] `kfold` cannot stratify by `event`: the source names no such column
          write `event = "column"` in the source, or `stratify = false`\
        """,
        shown(
            room()
                .header(
                    List.of(call("friedman1"), call("kfold", "stratify", Written.word("event"))))));
  }

  @Test
  void stepsForTheOtherTaskAreAllReported() {
    assertEquals(
        """
        LX313 `outliers` moves real targets, and `label` is a class
          `label_noise(rate = …)` corrupts classes, `outliers(of = features, …)` numbers among the features
          if it holds numbers, write `task = regression` in the source
        LX313 `standardize` cannot scale the target: `label` is a class
          only a target of real numbers has a scale
          if it holds numbers, write `task = regression` in the source\
        """,
        shown(
            room()
                .header(
                    List.of(
                        call("moons"),
                        call("holdout"),
                        call("outliers", "rate", 0.1),
                        call("standardize", "target", true)))));
    assertEquals(
        """
        LX313 `label_noise` flips classes, and `y` holds real numbers
          `outliers(rate = …)` corrupts real targets
          if it holds classes, write `task = classification` in the source\
        """,
        shown(
            room()
                .header(
                    List.of(call("linear"), call("holdout"), call("label_noise", "rate", 0.1)))));
  }

  @Test
  void dropNamesFeaturesOnly() {
    assertEquals(
        """
        LX301 [columns] `drop` finds no column `x9`
          the features are `x1`, `x2`
        LX301 [columns] `drop` takes features, and `label` is the target
          the features are `x1`, `x2`\
        """,
        shown(
            room()
                .header(
                    List.of(
                        call("moons"),
                        call("holdout"),
                        call("drop", "columns", List.of("x9", "label"))))));
    assertEquals(
        """
        LX302 no column is left to learn from beside the target `label`
          drop fewer columns\
        """,
        shown(
            room()
                .header(
                    List.of(
                        call("moons"),
                        call("holdout"),
                        call("drop", "columns", List.of("x1", "x2"))))));
  }

  @Test
  void aColumnWithoutAnyValueCannotBeImputed() throws IOException {
    write("t.csv", "a,b,c\n" + "1,,x\n2,,y\n".repeat(10));
    assertEquals(
        """
        LX303 `impute` cannot fill `b`: it has no value in any row
          write `drop = ["b"]` in the source\
        """,
        shown(
            room().header(List.of(call("csv", "path", "t.csv"), call("holdout"), call("impute")))));
  }

  @Test
  void numbersThatNoModelTakesAreNamed() throws IOException {
    write("t.csv", "a,b\n" + "1e200,x\n2,y\n".repeat(10));
    assertEquals(
        """
        LX315 `a` holds 1.0E200, more than a model can take (about 3e38)
          `-> standardize()` brings columns to a common scale\
        """,
        shown(room().prepare(List.of(call("csv", "path", "t.csv"), call("holdout")), 0, seeds(1))));
  }

  @Test
  void aTableThatEncodesTooWideIsRefusedBeforeMemoryIs() throws IOException {
    // 20,100 rows with two columns of 10,050 levels each, every level twice.
    write(
        "t.csv",
        "a,b,c\n"
            + IntStream.range(0, 20_100)
                .mapToObj(i -> "a" + i / 2 + ",b" + i / 2 + "," + i % 2)
                .collect(Collectors.joining("\n")));
    assertEquals(
        """
        LX314 20100 rows of 20100 columns (categories as a column a level) do not fit: at most 200000000 numbers do
          drop columns with many categories, or take a part of the rows\
        """,
        shown(room().header(List.of(call("csv", "path", "t.csv"), call("holdout")))));
  }

  @Test
  void tooManyColumnsAreCounted() throws IOException {
    write("t.csv", "1,".repeat(100_000) + "1\n");
    assertEquals(
        """
        LX314 [path] `t.csv` has rows of more than 100000 fields
          line 1 is one\
        """,
        problem("t.csv"));
  }

  /** Whatever the bytes: a table or a problem, never an exception. */
  @Test
  void noBytesMakeTheReaderThrow() throws IOException {
    RandomStream stream = RandomStream.key("test").with("hostile tables").stream();
    byte[] alphabet = "\",;\t|\n\r\n\r 11223.e-ab\u00e9\0\u001f".getBytes(StandardCharsets.UTF_8);
    byte[] table = "a,b,c\n1,x,2\n3,\"y\",4\n5,x,6\r\n7,y,8\n".getBytes(StandardCharsets.UTF_8);
    int tables = 0;
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = table.clone();
      for (int changes = stream.below(5); changes > 0; changes--) {
        bytes[stream.below(bytes.length)] = alphabet[stream.below(alphabet.length)];
      }
      Files.write(folder.resolve("t.csv"), bytes);
      switch (room().header(List.of(call("csv", "path", "t.csv"), call("kfold", "folds", 2)))) {
        case Attempt.Success<DataHeader> _ -> tables++;
        case Attempt.Failure<DataHeader>(List<Problem> problems) -> {
          assertTrue(problems.getFirst().code().matches("LX[36]\\d\\d"));
          refused++;
        }
      }
    }
    assertTrue(tables > 100, tables + " were tables");
    assertTrue(refused > 100, refused + " were refused");
  }

  @Test
  void aFileThatChangesDuringARunIsNoticed() throws IOException {
    write("t.csv", "a,b\n" + "1,x\n2,y\n".repeat(10));
    DataRoom room = new DataRoom(folder, 0, 0);
    Value.Call source = call("csv", "path", "t.csv");
    success(room.header(source));
    write("t.csv", "a,b\n" + "1,x\n3,y\n".repeat(10));
    // Another source takes the only place on the shelf.
    success(room.header(call("moons")));
    assertEquals(
        """
        LX609 [path] `t.csv` was changed while the experiment ran
          run the experiment again: trials on the old and the new rows cannot be compared\
        """,
        shown(room.header(source)));
  }

  // What is awkward and yet right.

  @Test
  void rareClassesAreWarnedOf() throws IOException {
    write("t.csv", "a,b\n" + "1,x\n2,y\n".repeat(10) + "1,y\n3,z\n");
    DataHeader header =
        success(room().header(List.of(call("csv", "path", "t.csv"), call("kfold"))));
    assertEquals(
        List.of("class `z` has 1 row only: some parts of `kfold` hold none of it"),
        header.warnings().stream().map(Problem::message).toList());
    assertEquals(Task.MULTICLASS, header.task());
  }

  @Test
  void namesThatRepeatAndNamesThatAreMissingAreMadeUnique() throws IOException {
    write("t.csv", "a,a,,b\n1,2,3,x\n4,5,6,y\n");
    DataHeader header = success(room().header(call("csv", "path", "t.csv")));
    assertEquals(
        List.of("a", "a 2", "column 3"), header.features().stream().map(f -> f.name()).toList());
    assertEquals(List.of("two columns are called `a`: the later one is now `a 2`"), header.notes());
  }

  @Test
  void aTableOfTextsHasNamesIfTheyDoNotOccurAgain() throws IOException {
    write("named.csv", "colour,size\nred,big\nblue,small\n");
    write("bare.csv", "red,big\nblue,small\nred,medium\n");
    assertEquals(2, success(room().header(call("csv", "path", "named.csv"))).rows());
    assertEquals(3, success(room().header(call("csv", "path", "bare.csv"))).rows());
    assertEquals(
        2, success(room().header(call("csv", "path", "bare.csv", "header", word("true")))).rows());
  }

  @Test
  void choicesMayBeWrittenAsWordsStringsAndFlags() throws IOException {
    // A table of texts whose first row looks like names.
    write("t.csv", "a,b\nx,y\nu,v\nx,y\nu,v\n");
    for (Object no : List.of(word("false"), "false", false)) {
      assertEquals(
          5,
          success(
                  room()
                      .header(call("csv", "path", "t.csv", "header", no, "task", "classification")))
              .rows());
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() throws IOException {
    write("t.csv", "\uFEFFa,b\n1,x\n2,y\n");
    DataHeader header = success(room().header(call("csv", "path", "t.csv")));
    assertEquals("a", header.features().getFirst().name());
  }

  @Test
  void numericClassesSortByNumber() throws IOException {
    write("t.csv", "a,b\n1,10\n2,9\n3,1.0\n4,10\n5,9\n6,1\n");
    DataHeader header = success(room().header(call("csv", "path", "t.csv")));
    assertEquals(List.of("1", "9", "10"), header.classes());
  }

  private DataRoom room() {
    return new DataRoom(folder);
  }

  private String problem(String path, Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "path";
    all[1] = path;
    System.arraycopy(more, 0, all, 2, more.length);
    return shown(room().header(call("csv", all)))
        .replace(folder.toAbsolutePath().normalize().toString(), "FOLDER");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
