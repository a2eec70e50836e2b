package org.lossexp.results;

import java.time.Instant;
import org.lossexp.experiment.Design;

/**
 * One execution of an experiment, as the journal keeps it.
 *
 * @param started when it began; never part of a result
 */
public record Run(Versions versions, Design design, Instant started) {
  /** {@return the run's id: 16 hexadecimal digits of a hash of its lock} */
  public String id() {
    return Lock.id(this);
  }
}
