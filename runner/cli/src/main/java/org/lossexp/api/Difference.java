package org.lossexp.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Two contenders, unit by unit. Positive: {@code contender} is the better one, whichever way the
 * metric improves.
 *
 * @param contender a label
 * @param reference the label of the one that it is compared to
 * @param units the differences of the units that both have
 * @param mean of the units; empty without one
 * @param improvement share of units on which the contender is better, ties counting half; empty
 *     where there is no judgement
 * @param inSetting judged among the comparisons of its setting; empty for metrics that only
 *     describe
 * @param overall judged among the comparisons of all settings, as the answer does; empty likewise
 */
public record Difference(
    String contender,
    String reference,
    List<UnitValue> units,
    OptionalDouble mean,
    OptionalDouble improvement,
    Optional<Judgement> inSetting,
    Optional<Judgement> overall) {
  /** Keeps a copy of the units. */
  public Difference {
    units = List.copyOf(units);
  }

  /** {@return the same seen from the other contender} */
  public Difference mirrored() {
    return new Difference(
        /* contender= */ reference,
        /* reference= */ contender,
        units.stream().map(unit -> new UnitValue(unit.unit(), 0 - unit.value())).toList(),
        mean.isPresent() ? OptionalDouble.of(0 - mean.getAsDouble()) : mean,
        improvement.isPresent() ? OptionalDouble.of(1 - improvement.getAsDouble()) : improvement,
        inSetting.map(Judgement::mirrored),
        overall.map(Judgement::mirrored));
  }

  /** {@return the differences of {@code pairs} between these two, seen from {@code contender}} */
  static Optional<Difference> between(List<Difference> pairs, String contender, String reference) {
    return pairs.stream()
        .filter(pair -> pair.contender.equals(contender) && pair.reference.equals(reference))
        .findFirst()
        .or(() ->
            pairs.stream()
                .filter(
                    pair -> pair.contender.equals(reference) && pair.reference.equals(contender))
                .findFirst()
                .map(Difference::mirrored));
  }
}
