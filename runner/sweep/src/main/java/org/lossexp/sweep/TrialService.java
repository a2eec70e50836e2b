package org.lossexp.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.TrialLines;

/**
 * The other side of {@link IsolatedRunner}: runs the trials that come in, one a line, and writes a
 * result for each, one a line.
 */
public final class TrialService {
  private TrialService() {}

  /**
   * Serves until {@code requests} ends. Where it ends while a trial is running, nobody is there to
   * take its result: {@code orphaned} is called, which ends the process, for a trial that blocks
   * cannot be stopped otherwise.
   */
  public static void serve(
      TrialRunner runner, InputStream requests, PrintStream results, Runnable orphaned)
      throws InterruptedException {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              read(requests, lines);
              orphaned.run();
            },
            "trial-requests");
    reader.setDaemon(true);
    reader.start();
    for (Optional<String> line = lines.take(); line.isPresent(); line = lines.take()) {
      results.println(TrialLines.write(result(runner, TrialLines.readTrial(line.get()))));
    }
  }

  private static void read(InputStream requests, BlockingQueue<Optional<String>> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // Whoever asked is gone, as at the end of the stream.
    }
    lines.add(Optional.empty());
  }

  private static TrialResult result(TrialRunner runner, Trial trial) {
    try {
      return runner.run(trial, () -> false);
    } catch (Throwable thrown) {
      return Causes.result(trial.id(), thrown);
    }
  }
}
