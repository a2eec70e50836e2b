package org.lossexp.api;

/** The word for a comparison, read off its interval and the region that does not matter. */
public enum Verdict {
  /** Every difference is exactly 0. */
  IDENTICAL,
  /** The interval lies wholly above what does not matter. */
  BETTER,
  /** The interval lies above 0, and begins inside of what does not matter. */
  BETTER_MAY_NOT_MATTER,
  /** The interval lies wholly inside of what does not matter. */
  PRACTICALLY_EQUAL,
  /** The interval lies below 0, and ends inside of what does not matter. */
  WORSE_MAY_NOT_MATTER,
  /** The interval lies wholly below what does not matter. */
  WORSE,
  /** None of these: the data do not say. */
  UNDECIDED,
  /** With so few units the test could not have called any difference. */
  CANNOT_DECIDE;

  /** {@return the verdict with the two contenders exchanged} */
  public Verdict mirrored() {
    return switch (this) {
      case BETTER -> WORSE;
      case BETTER_MAY_NOT_MATTER -> WORSE_MAY_NOT_MATTER;
      case WORSE_MAY_NOT_MATTER -> BETTER_MAY_NOT_MATTER;
      case WORSE -> BETTER;
      case IDENTICAL, PRACTICALLY_EQUAL, UNDECIDED, CANNOT_DECIDE -> this;
    };
  }

  /** {@return the verdict as the report writes it} */
  public String words() {
    return switch (this) {
      case IDENTICAL -> "identical";
      case BETTER -> "better";
      case BETTER_MAY_NOT_MATTER -> "better, may not matter";
      case PRACTICALLY_EQUAL -> "practically equal";
      case WORSE_MAY_NOT_MATTER -> "worse, may not matter";
      case WORSE -> "worse";
      case UNDECIDED -> "undecided";
      case CANNOT_DECIDE -> "cannot decide";
    };
  }
}
