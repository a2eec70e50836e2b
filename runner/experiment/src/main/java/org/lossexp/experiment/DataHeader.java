package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Task;

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
    List<String> notes) {
  public DataHeader {
    features = List.copyOf(features);
    classes = List.copyOf(classes);
    classCounts = List.copyOf(classCounts);
    notes = List.copyOf(notes);
  }

  /**
   * A feature column.
   *
   * @param categories number of distinct values of a categorical column; 0 for a numeric one
   * @param missing number of missing values
   */
  public record Feature(String name, int categories, int missing) {}
}
