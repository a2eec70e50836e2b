package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Evidence;
import org.lossexp.spi.Predictions;

/** What classifiers do: which class is taken for which, and how honest probabilities are. */
final class ClassTables {
  /** With more classes nobody reads a table of all pairs. */
  private static final int MOST_CLASSES = 100;

  /** As many as the metric {@code calibration_error} has unless it is told otherwise. */
  private static final int BINS = 15;

  private ClassTables() {}

  /** {@return how often each label was predicted as each class; pairs that occur, labels first} */
  static Optional<Evidence> confusion(Predictions predictions, List<String> names) {
    int classes = names.size();
    if (classes > MOST_CLASSES) {
      return Optional.empty();
    }
    int[] counts = new int[classes * classes];
    for (int row = 0; row < predictions.rows(); row++) {
      int label = (int) predictions.target()[row];
      int predicted = (int) predictions.prediction()[row];
      if (predicted < 0 || predicted >= classes) {
        // A readout of a stranger, whose classes are not those of the data.
        return Optional.empty();
      }
      counts[label * classes + predicted]++;
    }
    List<Evidence.Row> rows = new ArrayList<>();
    for (int pair = 0; pair < counts.length; pair++) {
      if (counts[pair] > 0) {
        List<String> keys = List.of(names.get(pair / classes), names.get(pair % classes));
        rows.add(new Evidence.Row(keys, List.of((double) counts[pair])));
      }
    }
    return Optional.of(
        new Evidence("confusion", List.of("label", "prediction"), List.of("examples"), rows));
  }

  /**
   * {@return confidence and accuracy of examples with about the same confidence, the probability of
   * the predicted class: bin b holds those in ((b − 1) / 15, b / 15]} (Guo et al., On calibration
   * of modern neural networks, ICML 2017)
   */
  static Evidence calibration(Predictions predictions) {
    int[] examples = new int[BINS];
    double[] confidences = new double[BINS];
    int[] right = new int[BINS];
    int classes = predictions.columns();
    double[] probabilities = predictions.prediction();
    for (int row = 0; row < predictions.rows(); row++) {
      int first = row * classes;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = probabilities[first + c] > probabilities[first + best] ? c : best;
      }
      double confidence = probabilities[first + best];
      int bin = Math.clamp((long) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
      examples[bin]++;
      confidences[bin] += confidence;
      right[bin] += best == predictions.target()[row] ? 1 : 0;
    }
    List<Evidence.Row> rows = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (examples[bin] > 0) {
        double count = examples[bin];
        rows.add(
            new Evidence.Row(
                List.of(Integer.toString(bin + 1)),
                List.of(count, confidences[bin] / count, right[bin] / count)));
      }
    }
    return new Evidence(
        "calibration", List.of("bin"), List.of("examples", "confidence", "accuracy"), rows);
  }
}
