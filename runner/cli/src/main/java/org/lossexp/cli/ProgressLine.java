package org.lossexp.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.sweep.Progress;
import org.lossexp.sweep.SweepListener;

/**
 * Shows how a sweep goes: where a person watches, one line that is written over; else a line every
 * 30 s. What went wrong is told as it happens.
 */
final class ProgressLine implements SweepListener, AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final int WIDTH = 78;

  /** How many trials that end badly get a line of their own. */
  private static final int MOST_TOLD = 10;

  private final Console console;
  private final InstantSource clock;
  private Optional<ProgressBar> bar = Optional.empty();
  private Instant told;
  private final Map<String, String> running = new HashMap<>();
  private int bad;

  ProgressLine(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
    this.told = clock.instant();
  }

  @Override
  public void began(Progress progress) {
    if (progress.before() > 0) {
      console
          .err()
          .println(
              "%d of %d trials are done already".formatted(progress.before(), progress.total()));
    }
    if (console.live() && progress.open() > 0) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName("trials")
                  .setInitialMax(progress.total())
                  .startsFrom(progress.before(), Duration.ZERO)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(200)
                  .setMaxRenderedLength(WIDTH)
                  .setConsumer(
                      new DelegatingProgressBarConsumer(
                          line -> console.err().print('\r' + line), WIDTH))
                  .build());
    }
  }

  @Override
  public void started(Trial trial, Progress progress) {
    running.put(trial.id(), trial.loss().replace('\n', ' '));
  }

  @Override
  public void finished(TrialResult result, Progress progress) {
    bar.ifPresent(line -> line.stepTo(progress.finished() + (long) progress.outside()));
    String loss = running.remove(result.trial());
    if (result.status() != TrialResult.Status.DONE) {
      bad++;
      if (bad <= MOST_TOLD) {
        tell(
            "trial %s of `%s` %s: %s"
                .formatted(
                    result.trial().substring(0, 8), loss, result.status().word(), result.cause()));
      } else if (bad == MOST_TOLD + 1) {
        tell("more trials end badly; the report counts them all");
      }
    }
    Instant now = clock.instant();
    if (bar.isEmpty() && Duration.between(told, now).compareTo(QUIET) >= 0) {
      told = now;
      console
          .err()
          .println(
              "%d of %d trials%s"
                  .formatted(
                      progress.total() - progress.open(),
                      progress.total(),
                      progress.left().map(left -> ", about " + words(left) + " left").orElse("")));
    }
  }

  @Override
  public void close() {
    bar.ifPresent(line -> {
      line.close();
      wipe();
    });
    bar = Optional.empty();
  }

  /** {@return {@code duration} as people say it: {@code 40 s}, {@code 3 min}, {@code 2 h 5 min}} */
  static String words(Duration duration) {
    long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
    if (seconds < 90) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    return minutes < 90 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private void tell(String line) {
    if (bar.isPresent()) {
      wipe();
    }
    console.err().println(line);
  }

  private void wipe() {
    console.err().print('\r' + " ".repeat(WIDTH) + '\r');
  }
}
