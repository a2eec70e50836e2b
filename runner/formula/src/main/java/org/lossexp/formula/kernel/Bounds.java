package org.lossexp.formula.kernel;

/** What is known about the range of a term, looking a few operations deep. */
final class Bounds {
  private static final int DEPTH = 6;

  private Bounds() {}

  /** {@return a number that the term is never below; −∞ where none is known} */
  static double lower(Term term) {
    return lower(term, DEPTH);
  }

  private static double lower(Term term, int depth) {
    if (term.isConstant()) {
      return Double.isNaN(term.constant()) ? Double.NEGATIVE_INFINITY : term.constant();
    }
    if (depth == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return switch (term.op()) {
      case POSITION, SIZE, EXP, SQRT, SIGMOID, SOFTPLUS, LOG_COSH, NORM, ARGMAX -> 0;
      case ABS -> Math.max(0, argument(term, 0, depth));
      case EXPM1, SIN, COS, TANH, ERF, SIGN -> -1;
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT -> 0;
      case ADD -> argument(term, 0, depth) + argument(term, 1, depth);
      case MAX -> Math.max(argument(term, 0, depth), argument(term, 1, depth));
      case MIN, CLAMP -> Math.min(argument(term, 0, depth), argument(term, 1, depth));
      case SELECT -> Math.min(argument(term, 1, depth), argument(term, 2, depth));
      case MUL -> ofProduct(argument(term, 0, depth), argument(term, 1, depth));
      case DIV -> Math.min(0, ofProduct(argument(term, 0, depth), argument(term, 1, depth)));
      case POW -> ofPower(term, depth);
      case SUM, OTHERS, LOWEST, GATHER, FLOOR, CUMSUM, STOP_GRADIENT ->
          argument(term, 0, depth) >= 0 ? 0 : Double.NEGATIVE_INFINITY;
      case CONSTANT,
          INPUT,
          NEG,
          LOG,
          LOG1P,
          LOG2,
          LOG1M_EXP,
          TAN,
          ATAN,
          LGAMMA,
          DIGAMMA,
          SUB,
          LOG_ADD_EXP,
          HIGHEST,
          LOG_SUM_EXP,
          LOG_SOFTMAX,
          REVERSE_CUMSUM,
          SOFT_RANK_PULLBACK ->
          Double.NEGATIVE_INFINITY;
      case ACOS -> 0;
      case SOFT_RANK -> 1;
      case SOFTMAX -> 0;
    };
  }

  private static double argument(Term term, int index, int depth) {
    return lower(term.argument(index), depth - 1);
  }

  private static double ofProduct(double a, double b) {
    return a >= 0 && b >= 0 ? a * b : Double.NEGATIVE_INFINITY;
  }

  private static double ofPower(Term term, int depth) {
    Term exponent = term.argument(1);
    boolean even =
        exponent.isConstant()
            && Arithmetic.isWhole(exponent.constant())
            && Arithmetic.isWhole(exponent.constant() / 2);
    return even || argument(term, 0, depth) >= 0 ? 0 : Double.NEGATIVE_INFINITY;
  }

  /** {@return whether the term is a sum with a logarithm of something that may be 0} */
  static boolean mayBeLogarithmOfZero(Term term) {
    return mayBeLogarithmOfZero(term, DEPTH);
  }

  private static boolean mayBeLogarithmOfZero(Term term, int depth) {
    if (depth == 0) {
      return false;
    }
    return switch (term.op()) {
      case LOG, LOG2 -> !(lower(term.argument(0)) > 0);
      case LOG1P -> !(lower(term.argument(0)) > -1);
      case LOG1M_EXP -> true;
      case LOG_SOFTMAX, LOG_SUM_EXP -> term.argument(0).is(Op.SELECT);
      case NEG, GATHER, STOP_GRADIENT -> mayBeLogarithmOfZero(term.argument(0), depth - 1);
      case ADD, SUB, MUL ->
          mayBeLogarithmOfZero(term.argument(0), depth - 1)
              || mayBeLogarithmOfZero(term.argument(1), depth - 1);
      default -> false;
    };
  }
}
