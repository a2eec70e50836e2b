package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * What is known of a data source before any training.
 *
 * @param path the file as the user wrote it; empty for a generator
 * @param sha256 of the file's bytes, or of a generator's call; hexadecimal
 * @param rows number of examples
 * @param features the columns that are not the target
 * @param task what its target asks for
 * @param outputs target columns: 1 for classes
 * @param classes the names of the classes in the order of their indices; empty without classes
 * @param classCounts examples of each class
 * @param targetMean mean of the target; NaN with classes
 * @param targetSd standard deviation (n − 1) of the target; NaN with classes
 * @param inputs what an example looks like beside its numeric features
 * @param parts how a pipeline parts the rows; empty for a source alone
 * @param warnings what is legal and likely a mistake, such as a feature that is the target
 * @param notes what was assumed and how to say otherwise, such as "`quality` holds 7 whole numbers:
 *     taken as classes; write `task = regression` for numbers"
 */
public record DataHeader(
    Optional<String> path,
    String sha256,
    int rows,
    List<Feature> features,
    Task task,
    int outputs,
    List<String> classes,
    List<Long> classCounts,
    double targetMean,
    double targetSd,
    Inputs inputs,
    Optional<Parts> parts,
    List<Problem> warnings,
    List<String> notes) {
  public DataHeader {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
    classCounts = List.copyOf(classCounts);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /** A source alone. */
  public DataHeader(
      Optional<String> path,
      String sha256,
      int rows,
      List<Feature> features,
      Task task,
      int outputs,
      List<String> classes,
      List<Long> classCounts,
      double targetMean,
      double targetSd,
      Inputs inputs,
      List<String> notes) {
    this(
        path,
        sha256,
        rows,
        features,
        task,
        outputs,
        classes,
        classCounts,
        targetMean,
        targetSd,
        inputs,
        Optional.empty(),
        List.of(),
        notes);
  }

  /** A table alone, without codes, lists and further inputs. */
  public DataHeader(
      Optional<String> path,
      String sha256,
      int rows,
      List<Feature> features,
      Task task,
      int outputs,
      List<String> classes,
      List<Long> classCounts,
      double targetMean,
      double targetSd,
      List<String> notes) {
    this(
        path,
        sha256,
        rows,
        features,
        task,
        outputs,
        classes,
        classCounts,
        targetMean,
        targetSd,
        Inputs.TABLE,
        notes);
  }

  /**
   * What an example has beside the columns of a table.
   *
   * @param image the shape of each example; empty for a table
   * @param codes columns of whole numbers that a model looks up, such as user and item
   * @param lists number of lists (queries); 0 where rows stand alone
   * @param extras names of the further inputs of {@code spi}'s batches that the data gives, such as
   *     {@code weights}, {@code event}, {@code teacher_logits}
   */
  public record Inputs(Optional<Shape> image, List<Code> codes, int lists, Set<String> extras) {
    /** Columns alone. */
    public static final Inputs TABLE = new Inputs(Optional.empty(), List.of(), 0, Set.of());

    public Inputs {
      codes = List.copyOf(codes);
      extras = Set.copyOf(extras);
    }
  }

  /**
   * A column of indices.
   *
   * @param size how many different ones there are: 0 … size − 1
   */
  public record Code(String name, int size) {}

  /**
   * A feature column.
   *
   * @param categories number of distinct values of a categorical column; 0 for a numeric one
   * @param missing number of missing values
   */
  public record Feature(String name, int categories, int missing) {}

  /**
   * How the rows are parted, as far as that is known before a seed is.
   *
   * @param split the split as taken: the one that was written, or the data's own default
   * @param folds how many test parts one draw makes, at least 1
   * @param training about how many rows are trained on, at least 1
   * @param validation about how many rows the best epoch is chosen on; 0 where none are
   * @param test how many rows the smallest test part holds; 0 where all rows are trained on
   * @param drawn what another seed changes
   * @param sha256 of further files that say which row belongs where; empty where none do
   */
  public record Parts(
      Value.Call split,
      int folds,
      int training,
      int validation,
      int test,
      Drawn drawn,
      String sha256) {}

  /** What another seed for {@code split} changes. */
  public enum Drawn {
    /** Every part. */
    ALL,
    /** Which rows are validated on and trained on: the test parts stay. */
    VALIDATION,
    /** Nothing: the parts are published, or follow from the order of time. */
    NOTHING
  }
}
