package org.lossexp.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Design;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * One data pipeline with everything chosen.
 *
 * @param steps source first, split second, then the other steps in written order
 * @param header what is known of the source
 */
record DataCase(List<Step> steps, DataHeader header) {
  DataCase {
    steps = List.copyOf(steps);
  }

  /** {@return {@code steps} with the split moved behind the source, where it takes effect} */
  static List<Step> ordered(List<Step> steps) {
    var ordered = new ArrayList<Step>(List.of(steps.getFirst()));
    List<Step> others = steps.subList(1, steps.size());
    others.stream().filter(DataCase::isSplit).forEach(ordered::add);
    others.stream().filter(step -> !isSplit(step)).forEach(ordered::add);
    return ordered;
  }

  static boolean isSplit(Step step) {
    return step.descriptor().kind() == Descriptor.Kind.SPLIT;
  }

  List<Value.Call> pipeline() {
    return steps.stream().map(Step::value).toList();
  }

  Step split() {
    return steps.get(1);
  }

  private DataHeader.Parts parts() {
    return header
        .parts()
        .orElseThrow(() -> new IllegalStateException("no parts in the header of " + pipeline()));
  }

  /** {@return how many test parts one draw of the split makes} */
  int folds() {
    return parts().folds();
  }

  /** {@return how many rows the smallest test part holds; 0 where all rows are trained on} */
  int testRows() {
    return parts().test();
  }

  /** {@return about how many rows are trained on} */
  int trainingRows() {
    return parts().training();
  }

  /** {@return the seed that fixes the split; empty where every repetition draws anew} */
  OptionalLong fixedSeed() {
    Arguments split = split().value().arguments();
    return split.value("seed").isPresent()
        ? OptionalLong.of(split.whole("seed"))
        : OptionalLong.empty();
  }

  /** {@return whether another seed for the split gives other parts} */
  boolean isDrawn() {
    return parts().drawn() != DataHeader.Drawn.NOTHING;
  }

  boolean hasValidation() {
    return parts().validation() > 0;
  }

  Design.Units units(boolean drawnAnew) {
    if (drawnAnew && parts().drawn() == DataHeader.Drawn.ALL) {
      return Design.Units.RESAMPLED;
    }
    return folds() > 1 ? Design.Units.FIXED_FOLDS : Design.Units.SEEDS_ONLY;
  }
}
