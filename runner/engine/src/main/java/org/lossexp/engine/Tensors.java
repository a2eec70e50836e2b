package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lossexp.experiment.Tensor;

/**
 * What is learned, as tensors with names, and back. Rows of weights and the row of biases below
 * them are two tensors; the panels in which training keeps them are not seen.
 */
final class Tensors {
  private Tensors() {}

  /**
   * Parameters and where they are.
   *
   * @param path in the model, such as {@code dense.0}
   */
  record Placed(String path, Parameters parameters) {}

  /** {@return {@code parameters}, which lie at {@code path}, apart by a number if they are many} */
  static List<Placed> placed(String path, List<Parameters> parameters) {
    return parameters.size() == 1
        ? List.of(new Placed(path, parameters.getFirst()))
        : IntStream.range(0, parameters.size())
            .mapToObj(i -> new Placed(path + "." + i, parameters.get(i)))
            .toList();
  }

  /** {@return the tensors of {@code all}} */
  static List<Tensor> of(List<Placed> all) {
    List<Tensor> tensors = new ArrayList<>();
    for (Placed placed : all) {
      pieces(placed).forEach(piece -> tensors.add(piece.read(placed.parameters())));
    }
    return tensors;
  }

  /**
   * Writes {@code tensors} into {@code all}.
   *
   * @throws IllegalArgumentException where they are those of another model
   */
  static void put(List<Tensor> tensors, List<Placed> all) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    for (Placed placed : all) {
      for (Piece piece : pieces(placed)) {
        Tensor tensor = byName.remove(piece.name());
        if (tensor == null || !tensor.shape().equals(piece.shape(placed.parameters()))) {
          throw new IllegalArgumentException("no tensor `%s`".formatted(piece.name()));
        }
        piece.write(tensor, placed.parameters());
      }
    }
    if (!byName.isEmpty()) {
      throw new IllegalArgumentException("tensors of another model: " + byName.keySet());
    }
  }

  private static List<Piece> pieces(Placed placed) {
    Parameters parameters = placed.parameters();
    String path = placed.path();
    int weights = parameters.weights();
    int rows = parameters.shape().rows();
    return weights == rows - 1 && weights > 0
        ? List.of(
            new Piece(path + "." + parameters.name(), 0, weights),
            new Piece(path + ".bias", weights, rows))
        : List.of(new Piece(path + "." + parameters.name(), 0, rows));
  }

  /** Some rows, from {@code first} to before {@code end}. */
  private record Piece(String name, int first, int end) {
    List<Integer> shape(Parameters parameters) {
      int columns = parameters.shape().columns();
      return name.endsWith(".bias") ? List.of(columns) : List.of(end - first, columns);
    }

    Tensor read(Parameters parameters) {
      Panels panels = parameters.shape();
      float[] values = new float[(end - first) * panels.columns()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameters.values()[at(panels, i)];
      }
      return new Tensor(name, shape(parameters), values);
    }

    void write(Tensor tensor, Parameters parameters) {
      for (int i = 0; i < tensor.values().length; i++) {
        parameters.values()[at(parameters.shape(), i)] = tensor.values()[i];
      }
    }

    private int at(Panels panels, int i) {
      return panels.index(first + i / panels.columns(), i % panels.columns());
    }
  }
}
