package org.lossexp.formula;

import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** A formula on scores, of which a metric reads the first of each row. */
abstract class ScoreFunction implements LossFunction {
  private final Head head;
  private final TargetEncoding encoding;

  /**
   * The parts that all have.
   *
   * @param units scores a row
   * @param reductions that the function has
   */
  ScoreFunction(
      UnitFormula formula,
      int units,
      TargetEncoding encoding,
      TargetFacts facts,
      Set<ReductionClass> reductions)
      throws Refusal {
    this.head = formula.head(units, "item", facts);
    this.encoding = encoding;
    if (!reductions.contains(formula.reduction())) {
      throw new Refusal(
          "`%s` has the reduction `%s`, but its units have only %s"
              .formatted(
                  formula.loss(),
                  FormulaLoss.lower(formula.reduction()),
                  reductions.stream()
                      .sorted()
                      .map(FormulaLoss::lower)
                      .collect(Collectors.joining(", "))));
    }
    if (formula.weighted() || formula.readout().isPresent()) {
      throw new Refusal(
          "`%s` has `@%s`, which losses of scores have not"
              .formatted(formula.loss(), formula.weighted() ? "extra weights" : "readout"));
    }
  }

  @Override
  public final Head head() {
    return head;
  }

  @Override
  public final TargetEncoding encoding() {
    return encoding;
  }

  @Override
  public final Readout readout() {
    return FormulaReadouts.score();
  }
}
