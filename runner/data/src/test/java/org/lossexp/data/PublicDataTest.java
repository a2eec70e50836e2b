package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.shared;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Shapes, classes and counts are those of shared/data/README.md and the SOURCE.md of each set. */
final class PublicDataTest {
  private final DataRoom room = new DataRoom(shared(""));

  @Test
  void irisHasNoHeaderAndThreeClasses() {
    DataHeader header = header("iris/iris.csv");
    assertEquals(150, header.rows());
    assertEquals(4, header.features().size());
    assertEquals(Task.MULTICLASS, header.task());
    assertEquals(List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica"), header.classes());
    assertEquals(List.of(50L, 50L, 50L), header.classCounts());
    assertEquals(List.of(), header.notes());
  }

  @Test
  void winesClassesAreNumbersAndThatIsNoted() {
    DataHeader header = header("wine/wine.csv");
    assertEquals(List.of("1", "2", "3"), header.classes());
    assertEquals(List.of(59L, 71L, 48L), header.classCounts());
    assertEquals(
        List.of(
            "`column 14` holds 3 different whole numbers: taken as classes; write `task ="
                + " regression` for numbers"),
        header.notes());
  }

  @Test
  void breastCancerHasThirtyFeaturesOnceTheRowNamesAreGone() {
    DataHeader header = header("breast-cancer-wdbc/brca.csv");
    assertEquals(569, header.rows());
    assertEquals(30, header.features().size());
    assertEquals(Task.BINARY, header.task());
    assertEquals(List.of("B", "M"), header.classes());
    assertEquals(List.of(357L, 212L), header.classCounts());
    assertEquals(
        List.of("the first column, `rownames`, numbers or names the rows: left out"),
        header.notes());
  }

  @Test
  void positiveChoosesTheClassOfIndexOne() {
    DataHeader header =
        success(
            room.header(
                call(
                    "csv", "path", "breast-cancer-wdbc/brca.csv", "target", "y", "positive", "B")));
    assertEquals(List.of("M", "B"), header.classes());
    assertEquals(List.of(212L, 357L), header.classCounts());
  }

  @Test
  void mammographysQuotedClassesStayText() {
    DataHeader header = header("mammography/" + only("mammography", ".csv"));
    assertEquals(11183, header.rows());
    assertEquals(List.of("'-1'", "'1'"), header.classes());
    assertEquals(List.of(10923L, 260L), header.classCounts());
  }

  @Test
  void californiaIsRefusedUntilItsMissingBedroomsAreHandled() {
    Value.Call source =
        call("csv", "path", "california-housing/housing.csv.gz", "target", "median_house_value");
    Value.Call split = call("holdout");
    assertEquals(
        """
        LX303 `total_bedrooms` has 207 missing values
          `-> impute(median)` fills them with the median of the training part (categories: the most frequent)
          `-> drop("total_bedrooms")` leaves a column out\
        """,
        shown(room.header(List.of(source, split))));
    assertEquals(
        8,
        success(room.header(List.of(source, split, call("drop", "columns", "total_bedrooms"))))
            .features()
            .size());
    Prepared prepared =
        success(
            room.prepare(
                List.of(source, split, call("impute"), call("standardize", "target", true)),
                0,
                seeds(1)));
    assertEquals(Task.REGRESSION, prepared.task());
    assertEquals(4128, prepared.test().orElseThrow().rows());
    assertEquals(3302, prepared.validation().orElseThrow().rows());
    assertEquals(20640 - 4128 - 3302, prepared.training().rows());
    assertEquals(
        List.of("ocean_proximity=<1H OCEAN", "ocean_proximity=INLAND"),
        prepared.features().subList(8, 10));
    for (int i = 0; i < 100; i++) {
      assertEquals(
          prepared.test().orElseThrow().original()[i],
          prepared.targetScale().original(0, prepared.test().orElseThrow().target()[i]),
          1e-6);
    }
  }

  @Test
  void penguinsHaveNineteenMissingValues() {
    Value.Call source = call("csv", "path", "penguins/penguins.csv", "target", "species");
    DataHeader header = success(room.header(source));
    assertEquals(19, header.features().stream().mapToInt(DataHeader.Feature::missing).sum());
    assertEquals(List.of(152L, 68L, 124L), header.classCounts());
    success(room.prepare(List.of(source, call("kfold"), call("impute")), 4, seeds(3)));
  }

  @Test
  void optdigitsHasTenClassesWhateverItsEnding() {
    DataHeader header = header("optdigits/optdigits.tra.gz");
    assertEquals(3823, header.rows());
    assertEquals(64, header.features().size());
    assertEquals(10, header.classes().size());
  }

  @Test
  void engelIsARegressionOnOneColumn() {
    DataHeader header = header("engel/engel.csv");
    assertEquals(235, header.rows());
    assertEquals(List.of("income"), header.features().stream().map(f -> f.name()).toList());
    assertEquals(Task.REGRESSION, header.task());
  }

  @Test
  void stacklossIsARegressionThoughItHoldsFewWholeNumbers() {
    DataHeader header =
        success(
            room.header(
                call(
                    "csv",
                    "path",
                    "sm-stackloss/" + only("sm-stackloss", ".csv"),
                    "target",
                    "STACKLOSS")));
    assertEquals(21, header.rows());
    assertEquals(Task.REGRESSION, header.task());
  }

  @Test
  void tabSeparatedAndSemicolonSeparatedTablesAreRecognised() throws IOException {
    DataHeader anes =
        success(room.header(call("csv", "path", "sm-anes96/" + only("sm-anes96", ".csv"))));
    assertEquals(944, anes.rows());
    DataHeader colon =
        success(
            room.header(
                call(
                    "csv",
                    "path",
                    "rust-csv-examples/smallpop-colon.csv",
                    "delimiter",
                    ":",
                    "task",
                    word("regression"),
                    "drop",
                    List.of("city"))));
    assertEquals(10, colon.rows());
  }

  /** Bad files give problems; no file makes the reader throw. */
  @Test
  void everyTableInTheFolderEitherLoadsOrSaysWhyNot() throws IOException {
    Path folder = shared("");
    int loaded = 0;
    int refused = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(csv|tsv|txt|data)(\\.gz)?")).toList()) {
        switch (room.header(call("csv", "path", folder.relativize(file).toString()))) {
          case Attempt.Success<DataHeader>(DataHeader header) -> {
            loaded++;
            assertTrue(header.rows() > 0);
          }
          case Attempt.Failure<DataHeader>(List<Problem> problems) -> {
            refused++;
            assertTrue(problems.getFirst().code().matches("LX[36]\\d\\d"));
          }
        }
      }
    }
    assertTrue(loaded > 50, loaded + " loaded");
    assertTrue(refused > 10, refused + " refused");
  }

  private DataHeader header(String path) {
    return success(room.header(call("csv", "path", path)));
  }

  private static String only(String folder, String ending) {
    try (Stream<Path> files = Files.list(shared(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains(ending))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
