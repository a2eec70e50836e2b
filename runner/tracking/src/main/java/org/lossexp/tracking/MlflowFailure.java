package org.lossexp.tracking;

import org.lossexp.experiment.Problem;

/** A server did not do what it was asked; says so in the user's words. */
final class MlflowFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  MlflowFailure(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
