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
import org.lossexp.spi.Task;

/**
 * Metrics of lists that scores put in order: a query's documents, a user's items. An item is
 * relevant where its relevance is above 0. Lists count the same, however long; those without a
 * relevant item say nothing of any order and are left out.
 */
final class ListMetrics {
  private static final String K = "k";
  private static final String GAIN = "gain";
  private static final String EXPONENTIAL = "exponential";
  private static final int USUAL_K = 10;
  private static final String WITHOUT_RELEVANT = "where no list has a relevant item";

  private ListMetrics() {}

  static List<Metric> all() {
    return List.of(
        PlainMetric.of(
            ofLists("ndcg")
                .parameter(k())
                .parameter(
                    new ParameterSpec.Choice(
                        GAIN,
                        EXPONENTIAL,
                        List.of(EXPONENTIAL, "linear"),
                        "what an item of relevance r is worth: 2^r - 1, or r"))
                .summary(
                    "What the first k items are worth, discounted by rank, as a share of what the"
                        + " best order would be worth.")
                .formula("mean over lists of DCG / ideal DCG; DCG = sum of gain / log2(rank + 1)")
                .reference(
                    "Järvelin & Kekäläinen 2002; Burges et al. 2005; scikit-learn, ndcg_score"
                        + " (gain = linear)"),
            ListMetrics::ndcg),
        PlainMetric.of(
            ofLists("map")
                .aliases("mean_average_precision")
                .summary("The precision at the rank of each relevant item, averaged.")
                .formula(
                    "mean over lists of the mean over relevant items of precision at their rank")
                .reference(
                    "Voorhees & Harman 2005, TREC; scikit-learn, average_precision_score, where no"
                        + " scores are equal"),
            predictions ->
                overLists(
                    predictions, ranked -> ranked.precisions(ranked.items()) / ranked.relevant())),
        PlainMetric.of(
            ofLists("mrr")
                .aliases("mean_reciprocal_rank")
                .summary("One over the rank of the first relevant item, averaged.")
                .formula("mean over lists of 1 / rank of the first relevant item")
                .reference(
                    "Voorhees 1999, The TREC-8 question answering track report; scikit-learn,"
                        + " label_ranking_average_precision_score, for one relevant item"),
            predictions -> overLists(predictions, Ranked::reciprocalRank)),
        PlainMetric.of(
            ofLists("precision")
                .aliases("precision_at_k")
                .parameter(k())
                .summary("The share of relevant items among the first k.")
                .formula("mean over lists of |relevant within k| / k, in lists shorter than k too")
                .reference("Voorhees & Harman 2005, TREC"),
            (predictions, arguments) -> {
              int k = arguments.whole(K);
              return overLists(predictions, ranked -> ranked.relevantWithin(k) / k);
            }),
        PlainMetric.of(
            ofLists("recall")
                .aliases("recall_at_k")
                .parameter(k())
                .summary("The share of the relevant items that are among the first k.")
                .formula("mean over lists of |relevant within k| / |relevant|")
                .reference("Voorhees & Harman 2005, TREC"),
            (predictions, arguments) -> {
              int k = arguments.whole(K);
              return overLists(predictions, ranked -> ranked.relevantWithin(k) / ranked.relevant());
            }),
        PlainMetric.of(
            ofLists("hit_rate")
                .aliases("hit_rate_at_k")
                .parameter(k())
                .summary("The share of lists with a relevant item among the first k.")
                .formula("mean over lists of [an item within k is relevant]")
                .reference("Deshpande & Karypis 2004, Item-based top-N recommendation algorithms"),
            (predictions, arguments) -> {
              int k = arguments.whole(K);
              return overLists(predictions, ranked -> ranked.hit(k));
            }),
        PlainMetric.of(
            ofLists("auc_per_user")
                .aliases("auc_per_list")
                .summary(
                    "The chance that a relevant item of a list stands before another one, averaged"
                        + " over the lists; ties count half.")
                .formula("mean over lists of the area under their ROC curve")
                .undefined("where no list has both relevant and other items")
                .reference("Rendle et al. 2009, BPR; scikit-learn, roc_auc_score of each list"),
            predictions -> overLists(predictions, Ranked::area)));
  }

  private static MetricDescriptor.Builder ofLists(String name) {
    return MetricDescriptor.of(name, Reading.SCORE, Direction.HIGHER_IS_BETTER)
        .tasks(Task.RANKING, Task.RECOMMENDATION)
        .range(Range.closed(0, 1))
        .undefined(WITHOUT_RELEVANT);
  }

  private static ParameterSpec k() {
    return new ParameterSpec.Whole(K, USUAL_K, Range.atLeast(1), "how many items count");
  }

  /** A metric of one list; NaN where it says nothing. */
  private interface OfList {
    double of(Ranked ranked);
  }

  private static double overLists(Predictions predictions, OfList metric) {
    return overLists(predictions, predictions.target(), metric);
  }

  private static double overLists(Predictions predictions, double[] relevance, OfList metric) {
    Ranked ranked = new Ranked(longest(predictions));
    double sum = 0;
    int counted = 0;
    for (int list = 0; list < predictions.lists(); list++) {
      int first = predictions.starts()[list];
      int end = predictions.starts()[list + 1];
      ranked.read(predictions.prediction(), relevance, first, end);
      double value = ranked.relevant() == 0 ? Double.NaN : metric.of(ranked);
      if (!Double.isNaN(value)) {
        sum += Math.min(1, value); // a rounding may leave it above
        counted++;
      }
    }
    return sum / counted;
  }

  private static int longest(Predictions predictions) {
    int longest = 0;
    for (int list = 0; list < predictions.lists(); list++) {
      longest = Math.max(longest, predictions.starts()[list + 1] - predictions.starts()[list]);
    }
    return longest;
  }

  private static double ndcg(Predictions predictions, Arguments arguments) {
    int k = arguments.whole(K);
    boolean exponential = arguments.word(GAIN).equals(EXPONENTIAL);
    double[] gains = new double[predictions.rows()];
    for (int i = 0; i < gains.length; i++) {
      double relevance = Math.max(0, predictions.target()[i]);
      gains[i] = exponential ? gain(relevance) : relevance;
    }
    double[] discounts = new double[longest(predictions) + 1];
    for (int rank = 1; rank < discounts.length; rank++) {
      discounts[rank] = discounts[rank - 1] + StrictMath.log(2) / StrictMath.log(rank + 1.0);
    }
    int within = Math.min(k, discounts.length - 1);
    return overLists(
        predictions,
        gains,
        ranked -> ranked.discounted(within, discounts) / ranked.ideal(within, discounts));
  }

  private static double gain(double relevance) {
    return relevance == 0 ? 0 : StrictMath.pow(2, relevance) - 1;
  }
}
