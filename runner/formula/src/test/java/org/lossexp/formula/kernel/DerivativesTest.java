package org.lossexp.formula.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.SpecialFunctions;

class DerivativesTest {
  private static final Signal X = Signal.unit("x", true);

  // Expected: central differences of the values

  @Test
  void derivativesOfRandomScalarFormulasAreSlopes() {
    int checked = 0;
    for (long seed = 0; seed < 800; seed++) {
      checked += slopes(RandomFormulas.ofScalars(seed, 8, true), 0, seed);
    }
    assertTrue(checked > 300, "too few derivatives were not 0: " + checked);
  }

  @Test
  void derivativesOfRandomVectorFormulasAreSlopes() {
    int checked = 0;
    for (long seed = 0; seed < 800; seed++) {
      checked += slopes(RandomFormulas.ofVectors(seed, 9, true), 4, seed);
    }
    assertTrue(checked > 1500, "too few derivatives were not 0: " + checked);
  }

  /** {@return how many derivatives were not 0} */
  private static int slopes(RandomFormulas.Formula formula, int size, long seed) {
    Program program = Runs.program(formula.graph(), formula.value(), Shape.uniform(size));
    Map<Signal, double[]> data = data(size, seed);
    Kernel kernel = new Interpreter(program);
    Runs.Result at = Runs.run(kernel, 1, new int[0], data::get);
    int checked = 0;
    for (Signal signal : kernel.inputs()) {
      if (!signal.differentiable()) {
        continue;
      }
      double[] numbers = data.get(signal);
      double[] gradient = at.gradient(signal);
      for (int i = signal.offset(); i < numbers.length; i += signal.stride()) {
        double slope = slope(kernel, data, numbers, i);
        double tolerance = 1e-6 * (1 + Math.abs(slope) + Math.abs(at.values()[0]));
        assertEquals(slope, gradient[i], tolerance, () -> "seed " + seed + ": " + formula.value());
        checked += gradient[i] == 0 ? 0 : 1;
      }
    }
    return checked;
  }

  private static double slope(
      Kernel kernel, Map<Signal, double[]> data, double[] numbers, int index) {
    double x = numbers[index];
    double step = 1e-5;
    double[] values = new double[4];
    double[] steps = {-2 * step, -step, step, 2 * step};
    for (int i = 0; i < 4; i++) {
      numbers[index] = x + steps[i];
      values[i] = Runs.run(kernel, 1, new int[0], data::get).values()[0];
    }
    numbers[index] = x;
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
  }

  private static Map<Signal, double[]> data(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Signal, double[]> data = new HashMap<>();
    data.put(RandomFormulas.PREDICTION, numbers(1, random));
    data.put(RandomFormulas.LOCATION, numbers(2, random));
    data.put(RandomFormulas.TARGET, numbers(1, random));
    data.put(RandomFormulas.INDEX, new double[] {seed % 4});
    data.put(RandomFormulas.PROGRESS, numbers(1, random));
    data.put(RandomFormulas.SCORES, numbers(size, random));
    data.put(RandomFormulas.WIDE, numbers(3 * size, random));
    data.put(RandomFormulas.RELEVANCE, numbers(size, random));
    data.put(RandomFormulas.COUNTS, numbers(size, random));
    return data;
  }

  private static double[] numbers(int length, SplittableRandom random) {
    return random.doubles(length, -1, 1).toArray();
  }

  // Expected: Commons Math 3.6.1, DerivativeStructure

  record Case(
      String name,
      Function<Term, Term> formula,
      Function<DerivativeStructure, DerivativeStructure> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Graph GRAPH = new Graph();

  static Stream<Case> formulas() {
    Graph g = GRAPH;
    Term one = g.constant(1);
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("sqrt", x -> g.sqrt(g.add(x, one)), x -> x.add(1).sqrt()));
    cases.add(new Case("exp", g::exp, DerivativeStructure::exp));
    cases.add(new Case("expm1", g::expm1, DerivativeStructure::expm1));
    cases.add(new Case("log", g::log, DerivativeStructure::log));
    cases.add(new Case("log1p", g::log1p, DerivativeStructure::log1p));
    cases.add(new Case("log2", g::log2, x -> x.log().divide(Math.log(2))));
    cases.add(new Case("sin", g::sin, DerivativeStructure::sin));
    cases.add(new Case("cos", g::cos, DerivativeStructure::cos));
    cases.add(new Case("tan", g::tan, DerivativeStructure::tan));
    cases.add(new Case("atan", g::atan, DerivativeStructure::atan));
    cases.add(new Case("acos", x -> g.acos(g.tanh(x)), x -> x.tanh().acos()));
    cases.add(new Case("tanh", g::tanh, DerivativeStructure::tanh));
    cases.add(new Case("sigmoid", g::sigmoid, x -> x.negate().exp().add(1).reciprocal()));
    cases.add(new Case("softplus", g::softplus, x -> x.exp().log1p()));
    cases.add(new Case("log_sigmoid", g::logSigmoid, x -> x.negate().exp().log1p().negate()));
    cases.add(new Case("log_cosh", g::logCosh, x -> x.cosh().log()));
    cases.add(new Case("cube", x -> g.pow(x, g.constant(3)), x -> x.pow(3)));
    cases.add(new Case("power", x -> g.pow(x, g.constant(1.7)), x -> x.pow(1.7)));
    cases.add(new Case("inverse", x -> g.pow(x, g.constant(-3)), x -> x.pow(-3)));
    cases.add(new Case("x^x", x -> g.pow(x, x), x -> x.pow(x)));
    cases.add(new Case("2^x", x -> g.pow(g.constant(2), x), x -> DerivativeStructure.pow(2, x)));
    cases.add(new Case("quotient", x -> g.div(g.sin(x), g.exp(x)), x -> x.sin().divide(x.exp())));
    cases.add(
        new Case(
            "binary focal",
            x -> g.neg(g.mul(g.pow(g.sub(one, g.sigmoid(x)), g.constant(2)), g.log(g.sigmoid(x)))),
            x -> {
              DerivativeStructure p = x.negate().exp().add(1).reciprocal();
              return p.negate().add(1).pow(2).multiply(p.log()).negate();
            }));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void derivativeIsThatOfCommonsMath(Case formula) {
    Term value = formula.formula().apply(GRAPH.input(X));
    for (double x : new double[] {0.1, 0.75, 1.3, 2.9, 7}) {
      Runs.Result ours = Runs.one(GRAPH, value, Shape.none(), Map.of(X, new double[] {x}));
      DerivativeStructure expected = formula.expected().apply(new DerivativeStructure(1, 1, 0, x));
      near(expected.getValue(), ours.values()[0], 1e-13);
      near(expected.getPartialDerivative(1), ours.gradient(X)[0], 1e-13);
    }
  }

  private static void near(double expected, double actual, double relative) {
    assertEquals(expected, actual, relative * (1 + Math.abs(expected)));
  }

  // Expected: Commons Math 3.6.1, Erf and Gamma

  @Test
  void errorFunctionIsThatOfCommonsMath() {
    for (double x = -7; x <= 7; x += 0.0625) {
      assertEquals(Erf.erf(x), SpecialFunctions.erf(x), 1e-14);
    }
    assertEquals(1, SpecialFunctions.erf(Double.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(SpecialFunctions.erf(Double.NaN)));
  }

  @Test
  void gammaFunctionsAreThoseOfCommonsMath() {
    for (double x = 0.03125; x <= 200; x *= 1.03) {
      near(Gamma.logGamma(x), SpecialFunctions.lgamma(x), 1e-14);
      near(Gamma.digamma(x), SpecialFunctions.digamma(x), 1e-8); // its own accuracy
    }
    // Abramowitz and Stegun 1964, 6.1.8 and 6.3.3: Γ(1/2) = √π, ψ(1/2) = −γ − 2 ln 2;
    // 6.1.17 and 6.3.7 take both to −1/2: Γ(−1/2) = −2√π, ψ(−1/2) = ψ(1/2) + 2
    double logRootPi = 0.5723649429247001;
    double psi = -1.9635100260214235;
    near(logRootPi, SpecialFunctions.lgamma(0.5), 1e-15);
    near(logRootPi + StrictMath.log(2), SpecialFunctions.lgamma(-0.5), 1e-15);
    near(psi, SpecialFunctions.digamma(0.5), 1e-15);
    // 6.3.2: ψ(n) = −γ + Σ 1/k for k from 1 up to n − 1
    double sum = -0.5772156649015329;
    for (int n = 1; n < 40; n++) {
      near(sum, SpecialFunctions.digamma(n), 2e-15);
      sum += 1.0 / n;
    }
    near(psi + 2, SpecialFunctions.digamma(-0.5), 1e-14);
  }

  // Expected: the catalogue's conventions on kinks

  @Test
  void kinksHaveTheConventionsOfTheCatalogue() {
    Graph g = GRAPH;
    Term x = g.input(X);
    Term zero = g.constant(0);
    Term one = g.constant(1);
    assertEquals(0, at(g.relu(x), 0), "max(0, u) at 0");
    assertEquals(0, at(g.max(x, zero), 0), "max(u, 0) at 0");
    assertEquals(0, at(g.min(x, one), 1), "min(u, 1) at 1");
    assertEquals(0, at(g.abs(x), 0), "|u| at 0");
    assertEquals(0, at(g.clamp(x, zero, one), 0), "clamp at its lower bound");
    assertEquals(0, at(g.clamp(x, zero, one), 1), "clamp at its upper bound");
    assertEquals(1, at(g.clamp(x, zero, one), 0.5), "clamp inside");
    assertEquals(2, at(g.max(g.mul(g.constant(2), x), g.mul(g.constant(3), x)), 0), "first of two");
    assertEquals(0, at(g.sqrt(g.mul(g.pow(x, g.constant(2)), g.constant(3))), 0), "√ at 0");
    assertEquals(0, at(g.pow(x, g.constant(0.7)), 0), "u^0.7 at 0");
    assertEquals(0, at(g.stopGradient(x), 3), "a constant to derivatives");
    assertEquals(0, at(g.select(g.greater(x, zero), g.log(x), zero), 0), "a branch not taken");
    assertEquals(0, at(g.mul(g.relu(x), g.log(x)), 0), "0 · log 0");
  }

  private static double at(Term value, double x) {
    return Runs.one(GRAPH, value, Shape.none(), Map.of(X, new double[] {x})).gradient(X)[0];
  }

  @Test
  void theFirstOfSeveralHighestHasTheDerivative() {
    Graph g = new Graph();
    Signal scores = Signal.vector("score", true);
    Term v = g.input(scores);
    Map<Signal, double[]> data = Map.of(scores, new double[] {1, 3, -2, 3, -2});
    double[] high = Runs.one(g, g.highest(v), Shape.uniform(5), data).gradient(scores);
    double[] low = Runs.one(g, g.lowest(v), Shape.uniform(5), data).gradient(scores);
    assertEquals(List.of(0.0, 1.0, 0.0, 0.0, 0.0), Runs.list(high));
    assertEquals(List.of(0.0, 0.0, 1.0, 0.0, 0.0), Runs.list(low));
    double[] zeros = new double[5];
    double[] norm =
        Runs.one(g, g.norm(v), Shape.uniform(5), Map.of(scores, zeros)).gradient(scores);
    assertEquals(List.of(0.0, 0.0, 0.0, 0.0, 0.0), Runs.list(norm));
  }
}
