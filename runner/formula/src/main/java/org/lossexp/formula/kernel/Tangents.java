package org.lossexp.formula.kernel;

import java.util.Optional;

/**
 * Parabolas that go on as their tangents (Huber's loss) and what they are derived to: the most used
 * of all choices, written with the smaller of two numbers instead. HotSpot turns loops with minima
 * into vector instructions, but none with choices.
 */
final class Tangents {
  private static final double TOLERANCE = 1e-15;

  /** How far a line is looked for. */
  private static final int DEPTH = 4;

  private Tangents() {}

  /** c x up to |x| = d and ±c d beyond is c times x held between −d and d. */
  static Optional<Term> slope(Graph graph, Term condition, Term yes, Term no) {
    return distance(condition)
        .flatMap(size -> {
          Term x = size.argument(0);
          double bound = condition.argument(1).constant();
          double inner = factor(yes, x);
          double outer = factor(no, graph.sign(x));
          return bound > 0 && inner != 0 && isNear(outer, inner * bound)
              ? Optional.of(
                  graph.mul(
                      graph.constant(inner),
                      graph.clamp(x, graph.constant(-bound), graph.constant(bound))))
              : Optional.empty();
        });
  }

  /**
   * {@return c of the choice that is c x² up to |x| = d, and 2 c d (|x| − d/2) beyond; there it is
   * 2 c m (|x| − m/2), where m is the smaller one of |x| and d}
   */
  static Optional<Double> parabola(Graph graph, Term choice) {
    Term condition = choice.argument(0);
    return distance(condition)
        .flatMap(size -> {
          double bound = condition.argument(1).constant();
          double inner = factor(choice.argument(1), graph.pow(size.argument(0), graph.constant(2)));
          Line outer = line(choice.argument(2), size, DEPTH);
          return bound > 0
                  && inner != 0
                  && isNear(outer.slope, 2 * inner * bound)
                  && isNear(outer.start, -inner * bound * bound)
              ? Optional.of(inner)
              : Optional.empty();
        });
  }

  /** {@return |x| of a condition |x| ≤ d} */
  private static Optional<Term> distance(Term condition) {
    boolean compares = condition.is(Op.LESS_EQUAL) || condition.is(Op.LESS);
    return compares && condition.argument(0).is(Op.ABS) && condition.argument(1).isConstant()
        ? Optional.of(condition.argument(0))
        : Optional.empty();
  }

  private static boolean isNear(double a, double b) {
    return Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  }

  /** {@return c if the term is c x, else 0} */
  private static double factor(Term term, Term x) {
    if (term == x) {
      return 1;
    }
    if (term.is(Op.NEG)) {
      return -factor(term.argument(0), x);
    }
    return term.is(Op.MUL) && term.argument(0).isConstant() && term.argument(1) == x
        ? term.argument(0).constant()
        : 0;
  }

  /** {@code slope · x + start}; NaN where a term is no such line. */
  private record Line(double slope, double start) {}

  private static Line line(Term term, Term x, int depth) {
    if (term == x) {
      return new Line(1, 0);
    }
    if (term.isConstant()) {
      return new Line(0, term.constant());
    }
    return switch (depth == 0 ? Op.INPUT : term.op()) {
      case MUL -> {
        Line inner = line(term.argument(1), x, depth - 1);
        double factor = term.argument(0).number().orElse(Double.NaN);
        yield new Line(factor * inner.slope, factor * inner.start);
      }
      case SUB -> {
        Line a = line(term.argument(0), x, depth - 1);
        Line b = line(term.argument(1), x, depth - 1);
        yield new Line(a.slope - b.slope, a.start - b.start);
      }
      default -> new Line(Double.NaN, Double.NaN);
    };
  }
}
