package org.lossexp.sweep;

import java.util.Optional;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.TrialCache;

/** Takes results from a cache where they are known, and puts there what was not. */
public final class CachedRunner implements TrialRunner {
  private final TrialCache cache;
  private final TrialRunner runner;

  /** {@code runner}, asked only for what {@code cache} does not hold. */
  public CachedRunner(TrialCache cache, TrialRunner runner) {
    this.cache = cache;
    this.runner = runner;
  }

  @Override
  public TrialResult run(Trial trial, Caller caller) {
    Optional<TrialResult> known = cache.find(trial);
    if (known.isPresent()) {
      return known.get();
    }
    TrialResult result = runner.run(trial, caller);
    if (result.trial().equals(trial.id())) {
      cache.keep(trial, result);
    }
    return result;
  }
}
