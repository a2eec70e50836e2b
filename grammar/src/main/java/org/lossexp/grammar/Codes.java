package org.lossexp.grammar;

/** The codes of this room's diagnostics; {@code META-INF/lossexp/explain} has a page on each. */
final class Codes {
  static final String UNEXPECTED = "LX101";
  static final String UNKNOWN_STATEMENT = "LX102";
  static final String NEVER_CLOSED = "LX103";
  static final String WRONG_CLOSING = "LX104";
  static final String UNFINISHED = "LX105";
  static final String RESERVED_WORD = "LX106";
  static final String MALFORMED_NUMBER = "LX107";
  static final String NUMBER_OUT_OF_RANGE = "LX108";
  static final String OPEN_STRING = "LX109";
  static final String BAD_ESCAPE = "LX110";
  static final String LOOKALIKE = "LX111";
  static final String FOREIGN_NOTATION = "LX112";
  static final String INVISIBLE_CHARACTER = "LX113";
  static final String FOREIGN_NAME = "LX114";
  static final String ASSIGN_OR_EQUAL = "LX115";
  static final String CHAINED_COMPARISON = "LX116";
  static final String POSITIONAL_AFTER_NAMED = "LX117";
  static final String TWICE = "LX118";
  static final String NOT_A_PARAMETER = "LX119";
  static final String MODULO = "LX120";
  static final String LANGUAGE_NOT_FIRST = "LX121";
  static final String LANGUAGE_VERSION = "LX122";
  static final String LEARN = "LX123";
  static final String STRAY_DOC = "LX124";
  static final String NOT_A_CODE = "LX125";
  static final String ONLY_FOR_LOSSES = "LX126";
  static final String TOO_LARGE = "LX130";
  static final String TOO_DEEP = "LX131";
  static final String TOO_MANY_PROBLEMS = "LX132";

  private Codes() {}
}
