package org.lossexp.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Standings;
import org.lossexp.sweep.Progress;

/**
 * Shows how a sweep goes: where a person watches, a line and below it a table of how the candidates
 * stand, both written over; else a line every 30 s. What went wrong is told as it happens.
 */
final class ProgressLine implements Watcher {
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final int WIDTH = 78;

  /** The most lines of the table: it and the line fit a small window. */
  private static final int MOST_ROWS = 12;

  /** How many trials that end badly get a line of their own. */
  private static final int MOST_TOLD = 10;

  private final Console console;
  private final InstantSource clock;
  private Optional<ProgressBar> bar = Optional.empty();
  private Instant told;
  private final Standings standings;
  private final String by;
  private final boolean settings;

  /** Lines on the screen that are to be written over. */
  private int drawn;

  /** Trial → how people call it. */
  private final Map<String, String> names = new HashMap<>();

  private int bad;

  ProgressLine(Console console, InstantSource clock, Design design) {
    this.console = console;
    this.clock = clock;
    this.told = clock.instant();
    this.standings = new Standings(design);
    this.by = design.by();
    this.settings = design.settings().size() > 1;
    for (Design.Row row : design.trials()) {
      String setting = settings ? design.settings().get(row.setting()).label() + ", " : "";
      String contender = design.contenders().get(row.contender()).label();
      names.put(row.trial(), "`%s` (%s%s)".formatted(contender, setting, row.unit()));
    }
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
                  .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                  .build());
    }
  }

  @Override
  public synchronized void found(Map<String, String> trials) {
    trials.forEach(standings::found);
    trials.forEach((planned, trial) -> names.put(trial, names.get(planned)));
  }

  @Override
  public void started(Trial trial, Progress progress) {
    // A trial of a search has no row of its own.
    names.computeIfAbsent(
        trial.id(), _ -> "a search for `%s`".formatted(trial.loss().replace('\n', ' ')));
  }

  @Override
  public void finished(TrialResult result, Progress progress) {
    bar.ifPresent(line -> {
      // Searches may end with fewer trials than they had leave for.
      line.maxHint(progress.total());
      line.stepTo(progress.finished() + (long) progress.outside());
    });
    synchronized (this) {
      standings.add(result);
    }
    if (result.status() != TrialResult.Status.DONE) {
      bad++;
      if (bad <= MOST_TOLD) {
        tell(
            "trial %s of %s %s: %s"
                .formatted(
                    result.trial().substring(0, 8),
                    names.get(result.trial()),
                    result.status().word(),
                    result.cause()));
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
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
    wipe();
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

  private synchronized void tell(String sentence) {
    wipe();
    console.err().println(sentence);
  }

  /** Called by the bar's own thread, too. */
  private synchronized void draw(String bar) {
    wipe();
    List<String> lines = new ArrayList<>(List.of(bar.stripTrailing()));
    lines.addAll(table());
    console.err().print(String.join("\n", lines));
    console.err().flush();
    drawn = lines.size();
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<Standings.Standing>> setting : standings.settings().entrySet()) {
      for (Standings.Standing standing : setting.getValue()) {
        boolean begun = standing.done() + standing.bad() > 0;
        if (begun && lines.size() == MOST_ROWS) {
          return lines;
        }
        if (begun) {
          String name =
              settings ? setting.getKey() + " · " + standing.contender() : standing.contender();
          lines.add(row(name, standing));
        }
      }
    }
    return lines;
  }

  private String row(String name, Standings.Standing standing) {
    String text =
        String.format(
            Locale.ROOT,
            "  %-32s %d/%d%s  %s so far %.4g",
            name.length() > 32 ? name.substring(0, 31) + "…" : name,
            standing.done(),
            standing.planned(),
            standing.bad() > 0 ? ", " + standing.bad() + " without a result" : "",
            by,
            standing.mean());
    return text.length() > WIDTH ? text.substring(0, WIDTH) : text;
  }

  /** Back to the first of the lines that were drawn; clears to the end of the screen. */
  private synchronized void wipe() {
    if (drawn > 0) {
      console.err().print('\r' + (drawn > 1 ? "\033[" + (drawn - 1) + "A" : "") + "\033[J");
      drawn = 0;
    }
  }
}
