package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.seeds;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Value;

/** Splits by groups, users, time and classes, and those that somebody published. */
final class PublishedPartsTest {
  @TempDir private Path folder;

  // Groups.

  @Test
  void rowsOfAGroupStayTogether() throws IOException {
    Value.Call source = patients();
    for (int fold = 0; fold < 3; fold++) {
      Prepared data =
          prepare(
              folder,
              fold,
              5,
              source,
              call("kfold", "folds", 3, "by", word("group"), "validation", 0.2));
      assertTrue(disjoint(groups(data.training()), groups(data.test().orElseThrow())));
      assertTrue(disjoint(groups(data.training()), groups(data.validation().orElseThrow())));
    }
  }

  @Test
  void everyGroupIsLeftOutOnceAndInOrder() throws IOException {
    Value.Call source = patients();
    Value.Call split = call("leave_one_group_out");
    DataHeader.Parts parts = parts(folder, source, split);
    assertEquals(7, parts.folds());
    assertEquals(DataHeader.Drawn.NOTHING, parts.drawn());
    Set<Integer> left = new TreeSet<>();
    for (int fold = 0; fold < 7; fold++) {
      Prepared data = prepare(folder, fold, 1, source, split);
      Set<Integer> tested = groups(data.test().orElseThrow());
      assertEquals(1, tested.size());
      left.addAll(tested);
    }
    assertEquals(7, left.size());
  }

  @Test
  void asManyFoldsAsGroupsAreTheSameForEverySeed() throws IOException {
    Value.Call source = patients();
    Value.Call split = call("kfold", "folds", 7, "by", word("group"));
    assertEquals(DataHeader.Drawn.NOTHING, parts(folder, source, split).drawn());
    assertEquals(
        """
        LX311 [folds] 8 folds, but only 7 groups: each fold tests on at least one group of its own
          write at most 7 folds; 5 or 10 are usual\
        """,
        shown(
            new DataRoom(folder)
                .header(List.of(source, call("kfold", "folds", 8, "by", word("group"))))));
  }

  @Test
  void aFeatureMayNameTheGroups() throws IOException {
    Value.Call source = patients();
    Prepared data =
        prepare(
            folder,
            0,
            1,
            source,
            call("holdout", "by", "ward", "test", 0.5, "validation", 0),
            call("one_hot"));
    int ward = data.features().indexOf("ward=north");
    Set<Float> trained = column(data.training(), ward);
    Set<Float> tested = column(data.test().orElseThrow(), ward);
    assertEquals(1, trained.size() * tested.size(), "each part is in one ward");
    assertFalse(trained.equals(tested));
  }

  @Test
  void groupsThatTheSourceLacksAreAProblem() {
    assertEquals(
        """
        LX322 [by] `kfold` cannot part by group: the source names no group column
          write `group = "column"` in the source, or `by = "column"` here\
        """,
        shown(
            new DataRoom(folder)
                .header(List.of(call("moons"), call("kfold", "by", word("group"))))));
    assertTrue(
        shown(new DataRoom(folder).header(List.of(call("moons"), call("holdout", "by", "town"))))
            .startsWith("LX301 [by] `holdout` finds no column `town`"));
  }

  /** 29 rows of 7 patients, in two wards. */
  private Value.Call patients() throws IOException {
    StringBuilder text = new StringBuilder("patient,ward,age,y\n");
    for (int row = 0; row < 29; row++) {
      int patient = row % 7;
      text.append(
          "p%d,%s,%d,%d\n"
              .formatted(patient, patient < 4 ? "north" : "south", 40 + row, row * row));
    }
    Files.writeString(folder.resolve("p.csv"), text);
    return call("csv", "path", "p.csv", "group", "patient", "task", word("regression"));
  }

  /** Row i is of patient i mod 7. */
  private static Set<Integer> groups(Part part) {
    return Arrays.stream(part.source()).map(row -> row % 7).boxed().collect(Collectors.toSet());
  }

  private static Set<Float> column(Part part, int column) {
    return IntStream.range(0, part.rows())
        .mapToObj(row -> part.features()[row * part.columns() + column])
        .collect(Collectors.toSet());
  }

  // Lists.

  @Test
  void listsStayWholeAndStandTogether() {
    Path shared = Written.shared("lightgbm-lambdarank");
    Value.Call web =
        call(
            "libsvm",
            "path",
            "rank.train.gz",
            "test",
            "rank.test.gz",
            "group",
            "rank.train.query",
            "test_group",
            "rank.test.query");
    Prepared data = prepare(shared, 0, 3, web, call("holdout", "by", word("group")));
    // Expected, by SOURCE.md: 3005 rows in 201 queries, 768 rows in 50 queries.
    assertEquals(768, data.test().orElseThrow().rows());
    assertEquals(50, data.test().orElseThrow().lists());
    assertEquals(3005, data.training().rows() + data.validation().orElseThrow().rows());
    assertEquals(32, data.validation().orElseThrow().lists(), "16% of 201 lists");
    assertEquals(201 - 32, data.training().lists());
    assertTrue(
        shown(new DataRoom(shared).header(List.of(web, call("holdout", "by", "x1"))))
            .startsWith("LX313 [by] `holdout` cannot part lists by `x1`: each stays whole"));
    assertEquals(
        DataHeader.Drawn.VALIDATION,
        parts(shared, web, call("holdout", "by", word("group"))).drawn());
  }

  // Users.

  @Test
  void everyUserIsTrainedOnAndMostAreTestedOn() {
    Path shared = Written.shared("movielens-latest-small");
    Value.Call movies =
        call(
            "ratings",
            "path",
            "ratings.csv.gz",
            "user",
            "userId",
            "item",
            "movieId",
            "value",
            "rating",
            "positive",
            4);
    DataHeader header = success(new DataRoom(shared).header(List.of(movies)));
    assertEquals(word("user"), header.parts().orElseThrow().split().arguments().values().get("by"));
    Prepared data = prepare(shared, 0, 3, movies);
    // Expected, by README.txt: 610 users, and every user has rated at least 20 movies.
    assertEquals(610, users(data.training()).size());
    assertEquals(610, users(data.test().orElseThrow()).size());
    assertEquals(610, users(data.validation().orElseThrow()).size());
    int rows =
        data.training().rows()
            + data.test().orElseThrow().rows()
            + data.validation().orElseThrow().rows();
    assertEquals(100836, rows);
    assertEquals(0.2, (double) data.test().orElseThrow().rows() / rows, 0.002);
  }

  @Test
  void aUserWithFewRowsKeepsOneToLearnFrom() throws IOException {
    Files.writeString(
        folder.resolve("r.csv"), "user,item,value\na,x,5\nb,x,4\nb,y,1\nc,z,2\nc,x,3\nc,y,4\n");
    Value.Call source = call("ratings", "path", "r.csv", "value", "value");
    Prepared data =
        prepare(
            folder,
            0,
            1,
            source,
            call("holdout", "test", 0.9, "validation", 0, "by", word("user")));
    assertEquals(3, users(data.training()).size());
    assertEquals(3, data.training().rows());
  }

  private static Set<Integer> users(Part part) {
    int width = part.codes().length / part.rows();
    return IntStream.range(0, part.rows())
        .mapToObj(row -> part.codes()[row * width])
        .collect(Collectors.toSet());
  }

  // Time.

  /** Expected: scikit-learn 1.2.1, TimeSeriesSplit(n_splits=3) on 10 rows. */
  @ParameterizedTest
  @CsvSource({"0, 4, 4 5", "1, 6, 6 7", "2, 8, 8 9"})
  void foldsByTimeTrainOnWhatCameBefore(int fold, int training, String test) {
    Prepared data =
        prepare(
            folder,
            fold,
            1,
            call("moons", "rows", 10),
            call("kfold", "folds", 3, "time", word("rows")));
    assertArrayEquals(IntStream.range(0, training).toArray(), data.training().source());
    assertEquals(
        test,
        Arrays.stream(data.test().orElseThrow().source())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" ")));
  }

  @Test
  void theLatestRowsAreTestedOn() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"),
        """
        day,x,y
        2026-03-01,1,2.5
        2025-12-31,2,3.5
        2026-01-15,3,1.5
        2026-02-01,4,0.5
        2024-01-01,5,9.5
        """);
    Prepared data =
        prepare(
            folder,
            0,
            1,
            call("csv", "path", "t.csv"),
            call("holdout", "test", 0.2, "validation", 0.2, "time", "day"));
    assertArrayEquals(new int[] {0}, data.test().orElseThrow().source());
    assertArrayEquals(new int[] {3}, data.validation().orElseThrow().source());
    assertArrayEquals(new int[] {1, 2, 4}, data.training().source());
  }

  // Published.

  @Test
  void indexFilesNameTheTestRowsOfEachFold() throws IOException {
    Path shared = Written.shared("uci-energy");
    Value.Call source = call("csv", "path", "data.txt", "delimiter", word("spaces"));
    Value.Call split = call("index_files", "test", "index_test_*.txt", "validation", 0.1);
    DataHeader.Parts parts = parts(shared, source, split);
    assertEquals(20, parts.folds());
    assertEquals(DataHeader.Drawn.VALIDATION, parts.drawn());
    assertEquals(64, parts.sha256().length());
    Prepared first = prepare(shared, 10, 1, source, split);
    Prepared second = prepare(shared, 10, 2, source, split);
    int[] expected =
        Files.readAllLines(shared.resolve("index_test_10.txt")).stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> (int) Double.parseDouble(line))
            .sorted()
            .toArray();
    assertArrayEquals(expected, first.test().orElseThrow().source());
    assertArrayEquals(expected, second.test().orElseThrow().source());
    assertEquals(768 - expected.length - 69, first.training().rows(), "10% of 691 rows validate");
    assertFalse(
        Arrays.equals(
            first.validation().orElseThrow().source(), second.validation().orElseThrow().source()));
  }

  @Test
  void indexFilesThatDoNotFitAreProblems() throws IOException {
    Value.Call source = call("moons", "rows", 10);
    Files.writeString(folder.resolve("i.txt"), "1 2 10");
    assertEquals(
        """
        LX324 [test] entry 3 of `i.txt` is `10`, and rows are numbered from 0 to 9
          `first = 1` counts rows from 1, `first = 0` from 0; a header does not count\
        """,
        shown(new DataRoom(folder).header(List.of(source, call("index_files", "test", "i.txt")))));
    Files.writeString(folder.resolve("j.txt"), "1 2 2");
    assertTrue(
        shown(new DataRoom(folder).header(List.of(source, call("index_files", "test", "j.txt"))))
            .startsWith("LX324 [test] `j.txt` names row 2 twice"));
    Files.writeString(folder.resolve("k.txt"), "3, 4, 2");
    assertTrue(
        shown(
                new DataRoom(folder)
                    .header(
                        List.of(
                            source,
                            call("index_files", "test", "k.txt", "train", "i.txt", "first", 1))))
            .startsWith("LX324 [test] row 2 is both tested on, in `k.txt`, and trained on"));
    assertTrue(
        shown(new DataRoom(folder).header(List.of(source, call("index_files", "test", "n_*.txt"))))
            .startsWith("LX601 [test] no files match `n_*.txt`"));
  }

  @Test
  void aColumnNamesTheParts() throws IOException {
    Files.writeString(
        folder.resolve("s.csv"),
        "x,part,y\n1,train,0.5\n2,Test,1.5\n3,train,2.5\n4,dev,3.5\n5,train,4.5\n");
    Prepared data =
        prepare(folder, 0, 1, call("csv", "path", "s.csv"), call("split_column", "column", "part"));
    assertArrayEquals(new int[] {0, 2, 4}, data.training().source());
    assertArrayEquals(new int[] {3}, data.validation().orElseThrow().source());
    assertArrayEquals(new int[] {1}, data.test().orElseThrow().source());
    assertEquals(List.of("x"), data.features(), "the column is no feature");
  }

  @Test
  void otherValuesOfAColumnAreAFoldEach() throws IOException {
    Files.writeString(
        folder.resolve("s.csv"), "x,fold,y\n1,2,0.5\n2,10,1.5\n3,2,2.5\n4,7,3.5\n5,10,4.5\n");
    Value.Call source = call("csv", "path", "s.csv");
    Value.Call split = call("split_column", "column", "fold");
    assertEquals(3, parts(folder, source, split).folds());
    assertArrayEquals(
        new int[] {1, 4}, prepare(folder, 2, 1, source, split).test().orElseThrow().source());
  }

  @Test
  void theSourcesOwnPartsAreTheDefault() {
    Path shared = Written.shared("kg-umls");
    Value.Call umls =
        call("triples", "train", "train.txt", "validation", "valid.txt", "test", "test.txt");
    assertEquals(
        "given",
        success(new DataRoom(shared).header(List.of(umls))).parts().orElseThrow().split().name());
    Prepared data = prepare(shared, 0, 1, umls);
    // Expected, by SOURCE.md: 5216, 652 and 661 triples.
    assertEquals(5216, data.training().rows());
    assertEquals(652, data.validation().orElseThrow().rows());
    assertEquals(661, data.test().orElseThrow().rows());
    assertEquals(
        """
        LX323 the source brings no test part of its own
          write `test = "file"` in the source where it takes one, or `holdout(test = 20%)`\
        """,
        shown(new DataRoom(shared).header(List.of(call("moons"), call("given")))));
  }

  // Classes.

  @Test
  void classesAreKeptApart() {
    Value.Call source = call("blobs", "rows", 400, "classes", 20);
    Value.Call split = call("split", "classes", 0.5, "validation", 0.1);
    Prepared data = prepare(folder, 0, 4, source, split);
    assertEquals(8, data.classes().size());
    assertEquals(8, data.classCounts().size());
    assertEquals(range(0, 8), labels(data.training()));
    assertEquals(range(8, 10), labels(data.validation().orElseThrow()));
    assertEquals(range(10, 20), labels(data.test().orElseThrow()));
    assertFalse(data.classes().equals(prepare(folder, 0, 5, source, split).classes()));
    DataHeader header = success(new DataRoom(folder).header(List.of(source, split)));
    assertEquals(
        8, header.classes().size(), "a head has a place for each class of the training part");
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static List<Integer> labels(Part part) {
    return Arrays.stream(part.target()).mapToObj(label -> (int) label).distinct().sorted().toList();
  }

  // All rows.

  @Test
  void allRowsAreTrainedOn() {
    Prepared data = prepare(folder, 0, 1, call("linear", "rows", 30), call("all_rows"));
    assertEquals(30, data.training().rows());
    assertTrue(data.validation().isEmpty());
    assertTrue(data.test().isEmpty());
  }

  // Stratification.

  @Test
  void realTargetsAreStratifiedByTenths() {
    Value.Call source = call("friedman1", "rows", 200);
    Prepared all = prepare(folder, 0, 1, source, call("all_rows"));
    double[] sorted = all.training().target().clone();
    Arrays.sort(sorted);
    Prepared data =
        prepare(folder, 0, 6, source, call("holdout", "test", 0.2, "stratify", word("true")));
    for (int tenth = 0; tenth < 10; tenth++) {
      double least = sorted[20 * tenth];
      double greatest = sorted[20 * tenth + 19];
      long tested =
          Arrays.stream(data.test().orElseThrow().target())
              .filter(y -> y >= least && y <= greatest)
              .count();
      assertEquals(4, tested, "of 20 rows in a tenth");
    }
  }

  @Test
  void eventsAreStratified() throws IOException {
    StringBuilder text = new StringBuilder("age,status,time\n");
    for (int row = 0; row < 100; row++) {
      text.append("%d,%d,%d.5\n".formatted(30 + row % 50, row % 4 == 0 ? 1 : 0, row + 1));
    }
    Files.writeString(folder.resolve("c.csv"), text);
    Prepared data =
        prepare(
            folder,
            0,
            3,
            call("csv", "path", "c.csv", "event", "status"),
            call("kfold", "stratify", word("event")));
    assertEquals(5, (int) Arrays.stream(data.test().orElseThrow().extras().get("event")).sum());
    assertEquals(20, (int) Arrays.stream(data.training().extras().get("event")).sum());
  }

  private static boolean disjoint(Set<Integer> a, Set<Integer> b) {
    Set<Integer> both = new HashSet<>(a);
    both.retainAll(b);
    return both.isEmpty();
  }

  private static DataHeader.Parts parts(Path folder, Value.Call... pipeline) {
    return success(new DataRoom(folder).header(List.of(pipeline))).parts().orElseThrow();
  }

  private static Prepared prepare(Path folder, int fold, long seed, Value.Call... pipeline) {
    return success(new DataRoom(folder).prepare(List.of(pipeline), fold, seeds(seed)));
  }
}
