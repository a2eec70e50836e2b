package org.lossexp.plan;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.experiment.Tuning.Bracket;
import org.lossexp.experiment.Tuning.Rung;
import org.lossexp.spi.Value;

/**
 * How a budget is laid out over points and epochs: a function of the two alone, so that every
 * candidate gets the same.
 */
final class Brackets {
  private Brackets() {}

  /** {@return whether {@code search} trains some points with fewer epochs than others} */
  static boolean stopEarly(Value.Call search) {
    return search.arguments().values().containsKey("eta");
  }

  /**
   * {@return what {@code search} trains}
   *
   * @param points the budget in trainings of {@code epochs} epochs
   */
  static List<Bracket> of(Value.Call search, int points, int epochs) {
    if (!stopEarly(search)) {
      return List.of(new Bracket(List.of(new Rung(points, epochs))));
    }
    int eta = search.arguments().whole("eta");
    return search.name().equals("halving")
        ? List.of(halving(points, epochs, eta))
        : hyperband(points, epochs, eta);
  }

  /** As many rungs as the epochs can be divided by {@code eta}, each of about equal cost. */
  private static Bracket halving(int points, int epochs, int eta) {
    int last = divisions(epochs, eta);
    while (last + 1 > points) {
      last--;
    }
    return bracket(points / (last + 1), last, epochs, eta);
  }

  /**
   * Li and others, "Hyperband", JMLR 18(185), 2018, algorithm 1: a bracket for each number of
   * divisions, all of about equal cost. With 25 trainings of 81 epochs it is the paper's table 1.
   */
  private static List<Bracket> hyperband(int points, int epochs, int eta) {
    int most = divisions(epochs, eta);
    // A bracket of s divisions has s + 1 rungs, each of which costs one training at the least.
    while ((most + 1) * (most + 1) > points) {
      most--;
    }
    var brackets = new ArrayList<Bracket>();
    for (int divisions = most; divisions >= 0; divisions--) {
      brackets.add(bracket(points / (most + 1) / (divisions + 1), divisions, epochs, eta));
    }
    return brackets;
  }

  /**
   * {@return a bracket whose rungs have a share of the points each}
   *
   * @param each what a rung may cost, in full trainings
   */
  private static Bracket bracket(int each, int divisions, int epochs, int eta) {
    var rungs = new ArrayList<Rung>();
    int shorter = power(eta, divisions);
    int points = (int) Math.min(Integer.MAX_VALUE, (long) each * shorter);
    for (int rung = 0; rung <= divisions; rung++) {
      rungs.add(new Rung(points, epochs / shorter));
      points /= eta;
      shorter /= eta;
    }
    return new Bracket(rungs);
  }

  /** {@return how often {@code epochs} can be divided until a single one is left} */
  private static int divisions(int epochs, int eta) {
    int divisions = 0;
    for (int left = epochs; left >= eta; left /= eta) {
      divisions++;
    }
    return divisions;
  }

  private static int power(int base, int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }
}
