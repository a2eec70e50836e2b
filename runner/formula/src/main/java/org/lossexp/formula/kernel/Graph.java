package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds formulas. Each method gives the term for an operation, simplified where that neither moves
 * a kink nor makes a NaN, and in a form that keeps its digits: {@code log(sum(exp(v)))} becomes
 * {@code log_sum_exp(v)}. What has been built before is built once.
 *
 * <p>An operation on elements takes scalars and vectors; a scalar stands for a vector that is the
 * same at every position. Truth is 0 or 1; as a condition everything but 0 is true. The optional
 * masks of the operations on vectors are vectors of conditions.
 *
 * <p>Not safe for use from several threads while terms are added.
 */
public final class Graph {
  private record Key(Op op, List<Integer> arguments, Term.Payload payload) {}

  private final Map<Key, Term> terms = new HashMap<>();
  private final Arithmetic arithmetic = new Arithmetic(this);
  private final Exponentials exponentials = new Exponentials(this);
  private final Choices choices = new Choices(this);
  private final Reductions reductions = new Reductions(this);

  /** {@return the term as written, without any simplification} */
  Term make(Op op, Term... arguments) {
    return intern(op, List.of(arguments), new Term.Payload.None());
  }

  private Term intern(Op op, List<Term> arguments, Term.Payload payload) {
    List<Integer> ids = new ArrayList<>(arguments.size());
    arguments.forEach(argument -> ids.add(argument.id()));
    if (op.commutes()) {
      Collections.sort(ids);
    }
    return terms.computeIfAbsent(
        new Key(op, List.copyOf(ids), payload),
        key -> new Term(terms.size(), op, arguments, payload));
  }

  /** {@return the signals that the term reads, in the order in which they were first used} */
  public Set<Signal> signals(Term term) {
    Set<Signal> signals = new LinkedHashSet<>();
    for (Term part : Order.of(List.of(term))) {
      if (part.is(Op.INPUT)) {
        signals.add(part.signal());
      }
    }
    return Collections.unmodifiableSet(signals);
  }

  // Leaves

  public Term constant(double value) {
    return intern(Op.CONSTANT, List.of(), new Term.Payload.Value(value));
  }

  public Term input(Signal signal) {
    return intern(Op.INPUT, List.of(), new Term.Payload.Source(signal));
  }

  /** {@return the vector 0, 1, 2, …} */
  public Term position() {
    return make(Op.POSITION);
  }

  /** {@return how many positions the unit has} */
  public Term size() {
    return make(Op.SIZE);
  }

  // Arithmetic

  public Term neg(Term x) {
    return arithmetic.neg(x);
  }

  public Term add(Term a, Term b) {
    return arithmetic.add(a, b);
  }

  public Term sub(Term a, Term b) {
    return arithmetic.sub(a, b);
  }

  public Term mul(Term a, Term b) {
    return arithmetic.mul(a, b);
  }

  public Term div(Term a, Term b) {
    return arithmetic.div(a, b);
  }

  /** {@return base^exponent} */
  public Term pow(Term base, Term exponent) {
    return arithmetic.pow(base, exponent);
  }

  public Term sqrt(Term x) {
    return arithmetic.sqrt(x);
  }

  // Exponentials and logarithms

  public Term exp(Term x) {
    return exponentials.exp(x);
  }

  public Term expm1(Term x) {
    return exponentials.expm1(x);
  }

  public Term log(Term x) {
    return exponentials.log(x);
  }

  public Term log1p(Term x) {
    return exponentials.log1p(x);
  }

  public Term log2(Term x) {
    return plain(Op.LOG2, x);
  }

  public Term sigmoid(Term x) {
    return plain(Op.SIGMOID, x);
  }

  public Term logSigmoid(Term x) {
    return neg(softplus(neg(x)));
  }

  public Term softplus(Term x) {
    return plain(Op.SOFTPLUS, x);
  }

  public Term logCosh(Term x) {
    return even(Op.LOG_COSH, x);
  }

  public Term tanh(Term x) {
    return odd(Op.TANH, x);
  }

  /** {@return log(e^a + e^b)} */
  public Term logAddExp(Term a, Term b) {
    return exponentials.logAddExp(a, b);
  }

  /** {@return log(1 − e^x), for x below 0} */
  Term log1mExp(Term x) {
    return plain(Op.LOG1M_EXP, x);
  }

  // Other functions

  public Term sin(Term x) {
    return odd(Op.SIN, x);
  }

  public Term cos(Term x) {
    return even(Op.COS, x);
  }

  public Term tan(Term x) {
    return odd(Op.TAN, x);
  }

  public Term atan(Term x) {
    return odd(Op.ATAN, x);
  }

  public Term acos(Term x) {
    return plain(Op.ACOS, x);
  }

  public Term erf(Term x) {
    return odd(Op.ERF, x);
  }

  public Term lgamma(Term x) {
    return plain(Op.LGAMMA, x);
  }

  /** {@return the derivative of {@link #lgamma}} */
  public Term digamma(Term x) {
    return plain(Op.DIGAMMA, x);
  }

  public Term floor(Term x) {
    return plain(Op.FLOOR, x);
  }

  /** {@return {@code x}, but a constant to derivatives} */
  public Term stopGradient(Term x) {
    return x.is(Op.STOP_GRADIENT) ? x : plain(Op.STOP_GRADIENT, x);
  }

  // Kinks and choices

  public Term abs(Term x) {
    return choices.abs(x);
  }

  public Term sign(Term x) {
    return odd(Op.SIGN, x);
  }

  /** {@return max(0, x)} */
  public Term relu(Term x) {
    return max(constant(0), x);
  }

  /** {@return the smaller one; where both are equal its derivative is the first's} */
  public Term min(Term a, Term b) {
    return choices.extreme(Op.MIN, a, b);
  }

  /**
   * {@return the greater one; where both are equal its derivative is the first's, or 0 where one of
   * them is a constant}
   */
  public Term max(Term a, Term b) {
    return choices.extreme(Op.MAX, a, b);
  }

  /** {@return {@code x} held between two bounds; its derivative is 0 on and beyond them} */
  public Term clamp(Term x, Term low, Term high) {
    return choices.clamp(x, low, high);
  }

  public Term less(Term a, Term b) {
    return choices.compare(Op.LESS, a, b);
  }

  public Term lessOrEqual(Term a, Term b) {
    return choices.compare(Op.LESS_EQUAL, a, b);
  }

  public Term greater(Term a, Term b) {
    return choices.compare(Op.LESS, b, a);
  }

  public Term greaterOrEqual(Term a, Term b) {
    return choices.compare(Op.LESS_EQUAL, b, a);
  }

  public Term equal(Term a, Term b) {
    return choices.compare(Op.EQUAL, a, b);
  }

  public Term notEqual(Term a, Term b) {
    return choices.compare(Op.NOT_EQUAL, a, b);
  }

  public Term not(Term x) {
    return choices.not(x);
  }

  public Term and(Term a, Term b) {
    return choices.and(a, b);
  }

  public Term or(Term a, Term b) {
    return choices.or(a, b);
  }

  /** {@return {@code yes} where the condition is not 0, {@code no} elsewhere} */
  public Term select(Term condition, Term yes, Term no) {
    return choices.select(condition, yes, no);
  }

  // Vectors to scalars

  /** {@return the element at a position counted from 0; NaN where the unit has no such position} */
  public Term gather(Term vector, Term index) {
    return reductions.gather(vector, index);
  }

  /** {@return the sum; 0 of nothing} */
  public Term sum(Term vector) {
    return reductions.sum(vector);
  }

  public Term sum(Term vector, Term mask) {
    return sum(select(mask, vector, constant(0)));
  }

  /** {@return the mean; 0 of nothing} */
  public Term mean(Term vector) {
    return reductions.mean(vector);
  }

  public Term mean(Term vector, Term mask) {
    return reductions.mean(vector, mask);
  }

  /** {@return the highest element, −∞ of nothing; its derivative is the first highest one's} */
  public Term highest(Term vector) {
    return reductions.extreme(Op.HIGHEST, vector);
  }

  public Term highest(Term vector, Term mask) {
    return highest(select(mask, vector, constant(Double.NEGATIVE_INFINITY)));
  }

  /** {@return the lowest element, ∞ of nothing; its derivative is the first lowest one's} */
  public Term lowest(Term vector) {
    return reductions.extreme(Op.LOWEST, vector);
  }

  public Term lowest(Term vector, Term mask) {
    return lowest(select(mask, vector, constant(Double.POSITIVE_INFINITY)));
  }

  /** {@return log Σ e^v; −∞ of nothing} */
  public Term logSumExp(Term vector) {
    return reductions.logSumExp(vector);
  }

  public Term logSumExp(Term vector, Term mask) {
    return logSumExp(select(mask, vector, constant(Double.NEGATIVE_INFINITY)));
  }

  /** {@return the first position of the highest element; 0 of nothing} */
  public Term argmax(Term vector) {
    return reductions.argmax(vector);
  }

  public Term argmax(Term vector, Term mask) {
    return argmax(select(mask, vector, constant(Double.NEGATIVE_INFINITY)));
  }

  /** {@return the Euclidean length; its derivative at 0 is 0} */
  public Term norm(Term vector) {
    return reductions.norm(vector);
  }

  public Term norm(Term vector, Term mask) {
    return norm(select(mask, vector, constant(0)));
  }

  public Term dot(Term a, Term b) {
    return sum(mul(a, b));
  }

  // Vectors to vectors

  public Term softmax(Term vector) {
    // Powers, logarithms and 1 − softmax then simplify as those of any exponential do.
    return exp(logSoftmax(vector));
  }

  public Term softmax(Term vector, Term mask) {
    return exp(logSoftmax(vector, mask));
  }

  public Term logSoftmax(Term vector) {
    return reductions.logSoftmax(vector);
  }

  /** {@return log softmax over the positions of the mask; −∞ at the others} */
  public Term logSoftmax(Term vector, Term mask) {
    return logSoftmax(select(mask, vector, constant(Double.NEGATIVE_INFINITY)));
  }

  /** {@return at each position the sum of the elements up to it, itself included} */
  public Term cumsum(Term vector) {
    return reductions.cumsum(vector);
  }

  /** {@return the sum of each element and all that follow it} */
  Term reverseCumsum(Term vector) {
    return reductions.reverseCumsum(vector);
  }

  /** {@return 1 + Σ over the other positions j of sigmoid(s_j − s_i)} */
  public Term softRank(Term scores) {
    return reductions.softRank(scores);
  }

  Term softRankPullback(Term scores, Term adjoint) {
    return make(Op.SOFT_RANK_PULLBACK, scores, adjoint);
  }

  // Shared by the simplifiers

  /** {@return log x, where it is known without computing x} */
  Optional<Term> logarithm(Term x) {
    return exponentials.logarithm(x);
  }

  /** {@return an operation with other arguments, simplified} */
  Term apply(Op op, List<Term> arguments) {
    Term a = arguments.get(0);
    Term b = arguments.get(Math.min(1, arguments.size() - 1));
    return switch (op) {
      case CONSTANT, INPUT, POSITION, SIZE -> throw new IllegalArgumentException(op + " is a leaf");
      case NEG -> neg(a);
      case ABS -> abs(a);
      case SIGN -> sign(a);
      case SQRT -> sqrt(a);
      case EXP -> exp(a);
      case EXPM1 -> expm1(a);
      case LOG -> log(a);
      case LOG1P -> log1p(a);
      case LOG2 -> log2(a);
      case LOG1M_EXP -> log1mExp(a);
      case SIN -> sin(a);
      case COS -> cos(a);
      case TAN -> tan(a);
      case ATAN -> atan(a);
      case ACOS -> acos(a);
      case TANH -> tanh(a);
      case SIGMOID -> sigmoid(a);
      case SOFTPLUS -> softplus(a);
      case LOG_COSH -> logCosh(a);
      case ERF -> erf(a);
      case LGAMMA -> lgamma(a);
      case DIGAMMA -> digamma(a);
      case FLOOR -> floor(a);
      case NOT -> not(a);
      case STOP_GRADIENT -> stopGradient(a);
      case ADD -> add(a, b);
      case SUB -> sub(a, b);
      case MUL -> mul(a, b);
      case DIV -> div(a, b);
      case POW -> pow(a, b);
      case MIN -> min(a, b);
      case MAX -> max(a, b);
      case LOG_ADD_EXP -> logAddExp(a, b);
      case LESS -> less(a, b);
      case LESS_EQUAL -> lessOrEqual(a, b);
      case EQUAL -> equal(a, b);
      case NOT_EQUAL -> notEqual(a, b);
      case AND -> and(a, b);
      case OR -> or(a, b);
      case SELECT -> select(a, b, arguments.get(2));
      case CLAMP -> clamp(a, b, arguments.get(2));
      case GATHER -> gather(a, b);
      case SUM -> sum(a);
      case HIGHEST -> highest(a);
      case LOWEST -> lowest(a);
      case ARGMAX -> argmax(a);
      case LOG_SUM_EXP -> logSumExp(a);
      case NORM -> norm(a);
      case LOG_SOFTMAX -> logSoftmax(a);
      case CUMSUM -> cumsum(a);
      case REVERSE_CUMSUM -> reverseCumsum(a);
      case SOFT_RANK -> softRank(a);
      case SOFT_RANK_PULLBACK -> softRankPullback(a, b);
      case SOFTMAX -> make(op, a);
      case OTHERS -> make(op, a, b);
    };
  }

  /** {@return an operation on elements that has no simplification but that of constants} */
  Term plain(Op op, Term x) {
    return x.isConstant() ? constant(Scalars.apply(op, x.constant())) : make(op, x);
  }

  /** {@return f(x), where f(−x) = −f(x)} */
  private Term odd(Op op, Term x) {
    return x.is(Op.NEG) ? neg(plain(op, x.argument(0))) : plain(op, x);
  }

  /** {@return f(x), where f(−x) = f(x)} */
  private Term even(Op op, Term x) {
    return plain(op, x.is(Op.NEG) ? x.argument(0) : x);
  }
}
