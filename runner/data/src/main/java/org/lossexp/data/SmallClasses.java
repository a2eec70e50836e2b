package org.lossexp.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Value;

/** Classes with fewer rows than there are parts: some part holds none of them. */
final class SmallClasses {
  private SmallClasses() {}

  static void warn(Value.Call call, Dataset data, int folds, List<Problem> warnings) {
    if (!data.header().task().hasClasses()) {
      return;
    }
    int parts = Math.max(2, folds);
    List<Long> counts = data.header().classCounts();
    for (int label = 0; label < counts.size(); label++) {
      long count = counts.get(label);
      if (count < parts) {
        warnings.add(
            new Problem(
                Codes.SMALL_CLASS,
                String.format(
                    Locale.ROOT,
                    "class `%s` has %d row%s only: some parts of `%s` hold none of it",
                    data.header().classes().get(label),
                    count,
                    count == 1 ? "" : "s",
                    call.name()),
                Optional.empty(),
                List.of(
                    folds > 1
                        ? "metrics that look at each class, such as `macro_f1`, cannot see it"
                            + " there; take fewer folds, or leave the class out of the file"
                        : "it is trained on or tested on, never both: leave it out of the file, or"
                            + " join it with another class")));
      }
    }
  }
}
