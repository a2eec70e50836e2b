package org.lossexp.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;

/**
 * How the candidates stand while a run is going on: numbers so far, and no verdict. Not safe for
 * use by several threads.
 */
public final class Standings {
  private final Design design;
  private final Map<String, List<Tally>> tallies = new HashMap<>();
  private final List<List<Tally>> settings = new ArrayList<>();

  /** Standings of {@code design} before any trial has ended. */
  public Standings(Design design) {
    this.design = design;
    for (int setting = 0; setting < design.settings().size(); setting++) {
      List<Tally> row = new ArrayList<>();
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        row.add(new Tally());
      }
      settings.add(row);
    }
    for (Design.Row row : design.trials()) {
      Tally tally = settings.get(row.setting()).get(row.contender());
      tally.planned++;
      tallies.computeIfAbsent(row.trial(), _ -> new ArrayList<>()).add(tally);
    }
  }

  /** Where one candidate stands. */
  private static final class Tally {
    private int planned;
    private int done;
    private int bad;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private int measured;
  }

  /**
   * Where one candidate stands.
   *
   * @param contender its label
   * @param planned trials of it
   * @param done trials that ended well
   * @param bad trials that diverged, failed, or ended from outside
   * @param mean of the metric that decides, over the trials in which it is defined; NaN without one
   * @param least of them; NaN without one
   * @param greatest of them; NaN without one
   */
  public record Standing(
      String contender,
      int index,
      int planned,
      int done,
      int bad,
      double mean,
      double least,
      double greatest) {}

  /**
   * From now on {@code trial} is what was planned as {@code planned}: a search found its values.
   */
  public void found(String planned, String trial) {
    tallies
        .computeIfAbsent(trial, _ -> new ArrayList<>())
        .addAll(tallies.getOrDefault(planned, List.of()));
  }

  /** Counts {@code result}; one that belongs to no candidate, such as a tuning trial, is left. */
  public void add(TrialResult result) {
    for (Tally tally : tallies.getOrDefault(result.trial(), List.of())) {
      if (result.status() == TrialResult.Status.DONE) {
        tally.done++;
        double value = result.metrics().getOrDefault(design.by(), Double.NaN);
        if (!Double.isNaN(value)) {
          tally.measured++;
          tally.sum += value;
          tally.least = Math.min(tally.least, value);
          tally.greatest = Math.max(tally.greatest, value);
        }
      } else {
        tally.bad++;
      }
    }
  }

  /** {@return the candidates of each setting that have trials, by the setting's label} */
  public Map<String, List<Standing>> settings() {
    Map<String, List<Standing>> standings = new LinkedHashMap<>();
    for (int setting = 0; setting < settings.size(); setting++) {
      List<Standing> row = new ArrayList<>();
      for (int contender = 0; contender < settings.get(setting).size(); contender++) {
        Tally tally = settings.get(setting).get(contender);
        if (tally.planned > 0) {
          row.add(standing(contender, tally));
        }
      }
      standings.put(design.settings().get(setting).label(), row);
    }
    return standings;
  }

  private Standing standing(int contender, Tally tally) {
    boolean none = tally.measured == 0;
    return new Standing(
        design.contenders().get(contender).label(),
        contender,
        tally.planned,
        tally.done,
        tally.bad,
        none ? Double.NaN : tally.sum / tally.measured,
        none ? Double.NaN : tally.least,
        none ? Double.NaN : tally.greatest);
  }
}
