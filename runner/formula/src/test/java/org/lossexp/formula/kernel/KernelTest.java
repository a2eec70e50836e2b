package org.lossexp.formula.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final Signal SCORE = Signal.vector("score", true);
  private static final Signal RELEVANCE = Signal.vector("relevance", false);
  private static final Signal LABEL = Signal.unit("label", false);

  private final Graph g = new Graph();
  private final Term score = g.input(SCORE);
  private final Term relevance = g.input(RELEVANCE);
  private final Term label = g.input(LABEL);

  // Expected: language.md, "Empty reductions: sum 0, mean 0, log_sum_exp −∞"

  @Test
  void reductionsOfNothing() {
    Term never = g.less(relevance, g.constant(-1));
    assertEquals(List.of(0.0, 0.0, -INF, -INF, INF, 0.0), everyReduction(never, new int[] {0, 3}));
    Term always = g.greater(relevance, g.constant(-1));
    assertEquals(List.of(0.0, 0.0, -INF, -INF, INF, 0.0), everyReduction(always, new int[] {0, 0}));
  }

  @Test
  void masksLeaveOutWhatTheySay() {
    // 1 and 4 of 1, 2, 4
    Term mask = g.notEqual(g.position(), g.constant(1));
    List<Double> all = everyReduction(mask, new int[] {0, 3});
    assertEquals(List.of(5.0, 2.5), all.subList(0, 2));
    // log(e + e^4)
    assertEquals(4.048587351573742, all.get(2), 1e-15);
    assertEquals(List.of(4.0, 1.0, Math.sqrt(17)), all.subList(3, 6));
  }

  private List<Double> everyReduction(Term mask, int[] starts) {
    Map<Signal, double[]> data =
        Map.of(SCORE, new double[] {1, 2, 4}, RELEVANCE, new double[] {0, 1, 2});
    List<Term> reductions =
        List.of(
            g.sum(score, mask),
            g.mean(score, mask),
            g.logSumExp(score, mask),
            g.highest(score, mask),
            g.lowest(score, mask),
            g.norm(score, mask));
    return reductions.stream()
        .map(term -> {
          Program program = Runs.program(g, term, Shape.ragged());
          Runs.Result result = Runs.run(Runs.compiled(program), 1, starts, data::get);
          for (int i = 0; i < starts[1]; i++) {
            assertEquals(false, Double.isNaN(result.gradient(SCORE)[i]), term::toString);
          }
          return result.values()[0];
        })
        .toList();
  }

  // Expected: CS231n, linear classification notes: scores 3.2, 5.1, −1.7 with label 0 give 2.9

  @Test
  void multiclassSupportVectorMachine() {
    Term margins = g.max(g.constant(0), g.add(g.sub(score, g.gather(score, label)), g.constant(1)));
    Term value = g.sum(margins, g.notEqual(g.position(), label));
    Map<Signal, double[]> data =
        Map.of(SCORE, new double[] {3.2, 5.1, -1.7}, LABEL, new double[] {0});
    Runs.Result result = Runs.one(g, value, Shape.uniform(3), data);
    assertEquals(2.9, result.values()[0], 1e-15);
    assertArrayEquals(new double[] {-1, 1, 0}, result.gradient(SCORE));
  }

  // Expected: Huber 1964, and PyTorch's SmoothL1Loss, which is Huber's divided by its beta

  @Test
  void parabolasGoOnAsTheirTangents() {
    Signal x = Signal.unit("x", true);
    Term r = g.input(x);
    Term size = g.abs(r);
    Term square = g.pow(r, g.constant(2));
    for (double delta : new double[] {0.5, 1, 1.35}) {
      Term bound = g.constant(delta);
      Term half = g.constant(0.5 * delta);
      Term huber =
          g.select(
              g.lessOrEqual(size, bound),
              g.mul(g.constant(0.5), square),
              g.mul(bound, g.sub(size, half)));
      Term smooth =
          g.select(
              g.less(size, bound), g.div(g.mul(g.constant(0.5), square), bound), g.sub(size, half));
      assertEquals(
          "-clamp(x, %s, %s)".formatted(-delta, delta).replace(".0", ""),
          Kernels.derivatives(g, g.neg(huber)).get(x).toString());
      for (double at : new double[] {-1e300, -3, -delta, -0.1, 0, 0.2, delta, 1.2, 40, INF}) {
        boolean inside = Math.abs(at) <= delta;
        double value = inside ? 0.5 * at * at : delta * (Math.abs(at) - 0.5 * delta);
        double slope = inside ? at : delta * Math.signum(at);
        Map<Signal, double[]> data = Map.of(x, new double[] {at});
        Runs.Result ofHuber = Runs.one(g, huber, Shape.none(), data);
        Runs.Result ofSmooth = Runs.one(g, smooth, Shape.none(), data);
        assertEquals(value, ofHuber.values()[0], 1e-15 * value);
        assertEquals(slope, ofHuber.gradient(x)[0], 1e-15);
        assertEquals(value / delta, ofSmooth.values()[0], 1e-15 * value / delta);
        assertEquals(slope / delta, ofSmooth.gradient(x)[0], 1e-15);
      }
      Map<Signal, double[]> nothing = Map.of(x, new double[] {Double.NaN});
      assertEquals(Double.NaN, Runs.one(g, huber, Shape.none(), nothing).values()[0]);
    }
  }

  @Test
  void unitsThatDoNotCountAreZero() {
    Term value = g.neg(g.gather(g.logSoftmax(score), label));
    Optional<Term> counted = Optional.of(g.notEqual(label, g.constant(-100)));
    Program program = ProgramBuilder.build(g, value, counted, Shape.uniform(2));
    Map<Signal, double[]> data =
        Map.of(SCORE, new double[] {1, 2, 3, 3, 5, 5}, LABEL, new double[] {0, -100, 1});
    for (Kernel kernel : List.of(new Interpreter(program), Runs.compiled(program))) {
      Runs.Result result = Runs.run(kernel, 3, new int[0], data::get);
      assertArrayEquals(new double[] {1, 0, 1}, result.counts());
      assertEquals(0, result.values()[1]);
      assertEquals(StrictMath.log(2), result.values()[2], 1e-15);
      assertArrayEquals(
          new double[] {0, 0, 0.5, -0.5}, Arrays.copyOfRange(result.gradient(SCORE), 2, 6), 1e-15);
    }
  }

  @Test
  void headsStandSideBySideInOneArray() {
    Signal mean = new Signal("mean", Signal.Kind.UNIT, true, 0, 2);
    Signal logScale = new Signal("log_scale", Signal.Kind.UNIT, true, 1, 2);
    Signal target = Signal.unit("target", false);
    Term distance = g.abs(g.sub(g.input(target), g.input(mean)));
    Term value = g.add(g.input(logScale), g.mul(distance, g.exp(g.neg(g.input(logScale)))));
    Kernel kernel = Kernels.of(g, value, Optional.empty(), Shape.none());
    assertEquals(List.of(logScale, target, mean), kernel.inputs());
    double[] prediction = {1, 0, -2, 0};
    double[] gradient = new double[4];
    double[] values = new double[2];
    kernel.run(
        0,
        2,
        new int[0],
        new double[][] {prediction, {3, -2.5}, prediction},
        new double[][] {gradient, {}, gradient},
        values,
        new double[2],
        new double[0],
        0);
    assertArrayEquals(new double[] {2, 0.5}, values);
    assertArrayEquals(new double[] {-1, -1, 1, 0.5}, gradient);
  }

  @Test
  void aKernelThatHasRunOftenIsCompiledAndGivesTheSame() {
    Term value = g.sum(g.mul(g.softmax(relevance), g.softplus(score)));
    Kernel kernel = Kernels.of(g, value, Optional.empty(), Shape.uniform(3));
    Map<Signal, double[]> data =
        Map.of(SCORE, new double[] {1, -2, 4}, RELEVANCE, new double[] {0, 1, 2});
    List<String> first = Runs.run(kernel, 1, new int[0], data::get).bits();
    for (int i = 0; i < 5000; i++) {
      assertEquals(first, Runs.run(kernel, 1, new int[0], data::get).bits());
    }
  }

  @Test
  void aFormulaTooLongForTheCompilerIsInterpreted() {
    Term sum = g.constant(0);
    for (int i = 0; i < 6000; i++) {
      sum = g.add(sum, g.sin(g.mul(g.constant(i), g.gather(score, g.constant(0)))));
    }
    Program program = Runs.program(g, sum, Shape.uniform(1));
    assertEquals(Optional.empty(), Compiler.compile(program));
    Map<Signal, double[]> data = Map.of(SCORE, new double[] {0});
    Runs.Result result = Runs.run(new Interpreter(program), 1, new int[0], data::get);
    assertEquals(0, result.values()[0]);
    assertEquals(6000.0 * 5999 / 2, result.gradient(SCORE)[0]);
  }

  /** Nesting is limited before a formula is parsed, the length of a chain is not. */
  @Test
  void endlessChainsAreNoTrouble() {
    List<BinaryOperator<Term>> joins = List.of(g::add, g::sub, g::mul, g::div, g::and, g::or);
    List<UnaryOperator<Term>> parts =
        List.of(UnaryOperator.identity(), g::exp, g::neg, g::sigmoid, x -> g.less(x, g.size()));
    List<UnaryOperator<Term>> wholes = List.of(g::sum, x -> g.sum(g.log(x)), g::logSumExp);
    for (BinaryOperator<Term> join : joins) {
      for (UnaryOperator<Term> part : parts) {
        Term chain = part.apply(score);
        for (int i = 1; i < 2000; i++) {
          Term next = g.add(i % 2 == 0 ? score : label, g.constant(i));
          chain = join.apply(chain, part.apply(next));
        }
        Term value = wholes.get((joins.indexOf(join) + parts.indexOf(part)) % 3).apply(chain);
        assertEquals(1, Kernels.derivatives(g, value).size());
        assertEquals(false, Kernels.text(value).isEmpty());
        Map<Signal, double[]> data = Map.of(SCORE, new double[] {1}, LABEL, new double[] {0});
        Kernel kernel = Kernels.of(g, value, Optional.empty(), Shape.uniform(1));
        assertEquals(1, Runs.run(kernel, 1, new int[0], data::get).counts()[0]);
      }
    }
  }

  @Test
  void whatBelongsToNoUnitHasNoDerivative() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Signal("progress", Signal.Kind.BATCH, true, 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Kernels.of(g, score, Optional.empty(), Shape.uniform(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Kernels.of(g, g.sum(score), Optional.empty(), Shape.none()));
    assertThrows(IllegalArgumentException.class, () -> g.gather(score, relevance));
  }
}
