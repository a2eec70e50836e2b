package org.lossexp.standard.metrics;

import java.util.List;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Metrics of examples that have any number of labels, as scikit-learn 1.2 defines them. */
final class LabelMetrics {
  private LabelMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofLabels("hamming", Direction.LOWER_IS_BETTER)
                .aliases("hamming_loss")
                .summary("The share of labels, of all examples, that are wrong.")
                .formula("mean of [prediction != target] over examples and labels")
                .reference("scikit-learn, hamming_loss"),
            LabelMetrics::hamming),
        PlainMetric.of(
            ofLabels("subset_accuracy", Direction.HIGHER_IS_BETTER)
                .aliases("exact_match")
                .summary("The share of examples all of whose labels are right.")
                .formula("mean of [prediction = target for every label]")
                .reference("scikit-learn, accuracy_score"),
            LabelMetrics::subsetAccuracy),
        PlainMetric.of(
            ofLabels("micro_f1", Direction.HIGHER_IS_BETTER)
                .aliases("f1_micro")
                .summary("The harmonic mean of precision and recall over all labels together.")
                .formula("2 tp / (2 tp + fp + fn), each summed over the labels")
                .undefined("where no label is given and none is meant")
                .reference("scikit-learn, f1_score(average=\"micro\")"),
            LabelMetrics::microF1),
        PlainMetric.of(
            ofLabels("macro_f1", Direction.HIGHER_IS_BETTER)
                .aliases("f1_macro")
                .summary("The harmonic mean of precision and recall, averaged over the labels.")
                .formula(
                    "mean of 2 tp / (2 tp + fp + fn) of each label that occurs in prediction or"
                        + " target")
                .undefined("where no label is given and none is meant")
                .reference(
                    "scikit-learn, f1_score(average=\"macro\") of the labels that occur (others are"
                        + " 0 there)"),
            predictions -> ClassCounts.ofLabels(predictions).macroF1()),
        PlainMetric.of(
            ofLabels("jaccard", Direction.HIGHER_IS_BETTER)
                .aliases("iou", "jaccard_score")
                .summary(
                    "What given and meant labels have in common, as a share of both together,"
                        + " averaged over the examples: for masks the intersection over union.")
                .formula("mean of |given and meant| / |given or meant|; 1 where both are empty")
                .reference("scikit-learn, jaccard_score(average=\"samples\", zero_division=1)"),
            predictions ->
                overExamples(predictions, (given, meant, both) -> both / (given + meant - both))),
        PlainMetric.of(
            ofLabels("dice_score", Direction.HIGHER_IS_BETTER)
                .aliases("samples_f1", "f1_samples")
                .summary(
                    "What given and meant labels have in common, as a share of their mean number,"
                        + " averaged over the examples.")
                .formula(
                    "mean of 2 |given and meant| / (|given| + |meant|); 1 where both are empty")
                .reference(
                    "scikit-learn, f1_score(average=\"samples\", zero_division=1) where none is"
                        + " empty"),
            predictions ->
                overExamples(predictions, (given, meant, both) -> 2 * both / (given + meant))),
        PlainMetric.of(
            MetricDescriptor.of("lrap", Reading.PROBABILITIES, Direction.HIGHER_IS_BETTER)
                .aliases("label_ranking_average_precision")
                .tasks(Task.MULTILABEL)
                .range(Range.closed(0, 1))
                .summary(
                    "How many of the labels at least as probable as a meant one are meant, averaged"
                        + " over meant labels and examples.")
                .formula(
                    "mean over examples of the mean over meant labels of |meant, at least as"
                        + " probable| / |at least as probable|; 1 where no label is meant")
                .reference("scikit-learn, label_ranking_average_precision_score"),
            LabelMetrics::labelRanking));
  }

  private static MetricDescriptor.Builder ofLabels(String name, Direction direction) {
    return MetricDescriptor.of(name, Reading.CLASS, direction)
        .tasks(Task.MULTILABEL)
        .range(Range.closed(0, 1));
  }

  private static double hamming(Predictions predictions) {
    int labels = predictions.rows() * predictions.columns();
    int wrong = 0;
    for (int i = 0; i < labels; i++) {
      wrong += isWrong(predictions, i) ? 1 : 0;
    }
    return (double) wrong / labels;
  }

  private static double subsetAccuracy(Predictions predictions) {
    int labels = predictions.columns();
    int right = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      boolean exact = true;
      for (int i = row * labels; i < (row + 1) * labels; i++) {
        exact &= !isWrong(predictions, i);
      }
      right += exact ? 1 : 0;
    }
    return (double) right / predictions.rows();
  }

  private static boolean isWrong(Predictions predictions, int i) {
    return predictions.prediction()[i] > 0 != predictions.target()[i] > 0;
  }

  private static double microF1(Predictions predictions) {
    ClassCounts counts = ClassCounts.ofLabels(predictions);
    long right = 0;
    long either = 0;
    for (int label = 0; label < counts.classes(); label++) {
      right += counts.right()[label];
      either += counts.predicted()[label] + counts.actual()[label];
    }
    return 2.0 * right / either;
  }

  /** A metric of one example, from its numbers of labels. */
  private interface OfExample {
    double of(double given, double meant, double both);
  }

  private static double overExamples(Predictions predictions, OfExample metric) {
    int labels = predictions.columns();
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int given = 0;
      int meant = 0;
      int both = 0;
      for (int i = row * labels; i < (row + 1) * labels; i++) {
        int isGiven = predictions.prediction()[i] > 0 ? 1 : 0;
        int isMeant = predictions.target()[i] > 0 ? 1 : 0;
        given += isGiven;
        meant += isMeant;
        both += isGiven * isMeant;
      }
      sum += given + meant == 0 ? 1 : metric.of(given, meant, both);
    }
    return sum / predictions.rows();
  }

  private static double labelRanking(Predictions predictions) {
    int labels = predictions.columns();
    Ranked ranked = new Ranked(labels);
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int first = row * labels;
      ranked.read(predictions.prediction(), predictions.target(), first, first + labels);
      sum += ranked.relevant() == 0 ? 1 : ranked.precisionByThreshold();
    }
    return sum / predictions.rows();
  }
}
