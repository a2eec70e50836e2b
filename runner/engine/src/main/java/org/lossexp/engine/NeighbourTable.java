package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Evidence;
import org.lossexp.spi.Predictions;

/**
 * Which examples lie nearest to the first ones of a part, by the angle between embeddings, as the
 * metrics of embeddings have it unless they are told otherwise.
 */
final class NeighbourTable {
  private static final int EXAMPLES = 20;
  private static final int NEIGHBOURS = 5;

  private NeighbourTable() {}

  /**
   * {@return the nearest others of each of the first examples; of equally far ones the first}
   *
   * @param source row of the source of each example, from 0; the table counts from 1
   * @param classes names in the order of class indices
   */
  static Evidence of(Predictions embeddings, int[] source, List<String> classes) {
    List<Evidence.Row> rows = new ArrayList<>();
    double[] distances = new double[embeddings.rows()];
    for (int example = 0; example < Math.min(EXAMPLES, embeddings.rows()); example++) {
      for (int other = 0; other < distances.length; other++) {
        distances[other] = distance(embeddings, example, other);
      }
      boolean[] taken = new boolean[distances.length];
      taken[example] = true;
      for (int rank = 1; rank <= Math.min(NEIGHBOURS, distances.length - 1); rank++) {
        int nearest = nearest(distances, taken);
        taken[nearest] = true;
        double same = embeddings.target()[example] == embeddings.target()[nearest] ? 1 : 0;
        rows.add(
            new Evidence.Row(
                List.of(
                    Integer.toString(source[example] + 1),
                    Integer.toString(rank),
                    Integer.toString(source[nearest] + 1),
                    label(embeddings, example, classes),
                    label(embeddings, nearest, classes)),
                List.of(distances[nearest], same)));
      }
    }
    return new Evidence(
        "neighbours",
        List.of("example", "rank", "neighbour", "label", "neighbour_label"),
        List.of("distance", "same"),
        rows);
  }

  private static int nearest(double[] distances, boolean[] taken) {
    int nearest = -1;
    for (int other = 0; other < distances.length; other++) {
      if (!taken[other]
          && (nearest < 0 || Double.compare(distances[other], distances[nearest]) < 0)) {
        nearest = other;
      }
    }
    return nearest;
  }

  /** {@return 1 − the cosine of the angle; 1 from an embedding that is 0} */
  private static double distance(Predictions embeddings, int one, int other) {
    int width = embeddings.columns();
    double[] all = embeddings.prediction();
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i = 0; i < width; i++) {
      double a = all[one * width + i];
      double b = all[other * width + i];
      product = Math.fma(a, b, product);
      ofOne = Math.fma(a, a, ofOne);
      ofOther = Math.fma(b, b, ofOther);
    }
    double lengths = Math.sqrt(ofOne) * Math.sqrt(ofOther);
    return lengths == 0 ? 1 : 1 - product / lengths;
  }

  private static String label(Predictions embeddings, int row, List<String> classes) {
    int label = (int) embeddings.target()[row];
    return label < classes.size() ? classes.get(label) : Integer.toString(label);
  }
}
