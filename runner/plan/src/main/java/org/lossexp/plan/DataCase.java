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

  private Arguments shares() {
    return split().value().arguments();
  }

  /** {@return how many test parts one draw of the split makes} */
  int folds() {
    return shares().value("folds").isPresent() ? shares().whole("folds") : 1;
  }

  /** {@return how many rows the smallest test part holds} */
  int testRows() {
    return shares().value("folds").isPresent()
        ? header.rows() / folds()
        : (int) Math.round(shares().real("test") * header.rows());
  }

  /** {@return about how many rows are trained on} */
  int trainingRows() {
    double validation = hasValidation() ? shares().real("validation") : 0;
    return header.rows() - testRows() - (int) Math.round(validation * header.rows());
  }

  /** {@return the seed that fixes the split; empty where every repetition draws anew} */
  OptionalLong fixedSeed() {
    return shares().value("seed").isPresent()
        ? OptionalLong.of(shares().whole("seed"))
        : OptionalLong.empty();
  }

  boolean hasValidation() {
    return shares()
        .value("validation")
        .filter(value -> !(value instanceof Value.Numeral share) || share.number() > 0)
        .isPresent();
  }

  Design.Units units(boolean drawnAnew) {
    if (drawnAnew && fixedSeed().isEmpty()) {
      return Design.Units.RESAMPLED;
    }
    return folds() > 1 ? Design.Units.FIXED_FOLDS : Design.Units.SEEDS_ONLY;
  }
}
