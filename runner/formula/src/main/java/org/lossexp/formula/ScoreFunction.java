package org.lossexp.formula;

import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.TargetEncoding;

/** A formula on scores, of which a metric reads the first of each row. */
abstract class ScoreFunction implements LossFunction {
  private final Head head;
  private final TargetEncoding encoding;

  ScoreFunction(Head head, TargetEncoding encoding) {
    this.head = head;
    this.encoding = encoding;
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
