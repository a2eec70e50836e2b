package org.lossexp.formula.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which terms have a derivative at all. */
final class Liveness {
  private Liveness() {}

  /** {@return the terms that change smoothly with a differentiable signal} */
  static Set<Term> of(List<Term> order) {
    Set<Term> live = new HashSet<>();
    for (Term term : order) {
      boolean own = term.is(Op.INPUT) && term.signal().differentiable();
      if (own || (isSmooth(term.op()) && smooth(term).stream().anyMatch(live::contains))) {
        live.add(term);
      }
    }
    return live;
  }

  /** The arguments through which a change passes. */
  private static List<Term> smooth(Term term) {
    return switch (term.op()) {
      case SELECT -> term.arguments().subList(1, 3);
      case GATHER -> term.arguments().subList(0, 1);
      default -> term.arguments();
    };
  }

  private static boolean isSmooth(Op op) {
    return switch (op) {
      case SIGN, FLOOR, STOP_GRADIENT, ARGMAX -> false;
      default -> !op.isTruth();
    };
  }
}
