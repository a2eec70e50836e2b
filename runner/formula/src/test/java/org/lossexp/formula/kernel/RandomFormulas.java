package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Formulas that nobody would write, from a seed. */
final class RandomFormulas {
  static final Signal PREDICTION = Signal.unit("prediction", true);
  static final Signal LOCATION = new Signal("location", Signal.Kind.UNIT, true, 1, 2);
  static final Signal TARGET = Signal.unit("target", false);
  static final Signal INDEX = Signal.unit("label", false);
  static final Signal PROGRESS = Signal.batch("progress");
  static final Signal SCORES = Signal.vector("z", true);
  static final Signal WIDE = new Signal("pairs", Signal.Kind.VECTOR, true, 1, 3);
  static final Signal RELEVANCE = Signal.vector("relevance", false);
  static final Signal COUNTS = Signal.shared("class_counts");

  final Graph graph = new Graph();
  private final SplittableRandom random;
  private final boolean smooth;
  private final List<Term> scalars = new ArrayList<>();
  private final List<Term> vectors = new ArrayList<>();

  private RandomFormulas(long seed, boolean smooth) {
    this.random = new SplittableRandom(seed);
    this.smooth = smooth;
    for (Signal signal : List.of(PREDICTION, LOCATION, TARGET, PROGRESS)) {
      scalars.add(graph.input(signal));
    }
    for (double constant : new double[] {0, 1, 0.5, -1.25, 2, 3}) {
      scalars.add(graph.constant(constant));
    }
  }

  record Formula(Graph graph, Term value) {}

  /** {@return a formula of scalars alone} */
  static Formula ofScalars(long seed, int operations, boolean smooth) {
    RandomFormulas formulas = new RandomFormulas(seed, smooth);
    for (int i = 0; i < operations; i++) {
      formulas.scalars.add(formulas.scalar());
    }
    return new Formula(formulas.graph, formulas.total());
  }

  /** {@return a formula of scalars and vectors} */
  static Formula ofVectors(long seed, int operations, boolean smooth) {
    RandomFormulas formulas = new RandomFormulas(seed, smooth);
    for (Signal signal : List.of(SCORES, WIDE, RELEVANCE, COUNTS)) {
      formulas.vectors.add(formulas.graph.input(signal));
    }
    formulas.vectors.add(formulas.graph.position());
    formulas.scalars.add(formulas.graph.size());
    for (int i = 0; i < operations; i++) {
      switch (formulas.random.nextInt(4)) {
        case 0 -> formulas.scalars.add(formulas.scalar());
        case 1 -> formulas.scalars.add(formulas.reduction());
        default -> formulas.vectors.add(formulas.vector());
      }
    }
    return new Formula(formulas.graph, formulas.total());
  }

  private Term total() {
    Term total = scalars.getLast();
    for (int i = 0; i < 3; i++) {
      total = graph.add(total, pick(scalars));
    }
    return vectors.isEmpty() ? total : graph.add(total, graph.sum(vectors.getLast()));
  }

  private Term pick(List<Term> terms) {
    // The newest ones twice as often, so that formulas grow deep.
    int from = random.nextBoolean() ? terms.size() * 2 / 3 : 0;
    return terms.get(random.nextInt(from, terms.size()));
  }

  private Term scalar() {
    return element(pick(scalars), pick(scalars), pick(scalars));
  }

  private Term either() {
    return pick(random.nextInt(3) == 0 ? scalars : vectors);
  }

  private Term vector() {
    Term v = pick(vectors);
    Term mask = graph.less(pick(vectors), either());
    return switch (random.nextInt(smooth ? 9 : 12)) {
      case 0 -> graph.softmax(v);
      case 1 -> graph.logSoftmax(v);
      case 2 -> graph.cumsum(v);
      case 3 -> graph.softRank(v);
      case 9 -> graph.softmax(v, mask);
      case 10 -> graph.exp(graph.logSoftmax(v, mask));
      case 11 -> graph.select(mask, v, either());
      default -> element(v, either(), either());
    };
  }

  private Term reduction() {
    Term v = pick(vectors);
    Term mask = graph.less(pick(vectors), either());
    return switch (random.nextInt(smooth ? 8 : 15)) {
      case 0, 1 -> graph.sum(v);
      case 2 -> graph.mean(v);
      case 3 -> graph.logSumExp(v);
      case 4 -> graph.gather(v, graph.input(INDEX));
      case 5 -> graph.norm(graph.add(graph.constant(2), graph.mul(v, v)));
      case 6 -> graph.log(graph.sum(graph.exp(v)));
      case 7 -> graph.dot(v, pick(vectors));
      case 8 -> graph.highest(v);
      case 9 -> graph.lowest(v, mask);
      case 10 -> graph.argmax(v);
      case 11 -> graph.sum(v, mask);
      case 12 -> graph.mean(v, mask);
      case 13 -> graph.logSumExp(v, mask);
      default -> graph.gather(v, graph.argmax(pick(vectors)));
    };
  }

  private Term element(Term x, Term y, Term z) {
    Graph g = graph;
    return switch (random.nextInt(smooth ? 22 : 44)) {
      case 0, 1 -> g.add(x, y);
      case 2, 3 -> g.sub(x, y);
      case 4, 5 -> g.mul(x, y);
      case 6 -> g.div(x, g.add(g.constant(1.5), g.pow(y, g.constant(2))));
      case 7 -> g.sigmoid(x);
      case 8 -> g.softplus(x);
      case 9 -> g.tanh(x);
      case 10 -> g.logCosh(x);
      case 11 -> g.atan(x);
      case 12 -> g.sin(x);
      case 13 -> g.cos(x);
      case 14 -> g.exp(g.neg(g.pow(x, g.constant(2))));
      case 15 -> g.log(g.add(g.constant(1), g.exp(x)));
      case 16 -> g.sqrt(g.add(g.constant(1), g.pow(x, g.constant(2))));
      case 17 -> g.sub(g.constant(1), g.sigmoid(x));
      case 18 -> g.log(g.sigmoid(x));
      case 19 -> g.erf(x);
      case 20 -> g.pow(g.sigmoid(x), g.constant(0.7));
      case 21 -> g.logAddExp(x, y);
      case 22 -> g.div(x, y);
      case 23 -> g.max(x, y);
      case 24 -> g.min(x, y);
      case 25 -> g.relu(x);
      case 26 -> g.abs(x);
      case 27 -> g.sign(x);
      case 28 -> g.exp(x);
      case 29 -> g.log(x);
      case 30 -> g.sqrt(x);
      case 31 -> g.pow(x, y);
      case 32 -> g.pow(x, g.constant(random.nextInt(-3, 8)));
      case 33 -> g.pow(x, g.constant(random.nextInt(1, 6) * 0.25));
      case 34 -> g.select(g.lessOrEqual(x, y), y, z);
      case 35 -> g.select(g.not(g.and(g.less(x, y), g.notEqual(y, z))), x, z);
      case 36 -> g.select(g.or(g.equal(x, y), z), g.mul(x, z), y);
      case 37 -> g.clamp(x, g.min(y, g.constant(0)), g.constant(1));
      case 38 -> g.lgamma(x);
      case 39 -> g.mul(g.lessOrEqual(x, y), z);
      case 40 -> g.stopGradient(x);
      case 41 -> g.log1p(g.neg(g.exp(x)));
      case 42 -> g.floor(x);
      default -> g.mul(x, g.log(y));
    };
  }
}
