package org.lossexp.formula.kernel;

/** Kinks, comparisons and choices. */
final class Choices {
  private final Graph graph;

  Choices(Graph graph) {
    this.graph = graph;
  }

  Term abs(Term x) {
    if (x.is(Op.NEG)) {
      return abs(x.argument(0));
    }
    return Bounds.lower(x) >= 0 ? x : graph.plain(Op.ABS, x);
  }

  Term extreme(Op op, Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(Scalars.apply(op, a.constant(), b.constant()));
    }
    return a == b ? a : graph.make(op, a, b);
  }

  Term clamp(Term x, Term low, Term high) {
    if (x.isConstant() && low.isConstant() && high.isConstant()) {
      double held = Scalars.apply(Op.CLAMP, x.constant(), low.constant(), high.constant());
      return graph.constant(held);
    }
    return graph.make(Op.CLAMP, x, low, high);
  }

  Term compare(Op op, Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(Scalars.apply(op, a.constant(), b.constant()));
    }
    return graph.make(op, a, b);
  }

  Term not(Term x) {
    if (x.isConstant()) {
      return graph.constant(x.is(0) ? 1 : 0);
    }
    return switch (x.op()) {
      case EQUAL -> graph.make(Op.NOT_EQUAL, x.argument(0), x.argument(1));
      case NOT_EQUAL -> graph.make(Op.EQUAL, x.argument(0), x.argument(1));
      case NOT -> x.argument(0).op().isTruth() ? x.argument(0) : graph.make(Op.NOT, x);
      default -> graph.make(Op.NOT, x);
    };
  }

  Term and(Term a, Term b) {
    if (a.is(0) || b.is(0)) {
      return graph.constant(0);
    }
    if (a.isConstant() || b.isConstant()) {
      return truth(a.isConstant() ? b : a);
    }
    return a == b ? truth(a) : graph.make(Op.AND, a, b);
  }

  Term or(Term a, Term b) {
    if (a.is(0) || b.is(0)) {
      return truth(a.is(0) ? b : a);
    }
    if (a.isConstant() || b.isConstant()) {
      return graph.constant(1);
    }
    return a == b ? truth(a) : graph.make(Op.OR, a, b);
  }

  /** {@return 1 where {@code x} is not 0} */
  private Term truth(Term x) {
    return x.op().isTruth() ? x : compare(Op.NOT_EQUAL, x, graph.constant(0));
  }

  Term select(Term condition, Term yes, Term no) {
    if (condition.isConstant()) {
      return condition.is(0) ? no : yes;
    }
    if (condition.is(Op.NOT)) {
      return select(condition.argument(0), no, yes);
    }
    if (condition.is(Op.NOT_EQUAL)) {
      return select(graph.not(condition), no, yes);
    }
    Term chosen = yes.is(Op.SELECT) && yes.argument(0) == condition ? yes.argument(1) : yes;
    Term first = Assumptions.within(graph, condition, chosen);
    Term second = no.is(Op.SELECT) && no.argument(0) == condition ? no.argument(2) : no;
    if (first == second) {
      return first;
    }
    if (!isPosition(condition) && first.is(Op.SELECT) && isPosition(first.argument(0))) {
      return choosePositionFirst(condition, first, second);
    }
    return Tangents.slope(graph, condition, first, second)
        .orElseGet(() -> graph.make(Op.SELECT, condition, first, second));
  }

  /** {@return whether the condition holds at one position alone} */
  private static boolean isPosition(Term condition) {
    return condition.is(Op.EQUAL)
        && condition.argument(0).is(Op.POSITION)
        && !condition.argument(1).isVector();
  }

  /** Choices of a single position stand outside, where sums of them find each other. */
  private Term choosePositionFirst(Term condition, Term inner, Term no) {
    Term position = inner.argument(0);
    if (inner.argument(1) == no) {
      return select(position, no, select(condition, inner.argument(2), no));
    }
    if (inner.argument(2) == no) {
      return select(position, select(condition, inner.argument(1), no), no);
    }
    return graph.make(Op.SELECT, condition, inner, no);
  }
}
