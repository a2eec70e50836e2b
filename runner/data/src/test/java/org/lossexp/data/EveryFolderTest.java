package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.shared;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * Every folder of shared/data loads as its README and SOURCE.md describe it: rows, columns, classes
 * and missing values are theirs. Conformance folders have tests of their own ({@link
 * CsvConformanceTest}, {@link PublicDataTest}, and {@code DuckDbTest} of the optional room).
 */
final class EveryFolderTest {
  /** Folders of tests for readers, and of published numbers. */
  private static final Set<String> NO_DATA =
      Set.of("csv-spectrum", "csvkit-examples", "parquet-testing", "statistics");

  /**
   * What a README says of a set.
   *
   * @param source its path within shared/data first
   * @param columns features, the target not among them
   * @param missing values missing in features
   * @param classes rows of each class or with each label, in the order of classes; empty for
   *     numbers
   */
  record Described(
      Value.Call source, int rows, int columns, int missing, Task task, List<Long> classes) {
    @Override
    public String toString() {
      return folder();
    }

    String folder() {
      String path =
          source.arguments().values().values().stream()
              .map(value -> value instanceof Value.Text text ? text.string() : "")
              .filter(text -> text.contains("/"))
              .findFirst()
              .orElseThrow();
      return path.substring(0, path.indexOf('/'));
    }
  }

  private static Described regression(Value.Call source, int rows, int columns, int missing) {
    return new Described(source, rows, columns, missing, Task.REGRESSION, List.of());
  }

  private static Described classes(
      Value.Call source, int rows, int columns, int missing, long... classes) {
    return new Described(
        source,
        rows,
        columns,
        missing,
        classes.length == 2 ? Task.BINARY : Task.MULTICLASS,
        Arrays.stream(classes).boxed().toList());
  }

  private static Value.Call csv(String path, Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "path";
    all[1] = path;
    System.arraycopy(more, 0, all, 2, more.length);
    return call("csv", all);
  }

  private static Value.Call numbers(String path, Object... more) {
    Object[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = "task";
    all[more.length + 1] = word("regression");
    return csv(path, all);
  }

  static Stream<Described> all() {
    return Stream.of(
        regression(numbers("abalone/abalone.csv"), 4177, 8, 0),
        classes(
            csv("adult/adult-train.csv.gz", "test", "adult/adult-test.csv.gz"),
            32561 + 16281,
            14,
            4262 + 2203,
            37155,
            11687),
        regression(csv("ames-housing/ames.csv.gz", "target", "Sale_Price"), 2930, 73, 0),
        regression(csv("auto-imports/auto_imports.csv"), 201, 25, 51),
        regression(csv("auto-insurance/auto-insurance.csv"), 63, 1, 0),
        classes(csv("banknote/banknote_authentication.csv"), 1372, 4, 0, 762, 610),
        regression(csv("bikes/bikes.csv", "target", "rides"), 500, 12, 0),
        regression(csv("boston-housing/housing.csv"), 506, 13, 0),
        regression(csv("boston-housing/Boston.csv", "target", "medv"), 506, 13, 0),
        classes(csv("breast-cancer-wdbc/brca.csv", "target", "y"), 569, 30, 0, 357, 212),
        regression(
            csv("california-housing/housing.csv.gz", "target", "median_house_value"),
            20640,
            9,
            207),
        classes(
            csv("credit-data/credit_data.csv.gz", "target", "Status"), 4454, 13, 455, 1254, 3200),
        classes(csv("credit-default/Default.csv.gz", "target", "default"), 10000, 3, 0, 9667, 333),
        regression(numbers("doctor-visits/DoctorVisits.csv.gz", "target", "visits"), 5190, 11, 0),
        classes(csv("ecoli/ecoli.csv"), 336, 7, 0, 143, 77, 2, 2, 35, 20, 5, 52),
        regression(csv("engel/engel.csv", "target", "foodexp"), 235, 1, 0),
        classes(
            call(
                "idx",
                "images",
                "fashion-mnist-mini/mini-images-idx3-ubyte.gz",
                "labels",
                "fashion-mnist-mini/mini-labels-idx1-ubyte.gz"),
            900,
            1,
            0,
            90,
            90,
            90,
            90,
            90,
            90,
            90,
            90,
            90,
            90),
        classes(csv("german-credit/german.csv"), 1000, 20, 0, 700, 300),
        classes(csv("glass/glass.csv"), 214, 9, 0, 70, 76, 17, 13, 9, 29),
        classes(csv("haberman/haberman.csv"), 306, 3, 0, 225, 81),
        classes(csv("horse-colic/horse-colic.csv"), 300, 27, 1605, 99, 201),
        classes(csv("ionosphere/ionosphere.csv"), 351, 34, 0, 126, 225),
        classes(csv("iris/iris.csv"), 150, 4, 0, 50, 50, 50),
        graph("kg-kinships", 8544, 1068, 1074),
        graph("kg-nations", 1592, 199, 201),
        graph("kg-umls", 5216, 652, 661),
        classes(
            csv(
                "lightgbm-binary/binary.train.gz",
                "target",
                1,
                "test",
                "lightgbm-binary/binary.test.gz",
                "weight_file",
                "lightgbm-binary/binary.train.weight",
                "test_weight_file",
                "lightgbm-binary/binary.test.weight"),
            7500,
            28,
            0,
            3512,
            3988),
        new Described(
            call(
                "libsvm",
                "path",
                "lightgbm-lambdarank/rank.train.gz",
                "test",
                "lightgbm-lambdarank/rank.test.gz",
                "group",
                "lightgbm-lambdarank/rank.train.query",
                "test_group",
                "lightgbm-lambdarank/rank.test.query"),
            3005 + 768,
            300,
            0,
            Task.RANKING,
            List.of()),
        classes(
            csv(
                "lightgbm-multiclass/multiclass.train.gz",
                "target",
                1,
                "test",
                "lightgbm-multiclass/multiclass.test.gz"),
            7500,
            28,
            0,
            1500,
            1500,
            1500,
            1500,
            1500),
        classes(csv("mammography/mammography.csv.gz"), 11183, 6, 0, 10923, 260),
        classes(
            call(
                "idx",
                "images",
                "mnist-t10k/t10k-images-idx3-ubyte.gz",
                "labels",
                "mnist-t10k/t10k-labels-idx1-ubyte.gz"),
            10000,
            1,
            0,
            980,
            1135,
            1032,
            1010,
            982,
            892,
            958,
            1028,
            974,
            1009),
        new Described(
            call(
                "ratings",
                "path",
                "movielens-latest-small/ratings.csv.gz",
                "user",
                "userId",
                "item",
                "movieId",
                "value",
                "rating",
                "positive",
                4),
            100836,
            0,
            0,
            Task.RECOMMENDATION,
            List.of()),
        multilabel("birds", 322 + 323, 260, 19),
        multilabel("emotions", 391 + 202, 72, 6),
        multilabel("flags", 129 + 65, 19, 7),
        multilabel("yeast", 1500 + 917, 103, 14),
        outputs("slump", 3, 103, 7),
        outputs("enb", 2, 768, 8),
        outputs("jura", 3, 359, 15),
        classes(csv("oil-spill/oil-spill.csv.gz"), 937, 49, 0, 896, 41),
        new Described(
            call("images", "folder", "omniglot-small/images_background_small1.zip"),
            2720,
            1,
            0,
            Task.MULTICLASS,
            Stream.generate(() -> 20L).limit(136).toList()),
        new Described(
            call("images", "folder", "omniglot-small/images_background_small2.zip"),
            3120,
            1,
            0,
            Task.MULTICLASS,
            Stream.generate(() -> 20L).limit(156).toList()),
        classes(
            csv("optdigits/optdigits.tra.gz", "test", "optdigits/optdigits.tes.gz"),
            3823 + 1797,
            64,
            0,
            554,
            571,
            557,
            572,
            568,
            558,
            558,
            566,
            554,
            562),
        classes(csv("penguins/penguins.csv", "target", "species"), 344, 7, 19, 152, 68, 124),
        classes(csv("pima-diabetes/pima-indians-diabetes.csv"), 768, 8, 0, 500, 268),
        robust("starsCYG.csv", "log.light", 47, 1),
        robust("Animals2.csv", "brain", 65, 1),
        robust("delivery.csv", "delTime", 25, 2),
        robust("education.csv", "Y", 50, 5),
        robust("NOxEmissions.csv.gz", "LNOx", 8088, 3),
        robust("telef.csv", "Calls", 24, 1),
        robust("phones.csv", "calls", 24, 1),
        robust("aircraft.csv", "Y", 23, 4),
        robust("salinity.csv", "Y", 28, 3),
        robust("toxicity.csv", "toxicity", 38, 9),
        robust("coleman.csv", "Y", 20, 5),
        // Rows whose population is not known cannot be predicted.
        regression(
            csv(
                "rust-csv-examples/uspop.csv",
                "target",
                "Population",
                "missing_target",
                word("drop"),
                "drop",
                "City"),
            50,
            3,
            0),
        classes(
            csv("sm-anes96/anes96.csv", "target", "PID", "quote", "'"),
            944,
            9,
            0,
            200,
            180,
            108,
            37,
            94,
            150,
            175),
        regression(numbers("sm-randhie/randhie.csv.gz", "target", "mdvis"), 20190, 9, 0),
        regression(csv("sm-stackloss/stackloss.csv", "target", "STACKLOSS"), 21, 3, 0),
        classes(csv("sonar/sonar.csv"), 208, 60, 0, 111, 97),
        regression(numbers("uci-energy/data.txt"), 768, 8, 0),
        regression(csv("uci-kin8nm/data.txt.gz"), 8192, 8, 0),
        regression(csv("uci-power-plant/data.txt.gz"), 9568, 4, 0),
        regression(csv("uci-protein-tertiary-structure/data.txt.gz"), 45730, 9, 0),
        classes(csv("wine/wine.csv"), 178, 13, 0, 59, 71, 48),
        regression(numbers("wine-quality/winequality-red.csv"), 1599, 11, 0),
        regression(numbers("wine-quality/winequality-white.csv"), 4898, 11, 0));
  }

  private static Described graph(String folder, int train, int validation, int test) {
    return new Described(
        call(
            "triples",
            "train",
            folder + "/train.txt",
            "validation",
            folder + "/valid.txt",
            "test",
            folder + "/test.txt"),
        train + validation + test,
        0,
        0,
        Task.RECOMMENDATION,
        List.of());
  }

  private static Described multilabel(String name, int rows, int columns, int labels) {
    String path = "multilabel-" + name + "/" + name;
    return new Described(
        call(
            "arff",
            "path",
            path + "-train.arff.gz",
            "test",
            path + "-test.arff.gz",
            "labels",
            path + ".xml"),
        rows,
        columns,
        0,
        Task.MULTILABEL,
        Stream.generate(() -> -1L).limit(labels).toList());
  }

  private static Described outputs(String name, int targets, int rows, int columns) {
    return regression(
        call("arff", "path", "multitarget-regression/" + name + ".arff", "targets", targets),
        rows,
        columns,
        0);
  }

  private static Described robust(String file, String target, int rows, int columns) {
    return regression(numbers("robust-regression/" + file, "target", target), rows, columns, 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void loadsAsDescribed(Described described) {
    DataHeader header = success(new DataRoom(shared("")).header(described.source));
    assertEquals(described.rows, header.rows(), "rows");
    assertEquals(described.columns, header.features().size(), () -> header.features().toString());
    assertEquals(
        described.missing,
        header.features().stream().mapToInt(DataHeader.Feature::missing).sum(),
        "missing");
    assertEquals(described.task, header.task());
    assertEquals(described.classes.size(), header.classes().size(), "classes");
    if (!described.classes.contains(-1L)) {
      assertEquals(described.classes, header.classCounts());
    }
  }

  /** No folder is forgotten when one is added. */
  @Test
  void everyFolderIsDescribed() throws IOException {
    Set<String> folders;
    try (Stream<Path> found = Files.list(shared(""))) {
      folders =
          found
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    }
    folders.removeAll(NO_DATA);
    assertEquals(
        folders, all().map(Described::folder).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void adultsTwoSpellingsOfAClassAreOneAndThatIsCounted() {
    DataHeader header =
        success(
            new DataRoom(shared(""))
                .header(csv("adult/adult-train.csv.gz", "test", "adult/adult-test.csv.gz")));
    assertEquals(List.of("<=50K", ">50K"), header.classes());
    assertEquals(
        List.of(
            "the test file writes `<=50K.` for `<=50K` in 12435 rows: taken as the same class",
            "the test file writes `>50K.` for `>50K` in 3846 rows: taken as the same class"),
        header.notes());
  }

  @Test
  void imagesListsAndCodesAreInTheHeader() {
    DataRoom room = new DataRoom(shared(""));
    List<Described> all = all().toList();
    assertEquals(
        new Shape(105, 105, 1), header(room, all, "omniglot-small").inputs().image().orElseThrow());
    assertEquals(
        new Shape(28, 28, 1), header(room, all, "mnist-t10k").inputs().image().orElseThrow());
    assertEquals(251, header(room, all, "lightgbm-lambdarank").inputs().lists());
    assertEquals(
        List.of(
            new DataHeader.Code("head", 14),
            new DataHeader.Code("relation", 55),
            new DataHeader.Code("tail", 14)),
        header(room, all, "kg-nations").inputs().codes());
    assertEquals(
        List.of(new DataHeader.Code("userId", 610), new DataHeader.Code("movieId", 9724)),
        header(room, all, "movielens-latest-small").inputs().codes());
    assertEquals(Set.of("weights"), header(room, all, "lightgbm-binary").inputs().extras());
    assertEquals(3, header(room, all, "multitarget-regression").outputs());
    assertTrue(header(room, all, "multilabel-birds").classes().contains("Brown Creeper"));
  }

  private static DataHeader header(DataRoom room, List<Described> all, String folder) {
    return success(
        room.header(
            all.stream()
                .filter(described -> described.folder().equals(folder))
                .findFirst()
                .orElseThrow()
                .source));
  }
}
