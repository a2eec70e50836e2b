package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/** What each layer makes of the shape of an example. */
final class Shapes implements Layering {
  /** A layer cannot take what it is given. */
  static final String MISFIT = "LX511";

  private static final int MOST = 1 << 28;

  @Override
  public Attempt<Layered> after(Value.Call layer, Given given) {
    Arguments arguments = layer.arguments();
    Shape shape = given.shape();
    return switch (layer.name()) {
      case "dense" -> {
        int units = units(arguments, given);
        double products = (shape.size() + 1.0) * units;
        double weights = biased(layer) ? products : products - units;
        yield sized(layer, Shape.row(units), weights, products);
      }
      case "heads" -> {
        int units = heads(layer);
        double weights = (shape.size() + 1.0) * units;
        yield sized(layer, Shape.row(units), weights, weights);
      }
      case "conv1d", "conv2d" -> convolution(layer, given);
      case "max_pool", "avg_pool" -> pool(layer, given);
      case "global_max_pool", "global_avg_pool" ->
          shape.isRow()
              ? notAPicture(layer, given, "a picture or a series")
              : sized(layer, new Shape(1, 1, shape.channels()), 0);
      case "flatten" -> sized(layer, Shape.row(shape.size()), 0);
      case "reshape" -> reshape(layer, given);
      case "embedding" -> embedding(layer, given);
      case "batch_norm" -> sized(layer, shape, 2.0 * shape.channels());
      case "layer_norm" -> sized(layer, shape, 2.0 * shape.size());
      case "residual" -> residual(layer, given);
      case "lenet5" -> all(lenet5(), given);
      case "factors", "factorization_machine", "translational", "two_tower" -> scorer(layer, given);
      default -> sized(layer, shape, 0);
    };
  }

  /** {@return what {@code layers} make together} */
  Attempt<Layered> all(List<Value.Call> layers, Given given) {
    Shape shape = given.shape();
    double weights = 0;
    double products = 0;
    Given next = given;
    for (Value.Call layer : layers) {
      switch (after(layer, next)) {
        case Attempt.Success<Layered>(Layered layered) -> {
          shape = layered.shape();
          weights += layered.weights();
          products += layered.products();
          next = new Given(shape, List.of(), given.classes(), given.outputs());
        }
        case Attempt.Failure<Layered> failure -> {
          return failure;
        }
      }
    }
    return new Attempt.Success<>(new Layered(shape, weights, products));
  }

  /** {@return {@code model} with what named models stand for in their place} */
  static List<Value.Call> expanded(List<Value.Call> model) {
    List<Value.Call> layers = new ArrayList<>();
    for (Value.Call layer : model) {
      if (layer.name().equals("lenet5")) {
        layers.addAll(lenet5());
      } else {
        layers.add(layer);
      }
    }
    return layers;
  }

  /** {@return whether the dense layer {@code call} adds a number of its own to each of its sums} */
  static boolean biased(Value.Call call) {
    return !new Value.Flag(false).equals(call.arguments().values().get("bias"));
  }

  /** LeNet-5 with relu and largest-number pooling, as tutorials build it today. */
  private static List<Value.Call> lenet5() {
    Value.Call pool = call("max_pool", Map.of("size", new Value.Numeral(2)));
    return List.of(
        relu("conv2d", Map.of("filters", 6, "kernel", 5), "same"),
        pool,
        relu("conv2d", Map.of("filters", 16, "kernel", 5), "valid"),
        pool,
        call("flatten", Map.of()),
        relu("dense", Map.of("units", 120), ""),
        relu("dense", Map.of("units", 84), ""));
  }

  private static Value.Call relu(String name, Map<String, Integer> sizes, String padding) {
    Map<String, Value> written = new LinkedHashMap<>();
    sizes.forEach((parameter, size) -> written.put(parameter, new Value.Numeral(size)));
    written.put("activation", new Value.Word("relu"));
    written.put("padding", new Value.Word(padding));
    return call(name, written);
  }

  /**
   * {@return the call of a layer, its defaults filled in}
   *
   * @param written by parameter; what the layer does not take is left out
   */
  static Value.Call call(String name, Map<String, Value> written) {
    Descriptor layer =
        LayerOffer.descriptors().stream()
            .filter(descriptor -> descriptor.name().equals(name))
            .findFirst()
            .orElseThrow();
    Arguments arguments = Arguments.NONE;
    for (ParameterSpec parameter : layer.parameters()) {
      Optional<Value> value = Optional.ofNullable(written.get(parameter.name()));
      arguments = arguments.with(parameter.name(), value.or(parameter::fallback).orElseThrow());
    }
    return new Value.Call(name, arguments);
  }

  private static int heads(Value.Call layer) {
    return layer.arguments().values().get("names") instanceof Value.Sequence(List<Value> names)
        ? names.size()
        : 0;
  }

  static int units(Arguments arguments, Given given) {
    if (arguments.isWord("units", "outputs")) {
      return given.outputs();
    }
    return arguments.isWord("units", "classes") ? given.classes() : arguments.whole("units");
  }

  private static Attempt<Layered> sized(Value.Call layer, Shape shape, double weights) {
    return sized(layer, shape, weights, 0);
  }

  private static Attempt<Layered> sized(
      Value.Call layer, Shape shape, double weights, double products) {
    double size = (double) shape.height() * shape.width() * shape.channels();
    return size > MOST
        ? problem("`%s` would give more than %,d numbers an example".formatted(layer.text(), MOST))
        : new Attempt.Success<>(new Layered(shape, weights, products));
  }

  private static Attempt<Layered> problem(String message, String... notes) {
    return new Attempt.Failure<>(new Problem(MISFIT, message, Optional.empty(), List.of(notes)));
  }

  private static Attempt<Layered> notAPicture(Value.Call layer, Given given, String wanted) {
    return problem(
        "`%s` takes %s, and is given %s".formatted(layer.name(), wanted, words(given.shape())),
        "`reshape(height, width)` before it says how the numbers of an example lie");
  }

  private static String words(Shape shape) {
    if (shape.isRow()) {
      return "%,d numbers an example".formatted(shape.channels());
    }
    String channels = shape.channels() == 1 ? "" : " of %,d channels".formatted(shape.channels());
    return shape.height() == 1
        ? "a series of %,d places%s".formatted(shape.width(), channels)
        : "a picture of %,d × %,d%s".formatted(shape.height(), shape.width(), channels);
  }

  /** {@return how the filters of {@code layer} lie on {@code shape}} */
  static Convolution.Geometry geometry(Value.Call layer, Shape shape) {
    Arguments arguments = layer.arguments();
    boolean flat = layer.name().equals("conv1d");
    int kernel = arguments.whole("kernel");
    int high = flat ? 1 : kernel;
    int stride = arguments.whole("stride");
    Extent height = flat ? new Extent(0, 1, 1) : Extent.of(arguments, shape.height());
    Extent width = Extent.of(arguments, shape.width());
    return new Convolution.Geometry(
        high,
        kernel,
        stride,
        height.before,
        width.before,
        height.whole,
        width.whole,
        arguments.whole("groups"));
  }

  /**
   * How patches lie along one side.
   *
   * @param before places of zeros before the first
   * @param whole places that all patches reach together
   * @param patches how many there are; 0 or less where none fits
   */
  private record Extent(int before, int whole, int patches) {
    static Extent of(Arguments arguments, int places) {
      int kernel = arguments.whole("kernel");
      int stride = arguments.whole("stride");
      if (arguments.isWord("padding", "same")) {
        int patches = Math.ceilDiv(places, stride);
        int whole = (patches - 1) * stride + kernel;
        return new Extent(Math.max(whole - places, 0) / 2, whole, patches);
      }
      int padding = arguments.isWord("padding", "valid") ? 0 : arguments.whole("padding");
      int patches = Math.floorDiv(places + 2 * padding - kernel, stride) + 1;
      return new Extent(padding, (patches - 1) * stride + kernel, patches);
    }
  }

  private Attempt<Layered> convolution(Value.Call layer, Given given) {
    Shape shape = given.shape();
    boolean flat = layer.name().equals("conv1d");
    if (flat ? shape.height() > 1 || shape.isRow() : shape.isRow()) {
      return notAPicture(layer, given, flat ? "a series" : "a picture");
    }
    Arguments arguments = layer.arguments();
    int filters = arguments.whole("filters");
    int kernel = arguments.whole("kernel");
    int groups = arguments.whole("groups");
    if (shape.channels() % groups != 0 || filters % groups != 0) {
      return problem(
          "%,d groups divide neither or only one of %,d channels and %,d filters"
              .formatted(groups, shape.channels(), filters),
          "take a number that divides both");
    }
    Extent height = flat ? new Extent(0, 1, 1) : Extent.of(arguments, shape.height());
    Extent width = Extent.of(arguments, shape.width());
    if (height.patches < 1 || width.patches < 1) {
      return problem(
          "a filter of `%s` covers %,d places, and is given %s"
              .formatted(layer.name(), kernel, words(shape)),
          "take a smaller kernel, or `padding = same`");
    }
    int channels = shape.channels() / groups;
    double depth = (double) kernel * (flat ? 1 : kernel) * channels;
    double weights = (depth + 1) * filters;
    double places = (double) height.patches * width.patches;
    return sized(
        layer, new Shape(height.patches, width.patches, filters), weights, places * weights);
  }

  /** {@return the windows of {@code layer} on {@code shape}} */
  static Pool.Window window(Value.Call layer, Shape shape) {
    if (layer.name().startsWith("global")) {
      return new Pool.Window(shape.height(), shape.width(), 1);
    }
    Arguments arguments = layer.arguments();
    int size = arguments.whole("size");
    int stride = arguments.isWord("stride", "size") ? size : arguments.whole("stride");
    return new Pool.Window(shape.height() == 1 ? 1 : size, size, stride);
  }

  private Attempt<Layered> pool(Value.Call layer, Given given) {
    Shape shape = given.shape();
    if (shape.isRow()) {
      return notAPicture(layer, given, "a picture or a series");
    }
    Pool.Window window = window(layer, shape);
    int height = Math.floorDiv(shape.height() - window.height(), window.stride()) + 1;
    int width = Math.floorDiv(shape.width() - window.width(), window.stride()) + 1;
    if (height < 1 || width < 1) {
      return problem(
          "a window of `%s` covers %,d places, and is given %s"
              .formatted(layer.name(), window.width(), words(shape)),
          "take a smaller window, or leave the layer out");
    }
    return sized(layer, new Shape(height, width, shape.channels()), 0);
  }

  private Attempt<Layered> reshape(Value.Call layer, Given given) {
    int height = layer.arguments().whole("height");
    int width = layer.arguments().whole("width");
    int channels = layer.arguments().whole("channels");
    double size = (double) height * width * channels;
    if (size != given.shape().size()) {
      return problem(
          "`%s` takes %,.0f numbers an example, and is given %s"
              .formatted(layer.text(), size, words(given.shape())));
    }
    return sized(layer, new Shape(height, width, channels), 0);
  }

  private Attempt<Layered> embedding(Value.Call layer, Given given) {
    if (given.codes().isEmpty()) {
      return problem(
          "`embedding` stands first, and looks up codes such as user and item: here are none");
    }
    int width = layer.arguments().whole("width");
    double weights = 0;
    for (var code : given.codes()) {
      weights += (double) code.size() * width;
    }
    int numbers = Math.addExact(given.shape().size(), given.codes().size() * width);
    return sized(layer, Shape.row(numbers), weights);
  }

  private static Attempt<Layered> scorer(Value.Call layer, Given given) {
    boolean features = given.shape().size() > 0;
    Optional<String> refusal = Scorer.refusal(layer.name(), given.codes(), features);
    return refusal.isPresent()
        ? problem(refusal.get(), "it stands alone in a model")
        : sized(layer, Shape.row(1), Scorer.weights(layer, given.shape(), given.codes()));
  }

  private Attempt<Layered> residual(Value.Call layer, Given given) {
    Given inside = new Given(given.shape(), List.of(), given.classes(), given.outputs());
    return switch (all(body(layer), inside)) {
      case Attempt.Failure<Layered> failure -> failure;
      case Attempt.Success<Layered> success when success.value().shape().equals(given.shape()) ->
          success;
      case Attempt.Success<Layered>(Layered layered) ->
          problem(
              "the layers in `residual` are given %s, and give %s"
                  .formatted(words(given.shape()), words(layered.shape())),
              "both are added: end with as many numbers, in the same places, as at the beginning");
    };
  }

  /** {@return the layers in {@code residual(…)}} */
  static List<Value.Call> body(Value.Call residual) {
    return residual.arguments().values().get("layers") instanceof Value.Pipeline pipeline
        ? pipeline.steps()
        : List.of();
  }
}
