package org.lossexp.results;

import java.util.List;
import org.lossexp.experiment.TrialResult;

/**
 * A trial's line in the journal.
 *
 * @param attempt from 1: how often this trial was tried in this folder
 * @param inputs what the trial's identity is made of, a line for each input; empty where a journal
 *     does not say so
 */
public record TrialRecord(TrialResult result, int attempt, Timing timing, List<String> inputs) {
  public TrialRecord {
    inputs = List.copyOf(inputs);
  }
}
