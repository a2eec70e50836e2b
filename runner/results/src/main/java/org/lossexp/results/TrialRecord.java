package org.lossexp.results;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.TrialResult;

/**
 * A trial's line in the journal.
 *
 * @param attempt from 1: how often this trial was tried in this folder
 * @param inputs what the trial's identity is made of, a line for each input; empty where a journal
 *     does not say so
 * @param predictions where they are stored; empty where they were not kept
 */
public record TrialRecord(
    TrialResult result,
    int attempt,
    Timing timing,
    List<String> inputs,
    Optional<PredictionStore.Place> predictions) {
  public TrialRecord {
    inputs = List.copyOf(inputs);
  }

  /** A record without predictions. */
  public TrialRecord(TrialResult result, int attempt, Timing timing, List<String> inputs) {
    this(result, attempt, timing, inputs, Optional.empty());
  }
}
