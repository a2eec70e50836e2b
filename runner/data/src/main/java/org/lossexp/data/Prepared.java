package org.lossexp.data;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Task;

/**
 * Data ready for training: split, encoded, every step applied. Immutable and shared: all trials of
 * one pipeline, fold and pair of seeds train on the same object.
 *
 * @param origin where it came from, for streams that depend on it
 * @param task what is predicted
 * @param outputs target columns an example: 1 for classes, the labels of a multilabel target
 * @param classes names in the order of class indices; empty without classes. With two classes index
 *     1 is the positive one
 * @param classCounts examples of each class in the training part, as the loss sees them (after
 *     label noise); empty without classes
 * @param features names of the columns after encoding, such as {@code island=Biscoe}
 * @param image the shape of each example; empty for a table
 * @param codes the columns of {@link Part#codes}, their sizes over all parts
 * @param preferences how codes make users and items; empty where the data has none
 * @param targetScale from the scale that the loss sees to original units
 * @param views how views of an example are made; empty where the pipeline has no {@code views}
 * @param fitted what the steps learned, for new rows
 * @param training what is learned from
 * @param validation what the best epoch is chosen on; empty where the split has none
 * @param test what metrics are reported on; never corrupted; empty where all rows are trained on
 */
public record Prepared(
    Origin origin,
    Task task,
    int outputs,
    List<String> classes,
    List<Long> classCounts,
    List<String> features,
    Optional<Shape> image,
    List<DataHeader.Code> codes,
    Optional<Preferences> preferences,
    TargetScale targetScale,
    Optional<Views> views,
    Fitted fitted,
    Part training,
    Optional<Part> validation,
    Optional<Part> test) {
  public Prepared {
    classes = List.copyOf(classes);
    classCounts = List.copyOf(classCounts);
    features = List.copyOf(features);
    codes = List.copyOf(codes);
  }

  /** Data as it is: no step has learned anything. */
  public Prepared(
      Origin origin,
      Task task,
      int outputs,
      List<String> classes,
      List<Long> classCounts,
      List<String> features,
      Optional<Shape> image,
      List<DataHeader.Code> codes,
      Optional<Preferences> preferences,
      TargetScale targetScale,
      Part training,
      Optional<Part> validation,
      Optional<Part> test) {
    this(
        origin,
        task,
        outputs,
        classes,
        classCounts,
        features,
        image,
        codes,
        preferences,
        targetScale,
        Optional.empty(),
        new Fitted(task, outputs, classes, List.of(), features, image, codes, targetScale),
        training,
        validation,
        test);
  }

  /** A table as it is. */
  public Prepared(
      Origin origin,
      Task task,
      int outputs,
      List<String> classes,
      List<Long> classCounts,
      List<String> features,
      TargetScale targetScale,
      Part training,
      Optional<Part> validation,
      Optional<Part> test) {
    this(
        origin,
        task,
        outputs,
        classes,
        classCounts,
        features,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        targetScale,
        training,
        validation,
        test);
  }

  /** {@return how the features of an example lie} */
  public Shape shape() {
    return image.orElse(Shape.row(training.columns()));
  }

  /**
   * {@return the key of random streams for {@code purpose} on this data: the same for every loss,
   * trial number and worker}
   *
   * @param seed the trial's root seed for {@code purpose}
   */
  public RandomStream.Key key(Trial.Purpose purpose, long seed) {
    return origin.key(purpose, seed);
  }

  /**
   * Where the rows came from.
   *
   * @param sha256 of the source's content
   * @param split the split as resolved text, such as {@code holdout(test = 0.2, …)}
   * @param fold which of its test parts, from 0
   */
  public record Origin(String sha256, String split, int fold) {
    /** See {@link Prepared#key}. */
    RandomStream.Key key(Trial.Purpose purpose, long seed) {
      return RandomStream.key(purpose.word()).with(sha256).with(split).with(fold).with(seed);
    }
  }

  /**
   * How the codes of a row say who prefers what: the last is the item, those before are the query,
   * such as the user, or head and relation of a triple.
   *
   * @param positive from which value of the target on a row is a preference; other rows are known
   *     dislikes
   */
  public record Preferences(double positive) {}

  /**
   * The way from the scale that the loss sees to original units, a column at a time. What steps do
   * to a target is undone in the reverse order.
   *
   * @param columns for each target column what was done to it, first step first; empty where
   *     nothing was done to any
   */
  public record TargetScale(List<List<Curve>> columns) {
    /** The target is what it is. */
    public static final TargetScale NONE = new TargetScale(List.of());

    public TargetScale {
      columns = columns.stream().map(List::copyOf).toList();
    }

    /** One column: {@code (original − mean) / sd}. */
    public TargetScale(double mean, double sd) {
      this(List.of(List.of(new Curve.Linear(mean, sd))));
    }

    /** {@return {@code scaled}, of target column {@code column}, in original units} */
    public double original(int column, double scaled) {
      if (columns.isEmpty()) {
        return scaled;
      }
      double value = scaled;
      for (Curve curve : columns.get(column).reversed()) {
        value = curve.original(value);
      }
      return value;
    }

    /** {@return {@code original}, of target column {@code column}, on the loss's scale} */
    public double scaled(int column, double original) {
      if (columns.isEmpty()) {
        return original;
      }
      double value = original;
      for (Curve curve : columns.get(column)) {
        value = curve.scaled(value);
      }
      return value;
    }
  }

  /** A rising function of the target, and its inverse. */
  public sealed interface Curve {
    /** {@return the value on the loss's scale} */
    double scaled(double original);

    /** {@return the value in original units} */
    double original(double scaled);

    /**
     * {@code (original − mean) / sd}.
     *
     * @param sd above 0
     */
    record Linear(double mean, double sd) implements Curve {
      @Override
      public double scaled(double original) {
        return (original - mean) / sd;
      }

      @Override
      public double original(double scaled) {
        return scaled * sd + mean;
      }
    }

    /** {@code log(original + add)}. */
    record Log(double add) implements Curve {
      @Override
      public double scaled(double original) {
        return StrictMath.log(original + add);
      }

      @Override
      public double original(double scaled) {
        return StrictMath.exp(scaled) - add;
      }
    }

    /**
     * {@code (original^lambda − 1) / lambda}; the logarithm where lambda is 0 (Box and Cox, "An
     * analysis of transformations", JRSS B 26, 1964). A prediction beyond the end of the scale is
     * taken as its end: 0 for a positive lambda, infinity for a negative one.
     */
    record BoxCox(double lambda) implements Curve {
      @Override
      public double scaled(double original) {
        double log = StrictMath.log(original);
        return lambda == 0 ? log : StrictMath.expm1(lambda * log) / lambda;
      }

      @Override
      public double original(double scaled) {
        return lambda == 0
            ? StrictMath.exp(scaled)
            : StrictMath.exp(StrictMath.log1p(Math.max(-1, lambda * scaled)) / lambda);
      }
    }
  }
}
