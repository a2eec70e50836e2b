package org.lossexp.standard.ranking;

import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** A loss of scores: usually one an item, and the target is the item's relevance. */
interface RankingFunction extends LossFunction {
  @Override
  default Head head() {
    return new Head(1, Head.Link.IDENTITY);
  }

  @Override
  default TargetEncoding encoding() {
    return TargetEncoding.REAL;
  }

  @Override
  default Readout readout() {
    return new ScoreReadout((raw, first, columns) -> raw[first]);
  }

  /** Refuses a head that was written out with another size than {@code wanted}. */
  static void requireHead(String loss, int wanted, String what, TargetFacts target) throws Refusal {
    int written = target.headUnits().orElse(wanted);
    if (written != wanted) {
      throw new Refusal(
          "`%s` reads %s an item, but the model ends in %d: end it in `dense(outputs)`"
              .formatted(loss, what, written));
    }
  }

  /** Refuses a head of more than one score an item. */
  static void requireOneScore(String loss, TargetFacts target) throws Refusal {
    requireHead(loss, 1, "one score", target);
  }
}
