package org.lossexp.formula.kernel;

import java.util.List;

/** What a condition says of the branch that it chooses: max(0, u) is u where 0 &lt; u. */
final class Assumptions {
  /** How deep in a branch it is looked for. */
  private static final int DEPTH = 4;

  private final Graph graph;
  private final Term condition;

  private Assumptions(Graph graph, Term condition) {
    this.graph = graph;
    this.condition = condition;
  }

  /** {@return the branch that is taken where the condition holds, simplified} */
  static Term within(Graph graph, Term condition, Term branch) {
    return switch (condition.op()) {
      case LESS, LESS_EQUAL, AND -> new Assumptions(graph, condition).simplify(branch, DEPTH);
      default -> branch;
    };
  }

  private Term simplify(Term term, int depth) {
    if (depth == 0) {
      return term;
    }
    return switch (term.op()) {
      case MAX -> extreme(term, 1);
      case MIN -> extreme(term, 0);
      case CLAMP -> {
        Term x = term.argument(0);
        yield holds(condition, term.argument(1), x) && holds(condition, x, term.argument(2))
            ? x
            : term;
      }
      case NEG, MUL, DIV, SELECT -> {
        List<Term> parts =
            term.arguments().stream().map(part -> simplify(part, depth - 1)).toList();
        yield parts.equals(term.arguments()) ? term : graph.apply(term.op(), parts);
      }
      default -> term;
    };
  }

  /**
   * {@return the argument that a maximum or minimum is, where that is known}
   *
   * @param upper which one it is if the first is below the second
   */
  private Term extreme(Term term, int upper) {
    Term a = term.argument(0);
    Term b = term.argument(1);
    if (holds(condition, a, b)) {
      return term.argument(upper);
    }
    return holds(condition, b, a) ? term.argument(1 - upper) : term;
  }

  /** {@return whether the condition says a &lt; b or a ≤ b} */
  private static boolean holds(Term condition, Term a, Term b) {
    return switch (condition.op()) {
      case LESS, LESS_EQUAL -> condition.argument(0) == a && condition.argument(1) == b;
      case AND -> isComparison(condition, 0, a, b) || isComparison(condition, 1, a, b);
      default -> false;
    };
  }

  private static boolean isComparison(Term both, int index, Term a, Term b) {
    Term part = both.argument(index);
    return !part.is(Op.AND) && holds(part, a, b);
  }
}
