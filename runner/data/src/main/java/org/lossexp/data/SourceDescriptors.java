package org.lossexp.data;

import static org.lossexp.experiment.Descriptor.Kind.SOURCE;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** Where the rows of a {@code data} pipeline come from, with parameters in positional order. */
final class SourceDescriptors {
  private static final Value NONE = new Value.Word("none");
  private static final Range FRACTION = Range.closed(0, 1);

  /** Where a file may come from instead of a disk. */
  private static final List<ParameterSpec.Signature> URL =
      List.of(
          new ParameterSpec.Signature(
              "url",
              List.of(
                  new ParameterSpec.Text(
                      "address", "where it is fetched from, once", Optional.empty(), List.of()),
                  new ParameterSpec.Text(
                      "sha256",
                      "the checksum of its bytes, hexadecimal",
                      Optional.of(NONE),
                      List.of("none")))));

  static final List<Descriptor> ALL =
      List.of(
          new Descriptor(
              SOURCE,
              "csv",
              List.of(
                  path(
                      "the file, from the experiment file's folder; `.gz` and `.zip` are unpacked"),
                  target(Optional.of(new Value.Word("last"))),
                  task("what the target holds: numbers, classes, or relevance within a `group`"),
                  positive(),
                  file("test", "a second file of the same columns: the rows to test on"),
                  role("weight", "how much each row counts in a loss"),
                  role("group", "what belongs together, such as a query or a patient"),
                  role("event", "1 where the target was seen, 0 where it is later than that"),
                  teacher(),
                  columns("drop", "columns to leave out"),
                  columns(
                      "categories", "columns that hold categories, though they look like numbers"),
                  missing(),
                  missingTarget(),
                  header(),
                  delimiter(),
                  quote(),
                  decimal(),
                  encoding(),
                  skip(),
                  file("weight_file", "weights, one a line, that stand in a file of their own"),
                  file("test_weight_file", "weights of the rows of `test`")),
              "A table of text, one row a line."),
          new Descriptor(
              SOURCE,
              "arff",
              List.of(
                  path(
                      "the file, from the experiment file's folder; `.gz` and `.zip` are unpacked"),
                  target(Optional.of(new Value.Word("last"))),
                  task("what the target holds: numbers, classes, or relevance within a `group`"),
                  positive(),
                  file("test", "a second file of the same attributes: the rows to test on"),
                  new ParameterSpec.Column(
                      "labels",
                      "labels of 0 and 1: how many of the last attributes, or Mulan's `.xml` file",
                      Optional.of(NONE),
                      false,
                      List.of("none")),
                  new ParameterSpec.Whole(
                      "targets",
                      "how many of the last attributes are numbers to predict",
                      Optional.of(NONE),
                      Range.atLeast(1),
                      List.of("none")),
                  role("weight", "how much each row counts in a loss"),
                  role("group", "what belongs together, such as a query or a patient"),
                  role("event", "1 where the target was seen, 0 where it is later than that"),
                  teacher(),
                  columns("drop", "attributes to leave out")),
              "Weka's attribute-relation file: dense or sparse, numbers, categories, dates."),
          new Descriptor(
              SOURCE,
              "libsvm",
              List.of(
                  path(
                      "the file, from the experiment file's folder; `.gz` and `.zip` are unpacked"),
                  file("test", "a second file: the rows to test on"),
                  file("group", "the sizes of the lists, one a line, where rows have no `qid`"),
                  file("test_group", "the sizes of the lists of `test`"),
                  task("what the label is; `ranking` where there are lists"),
                  positive()),
              "Sparse rows `label qid:list index:value …`, as LibSVM, LETOR and LightGBM write"
                  + " them."),
          new Descriptor(
              SOURCE,
              "parquet",
              List.of(
                  path("the file, from the experiment file's folder"),
                  target(Optional.of(new Value.Word("last"))),
                  task("what the target holds: numbers, classes, or relevance within a `group`"),
                  positive(),
                  file("test", "a second file of the same columns: the rows to test on"),
                  role("weight", "how much each row counts in a loss"),
                  role("group", "what belongs together, such as a query or a patient"),
                  role("event", "1 where the target was seen, 0 where it is later than that"),
                  teacher(),
                  columns("drop", "columns to leave out"),
                  columns("categories", "columns that hold categories, though they are numbers"),
                  missing(),
                  missingTarget()),
              "A Parquet file; needs the optional room `duckdb`."),
          new Descriptor(
              SOURCE,
              "json",
              List.of(
                  path("an array of objects, or an object a line"),
                  target(Optional.of(new Value.Word("last"))),
                  task("what the target holds: numbers, classes, or relevance within a `group`"),
                  positive(),
                  file("test", "a second file of the same columns: the rows to test on"),
                  role("weight", "how much each row counts in a loss"),
                  role("group", "what belongs together, such as a query or a patient"),
                  role("event", "1 where the target was seen, 0 where it is later than that"),
                  teacher(),
                  columns("drop", "columns to leave out"),
                  columns("categories", "columns that hold categories, though they are numbers"),
                  missing(),
                  missingTarget()),
              "A JSON file, an object a row; needs the optional room `duckdb`."),
          new Descriptor(
              SOURCE,
              "sql",
              List.of(
                  new ParameterSpec.Text(
                      "query",
                      "one `SELECT`, over files by their paths or over tables of `database`",
                      Optional.empty(),
                      List.of()),
                  file("database", "a DuckDB database, which is only read"),
                  target(Optional.of(new Value.Word("last"))),
                  task("what the target holds: numbers, classes, or relevance within a `group`"),
                  positive(),
                  role("weight", "how much each row counts in a loss"),
                  role("group", "what belongs together, such as a query or a patient"),
                  role("event", "1 where the target was seen, 0 where it is later than that"),
                  teacher(),
                  columns("drop", "columns to leave out"),
                  columns("categories", "columns that hold categories, though they are numbers"),
                  missing(),
                  missingTarget()),
              "The answer to a query; needs the optional room `duckdb`."),
          new Descriptor(
              SOURCE,
              "idx",
              List.of(
                  new ParameterSpec.File(
                      "images",
                      "bytes, [images × height × width]",
                      Optional.empty(),
                      URL,
                      List.of()),
                  new ParameterSpec.File(
                      "labels", "bytes, [images]", Optional.empty(), URL, List.of()),
                  file("test_images", "the images to test on"),
                  file("test_labels", "their labels")),
              "Images and labels in the format of MNIST, `.gz` or not; 0 is black and 1 is white."),
          new Descriptor(
              SOURCE,
              "images",
              List.of(
                  new ParameterSpec.File(
                      "folder",
                      "of images, or a zip file of such a folder",
                      Optional.empty(),
                      URL,
                      List.of()),
                  new ParameterSpec.Choice(
                      "classes",
                      "folders",
                      List.of("folders"),
                      "the folder that an image stands in"),
                  new ParameterSpec.Choice(
                      "colour",
                      "auto",
                      List.of("auto", "grey", "rgb"),
                      "channels an image; `auto` is grey where all images are"),
                  new ParameterSpec.Numbers(
                      "size",
                      "height and width that images are brought to as they are read",
                      Optional.of(NONE),
                      Range.closed(1, 4096),
                      false,
                      List.of("none"))),
              "PNG, JPEG, GIF and BMP images, a folder a class; 0 is black and 1 is white."),
          new Descriptor(
              SOURCE,
              "ratings",
              List.of(
                  path(
                      "the file, from the experiment file's folder; `.gz` and `.zip` are unpacked"),
                  who("user", 1),
                  who("item", 2),
                  role("value", "the rating; none where every row is a preference"),
                  new ParameterSpec.Real(
                      "positive",
                      "the least rating that is a preference",
                      Optional.of(NONE),
                      Range.FINITE,
                      List.of("none")),
                  file("test", "a second file of the same columns: the rows to test on"),
                  missing(),
                  header(),
                  delimiter(),
                  quote(),
                  decimal(),
                  encoding(),
                  skip()),
              "Who rated or took what, a row an interaction."),
          new Descriptor(
              SOURCE,
              "triples",
              List.of(
                  new ParameterSpec.File(
                      "train",
                      "head, relation and tail, a line a triple, between tabs",
                      Optional.empty(),
                      URL,
                      List.of()),
                  file("validation", "the triples to choose the best epoch on"),
                  file("test", "the triples to test on")),
              "A knowledge graph: head, relation, tail."),
          new Descriptor(
              SOURCE,
              "blobs",
              List.of(
                  rows(300),
                  new ParameterSpec.Whole("classes", 3, Range.closed(2, 1000), "number of clouds"),
                  new ParameterSpec.Whole(
                      "features", 2, Range.closed(1, 1000), "number of columns"),
                  new ParameterSpec.Real(
                      "spread", 1, Range.atLeast(0), "standard deviation of a cloud"),
                  seed()),
              "Round clouds, one a class, about centres drawn from [-10, 10]."),
          new Descriptor(
              SOURCE,
              "spirals",
              List.of(
                  rows(600),
                  new ParameterSpec.Whole("classes", 2, Range.closed(2, 10), "number of arms"),
                  noise(0.1),
                  seed()),
              "Arms of a spiral in the plane, one a class, up to radius 3."),
          new Descriptor(
              SOURCE,
              "moons",
              List.of(rows(300), noise(0.1), seed()),
              "Two half circles in the plane that reach into one another."),
          new Descriptor(
              SOURCE,
              "friedman1",
              List.of(
                  rows(500),
                  new ParameterSpec.Whole(
                      "features", 10, Range.closed(5, 1000), "number of columns; five matter"),
                  noise(1),
                  new ParameterSpec.Real(
                      "outliers", 0, FRACTION, "share of gross errors, in test rows too"),
                  new ParameterSpec.Real(
                      "outlier_scale", 10, Range.atLeast(0), "standard deviation of a gross error"),
                  seed()),
              "Friedman's first function: 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5."),
          new Descriptor(
              SOURCE,
              "linear",
              List.of(
                  rows(500),
                  new ParameterSpec.Whole(
                      "features", 5, Range.closed(1, 1000), "number of columns"),
                  noise(1),
                  new ParameterSpec.Choice(
                      "distribution",
                      "normal",
                      List.of("normal", "laplace", "student_t"),
                      "of the errors; student_t has 3 degrees of freedom"),
                  seed()),
              "A linear function of normal features, with errors of a chosen distribution."),
          new Descriptor(
              SOURCE,
              "circles",
              List.of(
                  rows(300),
                  new ParameterSpec.Real(
                      "factor", 0.5, Range.open(0, 1), "radius of the inner circle"),
                  noise(0.1),
                  seed()),
              "A circle within a circle."),
          new Descriptor(
              SOURCE,
              "friedman2",
              List.of(rows(500), noise(125), seed()),
              "Friedman's second function, the impedance of a circuit: four features of very unlike"
                  + " scales."),
          new Descriptor(
              SOURCE,
              "friedman3",
              List.of(rows(500), noise(0.1), seed()),
              "Friedman's third function, the phase of the same circuit."),
          new Descriptor(
              SOURCE,
              "long_servedio",
              List.of(
                  rows(1500),
                  new ParameterSpec.Real(
                      "margin",
                      1.0 / 24,
                      Range.open(0, 1),
                      "distance of most points from the line"),
                  new ParameterSpec.Real(
                      "spread", 0.01, Range.atLeast(0), "standard deviation of a cloud"),
                  seed()),
              "The mixture on which convex losses fail once labels are flipped (Long and"
                  + " Servedio)."),
          new Descriptor(
              SOURCE,
              "imbalanced",
              List.of(
                  rows(1000),
                  new ParameterSpec.Real(
                      "ratio", 20, Range.closed(1, 10_000), "frequent rows for each rare one"),
                  new ParameterSpec.Whole(
                      "features", 5, Range.closed(1, 1000), "number of columns"),
                  new ParameterSpec.Real(
                      "distance", 2, Range.atLeast(0), "between the centres of the two clouds"),
                  seed()),
              "Two round clouds, one of them rare."),
          new Descriptor(
              SOURCE,
              "clusters",
              List.of(
                  rows(2000),
                  new ParameterSpec.Whole(
                      "classes", 20, Range.closed(2, 1000), "number of centres"),
                  new ParameterSpec.Whole(
                      "features", 16, Range.closed(2, 1000), "number of columns; half are noise"),
                  new ParameterSpec.Real(
                      "spread", 0.5, Range.atLeast(0), "typical distance from the centre"),
                  seed()),
              "Many classes on a sphere, hidden among columns of noise: for embeddings."),
          new Descriptor(
              SOURCE,
              "engel",
              List.of(rows(235), seed()),
              "Spending on food against income in the manner of Engel's data: the spread grows with"
                  + " income."),
          new Descriptor(
              SOURCE,
              "categories",
              List.of(
                  rows(1000),
                  new ParameterSpec.Whole(
                      "columns", 3, Range.closed(1, 100), "number of columns of categories"),
                  new ParameterSpec.Whole(
                      "levels", 8, Range.closed(2, 1000), "categories of each column"),
                  noise(0.5),
                  seed()),
              "A target moved by categories and by two numbers."),
          new Descriptor(
              SOURCE,
              "survival",
              List.of(
                  rows(500),
                  new ParameterSpec.Whole(
                      "features", 5, Range.closed(1, 1000), "number of columns"),
                  new ParameterSpec.Real(
                      "censored",
                      0.3,
                      new Range(0, true, 1, false),
                      "share of rows lost from sight before their event"),
                  seed()),
              "Times until an event, some cut off before it."),
          new Descriptor(
              SOURCE,
              "ranking",
              List.of(
                  new ParameterSpec.Whole(
                      "lists", 200, Range.closed(4, 1_000_000), "number of lists"),
                  new ParameterSpec.Whole(
                      "items", 20, Range.closed(2, 10_000), "items of each list"),
                  new ParameterSpec.Whole(
                      "features", 10, Range.closed(1, 1000), "number of columns"),
                  noise(1),
                  seed()),
              "Lists of items with relevance 0 to 4."),
          new Descriptor(
              SOURCE,
              "latent_ratings",
              List.of(
                  new ParameterSpec.Whole("users", 200, Range.closed(2, 100_000), "who rates"),
                  new ParameterSpec.Whole("items", 100, Range.closed(2, 100_000), "what is rated"),
                  new ParameterSpec.Whole(
                      "factors", 4, Range.closed(1, 100), "latent factors of users and items"),
                  new ParameterSpec.Real(
                      "density", 0.1, Range.closed(0, 1), "share of all pairs that are rated"),
                  noise(0.5),
                  new ParameterSpec.Real(
                      "positive", 4, Range.closed(0.5, 5), "the least rating that is a preference"),
                  seed()),
              "Ratings of items by users, from 0.5 to 5, from latent factors."));

  private SourceDescriptors() {}

  private static ParameterSpec path(String meaning) {
    return new ParameterSpec.File("path", meaning, Optional.empty(), URL, List.of());
  }

  private static ParameterSpec file(String name, String meaning) {
    return new ParameterSpec.File(name, meaning, Optional.of(NONE), URL, List.of("none"));
  }

  private static ParameterSpec target(Optional<Value> fallback) {
    return new ParameterSpec.Column(
        "target",
        "the column to predict; several are labels of 0 and 1, or numbers",
        fallback,
        true,
        List.of("last"));
  }

  private static ParameterSpec positive() {
    return new ParameterSpec.Text(
        "positive",
        "of two classes, the one that counts as 1; else the second in order",
        Optional.of(NONE),
        List.of("none"));
  }

  private static ParameterSpec role(String name, String meaning) {
    return new ParameterSpec.Column(
        name, "a column: " + meaning, Optional.of(NONE), false, List.of("none"));
  }

  private static ParameterSpec columns(String name, String meaning) {
    return new ParameterSpec.Column(name, meaning, Optional.of(NONE), true, List.of("none"));
  }

  private static ParameterSpec missing() {
    return new ParameterSpec.Texts(
        "missing",
        "texts that mark a missing value; an empty field always does",
        Optional.of(texts("NA", "N/A", "NaN", "nan", "NULL", "null", "?")),
        List.of("none"));
  }

  private static ParameterSpec teacher() {
    return new ParameterSpec.Column(
        "teacher",
        "another model's logits, a column for each class, such as `\"teacher_*\"`",
        Optional.of(NONE),
        true,
        List.of("none"));
  }

  private static ParameterSpec header() {
    return new ParameterSpec.Choice(
        "header", "auto", List.of("auto", "true", "false"), "whether the first row holds names");
  }

  private static ParameterSpec delimiter() {
    return new ParameterSpec.Text(
        "delimiter",
        "the character between fields; `spaces` for any number of spaces; `auto`"
            + " tries tab, semicolon, bar, comma and spaces",
        Optional.of(new Value.Word("auto")),
        List.of("auto", "spaces"));
  }

  private static ParameterSpec quote() {
    return new ParameterSpec.Text(
        "quote",
        "the character around fields that hold a delimiter",
        Optional.of(new Value.Text("\"")),
        List.of());
  }

  private static ParameterSpec decimal() {
    return new ParameterSpec.Choice(
        "decimal",
        "point",
        List.of("point", "comma"),
        "what stands before the fraction of a number");
  }

  private static ParameterSpec encoding() {
    return new ParameterSpec.Choice(
        "encoding",
        "utf8",
        List.of("utf8", "utf16", "utf16le", "latin1"),
        "how the file writes letters beyond ASCII; a byte order mark overrules it");
  }

  private static ParameterSpec skip() {
    return new ParameterSpec.Whole("skip", 0, Range.closed(0, 1_000_000), "lines before the table");
  }

  private static ParameterSpec missingTarget() {
    return new ParameterSpec.Choice(
        "missing_target",
        "refuse",
        List.of("refuse", "drop"),
        "what becomes of rows without a target; `drop` counts them in a note");
  }

  private static ParameterSpec task(String meaning) {
    return new ParameterSpec.Choice(
        "task", "auto", List.of("auto", "regression", "classification", "ranking"), meaning);
  }

  private static ParameterSpec who(String name, int position) {
    return new ParameterSpec.Column(
        name,
        "the column of the " + name,
        Optional.of(new Value.Numeral(position)),
        false,
        List.of());
  }

  /** {@return the source called {@code name}} */
  static Descriptor named(String name) {
    return ALL.stream().filter(source -> source.name().equals(name)).findFirst().orElseThrow();
  }

  private static Value texts(String... texts) {
    return new Value.Sequence(Stream.of(texts).map(text -> (Value) new Value.Text(text)).toList());
  }

  private static ParameterSpec rows(int fallback) {
    return new ParameterSpec.Whole(
        "rows", fallback, Range.closed(4, 10_000_000), "number of examples");
  }

  private static ParameterSpec noise(double fallback) {
    return new ParameterSpec.Real(
        "noise", fallback, Range.atLeast(0), "size of the errors: their standard deviation");
  }

  private static ParameterSpec seed() {
    return new ParameterSpec.Whole(
        "seed", 1, Range.atLeast(0), "of the rows themselves; `repeat` does not vary it");
  }
}
