package org.lossexp.cli;

import java.time.InstantSource;
import org.lossexp.experiment.Design;
import org.lossexp.sweep.SweepListener;

/** Shows whoever started a run how it goes, on standard error. */
interface Watcher extends SweepListener, AutoCloseable {
  /** {@return lines of JSON for a program, else what suits whoever reads the console} */
  static Watcher of(Console console, InstantSource clock, Design design, boolean json) {
    return json ? new JsonProgress(console, design) : new ProgressLine(console, clock, design);
  }

  @Override
  void close();
}
