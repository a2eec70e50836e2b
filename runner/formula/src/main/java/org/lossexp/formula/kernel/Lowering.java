package org.lossexp.formula.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a formula into the operations that kernels know, in a graph of its own.
 *
 * <p>Here the stable forms get their steps, and what two of them have in common is shared: {@code
 * sigmoid(x)}, {@code sigmoid(-x)} and {@code softplus(x)} all start from e^−|x|. The steps are
 * those of {@link org.lossexp.spi.StableMath}, so the bits are the same as those of losses that
 * call it.
 */
final class Lowering {
  private static final double LN_2 = 0.6931471805599453;

  private final Graph source;
  private final Shape shape;
  private final Graph target = new Graph();
  private final Map<Term, Term> lowered = new HashMap<>();

  Lowering(Graph source, Shape shape) {
    this.source = source;
    this.shape = shape;
  }

  /** {@return the lowered graph} */
  Graph target() {
    return target;
  }

  /** {@return the term in the lowered graph} */
  Term lower(Term root) {
    for (Term part : Order.of(List.of(root), term -> !lowered.containsKey(term))) {
      if (!lowered.containsKey(part)) {
        lowered.put(part, rewrite(part));
      }
    }
    return lowered.get(root);
  }

  private Term rewrite(Term term) {
    return switch (term.op()) {
      case CONSTANT -> target.constant(term.constant());
      case INPUT -> target.input(term.signal());
      case POSITION -> target.position();
      case SIZE ->
          switch (shape) {
            case Shape.Uniform(int size) -> target.constant(size);
            case Shape.Ragged() -> target.size();
            case Shape.None() -> throw new IllegalArgumentException("no vector, so no size");
          };
      case STOP_GRADIENT -> x(term);
      case NEG -> neg(x(term));
      case ABS -> abs(x(term));
      case EXP -> exp(term);
      case EXPM1 -> expm1(term);
      case LOG2 -> make(Op.DIV, make(Op.LOG, x(term)), number(LN_2));
      case LOG1M_EXP -> log1mExp(term);
      case TANH -> tanh(x(term));
      case SIGMOID -> sigmoid(x(term));
      case SOFTPLUS -> softplus(x(term));
      case LOG_COSH -> logCosh(x(term));
      case MUL -> product(term);
      case POW -> power(x(term), y(term));
      case LOG_ADD_EXP -> logAddExp(x(term), y(term));
      case CLAMP -> make(Op.MIN, make(Op.MAX, x(term), y(term)), lowered.get(term.argument(2)));
      case GATHER -> gather(term);
      case NORM -> make(Op.SQRT, make(Op.SUM, make(Op.MUL, x(term), x(term))));
      case LOG_SOFTMAX -> logSoftmax(x(term));
      case SELECT -> select(term);
      case SIGN,
          SQRT,
          LOG,
          LOG1P,
          SIN,
          COS,
          TAN,
          ATAN,
          ACOS,
          ERF,
          LGAMMA,
          DIGAMMA,
          FLOOR,
          NOT,
          ADD,
          SUB,
          DIV,
          MIN,
          MAX,
          LESS,
          LESS_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          SUM,
          HIGHEST,
          LOWEST,
          ARGMAX,
          LOG_SUM_EXP,
          CUMSUM,
          REVERSE_CUMSUM,
          SOFT_RANK,
          SOFT_RANK_PULLBACK,
          SOFTMAX,
          OTHERS ->
          make(term.op(), term.arguments().stream().map(lowered::get).toArray(Term[]::new));
    };
  }

  private Term x(Term term) {
    return lowered.get(term.argument(0));
  }

  private Term y(Term term) {
    return lowered.get(term.argument(1));
  }

  private Term number(double value) {
    return target.constant(value);
  }

  private Term make(Op op, Term... arguments) {
    List<Term> parts = List.of(arguments);
    return op.form() == Op.Form.ELEMENT && parts.stream().allMatch(Term::isConstant)
        ? number(Scalars.apply(op, parts, Term::constant))
        : target.make(op, arguments);
  }

  private Term neg(Term x) {
    return x.is(Op.NEG) ? x.argument(0) : make(Op.NEG, x);
  }

  private Term abs(Term x) {
    return make(Op.ABS, x.is(Op.NEG) ? x.argument(0) : x);
  }

  private Term zeroWhere(Term condition, Term x) {
    return make(Op.SELECT, condition, number(0), x);
  }

  // Softmax: probabilities p, and 1 − p as the sum of the others where p is nearly 1

  private static boolean isElementOfLogSoftmax(Term x) {
    return x.is(Op.GATHER) && x.argument(0).is(Op.LOG_SOFTMAX);
  }

  private Term softmax(Term logSoftmax) {
    return make(Op.SOFTMAX, x(logSoftmax));
  }

  /** {@return whether a probability is more than half of all: at most one of a vector is} */
  private Term isLarge(Term p) {
    return make(Op.LESS, number(0.5), p);
  }

  /** {@return the sum of all probabilities but a large one} */
  private Term restOf(Term p) {
    return make(Op.SUM, zeroWhere(isLarge(p), p));
  }

  /** {@return the sum of all probabilities but that of {@code element}'s index} */
  private Term others(Term element) {
    return make(Op.OTHERS, softmax(element.argument(0)), y(element));
  }

  private Term exp(Term term) {
    Term x = term.argument(0);
    if (x.is(Op.LOG_SOFTMAX)) {
      return softmax(x);
    }
    return isElementOfLogSoftmax(x)
        ? make(Op.GATHER, softmax(x.argument(0)), y(x))
        : make(Op.EXP, x(term));
  }

  private Term expm1(Term term) {
    Term x = term.argument(0);
    if (x.is(Op.LOG_SOFTMAX)) {
      Term p = softmax(x);
      return neg(make(Op.SELECT, isLarge(p), restOf(p), make(Op.SUB, number(1), p)));
    }
    return isElementOfLogSoftmax(x) ? neg(others(x)) : make(Op.EXPM1, x(term));
  }

  private Term logSoftmax(Term vector) {
    Term p = make(Op.SOFTMAX, vector);
    Term near = make(Op.LOG1P, neg(restOf(p)));
    Term far = make(Op.SUB, vector, make(Op.LOG_SUM_EXP, vector));
    return make(Op.SELECT, isLarge(p), near, far);
  }

  private Term gather(Term term) {
    if (!isElementOfLogSoftmax(term)) {
      return make(Op.GATHER, x(term), y(term));
    }
    Term vector = term.argument(0).argument(0);
    Term own = lower(source.gather(vector, term.argument(1)));
    Term others = others(term);
    return make(
        Op.SELECT,
        make(Op.LESS, others, number(0.5)),
        make(Op.LOG1P, neg(others)),
        make(Op.SUB, own, make(Op.LOG_SUM_EXP, lower(vector))));
  }

  private Term log1mExp(Term term) {
    Term x = term.argument(0);
    return make(
        Op.SELECT,
        make(Op.LESS, number(-LN_2), x(term)),
        make(Op.LOG, neg(lower(source.expm1(x)))),
        make(Op.LOG1P, neg(lower(source.exp(x)))));
  }

  // The sigmoid and its kin

  /** {@return e^−|x|} */
  private Term decay(Term x) {
    return make(Op.EXP, neg(abs(x)));
  }

  private Term sigmoid(Term x) {
    Term decay = decay(x);
    Term above = make(Op.SELECT, make(Op.LESS_EQUAL, number(0), x), number(1), decay);
    return make(Op.DIV, above, make(Op.ADD, number(1), decay));
  }

  private Term softplus(Term x) {
    return make(Op.ADD, make(Op.MAX, x, number(0)), make(Op.LOG1P, decay(x)));
  }

  /** {@return e^(−2|x|) − 1, from which cosh |x| = e^|x| (1 + t/2) and tanh |x| = −t / (2 + t)} */
  private Term doubled(Term x) {
    return make(Op.EXPM1, make(Op.MUL, number(-2), abs(x)));
  }

  private Term logCosh(Term x) {
    return make(Op.ADD, abs(x), make(Op.LOG1P, make(Op.MUL, number(0.5), doubled(x))));
  }

  private Term tanh(Term x) {
    Term t = doubled(x);
    return neg(make(Op.MUL, make(Op.SIGN, x), make(Op.DIV, t, make(Op.ADD, number(2), t))));
  }

  private Term logAddExp(Term a, Term b) {
    Term apart = make(Op.EXP, neg(abs(make(Op.SUB, a, b))));
    return make(
        Op.SELECT,
        make(Op.EQUAL, a, b), // two equal infinities have no difference
        make(Op.ADD, a, number(LN_2)),
        make(Op.ADD, make(Op.MAX, a, b), make(Op.LOG1P, apart)));
  }

  // Choices, products and powers

  private Term select(Term term) {
    return Tangents.parabola(source, term)
        .map(factor -> parabola(term, factor))
        .orElseGet(() -> make(Op.SELECT, x(term), y(term), lowered.get(term.argument(2))));
  }

  /** See {@link Tangents#parabola}. */
  private Term parabola(Term choice, double factor) {
    Term condition = choice.argument(0);
    Term size = x(condition);
    Term inner = make(Op.MIN, size, y(condition));
    Term outer = make(Op.SUB, size, make(Op.MUL, number(0.5), inner));
    Term product = make(Op.MUL, inner, outer);
    return factor == 0.5 ? product : make(Op.MUL, number(2 * factor), product);
  }

  /** 0 · log 0 is 0, as x log x tends to 0. */
  private Term product(Term term) {
    Term a = x(term);
    Term b = y(term);
    Term product = make(Op.MUL, a, b);
    if (term.argument(0).isConstant()) {
      return product;
    }
    if (Bounds.mayBeLogarithmOfZero(term.argument(1))) {
      return zeroWhere(isZeroTimesInfinity(a, b), product);
    }
    return Bounds.mayBeLogarithmOfZero(term.argument(0))
        ? zeroWhere(isZeroTimesInfinity(b, a), product)
        : product;
  }

  private Term isZeroTimesInfinity(Term factor, Term logarithm) {
    return make(
        Op.AND,
        make(Op.EQUAL, factor, number(0)),
        make(Op.EQUAL, abs(logarithm), number(Double.POSITIVE_INFINITY)));
  }

  private Term power(Term base, Term exponent) {
    if (!exponent.isConstant() || !Arithmetic.isWhole(exponent.constant())) {
      return exponent.is(-0.5)
          ? make(Op.DIV, number(1), make(Op.SQRT, base))
          : make(Op.POW, base, exponent);
    }
    int whole = (int) exponent.constant();
    Term power = wholePower(base, Math.abs(whole));
    return whole < 0 ? make(Op.DIV, number(1), power) : power;
  }

  /** By squaring: x^7 = x (x (x^2))^2 … in one fixed order. */
  private Term wholePower(Term base, int exponent) {
    if (exponent == 1) {
      return base;
    }
    Term half = wholePower(base, exponent / 2);
    Term square = make(Op.MUL, half, half);
    return exponent % 2 == 0 ? square : make(Op.MUL, base, square);
  }
}
