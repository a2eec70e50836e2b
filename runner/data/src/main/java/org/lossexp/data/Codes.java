package org.lossexp.data;

/** The codes of what can be wrong with data; {@code lossexp explain CODE} prints a page on each. */
final class Codes {
  static final String UNKNOWN_COLUMN = "LX301";
  static final String NO_FEATURES = "LX302";
  static final String MISSING_FEATURES = "LX303";
  static final String MISSING_TARGET = "LX304";
  static final String MIXED_COLUMN = "LX305";
  static final String TOO_MANY_TEXTS = "LX306";
  static final String TARGET_NOT_NUMBERS = "LX307";
  static final String CONSTANT_TARGET = "LX308";
  static final String TOO_MANY_CLASSES = "LX309";
  static final String POSITIVE_CLASS = "LX310";
  static final String EMPTY_PART = "LX311";
  static final String CANNOT_STRATIFY = "LX312";
  static final String STEP_DOES_NOT_FIT = "LX313";
  static final String TOO_WIDE = "LX314";
  static final String TOO_LARGE_NUMBER = "LX315";

  static final String SMALL_CLASS = "LX320";
  static final String GIVEN_NOT_TAKEN = "LX321";
  static final String NO_GROUPS = "LX322";
  static final String NO_GIVEN_PARTS = "LX323";
  static final String BAD_INDEX_FILE = "LX324";
  static final String CONSTANT_COLUMN = "LX325";
  static final String DUPLICATE_COLUMN = "LX326";
  static final String LEAKING_COLUMN = "LX327";
  static final String UNBALANCED_CLASSES = "LX328";
  static final String NOT_POSITIVE = "LX329";
  static final String TORN_GROUPS = "LX332";

  static final String BAD_ROLE = "LX330";
  static final String UNKNOWN_CLASS = "LX331";

  static final String NO_SUCH_FILE = "LX601";
  static final String UNREADABLE_FILE = "LX602";
  static final String NO_ROWS = "LX603";
  static final String NOT_TEXT = "LX604";
  static final String DAMAGED_GZIP = "LX605";
  static final String FILE_TOO_LARGE = "LX606";
  static final String BAD_QUOTES = "LX607";
  static final String RAGGED_ROW = "LX608";
  static final String FILE_CHANGED = "LX609";
  static final String BAD_DELIMITER = "LX610";
  static final String ZIP_MEMBERS = "LX611";
  static final String OTHER_COLUMNS = "LX612";
  static final String BAD_FORMAT = "LX613";
  static final String DOWNLOAD_FAILED = "LX614";
  static final String WRONG_CHECKSUM = "LX615";
  static final String NO_ROOM = "LX616";
  static final String QUERY_FAILED = "LX617";
  static final String OTHER_SIZES = "LX618";

  private Codes() {}
}
