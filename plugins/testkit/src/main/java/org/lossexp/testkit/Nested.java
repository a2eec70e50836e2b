package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Numbers as golden cases have them: one, a list of them, lists of lists, or named parts. Its
 * <em>leaves</em> are its numbers in the order in which they are written.
 */
public sealed interface Nested {
  /** One number. */
  record One(double number) implements Nested {}

  /** A list; its items are equally deep, and not necessarily equally long. */
  record Items(List<Nested> items) implements Nested {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Parts with names, such as {@code anchor} and {@code positive}. */
  record Parts(Map<String, Nested> parts) implements Nested {
    public Parts {
      parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
  }

  /** {@return a list of numbers} */
  static Nested of(double... numbers) {
    return new Items(Arrays.stream(numbers).<Nested>mapToObj(One::new).toList());
  }

  /** {@return the leaves} */
  default double[] leaves() {
    return stream(this).toArray();
  }

  /** {@return how many leaves there are} */
  default int size() {
    return (int) stream(this).count();
  }

  /** {@return the same structure with other leaves} */
  default Nested withLeaves(IntToDoubleFunction leaf) {
    return replaced(this, leaf, new int[1]);
  }

  /** {@return 0 for a number, 1 for a list of numbers, and so on; that of the first part} */
  default int depth() {
    return switch (this) {
      case One _ -> 0;
      case Items list -> 1 + (list.items().isEmpty() ? 0 : list.items().getFirst().depth());
      case Parts named -> named.parts().values().stream().findFirst().map(Nested::depth).orElse(0);
    };
  }

  /**
   * {@return how long each dimension is: {@code [3, 2]} for three lists of two numbers; −1 where
   * lists differ in length, and for parts}
   */
  default List<Integer> shape() {
    return switch (this) {
      case One _ -> List.of();
      case Items list -> {
        List<Integer> inner = list.items().isEmpty() ? List.of() : list.items().getFirst().shape();
        List<Integer> shape = new ArrayList<>(inner);
        for (Nested item : list.items()) {
          List<Integer> other = item.shape();
          for (int i = 0; i < shape.size(); i++) {
            if (i >= other.size() || !shape.get(i).equals(other.get(i))) {
              shape.set(i, -1);
            }
          }
        }
        shape.addFirst(list.items().size());
        yield List.copyOf(shape);
      }
      case Parts _ -> List.of(-1);
    };
  }

  private static DoubleStream stream(Nested nested) {
    return switch (nested) {
      case One(double number) -> DoubleStream.of(number);
      case Items(List<Nested> items) -> items.stream().flatMapToDouble(Nested::stream);
      case Parts(Map<String, Nested> parts) ->
          parts.values().stream().flatMapToDouble(Nested::stream);
    };
  }

  private static Nested replaced(Nested nested, IntToDoubleFunction leaf, int[] next) {
    return switch (nested) {
      case One _ -> new One(leaf.applyAsDouble(next[0]++));
      case Items(List<Nested> items) ->
          new Items(items.stream().map(item -> replaced(item, leaf, next)).toList());
      case Parts(Map<String, Nested> parts) -> {
        Map<String, Nested> others = new LinkedHashMap<>();
        parts.forEach((name, part) -> others.put(name, replaced(part, leaf, next)));
        yield new Parts(others);
      }
    };
  }
}
