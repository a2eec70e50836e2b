package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.Reading;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.State;
import org.lossexp.spi.Task;
import org.lossexp.testkit.LossContract.Rule;

/** The rules of {@link LossContract} about what a bound loss does with a batch. */
final class LossBehaviour {
  /** Memory is longer than needed, so that writing beyond its end shows. */
  private static final int GUARD = 8;

  private static final int REPEATS_A_THREAD = 300;

  /** Far out for a logit; for a prediction in the target's units it says less. */
  private static final double LARGE_LOGIT = 1000;

  private static final double LARGE_POINT = 100;

  /** What grows as e^x is beyond this at 300, and may overflow at 1000. */
  private static final double EXPONENTIAL = 1e50;

  /** Decimal commas, other digits, and the letter i in two ways. */
  private static final List<Locale> LOCALES =
      List.of(
          Locale.GERMANY, Locale.forLanguageTag("ar-EG-u-nu-arab"), Locale.forLanguageTag("tr-TR"));

  /** What memory holds beforehand: where both are still there, nothing was written. */
  private static final double[] CONTENTS = {7.25, -3.5};

  private static final Set<Task> OF_EXAMPLES =
      Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS, Task.MULTILABEL);

  private static final Set<ReductionClass> BY_EXAMPLE =
      Set.of(
          ReductionClass.ELEMENT,
          ReductionClass.EXAMPLE,
          ReductionClass.WEIGHTED_EXAMPLE,
          ReductionClass.ROW);

  private static final Set<ReductionClass> BY_LIST =
      Set.of(
          ReductionClass.LIST,
          ReductionClass.LIST_WITH_RELEVANT,
          ReductionClass.PAIRS,
          ReductionClass.ITEMS);

  private final LossDescriptor descriptor;
  private final Probe probe;
  private final BiConsumer<Rule, String> broken;

  private LossBehaviour(Probe probe, BiConsumer<Rule, String> broken) {
    this.descriptor = probe.descriptor();
    this.probe = probe;
    this.broken = broken;
  }

  /** Tells {@code broken} what the loss breaks on {@code probe}. */
  static void examine(Probe probe, BiConsumer<Rule, String> broken) {
    new LossBehaviour(probe, broken).examine();
  }

  private void examine() {
    attempt(Rule.READOUT, this::readout);
    attempt(Rule.STATE, this::state);
    if (!attempt(Rule.SCRATCH, this::scratch)
        || !attempt(Rule.WRITES_ALL, this::writesAll)
        || !attempt(Rule.INPUTS_KEPT, this::inputsKept)
        || !attempt(Rule.STATELESS, this::stateless)) {
      return; // the rules below compare evaluations, which would show the same mistake again
    }
    shrinking(Rule.UNITS, LossBehaviour::units);
    attempt(Rule.UNITS, this::counts);
    shrinking(Rule.LEFTOVERS, LossBehaviour::leftovers);
    shrinking(Rule.WITHIN_ROWS, LossBehaviour::withinRows);
    attempt(Rule.EXAMPLES_APART, this::examplesApart);
    if (descriptor.properties().stopped().isEmpty()) {
      shrinking(Rule.GRADIENT, LossBehaviour::gradient);
    }
    if (probe.arguments().equals(Variations.defaults(descriptor.parameters()))) {
      attempt(Rule.THREADS, this::threads);
      attempt(Rule.LOCALE, this::locale);
      // Other arguments, such as weights of the classes, may be there to break them.
      for (Invariant invariant : descriptor.properties().invariants()) {
        shrinking(Rule.INVARIANT, each -> invariant(invariant, each));
      }
    }
    shrinking(Rule.FLOATS, LossBehaviour::floats);
    attempt(Rule.FINITE, this::finite);
  }

  /** Runs one rule; the rule says what is wrong, or throws where the loss does. */
  private boolean attempt(Rule rule, Callable<Optional<String>> check) {
    Optional<String> problem = outcome(check);
    problem.ifPresent(text -> broken.accept(rule, "%s (%s)".formatted(text, probe.situation())));
    return problem.isEmpty();
  }

  /** Runs one rule, and where it is broken again on smaller and plainer batches. */
  private void shrinking(Rule rule, Function<Probe, Optional<String>> check) {
    shrinking(rule, probe, check);
  }

  private void shrinking(Rule rule, Probe first, Function<Probe, Optional<String>> check) {
    if (outcome(() -> check.apply(first)).isEmpty()) {
      return;
    }
    Probe smallest =
        Shrink.smallest(first, smaller -> outcome(() -> check.apply(smaller)).isPresent());
    outcome(() -> check.apply(smallest))
        .ifPresent(text ->
            broken.accept(
                rule,
                "%s (%s)\n  smallest input found: %s"
                    .formatted(text, smallest.situation(), smallest.text())));
  }

  private static Optional<String> outcome(Callable<Optional<String>> check) {
    try {
      return check.call();
    } catch (VirtualMachineError ours) {
      throw ours;
    } catch (Exception | Error e) {
      return Optional.of("threw " + e);
    }
  }

  private Optional<String> readout() {
    Set<Reading> readings = probe.function().readout().gives();
    List<Reading> wanted =
        switch (probe.task()) {
          case REGRESSION -> List.of(Reading.POINT, Reading.SCORE);
          case BINARY, MULTICLASS, MULTILABEL -> List.of(Reading.CLASS);
          case RANKING, RECOMMENDATION -> List.of(Reading.SCORE);
          case EMBEDDING -> List.of(Reading.EMBEDDING, Reading.SCORE, Reading.CLASS);
        };
    if (wanted.stream().noneMatch(readings::contains)) {
      return Optional.of("does not give " + wanted.getFirst().words());
    }
    int classes = probe.facts().classes();
    for (Reading reading : readings) {
      int width = probe.function().readout().width(reading);
      double[] out = new double[probe.rows() * width];
      Arrays.fill(out, Double.NaN);
      probe
          .function()
          .readout()
          .read(reading, probe.batch().prediction(), probe.rows(), probe.columns(), out);
      for (int row = 0; row < probe.rows(); row++) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
          boolean fits =
              switch (reading) {
                case POINT, SCORE, EMBEDDING -> Double.isFinite(out[i]);
                case CLASS ->
                    out[i] == Math.rint(out[i]) && out[i] >= 0 && out[i] < Math.max(classes, 2);
                case PROBABILITIES -> out[i] >= 0 && out[i] <= 1;
                case QUANTILES ->
                    Double.isFinite(out[i])
                        && ((i - row * width) % Reading.LEVELS == 0 || out[i] >= out[i - 1]);
              };
          if (!fits) {
            return Optional.of("gives %s as %s".formatted(out[i], reading.words()));
          }
          sum += out[i];
        }
        if (reading == Reading.PROBABILITIES
            && probe.task().hasClasses()
            && !(width == classes && Math.abs(sum - 1) < 1e-9)) {
          return Optional.of(
              "gives %d probabilities for %d classes, of sum %s".formatted(width, classes, sum));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> state() {
    List<String> bound = probe.function().state().stream().map(State::name).toList();
    return bound.equals(descriptor.state())
        ? Optional.empty()
        : Optional.of(
            "is bound with numbers of its own called %s, and the descriptor names %s"
                .formatted(bound, descriptor.state()));
  }

  private Optional<String> scratch() {
    int asked = probe.function().scratch(probe.rows());
    double[] ample = filled(asked + 4096, CONTENTS[0]);
    Evaluation own = Evaluation.of(probe.function(), probe.batch());
    probe
        .function()
        .evaluate(
            probe.copy().batch(),
            new Evaluation(own.values(), own.counts(), own.gradient(), ample, own.state()));
    for (int i = asked; i < ample.length; i++) {
      if (ample[i] != CONTENTS[0]) {
        return Optional.of(
            "asks for %d numbers of scratch memory for %d rows, and writes number %d"
                .formatted(asked, probe.rows(), i + 1));
      }
    }
    return Optional.empty();
  }

  private Optional<String> writesAll() {
    int units = probe.function().units(probe.batch());
    int most = probe.function().units(probe.rows());
    if (units > most) {
      return Optional.of(
          "has %d units for a batch of %d rows, and promised at most %d"
              .formatted(units, probe.rows(), most));
    }
    int predictions = probe.rows() * probe.columns();
    List<Evaluation> runs = new ArrayList<>();
    for (double content : CONTENTS) {
      Map<String, double[]> state = new LinkedHashMap<>();
      probe
          .batch()
          .state()
          .forEach((name, numbers) -> state.put(name, filled(numbers.length + GUARD, content)));
      Evaluation evaluation =
          new Evaluation(
              filled(units + GUARD, content),
              filled(units + GUARD, content),
              filled(predictions + GUARD, content),
              new double[probe.function().scratch(probe.rows())],
              state);
      probe.function().evaluate(probe.copy().batch(), evaluation);
      runs.add(evaluation);
    }
    Optional<String> problem =
        writes("value", runs, Evaluation::values, units)
            .or(() -> writes("count", runs, Evaluation::counts, units))
            .or(() -> writes("derivative", runs, Evaluation::gradient, predictions));
    for (Map.Entry<String, double[]> own : probe.batch().state().entrySet()) {
      problem =
          problem.or(() ->
              writes(
                  "derivative of `" + own.getKey() + "`",
                  runs,
                  run -> run.state().get(own.getKey()),
                  own.getValue().length));
    }
    return problem;
  }

  private static Optional<String> writes(
      String what, List<Evaluation> runs, Function<Evaluation, double[]> part, int length) {
    for (int i = 0; i < length + GUARD; i++) {
      boolean untouched = true;
      for (int run = 0; run < CONTENTS.length; run++) {
        untouched &= part.apply(runs.get(run))[i] == CONTENTS[run];
      }
      if (untouched && i < length) {
        return Optional.of("does not write %s %d".formatted(what, i));
      }
      if (!untouched && i >= length) {
        return Optional.of("writes %s %d, and there are %d".formatted(what, i, length));
      }
    }
    return Optional.empty();
  }

  private static double[] filled(int length, double content) {
    double[] numbers = new double[length];
    Arrays.fill(numbers, content);
    return numbers;
  }

  private static Optional<String> units(Probe probe) {
    ReductionClass reduction = probe.descriptor().reduction();
    int units = probe.function().units(probe.batch());
    int elements = probe.rows() * probe.columns();
    boolean ofExamples = OF_EXAMPLES.contains(probe.task());
    boolean number =
        switch (reduction) {
          // Mean and variance of one column are one element.
          case ELEMENT ->
              units % Math.max(1, probe.rows()) == 0 && elements % Math.max(1, units) == 0;
          case EXAMPLE, WEIGHTED_EXAMPLE, ROW -> !ofExamples || units == probe.rows();
          case BATCH -> units == 1;
          case LIST, LIST_WITH_RELEVANT, PAIRS, ITEMS ->
              probe.task() != Task.RANKING || units == probe.batch().lists();
          case NONZERO, TERM -> true;
        };
    if (!number) {
      return Optional.of(
          "has %d units for %d rows of %d columns in %d lists, and its reduction is %s"
              .formatted(units, probe.rows(), probe.columns(), probe.batch().lists(), reduction));
    }
    Result result = Result.of(probe);
    for (int u = 0; u < units; u++) {
      double count = result.counts()[u];
      boolean whole = count >= 0 && count == Math.rint(count);
      boolean fits =
          switch (reduction) {
            case ELEMENT, EXAMPLE, ROW, LIST, BATCH -> count == 1;
            case WEIGHTED_EXAMPLE -> count >= 0 && Double.isFinite(count);
            case LIST_WITH_RELEVANT, TERM -> count == 0 || count == 1;
            case PAIRS, ITEMS -> whole;
            case NONZERO -> whole && (count > 0) == (result.values()[u] > 0);
          };
      if (!fits) {
        return Optional.of(
            "unit %d, of value %s, counts %s, and its reduction is %s"
                .formatted(u, Probe.number(result.values()[u]), count, reduction));
      }
      if (count == 0 && result.values()[u] != 0 && reduction != ReductionClass.TERM) {
        return Optional.of(
            "unit %d counts 0, and has the value %s: a mean would divide it by nothing"
                .formatted(u, Probe.number(result.values()[u])));
      }
    }
    return Optional.empty();
  }

  /** An ordinary batch counts; only where single terms count may it have none that does. */
  private Optional<String> counts() {
    boolean terms =
        descriptor.reduction() == ReductionClass.NONZERO
            || descriptor.reduction() == ReductionClass.TERM;
    return terms || Result.of(probe).count() > 0
        ? Optional.empty()
        : Optional.of("nothing counts in a batch of random examples: its mean is always 0");
  }

  private static Optional<String> leftovers(Probe probe) {
    Result clean = Result.of(probe, 0);
    for (double leftover : new double[] {Double.NaN, 12_345.5}) {
      String difference = clean.firstDifference(Result.of(probe, leftover));
      if (!difference.isEmpty()) {
        return Optional.of(
            "%s where its memory held %s before".formatted(difference, Probe.number(leftover)));
      }
    }
    return Optional.empty();
  }

  private Optional<String> inputsKept() {
    Probe copy = probe.copy();
    Result.of(copy);
    return Arrays.equals(copy.batch().prediction(), probe.batch().prediction())
            && Arrays.equals(copy.batch().target(), probe.batch().target())
            && Arrays.equals(copy.batch().starts(), probe.batch().starts())
            && same(copy.batch().extras(), probe.copy().batch().extras())
            && same(copy.batch().state(), probe.copy().batch().state())
        ? Optional.empty()
        : Optional.of("changes the batch");
  }

  private static boolean same(Map<String, double[]> a, Map<String, double[]> b) {
    return a.keySet().stream().allMatch(name -> Arrays.equals(a.get(name), b.get(name)));
  }

  private static Optional<String> withinRows(Probe probe) {
    Result exact = Result.of(probe);
    for (double beyond : new double[] {Double.NaN, -1e6}) {
      String difference = exact.firstDifference(Result.of(probe.padded(beyond)));
      if (!difference.isEmpty()) {
        return Optional.of(
            "%s where the arrays go on beyond the rows with %s"
                .formatted(difference, Probe.number(beyond)));
      }
    }
    return Optional.empty();
  }

  private Optional<String> stateless() {
    Result first = Result.of(probe);
    String again = first.firstDifference(Result.of(probe));
    Result.of(probe.reversed());
    String after = first.firstDifference(Result.of(probe));
    String difference = again.isEmpty() ? after : again;
    return difference.isEmpty()
        ? Optional.empty()
        : Optional.of("gives other numbers for the same batch: " + difference);
  }

  private Optional<String> threads() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<FutureTask<String>> tasks = new ArrayList<>();
    for (Probe each : List.of(probe, probe.reversed())) {
      Result alone = Result.of(each);
      tasks.add(
          new FutureTask<>(() -> {
            start.await();
            String difference = "";
            for (int i = 0; i < REPEATS_A_THREAD && difference.isEmpty(); i++) {
              difference = alone.firstDifference(Result.of(each));
            }
            return difference;
          }));
    }
    for (FutureTask<String> task : tasks) {
      Thread.ofPlatform().daemon().start(task);
    }
    String difference = "";
    for (FutureTask<String> task : tasks) {
      difference = difference.isEmpty() ? task.get() : difference;
    }
    return difference.isEmpty()
        ? Optional.empty()
        : Optional.of("gives other numbers beside another thread: " + difference);
  }

  private Optional<String> locale() {
    Result here = Result.of(probe);
    for (Locale locale : LOCALES) {
      Optional<String> problem =
          outcome(
              () -> Locales.in(locale, () -> Optional.of(here.firstDifference(Result.of(probe)))));
      String difference = problem.orElse("");
      if (!difference.isEmpty()) {
        return Optional.of(
            "%s where the default locale is %s".formatted(difference, locale.toLanguageTag()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> examplesApart() {
    ReductionClass reduction = descriptor.reduction();
    boolean lists = probe.task() == Task.RANKING && BY_LIST.contains(reduction);
    if (!lists && !(OF_EXAMPLES.contains(probe.task()) && BY_EXAMPLE.contains(reduction))) {
      return Optional.empty();
    }
    Result together = Result.of(probe);
    Result reversed = Result.of(probe.reversed());
    int parts = lists ? probe.batch().lists() : probe.rows();
    int units = together.values().length / parts;
    String what = lists ? "list" : "example";
    for (int part = 0; part < parts; part++) {
      int from = lists ? probe.batch().starts()[part] : part;
      int to = lists ? probe.batch().starts()[part + 1] : part + 1;
      Result expected = together.part(part * units, (part + 1) * units, from, to, probe.rows());
      Probe single = lists ? probe.list(part) : probe.select(part);
      String difference = withoutState(expected).firstDifference(withoutState(Result.of(single)));
      if (!difference.isEmpty()) {
        return Optional.of(
            "gives %s %d other numbers when it is alone: %s".formatted(what, part, difference));
      }
      if (!lists) {
        int other = parts - 1 - part;
        Result moved =
            reversed.part(other * units, (other + 1) * units, other, other + 1, probe.rows());
        String order = expected.firstDifference(moved);
        if (!order.isEmpty()) {
          return Optional.of(
              "gives example %d other numbers in another order: %s".formatted(part, order));
        }
      }
    }
    return Optional.empty();
  }

  private static Result withoutState(Result result) {
    return new Result(result.values(), result.counts(), result.gradient(), Map.of());
  }

  private static Optional<String> gradient(Probe probe) {
    Result result = Result.of(probe);
    double[] prediction = probe.batch().prediction();
    Optional<String> problem =
        compare("derivative", result.gradient(), prediction, probe::withPrediction);
    for (Map.Entry<String, double[]> own : probe.batch().state().entrySet()) {
      String name = own.getKey();
      problem =
          problem.or(() ->
              compare(
                  "derivative of `" + name + "`",
                  result.state().get(name),
                  own.getValue(),
                  numbers -> probe.withState(name, numbers)));
    }
    return problem;
  }

  private static Optional<String> compare(
      String what, double[] gradient, double[] at, Function<double[], Probe> moved) {
    for (int i = 0; i < gradient.length; i++) {
      int place = i;
      Differences differences =
          Differences.of(by -> {
            double[] changed = at.clone();
            changed[place] += by;
            return Result.sum(moved.apply(changed));
          });
      if (!differences.isUnclear() && !differences.agrees(gradient[i])) {
        return Optional.of(
            "%s %d is %s, but central differences of the sum of the values give %s"
                .formatted(what, i, Probe.number(gradient[i]), Probe.number(differences.slope())));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invariant(Invariant invariant, Probe probe) {
    Optional<Probe> other =
        switch (invariant) {
          case SHIFT -> Optional.of(Transforms.shifted(probe));
          case SCALE -> Optional.of(Transforms.scaled(probe));
          case EXAMPLE_ORDER -> Optional.of(probe.reversed());
          case ITEM_ORDER -> Optional.of(Transforms.itemsReversed(probe));
          case CLASS_ORDER -> Transforms.classesRotated(probe);
          case SYMMETRY -> Transforms.exchanged(probe);
        };
    if (other.isEmpty()) {
      return Optional.of(
          "declares that nothing changes where %s, which says nothing of %s"
              .formatted(invariant.words(), probe.task().words()));
    }
    Result before = Result.of(probe);
    if (!before.isFinite()) {
      return Optional.empty(); // beyond what it takes: a smaller input led there
    }
    Result after = Result.of(other.get());
    boolean wholeBatch =
        invariant == Invariant.EXAMPLE_ORDER || after.values().length != before.values().length;
    double[] a = wholeBatch ? new double[] {before.sum(), before.count()} : before.values();
    double[] b = wholeBatch ? new double[] {after.sum(), after.count()} : after.values();
    for (int u = 0; u < a.length; u++) {
      if (!(Math.abs(a[u] - b[u]) <= 1e-9 * (1 + Math.abs(a[u])))) {
        return Optional.of(
            "%s is %s, and %s where %s; it should be the same"
                .formatted(
                    wholeBatch
                        ? (u == 0 ? "the sum of the values" : "the sum of the counts")
                        : "value " + u,
                    Probe.number(a[u]),
                    Probe.number(b[u]),
                    invariant.words()));
      }
    }
    return Optional.empty();
  }

  /**
   * Inputs that are rounded to float, as a file or a GPU would have them, move a value by what the
   * gradient says: at most twice the sum of |derivative| · |rounding|, and 1e-6 of the value.
   */
  private static Optional<String> floats(Probe probe) {
    double[] exact = probe.batch().prediction();
    double[] rounded = Arrays.stream(exact).map(number -> (float) number).toArray();
    Result before = Result.of(probe);
    if (!before.isFinite()) {
      return Optional.empty(); // beyond what it takes: a smaller input led there
    }
    Result after = Result.of(probe.withPrediction(rounded));
    double bound = 1e-6 * (1 + Math.abs(before.sum()));
    for (int i = 0; i < exact.length; i++) {
      bound += 2 * Math.abs(before.gradient()[i]) * Math.abs(exact[i] - rounded[i]);
    }
    double moved = Math.abs(after.sum() - before.sum());
    return moved <= bound
        ? Optional.empty()
        : Optional.of(
            "the sum of the values moves by %s where predictions are rounded to float, and should by at most %s"
                .formatted(Probe.number(moved), Probe.number(bound)));
  }

  private Optional<String> finite() {
    double size =
        OF_EXAMPLES.contains(probe.task()) && probe.task() != Task.REGRESSION
            ? LARGE_LOGIT
            : LARGE_POINT;
    for (Extreme extreme : Extreme.values()) {
      Probe far = extreme(extreme, size);
      Result result = Result.of(far);
      // What grows as e^x overflows in the end; what does not, has no excuse.
      boolean excused =
          Result.of(extreme(extreme, 0.3 * size)).largest() > EXPONENTIAL && !hasNaN(result);
      if (!result.isFinite() && !excused) {
        shrinking(Rule.FINITE, far, LossBehaviour::isFinite);
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<String> isFinite(Probe probe) {
    Result result = Result.of(probe);
    return result.isFinite()
        ? Optional.empty()
        : Optional.of(result.firstInfinite() + ", and should be finite");
  }

  private static boolean hasNaN(Result result) {
    return Double.isNaN(result.sum()) || Arrays.stream(result.gradient()).anyMatch(Double::isNaN);
  }

  /** Raw outputs far out, and where distances and norms vanish. */
  private enum Extreme {
    HIGH,
    LOW,
    ALTERNATING,
    ONE_EACH,
    ZERO
  }

  private Probe extreme(Extreme extreme, double size) {
    double[] large = new double[probe.rows() * probe.columns()];
    for (int i = 0; i < large.length; i++) {
      int row = i / probe.columns();
      large[i] =
          switch (extreme) {
            case HIGH -> size;
            case LOW -> -size;
            case ALTERNATING -> i % 2 == 0 ? size : -size;
            case ONE_EACH -> i % probe.columns() == row % probe.columns() ? size : -size;
            case ZERO -> 0;
          };
    }
    Head head = probe.function().head();
    head.apply(large, 0, probe.rows());
    return probe.withPrediction(large);
  }
}
