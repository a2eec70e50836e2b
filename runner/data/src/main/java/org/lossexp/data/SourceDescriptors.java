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

  static final List<Descriptor> ALL =
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

  private SourceDescriptors() {}

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
