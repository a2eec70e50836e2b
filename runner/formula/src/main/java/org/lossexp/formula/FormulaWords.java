package org.lossexp.formula;

import java.util.Set;

/** The words of formulas, so that a formula is recognised as one before formulas are compiled. */
final class FormulaWords {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "abs",
          "sign",
          "sqrt",
          "exp",
          "expm1",
          "log",
          "log1p",
          "log2",
          "sin",
          "cos",
          "tan",
          "atan",
          "acos",
          "tanh",
          "sigmoid",
          "log_sigmoid",
          "softplus",
          "relu",
          "log_cosh",
          "erf",
          "lgamma",
          "min",
          "max",
          "clamp",
          "stop_gradient",
          "sum",
          "mean",
          "log_sum_exp",
          "argmax",
          "norm",
          "dot",
          "softmax",
          "log_softmax",
          "cumsum",
          "soft_rank");

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

  static boolean isFunction(String name) {
    return FUNCTIONS.contains(name);
  }

  static boolean isSignal(String name) {
    return SIGNALS.contains(name);
  }

  static boolean isPenalty(String name) {
    return PENALTIES.contains(name);
  }
}
