package org.lossexp.formula.kernel;

import java.util.List;
import java.util.Optional;

/** Differences and quotients that are parts of a softmax, written out. */
final class SoftmaxForms {
  /** How much of a term is searched for the index of an element. */
  private static final int SEARCHED = 64;

  private SoftmaxForms() {}

  static Optional<Term> difference(Graph graph, Term a, Term b) {
    if (b.is(Op.LOG_SUM_EXP)) {
      return element(graph, b.argument(0), a);
    }
    if (a.is(Op.LOG_SUM_EXP)) {
      return element(graph, a.argument(0), b).map(graph::neg);
    }
    if (a.is(Op.LOG_ADD_EXP) && (a.argument(0) == b || a.argument(1) == b)) {
      // log(e^b + e^c) − b = log(1 + e^(c − b))
      Term other = a.argument(a.argument(0) == b ? 1 : 0);
      return Optional.of(graph.softplus(graph.sub(other, b)));
    }
    if (b.is(Op.LOG_ADD_EXP) && (b.argument(0) == a || b.argument(1) == a)) {
      return difference(graph, b, a).map(graph::neg);
    }
    return Optional.empty();
  }

  /** {@return log softmax of {@code vector}, or its element, if {@code x} is the vector or one} */
  private static Optional<Term> element(Graph graph, Term vector, Term x) {
    if (x == vector) {
      return Optional.of(graph.logSoftmax(vector));
    }
    if (x.isVector()) {
      return Optional.empty();
    }
    List<Term> parts = Order.of(List.of(x));
    return parts.subList(0, Math.min(parts.size(), SEARCHED)).stream()
        .filter(part -> part.is(Op.GATHER))
        .map(part -> part.argument(1))
        .distinct()
        .filter(index -> graph.gather(vector, index) == x)
        .findFirst()
        .map(index -> graph.gather(graph.logSoftmax(vector), index));
  }

  static Optional<Term> quotient(Graph graph, Term a, Term b) {
    if (b.is(Op.ADD) && (b.argument(0).is(1) || b.argument(1).is(1))) {
      Term other = b.argument(b.argument(0).is(1) ? 1 : 0);
      if (other.is(Op.EXP)) {
        return Optional.of(
            a == other
                ? graph.sigmoid(other.argument(0))
                : graph.mul(a, graph.sigmoid(graph.neg(other.argument(0)))));
      }
    }
    return graph
        .logarithm(a)
        .flatMap(above -> graph.logarithm(b).map(below -> graph.exp(graph.sub(above, below))));
  }
}
