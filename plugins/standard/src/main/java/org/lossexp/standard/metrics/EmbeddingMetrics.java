package org.lossexp.standard.metrics;

import java.util.Arrays;
import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Range;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/**
 * Metrics of embeddings: examples of a class should lie together. Each example asks the others of
 * the part that is judged. An example whose class no other has cannot find one and is left out.
 */
final class EmbeddingMetrics {
  private static final String K = "k";
  private static final String DISTANCE = "distance";
  private static final String COSINE = "cosine";
  private static final int USUAL_NEIGHBOURS = 5;

  /** Votes that differ by less are equal, but for the rounding of their shares. */
  private static final double LEAST_VOTE = 1e-9;

  private static final String ALONE = "where no two examples have the same class";
  private static final String REALITY_CHECK =
      "Musgrave, Belongie & Lim 2020, A metric learning reality check";

  private EmbeddingMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofEmbeddings("recall")
                .aliases("recall_at_k")
                .parameter(k(1))
                .parameter(distance())
                .undefined(ALONE)
                .summary(
                    "Recall@K: the share of examples that have one of their class among their k"
                        + " nearest neighbours.")
                .formula("mean of [one of the k nearest others has the same class]")
                .reference(
                    "Jégou, Douze & Schmid 2011; Oh Song et al. 2016, Deep metric learning via"
                        + " lifted structured feature embedding"),
            EmbeddingMetrics::recall),
        PlainMetric.of(
            ofEmbeddings("map_at_r")
                .aliases("mean_average_precision_at_r")
                .parameter(distance())
                .undefined(ALONE)
                .summary(
                    "The average precision among as many nearest neighbours as there are others of"
                        + " the class: rewards that all of them come first.")
                .formula(
                    "mean of 1/R sum over i = 1 .. R of [i-th has the class] * precision at i; R"
                        + " others of the class")
                .reference(REALITY_CHECK),
            (predictions, arguments) ->
                withinClassSize(
                    predictions, arguments, (ranked, alike) -> ranked.precisions(alike) / alike)),
        PlainMetric.of(
            ofEmbeddings("r_precision")
                .parameter(distance())
                .undefined(ALONE)
                .summary(
                    "The share of the class among as many nearest neighbours as there are others of"
                        + " the class.")
                .formula("mean of |same class among the R nearest| / R; R others of the class")
                .reference(REALITY_CHECK),
            (predictions, arguments) ->
                withinClassSize(
                    predictions,
                    arguments,
                    (ranked, alike) -> ranked.relevantWithin(alike) / alike)),
        PlainMetric.of(
            ofEmbeddings("knn_accuracy")
                .parameter(k(USUAL_NEIGHBOURS))
                .parameter(distance())
                .undefined("for one row")
                .summary(
                    "The share of examples whose k nearest neighbours elect their class: what the"
                        + " embedding is worth to a simple classifier.")
                .formula(
                    "mean of [most of the k nearest others have the class]; an equal vote counts by"
                        + " the number of winners")
                .reference(
                    "Wu et al. 2018, Unsupervised feature learning via non-parametric instance"
                        + " discrimination; scikit-learn, KNeighborsClassifier, each example left"
                        + " out"),
            EmbeddingMetrics::knnAccuracy),
        PlainMetric.of(
            ofEmbeddings("nmi")
                .aliases("normalized_mutual_information")
                .parameter(distance())
                .undefined("where all examples have the same class")
                .summary(
                    "What clusters of the embeddings say of the classes: 1 if everything, 0 if"
                        + " nothing.")
                .formula(
                    "2 I(clusters; classes) / (H(clusters) + H(classes)); as many clusters as there"
                        + " are classes, by k-means: seeded by k-means++ from a constant, at most "
                        + KMeans.ITERATIONS
                        + " iterations, examples taken in an order of their values")
                .reference(
                    "Manning, Raghavan & Schütze 2008, 16.3; scikit-learn,"
                        + " normalized_mutual_info_score; Arthur & Vassilvitskii 2007"),
            (predictions, arguments) -> Clusters.agreement(predictions, byAngle(arguments))));
  }

  private static MetricDescriptor.Builder ofEmbeddings(String name) {
    return MetricDescriptor.of(name, Reading.EMBEDDING, Direction.HIGHER_IS_BETTER)
        .tasks(Task.BINARY, Task.MULTICLASS, Task.EMBEDDING)
        .range(Range.closed(0, 1));
  }

  private static ParameterSpec k(int usual) {
    return new ParameterSpec.Whole(K, usual, Range.atLeast(1), "how many neighbours count");
  }

  private static ParameterSpec distance() {
    return new ParameterSpec.Choice(
        DISTANCE,
        COSINE,
        List.of(COSINE, "euclidean"),
        "what is near: by the angle between embeddings, or by the way from one to the other");
  }

  private static boolean byAngle(Arguments arguments) {
    return arguments.word(DISTANCE).equals(COSINE);
  }

  private static double recall(Predictions predictions, Arguments arguments) {
    int k = arguments.whole(K);
    Neighbours neighbours = Neighbours.of(predictions, byAngle(arguments));
    Ranked ranked = new Ranked(neighbours.rows());
    double[] score = new double[neighbours.rows()];
    double[] relevance = new double[neighbours.rows()];
    return neighbours.mean((row, distances) -> {
      if (neighbours.alike(row) == 0) {
        return Double.NaN;
      }
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < distances.length; i++) {
        boolean same = neighbours.label(i) == neighbours.label(row);
        nearest = same ? Math.min(nearest, distances[i]) : nearest;
      }
      // Who is farther than the first of the class changes nothing.
      int near = 0;
      for (int i = 0; i < distances.length; i++) {
        if (distances[i] <= nearest && i != row) {
          score[near] = -distances[i];
          relevance[near++] = neighbours.label(i) == neighbours.label(row) ? 1 : 0;
        }
      }
      ranked.read(score, relevance, 0, near);
      return ranked.hit(k);
    });
  }

  /** A metric of the neighbours of an example, of which {@code alike} have its class. */
  private interface WithinClassSize {
    double of(Ranked ranked, int alike);
  }

  private static double withinClassSize(
      Predictions predictions, Arguments arguments, WithinClassSize metric) {
    Neighbours neighbours = Neighbours.of(predictions, byAngle(arguments));
    Selection selection = new Selection(neighbours.rows());
    Ranked ranked = new Ranked(neighbours.rows());
    double[] score = new double[neighbours.rows()];
    double[] relevance = new double[neighbours.rows()];
    return neighbours.mean((row, distances) -> {
      int alike = neighbours.alike(row);
      if (alike == 0) {
        return Double.NaN;
      }
      double last = selection.smallest(distances, distances.length, alike);
      int near = 0;
      for (int i = 0; i < distances.length; i++) {
        if (distances[i] <= last && i != row) {
          score[near] = -distances[i];
          relevance[near++] = neighbours.label(i) == neighbours.label(row) ? 1 : 0;
        }
      }
      ranked.read(score, relevance, 0, near);
      return metric.of(ranked, alike);
    });
  }

  private static double knnAccuracy(Predictions predictions, Arguments arguments) {
    Neighbours neighbours = Neighbours.of(predictions, byAngle(arguments));
    int k = Math.min(arguments.whole(K), neighbours.rows() - 1);
    if (k == 0) {
      return Double.NaN;
    }
    Selection selection = new Selection(neighbours.rows());
    double[] votes = new double[neighbours.classes()];
    return neighbours.mean((row, distances) -> {
      double last = selection.smallest(distances, distances.length, k);
      int nearer = 0;
      int farthest = 0;
      for (int i = 0; i < distances.length; i++) {
        nearer += distances[i] < last ? 1 : 0;
        farthest += distances[i] == last && i != row ? 1 : 0;
      }
      // Those that are equally far share the votes that are left.
      double share = (double) (k - nearer) / farthest;
      Arrays.fill(votes, 0);
      for (int i = 0; i < distances.length; i++) {
        if (distances[i] <= last && i != row) {
          votes[neighbours.label(i)] += distances[i] < last ? 1 : share;
        }
      }
      return shareOfWinners(votes, neighbours.label(row));
    });
  }

  /** {@return 1 / the number of classes that have the most votes, if {@code label} is of them} */
  private static double shareOfWinners(double[] votes, int label) {
    int winners = 0;
    for (double vote : votes) {
      if (vote > votes[label] + LEAST_VOTE) {
        return 0;
      }
      winners += vote >= votes[label] - LEAST_VOTE ? 1 : 0;
    }
    return 1.0 / winners;
  }
}
