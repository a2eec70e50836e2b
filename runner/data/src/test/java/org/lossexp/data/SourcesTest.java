package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;
import static org.lossexp.data.Written.word;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Roles of columns, second files, and every format with its usual damages. */
final class SourcesTest {
  @TempDir private Path folder;

  // Roles.

  @Test
  void rolesTakeTheirColumnsFromTheFeatures() throws Exception {
    write(
        "t.csv",
        """
        x,w,patient,status,t_a,t_b,y
        1,0.5,p2,1,0.1,0.9,a
        2,1,p1,0,0.2,0.8,b
        3,2,p2,1,0.3,0.7,a
        """);
    Dataset data =
        data(
            call(
                "csv", "path", "t.csv", "weight", "w", "group", "patient", "event", "status",
                "teacher", "t_*"));
    assertEquals(List.of("x"), data.features().stream().map(Column::name).toList());
    assertEquals(Set.of("weights", "event", "teacher_logits"), data.header().inputs().extras());
    Map<String, double[]> extras = data.roles().extras();
    assertArrayEquals(new double[] {0.5, 1, 2}, extras.get("weights"));
    assertArrayEquals(new double[] {1, 0, 1}, extras.get("event"));
    assertArrayEquals(new double[] {0.1, 0.9, 0.2, 0.8, 0.3, 0.7}, extras.get("teacher_logits"));
    assertArrayEquals(new int[] {0, 1, 0}, data.roles().group());
  }

  @Test
  void severalTargetsAreLabelsOrNumbers() throws Exception {
    write("t.csv", "x,pixel_1,pixel_2,z\n1,0,1,2.5\n2,1,1,3\n3,0,0,1\n");
    Dataset labels = data(call("csv", "path", "t.csv", "target", "pixel_*"));
    assertEquals(Task.MULTILABEL, labels.header().task());
    assertEquals(List.of("pixel_1", "pixel_2"), labels.header().classes());
    assertEquals(List.of(1L, 2L), labels.header().classCounts());
    assertArrayEquals(new double[] {0, 1, 1, 1, 0, 0}, labels.target());
    Dataset numbers = data(call("csv", "path", "t.csv", "target", List.of(1, "z")));
    assertEquals(Task.REGRESSION, numbers.header().task());
    assertEquals(2, numbers.header().outputs());
    assertArrayEquals(new double[] {1, 2.5, 2, 3, 3, 1}, numbers.target());
  }

  @Test
  void aRankingNeedsItsLists() throws IOException {
    write("t.csv", "x,q,y\n1,a,0\n2,b,2\n3,a,1\n");
    assertEquals(
        """
        LX330 [task] `task = ranking` needs lists: which column says what belongs together?
          write `group = "…"`, such as the query or the user\
        """,
        problem(call("csv", "path", "t.csv", "task", word("ranking"))));
    DataHeader header =
        success(room().header(call("csv", "path", "t.csv", "task", word("ranking"), "group", "q")));
    assertEquals(Task.RANKING, header.task());
    assertEquals(2, header.inputs().lists());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weight|w|1,-2|LX330 [weight] the weight `w` is -2 at line 3",
        "weight|w|0,0|LX330 [weight] the weight `w` is 0 in every row",
        "weight|w|1,|LX304 [weight] the weight `w` is missing in 1 row of `t.csv`",
        "event|w|1,2|LX330 [event] the event `w` is 2 at line 3",
        "teacher|w|1,2|LX330 [teacher] the teacher has 1 column for 2 classes",
        "weight|y|1,1|LX330 [weight] `y` has another role already",
        "group|v|1,2|LX301 [group] `t.csv` has no column `v`"
      })
  void columnsThatCannotHaveTheirRoleAreRefused(
      String role, String column, String values, String expected) throws IOException {
    String[] both = values.split(",", -1);
    write("t.csv", "x,w,y\n1," + both[0] + ",a\n2," + both[1] + ",b\n");
    assertEquals(
        expected, problem(call("csv", "path", "t.csv", role, column)).lines().findFirst().get());
  }

  @Test
  void rowsWithoutATargetAreLeftOutWhereThatIsWritten() throws IOException {
    write("t.csv", "x,y\n1,2.5\n2,\n3,1.5\n4,NA\n");
    DataHeader header =
        success(room().header(call("csv", "path", "t.csv", "missing_target", word("drop"))));
    assertEquals(2, header.rows());
    assertEquals(List.of("2 rows of `t.csv` without a target left out"), header.notes());
  }

  /** Results hang on them: a cache must not take one for the other. */
  @Test
  void whatStandsBesideATableIsPartOfItsChecksum() throws Exception {
    write("t.csv", "x,y\n1,a\n2,b\n");
    write("w", "1\n2\n");
    Value.Call call = call("csv", "path", "t.csv", "weight_file", "w");
    Dataset before = data(call);
    assertArrayEquals(new double[] {1, 2}, before.roles().extras().get("weights"));
    write("w", "1\n3\n");
    assertNotEquals(before.header().sha256(), data(call).header().sha256());
    write("w", "1\n");
    assertEquals(
        "LX613 [weight_file] `w` holds 1 numbers for 2 rows",
        problem(call).lines().findFirst().orElseThrow());
  }

  // Second files, other writings.

  @Test
  void aTestFileContinuesTheFirst() throws Exception {
    write("a.csv", "x,c,y\n1,red,no\n2,blue,yes\n");
    write("b.csv", "x,c,y\n3,green,yes\n");
    Dataset data = data(call("csv", "path", "a.csv", "test", "b.csv"));
    assertEquals(new Dataset.Given(2, 2), data.given());
    assertEquals(3, data.rows());
    assertEquals(
        List.of("blue", "green", "red"), ((Column.Categorical) data.features().get(1)).levels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y;1,maybe|LX331 [test] `y` is `maybe` at line 2 of `b.csv`, a class that no training row"
            + " has",
        "y,x;no,1|LX612 [test] `b.csv` has other columns than `a.csv`",
        "x,z,y;1,2,no|LX612 [test] `b.csv` has other columns than `a.csv`",
        "x,y;one,no|LX305 [path] `a.csv`: `x` holds numbers, but at line 2 of `b.csv` `one`",
        "x,y|LX603 [test] `b.csv` holds names of columns, but no rows"
      })
  void aTestFileMustFit(String content, String expected) throws IOException {
    write("a.csv", "x,y\n1,no\n2,yes\n");
    write("b.csv", content.replace(';', '\n') + "\n");
    Value.Call call = call("csv", "path", "a.csv", "test", "b.csv");
    assertEquals(expected, problem(call).lines().findFirst().orElseThrow());
  }

  @Test
  void decimalCommasAndOtherQuotesAreReadWhereWritten() throws Exception {
    write("t.csv", "a;'b;c'\n1,5;x\n-0,25e1;y\n");
    Dataset data = data(call("csv", "path", "t.csv", "decimal", word("comma"), "quote", "'"));
    assertArrayEquals(
        new double[] {1.5, -2.5}, ((Column.Numeric) data.features().getFirst()).values());
    assertEquals("b;c", data.targetName());
  }

  @Test
  void spacesBetweenFieldsAreRecognised() throws Exception {
    write("t.txt", "  1.5   2e1\t3.5\n 4  5 6\n");
    Dataset data = data(call("csv", "path", "t.txt"));
    assertEquals(2, data.features().size());
    assertArrayEquals(new double[] {3.5, 6}, data.target());
  }

  @Test
  void datesBecomeDays() throws Exception {
    write("t.csv", "day,y\n1970-01-02,1.5\n2000-02-29 12:00:00,2.5\n,3.5\n");
    Dataset data = data(call("csv", "path", "t.csv"));
    assertArrayEquals(
        new double[] {1, 11016.5, Double.NaN},
        ((Column.Numeric) data.features().getFirst()).values());
    assertEquals(
        List.of("`day` holds dates: taken as days since 1970-01-01"), data.header().notes());
  }

  @Test
  void aZipFileHoldsOneTable() throws IOException {
    Files.write(folder.resolve("one.zip"), zip("t.csv", "__MACOSX/t.csv"));
    assertEquals(2, success(room().header(call("csv", "path", "one.zip"))).rows());
    Files.write(folder.resolve("two.zip"), zip("a.csv", "b.csv"));
    assertEquals(
        """
        LX611 [path] `two.zip` holds 2 files instead of one
          it holds `a.csv`, `b.csv`: unpack it, and name the file\
        """,
        problem(call("csv", "path", "two.zip")));
    write("none.zip", "a,b\n1,2\n");
    assertEquals(
        "LX611 [path] `none.zip` is no zip file, or an empty one",
        problem(call("csv", "path", "none.zip")).lines().findFirst().orElseThrow());
  }

  @Test
  void aFieldWithoutEndIsRefused() throws IOException {
    write("t.csv", "a,b\n1,\"" + "x".repeat(20_000_000));
    assertEquals(
        "LX607 [path] `t.csv` has a field of more than 16 million letters in the row that begins"
            + " at line 2",
        problem(call("csv", "path", "t.csv")).lines().findFirst().orElseThrow());
  }

  /** Found after the numbers of the column were stored: the file is read again. */
  @Test
  void numbersThatTurnOutToBeTextsKeepTheirSpelling() throws Exception {
    write("t.csv", "a,y\n1.50,1.5\nx,2.5\ny,3.5\nx,1\n");
    Column.Categorical column =
        (Column.Categorical) data(call("csv", "path", "t.csv")).features().getFirst();
    assertEquals(List.of("1.50", "x", "y"), column.levels());
  }

  // ARFF.

  private static final String ARFF =
      """
      % a comment
      @RELATION 'some data'
      @attribute 'long name' numeric
      @attribute colour {red, 'light blue', "dark green"}
      @attribute day date "yyyy-MM-dd"
      @attribute note string
      @attribute y {0,1}
      @data
      """;

  @Test
  void arffHasNumbersCategoriesDatesAndTexts() throws Exception {
    write("t.arff", ARFF + "1.5, red, 1970-01-03, 'it\\'s', 1\n?,'light blue',?,\"?\",0\n");
    Dataset data = data(call("arff", "path", "t.arff"));
    assertEquals(List.of("0", "1"), data.header().classes());
    assertArrayEquals(
        new double[] {1.5, Double.NaN}, ((Column.Numeric) data.features().get(0)).values());
    assertArrayEquals(
        new double[] {2, Double.NaN}, ((Column.Numeric) data.features().get(2)).values());
    assertEquals(List.of("?", "it's"), ((Column.Categorical) data.features().get(3)).levels());
  }

  /** Weka's format: "omitted values in a sparse instance are 0", the first declared category. */
  @Test
  void sparseArffFillsWithTheFirstCategory() throws Exception {
    write(
        "t.arff",
        """
        @relation r
        @attribute colour {red,blue}
        @attribute label {no,yes}
        @data
        {0 blue, 1 yes}
        {}
        {1 yes}
        """);
    Dataset data = data(call("arff", "path", "t.arff"));
    var colour = (Column.Categorical) data.features().getFirst();
    assertEquals(List.of("blue", "red"), colour.levels());
    assertArrayEquals(new int[] {0, 1, 1}, colour.codes());
    assertArrayEquals(new double[] {1, 0, 1}, data.target());
  }

  @Test
  void sparseArffFillsWithZeros() throws Exception {
    write(
        "t.arff",
        """
        @relation r
        @attribute a numeric
        @attribute b numeric
        @attribute p {0,1}
        @attribute q {0,1}
        @data
        {0 2.5, 3 1}
        {}
        {1 -1, 2 1}
        """);
    Dataset data = data(call("arff", "path", "t.arff", "labels", 2));
    assertArrayEquals(new double[] {2.5, 0, 0}, ((Column.Numeric) data.features().get(0)).values());
    assertArrayEquals(new double[] {0, 1, 0, 0, 1, 0}, data.target());
    assertEquals(Task.MULTILABEL, data.header().task());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,red,?,a,1|LX613 [path] `t.arff`: `long name` holds numbers, but is `x` at line 9",
        "1,pink,?,a,1|LX613 [path] `t.arff`: `colour` has no such value, but is `pink` at line 9",
        "1,red,monday,a,1|LX613 [path] `t.arff`: `day` holds dates, but is `monday` at line 9",
        "1,red|LX608 [path] `t.arff`: line 9 has 2 fields for 5 attributes",
        "1,'red|LX613 [path] `t.arff`: line 9 opens a quote and does not close it",
        "{9 1}|LX613 [path] `t.arff`: line 9 holds `9 1` instead of the number of an attribute,"
            + " from 0, and its value"
      })
  void damagedArffNamesItsLine(String row, String expected) throws IOException {
    write("t.arff", ARFF + row + "\n");
    assertEquals(
        expected, problem(call("arff", "path", "t.arff")).lines().findFirst().orElseThrow());
  }

  @Test
  void whatIsNoArffIsTold() throws IOException {
    write("t.arff", "a,b\n1,2\n");
    assertEquals(
        "LX613 [path] `t.arff`: line 1 is neither `@attribute` nor `@data`: `a,b`",
        problem(call("arff", "path", "t.arff")));
    write("t.arff", ARFF);
    assertEquals(
        "LX603 [path] `t.arff` declares attributes, but has no rows",
        problem(call("arff", "path", "t.arff")));
  }

  // LibSVM.

  @Test
  void libsvmRowsAreSparse() throws Exception {
    write("t.svm", "1 2:0.5 # first\n-1 1:3 3:-1e-3\n\n1\n");
    Dataset data = data(call("libsvm", "path", "t.svm"));
    assertEquals(List.of("-1", "1"), data.header().classes());
    assertEquals(3, data.features().size());
    assertArrayEquals(new double[] {0.5, 0, 0}, ((Column.Numeric) data.features().get(1)).values());
  }

  @Test
  void queriesOfTwoFilesAreNeverOneList() throws Exception {
    write("a.txt", "1 qid:7 1:1\n0 qid:7 1:2\n2 qid:8 1:3\n");
    write("b.txt", "1 qid:7 1:1\n0 qid:7 1:4\n");
    Dataset data = data(call("libsvm", "path", "a.txt", "test", "b.txt"));
    assertEquals(Task.RANKING, data.header().task());
    assertArrayEquals(new int[] {0, 0, 1, 2, 2}, data.roles().group());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x 1:2|LX613 [path] `t.svm`: line 1 holds `x` instead of a number, the label",
        "1 2|LX613 [path] `t.svm`: line 1 holds `2` instead of `index:value`, the index from 0 to"
            + " 1000000",
        "1 1:a|LX613 [path] `t.svm`: line 1 holds `1:a` instead of `index:value`, the index from 0"
            + " to 1000000",
        "1 1:2 1:3|LX613 [path] `t.svm`: line 1 holds `1 1:2 1:3` instead of each index once",
        "1 qid:1 1:1;2 1:3|LX613 [path] `t.svm` has rows with a `qid` and rows without"
      })
  void damagedLibsvmNamesItsLine(String rows, String expected) throws IOException {
    write("t.svm", rows.replace(';', '\n') + "\n");
    assertEquals(
        expected, problem(call("libsvm", "path", "t.svm")).lines().findFirst().orElseThrow());
  }

  @Test
  void sizesOfListsMustFitTheRows() throws IOException {
    write("t.svm", "1 1:1\n0 1:2\n2 1:3\n");
    write("t.query", "2\n2\n");
    assertEquals(
        "LX613 [group] the lists of `t.query` have 4 items together, and there are 3 rows",
        problem(call("libsvm", "path", "t.svm", "group", "t.query")));
  }

  // IDX and images.

  @Test
  void idxHoldsImagesFromTheTop() throws Exception {
    Files.write(
        folder.resolve("i"), idx(new int[] {2, 2, 3}, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6));
    Files.write(folder.resolve("l"), gzip(idx(new int[] {2}, 7, 3)));
    Dataset data = data(call("idx", "images", "i", "labels", "l"));
    Column.Image image = (Column.Image) data.features().getFirst();
    assertEquals(new Shape(2, 3, 1), image.shape());
    assertEquals(0.2f, image.values()[1]);
    assertEquals(1f, image.values()[5]);
    assertEquals(List.of("3", "7"), data.header().classes());
    assertArrayEquals(new double[] {1, 0}, data.target());
  }

  @Test
  void damagedIdxIsTold() throws IOException {
    byte[] images = idx(new int[] {2, 1, 1}, 5, 6);
    Files.write(folder.resolve("i"), images);
    Files.write(folder.resolve("l"), idx(new int[] {3}, 0, 1, 2));
    Value.Call call = call("idx", "images", "i", "labels", "l");
    assertEquals("LX613 [labels] `l` holds 3 labels for the 2 images of `i`", problem(call));
    assertEquals(
        """
        LX613 [images] `l` has 1 dimension instead of 3
          images come first: `idx("images", "labels")`\
        """,
        problem(call("idx", "images", "l", "labels", "i")));
    Files.write(folder.resolve("i"), Arrays.copyOf(images, images.length - 1));
    assertEquals(
        """
        LX613 [images] `i` says that it holds 2 × 1 × 1 numbers, but holds 1
          it may not have been copied to its end: fetch it again\
        """,
        problem(call));
    write("i", "P6 2 2 255");
    assertEquals(
        "LX613 [images] `i` is no IDX file: it does not begin with two zero bytes", problem(call));
  }

  @Test
  void imagesAreGreyOrColouredAndOfOneSize() throws Exception {
    picture("set/cat/a.png", BufferedImage.TYPE_BYTE_GRAY, 2, 3, 0x808080);
    picture("set/dog/b.png", BufferedImage.TYPE_BYTE_GRAY, 2, 3, 0xFFFFFF);
    Dataset grey = data(call("images", "folder", "set"));
    Column.Image image = (Column.Image) grey.features().getFirst();
    assertEquals(new Shape(3, 2, 1), image.shape());
    assertEquals(List.of("cat", "dog"), grey.header().classes());
    assertEquals(1f, image.values()[6]);
    picture("set/dog/c.png", BufferedImage.TYPE_INT_RGB, 2, 3, 0xFF0000);
    Column.Image coloured =
        (Column.Image) data(call("images", "folder", "set")).features().getFirst();
    assertEquals(new Shape(3, 2, 3), coloured.shape());
    assertArrayEquals(
        new float[] {1, 0, 0}, Arrays.copyOfRange(coloured.values(), 2 * 18, 2 * 18 + 3));
    picture("set/dog/d.png", BufferedImage.TYPE_INT_RGB, 4, 4, 0x0000FF);
    assertEquals(
        """
        LX618 [folder] `set`: `dog/d.png` is 4 × 4, and `cat/a.png` is 3 × 2
          write `size = [3, 2]` to bring all to one height and width\
        """,
        problem(call("images", "folder", "set")));
    assertEquals(
        new Shape(2, 2, 3),
        ((Column.Image)
                data(call("images", "folder", "set", "size", List.of(2, 2))).features().getFirst())
            .shape());
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    picture("set/cat/a.png", BufferedImage.TYPE_BYTE_GRAY, 2, 2, 0);
    write("set/dog/b.jpg", "not an image");
    assertEquals(
        "LX613 [folder] `set`: `dog/b.jpg` is no image",
        problem(call("images", "folder", "set")).lines().findFirst().orElseThrow());
    Files.delete(folder.resolve("set/dog/b.jpg"));
    assertEquals("LX308", problem(call("images", "folder", "set")).substring(0, 5));
    assertEquals("LX601", problem(call("images", "folder", "nowhere")).substring(0, 5));
  }

  // Ratings and triples.

  @Test
  void ratingsAreCodesAndAThreshold() throws Exception {
    write("r.csv", "userId,movieId,rating,timestamp\n10,1,4.5,0\n2,1,3,0\n10,7,5,0\n10,7,5,1\n");
    Dataset data =
        data(
            call(
                "ratings",
                "path",
                "r.csv",
                "user",
                "userId",
                "item",
                "movieId",
                "value",
                "rating",
                "positive",
                4));
    assertEquals(Task.RECOMMENDATION, data.header().task());
    assertEquals(
        List.of(new DataHeader.Code("userId", 2), new DataHeader.Code("movieId", 2)),
        data.header().inputs().codes());
    assertEquals(4, data.roles().positive().orElseThrow());
    assertArrayEquals(new double[] {4.5, 3, 5, 5}, data.target());
    assertEquals(
        List.of(
            "of `r.csv` is not used: `timestamp`", "1 row repeats a pair of user and item: kept"),
        data.header().notes());
    assertEquals(
        "LX330 [positive] no `rating` reaches 6: the greatest is 5",
        problem(
            call(
                "ratings",
                "path",
                "r.csv",
                "user",
                "userId",
                "item",
                "movieId",
                "value",
                "rating",
                "positive",
                6)));
  }

  @Test
  void triplesShareTheirEntities() throws Exception {
    write("train.txt", "a\tlikes\tb\nb\tknows\tc\n");
    write("valid.txt", "c\tlikes\ta\n");
    write("test.txt", "a\tknows\td\n");
    Dataset data =
        data(call("triples", "train", "train.txt", "validation", "valid.txt", "test", "test.txt"));
    assertEquals(new Dataset.Given(2, 3), data.given());
    assertEquals(
        List.of(
            new DataHeader.Code("head", 4),
            new DataHeader.Code("relation", 2),
            new DataHeader.Code("tail", 4)),
        data.header().inputs().codes());
    assertEquals(
        List.of("in no training triple: `d`; of them nothing can be learned"),
        data.header().notes());
    write("train.txt", "a\tlikes\n");
    assertEquals("LX613", problem(call("triples", "train", "train.txt")).substring(0, 5));
  }

  // Memory.

  /** Whatever a source holds, its size is told before memory runs out. */
  @Test
  void rowsThatDoNotFitAreCountedAndRefused() throws IOException {
    String told = Sources.tooLarge("t.csv", 1_000_000, 240L << 20);
    assertTrue(told.startsWith("`t.csv` does not fit: its 1000000 rows need about 241 MiB"), told);
    int features = (int) Math.min(1_000_000, Sources.mostBytes() / (8 * 2_000) + 1);
    write(
        "t.svm",
        IntStream.range(0, 2_000)
            .mapToObj(row -> row % 2 + " " + features + ":1\n")
            .collect(Collectors.joining()));
    assertEquals("LX606", problem(call("libsvm", "path", "t.svm")).substring(0, 5));
  }

  private Dataset data(Value.Call source) throws Unusable {
    return Sources.load(folder, source);
  }

  private String problem(Value.Call source) {
    return shown(room().header(source));
  }

  private DataRoom room() {
    return new DataRoom(folder);
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), content);
  }

  private void picture(String name, int type, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static byte[] idx(int[] sizes, int... values) {
    byte[] bytes = new byte[4 + 4 * sizes.length + values.length];
    bytes[2] = 8;
    bytes[3] = (byte) sizes.length;
    for (int i = 0; i < sizes.length; i++) {
      bytes[7 + 4 * i] = (byte) sizes[i];
    }
    for (int i = 0; i < values.length; i++) {
      bytes[4 + 4 * sizes.length + i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write("a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    return packed.toByteArray();
  }
}
