package org.lossexp.data;

import static org.lossexp.experiment.Descriptor.Kind.SOURCE;
import static org.lossexp.experiment.Descriptor.Kind.SPLIT;
import static org.lossexp.experiment.Descriptor.Kind.STEP;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** What a {@code data} pipeline may name, with parameters in positional order. */
final class DataDescriptors {
  private static final Value NONE = new Value.Word("none");
  private static final Range FRACTION = Range.closed(0, 1);

  private static final List<Descriptor> SOURCES =
      List.of(
          new Descriptor(
              SOURCE,
              "csv",
              List.of(
                  new ParameterSpec.Text(
                      "path",
                      "the file, from the experiment file's folder; `.gz` is unpacked",
                      Optional.empty(),
                      List.of()),
                  new ParameterSpec.Column(
                      "target", "the column to predict", Optional.of(new Value.Word("last"))),
                  new ParameterSpec.Choice(
                      "task",
                      "auto",
                      List.of("auto", "regression", "classification"),
                      "what the target holds: numbers, or classes"),
                  new ParameterSpec.Text(
                      "positive",
                      "of two classes, the one that counts as 1; else the second in order",
                      Optional.of(NONE),
                      List.of("none")),
                  new ParameterSpec.Choice(
                      "header",
                      "auto",
                      List.of("auto", "true", "false"),
                      "whether the first row holds names"),
                  new ParameterSpec.Text(
                      "delimiter",
                      "the character between fields; auto tries comma, semicolon, tab and bar",
                      Optional.of(new Value.Word("auto")),
                      List.of("auto")),
                  new ParameterSpec.Texts(
                      "missing",
                      "texts that mark a missing value; an empty field always does",
                      Optional.of(texts("NA", "N/A", "NaN", "nan", "NULL", "null", "?")),
                      List.of("none")),
                  new ParameterSpec.Texts(
                      "categories",
                      "columns that hold categories, though they look like numbers",
                      Optional.of(NONE),
                      List.of("none")),
                  new ParameterSpec.Texts(
                      "drop", "columns to leave out", Optional.of(NONE), List.of("none")),
                  new ParameterSpec.Choice(
                      "encoding",
                      "utf8",
                      List.of("utf8", "latin1"),
                      "how the file writes letters beyond ASCII")),
              "A table of text, one row a line."),
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
              "A linear function of normal features, with errors of a chosen distribution."));

  private static final List<Descriptor> SPLITS =
      List.of(
          new Descriptor(
              SPLIT,
              "holdout",
              List.of(
                  new ParameterSpec.Real(
                      "test", 0.2, Range.open(0, 1), "share of all rows to test on"),
                  validation(0.16),
                  stratify(),
                  fixedSeed()),
              "One test part, drawn anew for every seed."),
          new Descriptor(
              SPLIT,
              "kfold",
              List.of(
                  new ParameterSpec.Whole(
                      "folds", 5, Range.closed(2, 1000), "number of test parts"),
                  validation(0),
                  stratify(),
                  fixedSeed()),
              "Test parts of equal size that together are all rows, drawn anew for every seed."));

  private static final List<Descriptor> STEPS =
      List.of(
          new Descriptor(
              STEP,
              "standardize",
              List.of(
                  new ParameterSpec.Choice(
                      "features", "all", List.of("all", "none"), "which columns"),
                  new ParameterSpec.Flag(
                      "target", false, "the target too: metrics still see original units")),
              "Columns get mean 0 and standard deviation 1 over the training part."),
          new Descriptor(
              STEP,
              "min_max",
              List.of(),
              "Columns get least value 0 and greatest value 1 over the training part."),
          new Descriptor(
              STEP,
              "impute",
              List.of(
                  new ParameterSpec.Choice(
                      "with",
                      "median",
                      List.of("median", "mean", "most_frequent"),
                      "of the training part; categories get the most frequent")),
              "Fills missing values."),
          new Descriptor(
              STEP,
              "one_hot",
              List.of(),
              "A column of 0 and 1 for each category of the training part; done at the end where it"
                  + " is not written."),
          new Descriptor(
              STEP,
              "drop",
              List.of(
                  new ParameterSpec.Texts("columns", "their names", Optional.empty(), List.of())),
              "Leaves columns out."),
          new Descriptor(
              STEP,
              "label_noise",
              List.of(
                  rate("the chance of a label to become wrong"),
                  new ParameterSpec.Choice(
                      "kind",
                      "symmetric",
                      List.of("symmetric", "pair"),
                      "any other class, or always the next one"),
                  on()),
              "Makes labels wrong; all rates share one draw."),
          new Descriptor(
              STEP,
              "outliers",
              List.of(
                  rate("the chance of a target to get a gross error"),
                  new ParameterSpec.Real(
                      "scale",
                      10,
                      Range.atLeast(0),
                      "sd of the gross errors, in sd of the training targets"),
                  new ParameterSpec.Choice(
                      "kind",
                      "symmetric",
                      List.of("symmetric", "upward"),
                      "normal errors, or their absolute values"),
                  on()),
              "Adds gross errors to real targets; all rates share one draw."));

  static final List<Descriptor> ALL =
      Stream.of(SOURCES, SPLITS, STEPS).flatMap(List::stream).toList();

  private DataDescriptors() {}

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

  private static ParameterSpec validation(double fallback) {
    return new ParameterSpec.Real(
        "validation",
        fallback,
        new Range(0, true, 1, false),
        "share of all rows to choose the best epoch on");
  }

  private static ParameterSpec stratify() {
    return new ParameterSpec.Flag(
        "stratify", false, "every part gets the classes in the same proportions");
  }

  private static ParameterSpec fixedSeed() {
    return new ParameterSpec.Whole(
        "seed",
        "a split that is the same for all seeds of `repeat`",
        Optional.of(NONE),
        Range.atLeast(0),
        List.of("none"));
  }

  private static ParameterSpec rate(String meaning) {
    return new ParameterSpec.Real("rate", meaning, Optional.empty(), FRACTION, List.of());
  }

  private static ParameterSpec on() {
    return new ParameterSpec.Choices(
        "on",
        "the parts that are corrupted; never the test part",
        Optional.of(new Value.Word("training")),
        List.of("training", "validation"));
  }
}
