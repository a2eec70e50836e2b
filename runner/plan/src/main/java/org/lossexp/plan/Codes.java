package org.lossexp.plan;

/**
 * The codes of this room's diagnostics; {@code META-INF/lossexp/explain} has a page on each. LX2xx
 * are about names, LX4xx about the design, LX5xx about head and loss.
 */
final class Codes {
  static final String CIRCULAR_LET = "LX213";
  static final String UNUSED_LET = "LX214";
  static final String NAME_TWICE = "LX215";
  static final String NAME_TAKEN = "LX216";
  static final String SECTION_TWICE = "LX217";
  static final String UNKNOWN_OVERRIDE = "LX218";
  static final String WRONG_PLACE = "LX219";
  static final String NOT_A_STEP = "LX220";
  static final String IMPORT_OUTSIDE = "LX221";
  static final String IMPORT_CIRCLE = "LX222";
  static final String IMPORT_LIMIT = "LX223";
  static final String NO_EFFECT = "LX224";
  static final String MISSING_PLUGIN = "LX225";
  static final String OLD_PLUGIN = "LX226";
  static final String SWEEP_IN_SEARCH = "LX227";

  static final String NO_DATA = "LX401";
  static final String NO_LOSS = "LX402";
  static final String NO_SOURCE = "LX403";
  static final String TWO_SPLITS = "LX404";
  static final String SAME_CONTENDER = "LX405";
  static final String BASELINE = "LX406";
  static final String NOT_THE_TEST_PART = "LX407";
  static final String JUDGED_BY_LOSS = "LX408";
  static final String METRIC_OF_OTHER_TASK = "LX409";
  static final String METRIC_NOT_GIVEN = "LX410";
  static final String EARLY_WITHOUT_VALIDATION = "LX411";
  static final String TARGET_SCALE = "LX412";
  static final String ONE_UNIT = "LX413";
  static final String TOO_LARGE = "LX414";
  static final String MIXED_SPLITS = "LX415";
  static final String MIXED_TASKS = "LX416";
  static final String INCOMPLETE_GRID = "LX417";
  static final String SAME_TEST_PARTS = "LX418";
  static final String SMALL_TEST_PART = "LX419";
  static final String SAME_TRAININGS = "LX420";
  static final String ZIP = "LX421";
  static final String ZIP_COUNTS = "LX422";
  static final String ZIP_DATA = "LX423";
  static final String EXCLUDES_NOTHING = "LX424";
  static final String EXCLUDES_ALL = "LX425";
  static final String NOT_COMPARABLE = "LX426";
  static final String NOT_THE_VALIDATION_PART = "LX427";
  static final String TUNED_WITHOUT_VALIDATION = "LX428";
  static final String TUNED_ROWS = "LX429";
  static final String SEARCH_MISMATCH = "LX430";
  static final String TUNED_ONCE = "LX431";
  static final String NOTHING_TUNED = "LX432";
  static final String CHANGES_NOTHING = "LX433";
  static final String LINE_SEARCH = "LX434";
  static final String NO_COEFFICIENTS = "LX435";

  static final String LINK_MISMATCH = "LX504";
  static final String UNITS_MISMATCH = "LX505";
  static final String HEAD_NOT_LAST = "LX506";
  static final String NOT_ALLOWED = "LX507";
  static final String TOO_MANY_WEIGHTS = "LX508";
  static final String ALLOWS_NOTHING = "LX509";

  /** A loss needs inputs that training has not. */
  static final String EVAL_ONLY = "LX510";

  /** A loss compares views, and the data makes none. */
  static final String NO_VIEWS = "LX512";

  /** A model looks at nothing of an example. */
  static final String NOTHING_TO_SEE = "LX513";

  /** A column of codes is looked up by no layer. */
  static final String NOT_LOOKED_UP = "LX514";

  /** Batches of one example leave nothing of what is compared over a batch. */
  static final String BATCH_OF_ONE = "LX515";

  private Codes() {}
}
