package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment of each family on real data, as small as it still says something. */
class FamiliesTest {
  @TempDir private Path folder;

  /**
   * The ratings of MovieLens. LightFM's documentation has, on the larger ML-100K, a precision at 10
   * of 0.10 and 0.11 and an AUC of 0.86 and 0.90 for BPR and WARP; both beat the squared error.
   */
  @Test
  void preferencesRecommendBetterThanValues() throws Exception {
    Map<String, List<Double>> metrics =
        run(
            """
            data movies = ratings("%s", user = "userId", item = "movieId", value = "rating", positive = 4)
                       -> holdout(test = 20%%, validation = 10%%)
            model mf = factors(16)
            loss mse, bpr, warp
            loss bpr_mine = softplus(-gap)
            optimizer adam(learning_rate = 0.01)
            train { epochs = 5, batch_size = 512, negatives = uniform(count = 4) }
            measure ndcg(k = 10), precision(k = 10), auc_per_user, rmse
            compare { baseline = mse }
            repeat { seeds = 1 }
            """
                .formatted(Checkout.shared("data/movielens-latest-small/ratings.csv.gz")),
            "ndcg",
            "precision",
            "auc_per_user",
            "rmse");
    List<Double> mse = metrics.get("mse");
    for (String loss : List.of("bpr", "warp")) {
      for (int m = 0; m < 3; m++) {
        assertTrue(metrics.get(loss).get(m) > mse.get(m), loss + " " + metrics);
      }
      assertBetween(0.09, 0.16, metrics.get(loss).get(1));
      assertBetween(0.86, 0.95, metrics.get(loss).get(2));
    }
    // Rating models reach a root mean squared error of 0.85 to 0.95 there.
    assertBetween(0.84, 1.0, mse.get(3));
    assertEquals(metrics.get("bpr"), metrics.get("bpr_mine"));
  }

  /**
   * The example of LightGBM for LambdaRank, 50 test queries of up to 34 documents: LambdaRank beats
   * the squared error of grades (Burges 2010).
   */
  @Test
  void listsAreRanked() throws Exception {
    Path data = Checkout.shared("data/lightgbm-lambdarank/rank.train.gz").getParent();
    Map<String, List<Double>> metrics =
        run(
            """
            data web = libsvm("%1$s/rank.train.gz", test = "%1$s/rank.test.gz",
              group = "%1$s/rank.train.query", test_group = "%1$s/rank.test.query")
                    -> holdout(validation = 16%%, by = group) -> standardize()
            model scorer = dense(32, relu) -> dense(outputs)
            loss mse, pointwise_mse, ranknet, lambdarank, gumbel_approx_ndcg
            loss own(sigma = 1) = softplus(-sigma * gap)
            train { epochs = 8, batch_size = 16 }
            measure ndcg(k = 10), map
            repeat { seeds = 2, vary = [init, order] }
            """
                .formatted(data),
            "ndcg");
    assertTrue(mean(metrics.get("lambdarank")) > mean(metrics.get("mse")), metrics.toString());
    metrics.values().forEach(ndcg -> assertBetween(0.6, 0.85, mean(ndcg)));
    // A value a document, and a relevance a document, are the same; so is a formula of one's own.
    assertEquals(metrics.get("mse"), metrics.get("pointwise_mse"));
    assertEquals(metrics.get("ranknet"), metrics.get("own"));
  }

  /**
   * Handwritten digits: the nearest neighbour finds the class of 98 % of them in the 64 features
   * themselves (Alpaydin and Kaynak 1998), and no embedding of 16 numbers should lose much of that.
   */
  @Test
  void examplesOfAClassComeTogether() throws Exception {
    Map<String, List<Double>> metrics =
        run(
            """
            data digits = csv("%s", target = last, header = false)
                       -> holdout(test = 20%%, validation = 10%%) -> standardize()
            model enc = dense(64, relu) -> dense(16) -> l2_normalize()
            loss supcon, arcface, proxy_anchor, triplet_margin(margin = 0.3), contrastive_pair, n_pairs
            loss own(m = 0.2) = max(0, d_positive - d_negative + m)
            train { epochs = 8, sampler = per_class(classes = 8, examples = 4), mining = semi_hard }
            measure recall(k = 1), nmi
            repeat { seeds = 1 }
            """
                .formatted(Checkout.shared("data/optdigits/optdigits.tra.gz")),
            "recall");
    metrics.forEach((loss, recall) -> assertBetween(0.9, 1, recall.getFirst()));
    assertEquals(7, metrics.size());
  }

  /** The same digits without their labels: what two views of an example have in common. */
  @Test
  void viewsTeachWithoutLabels() throws Exception {
    Map<String, List<Double>> metrics =
        run(
            """
            data digits = csv("%s", target = last, header = false)
                       -> holdout(test = 20%%, validation = 16%%) -> standardize()
                       -> views(noise(0.1), mask(20%%))
            model enc = dense(64, relu) -> dense(32)
            loss nt_xent, vicreg, spectral_contrastive
            train { epochs = 3, batch_size = 64 }
            measure knn_accuracy(k = 5)
            compare { by = test.knn_accuracy(k = 5) }
            repeat { seeds = 1 }
            """
                .formatted(Checkout.shared("data/optdigits/optdigits.tra.gz")),
            "knn_accuracy");
    metrics.values().forEach(accuracy -> assertBetween(0.75, 0.99, accuracy.getFirst()));
  }

  /**
   * Genes of yeast with 14 labels. Madjarov et al. 2012 (Pattern Recognition 45) have twelve
   * methods with a Hamming loss of 0.19 to 0.23 and a micro-averaged F1 of 0.58 to 0.69.
   */
  @Test
  void labelsArePredicted() throws Exception {
    Path data = Checkout.shared("data/multilabel-yeast/yeast-train.arff.gz").getParent();
    Map<String, List<Double>> metrics =
        run(
            """
            data yeast = arff("%1$s/yeast-train.arff.gz", test = "%1$s/yeast-test.arff.gz", labels = 14)
                      -> standardize()
            model m = dense(32, relu) -> dense(outputs)
            loss bce_with_logits, dice
            measure hamming, micro_f1, macro_f1, lrap
            repeat { seeds = 1, vary = [init] }
            """
                .formatted(data),
            "hamming",
            "micro_f1");
    for (List<Double> measured : metrics.values()) {
      assertBetween(0.18, 0.24, measured.get(0));
      assertBetween(0.58, 0.7, measured.get(1));
    }
  }

  /** Times of a Cox model, 30 % of them cut off; a coin would put half of the pairs in order. */
  @Test
  void timesArePutInOrder() throws Exception {
    Map<String, List<Double>> metrics =
        run(
            """
            data patients = survival(rows = 500, seed = 1) -> holdout(test = 30%, validation = 15%)
                         -> standardize()
            loss cox_partial_likelihood, mse
            optimizer adam(learning_rate = 0.05)
            train { epochs = 60, batch_size = all }
            measure c_index
            compare { by = test.c_index }
            repeat { seeds = 1 }
            """,
            "c_index");
    metrics.values().forEach(index -> assertBetween(0.58, 0.95, index.getFirst()));
  }

  /** The relations of nations: 14 tails to choose from, of which one at random has 0.23. */
  @Test
  void triplesAreCompleted() throws Exception {
    Path data = Checkout.shared("data/kg-nations/train.txt").getParent();
    Map<String, List<Double>> metrics =
        run(
            """
            data nations = triples(train = "%1$s/train.txt", validation = "%1$s/valid.txt",
              test = "%1$s/test.txt")
            model te = translational(16)
            loss bpr, sampled_softmax
            loss own(m = 1) = max(0, m - gap)
            optimizer adam(learning_rate = 0.02)
            train { epochs = 10, batch_size = 64, negatives = corrupt(count = 8) }
            measure mrr, hit_rate(k = 10)
            repeat { seeds = 1, vary = [init] }
            """
                .formatted(data),
            "mrr",
            "hit_rate");
    for (List<Double> measured : metrics.values()) {
      assertBetween(0.35, 0.7, measured.get(0));
      assertBetween(0.9, 1, measured.get(1));
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static void assertBetween(double low, double high, double value) {
    assertTrue(low <= value && value <= high, value + " is outside of " + low + " … " + high);
  }

  /** {@return contender → the test metrics whose names begin so, seed by seed} */
  private Map<String, List<Double>> run(String text, String... names) throws IOException {
    Path file = Files.writeString(folder.resolve("family.lossexp"), text);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--no-cache");
    assertEquals(0, run.code(), run.err());
    List<String> rows = Files.readAllLines(folder.resolve("r/trials.csv"));
    List<String> header = cells(rows.getFirst());
    Map<String, List<Double>> metrics = new LinkedHashMap<>();
    for (String row : rows.subList(1, rows.size())) {
      List<String> cells = cells(row);
      List<Double> of =
          metrics.computeIfAbsent(cells.get(header.indexOf("contender")), _ -> new ArrayList<>());
      for (String name : names) {
        for (int i = 0; i < header.size(); i++) {
          if (header.get(i).startsWith("test." + name)) {
            of.add(cells.get(i).isEmpty() ? Double.NaN : Double.parseDouble(cells.get(i)));
          }
        }
      }
    }
    return metrics;
  }

  /** Quoted cells hold commas. */
  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
      cells.add(cell.replace("\"", ""));
    }
    return cells;
  }
}
