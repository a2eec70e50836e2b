package org.lossexp.sweep;

import java.util.Optional;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.TuningRows;
import org.lossexp.results.TrialCache;

/** Takes results from a cache where they are known, and puts there what was not. */
public final class CachedRunner implements TrialRunner {
  private final TrialCache cache;
  private final TrialRunner runner;
  private final boolean predictions;

  /**
   * {@code runner}, asked only for what {@code cache} does not hold.
   *
   * @param predictions whether those of final trials are wanted: without them a result is not
   *     enough
   */
  public CachedRunner(TrialCache cache, TrialRunner runner, boolean predictions) {
    this.cache = cache;
    this.runner = runner;
    this.predictions = predictions;
  }

  @Override
  public TrialResult run(Trial trial, Caller caller) {
    Optional<TrialResult> known = cache.find(trial, result -> isEnough(trial, result));
    if (known.isPresent()) {
      return predictions ? known.get() : known.get().with(Optional.empty());
    }
    TrialResult result = runner.run(trial, caller);
    if (result.trial().equals(trial.id())) {
      cache.keep(trial, result);
    }
    return result;
  }

  private boolean isEnough(Trial trial, TrialResult result) {
    return !predictions
        || result.status() != TrialResult.Status.DONE
        || result.predictions().isPresent()
        || TuningRows.isOfSearch(trial);
  }
}
