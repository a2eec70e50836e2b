package org.lossexp.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Design;
import org.lossexp.results.Results;

/**
 * What the clock said of each contender's final trials, searches left out. It may differ from run
 * to run, so a report tells it only to who asks ({@code --timings}).
 *
 * @param contenders those with trials, in the order of the design
 */
public record Timings(List<OfContender> contenders) {
  static final String HEADING = "What the clock said";

  public Timings {
    contenders = List.copyOf(contenders);
  }

  /**
   * One contender's.
   *
   * @param contender index into {@link Design#contenders}
   * @param seconds of each of its trials, on one worker each
   */
  public record OfContender(int contender, List<Double> seconds) {
    public OfContender {
      seconds = List.copyOf(seconds);
    }

    double total() {
      return seconds.stream().mapToDouble(each -> each).sum();
    }

    double mean() {
      return total() / seconds.size();
    }

    double shortest() {
      return seconds.stream().mapToDouble(each -> each).min().orElseThrow();
    }

    double longest() {
      return seconds.stream().mapToDouble(each -> each).max().orElseThrow();
    }
  }

  /** {@return the readings that are kept beside {@code results}} */
  public static Timings of(Results results) {
    Design design = results.design();
    List<OfContender> contenders = new ArrayList<>();
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      int index = contender;
      List<Double> seconds =
          design.trials().stream()
              .filter(row -> row.contender() == index)
              .flatMap(row -> results.last(row).stream())
              .map(record -> seconds(record.timing().elapsed()))
              .toList();
      if (!seconds.isEmpty()) {
        contenders.add(new OfContender(contender, seconds));
      }
    }
    return new Timings(contenders);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  TextTable table(Design design) {
    List<List<String>> rows = new ArrayList<>();
    for (OfContender each : contenders) {
      rows.add(
          List.of(
              Words.quoted(design.contenders().get(each.contender()).label()),
              Integer.toString(each.seconds().size()),
              Figures.fixed(each.total(), 1),
              Figures.fixed(each.mean(), 2),
              Figures.fixed(each.shortest(), 2),
              Figures.fixed(each.longest(), 2)));
    }
    return new TextTable(
        "Seconds of the final trials, each on a worker of its own, as this machine measured them"
            + " (`timings.csv` has every one); they differ from run to run and decide nothing.",
        List.of("contender", "trials", "in all", "mean", "shortest", "longest"),
        rows,
        1);
  }
}
