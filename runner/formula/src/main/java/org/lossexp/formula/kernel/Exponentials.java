package org.lossexp.formula.kernel;

import java.util.Optional;

/**
 * Exponentials and logarithms in forms that neither overflow nor lose digits.
 *
 * <p>A term whose logarithm is known without taking one, such as {@code exp(a) + sum(exp(v))}, is
 * never computed before its logarithm is taken.
 */
final class Exponentials {
  /** How long a sum of exponentials may be: nobody writes a longer one out. */
  private static final int DEPTH = 100;

  private final Graph graph;

  Exponentials(Graph graph) {
    this.graph = graph;
  }

  Term exp(Term x) {
    if (x.is(Op.NEG) && x.argument(0).is(Op.SOFTPLUS)) {
      return graph.sigmoid(graph.neg(x.argument(0).argument(0)));
    }
    return graph.plain(Op.EXP, x);
  }

  Term expm1(Term x) {
    return graph.plain(Op.EXPM1, x);
  }

  Term log(Term x) {
    if (x.isConstant()) {
      return graph.plain(Op.LOG, x);
    }
    if (x.is(Op.ADD) && (x.argument(0).is(1) || x.argument(1).is(1))) {
      return log1p(x.argument(x.argument(0).is(1) ? 1 : 0));
    }
    if (x.is(Op.SUB) && x.argument(0).is(1)) {
      return log1p(graph.neg(x.argument(1)));
    }
    if (x.is(Op.NEG) && x.argument(0).is(Op.EXPM1)) {
      return graph.log1mExp(x.argument(0).argument(0));
    }
    return logarithm(x).or(() -> ofFactors(x)).orElseGet(() -> graph.make(Op.LOG, x));
  }

  /** log(a b) = log a + log b, where one of them is an exponential. */
  private Optional<Term> ofFactors(Term x) {
    if (!x.is(Op.MUL) && !x.is(Op.DIV)) {
      return Optional.empty();
    }
    Term a = x.argument(0);
    Term b = x.argument(1);
    Optional<Term> logA = logarithm(a);
    Optional<Term> logB = logarithm(b);
    if (logA.isEmpty() && logB.isEmpty()) {
      return Optional.empty();
    }
    Term first = logA.orElseGet(() -> graph.plain(Op.LOG, a));
    Term second = logB.orElseGet(() -> graph.plain(Op.LOG, b));
    return Optional.of(x.is(Op.MUL) ? graph.add(first, second) : graph.sub(first, second));
  }

  Term log1p(Term x) {
    if (x.isConstant()) {
      return graph.plain(Op.LOG1P, x);
    }
    if (x.is(Op.EXPM1)) {
      return x.argument(0);
    }
    if (x.is(Op.NEG) && x.argument(0).is(Op.EXP)) {
      return graph.log1mExp(x.argument(0).argument(0));
    }
    if (x.is(Op.NEG) && x.argument(0).is(Op.SIGMOID)) {
      return graph.neg(graph.softplus(x.argument(0).argument(0)));
    }
    return logarithm(x).map(graph::softplus).orElseGet(() -> graph.make(Op.LOG1P, x));
  }

  Term logAddExp(Term a, Term b) {
    if (a.is(0)) {
      return graph.softplus(b);
    }
    if (b.is(0)) {
      return graph.softplus(a);
    }
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(Scalars.apply(Op.LOG_ADD_EXP, a.constant(), b.constant()));
    }
    return graph.make(Op.LOG_ADD_EXP, a, b);
  }

  /** {@return log x, where it is known without computing x} */
  Optional<Term> logarithm(Term x) {
    return logarithm(x, DEPTH);
  }

  private Optional<Term> logarithm(Term x, int depth) {
    return switch (depth == 0 ? Op.INPUT : x.op()) {
      case EXP -> Optional.of(x.argument(0));
      case SIGMOID -> Optional.of(graph.logSigmoid(x.argument(0)));
      case SUM -> ofSum(x.argument(0), depth);
      case ADD -> ofPair(x, depth, (a, b) -> graph.logAddExp(a, b));
      case MUL -> ofPair(x, depth, (a, b) -> graph.add(a, b));
      case DIV -> ofPair(x, depth, (a, b) -> graph.sub(a, b));
      default -> Optional.empty();
    };
  }

  private Optional<Term> ofSum(Term vector, int depth) {
    if (vector.is(Op.SELECT) && vector.argument(1).is(Op.EXP) && vector.argument(2).is(0)) {
      return Optional.of(graph.logSumExp(vector.argument(1).argument(0), vector.argument(0)));
    }
    if (vector.is(Op.SELECT) && vector.argument(2).is(Op.EXP) && vector.argument(1).is(0)) {
      return Optional.of(
          graph.logSumExp(vector.argument(2).argument(0), graph.not(vector.argument(0))));
    }
    return logarithm(vector, depth - 1).map(graph::logSumExp);
  }

  private interface Join {
    Term apply(Term a, Term b);
  }

  /** At least one of the two must be an exponential; the other may be a constant. */
  private Optional<Term> ofPair(Term x, int depth, Join join) {
    Optional<Term> a = logarithmOrConstant(x.argument(0), depth - 1);
    Optional<Term> b = logarithmOrConstant(x.argument(1), depth - 1);
    return a.flatMap(first -> b.map(second -> join.apply(first, second)));
  }

  private Optional<Term> logarithmOrConstant(Term x, int depth) {
    return x.isConstant() && x.constant() > 0 ? Optional.of(graph.log(x)) : logarithm(x, depth);
  }
}
