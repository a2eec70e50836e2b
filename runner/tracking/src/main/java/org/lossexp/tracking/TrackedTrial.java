package org.lossexp.tracking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Timing;

/**
 * A final trial as a tracker sees it.
 *
 * @param path setting, contender and repetition as names with slashes between; no two trials of a
 *     run have the same
 * @param label the same as tables write it
 * @param parameters what makes it a candidate: contender, setting, loss, factors, tuned values
 * @param unit the test part
 * @param seed of the repetition
 * @param timing what the clock said; in nothing that is to be the same twice
 */
record TrackedTrial(
    String path,
    String label,
    Map<String, String> parameters,
    String unit,
    long seed,
    TrialResult result,
    Timing timing) {
  TrackedTrial {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * A number at a step.
   *
   * @param part {@code training}, {@code validation} or {@code test}
   * @param step the epoch, from 1; for test parts the epoch whose weights were judged
   */
  record Reading(String part, String metric, int step, double value) {
    /** {@return part and metric, such as {@code test.accuracy}} */
    String name() {
      return part + "." + metric;
    }
  }

  /** {@return every number of the trial, in the order of epochs, those of the test part last} */
  List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    for (TrialResult.Epoch epoch : result.history()) {
      readings.add(new Reading("training", "loss", epoch.epoch(), epoch.loss()));
      readings.add(new Reading("training", "gradient_norm", epoch.epoch(), epoch.gradientNorm()));
      if (!Double.isNaN(epoch.updateRatio())) {
        readings.add(new Reading("training", "update_ratio", epoch.epoch(), epoch.updateRatio()));
      }
      readings.add(new Reading("training", "learning_rate", epoch.epoch(), epoch.learningRate()));
      epoch
          .validation()
          .forEach((metric, value) ->
              readings.add(new Reading("validation", metric, epoch.epoch(), value)));
    }
    result
        .metrics()
        .forEach((key, value) -> {
          String part = key.substring(0, Math.max(0, key.indexOf('.')));
          String metric = key.substring(key.indexOf('.') + 1);
          // Those of the best epoch's validation stand in the history already.
          if (readings.stream()
              .noneMatch(told -> told.part().equals(part) && told.metric().equals(metric))) {
            readings.add(new Reading(part, metric, result.bestEpoch(), value));
          }
        });
    return readings;
  }
}
