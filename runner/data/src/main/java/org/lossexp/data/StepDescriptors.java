package org.lossexp.data;

import static org.lossexp.experiment.Descriptor.Kind.SPLIT;
import static org.lossexp.experiment.Descriptor.Kind.STEP;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/**
 * What may stand after the source of a {@code data} pipeline, with parameters in positional order.
 */
final class StepDescriptors {
  private static final Value NONE = new Value.Word("none");
  private static final Range FRACTION = Range.closed(0, 1);

  private static final List<Descriptor> SPLITS =
      List.of(
          new Descriptor(
              SPLIT,
              "holdout",
              List.of(
                  new ParameterSpec.Real(
                      "test",
                      "share of all rows to test on; given: the source's own test part; auto: that"
                          + " if there is one, else 20%",
                      Optional.of(new Value.Word("auto")),
                      Range.open(0, 1),
                      List.of("auto", "given")),
                  validation(0.16),
                  stratify(),
                  fixedSeed(),
                  by(),
                  time()),
              "One test part, drawn anew for every seed."),
          new Descriptor(
              SPLIT,
              "kfold",
              List.of(
                  new ParameterSpec.Whole(
                      "folds", 5, Range.closed(2, 1000), "number of test parts"),
                  validation(0),
                  stratify(),
                  fixedSeed(),
                  by(),
                  time()),
              "Test parts of equal size that together are all rows, drawn anew for every seed."),
          new Descriptor(
              SPLIT,
              "leave_one_group_out",
              List.of(
                  new ParameterSpec.Text(
                      "by",
                      "group: the source's group column; or the name of a feature",
                      Optional.of(new Value.Word("group")),
                      List.of("group")),
                  new ParameterSpec.Real(
                      "validation",
                      0,
                      new Range(0, true, 1, false),
                      "share of all groups to choose the best epoch on"),
                  fixedSeed()),
              "A test part for each group."),
          new Descriptor(SPLIT, "given", List.of(), "The parts that the source itself brings."),
          new Descriptor(
              SPLIT,
              "split_column",
              List.of(
                  new ParameterSpec.Text(
                      "column",
                      "holds train, validation and test, or any other values, each a test part",
                      Optional.empty(),
                      List.of()),
                  validationOfTraining(),
                  fixedSeed()),
              "Parts that a column of the data names; it is no feature."),
          new Descriptor(
              SPLIT,
              "index_files",
              List.of(
                  new ParameterSpec.Text(
                      "test",
                      "a file with the numbers of the test rows; `*` in its name stands for the"
                          + " number of a test part",
                      Optional.empty(),
                      List.of()),
                  new ParameterSpec.Text(
                      "train",
                      "files with the training rows; none: all that are not tested on",
                      Optional.of(NONE),
                      List.of("none")),
                  new ParameterSpec.Whole(
                      "first", 0, Range.closed(0, 1), "the number of the first row"),
                  validationOfTraining(),
                  fixedSeed()),
              "Published parts: files that hold row numbers."),
          new Descriptor(
              SPLIT,
              "split",
              List.of(
                  new ParameterSpec.Real(
                      "classes",
                      "share of the classes that only the test part holds",
                      Optional.empty(),
                      Range.open(0, 1),
                      List.of()),
                  new ParameterSpec.Real(
                      "validation",
                      0,
                      new Range(0, true, 1, false),
                      "share of the classes that only the validation part holds"),
                  fixedSeed()),
              "Classes kept apart: what is tested on was never trained on."),
          new Descriptor(
              SPLIT,
              "all_rows",
              List.of(),
              "Every row is trained on and none is tested on: a fit, not a comparison."));

  private static final List<Descriptor> STEPS =
      List.of(
          new Descriptor(
              STEP,
              "types",
              List.of(),
              List.of(),
              Optional.of(
                  new ParameterSpec.Choice(
                      "columns",
                      "what a column holds",
                      Optional.empty(),
                      List.of("category", "number", "ordered"))),
              "What columns hold, where it is not what it looks like; the target may be among"
                  + " them."),
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
              "robust_scale",
              List.of(),
              "Columns get median 0 and interquartile range 1 over the training part."),
          new Descriptor(
              STEP,
              "scale_target",
              List.of(),
              "The loss sees the target divided by its mean size, metrics still original units:"
                  + " what is 0, or above 0, stays so."),
          new Descriptor(
              STEP,
              "log_target",
              List.of(
                  new ParameterSpec.Real(
                      "add", 0, Range.atLeast(0), "added before, for targets that may be 0")),
              "The loss sees the logarithm of the target, metrics still original units."),
          new Descriptor(
              STEP,
              "box_cox_target",
              List.of(),
              "The loss sees the power of the target that is most like a normal distribution,"
                  + " metrics still original units."),
          new Descriptor(
              STEP,
              "impute",
              List.of(
                  new ParameterSpec.Choice(
                      "with",
                      "median",
                      List.of("median", "mean", "most_frequent"),
                      "of the training part, for numbers"),
                  new ParameterSpec.Choice(
                      "categories",
                      "most_frequent",
                      List.of("most_frequent", "missing"),
                      "of the training part, or a category of their own")),
              "Fills missing values."),
          new Descriptor(
              STEP,
              "one_hot",
              List.of(columns()),
              "A column of 0 and 1 for each category of the training part; done at the end where it"
                  + " is not written."),
          new Descriptor(
              STEP,
              "ordinal",
              List.of(
                  columns(),
                  new ParameterSpec.Texts(
                      "order",
                      "the categories, least first; none: by number, else by letter",
                      Optional.of(NONE),
                      List.of("none"))),
              "Categories become their positions, from 0."),
          new Descriptor(
              STEP,
              "hash",
              List.of(
                  columns(),
                  new ParameterSpec.Whole(
                      "size", 32, Range.closed(2, 100_000), "number of columns for each category")),
              "Categories become a few columns of 0 and 1 or -1, by a hash of their text."),
          new Descriptor(
              STEP,
              "codes",
              List.of(columns()),
              "Categories become indices that a layer looks up; 0 stands for those that the"
                  + " training part lacks."),
          new Descriptor(
              STEP,
              "drop",
              List.of(
                  new ParameterSpec.Texts("columns", "their names", Optional.empty(), List.of())),
              "Leaves columns out."),
          new Descriptor(
              STEP,
              "select",
              List.of(
                  new ParameterSpec.Texts("columns", "their names", Optional.empty(), List.of())),
              "Leaves all columns out but these."),
          new Descriptor(
              STEP,
              "resize",
              List.of(
                  new ParameterSpec.Whole(
                      "height", "in pixels", Optional.empty(), Range.closed(1, 4096), List.of()),
                  new ParameterSpec.Whole(
                      "width", "in pixels", Optional.empty(), Range.closed(1, 4096), List.of())),
              "Brings images to one size; each pixel is the mean of what it covers."),
          new Descriptor(
              STEP,
              "class_weights",
              List.of(),
              "Rows weigh so that all classes count the same, as counted in the training part."),
          new Descriptor(
              STEP,
              "oversample",
              List.of(ratio("rows of each class at least, as a share of the largest's")),
              "Repeats rows of small classes, drawn by chance, in the training part."),
          new Descriptor(
              STEP,
              "undersample",
              List.of(ratio("rows of the smallest class at least, as a share of the others'")),
              "Leaves rows of large classes out, drawn by chance, in the training part."),
          new Descriptor(
              STEP,
              "label_noise",
              List.of(
                  rate("the chance of a label to become wrong"),
                  new ParameterSpec.Choice(
                      "kind",
                      "symmetric",
                      List.of("symmetric", "pair", "matrix"),
                      "any other class, always the next one, or as `matrix` says"),
                  on(),
                  new ParameterSpec.Numbers(
                      "matrix",
                      "classes x classes, row by row: what a wrong label of each class becomes;"
                          + " rows add up to 1",
                      Optional.of(NONE),
                      FRACTION,
                      false,
                      List.of("none"))),
              "Makes labels wrong; all rates share one draw."),
          new Descriptor(
              STEP,
              "outliers",
              List.of(
                  rate("the chance of a target, or of a number, to get a gross error"),
                  new ParameterSpec.Real(
                      "scale",
                      10,
                      Range.atLeast(0),
                      "size of the gross errors, in sd of the training values"),
                  new ParameterSpec.Choice(
                      "kind",
                      "symmetric",
                      List.of("symmetric", "upward", "uniform", "cauchy", "shift"),
                      "normal errors, their absolute values, uniform or Cauchy ones, or all the"
                          + " same"),
                  on(),
                  new ParameterSpec.Choice(
                      "of", "target", List.of("target", "features"), "what is moved")),
              "Adds gross errors to real targets, or to numeric features; all rates share one"
                  + " draw."),
          new Descriptor(
              STEP,
              "missing",
              List.of(
                  rate("the chance of a value to go missing"),
                  on(),
                  new ParameterSpec.Texts(
                      "columns",
                      "names of features, or all",
                      Optional.of(new Value.Word("all")),
                      List.of("all"))),
              "Takes values of features away; all rates share one draw."),
          new Descriptor(
              STEP,
              "imbalance",
              List.of(
                  new ParameterSpec.Real(
                      "ratio",
                      "rows of the first class for each of the last",
                      Optional.empty(),
                      Range.atLeast(1),
                      List.of()),
                  on()),
              "Leaves rows out so that classes shrink from the first to the last; all ratios share"
                  + " one draw."),
          new Descriptor(
              STEP,
              "subsample",
              List.of(
                  new ParameterSpec.Real(
                      "share",
                      "of the rows, or lists, to keep",
                      Optional.empty(),
                      new Range(0, false, 1, true),
                      List.of()),
                  on()),
              "Leaves rows out; all shares share one draw."),
          new Descriptor(
              STEP,
              "views",
              List.of(
                  view("first", Optional.empty()),
                  view("second", Optional.of(NONE)),
                  view("third", Optional.of(NONE)),
                  view("fourth", Optional.of(NONE))),
              "Losses that compare two views of an example get copies that are changed by chance,"
                  + " each in all the ways listed."));

  static final List<Descriptor> ALL = Stream.of(SPLITS, STEPS).flatMap(List::stream).toList();

  private StepDescriptors() {}

  private static ParameterSpec validation(double fallback) {
    return new ParameterSpec.Real(
        "validation",
        fallback,
        new Range(0, true, 1, false),
        "share of all rows to choose the best epoch on; of the others where the test part is"
            + " given");
  }

  private static ParameterSpec validationOfTraining() {
    return new ParameterSpec.Real(
        "validation",
        0,
        new Range(0, true, 1, false),
        "share of the training rows to choose the best epoch on, where no part is named for it");
  }

  private static ParameterSpec stratify() {
    return new ParameterSpec.Choice(
        "stratify",
        "false",
        List.of("false", "true", "event"),
        "every part gets classes, tenths of a real target, or events in the same proportions");
  }

  private static ParameterSpec fixedSeed() {
    return new ParameterSpec.Whole(
        "seed",
        "a split that is the same for all seeds of `repeat`",
        Optional.of(NONE),
        Range.atLeast(0),
        List.of("none"));
  }

  private static ParameterSpec by() {
    return new ParameterSpec.Text(
        "by",
        "group, or the name of a feature: rows of a group stay together; user: the rows of every"
            + " user are parted",
        Optional.of(NONE),
        List.of("none", "group", "user"));
  }

  private static ParameterSpec time() {
    return new ParameterSpec.Text(
        "time",
        "a feature, or rows for the order of the file: later rows are tested on",
        Optional.of(NONE),
        List.of("none", "rows"));
  }

  private static ParameterSpec columns() {
    return new ParameterSpec.Texts(
        "columns",
        "names of features; all: those that hold categories",
        Optional.of(new Value.Word("all")),
        List.of("all"));
  }

  private static ParameterSpec ratio(String meaning) {
    return new ParameterSpec.Real("ratio", 1, new Range(0, false, 1, true), meaning);
  }

  private static ParameterSpec view(String name, Optional<Value> fallback) {
    return new ParameterSpec.Nested(
        name,
        "a change",
        fallback,
        List.of(
            new ParameterSpec.Signature(
                "noise",
                List.of(
                    new ParameterSpec.Real("sd", 0.1, Range.atLeast(0), "in sd of the feature"))),
            new ParameterSpec.Signature(
                "mask",
                List.of(
                    new ParameterSpec.Real(
                        "rate", 0.2, FRACTION, "share of features that become their mean"))),
            new ParameterSpec.Signature(
                "shift",
                List.of(
                    new ParameterSpec.Whole(
                        "most", 2, Range.closed(0, 1000), "pixels, for images"))),
            new ParameterSpec.Signature("flip", List.of())),
        fallback.isPresent() ? List.of("none") : List.of());
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
