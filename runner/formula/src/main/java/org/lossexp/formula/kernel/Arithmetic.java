package org.lossexp.formula.kernel;

import java.util.Optional;

/**
 * Sums, products and powers. Signs move outwards and constants to the left of products, which
 * changes results by no more than their rounding.
 */
final class Arithmetic {
  /** A power by repeated multiplication has at most this exponent. */
  static final int HIGHEST_WHOLE_EXPONENT = 64;

  /** How far a product is searched for a factor's like. */
  private static final int DEPTH = 3;

  private final Graph graph;

  Arithmetic(Graph graph) {
    this.graph = graph;
  }

  static boolean isWhole(double exponent) {
    return exponent == Math.rint(exponent) && Math.abs(exponent) <= HIGHEST_WHOLE_EXPONENT;
  }

  private static boolean isEven(double exponent) {
    return isWhole(exponent) && exponent / 2 == Math.rint(exponent / 2);
  }

  Term neg(Term x) {
    if (x.isConstant()) {
      return graph.constant(0 - x.constant());
    }
    if (x.is(Op.NEG)) {
      return x.argument(0);
    }
    if (x.is(Op.SUB)) {
      return graph.sub(x.argument(1), x.argument(0));
    }
    if (x.is(Op.MUL) && x.argument(0).isConstant()) {
      return mul(neg(x.argument(0)), x.argument(1));
    }
    if (x.is(Op.DIV) && x.argument(0).isConstant()) {
      return graph.div(neg(x.argument(0)), x.argument(1));
    }
    if (x.is(Op.SELECT) && (isSimple(x.argument(1)) || isSimple(x.argument(2)))) {
      return graph.select(x.argument(0), neg(x.argument(1)), neg(x.argument(2)));
    }
    return graph.make(Op.NEG, x);
  }

  private static boolean isSimple(Term branch) {
    return branch.isConstant() || branch.is(Op.NEG);
  }

  Term add(Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(a.constant() + b.constant());
    }
    if (a.is(0)) {
      return b;
    }
    if (b.is(0)) {
      return a;
    }
    if (isNegative(b)) {
      return sub(a, neg(b));
    }
    if (isNegative(a)) {
      return sub(b, neg(a));
    }
    if (a == b) {
      return mul(graph.constant(2), a);
    }
    if ((a.is(1) && b.is(Op.EXPM1)) || (b.is(1) && a.is(Op.EXPM1))) {
      return graph.exp((a.is(1) ? b : a).argument(0));
    }
    if (a.is(Op.SELECT) && b.is(Op.SELECT) && a.argument(0) == b.argument(0)) {
      return graph.select(
          a.argument(0), add(a.argument(1), b.argument(1)), add(a.argument(2), b.argument(2)));
    }
    return graph.make(Op.ADD, a, b);
  }

  private static boolean isNegative(Term x) {
    return switch (x.op()) {
      case NEG -> true;
      case CONSTANT -> x.constant() < 0;
      case MUL, DIV -> x.argument(0).isConstant() && x.argument(0).constant() < 0;
      default -> false;
    };
  }

  Term sub(Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(a.constant() - b.constant());
    }
    if (b.is(0)) {
      return a;
    }
    if (a.is(0)) {
      return neg(b);
    }
    if (isNegative(b)) {
      return add(a, neg(b));
    }
    if (a.is(Op.NEG)) {
      return neg(add(a.argument(0), b));
    }
    if (b.is(1) && a.is(Op.EXP)) {
      return graph.expm1(a.argument(0));
    }
    if (a.is(1) && b.is(Op.EXP)) {
      return neg(graph.expm1(b.argument(0)));
    }
    if (a.is(1) && b.is(Op.SIGMOID)) {
      return graph.sigmoid(neg(b.argument(0)));
    }
    if (a.is(Op.SELECT) && b.is(Op.SELECT) && a.argument(0) == b.argument(0)) {
      return graph.select(
          a.argument(0), sub(a.argument(1), b.argument(1)), sub(a.argument(2), b.argument(2)));
    }
    return SoftmaxForms.difference(graph, a, b).orElseGet(() -> graph.make(Op.SUB, a, b));
  }

  Term mul(Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(a.constant() * b.constant());
    }
    if (b.isConstant()) {
      return mul(b, a);
    }
    if (a.isConstant()) {
      return scale(a.constant(), b);
    }
    if (a.is(Op.NEG)) {
      return neg(mul(a.argument(0), b));
    }
    if (b.is(Op.NEG)) {
      return neg(mul(a, b.argument(0)));
    }
    if (isChoiceOfConstant(a)) {
      return graph.select(a.argument(0), mul(a.argument(1), b), mul(a.argument(2), b));
    }
    if (isChoiceOfConstant(b)) {
      return graph.select(b.argument(0), mul(a, b.argument(1)), mul(a, b.argument(2)));
    }
    if (isScaled(a)) {
      return mul(a.argument(0), mul(a.argument(1), b));
    }
    if (isScaled(b)) {
      return mul(b.argument(0), mul(a, b.argument(1)));
    }
    if (b.is(Op.DIV) && b.argument(0).isConstant()) {
      return div(mul(b.argument(0), a), b.argument(1));
    }
    if (a.is(Op.DIV) && a.argument(0).isConstant()) {
      return div(mul(a.argument(0), b), a.argument(1));
    }
    return combined(a, b, DEPTH).orElseGet(() -> graph.make(Op.MUL, a, b));
  }

  /** {@return the product of two factors, or of a factor and a product, that have one form} */
  private Optional<Term> combined(Term a, Term b, int depth) {
    if (isSizeAndSign(a, b)) {
      return Optional.of(a.argument(0));
    }
    double exponents = wholeExponent(a) + wholeExponent(b);
    if (base(a) == base(b) && isWhole(exponents)) {
      return Optional.of(pow(base(a), graph.constant(exponents)));
    }
    if (b.is(Op.DIV) && b.argument(1) == a && isSetting(a)) {
      return Optional.of(b.argument(0));
    }
    if (a.is(Op.DIV) && a.argument(1) == b && isSetting(b)) {
      return Optional.of(a.argument(0));
    }
    if (!a.is(Op.MUL) || depth == 0) {
      return Optional.empty();
    }
    return combined(a.argument(1), b, depth - 1)
        .map(product -> mul(a.argument(0), product))
        .or(() ->
            combined(a.argument(0), b, depth - 1).map(product -> mul(product, a.argument(1))));
  }

  /** A number for all units that the formula divides by is not 0. */
  private static boolean isSetting(Term x) {
    return x.is(Op.INPUT) && x.signal().kind() == Signal.Kind.BATCH;
  }

  /** |x| · sign x = x, at 0 and infinity too. */
  private static boolean isSizeAndSign(Term a, Term b) {
    return ((a.is(Op.ABS) && b.is(Op.SIGN)) || (a.is(Op.SIGN) && b.is(Op.ABS)))
        && a.argument(0) == b.argument(0);
  }

  /** {@return x of x^n, for a whole n of at least 1} */
  private static Term base(Term x) {
    return x.is(Op.POW) && wholeExponent(x) > 1 ? x.argument(0) : x;
  }

  private static double wholeExponent(Term x) {
    if (!x.is(Op.POW) || !x.argument(1).isConstant()) {
      return 1;
    }
    double exponent = x.argument(1).constant();
    return isWhole(exponent) && exponent > 1 ? exponent : 1;
  }

  private static boolean isScaled(Term x) {
    return x.is(Op.MUL) && x.argument(0).isConstant();
  }

  /** A factor before such a choice moves into it, so that what is not chosen makes no NaN. */
  private static boolean isChoiceOfConstant(Term x) {
    return x.is(Op.SELECT)
        && (x.argument(1).is(0)
            || x.argument(2).is(0)
            || (x.argument(1).isConstant() && x.argument(2).isConstant()));
  }

  private Term scale(double factor, Term x) {
    if (factor == 0) {
      return graph.constant(0);
    }
    if (x.isConstant()) {
      return graph.constant(factor * x.constant());
    }
    if (factor == 1) {
      return x;
    }
    if (factor == -1) {
      return neg(x);
    }
    if (x.is(Op.NEG)) {
      return scale(-factor, x.argument(0));
    }
    if (isChoiceOfConstant(x)) {
      return graph.select(
          x.argument(0), scale(factor, x.argument(1)), scale(factor, x.argument(2)));
    }
    if (isScaled(x) && isOrdinary(factor * x.argument(0).constant())) {
      return scale(factor * x.argument(0).constant(), x.argument(1));
    }
    if (x.is(Op.DIV)) {
      Term over = x.argument(0);
      Term under = x.argument(1);
      if (over.isConstant() && isOrdinary(factor * over.constant())) {
        return div(graph.constant(factor * over.constant()), under);
      }
      if (under.isConstant() && isOrdinary(factor / under.constant())) {
        return scale(factor / under.constant(), over);
      }
    }
    return graph.make(Op.MUL, graph.constant(factor), x);
  }

  /** Constants are put together only where that neither overflows nor loses digits. */
  private static boolean isOrdinary(double product) {
    double size = Math.abs(product);
    return size > 1e-150 && size < 1e150;
  }

  Term div(Term a, Term b) {
    if (a.isConstant() && b.isConstant()) {
      return graph.constant(a.constant() / b.constant());
    }
    if (a.is(0)) {
      return a;
    }
    if (a.is(Op.NEG)) {
      return neg(div(a.argument(0), b));
    }
    if (b.is(Op.NEG)) {
      return neg(div(a, b.argument(0)));
    }
    if (b.isConstant()) {
      return divideBy(a, b.constant());
    }
    if (isChoiceOfConstant(a)) {
      return graph.select(a.argument(0), div(a.argument(1), b), div(a.argument(2), b));
    }
    if (isScaled(a)) {
      return mul(a.argument(0), div(a.argument(1), b));
    }
    return SoftmaxForms.quotient(graph, a, b).orElseGet(() -> graph.make(Op.DIV, a, b));
  }

  private Term divideBy(Term a, double divisor) {
    double inverse = 1 / divisor;
    if (isOrdinary(inverse)
        && Math.abs(Math.scalb(1.0, Math.getExponent(divisor))) == Math.abs(divisor)) {
      return scale(inverse, a);
    }
    if (isScaled(a) && isOrdinary(a.argument(0).constant() / divisor)) {
      return scale(a.argument(0).constant() / divisor, a.argument(1));
    }
    if (a.is(Op.DIV)
        && a.argument(1).isConstant()
        && isOrdinary(a.argument(1).constant() * divisor)) {
      return divideBy(a.argument(0), a.argument(1).constant() * divisor);
    }
    return graph.make(Op.DIV, a, graph.constant(divisor));
  }

  Term pow(Term base, Term exponent) {
    if (exponent.isConstant()) {
      return pow(base, exponent.constant());
    }
    if (base.is(1)) {
      return base;
    }
    return isProbability(base)
        ? graph.exp(mul(exponent, graph.log(base)))
        : graph.make(Op.POW, base, exponent);
  }

  private Term pow(Term base, double exponent) {
    Term written = graph.constant(exponent);
    if (exponent == 0) {
      return graph.constant(1);
    }
    if (exponent == 1) {
      return base;
    }
    if (base.isConstant()) {
      return graph.constant(Scalars.apply(Op.POW, base.constant(), exponent));
    }
    if (exponent == -1) {
      return div(graph.constant(1), base);
    }
    if (exponent == 0.5) {
      return sqrt(base);
    }
    if (isEven(exponent) && (isTurned(base) || base.is(Op.ABS))) {
      return pow(base.argument(0), exponent);
    }
    if (isWhole(exponent)) {
      if (isTurned(base)) {
        return neg(pow(base.argument(0), exponent));
      }
      if (wholeExponent(base) > 1 && isWhole(wholeExponent(base) * exponent)) {
        return pow(base.argument(0), wholeExponent(base) * exponent);
      }
      if (exponent == 2 && base.is(Op.NORM)) {
        return graph.sum(pow(base.argument(0), 2));
      }
    } else if (isProbability(base)) {
      return graph.exp(mul(written, graph.log(base)));
    }
    return graph.make(Op.POW, base, written);
  }

  /** Of these p^q = e^(q log p) keeps its digits where p itself is 0. */
  private static boolean isProbability(Term x) {
    return x.is(Op.EXP) || x.is(Op.SIGMOID);
  }

  /** {@return whether the term is negated; 1 − e^x only looks so} */
  private static boolean isTurned(Term x) {
    return x.is(Op.NEG) && !x.argument(0).is(Op.EXPM1);
  }

  Term sqrt(Term x) {
    if (x.is(Op.POW) && x.argument(1).is(2)) {
      return graph.abs(x.argument(0));
    }
    return graph.plain(Op.SQRT, x);
  }
}
