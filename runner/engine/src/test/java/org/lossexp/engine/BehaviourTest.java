package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Reduction;

/** Tables of evidence; expected: scikit-learn 1.2.1 and NumPy 1.24, see evidence.py. */
class BehaviourTest {
  private static final int ROWS = 60;
  private static final double[] LABEL = numbers(i -> (i * 7) % 11 % 3);

  /** As evidence.py has them. */
  private static double[] numbers(IntToDoubleFunction number) {
    return IntStream.range(0, ROWS).mapToDouble(number).toArray();
  }

  private static double fraction(int i, int factor, int modulus) {
    return (i * factor) % modulus / (double) modulus;
  }

  @Test
  void confusionIsThatOfScikitLearn() throws IOException {
    Predictions predictions = new Predictions(ROWS, 1, numbers(i -> (i * 5) % 13 % 3), LABEL, 3);
    Evidence table = ClassTables.confusion(predictions, List.of("0", "1", "2")).orElseThrow();
    assertEquals(
        expected("confusion").filter(line -> !line.endsWith(",0")).toList(), lines(table, true));
  }

  @Test
  void calibrationIsThatOfNumpyAndGivesTheCalibrationError() throws IOException {
    double[] probabilities = new double[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      probabilities[2 * i + 1] = fraction(i, 37, 101);
      probabilities[2 * i] = 1 - probabilities[2 * i + 1];
    }
    double[] binary = numbers(i -> LABEL[i] > 0 ? 1 : 0);
    Evidence table = ClassTables.calibration(new Predictions(ROWS, 2, probabilities, binary, 2));
    assertClose(expected("calibration").toList(), lines(table, false));
    double error = 0;
    for (Evidence.Row row : table.rows()) {
      double examples = row.values().get(table.column("examples"));
      double confidence = row.values().get(table.column("confidence"));
      double accuracy = row.values().get(table.column("accuracy"));
      error += examples / ROWS * Math.abs(confidence - accuracy);
    }
    assertEquals(Double.parseDouble(expected("ece").findFirst().orElseThrow()), error, 1e-12);
  }

  @Test
  void residualsHaveTheQuantilesOfNumpy() throws IOException {
    double[] points = numbers(i -> (i * 29) % 67 / 8.0);
    double[] target = numbers(i -> (i * i * 3) % 71 / 4.0);
    Evidence table =
        PointTables.residuals(new Predictions(ROWS, 1, points, target, 0), List.of("y"));
    List<String> found = lines(table, false).stream().map(line -> line.substring(2)).toList();
    assertClose(expected("residuals").toList(), found);
  }

  /** Two columns side by side are as each alone; equal predictions are never torn apart. */
  @Test
  void residualsTakeColumnsApartAndEqualPredictionsTogether() {
    double[] points = new double[2 * ROWS];
    double[] target = new double[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      points[2 * i] = 7;
      points[2 * i + 1] = i;
      target[2 * i] = 7 + i;
    }
    Evidence table =
        PointTables.residuals(new Predictions(ROWS, 2, points, target, 0), List.of("a", "b"));
    List<Evidence.Row> ofFirst =
        table.rows().stream().filter(row -> row.keys().getFirst().equals("a")).toList();
    assertEquals(1, ofFirst.size());
    assertEquals(29.5, ofFirst.getFirst().values().get(table.column("median")));
    assertEquals(13, table.rows().size());
    assertEquals(-2.0, table.rows().get(1).values().get(table.column("median")));
  }

  /** A distribution that is right: 0.005, 0.015 … are at or below each quantile as they should. */
  @Test
  void quantilesOfTheRightDistributionCoverWhatTheySay() {
    double[] quantiles = new double[100 * Reading.LEVELS];
    double[] target = new double[100];
    for (int row = 0; row < 100; row++) {
      target[row] = (row + 0.5) / 100;
      for (int level = 0; level < Reading.LEVELS; level++) {
        quantiles[row * Reading.LEVELS + level] = (level + 1) / 100.0;
      }
    }
    Evidence table =
        PointTables.quantiles(
            new Predictions(100, Reading.LEVELS, quantiles, target, 0), List.of("y"));
    for (Evidence.Row row : table.rows()) {
      double level = Double.parseDouble(row.keys().get(1));
      assertEquals(level, row.values().get(table.column("coverage")), 1e-12);
      double width = row.values().get(table.column("width"));
      assertEquals(level < 0.5 ? 1 - 2 * level : Double.NaN, width, 1e-12);
    }
  }

  @Test
  void neighboursAreThoseOfScikitLearn() throws IOException {
    double[] points = new double[3 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      points[3 * i] = 1 + fraction(i * i, 37, 101);
      points[3 * i + 1] = 1 + fraction(i, 53, 103);
      points[3 * i + 2] = 1 + fraction(i * i, 71, 107);
    }
    Evidence table =
        NeighbourTable.of(
            new Predictions(ROWS, 3, points, LABEL, 3),
            IntStream.range(0, ROWS).toArray(),
            List.of("a", "b", "c"));
    List<String> found =
        table.rows().stream()
            .map(row ->
                Stream.concat(
                        row.keys().stream().limit(3), row.values().stream().map(String::valueOf))
                    .reduce((a, b) -> a + "," + b)
                    .orElseThrow())
            .toList();
    assertClose(expected("neighbours").toList(), found);
    assertEquals(List.of("a", "b"), table.rows().getFirst().keys().subList(3, 5));
  }

  /** The mean over queries is what the metric says of all; a query is called by its first row. */
  @Test
  void queriesTakeListsApart() {
    Measurement firstIsBest =
        Metrics.measurement(
            "first",
            Reading.SCORE,
            Direction.HIGHER_IS_BETTER,
            lists -> {
              double sum = 0;
              for (int list = 0; list < lists.lists(); list++) {
                int best = lists.starts()[list];
                for (int item = best; item < lists.starts()[list + 1]; item++) {
                  best = lists.prediction()[item] > lists.prediction()[best] ? item : best;
                }
                sum += lists.target()[best] + lists.extras().get("weights")[best];
              }
              return sum / lists.lists();
            });
    Predictions all =
        new Predictions(
            6,
            1,
            new double[] {1, 2, 0, 5, 1, 6},
            new double[] {0, 1, 2, 3, 4, 5},
            0,
            new int[] {0, 3, 4, 6},
            Map.of("weights", new double[] {10, 20, 30, 40, 50, 60}));
    QueryTable queries = new QueryTable(List.of(firstIsBest));
    queries.addLists(all, new int[] {7, 8, 9, 20, 3, 4});
    List<Evidence.Row> rows = queries.table().orElseThrow().rows();
    assertEquals(List.of("8", "21", "4"), rows.stream().map(row -> row.keys().get(0)).toList());
    assertEquals(
        Guest.measure(firstIsBest, all),
        rows.stream().mapToDouble(row -> row.values().get(0)).average().orElseThrow());
  }

  @Test
  void aTrainingLeavesWhatItsReadoutGives() {
    TrialResult classes =
        Trainer.train(
            Trials.LINEAR.epochs(2).trial(),
            Examples.blobs(30, 4, 3),
            new Objective(new Losses.CrossEntropy(3), Reduction.MEAN),
            List.of(),
            () -> false);
    assertEquals(List.of("confusion", "calibration"), names(classes));
    Evidence confusion = classes.evidence("confusion").orElseThrow();
    assertEquals(30, confusion.rows().stream().mapToDouble(row -> row.values().get(0)).sum());
    TrialResult points =
        Trainer.train(
            Trials.LINEAR.epochs(2).trial(),
            Examples.line(30, 4, 0.1),
            new Objective(Losses.squared(1, Head.Link.IDENTITY), Reduction.MEAN),
            List.of(),
            () -> false);
    assertEquals(List.of("residuals"), names(points));
  }

  private static List<String> names(TrialResult result) {
    return result.evidence().stream().map(Evidence::name).toList();
  }

  /** {@return the rows of {@code table} as evidence.py writes them} */
  private static List<String> lines(Evidence table, boolean whole) {
    return table.rows().stream()
        .map(row ->
            String.join(",", row.keys())
                + ","
                + String.join(
                    ",",
                    row.values().stream()
                        .map(value ->
                            whole ? Long.toString(Math.round(value)) : Double.toString(value))
                        .toList()))
        .toList();
  }

  private static Stream<String> expected(String table) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                BehaviourTest.class.getResourceAsStream("evidence.csv"), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> line.startsWith(table + ","))
          .map(line -> line.substring(table.length() + 1))
          .toList()
          .stream();
    }
  }

  private static void assertClose(List<String> expected, List<String> found) {
    assertTrue(!expected.isEmpty());
    assertEquals(expected.size(), found.size(), found.toString());
    for (int i = 0; i < expected.size(); i++) {
      double[] one = cells(expected.get(i));
      double[] other = cells(found.get(i));
      assertEquals(one.length, other.length);
      for (int cell = 0; cell < one.length; cell++) {
        assertEquals(one[cell], other[cell], 1e-12, expected.get(i));
      }
    }
  }

  private static double[] cells(String line) {
    return Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
