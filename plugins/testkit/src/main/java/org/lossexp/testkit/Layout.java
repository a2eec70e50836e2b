package org.lossexp.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lossexp.spi.Family;
import org.lossexp.spi.Refusal;

/**
 * Where the numbers of a golden case lie in a batch: for every place of the batch the leaf of the
 * case's prediction that stands there.
 *
 * <ul>
 *   <li>{@code [n]} is n rows of one column, {@code [n, d]} n rows of d.
 *   <li>Lists of scores (family ranking, with a target), and anything three deep, are the rows of
 *       all lists one after the other.
 *   <li>What stands beside {@code embeddings} is the loss's own state.
 *   <li>Parts of the target's shape alternate, column by column: mean_1, variance_1, mean_2, …
 *   <li>Parts with different numbers of rows, and those of {@link #STACKED}, lie below one another;
 *       the input {@code part} counts them from 0.
 *   <li>Other parts stand side by side.
 * </ul>
 */
@SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
record Layout(int rows, int columns, int[] leaves, int[] starts, int[] part, Map<String, Own> own) {
  /** Parts that have nothing to do with each other row by row, even where they are as many. */
  private static final List<List<String>> STACKED =
      List.of(List.of("support", "query"), List.of("query", "positive", "negatives"));

  private static final String EMBEDDINGS = "embeddings";

  /** A matrix of the loss's own numbers, and the leaves that stand in it. */
  record Own(int rows, int columns, int[] leaves) {}

  /** {@return where the numbers of {@code prediction} lie} */
  static Layout of(Nested prediction, Nested target, Family family) throws Refusal {
    // Every leaf is replaced by its own number, and these are then moved about.
    Nested numbered = prediction.withLeaves(leaf -> leaf);
    if (numbered instanceof Nested.Parts(Map<String, Nested> parts)) {
      return parts.containsKey(EMBEDDINGS) ? withOwn(parts) : ofParts(parts, target);
    }
    boolean lists = prediction.depth() == 2 && family == Family.RANKING && target.size() > 0;
    return lists || prediction.depth() > 2 ? inLists(numbered) : matrix("prediction", numbered);
  }

  private static Layout matrix(String name, Nested nested) throws Refusal {
    List<Integer> shape = nested.shape();
    if (shape.isEmpty() || shape.contains(-1) || shape.size() > 2) {
      throw new Refusal("`%s` is no table of numbers: its rows differ in length".formatted(name));
    }
    int columns = shape.size() == 1 ? 1 : shape.get(1);
    return new Layout(shape.getFirst(), columns, whole(nested));
  }

  private Layout(int rows, int columns, int[] leaves) {
    this(rows, columns, leaves, new int[] {0, rows}, new int[0], Map.of());
  }

  private static Layout inLists(Nested nested) throws Refusal {
    List<Nested> lists = ((Nested.Items) nested).items();
    int columns = nested.depth() == 2 ? 1 : nested.shape().getLast();
    if (nested.depth() > 3 || columns < 0) {
      throw new Refusal("the items of `prediction` differ in their number of columns");
    }
    int[] starts = new int[lists.size() + 1];
    for (int list = 0; list < lists.size(); list++) {
      starts[list + 1] = starts[list] + ((Nested.Items) lists.get(list)).items().size();
    }
    int rows = starts[lists.size()];
    return new Layout(rows, columns, whole(nested), starts, new int[0], Map.of());
  }

  private static Layout withOwn(Map<String, Nested> parts) throws Refusal {
    Map<String, Own> own = new LinkedHashMap<>();
    for (Map.Entry<String, Nested> part : parts.entrySet()) {
      if (!part.getKey().equals(EMBEDDINGS)) {
        Layout matrix = matrix(part.getKey(), part.getValue());
        own.put(part.getKey(), new Own(matrix.rows, matrix.columns, matrix.leaves));
      }
    }
    Layout rows = matrix(EMBEDDINGS, parts.get(EMBEDDINGS));
    return new Layout(rows.rows, rows.columns, rows.leaves, rows.starts, rows.part, own);
  }

  private static Layout ofParts(Map<String, Nested> parts, Nested target) throws Refusal {
    Layout[] tables = new Layout[parts.size()];
    int next = 0;
    for (Map.Entry<String, Nested> part : parts.entrySet()) {
      tables[next++] = matrix(part.getKey(), part.getValue());
    }
    boolean unequal = Arrays.stream(tables).anyMatch(table -> table.rows != tables[0].rows);
    if (unequal || STACKED.contains(List.copyOf(parts.keySet()))) {
      return stacked(tables);
    }
    boolean alternate =
        parts.values().stream().allMatch(part -> part.shape().equals(target.shape()));
    return alternate ? alternating(tables) : sideBySide(tables);
  }

  private static Layout stacked(Layout... tables) throws Refusal {
    int columns = tables[0].columns;
    if (Arrays.stream(tables).anyMatch(table -> table.columns != columns)) {
      throw new Refusal("the parts of `prediction` differ in rows and in columns");
    }
    int[] leaves = Arrays.stream(tables).flatMapToInt(t -> Arrays.stream(t.leaves)).toArray();
    int[] part =
        IntStream.range(0, tables.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(tables[i].rows))
            .toArray();
    return new Layout(part.length, columns, leaves, new int[] {0, part.length}, part, Map.of());
  }

  private static Layout alternating(Layout... tables) {
    int columns = tables[0].columns * tables.length;
    int[] leaves = new int[tables[0].rows * columns];
    Arrays.setAll(leaves, i -> tables[i % tables.length].leaves[i / tables.length]);
    return new Layout(tables[0].rows, columns, leaves);
  }

  private static Layout sideBySide(Layout... tables) {
    int rows = tables[0].rows;
    int columns = Arrays.stream(tables).mapToInt(Layout::columns).sum();
    int[] leaves = new int[rows * columns];
    int first = 0;
    for (Layout table : tables) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            table.leaves, row * table.columns, leaves, row * columns + first, table.columns);
      }
      first += table.columns;
    }
    return new Layout(rows, columns, leaves);
  }

  private static int[] whole(Nested numbered) {
    return Arrays.stream(numbered.leaves()).mapToInt(leaf -> (int) leaf).toArray();
  }

  /** {@return whether the parts lie below one another} */
  boolean isStacked() {
    return part.length > 0;
  }

  /** {@return the target's numbers, row by row} */
  double[] target(Nested target) throws Refusal {
    if (!isStacked()
        && target.withLeaves(leaf -> leaf) instanceof Nested.Parts(Map<String, Nested> parts)) {
      Layout beside = ofParts(parts, Nested.of());
      return pick(target.leaves(), beside.leaves);
    }
    return target.leaves();
  }

  /** {@return the numbers that stand at {@code places}} */
  static double[] pick(double[] numbers, int... places) {
    return Arrays.stream(places).mapToDouble(place -> numbers[place]).toArray();
  }
}
