package org.lossexp.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.data.DataRoom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Sources of this room, as the data room finds and asks it. */
final class DuckDbTest {
  @TempDir private Path folder;

  /** The Parquet file of a set holds what its CSV file holds. */
  @ParameterizedTest
  @CsvSource({
    "iris/iris.parquet, Species",
    "penguins/penguins.parquet, species",
    "engel/engel.parquet, foodexp",
    "boston-housing/Boston.parquet, medv",
    "credit-data/credit_data.parquet, Status",
    "credit-default/Default.parquet, default",
    "doctor-visits/DoctorVisits.parquet, visits",
    "ames-housing/ames.parquet, Sale_Price"
  })
  void parquetAndCsvAreOneTable(String path, String target) {
    Path shared = shared();
    DataHeader parquet = success(shared, call("parquet", "path", path, "target", target));
    if (path.startsWith("iris")) {
      // The CSV file of iris has no names.
      assertEquals(List.of(50L, 50L, 50L), parquet.classCounts());
      return;
    }
    String packed = path.replace(".parquet", ".csv");
    String csv = Files.exists(shared.resolve(packed)) ? packed : packed + ".gz";
    DataHeader text = success(shared, call("csv", "path", csv, "target", target));
    assertEquals(text.rows(), parquet.rows());
    assertEquals(text.task(), parquet.task());
    assertEquals(text.classes(), parquet.classes());
    assertEquals(text.classCounts(), parquet.classCounts());
    assertEquals(text.features(), parquet.features());
    assertEquals(text.targetMean(), parquet.targetMean());
    assertEquals(text.targetSd(), parquet.targetSd());
  }

  /** Whatever the file: a table, or a problem that names it; never an exception. */
  @Test
  void conformanceFilesLoadOrSayWhyNotAndBadOnesAlwaysDo() throws IOException {
    Path files = shared().resolve("parquet-testing");
    int loaded = 0;
    for (String part : List.of("data", "bad_data")) {
      try (Stream<Path> found = Files.list(files.resolve(part))) {
        for (Path file : found.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
          String path = part + "/" + file.getFileName();
          switch (load(files, call("parquet", "path", path))) {
            case Attempt.Success<DataHeader> _ -> {
              loaded++;
              assertEquals("data", part, path);
            }
            case Attempt.Failure<DataHeader> failure ->
                assertTrue(failure.problems().getFirst().code().startsWith("LX"), path);
          }
        }
      }
    }
    assertTrue(loaded > 0);
  }

  /** Expected: the CSV files beside the Parquet files, written by another reader. */
  @Test
  void encodingsReadAsOtherReadersReadThem() {
    Path files = shared().resolve("parquet-testing/data");
    Value regression = new Value.Word("regression");
    DataHeader parquet =
        success(files, call("parquet", "path", "delta_binary_packed.parquet"), "task", regression);
    DataHeader csv =
        success(
            files, call("csv", "path", "delta_binary_packed_expect.csv.gz"), "task", regression);
    assertEquals(csv.rows(), parquet.rows());
    assertEquals(csv.features(), parquet.features());
    assertEquals(csv.targetMean(), parquet.targetMean());
    String target = "c_preferred_cust_flag";
    Value dropped =
        new Value.Sequence(
            Stream.of(
                    "c_customer_id",
                    "c_first_name",
                    "c_last_name",
                    "c_login",
                    "c_email_address",
                    "c_last_review_date")
                .map(name -> (Value) new Value.Text(name))
                .toList());
    Arguments texts =
        call("parquet", "path", "delta_byte_array.parquet", "target", target)
            .arguments()
            .with("missing_target", new Value.Word("drop"));
    DataHeader customers = success(files, new Value.Call("parquet", texts), "drop", dropped);
    Arguments expected =
        call("csv", "path", "delta_byte_array_expect.csv.gz", "target", target)
            .arguments()
            .with("missing_target", new Value.Word("drop"));
    DataHeader others = success(files, new Value.Call("csv", expected), "drop", dropped);
    assertEquals(others.classCounts(), customers.classCounts());
    assertEquals(others.features(), customers.features());
  }

  private static DataHeader success(Path folder, Value.Call call, String name, Value value) {
    return success(folder, new Value.Call(call.name(), call.arguments().with(name, value)));
  }

  @Test
  void jsonIsAnObjectARow() throws IOException {
    Files.writeString(
        folder.resolve("t.json"),
        """
        [{"a": 1, "b": "x", "day": "2026-01-01", "y": true},
         {"a": null, "b": "y", "day": "2026-01-03", "y": false}]
        """);
    DataHeader header = success(folder, call("json", "path", "t.json", "target", "y"));
    assertEquals(2, header.rows());
    assertEquals(List.of("false", "true"), header.classes());
    assertEquals(
        List.of(
            new DataHeader.Feature("a", 0, 1),
            new DataHeader.Feature("b", 2, 0),
            new DataHeader.Feature("day", 0, 0)),
        header.features());
  }

  @Test
  void aQueryReadsFilesOfTheProjectFolder() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "id,x\n1,0.5\n2,1.5\n3,2.5\n");
    Files.writeString(folder.resolve("b.csv"), "id,y\n1,10\n2,20\n3,40.5\n");
    DataHeader header =
        success(
            folder,
            call(
                "sql",
                "query",
                "SELECT x, y FROM 'a.csv' JOIN 'b.csv' USING (id) ORDER BY id;",
                "target",
                "y"));
    assertEquals(3, header.rows());
    assertEquals(Task.REGRESSION, header.task());
    assertEquals(70.5 / 3, header.targetMean(), 1e-12);
  }

  @Test
  void aQueryReadsADatabaseAndOnlyReads() throws SQLException {
    Path file = folder.resolve("people.duckdb");
    try (Connection connection =
            new DuckDBDriver().connect("jdbc:duckdb:" + file, new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE people AS SELECT i AS age, i % 2 AS y FROM range(10) t(i)");
    }
    DataHeader header =
        success(
            folder,
            call(
                "sql",
                "query",
                "SELECT * FROM people",
                "database",
                "people.duckdb",
                "target",
                "y"));
    assertEquals(10, header.rows());
    assertEquals(List.of(5L, 5L), header.classCounts());
    for (String other :
        List.of(
            "DROP TABLE people", "COPY people TO 'stolen.csv'", "SELECT 1; DROP TABLE people")) {
      assertTrue(
          shown(load(folder, call("sql", "query", other, "database", "people.duckdb")))
              .startsWith("LX617 the query cannot be read"));
    }
    assertFalse(Files.exists(folder.resolve("stolen.csv")));
  }

  @Test
  void theSameAnswerHasTheSameChecksum() {
    Value.Call call = call("sql", "query", "SELECT i AS x, 2.5 * i AS y FROM range(9) t(i)");
    assertEquals(success(folder, call).sha256(), success(folder, call).sha256());
    assertFalse(
        success(folder, call)
            .sha256()
            .equals(
                success(
                        folder,
                        call("sql", "query", "SELECT i AS x, 2.5 * i AS y FROM range(8) t(i)"))
                    .sha256()));
  }

  @Test
  void listsAreNoColumn() {
    assertEquals(
        "LX613 the query: `x` holds `INTEGER[]`, which is no column of a table",
        shown(load(folder, call("sql", "query", "SELECT [1, 2] AS x, 1 AS y"))));
  }

  @Test
  void infinityIsRefusedAndNotANumberIsMissing() {
    assertEquals(
        "LX305 the query: `x` is infinite in row 2",
        shown(
            load(
                folder,
                call(
                    "sql",
                    "query",
                    "SELECT * FROM (VALUES (1.0, 1.5), ('inf'::DOUBLE, 2.5)) t(x, y)"))));
    DataHeader header =
        success(
            folder,
            call(
                "sql",
                "query",
                "SELECT * FROM (VALUES (1.0, 1.5), ('nan'::DOUBLE, 2.5), (2.0, 7)) t(x, y)"));
    assertEquals(1, header.features().getFirst().missing());
  }

  // Calls as plan makes them.

  private static Value.Call call(String name, String... keysAndTexts) {
    Descriptor source =
        DataRoom.descriptors().stream()
            .filter(descriptor -> descriptor.name().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, Value> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : source.parameters()) {
      parameter.fallback().ifPresent(value -> values.put(parameter.name(), value));
    }
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      values.put(keysAndTexts[i], new Value.Text(keysAndTexts[i + 1]));
    }
    return new Value.Call(name, new Arguments(values));
  }

  private static Attempt<DataHeader> load(Path folder, Value.Call source) {
    return new DataRoom(folder).header(source);
  }

  private static DataHeader success(Path folder, Value.Call source) {
    return switch (load(folder, source)) {
      case Attempt.Success<DataHeader>(DataHeader header) -> header;
      case Attempt.Failure<DataHeader> failure -> fail(failure.problems().toString());
    };
  }

  private static String shown(Attempt<DataHeader> attempt) {
    return switch (attempt) {
      case Attempt.Success<DataHeader> success -> fail("no problem was found: " + success);
      case Attempt.Failure<DataHeader> failure ->
          failure.problems().getFirst().code() + " " + failure.problems().getFirst().message();
    };
  }

  private static Path shared() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (Path folder : List.of(at.resolve("shared"), at.resolveSibling("shared"))) {
        if (Files.isDirectory(folder.resolve("data"))) {
          return folder.resolve("data");
        }
      }
    }
    assumeTrue(false, "there is no folder shared/data beside the checkout");
    throw new AssertionError();
  }
}
