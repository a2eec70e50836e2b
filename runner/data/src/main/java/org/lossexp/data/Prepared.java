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
    Part training,
    Optional<Part> validation,
    Optional<Part> test) {
  public Prepared {
    classes = List.copyOf(classes);
    classCounts = List.copyOf(classCounts);
    features = List.copyOf(features);
    codes = List.copyOf(codes);
  }

  /** A table. */
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
   * A target in original units is {@code scaled × sd + mean}.
   *
   * @param mean of the training targets; 0 where the target is not scaled
   * @param sd of the training targets; 1 where the target is not scaled
   */
  public record TargetScale(double mean, double sd) {
    /** The target is what it is. */
    public static final TargetScale NONE = new TargetScale(0, 1);

    /** {@return {@code scaled}, of target column {@code column}, in original units} */
    public double original(int column, double scaled) {
      return scaled * sd + mean;
    }
  }
}
