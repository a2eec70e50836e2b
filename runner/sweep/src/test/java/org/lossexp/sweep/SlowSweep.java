package org.lossexp.sweep;

import java.io.IOException;
import java.nio.file.Path;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Results;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Tables;

/** A run as `cli` composes it, also as a process of its own that takes its time. */
final class SlowSweep {
  private SlowSweep() {}

  /** Arguments: folder, seeds, workers, milliseconds a trial. Prints a line for each result. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    run(
        Path.of(arguments[0]),
        Examples.plan(Integer.parseInt(arguments[1])),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        new Examples.Silent() {
          @Override
          public void finished(TrialResult result, Progress progress) {
            System.out.println(result.trial());
            System.out.flush();
          }
        });
  }

  static SweepEnd run(
      Path path, ExperimentPlan plan, int workers, int millis, SweepListener listener)
      throws IOException {
    try (RunFolder folder = Examples.open(path)) {
      folder.begin(Examples.run(plan));
      Sweep sweep =
          new Sweep(
              (trial, _) -> slowly(trial, millis),
              workers,
              OnFailure.CONTINUE,
              Examples.CLOCK,
              listener);
      SweepEnd end = sweep.run(plan, folder, () -> false);
      Results results = Examples.value(RunFolder.read(path)).results().orElseThrow();
      Tables.write(path, results);
      return end;
    }
  }

  private static TrialResult slowly(Trial trial, int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Examples.result(trial);
  }
}
