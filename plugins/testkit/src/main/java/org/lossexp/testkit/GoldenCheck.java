package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * Evaluates a loss on a {@link GoldenCase} and compares.
 *
 * <p>In the batch, {@code [n]} is n rows of one column, and {@code [n, d]} n rows of d. The items
 * of ranking lists lie one after the other, as do time steps of sequences ({@code [lists, items,
 * columns]}). Parts of a prediction that have the target's shape alternate, column by column
 * (mean_1, variance_1, mean_2, …); other parts stand side by side (anchor, positive, negative);
 * parts that are not row by row about the same example (support and query, shared negatives) lie
 * below one another, and the input {@code part} counts them from 0. What stands beside {@code
 * embeddings} is the loss's own state, by its name. Further inputs are flattened; where lists have
 * several draws of an input, those with fewer repeat theirs. The labels of sequences are the input
 * {@code labels}, one sequence after the other.
 */
public final class GoldenCheck {
  /** Its golden targets are lists of class indices, ended by −1; its own are 0 or 1 a label. */
  private static final String INDEX_LISTS = "multi_label_margin";

  private static final Set<TargetEncoding> LABELS =
      Set.of(TargetEncoding.CLASS_INDEX, TargetEncoding.ONE_HOT);

  /** Inputs that the prediction and the target give. */
  private static final Set<String> GIVEN = Set.of("part", "labels");

  private GoldenCheck() {}

  /**
   * What a loss gives.
   *
   * @param value one number where it is reduced, else one a unit
   * @param gradient of the sum of the value, with the structure of the case's prediction
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers to read, compared by nobody
  public record Computed(double[] value, Nested gradient) {}

  /** What came of a check. */
  public sealed interface Outcome {
    /** {@return whether the loss agrees with the case} */
    boolean passed();
  }

  /**
   * The loss was evaluated. An error is the largest {@code |computed − expected| / |expected|}; for
   * expected numbers so small that the absolute tolerance is the wider one, relative to where the
   * two meet. NaN where only one of the two numbers is NaN, or their lengths differ.
   */
  public record Compared(boolean passed, double valueError, double gradientError, Computed computed)
      implements Outcome {}

  /** The loss does not take these inputs; the message is for the user. */
  public record Refused(String why) implements Outcome {
    @Override
    public boolean passed() {
      return false;
    }
  }

  /** {@return how {@code loss} does on {@code golden}; what the case leaves out is not compared} */
  public static Outcome check(Loss loss, GoldenCase golden) {
    try {
      Computed computed = evaluate(loss, golden);
      double tolerance = golden.tolerance();
      double valueError = error(computed.value(), golden.value(), tolerance);
      double gradientError =
          error(computed.gradient().leaves(), golden.gradient().map(Nested::leaves), tolerance);
      boolean passed = valueError <= tolerance && gradientError <= tolerance;
      return new Compared(passed, valueError, gradientError, computed);
    } catch (Refusal refusal) {
      return new Refused(refusal.getMessage());
    }
  }

  /**
   * {@return what {@code loss} gives on {@code golden}}
   *
   * @throws Refusal where arguments, prediction and target do not go together
   */
  public static Computed evaluate(Loss loss, GoldenCase golden) throws Refusal {
    LossDescriptor descriptor = loss.descriptor();
    Nested target = golden.target().orElse(Nested.of());
    if (golden.target().isEmpty()
        && descriptor.tasks().contains(Task.RANKING)
        && !descriptor.tasks().contains(Task.RECOMMENDATION)) {
      throw new Refusal("`%s` needs the relevance of every item".formatted(descriptor.name()));
    }
    Layout layout = Layout.of(golden.prediction(), target, descriptor.family());
    Arguments arguments = arguments(descriptor, golden.arguments());
    boolean sequences =
        descriptor.family() == Family.CLASSIFICATION && golden.prediction().depth() > 2;
    double[] numbers = sequences ? new double[0] : layout.target(target);
    Fit fit = fit(loss, arguments, layout, numbers);
    boolean averaged = golden.reduction().filter(Reduction.MEAN::equals).isPresent();
    LossFunction function = averaged ? fit.function().forMean() : fit.function();
    Map<String, double[]> extras = extras(descriptor, golden, layout);
    if (sequences) {
      extras.put("labels", target.leaves());
    }
    double[] leaves = golden.prediction().leaves();
    Map<String, double[]> state = new LinkedHashMap<>();
    layout.own().forEach((name, own) -> state.put(name, Layout.pick(leaves, own.leaves())));
    Batch batch =
        new Batch(
                layout.rows(),
                layout.columns(),
                Layout.pick(leaves, layout.leaves()),
                encoded(function.encoding(), golden, layout, fit.classes(), numbers))
            .inLists(layout.starts())
            .with(extras)
            .withState(state);
    Evaluation evaluation = Evaluation.of(function, batch);
    function.evaluate(batch, evaluation);
    int units = function.units(batch);
    double[] value = Arrays.copyOf(evaluation.values(), units);
    double divisor = 1;
    if (golden.reduction().isPresent()) {
      Reduction reduction = golden.reduction().get();
      value = new double[] {reduction.of(evaluation.values(), evaluation.counts(), units)};
      divisor = reduction.divisor(evaluation.counts(), units);
    }
    double[] gradient = new double[leaves.length];
    spread(evaluation.gradient(), divisor, layout.leaves(), gradient);
    for (Map.Entry<String, Layout.Own> own : layout.own().entrySet()) {
      spread(evaluation.state().get(own.getKey()), divisor, own.getValue().leaves(), gradient);
    }
    return new Computed(value, golden.prediction().withLeaves(leaf -> gradient[leaf]));
  }

  private static void spread(double[] numbers, double divisor, int[] leaves, double[] to) {
    for (int place = 0; place < leaves.length; place++) {
      to[leaves[place]] = numbers[place] / divisor;
    }
  }

  private static Map<String, double[]> extras(
      LossDescriptor descriptor, GoldenCase golden, Layout layout) throws Refusal {
    Map<String, double[]> extras = new LinkedHashMap<>();
    for (Map.Entry<String, Nested> extra : golden.extras().entrySet()) {
      String name = extra.getKey();
      if (!descriptor.extras().contains(name)) {
        throw new Refusal("`%s` takes no `%s`".formatted(descriptor.name(), name));
      }
      extras.put(name, evened(extra.getValue()).leaves());
    }
    for (ExtraInput input : descriptor.inputs()) {
      boolean given = extras.containsKey(input.name()) || GIVEN.contains(input.name());
      if (input.required() && !given) {
        throw new Refusal(
            "`%s` needs `%s`: %s".formatted(descriptor.name(), input.name(), input.meaning()));
      }
    }
    if (layout.isStacked()) {
      extras.put("part", Arrays.stream(layout.part()).asDoubleStream().toArray());
    }
    return extras;
  }

  /** {@return an input whose lists have equally many draws: those with fewer repeat theirs} */
  private static Nested evened(Nested input) {
    if (input.depth() < 3 || !(input instanceof Nested.Items(List<Nested> lists))) {
      return input;
    }
    int most = lists.stream().mapToInt(list -> list.shape().getFirst()).max().orElse(0);
    return new Nested.Items(
        lists.stream()
            .<Nested>map(list -> {
              List<Nested> draws = ((Nested.Items) list).items();
              return new Nested.Items(
                  IntStream.range(0, most).mapToObj(i -> draws.get(i % draws.size())).toList());
            })
            .toList());
  }

  private static Arguments arguments(LossDescriptor descriptor, Arguments written) throws Refusal {
    Map<String, Value> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : descriptor.parameters()) {
      Optional<Value> value =
          Optional.ofNullable(written.values().get(parameter.name())).or(parameter::fallback);
      if (value.isEmpty()) {
        throw new Refusal("`%s` needs `%s`".formatted(descriptor.name(), parameter.name()));
      }
      Optional<String> refusal = parameter.refusal(value.get());
      if (refusal.isPresent()) {
        throw new Refusal(
            "`%s` %s, but is %s".formatted(parameter.name(), refusal.get(), value.get().text()));
      }
      values.put(parameter.name(), value.get());
    }
    for (String name : written.values().keySet()) {
      if (!values.containsKey(name)) {
        throw new Refusal("`%s` has no parameter `%s`".formatted(descriptor.name(), name));
      }
    }
    return new Arguments(values);
  }

  /** A loss bound so that it takes the case's shapes. */
  private record Fit(LossFunction function, int classes) {}

  /**
   * Binds the loss. Shapes alone do not always tell the number of classes (an ordinal loss has a
   * threshold fewer, a class may have several centres), so what is possible is tried in turn.
   */
  private static Fit fit(Loss loss, Arguments arguments, Layout layout, double[] target)
      throws Refusal {
    LossDescriptor descriptor = loss.descriptor();
    int width = layout.rows() == 0 ? 1 : Math.max(1, target.length / layout.rows());
    Refusal first = null;
    for (TargetFacts facts : possible(descriptor, layout, target, width)) {
      try {
        LossFunction function = loss.bind(arguments, facts);
        checkShapes(descriptor, function, layout);
        if (LABELS.contains(function.encoding()) && facts.task().hasClasses() && width == 1) {
          checkLabels(target, facts.classes(), arguments);
        }
        return new Fit(function, facts.classes());
      } catch (Refusal refusal) {
        first = first == null ? refusal : first;
      }
    }
    throw first;
  }

  private static void checkShapes(LossDescriptor descriptor, LossFunction function, Layout layout)
      throws Refusal {
    if (function.head().units() != layout.columns()) {
      throw new Refusal(
          "`%s` reads %d numbers an example here, but there are %d"
              .formatted(descriptor.name(), function.head().units(), layout.columns()));
    }
    Map<String, Layout.Own> given = new LinkedHashMap<>(layout.own());
    for (State state : function.state()) {
      Layout.Own own = given.remove(state.name());
      if (own == null) {
        throw new Refusal(
            "`%s` needs its own `%s`, %d rows of %d"
                .formatted(descriptor.name(), state.name(), state.rows(), state.columns()));
      }
      if (own.rows() != state.rows() || own.columns() != state.columns()) {
        throw new Refusal(
            "`%s` of `%s` is %d x %d here, but there are %d x %d"
                .formatted(
                    state.name(),
                    descriptor.name(),
                    state.rows(),
                    state.columns(),
                    own.rows(),
                    own.columns()));
      }
    }
    for (String name : given.keySet()) {
      throw new Refusal("`%s` owns no `%s`".formatted(descriptor.name(), name));
    }
  }

  private static List<TargetFacts> possible(
      LossDescriptor descriptor, Layout layout, double[] target, int width) throws Refusal {
    int columns = layout.columns();
    OptionalInt head = OptionalInt.of(columns);
    Set<Task> tasks = descriptor.tasks();
    return switch (descriptor.family()) {
      case REGRESSION, RANKING -> {
        Task task =
            Stream.of(Task.REGRESSION, Task.RANKING, Task.RECOMMENDATION)
                .filter(tasks::contains)
                .findFirst()
                .orElseThrow(() -> new Refusal(descriptor.name() + " names no task of its family"));
        yield List.of(new TargetFacts(task, task == Task.REGRESSION ? width : 1, List.of(), head));
      }
      case EMBEDDING -> {
        int most = layout.own().values().stream().mapToInt(Layout.Own::rows).findFirst().orElse(0);
        int labels = width == 1 ? (int) Arrays.stream(target).max().orElse(-1) + 1 : 0;
        List<TargetFacts> facts = new ArrayList<>();
        for (int classes = Math.max(most, labels); classes >= Math.max(labels, 1); classes--) {
          facts.add(new TargetFacts(Task.EMBEDDING, width, counts(target, classes), head));
        }
        yield facts.isEmpty()
            ? List.of(new TargetFacts(Task.EMBEDDING, width, List.of(), head))
            : facts;
      }
      case CLASSIFICATION -> {
        boolean labels = width == 1 && columns > 1;
        if (labels || (columns > 1 && !tasks.contains(Task.MULTILABEL))) {
          Task task =
              (columns == 2 && tasks.contains(Task.BINARY)) || !tasks.contains(Task.MULTICLASS)
                  ? Task.BINARY
                  : Task.MULTICLASS;
          if (!tasks.contains(task)) {
            throw new Refusal(
                "`%s` takes a target number for each prediction, but there is a label for each row"
                    .formatted(descriptor.name()));
          }
          double[] counted = labels ? target : new double[0];
          yield List.of(
              new TargetFacts(task, 1, counts(counted, columns), head),
              new TargetFacts(task, 1, counts(counted, columns + 1), head));
        }
        if (columns == 1 && tasks.contains(Task.BINARY)) {
          long positives = Arrays.stream(target).filter(t -> t > 0).count();
          List<Long> counts = List.of(target.length - positives, positives);
          yield List.of(new TargetFacts(Task.BINARY, 1, counts, head));
        }
        if (tasks.contains(Task.MULTILABEL)) {
          yield List.of(new TargetFacts(Task.MULTILABEL, columns, List.of(), head));
        }
        throw new Refusal(
            "`%s` takes a label for each row, but there is a target number for each prediction"
                .formatted(descriptor.name()));
      }
    };
  }

  private static List<Long> counts(double[] labels, int classes) {
    List<Long> counts = new ArrayList<>(Collections.nCopies(classes, 0L));
    for (double label : labels) {
      if (label >= 0 && label < classes) {
        counts.set((int) label, counts.get((int) label) + 1);
      }
    }
    return counts;
  }

  private static void checkLabels(double[] labels, int classes, Arguments arguments)
      throws Refusal {
    double ignored =
        arguments.values().get("ignore_index") instanceof Value.Numeral numeral
            ? numeral.number()
            : Double.NaN;
    for (double label : labels) {
      boolean valid = label >= 0 && label < classes && label == Math.rint(label);
      if (!valid && label != ignored) {
        throw new Refusal(
            "label %s is none of the %d classes, which are numbered from 0"
                .formatted(Value.Numeral.text(label), classes));
      }
    }
  }

  /** The target as the loss reads it, or why it is none. */
  private static double[] encoded(
      TargetEncoding encoding, GoldenCase golden, Layout layout, int classes, double[] target)
      throws Refusal {
    if (encoding != TargetEncoding.NONE && target.length < layout.rows()) {
      throw new Refusal("`%s` needs a target".formatted(golden.loss()));
    }
    int outputs = layout.rows() * layout.columns();
    if (encoding == TargetEncoding.ONE_HOT && target.length == layout.rows() && classes > 1) {
      double[] oneHot = new double[layout.rows() * classes];
      for (int row = 0; row < target.length; row++) {
        oneHot[row * classes + (int) target[row]] = 1;
      }
      return oneHot;
    }
    boolean flags = Arrays.stream(target).allMatch(t -> t >= 0 && t <= 1);
    if (encoding == TargetEncoding.ZERO_ONE && golden.loss().equals(INDEX_LISTS) && !flags) {
      return labelSets(target, layout.columns());
    }
    for (double t : target) {
      if (encoding == TargetEncoding.PLUS_MINUS_ONE && Math.abs(t) != 1) {
        throw new Refusal(
            "`%s` takes targets -1 and 1, but one is %s"
                .formatted(golden.loss(), Value.Numeral.text(t)));
      }
      if (encoding == TargetEncoding.ZERO_ONE && !(t >= 0 && t <= 1)) {
        throw new Refusal(
            "`%s` takes targets from 0 to 1, but one is %s"
                .formatted(golden.loss(), Value.Numeral.text(t)));
      }
    }
    boolean perOutput =
        encoding == TargetEncoding.PLUS_MINUS_ONE || encoding == TargetEncoding.ZERO_ONE;
    if (perOutput && target.length != outputs) {
      throw new Refusal(
          "`%s` takes a target number for each prediction, but there are %d for %d"
              .formatted(golden.loss(), target.length, outputs));
    }
    return target;
  }

  /** {@return 1 for each class that a row lists before its first −1, and 0 elsewhere} */
  private static double[] labelSets(double[] lists, int columns) {
    double[] labels = new double[lists.length];
    for (int first = 0; first < lists.length; first += columns) {
      for (int i = first; i < first + columns && lists[i] >= 0; i++) {
        labels[first + (int) lists[i]] = 1;
      }
    }
    return labels;
  }

  private static double error(double[] computed, Optional<double[]> expected, double tolerance) {
    if (expected.isEmpty()) {
      return 0;
    }
    double[] wanted = expected.get();
    if (computed.length != wanted.length) {
      return Double.NaN;
    }
    double smallest = GoldenCase.ABSOLUTE / tolerance;
    double largest = 0;
    for (int i = 0; i < computed.length; i++) {
      if (Double.compare(computed[i], wanted[i]) != 0) {
        double scale = Math.max(Math.abs(wanted[i]), smallest);
        // Math.max keeps NaN, which is within no tolerance; so is inf against anything else.
        largest = Math.max(largest, Math.abs(computed[i] - wanted[i]) / scale);
      }
    }
    return largest;
  }
}
