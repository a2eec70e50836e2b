package org.lossexp.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A loss written as a formula against the same mathematics written in Java by hand: a batch of 256
 * examples, value and gradient, one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FormulaBenchmark {
  private static final int ROWS = 256;
  private static final int CLASSES = 10;

  /** The mathematics. */
  public enum Case {
    huber("if abs(residual) <= 1 then 0.5 * residual^2 else abs(residual) - 0.5"),
    log_cosh("log_cosh(residual)"),
    cross_entropy("-log_p[label]"),
    focal("-(1 - p[label])^2 * log_p[label]"),
    hinge_of_classes("sum(max(0, z - z[label] + 1) except label)");

    private final String formula;

    Case(String formula) {
      this.formula = formula;
    }
  }

  /** What is measured. */
  @Param public Case loss;

  private Batch batch;
  private LossFunction formula;
  private LossFunction written;
  private Evaluation memory;

  /** Draws the batch, and sees that both give the same. */
  @Setup
  public void prepare() {
    written = HandWritten.valueOf(loss.name().toUpperCase(Locale.ROOT)).function(columns());
    TargetFacts facts =
        columns() == 1
            ? new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty())
            : new TargetFacts(
                Task.MULTICLASS, 1, Collections.nCopies(CLASSES, 26L), OptionalInt.empty());
    formula =
        new LossCompiler(new LossCatalogue(List.of()))
            .compile(new Source("formula", loss.formula), facts)
            .get()
            .function();
    SplittableRandom random = new SplittableRandom(2026);
    double[] prediction = random.doubles((long) ROWS * columns(), -3, 3).toArray();
    double[] target =
        columns() == 1
            ? random.doubles(ROWS, -3, 3).toArray()
            : random.ints(ROWS, 0, CLASSES).asDoubleStream().toArray();
    batch = new Batch(ROWS, columns(), prediction, target);
    memory = Evaluation.of(formula, ROWS);
    Evaluation expected = Evaluation.of(written, ROWS);
    written.evaluate(batch, expected);
    formula.evaluate(batch, memory);
    agree(expected.values(), memory.values());
    agree(expected.gradient(), memory.gradient());
  }

  private int columns() {
    return switch (loss) {
      case huber, log_cosh -> 1;
      case cross_entropy, focal, hinge_of_classes -> CLASSES;
    };
  }

  private static void agree(double[] expected, double[] computed) {
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i] - computed[i]) > 1e-12) {
        throw new IllegalStateException(expected[i] + " and " + computed[i] + " at " + i);
      }
    }
  }

  /** The formula, compiled by lossexp. */
  @Benchmark
  public Object formula() {
    formula.evaluate(batch, memory);
    return memory;
  }

  /** The method that one would write. */
  @Benchmark
  public Object written() {
    written.evaluate(batch, memory);
    return memory;
  }
}
