package org.lossexp.standard.metrics;

import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.Task;

/** Metrics of the classes' probabilities, as scikit-learn 1.2 defines them where it does. */
final class ProbabilityMetrics {
  /** The least probability that {@code log_loss} takes the logarithm of: 2^-52. */
  static final double LEAST_PROBABILITY = 0x1p-52;

  private static final String BINS = "bins";
  private static final String K = "k";
  private static final int USUAL_BINS = 15;
  private static final int USUAL_K = 5;

  private ProbabilityMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofProbabilities("log_loss", Direction.LOWER_IS_BETTER)
                .range(Range.closed(0, -StableMath.log(LEAST_PROBABILITY)))
                .summary(
                    "The negative log-likelihood of the right class: rewards probabilities that are"
                        + " honest, not only classes that are right.")
                .formula("mean of -log max(p_target, 2^-52)")
                .reference("scikit-learn, log_loss (which also cuts probabilities at 1 - 2^-52)"),
            ProbabilityMetrics::logLoss),
        PlainMetric.of(
            ofProbabilities("brier", Direction.LOWER_IS_BETTER)
                .aliases("brier_score")
                .range(Range.closed(0, 2))
                .summary(
                    "The squared distance of the probabilities from what happened: honest"
                        + " probabilities are best, and a wrong one costs a bounded amount.")
                .formula(
                    "mean of (p_1 - target)^2 for two classes; of the sum over classes of"
                        + " (p_c - [c = target])^2 for more")
                .reference("Brier 1950; scikit-learn, brier_score_loss for two classes"),
            ProbabilityMetrics::brier),
        PlainMetric.of(
            ofProbabilities("calibration_error", Direction.LOWER_IS_BETTER)
                .aliases("ece", "expected_calibration_error")
                .range(Range.closed(0, 1))
                .parameter(
                    new ParameterSpec.Whole(
                        BINS,
                        USUAL_BINS,
                        Range.atLeast(1),
                        "intervals of equal width that confidences are sorted into"))
                .summary(
                    "How far confidence is from accuracy: the probability of the predicted class,"
                        + " compared with the share of right ones among equally confident"
                        + " examples.")
                .formula(
                    "sum over bins of share of examples * |accuracy - mean confidence|; bin b holds"
                        + " confidences in ((b - 1) / bins, b / bins]")
                .reference("Guo et al. 2017, On calibration of modern neural networks"),
            ProbabilityMetrics::calibrationError),
        PlainMetric.of(
            area("roc_auc")
                .aliases("auc")
                .summary(
                    "The chance that an example of a class gets a higher probability of it than"
                        + " one of another class; ties count half.")
                .formula(
                    "of class 1 for two classes; else the mean over the classes that occur, each"
                        + " against the rest")
                .undefined("where the target has one class alone")
                .reference("scikit-learn, roc_auc_score(multi_class=\"ovr\", average=\"macro\")"),
            predictions -> overClasses(predictions, Ranked::area)),
        PlainMetric.of(
            area("pr_auc")
                .aliases("average_precision")
                .summary("The area under precision over recall: for classes that are rare.")
                .formula(
                    "sum over thresholds of the gain in recall * precision, of class 1 for two"
                        + " classes, else the mean over the classes that occur, each against the"
                        + " rest")
                .undefined("where the target has two classes, and class 1 does not occur")
                .reference("scikit-learn, average_precision_score(average=\"macro\")"),
            predictions -> overClasses(predictions, Ranked::precisionByThreshold)),
        PlainMetric.of(
            area("top_k")
                .aliases("top_k_accuracy")
                .parameter(
                    new ParameterSpec.Whole(K, USUAL_K, Range.atLeast(1), "how many classes count"))
                .summary("The share of examples whose class is among the k most probable ones.")
                .formula(
                    "mean of [fewer than k classes are more probable than the target]; the share of"
                        + " orders for which it holds where classes are equally probable")
                .reference("scikit-learn, top_k_accuracy_score, where no two are equal"),
            ProbabilityMetrics::topK));
  }

  private static MetricDescriptor.Builder area(String name) {
    return ofProbabilities(name, Direction.HIGHER_IS_BETTER).range(Range.closed(0, 1));
  }

  private static MetricDescriptor.Builder ofProbabilities(String name, Direction direction) {
    return MetricDescriptor.of(name, Reading.PROBABILITIES, direction)
        .tasks(Task.BINARY, Task.MULTICLASS);
  }

  private static double logLoss(Predictions predictions) {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      sum -= StableMath.log(Math.max(ofTarget(predictions, row), LEAST_PROBABILITY));
    }
    return sum / predictions.rows();
  }

  /** {@return the probability of the right class; 0 of one that training did not see} */
  private static double ofTarget(Predictions predictions, int row) {
    int label = (int) predictions.target()[row];
    int classes = predictions.columns();
    return label < classes ? predictions.prediction()[row * classes + label] : 0;
  }

  private static double brier(Predictions predictions) {
    int classes = predictions.columns();
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int label = (int) predictions.target()[row];
      for (int c = 0; c < classes; c++) {
        double error = predictions.prediction()[row * classes + c] - (c == label ? 1 : 0);
        sum += error * error;
      }
      sum += label < classes ? 0 : 1;
    }
    return Math.min(2, sum / predictions.rows()) / (classes == 2 ? 2 : 1);
  }

  private static double calibrationError(Predictions predictions, Arguments arguments) {
    int bins = arguments.whole(BINS);
    double[] gap = new double[bins];
    int classes = predictions.columns();
    for (int row = 0; row < predictions.rows(); row++) {
      int first = row * classes;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best =
            predictions.prediction()[first + c] > predictions.prediction()[first + best] ? c : best;
      }
      double confidence = predictions.prediction()[first + best];
      int bin = Math.clamp((long) Math.ceil(confidence * bins) - 1, 0, bins - 1);
      gap[bin] += (best == predictions.target()[row] ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double each : gap) {
      sum += Math.abs(each);
    }
    return Math.min(1, sum / predictions.rows());
  }

  /** Of one class against the rest, from examples in order of its probability. */
  private interface OfClass {
    double of(Ranked ranked);
  }

  private static double overClasses(Predictions predictions, OfClass metric) {
    int classes = predictions.columns();
    int rows = predictions.rows();
    Ranked ranked = new Ranked(rows);
    double[] score = new double[rows];
    double[] relevance = new double[rows];
    double sum = 0;
    int occurring = 0;
    for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
      for (int row = 0; row < rows; row++) {
        score[row] = predictions.prediction()[row * classes + c];
        relevance[row] = predictions.target()[row] == c ? 1 : 0;
      }
      ranked.read(score, relevance, 0, rows);
      if (ranked.relevant() > 0) {
        sum += metric.of(ranked);
        occurring++;
      }
    }
    return sum / occurring;
  }

  private static double topK(Predictions predictions, Arguments arguments) {
    int k = arguments.whole(K);
    int classes = predictions.columns();
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      if (predictions.target()[row] < classes) {
        double own = ofTarget(predictions, row);
        int above = 0;
        int equal = 0;
        for (int i = row * classes; i < (row + 1) * classes; i++) {
          above += predictions.prediction()[i] > own ? 1 : 0;
          equal += predictions.prediction()[i] == own ? 1 : 0;
        }
        sum += Math.clamp((double) (k - above) / equal, 0, 1);
      }
    }
    return sum / predictions.rows();
  }
}
