package org.lossexp.plan;

/**
 * The codes of this room's diagnostics; {@code META-INF/lossexp/explain} has a page on each. LX2xx
 * are about names, LX4xx about the design, LX5xx about head and loss, LX9xx about what is not in
 * this version.
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

  static final String LINK_MISMATCH = "LX504";
  static final String UNITS_MISMATCH = "LX505";
  static final String HEAD_NOT_LAST = "LX506";
  static final String NOT_ALLOWED = "LX507";
  static final String TOO_MANY_WEIGHTS = "LX508";

  static final String TUNE_BLOCK_LATER = "LX905";
  static final String ZIP_LATER = "LX906";
  static final String EXCLUDE_LATER = "LX907";
  static final String IMPORT_LATER = "LX908";
  static final String DEFINE_LATER = "LX909";
  static final String USES_LATER = "LX910";

  private Codes() {}
}
