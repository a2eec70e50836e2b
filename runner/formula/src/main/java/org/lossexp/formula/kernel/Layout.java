package org.lossexp.formula.kernel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a term is written: words, and the parts between them.
 *
 * @param level how tightly it holds together: a part below the level that its place asks for goes
 *     into parentheses
 */
record Layout(int level, List<Piece> pieces) {
  static final int CHOICE = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int SUM = 5;
  private static final int PRODUCT = 6;
  private static final int SIGN = 7;
  private static final int POWER = 8;
  static final int PRIMARY = 9;

  /** A piece of a written term. */
  sealed interface Piece {}

  /** Written as it stands. */
  record Word(String word) implements Piece {}

  /** Another term, in parentheses if it is below the level. */
  record Part(Term term, int level) implements Piece {}

  List<Part> parts() {
    return pieces.stream().filter(Part.class::isInstance).map(Part.class::cast).toList();
  }

  static Layout of(Term term) {
    return switch (term.op()) {
      case CONSTANT -> number(term.constant());
      case INPUT -> word(term.signal().name());
      case POSITION -> word("index");
      case SIZE -> word("size");
      case NEG -> negative(term.argument(0));
      case ADD -> infix(SUM, term, SUM, " + ", SUM);
      case SUB -> difference(term);
      case MUL -> infix(PRODUCT, term, SIGN, " * ", SIGN).withProductsOnTheLeft();
      case DIV -> quotient(term);
      case POW -> infix(POWER, term, PRIMARY, "^", POWER);
      case LESS -> infix(COMPARISON, term, SUM, " < ", SUM);
      case LESS_EQUAL -> infix(COMPARISON, term, SUM, " <= ", SUM);
      case EQUAL -> infix(COMPARISON, term, SUM, " == ", SUM);
      case NOT_EQUAL -> infix(COMPARISON, term, SUM, " != ", SUM);
      case AND -> infix(AND, term, AND, " and ", NOT);
      case OR -> infix(OR, term, OR, " or ", AND);
      case NOT -> new Layout(NOT, List.of(new Word("not "), part(term, 0, NOT)));
      case SELECT -> choice(term);
      case GATHER -> element(term);
      case EXP -> softmax(term.argument(0)).orElseGet(() -> call("exp", term));
      case EXPM1 ->
          isLogSoftmax(term.argument(0))
              ? softmaxWithin(SUM, "", term.argument(0), " - 1")
              : call("expm1", term);
      case LOG1M_EXP ->
          isLogSoftmax(term.argument(0))
              ? softmaxWithin(PRIMARY, "log(1 - ", term.argument(0), ")")
              : new Layout(
                  PRIMARY,
                  List.of(new Word("log(1 - exp("), part(term, 0, CHOICE), new Word("))")));
      case LOG_ADD_EXP ->
          new Layout(
              PRIMARY,
              List.of(
                  new Word("log(exp("),
                  part(term, 0, CHOICE),
                  new Word(") + exp("),
                  part(term, 1, CHOICE),
                  new Word("))")));
      case SIGMOID -> isNamed(term.argument(0), "z") ? word("p") : call("sigmoid", term);
      case SUM, NORM -> masked(term, 0);
      case HIGHEST, ARGMAX, LOG_SUM_EXP -> masked(term, Double.NEGATIVE_INFINITY);
      case LOWEST -> masked(term, Double.POSITIVE_INFINITY);
      case LOG_SOFTMAX ->
          isNamed(term.argument(0), "z") ? word("log_p") : masked(term, Double.NEGATIVE_INFINITY);
      case SOFTMAX -> masked(term, Double.NEGATIVE_INFINITY);
      case OTHERS ->
          new Layout(
              PRIMARY,
              List.of(
                  new Word("sum("),
                  part(term, 0, CHOICE),
                  new Word(" except "),
                  part(term, 1, CHOICE),
                  new Word(")")));
      case ABS,
          SQRT,
          LOG,
          LOG1P,
          LOG2,
          SIN,
          COS,
          TAN,
          ATAN,
          ACOS,
          TANH,
          SOFTPLUS,
          LOG_COSH,
          ERF,
          LGAMMA,
          DIGAMMA,
          FLOOR,
          STOP_GRADIENT,
          MIN,
          MAX,
          CLAMP,
          CUMSUM,
          REVERSE_CUMSUM,
          SOFT_RANK,
          SOFT_RANK_PULLBACK,
          SIGN ->
          call(name(term.op()), term);
    };
  }

  private static String name(Op op) {
    return switch (op) {
      case HIGHEST -> "max";
      case LOWEST -> "min";
      default -> op.name().toLowerCase(Locale.ROOT);
    };
  }

  private static Layout word(String word) {
    return new Layout(PRIMARY, List.of(new Word(word)));
  }

  private static Layout number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? word("inf") : new Layout(SIGN, List.of(new Word("-inf")));
    }
    String digits =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? BigDecimal.valueOf(value).setScale(0).toString()
            : Double.toString(value).replace(".0E", "E").replace('E', 'e');
    return new Layout(value < 0 ? SIGN : PRIMARY, List.of(new Word(digits)));
  }

  private static Part part(Term term, int argument, int level) {
    return new Part(term.argument(argument), level);
  }

  private static Layout infix(int level, Term term, int left, String operator, int right) {
    return new Layout(
        level, List.of(part(term, 0, left), new Word(operator), part(term, 1, right)));
  }

  /** (a · b) · c needs no parentheses. */
  private Layout withProductsOnTheLeft() {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.set(0, new Part(parts().getFirst().term(), PRODUCT));
    return new Layout(level, changed);
  }

  private static Layout call(String name, Term term) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < term.arguments().size(); i++) {
      pieces.add(new Word(i == 0 ? name + "(" : ", "));
      pieces.add(part(term, i, CHOICE));
    }
    pieces.add(new Word(")"));
    return new Layout(PRIMARY, pieces);
  }

  private static Layout negative(Term x) {
    if (x.is(Op.EXPM1) && isLogSoftmax(x.argument(0))) {
      return softmaxWithin(SUM, "1 - ", x.argument(0), "");
    }
    if (x.is(Op.SOFTPLUS)) {
      Term inner = x.argument(0);
      return inner.is(Op.NEG)
          ? new Layout(
              PRIMARY,
              List.of(new Word("log_sigmoid("), new Part(inner.argument(0), CHOICE), new Word(")")))
          : prefixed(x, SIGN);
    }
    // −(a · b) and −(a / b) are (−a) · b and (−a) / b.
    return prefixed(x, PRODUCT);
  }

  private static Layout prefixed(Term x, int level) {
    return new Layout(SIGN, List.of(new Word("-"), new Part(x, level)));
  }

  private static Layout difference(Term term) {
    return isNamed(term.argument(0), "target") && isNamed(term.argument(1), "prediction")
        ? word("residual")
        : infix(SUM, term, SUM, " - ", PRODUCT);
  }

  private static boolean isNamed(Term term, String name) {
    return term.is(Op.INPUT) && term.signal().name().equals(name);
  }

  private static Layout choice(Term term) {
    return new Layout(
        CHOICE,
        List.of(
            new Word("if "),
            part(term, 0, OR),
            new Word(" then "),
            part(term, 1, OR),
            new Word(" else "),
            part(term, 2, CHOICE)));
  }

  private static Layout element(Term term) {
    return new Layout(
        PRIMARY,
        List.of(part(term, 0, PRIMARY), new Word("["), part(term, 1, CHOICE), new Word("]")));
  }

  // Softmax stands in a graph as the exponential of its logarithm

  private static boolean isLogSoftmax(Term x) {
    return x.is(Op.LOG_SOFTMAX) || (x.is(Op.GATHER) && x.argument(0).is(Op.LOG_SOFTMAX));
  }

  private static Optional<Layout> softmax(Term x) {
    return isLogSoftmax(x) ? Optional.of(softmaxWithin(PRIMARY, "", x, "")) : Optional.empty();
  }

  private static Layout softmaxWithin(int level, String before, Term x, String after) {
    Term vector = (x.is(Op.GATHER) ? x.argument(0) : x).argument(0);
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Word(before));
    if (isNamed(vector, "z")) {
      pieces.add(new Word("p"));
    } else {
      pieces.addAll(masked("softmax", vector, Double.NEGATIVE_INFINITY).pieces());
    }
    if (x.is(Op.GATHER)) {
      pieces.add(new Word("["));
      pieces.add(part(x, 1, CHOICE));
      pieces.add(new Word("]"));
    }
    pieces.add(new Word(after));
    return new Layout(level, pieces);
  }

  // What is masked stands in a graph as a choice of what does not count

  private static Layout masked(Term term, double nothing) {
    return masked(name(term.op()), term.argument(0), nothing);
  }

  private static Layout masked(String name, Term vector, double nothing) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Word(name + "("));
    pieces.addAll(over(vector, nothing));
    pieces.add(new Word(")"));
    return new Layout(PRIMARY, pieces);
  }

  /** {@code v}, {@code v when c} or {@code v except label}. */
  private static List<Piece> over(Term vector, double nothing) {
    boolean choice = vector.is(Op.SELECT);
    if (choice && vector.argument(2).is(nothing)) {
      return List.of(part(vector, 1, CHOICE), new Word(" when "), part(vector, 0, OR));
    }
    if (choice && vector.argument(1).is(nothing)) {
      Term condition = vector.argument(0);
      if (condition.is(Op.EQUAL) && condition.argument(0).is(Op.POSITION)) {
        return List.of(part(vector, 2, CHOICE), new Word(" except "), part(condition, 1, CHOICE));
      }
      return List.of(part(vector, 2, CHOICE), new Word(" when not "), new Part(condition, NOT));
    }
    return List.of(new Part(vector, CHOICE));
  }

  /** A mean stands in a graph as a sum divided by how many there are, but at least 1. */
  private static Layout quotient(Term term) {
    Term sum = term.argument(0);
    Term count = term.argument(1);
    if (sum.is(Op.SUM) && count.is(Op.MAX) && count.argument(0).is(1)) {
      Term number = count.argument(1);
      boolean all = number.is(Op.SIZE);
      boolean same =
          number.is(Op.SUM)
              && number.argument(0).is(Op.SELECT)
              && sum.argument(0).is(Op.SELECT)
              && number.argument(0).argument(0) == sum.argument(0).argument(0);
      if (all || same) {
        return all
            ? new Layout(PRIMARY, List.of(new Word("mean("), part(sum, 0, CHOICE), new Word(")")))
            : masked("mean", sum.argument(0), 0);
      }
    }
    return infix(PRODUCT, term, PRODUCT, " / ", SIGN);
  }
}
