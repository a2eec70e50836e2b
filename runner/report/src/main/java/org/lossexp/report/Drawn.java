package org.lossexp.report;

import org.lossexp.experiment.Design;
import org.lossexp.report.statistics.SplitMix64;

/**
 * What the analysis draws random numbers for. Each number has a stream of its own, seeded from the
 * file's first seed and the places of its contenders in the file, never from a label.
 */
enum Drawn {
  DIFFERENCE(0),
  INTERQUARTILE_MEAN(1),
  POWER(2),
  SIGNED_RANK(3),
  IMPROVEMENT(4),
  PROFILE(5);

  private final long number;

  Drawn(long number) {
    this.number = number;
  }

  SplitMix64 random(Design design, int place, int contender, int reference) {
    var seeded = new SplitMix64(design.trials().getFirst().seed());
    long stream = (number << 60) + ((long) place << 40) + ((long) contender << 20) + reference;
    return new SplitMix64(seeded.nextLong() ^ stream);
  }
}
