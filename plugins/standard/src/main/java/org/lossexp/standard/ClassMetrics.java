package org.lossexp.standard;

import java.util.List;
import java.util.Set;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Task;

/** Metrics of predicted classes and their probabilities, as scikit-learn 1.2 defines them. */
final class ClassMetrics {
  /** The least probability that {@code log_loss} takes the logarithm of: 2^-52. */
  static final double LEAST_PROBABILITY = 0x1p-52;

  private static final Set<Task> TASKS = Set.of(Task.BINARY, Task.MULTICLASS);

  private ClassMetrics() {}

  static List<Metric> all() {
    return List.of(
        new PlainMetric(
            ofClasses(
                "accuracy",
                List.of(),
                "The share of examples whose class is right.",
                "mean of [prediction = target]",
                "scikit-learn, accuracy_score"),
            ClassMetrics::accuracy),
        new PlainMetric(
            ofClasses(
                "balanced_accuracy",
                List.of(),
                "The share of right examples, class by class, averaged over the classes: every"
                    + " class counts the same, however rare.",
                "mean of the recall of each class that occurs in the target",
                "scikit-learn, balanced_accuracy_score"),
            ClassMetrics::balancedAccuracy),
        new PlainMetric(
            ofClasses(
                "macro_f1",
                List.of("f1_macro"),
                "The harmonic mean of precision and recall, averaged over the classes.",
                "mean of 2 tp / (2 tp + fp + fn) of each class that occurs in prediction or target",
                "scikit-learn, f1_score(average=\"macro\")"),
            ClassMetrics::macroF1),
        new PlainMetric(
            new MetricDescriptor(
                "log_loss",
                List.of(),
                TASKS,
                Reading.PROBABILITIES,
                Direction.LOWER_IS_BETTER,
                Range.closed(0, -StableMath.log(LEAST_PROBABILITY)),
                List.of(),
                "The negative log-likelihood of the right class: rewards probabilities that are"
                    + " honest, not only classes that are right.",
                "mean of -log max(p_target, 2^-52)",
                "",
                "scikit-learn, log_loss (which also cuts probabilities at 1 - 2^-52)"),
            ClassMetrics::logLoss));
  }

  private static MetricDescriptor ofClasses(
      String name, List<String> aliases, String summary, String formula, String reference) {
    return new MetricDescriptor(
        name,
        aliases,
        TASKS,
        Reading.CLASS,
        Direction.HIGHER_IS_BETTER,
        Range.closed(0, 1),
        List.of(),
        summary,
        formula,
        "",
        reference);
  }

  private static double accuracy(Predictions predictions) {
    int right = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      right += predictions.prediction()[row] == predictions.target()[row] ? 1 : 0;
    }
    return (double) right / predictions.rows();
  }

  private static double balancedAccuracy(Predictions predictions) {
    Counts counts = Counts.of(predictions);
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < predictions.classes(); c++) {
      if (counts.actual[c] > 0) {
        sum += (double) counts.right[c] / counts.actual[c];
        occurring++;
      }
    }
    return sum / occurring;
  }

  private static double macroF1(Predictions predictions) {
    Counts counts = Counts.of(predictions);
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < predictions.classes(); c++) {
      // 2 tp + fp + fn: what was predicted as c and what is c
      int either = counts.predicted[c] + counts.actual[c];
      if (either > 0) {
        sum += 2.0 * counts.right[c] / either;
        occurring++;
      }
    }
    return sum / occurring;
  }

  private static double logLoss(Predictions predictions) {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int label = (int) predictions.target()[row];
      double p = predictions.prediction()[row * predictions.columns() + label];
      sum -= StableMath.log(Math.max(p, LEAST_PROBABILITY));
    }
    return sum / predictions.rows();
  }

  /** How often each class was meant, was given, and was given rightly. */
  @SuppressWarnings("ArrayRecordComponent") // counted and read at once, compared by nobody
  private record Counts(int[] actual, int[] predicted, int[] right) {
    static Counts of(Predictions predictions) {
      int classes = predictions.classes();
      Counts counts = new Counts(new int[classes], new int[classes], new int[classes]);
      for (int row = 0; row < predictions.rows(); row++) {
        int label = (int) predictions.target()[row];
        int given = (int) predictions.prediction()[row];
        counts.actual[label]++;
        counts.predicted[given]++;
        counts.right[label] += label == given ? 1 : 0;
      }
      return counts;
    }
  }
}
