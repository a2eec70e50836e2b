package org.lossexp.standard;

import org.lossexp.spi.Sorting;

/** The Lovász extension of the Jaccard loss (Berman, Triki and Blaschko 2018). */
final class Lovasz {
  private Lovasz() {}

  /** {@return the doubles of memory that {@link #extension} wants behind the errors and truths} */
  static int scratch(int pixels) {
    return 2 * pixels;
  }

  /**
   * {@return the sum of the errors times what each adds to the Jaccard loss, the largest error
   * first}
   *
   * @param scratch the errors of {@code pixels} pixels, which are replaced by what each of them is
   *     multiplied by; then for each pixel 1 where it belongs to the object, else 0; then memory,
   *     as {@link #scratch} says
   */
  static double extension(double[] scratch, int pixels) {
    int order = 2 * pixels;
    Sorting.falling(scratch, 0, pixels, scratch, order);
    double object = 0;
    for (int i = 0; i < pixels; i++) {
      object += scratch[pixels + i];
    }
    double value = 0;
    double found = 0;
    double before = 0;
    for (int rank = 0; rank < pixels; rank++) {
      int pixel = (int) scratch[order + rank];
      found += scratch[pixels + pixel];
      double union = object + (rank + 1 - found);
      double jaccard = 1 - (object - found) / union;
      value += scratch[pixel] * (jaccard - before);
      scratch[pixel] = jaccard - before;
      before = jaccard;
    }
    return value;
  }
}
