package org.lossexp.data;

import org.lossexp.experiment.Shape;

/**
 * Images of another size: each new pixel is the mean of the area that it covers, pixels that it
 * covers in part counting in part. Nothing is cropped; proportions may change.
 */
final class Resizing {
  private Resizing() {}

  static Column.Image resized(Column.Image column, int height, int width) {
    Shape from = column.shape();
    if (from.height() == height && from.width() == width) {
      return column;
    }
    Shape to = new Shape(height, width, from.channels());
    double[][] down = weights(from.height(), height);
    double[][] right = weights(from.width(), width);
    int images = column.values().length / from.size();
    float[] values = new float[Math.multiplyExact(images, to.size())];
    for (int image = 0; image < images; image++) {
      resize(
          column.values(), image * from.size(), from, values, image * to.size(), to, down, right);
    }
    return new Column.Image(column.name(), to, values);
  }

  /** First along the rows, then along the columns. */
  private static void resize(
      float[] before,
      int at,
      Shape from,
      float[] after,
      int to,
      Shape shape,
      double[][] down,
      double[][] right) {
    int channels = from.channels();
    double[] narrow = new double[from.height() * shape.width() * channels];
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int i = 1; i < right[x].length; i++) {
            int source = (int) right[x][0] + i - 1;
            sum += right[x][i] * before[at + (y * from.width() + source) * channels + c];
          }
          narrow[(y * shape.width() + x) * channels + c] = sum;
        }
      }
    }
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int i = 1; i < down[y].length; i++) {
            int source = (int) down[y][0] + i - 1;
            sum += down[y][i] * narrow[(source * shape.width() + x) * channels + c];
          }
          after[to + (y * shape.width() + x) * channels + c] = (float) sum;
        }
      }
    }
  }

  /** {@return for each new place the first old one, and the weights of it and its successors} */
  private static double[][] weights(int from, int to) {
    double[][] weights = new double[to][];
    double ratio = (double) from / to;
    for (int i = 0; i < to; i++) {
      double start = i * ratio;
      double end = Math.min(from, (i + 1) * ratio);
      int first = (int) start;
      int last = Math.max(first, (int) Math.ceil(end) - 1);
      weights[i] = new double[2 + last - first];
      weights[i][0] = first;
      for (int source = first; source <= last; source++) {
        double covered = Math.min(end, source + 1) - Math.max(start, source);
        weights[i][1 + source - first] = covered / (end - start);
      }
    }
    return weights;
  }
}
