package org.lossexp.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Trainer;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * A net to measure on, as {@code peers.py} has it.
 *
 * @param batch examples a step
 * @param rows training examples
 * @param widths features, then the units of each layer
 */
record Net(String name, int batch, int rows, List<Integer> widths) {
  Net {
    widths = List.copyOf(widths);
  }

  /** {@return the net called {@code name}} */
  static Net of(String name) {
    return switch (name) {
      case "tiny" -> new Net(name, 32, 4096, List.of(10, 16, 3));
      case "tab" -> new Net(name, 64, 4096, List.of(30, 64, 64, 2));
      case "mnist" -> new Net(name, 128, 4096, List.of(784, 256, 128, 10));
      case "big" -> new Net(name, 256, 2560, List.of(784, 1024, 1024, 10));
      default -> throw new IllegalArgumentException("no net: " + name);
    };
  }

  private int classes() {
    return widths.getLast();
  }

  /** {@return the layers: relu between them} */
  List<Value.Call> model() {
    List<Value.Call> layers = new ArrayList<>();
    for (int width : widths.subList(1, widths.size() - 1)) {
      layers.add(dense(new Value.Numeral(width), "relu"));
    }
    layers.add(dense(new Value.Word("outputs"), "identity"));
    return layers;
  }

  private static Value.Call dense(Value units, String activation) {
    Arguments arguments =
        defaults("dense").with("units", units).with("activation", new Value.Word(activation));
    return new Value.Call("dense", arguments);
  }

  /**
   * {@return what {@code name}, a layer or the section {@code train}, takes where nothing is said}
   */
  static Arguments defaults(String name) {
    return Trainer.descriptors().stream()
        .filter(descriptor -> descriptor.name().equals(name))
        .map(descriptor -> Arguments.defaults(descriptor.parameters()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * {@return the peers' data: normal features, the label is the largest of random linear scores;
   * the first batch stands for validation and test}
   */
  Prepared data() {
    int columns = widths.getFirst();
    NumpyRandom random = new NumpyRandom(5);
    double[] drawn = random.normal(rows * columns);
    double[] scores = random.normal(columns * classes());
    float[] features = new float[drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      features[i] = (float) drawn[i];
    }
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = label(features, row * columns, scores);
    }
    Part training = part(rows, columns, features, labels);
    Part judged = part(batch, columns, features, labels);
    return new Prepared(
        new Prepared.Origin(name, "none", 0),
        classes() == 2 ? Task.BINARY : Task.MULTICLASS,
        1,
        IntStream.range(0, classes()).mapToObj(Integer::toString).toList(),
        counts(labels),
        IntStream.range(0, columns).mapToObj(Integer::toString).toList(),
        Prepared.TargetScale.NONE,
        training,
        Optional.of(judged),
        Optional.of(judged));
  }

  private int label(float[] features, int first, double[] scores) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < classes(); label++) {
      double score = 0;
      for (int column = 0; column < widths.getFirst(); column++) {
        score += features[first + column] * scores[column * classes() + label];
      }
      if (score > highest) {
        highest = score;
        best = label;
      }
    }
    return best;
  }

  private List<Long> counts(double[] labels) {
    long[] counts = new long[classes()];
    for (double label : labels) {
      counts[(int) label]++;
    }
    return LongStream.of(counts).boxed().toList();
  }

  private static Part part(int rows, int columns, float[] features, double[] labels) {
    float[] kept = Arrays.copyOf(features, rows * columns);
    double[] target = Arrays.copyOf(labels, rows);
    return new Part(rows, columns, kept, target, target, IntStream.range(0, rows).toArray());
  }
}
