package org.lossexp.standard.metrics;

import java.util.List;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Metrics of predicted classes, as scikit-learn 1.2 defines them. */
final class ClassMetrics {
  private ClassMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            share("accuracy")
                .summary("The share of examples whose class is right.")
                .formula("mean of [prediction = target]")
                .reference("scikit-learn, accuracy_score"),
            ClassMetrics::accuracy),
        PlainMetric.of(
            share("balanced_accuracy")
                .summary(
                    "The share of right examples, class by class, averaged over the classes: every"
                        + " class counts the same, however rare.")
                .formula("mean of the recall of each class that occurs in the target")
                .reference("scikit-learn, balanced_accuracy_score"),
            ClassMetrics::balancedAccuracy),
        PlainMetric.of(
            share("macro_f1")
                .aliases("f1_macro")
                .summary("The harmonic mean of precision and recall, averaged over the classes.")
                .formula(
                    "mean of 2 tp / (2 tp + fp + fn) of each class that occurs in prediction or"
                        + " target")
                .reference("scikit-learn, f1_score(average=\"macro\")"),
            ClassMetrics::macroF1),
        PlainMetric.of(
            share("micro_f1")
                .aliases("f1_micro")
                .summary(
                    "The harmonic mean of precision and recall over all examples, whatever their"
                        + " class: the accuracy, where each has one class.")
                .formula("2 tp / (2 tp + fp + fn), each summed over the classes")
                .reference("scikit-learn, f1_score(average=\"micro\")"),
            ClassMetrics::accuracy),
        PlainMetric.of(
            share("weighted_f1")
                .aliases("f1_weighted")
                .summary(
                    "The harmonic mean of precision and recall, averaged over the classes: each"
                        + " weighs as many as it has examples.")
                .formula("sum over classes of share in the target * 2 tp / (2 tp + fp + fn)")
                .reference("scikit-learn, f1_score(average=\"weighted\")"),
            ClassMetrics::weightedF1),
        PlainMetric.of(
            ofClasses("mcc", Direction.HIGHER_IS_BETTER)
                .aliases("matthews_correlation")
                .range(Range.closed(-1, 1))
                .summary(
                    "Matthews' correlation of predicted and true classes: 1 is perfect, 0 no better"
                        + " than chance, whatever the classes' shares.")
                .formula(
                    "(c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2) (n^2 - sum t_k^2)): c right of n,"
                        + " class k predicted p_k times and true t_k times; 0 where one class is"
                        + " predicted throughout")
                .undefined("where the target has one class alone")
                .reference("scikit-learn, matthews_corrcoef (which gives 0 there); Gorodkin 2004"),
            ClassMetrics::correlation),
        PlainMetric.of(
            ofClasses("quadratic_kappa", Direction.HIGHER_IS_BETTER)
                .aliases("quadratic_weighted_kappa")
                .range(Range.closed(-1, 1))
                .summary(
                    "Agreement beyond chance of ordered classes: a miss counts by the square of its"
                        + " distance.")
                .formula(
                    "1 - sum (i - j)^2 O_ij / sum (i - j)^2 E_ij: observed pairs of classes, and"
                        + " those expected of independent ones")
                .undefined("where prediction and target have one and the same class throughout")
                .reference("scikit-learn, cohen_kappa_score(weights=\"quadratic\")"),
            ClassMetrics::quadraticKappa),
        PlainMetric.of(
            ofClasses("mae", Direction.LOWER_IS_BETTER)
                .aliases("mean_absolute_error")
                .summary(
                    "How many classes the prediction is off on average: for classes with an order.")
                .formula("mean of |prediction - target| of the classes' positions")
                .reference("scikit-learn, mean_absolute_error of the positions"),
            ClassMetrics::distance));
  }

  private static MetricDescriptor.Builder share(String name) {
    return ofClasses(name, Direction.HIGHER_IS_BETTER).range(Range.closed(0, 1));
  }

  private static MetricDescriptor.Builder ofClasses(String name, Direction direction) {
    return MetricDescriptor.of(name, Reading.CLASS, direction).tasks(Task.BINARY, Task.MULTICLASS);
  }

  private static double accuracy(Predictions predictions) {
    int right = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      right += predictions.prediction()[row] == predictions.target()[row] ? 1 : 0;
    }
    return (double) right / predictions.rows();
  }

  private static double balancedAccuracy(Predictions predictions) {
    ClassCounts counts = ClassCounts.of(predictions);
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < counts.classes(); c++) {
      if (counts.actual()[c] > 0) {
        sum += (double) counts.right()[c] / counts.actual()[c];
        occurring++;
      }
    }
    return sum / occurring;
  }

  private static double macroF1(Predictions predictions) {
    return ClassCounts.of(predictions).macroF1();
  }

  private static double weightedF1(Predictions predictions) {
    ClassCounts counts = ClassCounts.of(predictions);
    double sum = 0;
    for (int c = 0; c < counts.classes(); c++) {
      sum += counts.actual()[c] == 0 ? 0 : counts.actual()[c] * counts.f1(c);
    }
    return Math.min(1, sum / predictions.rows());
  }

  private static double correlation(Predictions predictions) {
    ClassCounts counts = ClassCounts.of(predictions);
    double rows = predictions.rows();
    double right = 0;
    double met = 0;
    double predicted = rows * rows;
    double actual = rows * rows;
    for (int c = 0; c < counts.classes(); c++) {
      double p = counts.predicted()[c];
      double t = counts.actual()[c];
      right += counts.right()[c];
      met += p * t;
      predicted -= p * p;
      actual -= t * t;
    }
    if (actual == 0) {
      return Double.NaN;
    }
    double correlation = (right * rows - met) / (Math.sqrt(predicted) * Math.sqrt(actual));
    return predicted == 0 ? 0 : Math.clamp(correlation, -1, 1);
  }

  private static double quadraticKappa(Predictions predictions) {
    double observed = 0;
    double ofPredictions = 0;
    double ofTargets = 0;
    double rows = predictions.rows();
    double predicted = 0;
    double actual = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      double p = predictions.prediction()[row];
      double t = predictions.target()[row];
      observed += (p - t) * (p - t);
      ofPredictions += p * p;
      ofTargets += t * t;
      predicted += p;
      actual += t;
    }
    // sum over all pairs of (p_i - t_j)^2: whole numbers, so that nothing cancels
    double expected = rows * ofPredictions + rows * ofTargets - 2 * predicted * actual;
    return expected == 0 ? Double.NaN : 1 - rows * observed / expected;
  }

  private static double distance(Predictions predictions) {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      sum += Math.abs(predictions.prediction()[row] - predictions.target()[row]);
    }
    return sum / predictions.rows();
  }
}
