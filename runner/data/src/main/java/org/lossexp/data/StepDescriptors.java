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

  static final List<Descriptor> ALL = Stream.of(SPLITS, STEPS).flatMap(List::stream).toList();

  private StepDescriptors() {}

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
