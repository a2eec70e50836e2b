package org.lossexp.formula;

import java.util.List;
import java.util.Set;

/** The words of formulas: functions, signals of any kind of unit, penalties. */
final class FormulaWords {
  static final String PROGRESS = "progress";

  private static final int ANY = Integer.MAX_VALUE;

  private static final List<Function> FUNCTIONS =
      List.of(
          new Function("abs", Shape.ELEMENT, 1, 1),
          new Function("sign", Shape.ELEMENT, 1, 1),
          new Function("sqrt", Shape.ELEMENT, 1, 1),
          new Function("exp", Shape.ELEMENT, 1, 1),
          new Function("expm1", Shape.ELEMENT, 1, 1),
          new Function("log", Shape.ELEMENT, 1, 1),
          new Function("log1p", Shape.ELEMENT, 1, 1),
          new Function("log2", Shape.ELEMENT, 1, 1),
          new Function("sin", Shape.ELEMENT, 1, 1),
          new Function("cos", Shape.ELEMENT, 1, 1),
          new Function("tan", Shape.ELEMENT, 1, 1),
          new Function("atan", Shape.ELEMENT, 1, 1),
          new Function("acos", Shape.ELEMENT, 1, 1),
          new Function("tanh", Shape.ELEMENT, 1, 1),
          new Function("sigmoid", Shape.ELEMENT, 1, 1),
          new Function("log_sigmoid", Shape.ELEMENT, 1, 1),
          new Function("softplus", Shape.ELEMENT, 1, 1),
          new Function("relu", Shape.ELEMENT, 1, 1),
          new Function("log_cosh", Shape.ELEMENT, 1, 1),
          new Function("erf", Shape.ELEMENT, 1, 1),
          new Function("lgamma", Shape.ELEMENT, 1, 1),
          new Function("stop_gradient", Shape.ELEMENT, 1, 1),
          new Function("clamp", Shape.ELEMENT, 3, 3),
          new Function("min", Shape.ELEMENT, 2, ANY),
          new Function("max", Shape.ELEMENT, 2, ANY),
          new Function("sum", Shape.REDUCTION, 1, 1),
          new Function("mean", Shape.REDUCTION, 1, 1),
          new Function("min", Shape.REDUCTION, 1, 1),
          new Function("max", Shape.REDUCTION, 1, 1),
          new Function("log_sum_exp", Shape.REDUCTION, 1, 1),
          new Function("argmax", Shape.REDUCTION, 1, 1),
          new Function("norm", Shape.REDUCTION, 1, 1),
          new Function("dot", Shape.REDUCTION, 2, 2),
          new Function("softmax", Shape.WHOLE, 1, 1),
          new Function("log_softmax", Shape.WHOLE, 1, 1),
          new Function("cumsum", Shape.WHOLE, 1, 1),
          new Function("soft_rank", Shape.WHOLE, 1, 1));

  private static final Set<String> SIGNALS =
      Set.of(
          "prediction",
          "target",
          "progress",
          "residual",
          "event",
          "z",
          "p",
          "margin",
          "log_p",
          "index",
          "class_counts",
          "prior",
          "teacher",
          "label",
          "classes",
          "gap",
          "relevance_gap",
          "score_preferred",
          "score_other",
          "relevance_preferred",
          "relevance_other",
          "rank_preferred",
          "rank_other",
          "delta_ndcg",
          "max_dcg",
          "score",
          "relevance",
          "rank",
          "items",
          "positive",
          "negatives",
          "negative_count",
          "num_items",
          "log_q_positive",
          "log_q_negatives",
          "distance",
          "similarity",
          "same",
          "d_positive",
          "d_negative",
          "s_positive",
          "s_negative",
          "cosine",
          "pi");

  private static final Set<String> PENALTIES = Set.of("l1", "l2", "elastic_net", "group_lasso");

  private FormulaWords() {}

  /** What a function does to vectors. */
  enum Shape {
    /** Each element by itself. */
    ELEMENT,
    /** One number of a vector. */
    REDUCTION,
    /** A vector of a vector. */
    WHOLE
  }

  /** A function and how many arguments it takes. */
  record Function(String name, Shape shape, int least, int most) {
    boolean takes(int arguments) {
      return least <= arguments && arguments <= most;
    }

    /** {@return the number of its arguments, in words} */
    String takes() {
      String number = least < most ? "1 vector or several numbers" : Integer.toString(least);
      return number + (number.equals("1") ? " argument" : least < most ? "" : " arguments");
    }
  }

  static boolean isFunction(String name) {
    return FUNCTIONS.stream().anyMatch(function -> function.name().equals(name));
  }

  /** {@return the function with this name that takes so many arguments, or else one of the name} */
  static Function function(String name, int arguments) {
    List<Function> named =
        FUNCTIONS.stream().filter(function -> function.name().equals(name)).toList();
    return named.stream()
        .filter(function -> function.takes(arguments))
        .findFirst()
        .orElse(named.getFirst());
  }

  /** {@return the names of all functions} */
  static List<String> functions() {
    return FUNCTIONS.stream().map(Function::name).distinct().toList();
  }

  /** {@return whether {@code name} means the same in every formula} */
  static boolean isConstant(String name) {
    return name.equals(PROGRESS) || name.equals("pi");
  }

  /** {@return the names of the signals of all kinds of units} */
  static List<String> signals() {
    return SIGNALS.stream().sorted().toList();
  }

  static boolean isSignal(String name) {
    return SIGNALS.contains(name);
  }

  static boolean isPenalty(String name) {
    return PENALTIES.contains(name);
  }
}
