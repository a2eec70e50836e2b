package org.lossexp.plan;

import static org.lossexp.experiment.Descriptor.Kind.EVIDENCE;
import static org.lossexp.experiment.Descriptor.Kind.LAYER;
import static org.lossexp.experiment.Descriptor.Kind.OPTIMIZER;
import static org.lossexp.experiment.Descriptor.Kind.SEARCH;
import static org.lossexp.experiment.Descriptor.Kind.SECTION;
import static org.lossexp.experiment.Descriptor.Kind.SOURCE;
import static org.lossexp.experiment.Descriptor.Kind.SPLIT;
import static org.lossexp.experiment.Descriptor.Kind.STEP;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.FormulaLibrary;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;
import org.lossexp.standard.StandardPlugin;

/**
 * A host for tests: the standard losses and metrics, a hand-written choice of sources, steps,
 * layers and optimizers, and files whose headers are known without reading them.
 */
final class World {
  private static final Value NONE = new Value.Word("none");
  private static final Range SHARE = Range.closed(0, 1);

  static final int BITS = 7;

  /** What the step {@code codes} makes of any table. */
  private static final DataHeader.Inputs CODED =
      new DataHeader.Inputs(Optional.empty(), List.of(new DataHeader.Code("city", 4)), 0, Set.of());

  private static final LossCatalogue LOSSES = losses();

  private World() {}

  static Host host() {
    return host(BITS, "");
  }

  /** A host whose losses come from a plugin of {@code lossesSha}. */
  static Host host(int bits, String lossesSha) {
    return host(bits, lossesSha, World::missing);
  }

  private static Attempt<Source> missing(String path) {
    return new Attempt.Failure<>(
        new Problem("LX681", "there is no file `" + path + "`", Optional.empty(), List.of()));
  }

  /** A library of files in {@code folder}. */
  static Library files(Path folder) {
    return path -> {
      try {
        return new Attempt.Success<>(new Source(path, Files.readString(folder.resolve(path))));
      } catch (IOException e) {
        return missing(path);
      }
    };
  }

  private static Host host(int bits, String lossesSha, Library library) {
    var standard = new StandardPlugin();
    List<Descriptor> descriptors = new ArrayList<>(descriptors());
    descriptors.addAll(Sections.descriptors());
    var plugin = new Design.PluginSource(standard.name(), standard.version(), lossesSha);
    Map<String, Design.PluginSource> plugins = new LinkedHashMap<>();
    LOSSES.losses().forEach(loss -> plugins.put(LossCatalogue.names(loss).getFirst(), plugin));
    return new Host(
        new Vocabulary(
            descriptors,
            new LinkedHashSet<>(LOSSES.names()),
            standard.metrics().stream().map(Metric::descriptor).toList()),
        new LossCompiler(LOSSES),
        World::header,
        World::layered,
        library,
        List.of(plugin),
        plugins,
        Map.of(),
        bits);
  }

  /** The losses of the standard plugin: those in Java, and those that are formulas. */
  private static LossCatalogue losses() {
    List<Loss> losses = new ArrayList<>(new StandardPlugin().losses());
    Set<String> names = new LinkedHashSet<>(new LossCatalogue(losses).names());
    List<Source> texts = new ArrayList<>();
    for (String family :
        List.of("regression", "classification", "ranking", "recommendation", "embedding")) {
      try (InputStream text =
          StandardPlugin.class.getResourceAsStream("/META-INF/lossexp/" + family + ".lossexp")) {
        if (text != null) {
          texts.add(new Source(family, new String(text.readAllBytes(), StandardCharsets.UTF_8)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    new FormulaLibrary(texts)
        .losses().stream()
            .filter(loss -> LossCatalogue.names(loss).stream().noneMatch(names::contains))
            .forEach(losses::add);
    return new LossCatalogue(losses);
  }

  /** {@return the plan of {@code text}, or what is wrong with it} */
  static Outcome<ExperimentPlan> plan(String name, String text) {
    return plan(name, text, Map.of());
  }

  static Outcome<ExperimentPlan> plan(String name, String text, Map<String, String> overrides) {
    return plan(name, text, overrides, World::missing);
  }

  static Outcome<ExperimentPlan> plan(
      String name, String text, Map<String, String> overrides, Library library) {
    Outcome<ExperimentFile> file = Parser.parseFile(new Source(name, text));
    if (file.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), file.diagnostics());
    }
    Outcome<ExperimentPlan> plan = new Planner(host(BITS, "", library)).plan(file.get(), overrides);
    List<Diagnostic> all = new ArrayList<>(file.diagnostics());
    all.addAll(plan.diagnostics());
    return new Outcome<>(plan.value(), all);
  }

  /** Pictures are unknown here; the other layers give what they are given. */
  static Attempt<Layering.Layered> layered(Value.Call layer, Layering.Given given) {
    Value units = layer.arguments().values().get("units");
    if (units == null) {
      return new Attempt.Success<>(new Layering.Layered(given.shape(), 0, 0));
    }
    int count = units instanceof Value.Numeral numeral ? (int) numeral.number() : given.outputs();
    double weights = (given.shape().size() + 1.0) * count;
    return new Attempt.Success<>(new Layering.Layered(Shape.row(count), weights, weights));
  }

  private static Attempt<DataHeader> header(List<Value.Call> pipeline) {
    return switch (source(pipeline)) {
      case Attempt.Success<DataHeader>(DataHeader header) -> success(parted(header, pipeline));
      case Attempt.Failure<DataHeader> failure -> failure;
    };
  }

  /** Parts as `data` draws them, by shares of all rows. */
  private static DataHeader parted(DataHeader header, List<Value.Call> pipeline) {
    Value.Call split =
        pipeline.stream()
            .filter(call -> call.name().equals("holdout") || call.name().equals("kfold"))
            .findFirst()
            .orElseGet(() ->
                new Value.Call(
                    "holdout",
                    Arguments.defaults(
                        descriptors().stream()
                            .filter(descriptor -> descriptor.name().equals("holdout"))
                            .findFirst()
                            .orElseThrow()
                            .parameters())));
    Arguments arguments = split.arguments();
    boolean folded = split.name().equals("kfold");
    int folds = folded ? arguments.whole("folds") : 1;
    int test = folded ? header.rows() / folds : (int) (arguments.real("test") * header.rows());
    int validation = (int) (arguments.real("validation") * header.rows());
    return new DataHeader(
        header.path(),
        header.sha256(),
        header.rows(),
        header.features(),
        header.task(),
        header.outputs(),
        header.classes(),
        header.classCounts(),
        header.targetMean(),
        header.targetSd(),
        pipeline.stream().anyMatch(call -> call.name().equals("codes")) ? CODED : header.inputs(),
        Optional.of(
            new DataHeader.Parts(
                split,
                folds,
                header.rows() - test - validation,
                validation,
                test,
                arguments.value("seed").isPresent()
                    ? DataHeader.Drawn.NOTHING
                    : DataHeader.Drawn.ALL,
                "")),
        List.of(),
        header.notes());
  }

  private static Attempt<DataHeader> source(List<Value.Call> pipeline) {
    Value.Call source = pipeline.getFirst();
    return switch (source.name()) {
      case "csv" -> file(source);
      case "blobs" ->
          success(classes(Optional.empty(), source, source.arguments().whole("classes")));
      case "spirals", "moons" -> success(classes(Optional.empty(), source, 2));
      case "friedman1" -> success(numbers(Optional.empty(), source, 5.0));
      case "libsvm" -> success(inputs(source, Task.RANKING, 1, List.of(), 40));
      case "ratings" ->
          success(
              inputs(
                  source,
                  Task.RECOMMENDATION,
                  0,
                  List.of(new DataHeader.Code("user", 100), new DataHeader.Code("item", 50)),
                  0));
      default -> throw new AssertionError(source.name());
    };
  }

  /** Folders do not matter: a file may be moved. */
  private static Attempt<DataHeader> file(Value.Call source) {
    String path = source.arguments().word("path");
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<String> written = Optional.of(path);
    boolean asNumbers = source.arguments().isWord("task", "regression");
    return switch (name) {
      case "iris.csv" -> success(classes(written, source, 3));
      case "sonar.csv" -> success(classes(written, source, 2));
      case "digits.csv", "digits.csv.gz", "wine.csv", "glass.csv", "penguins.csv", "d.csv" ->
          success(asNumbers ? numbers(written, source, 2.5) : classes(written, source, 10));
      case "housing.csv", "cal.csv", "bikes.csv" -> success(numbers(written, source, 115_395.6));
      default ->
          new Attempt.Failure<>(
              new Problem(
                  "LX601",
                  "no file `" + path + "`",
                  Optional.of("path"),
                  List.of("paths start at the folder of the experiment file")));
    };
  }

  private static Attempt<DataHeader> success(DataHeader header) {
    return new Attempt.Success<>(header);
  }

  private static DataHeader classes(Optional<String> path, Value.Call source, int classes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      names.add("class " + i);
    }
    return new DataHeader(
        path,
        sha256(path, source),
        50 * classes,
        List.of(new DataHeader.Feature("x", 0, 0)),
        classes == 2 ? Task.BINARY : Task.MULTICLASS,
        1,
        names,
        Collections.nCopies(classes, 50L),
        Double.NaN,
        Double.NaN,
        classes == 10 ? List.of("`label` holds 10 whole numbers: taken as classes") : List.of());
  }

  private static DataHeader numbers(Optional<String> path, Value.Call source, double sd) {
    return new DataHeader(
        path,
        sha256(path, source),
        1000,
        List.of(new DataHeader.Feature("x", 0, 0)),
        Task.REGRESSION,
        1,
        List.of(),
        List.of(),
        0,
        sd,
        List.of());
  }

  /** Relevances in lists, or ratings of what is looked up. */
  private static DataHeader inputs(
      Value.Call source, Task task, int features, List<DataHeader.Code> codes, int lists) {
    return new DataHeader(
        Optional.empty(),
        sha256(Optional.empty(), source),
        1000,
        Collections.nCopies(features, new DataHeader.Feature("x", 0, 0)),
        task,
        1,
        List.of(),
        List.of(),
        1,
        1,
        new DataHeader.Inputs(Optional.empty(), codes, lists, Set.of()),
        List.of());
  }

  /** Not a hash, but as good as one: equal for equal contents. */
  private static String sha256(Optional<String> path, Value.Call source) {
    return path.map(p -> "content of " + p.substring(p.lastIndexOf('/') + 1)).orElse(source.text());
  }

  private static List<Descriptor> descriptors() {
    return List.of(
        new Descriptor(
            EVIDENCE, "coefficients", List.of(), "what a linear model multiplies features with"),
        new Descriptor(
            SOURCE,
            "csv",
            List.of(
                new ParameterSpec.Text("path", "the file", Optional.empty(), List.of()),
                new ParameterSpec.Column(
                    "target", "the column to predict", Optional.of(new Value.Word("last"))),
                new ParameterSpec.Choice(
                    "task",
                    "auto",
                    List.of("auto", "regression", "classification"),
                    "what the target holds: numbers, or classes"),
                new ParameterSpec.Choice(
                    "header",
                    "auto",
                    List.of("auto", "true", "false"),
                    "whether the first row holds names"),
                new ParameterSpec.Texts(
                    "missing", "marks of missing values", Optional.of(NONE), List.of("none"))),
            "A table of text."),
        new Descriptor(
            SOURCE,
            "blobs",
            List.of(
                whole("rows", 300, "number of examples"), whole("classes", 3, "number of clouds")),
            "Round clouds."),
        new Descriptor(
            SOURCE,
            "spirals",
            List.of(
                whole("rows", 600, "number of examples"),
                new ParameterSpec.Real("noise", 0.1, Range.atLeast(0), "size of the errors")),
            "Arms of a spiral."),
        new Descriptor(
            SOURCE,
            "moons",
            List.of(
                whole("rows", 300, "number of examples"),
                new ParameterSpec.Real("noise", 0.1, Range.atLeast(0), "size of the errors")),
            "Two half circles."),
        new Descriptor(
            SOURCE,
            "friedman1",
            List.of(
                whole("rows", 500, "number of examples"),
                new ParameterSpec.Real("noise", 1, Range.atLeast(0), "size of the errors")),
            "Friedman's first function."),
        new Descriptor(
            SOURCE,
            "libsvm",
            List.of(new ParameterSpec.Text("path", "the file", Optional.empty(), List.of())),
            "Documents of queries."),
        new Descriptor(
            SOURCE,
            "ratings",
            List.of(new ParameterSpec.Text("path", "the file", Optional.empty(), List.of())),
            "What users think of items."),
        new Descriptor(
            SPLIT,
            "holdout",
            List.of(
                new ParameterSpec.Real("test", 0.2, Range.open(0, 1), "share to test on"),
                validation(0.16),
                new ParameterSpec.Flag("stratify", false, "same proportions of classes"),
                seed()),
            "One test part."),
        new Descriptor(
            SPLIT,
            "kfold",
            List.of(
                new ParameterSpec.Whole("folds", 5, Range.closed(2, 1000), "number of test parts"),
                validation(0),
                new ParameterSpec.Flag("stratify", false, "same proportions of classes"),
                seed()),
            "Test parts that together are all rows."),
        new Descriptor(
            STEP,
            "standardize",
            List.of(new ParameterSpec.Flag("target", false, "the target too")),
            "Mean 0 and standard deviation 1."),
        new Descriptor(
            STEP,
            "impute",
            List.of(
                new ParameterSpec.Choice(
                    "with", "median", List.of("median", "mean"), "of the training part")),
            "Fills missing values."),
        new Descriptor(STEP, "one_hot", List.of(), "A column for each category."),
        new Descriptor(STEP, "codes", List.of(), "Categories become indices."),
        new Descriptor(
            STEP,
            "types",
            List.of(),
            List.of(),
            Optional.of(
                new ParameterSpec.Choice(
                    "columns",
                    "what a column holds",
                    Optional.empty(),
                    List.of("category", "number", "ordered"))),
            "What columns hold."),
        new Descriptor(STEP, "views", List.of(), "Two views of each example."),
        new Descriptor(STEP, "label_noise", List.of(rate(), on()), "Makes labels wrong."),
        new Descriptor(STEP, "outliers", List.of(rate(), on()), "Adds gross errors."),
        new Descriptor(
            LAYER,
            "dense",
            List.of(
                new ParameterSpec.Whole(
                    "units",
                    "how many numbers the layer gives",
                    Optional.empty(),
                    Range.atLeast(1),
                    List.of("outputs", "classes")),
                new ParameterSpec.Choice(
                    "activation",
                    "identity",
                    List.of("identity", "relu", "tanh", "sigmoid", "softmax"),
                    "what is done with each sum")),
            "Connects every input with every unit."),
        new Descriptor(
            LAYER,
            "dropout",
            List.of(
                new ParameterSpec.Real(
                    "rate",
                    "the share that is dropped",
                    Optional.empty(),
                    new Range(0, true, 1, false),
                    List.of())),
            "Sets a random share of numbers to 0."),
        new Descriptor(LAYER, "batch_norm", List.of(), "Normalizes over the batch."),
        new Descriptor(
            LAYER,
            "embedding",
            List.of(whole("width", 8, "numbers for a code")),
            "Looks codes up."),
        new Descriptor(
            LAYER,
            "factors",
            List.of(whole("width", 32, "numbers for a user and an item")),
            "Matrix factorisation."),
        new Descriptor(
            OPTIMIZER,
            "sgd",
            List.of(
                new ParameterSpec.Real("learning_rate", 0.01, Range.above(0), "the size of steps"),
                new ParameterSpec.Real(
                    "momentum", 0, new Range(0, true, 1, false), "what goes on")),
            "Stochastic gradient descent."),
        new Descriptor(
            OPTIMIZER,
            "adam",
            List.of(
                new ParameterSpec.Real("learning_rate", 1e-3, Range.above(0), "the size of steps"),
                new ParameterSpec.Real("epsilon", 1e-8, Range.above(0), "keeps divisors from 0")),
            "Adam."),
        new Descriptor(
            OPTIMIZER,
            "lbfgs",
            List.of(new ParameterSpec.Real("learning_rate", 1, Range.above(0), "the first try")),
            "L-BFGS."),
        search("tpe"),
        search("random"),
        search("grid"),
        search("cma_es"),
        new Descriptor(
            SEARCH,
            "hyperband",
            List.of(whole("points", 20, "the budget"), whole("eta", 3, "one in so many goes on")),
            "Stops early."),
        new Descriptor(
            SECTION,
            "train",
            List.of(
                whole("epochs", 20, "how often every example is seen"),
                new ParameterSpec.Whole(
                    "batch_size",
                    "examples a step",
                    Optional.of(new Value.Numeral(32)),
                    Range.atLeast(1),
                    List.of("all")),
                new ParameterSpec.Nested(
                    "stop",
                    "whether training ends early",
                    Optional.of(NONE),
                    List.of(
                        new ParameterSpec.Signature(
                            "early", List.of(whole("patience", 5, "epochs to wait")))),
                    List.of("none"))),
            "How a model is trained."));
  }

  private static Descriptor search(String name) {
    return new Descriptor(
        SEARCH, name, List.of(whole("points", 20, "the budget")), "Finds points.");
  }

  private static ParameterSpec whole(String name, int fallback, String meaning) {
    return new ParameterSpec.Whole(name, fallback, Range.atLeast(1), meaning);
  }

  private static ParameterSpec validation(double fallback) {
    return new ParameterSpec.Real(
        "validation", fallback, new Range(0, true, 1, false), "share to choose the epoch on");
  }

  private static ParameterSpec seed() {
    return new ParameterSpec.Whole(
        "seed",
        "the same split for all seeds",
        Optional.of(NONE),
        Range.atLeast(0),
        List.of("none"));
  }

  private static ParameterSpec rate() {
    return new ParameterSpec.Real("rate", "the chance", Optional.empty(), SHARE, List.of());
  }

  private static ParameterSpec on() {
    return new ParameterSpec.Choices(
        "on",
        "the parts that are corrupted",
        Optional.of(new Value.Word("training")),
        List.of("training", "validation"));
  }
}
