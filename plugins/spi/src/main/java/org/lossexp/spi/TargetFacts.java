package org.lossexp.spi;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a loss may know of the target when it is bound.
 *
 * @param task what is predicted
 * @param outputs target columns an example: 1 for classes, the number of labels for multilabel
 * @param classCounts examples of each class in the training part; empty where there are no classes
 * @param headUnits the units of a head that the user wrote out; empty where the loss may choose
 */
public record TargetFacts(Task task, int outputs, List<Long> classCounts, OptionalInt headUnits) {
  public TargetFacts {
    classCounts = List.copyOf(classCounts);
  }

  /** {@return the number of classes; 0 where there are none} */
  public int classes() {
    return classCounts.size();
  }
}
