package org.lossexp.engine;

/** Work on rows, each of which is done by itself: cut into stretches where a team shares it. */
final class Stretches implements Team.Task {
  /** Stretches a member: what one does not get to, another takes. */
  private static final int EACH = 2;

  private final Work work;
  private int rows;
  private int count;

  Stretches(Work work) {
    this.work = work;
  }

  /** Does the rows from {@code first} to below {@code last}. */
  @FunctionalInterface
  interface Work {
    void run(int first, int last);
  }

  /**
   * Does rows 0 to below {@code rows}.
   *
   * @param cost of a row, in multiplications of a product: a number that is moved is about 16
   */
  void run(Team team, int rows, long cost) {
    if (!team.shares(rows * cost)) {
      work.run(0, rows);
      return;
    }
    this.rows = rows;
    count = Math.min(rows, EACH * team.members());
    team.run(count, this);
  }

  @Override
  public void run(int piece, int member) {
    work.run(start(piece), start(piece + 1));
  }

  private int start(int piece) {
    return (int) ((long) rows * piece / count);
  }
}
