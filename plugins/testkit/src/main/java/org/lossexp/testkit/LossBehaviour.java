package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.Reading;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Task;
import org.lossexp.testkit.LossContract.Rule;

/** The rules of {@link LossContract} about what a bound loss does with a batch. */
final class LossBehaviour {
  /** Memory is longer than needed, so that writing beyond its end shows. */
  private static final int GUARD = 8;

  private static final int REPEATS_A_THREAD = 300;
  private static final double STEP = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-6;
  private static final double KINK = 1e-3;

  /** Far out for a logit; for a prediction in the target's units it says less. */
  private static final double LARGE_LOGIT = 1000;

  private static final double LARGE_POINT = 100;

  /** What memory holds beforehand: where both are still there, nothing was written. */
  private static final double[] CONTENTS = {7.25, -3.5};

  private static final Set<ReductionClass> BY_EXAMPLE =
      Set.of(
          ReductionClass.ELEMENT,
          ReductionClass.EXAMPLE,
          ReductionClass.WEIGHTED_EXAMPLE,
          ReductionClass.ROW);

  private final LossDescriptor descriptor;
  private final Probe probe;
  private final List<Violation> violations;

  private LossBehaviour(LossDescriptor descriptor, Probe probe, List<Violation> violations) {
    this.descriptor = descriptor;
    this.probe = probe;
    this.violations = violations;
  }

  /** Adds to {@code violations} what the loss breaks on {@code probe}. */
  static void examine(LossDescriptor descriptor, Probe probe, List<Violation> violations) {
    new LossBehaviour(descriptor, probe, violations).examine();
  }

  private void examine() {
    attempt(Rule.READOUT, this::readout);
    if (!attempt(Rule.WRITES_ALL, this::writesAll)
        || !attempt(Rule.INPUTS_KEPT, this::inputsKept)
        || !attempt(Rule.STATELESS, this::stateless)) {
      return; // the rules below compare evaluations, which would show the same mistake again
    }
    attempt(Rule.UNITS, this::units);
    attempt(Rule.LEFTOVERS, this::leftovers);
    attempt(Rule.WITHIN_ROWS, this::withinRows);
    attempt(Rule.THREADS, this::threads);
    attempt(Rule.EXAMPLES_APART, this::examplesApart);
    attempt(Rule.GRADIENT, this::gradient);
    attempt(Rule.FINITE, this::finite);
  }

  /** Runs one rule; the rule says what is wrong, or throws where the loss does. */
  private boolean attempt(Rule rule, Callable<Optional<String>> check) {
    Optional<String> problem;
    try {
      problem = check.call();
    } catch (Exception e) {
      problem = Optional.of("threw " + e);
    }
    problem.ifPresent(text ->
        violations.add(new Violation(rule.word(), "%s (%s)".formatted(text, probe.situation()))));
    return problem.isEmpty();
  }

  private Optional<String> readout() {
    Set<Reading> readings = probe.function().readout().gives();
    Reading wanted = probe.task() == Task.REGRESSION ? Reading.POINT : Reading.CLASS;
    if (!readings.contains(wanted)) {
      return Optional.of("does not give " + wanted.words());
    }
    int classes = Probe.facts(probe.task()).classes();
    for (Reading reading : readings) {
      int width = probe.function().readout().width(reading);
      double[] out = new double[probe.rows() * width];
      Arrays.fill(out, Double.NaN);
      probe
          .function()
          .readout()
          .read(reading, probe.prediction(), probe.rows(), probe.columns(), out);
      for (int row = 0; row < probe.rows(); row++) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
          boolean fits =
              switch (reading) {
                case POINT, SCORE, EMBEDDING -> Double.isFinite(out[i]);
                case CLASS ->
                    out[i] == Math.rint(out[i]) && out[i] >= 0 && out[i] < Math.max(classes, 2);
                case PROBABILITIES -> out[i] >= 0 && out[i] <= 1;
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

  private Optional<String> writesAll() {
    int units = probe.function().units(probe.rows());
    int predictions = probe.rows() * probe.columns();
    List<Evaluation> runs = new ArrayList<>();
    for (double content : CONTENTS) {
      Evaluation evaluation =
          new Evaluation(
              filled(units + GUARD, content),
              filled(units + GUARD, content),
              filled(predictions + GUARD, content),
              new double[probe.function().scratch(probe.rows())]);
      probe.function().evaluate(copy().batch(), evaluation);
      runs.add(evaluation);
    }
    return writes("value", runs, Evaluation::values, units)
        .or(() -> writes("count", runs, Evaluation::counts, units))
        .or(() -> writes("derivative", runs, Evaluation::gradient, predictions));
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
        return Optional.of("writes %s %d of %d".formatted(what, i, length));
      }
    }
    return Optional.empty();
  }

  private static double[] filled(int length, double content) {
    double[] numbers = new double[length];
    Arrays.fill(numbers, content);
    return numbers;
  }

  private Optional<String> units() {
    int units = probe.function().units(probe.rows());
    int expected =
        switch (descriptor.reduction()) {
          case ELEMENT -> probe.rows() * probe.columns();
          case EXAMPLE, WEIGHTED_EXAMPLE, ROW -> probe.rows();
          case BATCH -> 1;
          case LIST, LIST_WITH_RELEVANT, PAIRS, ITEMS, NONZERO, TERM -> units;
        };
    if (units != expected) {
      return Optional.of("has %d units for %d".formatted(units, expected));
    }
    Result result = run(probe);
    for (int u = 0; u < units; u++) {
      double count = result.counts()[u];
      boolean fits =
          switch (descriptor.reduction()) {
            case ELEMENT, EXAMPLE, ROW, LIST, TERM, BATCH -> count == 1;
            case WEIGHTED_EXAMPLE -> count >= 0 && Double.isFinite(count);
            case LIST_WITH_RELEVANT -> count == 0 || count == 1;
            case PAIRS, ITEMS -> count >= 0 && count == Math.rint(count);
            case NONZERO -> count == (result.values()[u] > 0 ? 1 : 0);
          };
      if (!fits) {
        return Optional.of("unit %d counts %s".formatted(u, count));
      }
    }
    return Optional.empty();
  }

  private Optional<String> leftovers() {
    Result clean = run(probe, 0);
    for (double leftover : new double[] {Double.NaN, 12_345.5}) {
      if (!clean.sameBits(run(probe, leftover))) {
        return Optional.of("gives other numbers where its memory held " + leftover);
      }
    }
    return Optional.empty();
  }

  private Optional<String> inputsKept() {
    Probe copy = copy();
    run(copy);
    return Arrays.equals(copy.prediction(), probe.prediction())
            && Arrays.equals(copy.target(), probe.target())
            && copy.extras().keySet().stream()
                .allMatch(name -> Arrays.equals(copy.extras().get(name), probe.extras().get(name)))
        ? Optional.empty()
        : Optional.of("changes the batch");
  }

  private Optional<String> withinRows() {
    Result exact = run(probe);
    for (double beyond : new double[] {Double.NaN, -1e6}) {
      if (!exact.sameBits(run(probe.padded(beyond)))) {
        return Optional.of("gives other numbers where the arrays go on with " + beyond);
      }
    }
    return Optional.empty();
  }

  private Optional<String> stateless() {
    Result first = run(probe);
    Result again = run(probe);
    run(reversed().select(0));
    Result afterOthers = run(probe);
    return first.sameBits(again) && first.sameBits(afterOthers)
        ? Optional.empty()
        : Optional.of("gives other numbers for the same batch");
  }

  private Optional<String> threads() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (Probe each : List.of(probe, reversed())) {
      Result alone = run(each);
      tasks.add(
          new FutureTask<>(() -> {
            start.await();
            boolean same = true;
            for (int i = 0; i < REPEATS_A_THREAD; i++) {
              same &= alone.sameBits(run(each));
            }
            return same;
          }));
    }
    for (FutureTask<Boolean> task : tasks) {
      Thread.ofPlatform().daemon().start(task);
    }
    boolean same = true;
    for (FutureTask<Boolean> task : tasks) {
      same &= task.get();
    }
    return same ? Optional.empty() : Optional.of("gives other numbers beside another thread");
  }

  private Optional<String> examplesApart() {
    Result together = run(probe);
    if (!BY_EXAMPLE.contains(descriptor.reduction())) {
      run(probe.select(0)); // a batch of one is a batch
      return Optional.empty();
    }
    Result reversed = run(reversed());
    for (int row = 0; row < probe.rows(); row++) {
      Result expected = together.row(row, probe.rows());
      if (!expected.sameBits(run(probe.select(row)))) {
        return Optional.of("gives example %d other numbers when it is alone".formatted(row));
      }
      if (!expected.sameBits(reversed.row(probe.rows() - 1 - row, probe.rows()))) {
        return Optional.of("gives example %d other numbers in another order".formatted(row));
      }
    }
    return Optional.empty();
  }

  private Optional<String> gradient() {
    double[] gradient = run(probe).gradient();
    double here = run(probe).sum();
    for (int i = 0; i < gradient.length; i++) {
      double above = moved(i, STEP);
      double below = moved(i, -STEP);
      double slope = (above - below) / (2 * STEP);
      double bend = Math.abs((above - here) - (here - below)) / STEP;
      boolean kink = bend > KINK * (1 + Math.abs(slope));
      if (!kink && !(Math.abs(gradient[i] - slope) <= GRADIENT_TOLERANCE * (1 + Math.abs(slope)))) {
        return Optional.of(
            "derivative %d is %s, but differences give %s".formatted(i, gradient[i], slope));
      }
    }
    return Optional.empty();
  }

  private double moved(int i, double by) {
    double[] changed = probe.prediction().clone();
    changed[i] += by;
    return run(probe.withPrediction(changed)).sum();
  }

  private Optional<String> finite() {
    double size = probe.task() == Task.REGRESSION ? LARGE_POINT : LARGE_LOGIT;
    for (int pattern = 0; pattern < 4; pattern++) {
      double[] large = new double[probe.prediction().length];
      for (int i = 0; i < large.length; i++) {
        int row = i / probe.columns();
        boolean positive =
            switch (pattern) {
              case 0 -> true;
              case 1 -> false;
              case 2 -> i % 2 == 0;
              default -> i % probe.columns() == row % probe.columns();
            };
        large[i] = positive ? size : -size;
      }
      probe.function().head().apply(large, 0, probe.rows());
      Result result = run(probe.withPrediction(large));
      for (double[] numbers : List.of(result.values(), result.gradient())) {
        for (double number : numbers) {
          if (!Double.isFinite(number)) {
            return Optional.of("gives %s at raw outputs of ±%s".formatted(number, size));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Probe copy() {
    return probe.select(IntStream.range(0, probe.rows()).toArray());
  }

  private Probe reversed() {
    return probe.select(IntStream.range(0, probe.rows()).map(i -> probe.rows() - 1 - i).toArray());
  }

  private static Result run(Probe probe) {
    return run(probe, 0);
  }

  private static Result run(Probe probe, double leftover) {
    Evaluation evaluation = Evaluation.of(probe.function(), probe.rows());
    Arrays.fill(evaluation.values(), leftover);
    Arrays.fill(evaluation.counts(), leftover);
    Arrays.fill(evaluation.gradient(), leftover);
    Arrays.fill(evaluation.scratch(), leftover);
    probe.function().evaluate(probe.batch(), evaluation);
    return new Result(evaluation.values(), evaluation.counts(), evaluation.gradient());
  }

  /** What an evaluation left behind. */
  @SuppressWarnings("ArrayRecordComponent") // compared by sameBits
  private record Result(double[] values, double[] counts, double[] gradient) {
    /** Equal bit for bit; NaN equals NaN. */
    boolean sameBits(Result other) {
      return Arrays.equals(values, other.values)
          && Arrays.equals(counts, other.counts)
          && Arrays.equals(gradient, other.gradient);
    }

    double sum() {
      return Arrays.stream(values).sum();
    }

    Result row(int row, int rows) {
      return new Result(
          part(values, row, rows), part(counts, row, rows), part(gradient, row, rows));
    }

    private static double[] part(double[] numbers, int row, int rows) {
      int width = numbers.length / rows;
      return Arrays.copyOfRange(numbers, row * width, (row + 1) * width);
    }
  }
}
