package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Sources that need no file. Their rows depend on their arguments alone, the seed among them: what
 * {@code repeat} varies leaves them as they are.
 *
 * <p>Every row draws the same count of numbers in the same order, so that more noise moves the same
 * points further, and more rows keep the ones before.
 */
final class Generators {
  /** Raised when the rows of any generator change: their sha256 and all that hangs on it change. */
  private static final int VERSION = 1;

  private Generators() {}

  static Dataset generate(Value.Call call) {
    Arguments arguments = call.arguments();
    return switch (call.name()) {
      case "blobs" -> blobs(call, arguments);
      case "spirals" -> spirals(call, arguments);
      case "moons" -> moons(call, arguments);
      case "friedman1" -> friedman1(call, arguments);
      case "linear" -> linear(call, arguments);
      default -> throw new IllegalArgumentException("no such source: " + call.name());
    };
  }

  /**
   * Round normal clouds about centres drawn from the box [−10, 10], as scikit-learn's make_blobs.
   */
  private static Dataset blobs(Value.Call call, Arguments arguments) {
    int classes = arguments.whole("classes");
    int features = arguments.whole("features");
    double spread = arguments.real("spread");
    double[][] centres = new double[classes][features];
    RandomStream stream = key(call).with("centres").stream();
    for (double[] centre : centres) {
      for (int j = 0; j < features; j++) {
        centre[j] = 20 * stream.uniform() - 10;
      }
    }
    RandomStream noise = key(call).with("rows").stream();
    return classes(
        call,
        features,
        classes,
        (row, label, x) -> {
          for (int j = 0; j < features; j++) {
            x[j] = centres[label][j] + spread * noise.gaussian();
          }
        });
  }

  /** Arms of one and a half turns that begin at the origin and end at radius 3. */
  private static Dataset spirals(Value.Call call, Arguments arguments) {
    int classes = arguments.whole("classes");
    double noise = arguments.real("noise");
    RandomStream stream = key(call).with("rows").stream();
    return classes(
        call,
        2,
        classes,
        (row, label, x) -> {
          // The root spreads the points evenly over the plane instead of crowding at the origin.
          double along = Math.sqrt(stream.uniform());
          double angle = 3 * Math.PI * along + 2 * Math.PI * label / classes;
          x[0] = 3 * along * StrictMath.cos(angle) + noise * stream.gaussian();
          x[1] = 3 * along * StrictMath.sin(angle) + noise * stream.gaussian();
        });
  }

  /** Two half circles that reach into one another, as scikit-learn's make_moons. */
  private static Dataset moons(Value.Call call, Arguments arguments) {
    double noise = arguments.real("noise");
    RandomStream stream = key(call).with("rows").stream();
    return classes(
        call,
        2,
        2,
        (row, label, x) -> {
          double angle = Math.PI * stream.uniform();
          double cos = StrictMath.cos(angle);
          double sin = StrictMath.sin(angle);
          x[0] = (label == 0 ? cos : 1 - cos) + noise * stream.gaussian();
          x[1] = (label == 0 ? sin : 0.5 - sin) + noise * stream.gaussian();
        });
  }

  /**
   * Friedman's first function, "Multivariate adaptive regression splines", Annals of Statistics
   * 19(1), 1991, equation 61: five of the features matter, all are uniform on [0, 1].
   */
  private static Dataset friedman1(Value.Call call, Arguments arguments) {
    int features = arguments.whole("features");
    double noise = arguments.real("noise");
    double outliers = arguments.real("outliers");
    double scale = arguments.real("outlier_scale");
    RandomStream stream = key(call).with("rows").stream();
    return numbers(
        call,
        features,
        x -> {
          for (int j = 0; j < features; j++) {
            x[j] = stream.uniform();
          }
          double error = noise * stream.gaussian();
          boolean outlying = stream.uniform() < outliers;
          double gross = scale * stream.gaussian();
          return friedman(x) + error + (outlying ? gross : 0);
        });
  }

  /** {@return the noiseless value of Friedman's first function} */
  static double friedman(double[] x) {
    return 10 * StrictMath.sin(Math.PI * x[0] * x[1])
        + 20 * (x[2] - 0.5) * (x[2] - 0.5)
        + 10 * x[3]
        + 5 * x[4];
  }

  /** A linear function with normal features and coefficients; the errors may have heavy tails. */
  private static Dataset linear(Value.Call call, Arguments arguments) {
    int features = arguments.whole("features");
    double noise = arguments.real("noise");
    String distribution = arguments.word("distribution");
    RandomStream coefficients = key(call).with("coefficients").stream();
    double[] w = new double[features];
    for (int j = 0; j < features; j++) {
      w[j] = coefficients.gaussian();
    }
    RandomStream stream = key(call).with("rows").stream();
    RandomStream errors = key(call).with("errors").with(distribution).stream();
    return numbers(
        call,
        features,
        x -> {
          double y = 0;
          for (int j = 0; j < features; j++) {
            x[j] = stream.gaussian();
            y += w[j] * x[j];
          }
          return y + noise * error(distribution, errors);
        });
  }

  /** Errors as their distribution has them, not scaled to sd 1: heavier tails are the point. */
  private static double error(String distribution, RandomStream stream) {
    return switch (distribution) {
      case "normal" -> stream.gaussian();
      case "laplace" -> {
        double u = stream.uniform() - 0.5;
        yield -Math.signum(u) * StrictMath.log1p(-2 * Math.abs(u));
      }
      case "student_t" -> {
        // Three degrees of freedom: a variance, but no finite fourth moment.
        double numerator = stream.gaussian();
        double a = stream.gaussian();
        double b = stream.gaussian();
        double c = stream.gaussian();
        yield numerator / Math.sqrt((a * a + b * b + c * c) / 3);
      }
      default -> throw new IllegalArgumentException("no such distribution: " + distribution);
    };
  }

  private interface ClassRow {
    void fill(int row, int label, double[] x);
  }

  private interface NumberRow {
    double fill(double[] x);
  }

  private static Dataset classes(Value.Call call, int features, int classes, ClassRow generator) {
    int rows = call.arguments().whole("rows");
    double[] labels = new double[rows];
    double[][] columns = new double[features][rows];
    double[] x = new double[features];
    for (int row = 0; row < rows; row++) {
      int label = row % classes;
      generator.fill(row, label, x);
      labels[row] = label;
      store(x, columns, row);
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return dataset(call, columns, "label", Dataset.Labels.classes(names, labels));
  }

  private static Dataset numbers(Value.Call call, int features, NumberRow generator) {
    int rows = call.arguments().whole("rows");
    double[] target = new double[rows];
    double[][] columns = new double[features][rows];
    double[] x = new double[features];
    for (int row = 0; row < rows; row++) {
      target[row] = generator.fill(x);
      store(x, columns, row);
    }
    return dataset(call, columns, "y", Dataset.Labels.numbers(target));
  }

  private static void store(double[] x, double[][] columns, int row) {
    for (int j = 0; j < x.length; j++) {
      columns[j][row] = x[j];
    }
  }

  private static Dataset dataset(
      Value.Call call, double[][] columns, String targetName, Dataset.Labels labels) {
    List<Column> features = new ArrayList<>();
    for (int j = 0; j < columns.length; j++) {
      features.add(new Column.Numeric("x" + (j + 1), columns[j]));
    }
    byte[] text = ("generator " + VERSION + ": " + call.text()).getBytes(StandardCharsets.UTF_8);
    String sha256 = HexFormat.of().formatHex(RandomStream.sha256().digest(text));
    return Dataset.of(Optional.empty(), sha256, features, targetName, labels, List.of());
  }

  private static RandomStream.Key key(Value.Call call) {
    return RandomStream.key("generate").with(call.name()).with(call.arguments().whole("seed"));
  }
}
