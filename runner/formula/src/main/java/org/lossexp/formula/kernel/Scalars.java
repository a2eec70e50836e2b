package org.lossexp.formula.kernel;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lossexp.spi.SpecialFunctions;
import org.lossexp.spi.StableMath;

/** What each operation on elements does with numbers: the meaning that compiled code must keep. */
final class Scalars {
  private static final double LN_2 = 0.6931471805599453;

  private Scalars() {}

  static double apply(Op op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> StableMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StableMath.log(x);
      case LOG1P -> StableMath.log1p(x);
      case LOG2 -> log2(x);
      case LOG1M_EXP -> log1mExp(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case ATAN -> StrictMath.atan(x);
      case ACOS -> StrictMath.acos(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> StableMath.sigmoid(x);
      case SOFTPLUS -> StableMath.softplus(x);
      case LOG_COSH -> logCosh(x);
      case ERF -> SpecialFunctions.erf(x);
      case LGAMMA -> SpecialFunctions.lgamma(x);
      case DIGAMMA -> SpecialFunctions.digamma(x);
      case FLOOR -> Math.floor(x);
      case NOT -> truth(x == 0);
      case STOP_GRADIENT -> x;
      default -> throw new IllegalArgumentException(op + " takes more than one number");
    };
  }

  static double apply(Op op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> StrictMath.pow(a, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case LOG_ADD_EXP -> logAddExp(a, b);
      case LESS -> truth(a < b);
      case LESS_EQUAL -> truth(a <= b);
      case EQUAL -> truth(a == b);
      case NOT_EQUAL -> truth(a != b);
      case AND -> truth(a != 0 && b != 0);
      case OR -> truth(a != 0 || b != 0);
      default -> throw new IllegalArgumentException(op + " does not take two numbers");
    };
  }

  static double apply(Op op, double a, double b, double c) {
    return switch (op) {
      case SELECT -> a != 0 ? b : c;
      case CLAMP -> Math.min(Math.max(a, b), c);
      default -> throw new IllegalArgumentException(op + " does not take three numbers");
    };
  }

  /** {@return the operation on the numbers that stand for its arguments} */
  static double apply(Op op, List<Term> arguments, ToDoubleFunction<Term> number) {
    double a = number.applyAsDouble(arguments.getFirst());
    if (arguments.size() == 1) {
      return apply(op, a);
    }
    double b = number.applyAsDouble(arguments.get(1));
    return arguments.size() == 2
        ? apply(op, a, b)
        : apply(op, a, b, number.applyAsDouble(arguments.get(2)));
  }

  static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  static double log2(double x) {
    return StableMath.log(x) / LN_2;
  }

  static double logCosh(double x) {
    double size = Math.abs(x);
    return size + StableMath.log1p(StrictMath.expm1(-2 * size) / 2);
  }

  static double log1mExp(double x) {
    return x > -LN_2 ? StableMath.log(-StrictMath.expm1(x)) : StableMath.log1p(-StableMath.exp(x));
  }

  static double logAddExp(double a, double b) {
    // Two equal infinities have no difference.
    return a == b ? a + LN_2 : Math.max(a, b) + StableMath.log1p(StableMath.exp(-Math.abs(a - b)));
  }
}
