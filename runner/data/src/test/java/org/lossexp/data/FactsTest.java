package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.success;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.spi.Value;

/** Expected values: NumPy and SciPy, by facts.py in the test resources. */
final class FactsTest {
  @TempDir private Path folder;

  @Test
  void residualsOfARobustFitAreThoseOfNumpy() {
    TargetFacts.Numbers food = (TargetFacts.Numbers) only("engel/engel.csv", "target", "foodexp");
    assertEquals(1.7223553604955857, food.skewness(), 1e-9);
    TargetFacts.Residuals residuals = food.residuals();
    assertEquals(0.8211204294602152, residuals.explained(), 1e-5);
    assertEquals(4.0 / 235, residuals.outliers(), 1e-12);
    assertEquals(-2.380696054893358, residuals.skewness(), 1e-4);
    assertEquals(19.519265757566313, residuals.kurtosis(), 1e-3);
    assertEquals(0.448501330021795, residuals.spread(), 1e-9);
    assertTrue(food.counts().isEmpty());
  }

  @Test
  void countsArePoissonAsFarAsNumpyFindsThem() {
    TargetFacts.Numbers visits =
        (TargetFacts.Numbers)
            only(
                "doctor-visits/DoctorVisits.csv.gz",
                "target",
                "visits",
                "task",
                word("regression"));
    TargetFacts.Counts counts = visits.counts().orElseThrow();
    assertEquals(1.3041645359664646, counts.dispersion(), 1e-4);
    assertEquals(7.478077496621928, counts.t(), 1e-3);
    assertEquals(0.9110048553778912, counts.alpha(), 1e-4);
    assertEquals(0.7742053836118253, counts.zeros(), 1e-5);
    assertEquals(0.7986813648010574, counts.zerosWithAlpha(), 1e-5);
  }

  @Test
  void neighboursAreThoseOfScipy() {
    TargetFacts.Classes diabetes =
        (TargetFacts.Classes) only("pima-diabetes/pima-indians-diabetes.csv", "target", 9);
    assertEquals(130, diabetes.neighbours().unanimous());
    assertEquals(0.06153846153846154, diabetes.neighbours().disagreeing(), 1e-12);
    assertEquals(1, diabetes.neighbours().oneStep());
  }

  /** Of labels drawn wrong for one row in five, wherever the row lies. */
  @Test
  void wrongLabelsShowWhereNeighboursAgree() throws Exception {
    StringBuilder table = new StringBuilder("x,y,class\n");
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      boolean left = random.nextBoolean();
      boolean wrong = random.nextDouble() < 0.2;
      table.append(random.nextGaussian() + (left ? -10 : 10)).append(',');
      table.append(random.nextGaussian()).append(left == wrong ? ",b\n" : ",a\n");
    }
    Files.writeString(folder.resolve("t.csv"), table);
    TargetFacts.Classes classes =
        (TargetFacts.Classes)
            success(new DataRoom(folder).targets(call("csv", "path", "t.csv", "target", "class")))
                .getFirst();
    assertTrue(classes.neighbours().unanimous() > 50, classes.neighbours().toString());
    assertEquals(0.2, classes.neighbours().disagreeing(), 0.06);
  }

  @Test
  void columnsSayWhatTheyHold() throws Exception {
    Files.writeString(
        folder.resolve("t.csv"),
        "id,day,colour,y\n1,2024-01-01,red,0\n3,2024-01-02,,1\n7,2024-01-02,red,0\n");
    List<ColumnFacts> columns =
        success(new DataRoom(folder).columns(call("csv", "path", "t.csv", "target", "y")));
    assertEquals(
        List.of(
            new ColumnFacts("id", 3, true, false, true, 3, 0),
            new ColumnFacts("day", 3, true, true, false, 2, 0),
            new ColumnFacts("colour", 3, false, false, false, 1, 1),
            new ColumnFacts("y", 3, true, false, false, 2, 0)),
        columns);
  }

  @Test
  void whatAStraightLineTellsWhollyHasNoOutliers() throws Exception {
    StringBuilder table = new StringBuilder("x,constant,y\n");
    IntStream.range(0, 40).forEach(i -> table.append(i).append(",5,").append(3 * i).append('\n'));
    Files.writeString(folder.resolve("t.csv"), table);
    TargetFacts.Numbers line =
        (TargetFacts.Numbers)
            success(new DataRoom(folder).targets(call("csv", "path", "t.csv", "target", "y")))
                .getFirst();
    assertEquals(1, line.residuals().explained(), 1e-6);
    assertEquals(0, line.residuals().outliers());
    assertFalse(Double.isNaN(line.residuals().kurtosis()));
    assertFalse(Double.isNaN(line.residuals().spread()));
  }

  private static Value word(String word) {
    return new Value.Word(word);
  }

  private static TargetFacts only(String file, Object... arguments) {
    Path shared = Written.shared(file);
    Object[] all = new Object[arguments.length + 2];
    all[0] = "path";
    all[1] = shared.getFileName().toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return success(new DataRoom(shared.getParent()).targets(call("csv", all))).getFirst();
  }
}
