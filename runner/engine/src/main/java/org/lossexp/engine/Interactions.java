package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.DataHeader;

/**
 * Which items each query has chosen, in some parts of the data. The last code of a row is the item,
 * those before are the query: the user, or head and relation of a triple.
 */
final class Interactions {
  private final List<DataHeader.Code> codes;
  private final long[] queries;
  private final int[] begins;
  private final int[] items;

  private Interactions(List<DataHeader.Code> codes, long[] queries, int[] begins, int[] items) {
    this.codes = codes;
    this.queries = queries;
    this.begins = begins;
    this.items = items;
  }

  /** {@return the preferences in {@code parts}: rows whose target is at least the threshold} */
  static Interactions of(Prepared data, List<Part> parts) {
    List<DataHeader.Code> codes = data.codes();
    long[] pairs = new long[parts.stream().mapToInt(Part::rows).sum()];
    int count = 0;
    long catalogue = codes.getLast().size();
    for (Part part : parts) {
      for (int row : positives(data, part)) {
        int item = part.codes()[(row + 1) * codes.size() - 1];
        pairs[count++] = query(codes, part.codes(), row) * catalogue + item;
      }
    }
    long[] sorted = Arrays.stream(pairs, 0, count).sorted().distinct().toArray();
    long[] queries = Arrays.stream(sorted).map(pair -> pair / catalogue).distinct().toArray();
    int[] begins = new int[queries.length + 1];
    int[] items = new int[sorted.length];
    int query = 0;
    for (int i = 0; i < sorted.length; i++) {
      while (queries[query] < sorted[i] / catalogue) {
        begins[++query] = i;
      }
      items[i] = (int) (sorted[i] % catalogue);
    }
    begins[queries.length] = items.length;
    return new Interactions(codes, queries, begins, items);
  }

  /** {@return the rows of {@code part} that are preferences} */
  static int[] positives(Prepared data, Part part) {
    double least = data.preferences().map(Prepared.Preferences::positive).orElse(-Double.MAX_VALUE);
    return Arrays.stream(Sampler.numbers(part.rows()))
        .filter(row -> part.original()[row] >= least)
        .toArray();
  }

  /** {@return the number of the query in row {@code row} of {@code rows}, which no other has} */
  static long query(List<DataHeader.Code> codes, int[] rows, int row) {
    long query = 0;
    for (int i = 0; i < codes.size() - 1; i++) {
      query = query * codes.get(i).size() + rows[row * codes.size() + i];
    }
    return query;
  }

  /** {@return the codes of the queries, one after the other, in rising order} */
  int[] queryCodes() {
    int each = codes.size() - 1;
    int[] out = new int[queries.length * each];
    for (int q = 0; q < queries.length; q++) {
      long rest = queries[q];
      for (int i = each - 1; i >= 0; i--) {
        out[q * each + i] = (int) (rest % codes.get(i).size());
        rest /= codes.get(i).size();
      }
    }
    return out;
  }

  /** {@return how many queries have chosen something} */
  int queries() {
    return queries.length;
  }

  /** {@return the place among {@link #queries} of a query; negative where it chose nothing} */
  int place(long query) {
    return Arrays.binarySearch(queries, query);
  }

  /** {@return the query at a place} */
  long query(int place) {
    return queries[place];
  }

  /** {@return whether the query at {@code place} has chosen {@code item}} */
  boolean chose(int place, int item) {
    return place >= 0 && Arrays.binarySearch(items, begins[place], begins[place + 1], item) >= 0;
  }

  /** Writes {@code value} at every item that the query at {@code place} has chosen. */
  void mark(int place, double value, double[] out) {
    for (int i = place < 0 ? 0 : begins[place]; place >= 0 && i < begins[place + 1]; i++) {
      out[items[i]] = value;
    }
  }

  /** {@return how many items the query at {@code place} has chosen} */
  int count(int place) {
    return place < 0 ? 0 : begins[place + 1] - begins[place];
  }
}
