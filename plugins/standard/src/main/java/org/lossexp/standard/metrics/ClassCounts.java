package org.lossexp.standard.metrics;

import org.lossexp.spi.Predictions;

/** How often each class, or label, was meant, was given, and was given rightly. */
@SuppressWarnings("ArrayRecordComponent") // counted and read at once, compared by nobody
record ClassCounts(int[] actual, int[] predicted, int[] right) {
  private ClassCounts(int classes) {
    this(new int[classes], new int[classes], new int[classes]);
  }

  /** {@return the counts of examples that have one class each} */
  static ClassCounts of(Predictions predictions) {
    // Classes that training did not see may be judged: they come after its own.
    int classes = predictions.classes();
    for (int row = 0; row < predictions.rows(); row++) {
      classes = Math.max(classes, (int) predictions.target()[row] + 1);
    }
    ClassCounts counts = new ClassCounts(classes);
    for (int row = 0; row < predictions.rows(); row++) {
      int label = (int) predictions.target()[row];
      int given = (int) predictions.prediction()[row];
      counts.actual[label]++;
      counts.predicted[given]++;
      counts.right[label] += label == given ? 1 : 0;
    }
    return counts;
  }

  /** {@return the counts of examples that have any number of labels} */
  static ClassCounts ofLabels(Predictions predictions) {
    int labels = predictions.columns();
    ClassCounts counts = new ClassCounts(labels);
    for (int row = 0; row < predictions.rows(); row++) {
      for (int label = 0; label < labels; label++) {
        int i = row * labels + label;
        int meant = predictions.target()[i] > 0 ? 1 : 0;
        int given = predictions.prediction()[i] > 0 ? 1 : 0;
        counts.actual[label] += meant;
        counts.predicted[label] += given;
        counts.right[label] += meant * given;
      }
    }
    return counts;
  }

  int classes() {
    return actual.length;
  }

  /** {@return the F1 of a class; NaN where it occurs neither in prediction nor in target} */
  double f1(int c) {
    // 2 tp + fp + fn: what was predicted as c and what is c
    return 2.0 * right[c] / (predicted[c] + actual[c]);
  }

  /** {@return the mean F1 of those classes that occur; NaN where none does} */
  double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < classes(); c++) {
      if (predicted[c] + actual[c] > 0) {
        sum += f1(c);
        occurring++;
      }
    }
    return sum / occurring;
  }
}
