package org.lossexp.data;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Task;

/**
 * What the steps learned from the training part: enough to bring new rows into the form that a
 * trained model takes, and its output back. Names and numbers alone, to be stored beside a model.
 *
 * @param task what is predicted
 * @param outputs target columns
 * @param classes names in the order of class indices; empty without classes
 * @param changes what happens to the columns of a new row, in this order
 * @param features names of the columns that come out, in order
 * @param image the shape of each example; empty for a table
 * @param codes the columns that a model looks up, in order
 * @param targetScale from the scale that the loss sees to original units
 */
public record Fitted(
    Task task,
    int outputs,
    List<String> classes,
    List<Change> changes,
    List<String> features,
    Optional<Shape> image,
    List<DataHeader.Code> codes,
    Prepared.TargetScale targetScale) {
  public Fitted {
    classes = List.copyOf(classes);
    changes = List.copyOf(changes);
    features = List.copyOf(features);
    codes = List.copyOf(codes);
  }

  /**
   * A change of one column, of the same form for all kinds so that any format can hold it.
   *
   * @param column its name; empty where all columns are meant
   * @param numbers as {@link Kind} says
   * @param texts as {@link Kind} says
   */
  public record Change(Kind kind, String column, List<Double> numbers, List<String> texts) {
    public Change {
      numbers = List.copyOf(numbers);
      texts = List.copyOf(texts);
    }
  }

  /** What happens to a column. */
  public enum Kind {
    /** It is left out. */
    DROP,
    /** It is read as categories: numbers become texts. */
    CATEGORY,
    /** It is read as numbers: texts that are none are missing. */
    NUMBER,
    /** What is missing becomes {@code numbers[0]}. */
    FILL,
    /** What is missing becomes {@code texts[0]}. */
    FILL_TEXT,
    /** A value v becomes (v − {@code numbers[0]}) / {@code numbers[1]}; 0 if that is 0. */
    SCALE,
    /** A column of 0 and 1 for each of {@code texts} takes its place; other texts are 0 in all. */
    INDICATE,
    /** A category becomes its position among {@code texts}, from 0; others become −1. */
    RANK,
    /**
     * A category becomes columns of 0 and ±1, {@code numbers[0]} of them, by a hash of its text.
     */
    HASH,
    /** A category becomes a code: its position among {@code texts} from 1; others 0. */
    CODE,
    /** Images get the height {@code numbers[0]} and the width {@code numbers[1]}. */
    RESIZE
  }
}
