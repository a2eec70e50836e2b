package org.lossexp.sweep;

import java.util.List;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;

/**
 * What {@code tune { search = … }} may name. The budget of each is {@code points}, so that searches
 * of equal points cost the same: for those that stop bad points early, it is as many epochs as so
 * many full trainings take.
 */
public final class Searches {
  private Searches() {}

  /** {@return the searches, for the vocabulary} */
  public static List<Descriptor> descriptors() {
    return List.of(
        search(
            "tpe",
            "Where good points lie thicker than bad ones (Bergstra and others, 2011).",
            points()),
        search("random", "Points drawn independently of one another.", points()),
        search("sobol", "Points spread evenly, by a Sobol sequence.", points()),
        search(
            "grid",
            "Every combination of evenly spaced values, as many of each as the points allow; `by`"
                + " and sets say their own.",
            points()),
        search(
            "cma_es",
            "A cloud of points that moves and stretches towards better ones (Hansen, 2016);"
                + " intervals only.",
            points()),
        search(
            "halving",
            "Many points with few epochs, then the better part of them with more (Jamieson and"
                + " Talwalkar, 2016).",
            points(),
            keep()),
        search(
            "hyperband",
            "Halving, begun with more and with fewer points (Li and others, 2018).",
            points(),
            keep()));
  }

  private static Descriptor search(String name, String help, ParameterSpec... parameters) {
    return new Descriptor(Descriptor.Kind.SEARCH, name, List.of(parameters), help);
  }

  private static ParameterSpec points() {
    return new ParameterSpec.Whole(
        "points",
        20,
        Range.closed(1, 10_000),
        "the budget for each candidate and test part, in full trainings");
  }

  private static ParameterSpec keep() {
    return new ParameterSpec.Whole(
        "eta",
        3,
        Range.closed(2, 100),
        "one point in so many goes on with so many times the epochs");
  }
}
