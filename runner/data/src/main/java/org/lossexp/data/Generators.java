package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
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
      case "circles" -> circles(call, arguments);
      case "friedman2" -> friedman2(call, arguments);
      case "friedman3" -> friedman3(call, arguments);
      case "long_servedio" -> longServedio(call, arguments);
      case "imbalanced" -> imbalanced(call, arguments);
      case "clusters" -> clusters(call, arguments);
      case "engel" -> engel(call, arguments);
      case "categories" -> categories(call, arguments);
      case "survival" -> survival(call, arguments);
      case "ranking" -> ranking(call, arguments);
      case "latent_ratings" -> latentRatings(call, arguments);
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

  /** A circle within a circle, as scikit-learn's make_circles: label 0 outside, 1 inside. */
  private static Dataset circles(Value.Call call, Arguments arguments) {
    double factor = arguments.real("factor");
    double noise = arguments.real("noise");
    RandomStream stream = key(call).with("rows").stream();
    return classes(
        call,
        2,
        2,
        (row, label, x) -> {
          double angle = 2 * Math.PI * stream.uniform();
          double radius = label == 0 ? 1 : factor;
          x[0] = radius * StrictMath.cos(angle) + noise * stream.gaussian();
          x[1] = radius * StrictMath.sin(angle) + noise * stream.gaussian();
        });
  }

  /**
   * Friedman's second function, the impedance of a circuit (1991, equation 63): x1 uniform on [0,
   * 100], x2 on [40π, 560π], x3 on [0, 1], x4 on [1, 11].
   */
  private static Dataset friedman2(Value.Call call, Arguments arguments) {
    return circuit(
        call, arguments, (x, reactance) -> Math.sqrt(x[0] * x[0] + reactance * reactance));
  }

  /** Friedman's third function, the phase of the same circuit (1991, equation 64). */
  private static Dataset friedman3(Value.Call call, Arguments arguments) {
    return circuit(call, arguments, (x, reactance) -> StrictMath.atan(reactance / x[0]));
  }

  private interface Circuit {
    double of(double[] x, double reactance);
  }

  private static Dataset circuit(Value.Call call, Arguments arguments, Circuit circuit) {
    double noise = arguments.real("noise");
    RandomStream stream = key(call).with("rows").stream();
    return numbers(
        call,
        4,
        x -> {
          x[0] = 100 * stream.uniform();
          x[1] = Math.PI * (40 + 520 * stream.uniform());
          x[2] = stream.uniform();
          x[3] = 1 + 10 * stream.uniform();
          double reactance = x[1] * x[2] - 1 / (x[1] * x[3]);
          return circuit.of(x, reactance) + noise * stream.gaussian();
        });
  }

  /**
   * The mixture of Long and Servedio, "Random classification noise defeats all convex potential
   * boosters", Machine Learning 78, 2010, as normal clouds (Menon et al., "Can gradient clipping
   * mitigate label noise?", ICLR 2020): of the positive class a quarter about (1, 0), a quarter
   * about (γ, 5γ), half about (γ, −γ); of the negative class their mirror images. A line separates
   * the classes; with flipped labels convex losses turn away from it.
   */
  private static Dataset longServedio(Value.Call call, Arguments arguments) {
    double margin = arguments.real("margin");
    double spread = arguments.real("spread");
    RandomStream stream = key(call).with("rows").stream();
    return classes(
        call,
        2,
        2,
        (row, label, x) -> {
          double which = stream.uniform();
          double sign = label == 0 ? -1 : 1;
          double first = which < 0.25 ? 1 : margin;
          double second = which < 0.25 ? 0 : which < 0.5 ? 5 * margin : -margin;
          x[0] = sign * first + spread * stream.gaussian();
          x[1] = sign * second + spread * stream.gaussian();
        });
  }

  /** Two round clouds, {@code ratio} rows of the first class for each of the second. */
  private static Dataset imbalanced(Value.Call call, Arguments arguments) {
    int features = arguments.whole("features");
    double ratio = arguments.real("ratio");
    double shift = arguments.real("distance") / Math.sqrt(features);
    int rows = arguments.whole("rows");
    double[] labels = new double[rows];
    double[][] columns = new double[features][rows];
    RandomStream stream = key(call).with("rows").stream();
    for (int row = 0; row < rows; row++) {
      // The rare rows lie evenly among the others, so that more rows keep the ones before.
      labels[row] = Math.floor((row + 1) / (1 + ratio)) - Math.floor(row / (1 + ratio));
      for (int j = 0; j < features; j++) {
        columns[j][row] = shift * labels[row] + stream.gaussian();
      }
    }
    return dataset(call, columns, "label", Dataset.Labels.classes(List.of("0", "1"), labels));
  }

  /**
   * Many classes on a sphere, hidden in noise: the first half of the columns lies about the centre
   * of the class, the other half says nothing. A good distance must learn to overlook it.
   */
  private static Dataset clusters(Value.Call call, Arguments arguments) {
    int classes = arguments.whole("classes");
    int features = arguments.whole("features");
    double spread = arguments.real("spread");
    int telling = (features + 1) / 2;
    double[][] centres = new double[classes][telling];
    RandomStream stream = key(call).with("centres").stream();
    for (double[] centre : centres) {
      double squares = 0;
      for (int j = 0; j < telling; j++) {
        centre[j] = stream.gaussian();
        squares += centre[j] * centre[j];
      }
      for (int j = 0; j < telling; j++) {
        centre[j] /= Math.sqrt(squares);
      }
    }
    RandomStream noise = key(call).with("rows").stream();
    return classes(
        call,
        features,
        classes,
        (row, label, x) -> {
          for (int j = 0; j < features; j++) {
            double error = noise.gaussian();
            x[j] = j < telling ? centres[label][j] + spread * error / Math.sqrt(telling) : error;
          }
        });
  }

  /**
   * Spending on food against income in the manner of Engel's data of 1857: the spread grows with
   * income. Income is log-normal; the slopes of the 10, 50 and 90 % quantiles are 0.405, 0.55 and
   * 0.695, near the published 0.40, 0.56 and 0.69 (Koenker and Bassett, Econometrica 50, 1982).
   */
  private static Dataset engel(Value.Call call, Arguments arguments) {
    int rows = arguments.whole("rows");
    double[] income = new double[rows];
    double[] food = new double[rows];
    RandomStream stream = key(call).with("rows").stream();
    for (int row = 0; row < rows; row++) {
      income[row] = StrictMath.exp(6.78 + 0.44 * stream.gaussian());
      food[row] = 80 + income[row] * (0.55 + 0.113 * stream.gaussian());
    }
    return Dataset.of(
        Optional.empty(),
        sha256(call),
        List.of(new Column.Numeric("income", income)),
        "food",
        Dataset.Labels.numbers(food),
        List.of());
  }

  /** Categories that each move the target by an amount of their own, beside two numbers. */
  private static Dataset categories(Value.Call call, Arguments arguments) {
    int rows = arguments.whole("rows");
    int columns = arguments.whole("columns");
    int levels = arguments.whole("levels");
    double noise = arguments.real("noise");
    double[][] effects = new double[columns][levels];
    RandomStream stream = key(call).with("effects").stream();
    for (double[] effect : effects) {
      for (int level = 0; level < levels; level++) {
        effect[level] = stream.gaussian();
      }
    }
    int[][] codes = new int[columns][rows];
    double[][] numbers = new double[2][rows];
    double[] y = new double[rows];
    RandomStream draws = key(call).with("rows").stream();
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        codes[j][row] = (int) (draws.uniform() * levels);
        y[row] += effects[j][codes[j][row]];
      }
      for (int j = 0; j < 2; j++) {
        numbers[j][row] = draws.gaussian();
      }
      y[row] += numbers[0][row] - numbers[1][row] + noise * draws.gaussian();
    }
    // As wide as the last, so that the order of texts is that of numbers.
    int width = Integer.toString(levels).length();
    List<String> names =
        IntStream.rangeClosed(1, levels)
            .mapToObj(
                level -> "level " + "0".repeat(width - Integer.toString(level).length()) + level)
            .toList();
    List<Column> features = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      features.add(new Column.Categorical("c" + (j + 1), names, codes[j]));
    }
    for (int j = 0; j < 2; j++) {
      features.add(new Column.Numeric("x" + (j + 1), numbers[j]));
    }
    return Dataset.of(
        Optional.empty(), sha256(call), features, "y", Dataset.Labels.numbers(y), List.of());
  }

  /**
   * Times until an event, exponential with a hazard that depends on normal features, and cut off
   * where a row is lost from sight first. With the same rate for both, half would be lost.
   */
  private static Dataset survival(Value.Call call, Arguments arguments) {
    int rows = arguments.whole("rows");
    int features = arguments.whole("features");
    double censored = arguments.real("censored");
    double[] w = new double[features];
    RandomStream coefficients = key(call).with("coefficients").stream();
    for (int j = 0; j < features; j++) {
      w[j] = coefficients.gaussian() / Math.sqrt(features);
    }
    RandomStream stream = key(call).with("rows").stream();
    double[][] columns = new double[features][rows];
    double[] time = new double[rows];
    double[] event = new double[rows];
    for (int row = 0; row < rows; row++) {
      double risk = 0;
      for (int j = 0; j < features; j++) {
        columns[j][row] = stream.gaussian();
        risk += w[j] * columns[j][row];
      }
      double hazard = StrictMath.exp(risk);
      double until = -StrictMath.log1p(-stream.uniform()) / hazard;
      // Of two exponential times the one of rate r comes first with chance r / (r + hazard).
      double lost =
          -StrictMath.log1p(-stream.uniform())
              * (1 - censored)
              / (hazard * Math.max(1e-9, censored));
      event[row] = until <= lost ? 1 : 0;
      time[row] = Math.min(until, lost);
    }
    return Dataset.of(
        new Dataset.Origin(Optional.empty(), sha256(call), List.of()),
        named(columns),
        "time",
        Dataset.Labels.numbers(time),
        new Dataset.Roles(new int[0], List.of(), OptionalDouble.empty(), Map.of("event", event)),
        new Dataset.Given(rows, rows));
  }

  /**
   * Lists of items with relevance 0 to 4: half are irrelevant, 3 in 100 perfect. The score behind
   * is linear in the features, with an offset a list that no ranking needs to know.
   */
  private static Dataset ranking(Value.Call call, Arguments arguments) {
    int lists = arguments.whole("lists");
    int items = arguments.whole("items");
    int features = arguments.whole("features");
    double noise = arguments.real("noise");
    double[] w = new double[features];
    RandomStream coefficients = key(call).with("coefficients").stream();
    double squares = 0;
    for (int j = 0; j < features; j++) {
      w[j] = coefficients.gaussian();
      squares += w[j] * w[j];
    }
    // So that the score is a standard normal, whose shares are known.
    double scale = 1 / Math.sqrt(squares + noise * noise);
    double[] bounds = {0, 0.674, 1.282, 1.881};
    int rows = Math.multiplyExact(lists, items);
    double[][] columns = new double[features][rows];
    double[] relevance = new double[rows];
    int[] group = new int[rows];
    RandomStream stream = key(call).with("rows").stream();
    for (int row = 0; row < rows; row++) {
      group[row] = row / items;
      double score = 0;
      for (int j = 0; j < features; j++) {
        columns[j][row] = stream.gaussian();
        score += w[j] * columns[j][row];
      }
      score = (score + noise * stream.gaussian()) * scale;
      for (double bound : bounds) {
        relevance[row] += score > bound ? 1 : 0;
      }
    }
    return Dataset.of(
        new Dataset.Origin(Optional.empty(), sha256(call), List.of()),
        named(columns),
        "relevance",
        new Dataset.Labels(Task.RANKING, 1, List.of(), relevance),
        new Dataset.Roles(group, List.of(), OptionalDouble.empty(), Map.of()),
        new Dataset.Given(rows, rows));
  }

  /**
   * Ratings from ½ to 5 in steps of ½: 3 plus what a user gives, what an item gets, and the product
   * of their latent factors.
   */
  private static Dataset latentRatings(Value.Call call, Arguments arguments) {
    int users = arguments.whole("users");
    int items = arguments.whole("items");
    int factors = arguments.whole("factors");
    double density = arguments.real("density");
    double noise = arguments.real("noise");
    double[][] ofUser = latent(key(call).with("users").stream(), users, factors + 1);
    double[][] ofItem = latent(key(call).with("items").stream(), items, factors + 1);
    List<int[]> pairs = new ArrayList<>();
    List<Double> ratings = new ArrayList<>();
    RandomStream stream = key(call).with("rows").stream();
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        double error = noise * stream.gaussian();
        // Everybody rates something: the item of one's own number.
        if (stream.uniform() < density || item == user % items) {
          double rating = 3 + 0.3 * ofUser[user][factors] + 0.4 * ofItem[item][factors] + error;
          for (int k = 0; k < factors; k++) {
            rating += ofUser[user][k] * ofItem[item][k] / Math.sqrt(factors);
          }
          pairs.add(new int[] {user, item});
          ratings.add(Math.clamp(Math.rint(2 * rating) / 2, 0.5, 5));
        }
      }
    }
    double[] target = ratings.stream().mapToDouble(Double::doubleValue).toArray();
    return Dataset.of(
        new Dataset.Origin(Optional.empty(), sha256(call), List.of()),
        List.of(),
        "rating",
        new Dataset.Labels(Task.RECOMMENDATION, 1, List.of(), target),
        new Dataset.Roles(
            new int[0],
            List.of(coded("user", users, pairs, 0), coded("item", items, pairs, 1)),
            OptionalDouble.of(arguments.real("positive")),
            Map.of()),
        new Dataset.Given(target.length, target.length));
  }

  private static double[][] latent(RandomStream stream, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = stream.gaussian();
      }
    }
    return values;
  }

  private static Column.Categorical coded(String name, int size, List<int[]> pairs, int place) {
    int width = Integer.toString(size - 1).length();
    List<String> levels =
        IntStream.range(0, size)
            .mapToObj(i -> name + " " + "0".repeat(width - Integer.toString(i).length()) + i)
            .toList();
    return new Column.Categorical(
        name, levels, pairs.stream().mapToInt(pair -> pair[place]).toArray());
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
    return Dataset.of(
        Optional.empty(), sha256(call), named(columns), targetName, labels, List.of());
  }

  private static List<Column> named(double[][] columns) {
    List<Column> features = new ArrayList<>();
    for (int j = 0; j < columns.length; j++) {
      features.add(new Column.Numeric("x" + (j + 1), columns[j]));
    }
    return features;
  }

  private static String sha256(Value.Call call) {
    byte[] text = ("generator " + VERSION + ": " + call.text()).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(RandomStream.sha256().digest(text));
  }

  private static RandomStream.Key key(Value.Call call) {
    return RandomStream.key("generate").with(call.name()).with(call.arguments().whole("seed"));
  }
}
