package org.lossexp.standard.metrics;

import java.util.Arrays;
import org.lossexp.spi.Predictions;

/** Embeddings as points. */
final class Embedded {
  private Embedded() {}

  /** {@return the embeddings, each brought to length 1 where {@code byAngle}; one of 0 stays 0} */
  static double[] points(Predictions predictions, boolean byAngle) {
    int width = predictions.columns();
    double[] points = Arrays.copyOf(predictions.prediction(), predictions.rows() * width);
    for (int first = 0; byAngle && first < points.length; first += width) {
      double largest = 0;
      for (int i = first; i < first + width; i++) {
        largest = Math.max(largest, Math.abs(points[i]));
      }
      // Divided by the largest first, no square is infinite or vanishes.
      double squares = 0;
      for (int i = first; largest > 0 && i < first + width; i++) {
        points[i] /= largest;
        squares += points[i] * points[i];
      }
      double length = Math.sqrt(squares);
      for (int i = first; largest > 0 && i < first + width; i++) {
        points[i] /= length;
      }
    }
    return points;
  }
}
