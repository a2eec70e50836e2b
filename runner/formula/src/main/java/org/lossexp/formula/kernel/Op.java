package org.lossexp.formula.kernel;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a term does with its arguments. */
enum Op {
  CONSTANT(Form.LEAF),
  INPUT(Form.LEAF),
  /** 0, 1, 2, … over the positions of the unit. */
  POSITION(Form.LEAF),
  /** How many positions the unit has. */
  SIZE(Form.LEAF),

  NEG(Form.ELEMENT),
  ABS(Form.ELEMENT),
  SIGN(Form.ELEMENT),
  SQRT(Form.ELEMENT),
  EXP(Form.ELEMENT),
  EXPM1(Form.ELEMENT),
  LOG(Form.ELEMENT),
  LOG1P(Form.ELEMENT),
  LOG2(Form.ELEMENT),
  /** log(1 − e^x) for x below 0. */
  LOG1M_EXP(Form.ELEMENT),
  SIN(Form.ELEMENT),
  COS(Form.ELEMENT),
  TAN(Form.ELEMENT),
  ATAN(Form.ELEMENT),
  ACOS(Form.ELEMENT),
  TANH(Form.ELEMENT),
  SIGMOID(Form.ELEMENT),
  SOFTPLUS(Form.ELEMENT),
  LOG_COSH(Form.ELEMENT),
  ERF(Form.ELEMENT),
  LGAMMA(Form.ELEMENT),
  DIGAMMA(Form.ELEMENT),
  FLOOR(Form.ELEMENT),
  NOT(Form.ELEMENT),
  /** The argument itself, but a constant to derivatives. */
  STOP_GRADIENT(Form.ELEMENT),

  ADD(Form.ELEMENT),
  SUB(Form.ELEMENT),
  MUL(Form.ELEMENT),
  DIV(Form.ELEMENT),
  POW(Form.ELEMENT),
  MIN(Form.ELEMENT),
  MAX(Form.ELEMENT),
  /** log(e^a + e^b). */
  LOG_ADD_EXP(Form.ELEMENT),
  LESS(Form.ELEMENT),
  LESS_EQUAL(Form.ELEMENT),
  EQUAL(Form.ELEMENT),
  NOT_EQUAL(Form.ELEMENT),
  AND(Form.ELEMENT),
  OR(Form.ELEMENT),

  /** Condition, value where it is not 0, value elsewhere. */
  SELECT(Form.ELEMENT),
  /** Value, lower bound, upper bound. */
  CLAMP(Form.ELEMENT),

  /** The element of a vector at a position; NaN where the unit has no such position. */
  GATHER(Form.REDUCTION),
  /** Only in lowered graphs: the sum of all elements but the one at a position. */
  OTHERS(Form.REDUCTION),
  SUM(Form.REDUCTION),
  HIGHEST(Form.REDUCTION),
  LOWEST(Form.REDUCTION),
  ARGMAX(Form.REDUCTION),
  LOG_SUM_EXP(Form.REDUCTION),
  NORM(Form.REDUCTION),

  LOG_SOFTMAX(Form.WHOLE),
  CUMSUM(Form.WHOLE),
  /** The sum of the element and all that follow it. */
  REVERSE_CUMSUM(Form.WHOLE),
  /** 1 + Σ over the other positions j of sigmoid(s_j − s_i). */
  SOFT_RANK(Form.WHOLE),
  /**
   * Of scores s and a vector g: Σ over the other positions j of sigmoid'(s_i − s_j) (g_j − g_i).
   */
  SOFT_RANK_PULLBACK(Form.WHOLE),

  /** Only in lowered graphs, where a softmax's two results come from one computation. */
  SOFTMAX(Form.WHOLE);

  /** How the positions of the result hang on those of the arguments. */
  enum Form {
    LEAF,
    /** Position by position; a scalar argument is the same at every position. */
    ELEMENT,
    /** A scalar of vectors. */
    REDUCTION,
    /** A vector, each position of which needs all positions of the arguments. */
    WHOLE
  }

  private static final Set<Op> TRUTHS =
      Collections.unmodifiableSet(EnumSet.of(NOT, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR));

  private static final Set<Op> COMMUTING =
      Collections.unmodifiableSet(EnumSet.of(ADD, MUL, EQUAL, NOT_EQUAL, AND, OR, LOG_ADD_EXP));

  private final Form form;

  Op(Form form) {
    this.form = form;
  }

  Form form() {
    return form;
  }

  boolean isTruth() {
    return TRUTHS.contains(this);
  }

  /** {@return whether the first two arguments may change places without changing a bit} */
  boolean commutes() {
    return COMMUTING.contains(this);
  }
}
