package org.lossexp.formula.kernel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Differentiates in reverse: from the value back to the inputs, each term once.
 *
 * <p>At kinks the derivative is 0 where one side is constant, so for max(0, u) at u = 0, |u| and a
 * norm at 0, clamp at its bounds; where two terms are equal it is the first's. At the end of a
 * domain where the derivative is infinite (√u, and u^n for n below 1, at u = 0) it is 0 as well: a
 * residual of 0 is no reason for a NaN.
 */
final class Derivatives {
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
  private static final double LN_2 = 0.6931471805599453;

  private final Graph graph;
  private final Set<Term> live;

  /** What the value changes by when the term changes; for a vector, at each position. */
  private final Map<Term, Term> adjoints = new HashMap<>();

  private Derivatives(Graph graph, Set<Term> live) {
    this.graph = graph;
    this.live = live;
  }

  static Map<Signal, Term> of(Graph graph, Term value) {
    if (value.isVector()) {
      throw new IllegalArgumentException("a vector has no derivative of its own");
    }
    List<Term> order = Order.of(List.of(value));
    Derivatives derivatives = new Derivatives(graph, Liveness.of(order));
    derivatives.adjoints.put(value, graph.constant(1));
    for (Term term : order.reversed()) {
      if (derivatives.live.contains(term) && derivatives.adjoints.containsKey(term)) {
        derivatives.back(term, derivatives.adjoints.get(term));
      }
    }
    Map<Signal, Term> result = new LinkedHashMap<>();
    for (Term term : order) {
      if (term.is(Op.INPUT) && term.signal().differentiable()) {
        result.put(term.signal(), derivatives.adjoints.getOrDefault(term, graph.constant(0)));
      }
    }
    return result;
  }

  /** Hands a term's adjoint on to its arguments. */
  private void back(Term term, Term adjoint) {
    switch (term.op()) {
      case CONSTANT, INPUT, POSITION, SIZE -> {}
      case SIGN, FLOOR, NOT, STOP_GRADIENT, ARGMAX -> {}
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR -> {}
      case NEG -> give(term, 0, graph.neg(adjoint));
      case ABS -> give(term, 0, graph.mul(adjoint, graph.sign(x(term))));
      case SQRT -> {
        Term slope = graph.div(graph.mul(half(), adjoint), term);
        give(term, 0, unlessZero(x(term), slope));
      }
      case EXP -> give(term, 0, graph.mul(adjoint, term));
      case EXPM1 -> give(term, 0, graph.mul(adjoint, graph.exp(x(term))));
      case LOG -> give(term, 0, over(adjoint, x(term)));
      case LOG1P -> give(term, 0, over(adjoint, graph.add(graph.constant(1), x(term))));
      case LOG2 -> give(term, 0, over(adjoint, graph.mul(graph.constant(LN_2), x(term))));
      case LOG1M_EXP ->
          // d log(1 − e^x) = −e^x / (1 − e^x)
          give(term, 0, over(graph.mul(adjoint, graph.exp(x(term))), graph.expm1(x(term))));
      case SIN -> give(term, 0, graph.mul(adjoint, graph.cos(x(term))));
      case COS -> give(term, 0, graph.neg(graph.mul(adjoint, graph.sin(x(term)))));
      case TAN -> give(term, 0, graph.mul(adjoint, graph.add(one(), square(term))));
      case ATAN -> give(term, 0, graph.div(adjoint, graph.add(one(), square(x(term)))));
      case ACOS ->
          give(term, 0, graph.neg(over(adjoint, graph.sqrt(graph.sub(one(), square(x(term)))))));
      case TANH -> give(term, 0, graph.mul(adjoint, graph.sub(one(), square(term))));
      case SIGMOID ->
          give(term, 0, graph.mul(graph.mul(adjoint, term), graph.sigmoid(graph.neg(x(term)))));
      case SOFTPLUS -> give(term, 0, graph.mul(adjoint, graph.sigmoid(x(term))));
      case LOG_COSH -> give(term, 0, graph.mul(adjoint, graph.tanh(x(term))));
      case ERF -> {
        Term slope = graph.exp(graph.neg(square(x(term))));
        give(term, 0, graph.mul(graph.mul(graph.constant(TWO_OVER_ROOT_PI), adjoint), slope));
      }
      case LGAMMA -> give(term, 0, graph.mul(adjoint, graph.digamma(x(term))));
      case DIGAMMA -> throw new IllegalArgumentException("the derivative of digamma is not known");
      case ADD -> {
        give(term, 0, adjoint);
        give(term, 1, adjoint);
      }
      case SUB -> {
        give(term, 0, adjoint);
        give(term, 1, graph.neg(adjoint));
      }
      case MUL -> {
        give(term, 0, graph.mul(adjoint, y(term)));
        give(term, 1, graph.mul(adjoint, x(term)));
      }
      case DIV -> {
        Term share = graph.div(adjoint, y(term));
        give(term, 0, share);
        give(term, 1, graph.neg(graph.mul(share, term)));
      }
      case POW -> power(term, adjoint);
      case MIN, MAX -> extreme(term, adjoint);
      case LOG_ADD_EXP -> {
        Term difference = graph.sub(x(term), y(term));
        give(term, 0, graph.mul(adjoint, graph.sigmoid(difference)));
        give(term, 1, graph.mul(adjoint, graph.sigmoid(graph.neg(difference))));
      }
      case SELECT -> {
        give(term, 1, graph.select(x(term), adjoint, zero()));
        give(term, 2, graph.select(x(term), zero(), adjoint));
      }
      case CLAMP -> clamp(term, adjoint);
      case GATHER -> gather(term, adjoint);
      case SUM -> give(term, 0, adjoint);
      case HIGHEST -> give(term, 0, at(graph.argmax(x(term)), adjoint));
      case LOWEST -> give(term, 0, at(graph.argmax(graph.neg(x(term))), adjoint));
      case LOG_SUM_EXP -> give(term, 0, graph.mul(adjoint, graph.softmax(x(term))));
      case NORM -> give(term, 0, graph.mul(unlessZero(term, graph.div(adjoint, term)), x(term)));
      case LOG_SOFTMAX -> {
        Term total = graph.sum(adjoint);
        give(term, 0, graph.sub(adjoint, graph.mul(total, graph.exp(term))));
      }
      case CUMSUM -> give(term, 0, graph.reverseCumsum(adjoint));
      case REVERSE_CUMSUM -> give(term, 0, graph.cumsum(adjoint));
      case SOFT_RANK ->
          // All ranks together never change.
          give(term, 0, adjoint.isVector() ? graph.softRankPullback(x(term), adjoint) : zero());
      case SOFT_RANK_PULLBACK, SOFTMAX, OTHERS ->
          throw new IllegalArgumentException(term.op() + " only stands in derivatives");
    }
  }

  private void power(Term term, Term adjoint) {
    Term base = x(term);
    Term exponent = y(term);
    Term slope =
        graph.mul(graph.mul(exponent, adjoint), graph.pow(base, graph.sub(exponent, one())));
    boolean steep = !exponent.isConstant() || exponent.constant() < 1;
    give(term, 0, steep ? unlessZero(base, slope) : slope);
    if (live.contains(exponent)) {
      give(term, 1, unlessZero(base, graph.mul(graph.mul(adjoint, term), graph.log(base))));
    }
  }

  private void extreme(Term term, Term adjoint) {
    Term a = x(term);
    Term b = y(term);
    if (live.contains(a) && live.contains(b)) {
      Term first = term.is(Op.MAX) ? graph.greaterOrEqual(a, b) : graph.lessOrEqual(a, b);
      give(term, 0, graph.select(first, adjoint, zero()));
      give(term, 1, graph.select(first, zero(), adjoint));
      return;
    }
    int moving = live.contains(a) ? 0 : 1;
    Term still = term.argument(1 - moving);
    Term inside =
        term.is(Op.MAX)
            ? graph.greater(term.argument(moving), still)
            : graph.less(term.argument(moving), still);
    give(term, moving, graph.select(inside, adjoint, zero()));
  }

  private void clamp(Term term, Term adjoint) {
    Term low = term.argument(1);
    Term high = term.argument(2);
    Term above = graph.greater(x(term), low);
    Term below = graph.less(x(term), high);
    give(term, 0, graph.select(graph.and(above, below), adjoint, zero()));
    // min(max(x, low), high)
    give(
        term, 1, graph.select(above, zero(), graph.select(graph.less(low, high), adjoint, zero())));
    give(term, 2, graph.select(graph.less(graph.max(x(term), low), high), zero(), adjoint));
  }

  private void gather(Term term, Term adjoint) {
    Term vector = x(term);
    Term index = y(term);
    if (vector.is(Op.LOG_SOFTMAX) && live.contains(vector)) {
      // d log p_i = −p, but 1 − p_i at i itself, which as 1 − e^(log p_i) keeps its digits
      Term own = graph.neg(graph.expm1(term));
      Term others = graph.neg(graph.exp(vector));
      Term direction = graph.select(isAt(index), own, others);
      add(vector.argument(0), graph.mul(adjoint, direction));
      return;
    }
    give(term, 0, at(index, adjoint));
  }

  /** {@return the adjoint at one position, 0 at all others} */
  private Term at(Term index, Term adjoint) {
    return graph.select(isAt(index), adjoint, zero());
  }

  private Term isAt(Term index) {
    return graph.equal(graph.position(), index);
  }

  /** Where x is 0 the slope is infinite, and taken as 0. */
  private Term unlessZero(Term x, Term slope) {
    return Bounds.lower(x) > 0 ? slope : graph.select(graph.equal(x, zero()), zero(), slope);
  }

  /** {@return adjoint / x, where 0 / 0 is 0} */
  private Term over(Term adjoint, Term x) {
    if (adjoint.is(Op.NEG)) {
      return graph.neg(over(adjoint.argument(0), x));
    }
    Term quotient = graph.div(adjoint, x);
    return adjoint.isConstant() || Bounds.lower(x) > 0 || quotient.is(Op.SELECT)
        ? quotient
        : graph.select(graph.equal(adjoint, zero()), zero(), quotient);
  }

  private void give(Term term, int index, Term share) {
    Term argument = term.argument(index);
    if (live.contains(argument)) {
      // A scalar moves every position of a vector.
      add(argument, term.isVector() && !argument.isVector() ? graph.sum(share) : share);
    }
  }

  private void add(Term term, Term share) {
    adjoints.merge(term, share, graph::add);
  }

  private Term x(Term term) {
    return term.argument(0);
  }

  private Term y(Term term) {
    return term.argument(1);
  }

  private Term zero() {
    return graph.constant(0);
  }

  private Term half() {
    return graph.constant(0.5);
  }

  private Term one() {
    return graph.constant(1);
  }

  private Term square(Term x) {
    return graph.pow(x, graph.constant(2));
  }
}
