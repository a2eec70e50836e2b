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

  /** A name in a formula that nothing has. */
  public static final String UNKNOWN_SIGNAL = "LX230";

  /** Signals, or losses, of different kinds of units in one formula. */
  public static final String MIXED_UNITS = "LX231";

  /** A formula that ends in a vector. */
  public static final String VECTOR_LEFT_OVER = "LX232";

  /** A vector where a number belongs, or the other way round. */
  public static final String WRONG_SHAPE = "LX233";

  /** A function with more or fewer arguments than it takes. */
  public static final String WRONG_ARGUMENTS = "LX234";

  /** A loss without a value per unit, inside a formula. */
  public static final String NO_UNIT_VALUE = "LX235";

  /** A bare {@code l1} or {@code l2} in a sum. */
  public static final String PENALTY_OR_LOSS = "LX236";

  /** A penalty that is not called on the weights. */
  public static final String BAD_PENALTY = "LX237";

  /** A sum of losses that do not go together. */
  public static final String LOSSES_DISAGREE = "LX238";

  /** More operations than any written formula has. */
  public static final String FORMULA_TOO_LARGE = "LX239";

  /** A loss or a {@code let} that is made of itself. */
  public static final String CIRCULAR = "LX240";

  /** A word behind {@code for} that names no kind of unit. */
  public static final String UNKNOWN_FAMILY = "LX241";

  /** A name that is declared twice, or means something else already. */
  public static final String NAME_TAKEN = "LX242";

  /** A formula that no prediction has a part in. */
  public static final String NOTHING_TO_TRAIN = "LX243";

  /** A tag of a doc comment that cannot be read. */
  public static final String BAD_TAG = "LX244";

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

  private FormulaCodes() {}
}
