package org.lossexp.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;

/**
 * A run and what is known of the trials of its design, whichever run of the folder trained them.
 *
 * @param finished trial → the record to believe, in the order of {@link Design#trials}
 * @param outside trial → the last attempt of one that only ended from outside so far, in the same
 *     order
 */
public record Results(
    Run run, Map<String, TrialRecord> finished, Map<String, TrialRecord> outside) {
  public Results {
    finished = Collections.unmodifiableMap(new LinkedHashMap<>(finished));
    outside = Collections.unmodifiableMap(new LinkedHashMap<>(outside));
  }

  /** {@return what is compared} */
  public Design design() {
    return run.design();
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

  /** {@return whether every trial ended by itself: only then is the report reproducible} */
  public boolean complete() {
    return design().trials().stream().allMatch(row -> finished.containsKey(row.trial()));
  }
}
