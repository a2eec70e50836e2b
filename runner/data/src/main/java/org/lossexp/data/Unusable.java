package org.lossexp.data;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Problem;

/**
 * The user's mistake on its way out of this room. Reading a file stops at many places; {@link
 * DataRoom} turns this into a value before anybody else sees it.
 */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  Unusable(List<Problem> problems) {
    super(problems.getFirst().message());
    this.problems = List.copyOf(problems);
  }

  /** A mistake in the value of {@code parameter}. */
  static Unusable argument(String code, String parameter, String message, String... notes) {
    return new Unusable(
        List.of(new Problem(code, message, Optional.of(parameter), List.of(notes))));
  }

  List<Problem> problems() {
    return problems;
  }
}
