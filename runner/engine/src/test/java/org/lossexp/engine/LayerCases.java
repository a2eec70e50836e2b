package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Head;
import org.lossexp.spi.Value;

/** Small models of every layer, and the numbers that are put into them, as layers.py has them. */
final class LayerCases {
  static final int ROWS = 5;

  private LayerCases() {}

  /**
   * A model.
   *
   * @param shape of an example
   */
  record Case(Shape shape, List<DataHeader.Code> codes, List<Value.Call> model) {
    /** {@return the network, numbers in its parameters and examples before it} */
    Network network() {
      Layering.Given facts = new Layering.Given(shape, codes, 0, 1);
      Network network = new Network(model, facts, new Head(1, Head.Link.IDENTITY), ROWS);
      network.initialize(org.lossexp.data.RandomStream.key("none"));
      int seed = 1;
      for (Parameters parameters : network.learned()) {
        Panels panels = parameters.shape();
        float scale = (float) Math.min(1, 1.5 / Math.sqrt(panels.rows()));
        for (int i = 0; i < panels.rows() * panels.columns(); i++) {
          int at = panels.index(i / panels.columns(), i % panels.columns());
          parameters.values()[at] = number(i, seed) * scale;
        }
        seed++;
      }
      float[] examples = examples();
      Rows input = network.input();
      for (int row = 0; row < ROWS; row++) {
        System.arraycopy(
            examples, row * shape.size(), input.data(), row * input.stride(), shape.size());
      }
      if (!codes.isEmpty()) {
        System.arraycopy(lookups(), 0, network.codes(), 0, 2 * ROWS);
      }
      return network;
    }

    float[] examples() {
      float[] examples = new float[ROWS * shape.size()];
      for (int i = 0; i < examples.length; i++) {
        examples[i] = number(i, 77);
      }
      return examples;
    }
  }

  static int[] lookups() {
    int[] codes = new int[2 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      codes[2 * row] = 3 * row % 5;
      codes[2 * row + 1] = row * row % 4;
    }
    return codes;
  }

  static float number(int k, int seed) {
    return (float) ((k * 7919L + seed * 104729L) % 2003 / 1001.5 - 1);
  }

  /** {@return the weights of the objective, a sum of all outputs} */
  static double[] weights(int count) {
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = number(i, 99);
    }
    return weights;
  }

  static Map<String, Case> all() {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (String curve :
        List.of(
            "relu",
            "leaky_relu",
            "elu",
            "gelu",
            "silu",
            "tanh",
            "sigmoid",
            "softplus",
            "softmax")) {
      cases.put("dense " + curve, table(3, dense(7, curve), dense(2)));
    }
    cases.put(
        "steeper curves",
        table(
            3,
            dense(5),
            call("leaky_relu", "slope", 0.2),
            dense(5),
            call("elu", "alpha", 1.5),
            dense(2)));
    cases.put("conv2d", picture(5, 4, 2, conv2d(3, 3, "relu", "padding", 1), dense(2)));
    cases.put(
        "conv2d on conv2d",
        picture(
            6,
            5,
            2,
            conv2d(4, 3, "silu", "padding", "same", "groups", 2),
            conv2d(4, 2, "tanh", "stride", 2, "groups", 2)));
    cases.put(
        "conv2d of many channels",
        picture(4, 4, 20, conv2d(40, 3, "relu"), conv2d(18, 2, "identity")));
    cases.put(
        "conv1d",
        picture(
            1,
            9,
            2,
            call(
                "conv1d",
                "filters",
                3,
                "kernel",
                3,
                "activation",
                "relu",
                "stride",
                2,
                "padding",
                1),
            call("conv1d", "filters", 2, "kernel", 2)));
    cases.put(
        "max_pool", picture(7, 7, 1, conv2d(3, 2, "relu"), call("max_pool", "size", 2), dense(2)));
    cases.put(
        "max_pool overlapping",
        picture(
            7, 7, 1, conv2d(20, 2, "gelu"), call("max_pool", "size", 3, "stride", 2), dense(2)));
    cases.put(
        "avg_pool", picture(6, 7, 2, conv2d(3, 2, "elu"), call("avg_pool", "size", 2), dense(2)));
    cases.put(
        "avg_pool overlapping",
        picture(6, 7, 2, conv2d(3, 2, "relu"), call("avg_pool", "size", 3, "stride", 1)));
    cases.put(
        "global_max_pool",
        picture(4, 5, 1, conv2d(3, 2, "tanh"), call("global_max_pool"), dense(2)));
    cases.put(
        "global_avg_pool",
        picture(4, 5, 1, conv2d(3, 2, "identity"), call("global_avg_pool"), dense(2)));
    cases.put("batch_norm", table(4, dense(6), call("batch_norm"), call("relu"), dense(2)));
    cases.put(
        "batch_norm of a picture",
        picture(4, 3, 2, conv2d(3, 2, "identity"), call("batch_norm"), call("gelu"), dense(2)));
    cases.put("layer_norm", table(4, dense(6, "relu"), call("layer_norm"), dense(2)));
    cases.put("l2_normalize", table(4, dense(6, "relu"), call("l2_normalize"), dense(2)));
    cases.put(
        "residual",
        picture(
            4,
            4,
            2,
            conv2d(3, 2, "relu"),
            call(
                "residual",
                "layers",
                new Value.Pipeline(
                    List.of(
                        conv2d(3, 3, "relu", "padding", "same"),
                        conv2d(3, 3, "identity", "padding", "same")))),
            call("relu"),
            dense(2)));
    cases.put(
        "embedding",
        new Case(
            Shape.row(2),
            List.of(new DataHeader.Code("user", 5), new DataHeader.Code("item", 4)),
            List.of(call("embedding", "width", 3), dense(4, "relu"), dense(2))));
    cases.put("lenet5", picture(28, 28, 1, call("lenet5"), dense(3)));
    return cases;
  }

  private static Case table(int columns, Value.Call... model) {
    return new Case(Shape.row(columns), List.of(), List.of(model));
  }

  private static Case picture(int height, int width, int channels, Value.Call... model) {
    return new Case(new Shape(height, width, channels), List.of(), List.of(model));
  }

  private static Value.Call dense(int units) {
    return dense(units, "identity");
  }

  private static Value.Call dense(int units, String activation) {
    return call("dense", "units", units, "activation", activation);
  }

  private static Value.Call conv2d(int filters, int kernel, String activation, Object... more) {
    List<Object> written =
        new ArrayList<>(List.of("filters", filters, "kernel", kernel, "activation", activation));
    written.addAll(List.of(more));
    return call("conv2d", written.toArray());
  }

  /** {@return the call of a layer, its defaults filled in} */
  static Value.Call call(String name, Object... written) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < written.length; i += 2) {
      values.put(
          (String) written[i],
          switch (written[i + 1]) {
            case Number number -> new Value.Numeral(number.doubleValue());
            case String word -> new Value.Word(word);
            case Value value -> value;
            default -> throw new IllegalArgumentException();
          });
    }
    return Shapes.call(name, values);
  }
}
