package org.lossexp.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;

/**
 * A run and what is known of its trials, whichever run of the folder trained them.
 *
 * @param run as it was planned
 * @param design of the run; where a search has found values, its rows name the trials with these
 * @param finished final trial → the record to believe, in the order of {@link Design#trials}
 * @param outside final trial → the last attempt of one that only ended from outside so far, in the
 *     same order
 * @param searches index → what a search has tried, in the order of {@link Tuning#searches}
 * @param tuning trial of a search → its last record, that of an attempt from outside included, in
 *     the order in which they were proposed
 */
public record Results(
    Run run,
    Design design,
    Map<String, TrialRecord> finished,
    Map<String, TrialRecord> outside,
    Map<Integer, Searched> searches,
    Map<String, TrialRecord> tuning) {
  public Results {
    finished = Collections.unmodifiableMap(new LinkedHashMap<>(finished));
    outside = Collections.unmodifiableMap(new LinkedHashMap<>(outside));
    searches = Collections.unmodifiableMap(new LinkedHashMap<>(searches));
    tuning = Collections.unmodifiableMap(new LinkedHashMap<>(tuning));
  }

  static Results of(Run run, Stored stored) {
    Map<Integer, Searched> searches = new LinkedHashMap<>();
    int count = run.design().tuning().map(it -> it.searches().size()).orElse(0);
    for (int search = 0; search < count; search++) {
      if (stored.searches().containsKey(search)) {
        searches.put(search, stored.searches().get(search));
      }
    }
    Design design =
        noted(found(run.design(), searches.values()), stored.runs().stream().map(Run::design));
    List<String> finals = design.trials().stream().map(Design.Row::trial).toList();
    List<String> tried =
        searches.values().stream()
            .flatMap(searched -> searched.tried().stream())
            .flatMap(point -> point.trials().stream())
            .toList();
    Map<String, TrialRecord> tuning = new LinkedHashMap<>(only(tried, stored.finished()));
    only(tried, stored.outside()).forEach(tuning::putIfAbsent);
    return new Results(
        run,
        design,
        only(finals, stored.finished()),
        only(finals, stored.outside()),
        searches,
        tuning);
  }

  /**
   * {@return {@code design} with a note, where an earlier run of the folder asked the same with
   * fewer seeds} Whoever looks and then asks for more has tested twice.
   */
  private static Design noted(Design design, Stream<Design> runs) {
    OptionalInt fewer =
        runs.filter(earlier -> earlier.seeds() < design.seeds())
            .filter(earlier -> earlier.contenders().equals(design.contenders()))
            .filter(earlier -> earlier.settings().equals(design.settings()))
            .filter(earlier -> earlier.by().equals(design.by()))
            .mapToInt(Design::seeds)
            .max();
    return fewer.isEmpty()
        ? design
        : design.withNote(
            ("An earlier run in this folder had fewer seeds (%d, now %d): if more were asked for"
                    + " after looking, the tests are not corrected for that look.")
                .formatted(fewer.getAsInt(), design.seeds()));
  }

  /** {@return {@code design} with the trials that have the values found} */
  private static Design found(Design design, Collection<Searched> searches) {
    List<Design.Row> rows = new ArrayList<>(design.trials());
    for (Searched searched : searches) {
      List<Integer> served = design.tuning().orElseThrow().searches().get(searched.search()).rows();
      for (int i = 0; i < searched.finals().size(); i++) {
        Design.Row row = rows.get(served.get(i));
        rows.set(
            served.get(i),
            new Design.Row(
                searched.finals().get(i), row.setting(), row.contender(), row.unit(), row.seed()));
      }
    }
    return searches.isEmpty() ? design : design.withTrials(rows);
  }

  private static Map<String, TrialRecord> only(
      List<String> trials, Map<String, TrialRecord> records) {
    Map<String, TrialRecord> planned = new LinkedHashMap<>();
    for (String trial : trials) {
      TrialRecord record = records.get(trial);
      if (record != null) {
        planned.put(trial, record);
      }
    }
    return planned;
  }

  /** {@return what the trial of {@code row} left behind, if it ended by itself} */
  public Optional<TrialResult> finished(Design.Row row) {
    return Optional.ofNullable(finished.get(row.trial())).map(TrialRecord::result);
  }

  /**
   * {@return the last record of {@code row}'s trial, an attempt that ended from outside included}
   */
  public Optional<TrialRecord> last(Design.Row row) {
    return Optional.ofNullable(finished.get(row.trial()))
        .or(() -> Optional.ofNullable(outside.get(row.trial())));
  }

  /** {@return index of a row of the design → what the search for its values has tried} */
  public Map<Integer, Searched> searchedByRow() {
    Map<Integer, Searched> byRow = new LinkedHashMap<>();
    searches.forEach((index, searched) ->
        design
            .tuning()
            .orElseThrow()
            .searches()
            .get(index)
            .rows()
            .forEach(row -> byRow.put(row, searched)));
    return byRow;
  }

  /** {@return whether every trial ended by itself: only then is the report reproducible} */
  public boolean complete() {
    return design().trials().stream().allMatch(row -> finished.containsKey(row.trial()))
        && tuning.values().stream()
            .noneMatch(record -> record.result().status() == TrialResult.Status.OUTSIDE);
  }
}
