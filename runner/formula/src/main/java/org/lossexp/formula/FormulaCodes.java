package org.lossexp.formula;

/**
 * The codes of diagnostics about names, arguments and losses; {@code META-INF/lossexp/explain} has
 * a page on each.
 */
public final class FormulaCodes {
  /** Nothing of the kind that belongs here has this name. */
  public static final String UNKNOWN_NAME = "LX201";

  /** No loss has this name. */
  public static final String UNKNOWN_LOSS = "LX202";

  /** A word that is neither a choice nor a {@code let}. */
  public static final String UNKNOWN_WORD = "LX203";

  /** An argument whose name is no parameter's. */
  public static final String UNKNOWN_PARAMETER = "LX204";

  /** An argument given twice. */
  public static final String ARGUMENT_TWICE = "LX205";

  /** A parameter without a default that got no argument. */
  public static final String MISSING_ARGUMENT = "LX206";

  /** A value of the right kind outside of what is allowed. */
  public static final String OUT_OF_RANGE = "LX207";

  /** A value of the wrong kind. */
  public static final String WRONG_KIND = "LX208";

  /** More positional arguments than parameters. */
  public static final String TOO_MANY_ARGUMENTS = "LX209";

  /** Arithmetic without a result, or a formula where a constant belongs. */
  public static final String NOT_A_CONSTANT = "LX210";

  /** A sweep where only one value makes sense. */
  public static final String NO_SWEEP_HERE = "LX211";

  /** A domain without values, or with bounds that fit no scale. */
  public static final String BAD_DOMAIN = "LX212";

  /** More work than any written file asks for. */
  public static final String TOO_MUCH = "LX298";

  /** The list of diagnostics ends here. */
  public static final String TOO_MANY_PROBLEMS = "LX299";

  /** The loss trains for other tasks. */
  public static final String WRONG_TASK = "LX501";

  /** The loss cannot be bound to this target. */
  public static final String REFUSED = "LX502";

  /** The plugin broke while it bound the loss. */
  public static final String BROKEN_LOSS = "LX503";

  /** Formulas as losses: not in this version. */
  public static final String FORMULA_LATER = "LX902";

  /** Sums of losses: not in this version. */
  public static final String SUM_LATER = "LX903";

  /** Penalties on weights: not in this version. */
  public static final String PENALTY_LATER = "LX904";

  private FormulaCodes() {}
}
