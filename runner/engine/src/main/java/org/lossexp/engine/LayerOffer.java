package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Descriptor.Kind;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** The layers that this room offers to the language. */
final class LayerOffer {
  /** How steep {@code leaky_relu} is below 0 where nothing is said: PyTorch's. */
  static final double SLOPE = 0.01;

  /** How far down {@code elu} goes where nothing is said: PyTorch's. */
  static final double ALPHA = 1;

  private LayerOffer() {}

  static List<Descriptor> descriptors() {
    List<Descriptor> layers = new ArrayList<>();
    layers.add(dense(List.of("outputs", "classes")));
    layers.addAll(inner().filter(layer -> !layer.name().equals("dense")).toList());
    layers.add(embedding());
    layers.add(residual());
    layers.add(
        layer(
            "heads",
            "Stands last: a number for each name, in the order in which the loss has its heads.",
            new ParameterSpec.Names("names", "what the numbers are", Optional.empty())));
    layers.add(
        layer(
            "lenet5",
            "LeNet-5 (LeCun et al. 1998) as it is built today, for pictures: `conv2d(6, 5, relu,"
                + " padding = same) -> max_pool(2) -> conv2d(16, 5, relu) -> max_pool(2) ->"
                + " flatten() -> dense(120, relu) -> dense(84, relu)`."));
    return List.copyOf(layers);
  }

  /** The layers that may stand anywhere, in {@code residual(…)} too. */
  private static Stream<Descriptor> inner() {
    ParameterSpec rate =
        new ParameterSpec.Real(
            "rate",
            "the share that is dropped",
            Optional.empty(),
            new Range(0, true, 1, false),
            List.of());
    return Stream.of(
        dense(List.of()),
        layer("dropout", "In training, sets a random share of numbers to 0.", rate),
        convolution("conv1d", "Slides filters along a series."),
        convolution("conv2d", "Slides square filters over a picture."),
        pool("max_pool", "Takes the largest number of each window, channel by channel."),
        pool("avg_pool", "Takes the mean of each window, channel by channel."),
        layer("global_max_pool", "Takes the largest number of each channel."),
        layer("global_avg_pool", "Takes the mean of each channel."),
        layer("flatten", "Takes all numbers of an example as one row."),
        layer(
            "reshape",
            "Takes the numbers of an example, a table's columns for one, as a picture: line by"
                + " line, at each place one channel after the other.",
            whole("height", "lines; 1 for a series"),
            whole("width", "places of a line"),
            new ParameterSpec.Whole("channels", 1, Range.atLeast(1), "numbers at a place")),
        layer(
            "batch_norm",
            "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts"
                + " it (Ioffe and Szegedy 2015)."),
        layer(
            "layer_norm",
            "Brings the numbers of an example to mean 0 and variance 1, then scales and shifts"
                + " each (Ba, Kiros and Hinton 2016)."),
        layer("l2_normalize", "Brings the numbers of an example to Euclidean length 1."),
        layer("relu", "Replaces negative numbers by 0."),
        layer(
            "leaky_relu",
            "Multiplies negative numbers by a small slope.",
            new ParameterSpec.Real(
                "slope", SLOPE, new Range(0, true, 1, false), "what they are multiplied by")),
        layer(
            "elu",
            "Bends negative numbers towards -alpha by an exponential.",
            new ParameterSpec.Real("alpha", ALPHA, Range.above(0), "how far down it goes")),
        layer("gelu", "Multiplies each number by the normal distribution function of it."),
        layer("silu", "Multiplies each number by the logistic function of it; also called swish."),
        layer("tanh", "Bends numbers into (-1, 1) by the hyperbolic tangent."),
        layer("sigmoid", "Bends numbers into (0, 1) by the logistic function."),
        layer("softplus", "Bends numbers into positive ones: log(1 + e^x)."),
        layer("softmax", "Makes shares of the numbers of an example: positive, of sum 1."));
  }

  private static Descriptor layer(String name, String help, ParameterSpec... parameters) {
    return new Descriptor(Kind.LAYER, name, List.of(parameters), help);
  }

  private static ParameterSpec whole(String name, String meaning) {
    return new ParameterSpec.Whole(name, meaning, Optional.empty(), Range.atLeast(1), List.of());
  }

  private static Descriptor dense(List<String> words) {
    String free =
        words.isEmpty()
            ? ""
            : ": outputs for as many as the loss asks for, classes for one a class";
    ParameterSpec units =
        new ParameterSpec.Whole(
            "units",
            "how many numbers the layer gives" + free,
            Optional.empty(),
            Range.atLeast(1),
            words);
    return layer(
        "dense",
        "Connects every input with every unit.",
        units,
        activation("identity", "relu", "tanh", "sigmoid", "softmax"),
        init(),
        new ParameterSpec.Flag("bias", true, "whether a learned number is added to each sum"));
  }

  private static ParameterSpec activation(String... first) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of("leaky_relu", "elu", "gelu", "silu", "softplus"));
    return new ParameterSpec.Choice("activation", "identity", words, "what is done with the sums");
  }

  private static ParameterSpec init() {
    return new ParameterSpec.Choice(
        "init",
        "default",
        List.of("default", "he", "glorot", "orthogonal", "zeros"),
        "how weights are drawn; default is he before relu and its kind, else glorot");
  }

  private static Descriptor convolution(String name, String help) {
    return layer(
        name,
        help,
        whole("filters", "how many there are: the channels of what the layer gives"),
        whole("kernel", "places that a filter covers, each way"),
        activation("identity", "relu", "tanh", "sigmoid"),
        new ParameterSpec.Whole("stride", 1, Range.atLeast(1), "places from one patch to the next"),
        new ParameterSpec.Whole(
            "padding",
            "places of zeros at each border; valid for none, same for as many places out as in,"
                + " divided by the stride",
            Optional.of(new Value.Word("valid")),
            Range.atLeast(0),
            List.of("same", "valid")),
        new ParameterSpec.Whole(
            "groups",
            1,
            Range.atLeast(1),
            "parts that channels and filters are cut into; each filter sees its part"),
        init());
  }

  private static Descriptor pool(String name, String help) {
    return layer(
        name,
        help,
        whole("size", "places of a window, each way"),
        new ParameterSpec.Whole(
            "stride",
            "places from one window to the next; size for as many as a window has",
            Optional.of(new Value.Word("size")),
            Range.atLeast(1),
            List.of("size")));
  }

  private static Descriptor embedding() {
    return layer(
        "embedding",
        "Stands first: looks up learned numbers for each code, such as user and item, and sets"
            + " them behind the features.",
        whole("width", "numbers a code"));
  }

  private static Descriptor residual() {
    List<ParameterSpec.Signature> layers =
        inner()
            .map(layer -> new ParameterSpec.Signature(layer.name(), layer.parameters()))
            .toList();
    return layer(
        "residual",
        "Adds its input to what the layers inside make of it (He et al. 2016).",
        new ParameterSpec.Steps(
            "layers", "layers that give as many numbers as they take", Optional.empty(), layers));
  }
}
