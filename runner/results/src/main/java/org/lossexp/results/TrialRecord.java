package org.lossexp.results;

import org.lossexp.experiment.TrialResult;

/**
 * A trial's line in the journal.
 *
 * @param attempt from 1: how often this trial was tried in this folder
 */
public record TrialRecord(TrialResult result, int attempt, Timing timing) {}
