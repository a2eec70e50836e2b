package org.lossexp.experiment;

import java.util.List;

/** What a room gives that can fail by the user's mistake: a value, or the problems. */
public sealed interface Attempt<T> {
  /** It worked. */
  record Success<T>(T value) implements Attempt<T> {}

  /** It did not; at least one problem. */
  record Failure<T>(List<Problem> problems) implements Attempt<T> {
    public Failure {
      problems = List.copyOf(problems);
    }

    /** A failure of one problem. */
    public Failure(Problem problem) {
      this(List.of(problem));
    }
  }
}
