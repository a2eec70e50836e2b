package org.lossexp.experiment;

import java.util.List;

/**
 * What a trained model predicted for the examples of its test part.
 *
 * @param rows [examples] which row of the source each is, from 0
 * @param outputs names of what is predicted of an example: target columns, labels; one without a
 *     name where there is no choice
 * @param classes names of what {@code target} and {@code prediction} are indices of; empty where
 *     they are numbers
 * @param target [examples × outputs] the truth, row by row
 * @param prediction [examples × outputs] classes, numbers in original units, scores
 * @param probability [examples × outputs] of the class that was predicted, of the label; empty
 *     where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // written out once, compared by nobody
public record Predicted(
    int[] rows,
    List<String> outputs,
    List<String> classes,
    double[] target,
    double[] prediction,
    double[] probability) {
  public Predicted {
    outputs = List.copyOf(outputs);
    classes = List.copyOf(classes);
  }
}
