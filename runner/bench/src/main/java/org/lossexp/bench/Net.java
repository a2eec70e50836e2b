package org.lossexp.bench;

import static org.lossexp.bench.Standard.call;
import static org.lossexp.bench.Standard.with;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Value;

/**
 * A net to measure on, as {@code peers.py} has it.
 *
 * @param batch examples a step
 * @param loss by its name in the standard plugin
 * @param metric measured on the validation part after every epoch
 * @param model the layers
 * @param data what is trained on, made when asked for
 */
record Net(
    String name,
    int batch,
    String loss,
    String metric,
    List<Value.Call> model,
    Supplier<Prepared> data) {
  Net {
    model = List.copyOf(model);
  }

  /** {@return the net called {@code name}} */
  static Net of(String name) {
    return switch (name) {
      case "tiny" -> layers(name, 32, 4096, 10, 16, 3);
      case "tab" -> layers(name, 64, 4096, 30, 64, 64, 2);
      case "mnist" -> layers(name, 128, 4096, 784, 256, 128, 10);
      case "big" -> layers(name, 256, 2560, 784, 1024, 1024, 10);
      case "lenet5" ->
          classifier(
              name,
              128,
              List.of(call("lenet5"), outputs()),
              () -> BenchData.labelled(4096, new Shape(28, 28, 1), 10, 128));
      case "factors" -> {
        Value.Call factors = with(call("factors"), "width", new Value.Numeral(32));
        yield new Net(
            name, 256, "mean_squared_error", "rmse", List.of(factors), () -> BenchData.rated(256));
      }
      default -> throw new IllegalArgumentException("no net: " + name);
    };
  }

  /** Fully connected layers of {@code widths}, the first that of the features. */
  private static Net layers(String name, int batch, int rows, int... widths) {
    List<Value.Call> layers = new ArrayList<>();
    for (int i = 1; i < widths.length - 1; i++) {
      Value.Call dense = with(call("dense"), "units", new Value.Numeral(widths[i]));
      layers.add(with(dense, "activation", new Value.Word("relu")));
    }
    layers.add(outputs());
    Shape shape = Shape.row(widths[0]);
    int classes = widths[widths.length - 1];
    return classifier(name, batch, layers, () -> BenchData.labelled(rows, shape, classes, batch));
  }

  private static Net classifier(
      String name, int batch, List<Value.Call> model, Supplier<Prepared> data) {
    return new Net(name, batch, "softmax_cross_entropy", "accuracy", model, data);
  }

  private static Value.Call outputs() {
    Value.Call dense = with(call("dense"), "units", new Value.Word("outputs"));
    return with(dense, "activation", new Value.Word("identity"));
  }
}
