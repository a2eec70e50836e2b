package org.lossexp.results;

import java.time.Instant;
import org.lossexp.experiment.Design;

/**
 * One execution of an experiment, as the journal keeps it.
 *
 * @param started when it began; never part of a result
 * @param predictions whether the predictions of its trials are wanted
 */
public record Run(Versions versions, Design design, Instant started, boolean predictions) {
  /** A run whose predictions nobody wants. */
  public Run(Versions versions, Design design, Instant started) {
    this(versions, design, started, false);
  }

  /** {@return the run's id: 16 hexadecimal digits of a hash of its lock} */
  public String id() {
    return Lock.id(this);
  }
}
