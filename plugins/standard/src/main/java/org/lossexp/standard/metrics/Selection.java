package org.lossexp.standard.metrics;

/** Finds a number's place without sorting all others (Hoare 1961, Find). */
final class Selection {
  private final double[] memory;

  /** Memory for at most {@code length} numbers. */
  Selection(int length) {
    memory = new double[length];
  }

  /** {@return the {@code k}-th smallest, from 1, of the first {@code length} numbers} */
  double smallest(double[] numbers, int length, int k) {
    System.arraycopy(numbers, 0, memory, 0, length);
    int low = 0;
    int high = length - 1;
    int wanted = k - 1;
    while (low < high) {
      double pivot = middle(memory[low], memory[(low + high) >>> 1], memory[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (memory[i] < pivot) {
          i++;
        }
        while (memory[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = memory[i];
          memory[i++] = memory[j];
          memory[j--] = swapped;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        return memory[wanted];
      }
    }
    return memory[wanted];
  }

  private static double middle(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
