package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;

/** Chooses which examples of a part meet in each step of an epoch. */
abstract sealed class Sampler {
  /** {@return the most examples that a step has} */
  abstract int most();

  /** {@return the steps of an epoch} */
  abstract int steps();

  /** Starts an epoch. */
  abstract void begin(RandomStream.Key epoch);

  /**
   * Chooses the examples of a step.
   *
   * @param out receives them
   * @return how many there are
   */
  abstract int choose(int step, int[] out);

  /** {@return where the lists of the examples last chosen begin, and at last how many there are} */
  abstract int[] starts();

  /** {@return the numbers 0 … {@code count} − 1} */
  static int[] numbers(int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  /** Every example once, in an order that is drawn anew for each epoch. */
  static final class InOrder extends Sampler {
    private final int[] rows;
    private final int[] order;
    private final int size;
    private final int[] starts = new int[2];

    /**
     * @param rows which examples there are
     * @param size examples a step; the last step may have fewer
     */
    InOrder(int[] rows, int size) {
      this.rows = rows;
      this.order = rows.clone();
      this.size = Math.min(size, rows.length);
    }

    @Override
    int most() {
      return size;
    }

    @Override
    int steps() {
      return Math.ceilDiv(order.length, size);
    }

    @Override
    void begin(RandomStream.Key epoch) {
      System.arraycopy(rows, 0, order, 0, rows.length);
      epoch.stream().shuffle(order);
    }

    @Override
    int choose(int step, int[] out) {
      int first = step * size;
      int count = Math.min(size, order.length - first);
      System.arraycopy(order, first, out, 0, count);
      starts[1] = count;
      return count;
    }

    @Override
    int[] starts() {
      return starts;
    }
  }

  /** Every list once, whole, in an order that is drawn anew for each epoch. */
  static final class WholeLists extends Sampler {
    private final int[] begins;
    private final int[] order;
    private final int most;
    private final int[] full;
    private final int[] last;
    private int[] starts;

    /**
     * @param size lists a step; the last step may have fewer
     */
    WholeLists(Part part, int size) {
      begins = part.starts();
      order = new int[part.lists()];
      int lists = Math.min(size, order.length);
      full = new int[lists + 1];
      int rest = order.length % lists;
      last = rest == 0 ? full : new int[rest + 1];
      starts = full;
      most = longest(lists);
    }

    /** {@return the rows of the {@code lists} longest lists} */
    private int longest(int lists) {
      int[] lengths = new int[order.length];
      for (int list = 0; list < lengths.length; list++) {
        lengths[list] = begins[list + 1] - begins[list];
      }
      Arrays.sort(lengths);
      int sum = 0;
      for (int i = lengths.length - lists; i < lengths.length; i++) {
        sum = Math.addExact(sum, lengths[i]);
      }
      return sum;
    }

    @Override
    int most() {
      return most;
    }

    @Override
    int steps() {
      return Math.ceilDiv(order.length, full.length - 1);
    }

    @Override
    void begin(RandomStream.Key epoch) {
      System.arraycopy(numbers(order.length), 0, order, 0, order.length);
      epoch.stream().shuffle(order);
    }

    @Override
    int choose(int step, int[] out) {
      int first = step * (full.length - 1);
      starts = order.length - first < full.length - 1 ? last : full;
      int count = 0;
      for (int i = 0; i < starts.length - 1; i++) {
        int list = order[first + i];
        starts[i] = count;
        for (int row = begins[list]; row < begins[list + 1]; row++) {
          out[count++] = row;
        }
      }
      starts[starts.length - 1] = count;
      return count;
    }

    @Override
    int[] starts() {
      return starts;
    }
  }

  /**
   * So many classes a step, and of each so many examples: the first of each class, then the second
   * of each, and so on. An epoch has as many steps as it takes to see as many examples as there
   * are; classes are drawn for every step, and the examples of a class come in turn.
   */
  static final class PerClass extends Sampler {
    private final int[][] members;
    private final int[] turns;
    private final int[] classes;
    private final int drawn;
    private final int examples;
    private final int steps;
    private final int[] starts = new int[2];
    private RandomStream stream = RandomStream.key("unused").stream();

    /**
     * @param drawn classes a step
     * @param examples of each class
     */
    PerClass(Part part, int drawn, int examples) {
      this.members = byClass(part);
      this.turns = new int[members.length];
      this.classes = numbers(members.length);
      this.drawn = Math.min(drawn, members.length);
      this.examples = examples;
      this.steps = Math.ceilDiv(part.rows(), this.drawn * examples);
    }

    /** {@return the rows of each class that has some} */
    static int[][] byClass(Part part) {
      List<List<Integer>> rows = new ArrayList<>();
      for (int row = 0; row < part.rows(); row++) {
        int label = (int) part.target()[row];
        while (rows.size() <= label) {
          rows.add(new ArrayList<>());
        }
        rows.get(label).add(row);
      }
      return rows.stream()
          .filter(list -> !list.isEmpty())
          .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
          .toArray(int[][]::new);
    }

    @Override
    int most() {
      return drawn * examples;
    }

    @Override
    int steps() {
      return steps;
    }

    @Override
    void begin(RandomStream.Key epoch) {
      stream = epoch.with("per_class").stream();
      for (int c = 0; c < members.length; c++) {
        Arrays.sort(members[c]);
        stream.shuffle(members[c]);
        turns[c] = 0;
      }
    }

    @Override
    int choose(int step, int[] out) {
      for (int i = 0; i < drawn; i++) {
        int chosen = i + stream.below(classes.length - i);
        int kept = classes[i];
        classes[i] = classes[chosen];
        classes[chosen] = kept;
      }
      for (int round = 0; round < examples; round++) {
        for (int i = 0; i < drawn; i++) {
          int[] rows = members[classes[i]];
          out[round * drawn + i] = rows[turns[classes[i]]++ % rows.length];
        }
      }
      starts[1] = most();
      return most();
    }

    @Override
    int[] starts() {
      return starts;
    }
  }
}
