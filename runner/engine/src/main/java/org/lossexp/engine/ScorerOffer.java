package org.lossexp.engine;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Descriptor.Kind;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;

/** The models that score items themselves, as this room offers them to the language. */
final class ScorerOffer {
  private ScorerOffer() {}

  static List<Descriptor> descriptors() {
    return List.of(
        scorer(
            "factors",
            "Matrix factorisation (Koren, Bell and Volinsky 2009): the product of what is learned"
                + " of a user and of an item.",
            width("numbers for a user and an item"),
            new ParameterSpec.Flag(
                "biases", true, "whether users, items and the whole have a number of their own")),
        scorer(
            "factorization_machine",
            "A factorisation machine (Rendle 2010): weights of codes and features, and of all"
                + " their pairs.",
            width("numbers from which the weights of pairs are made")),
        scorer(
            "translational",
            "TransE (Bordes et al. 2013), for triples: a relation leads from head to tail; near is"
                + " good.",
            width("numbers for an entity and a relation"),
            new ParameterSpec.Choice(
                "norm", "l2", List.of("l1", "l2"), "how distances are measured")),
        scorer(
            "two_tower",
            "A small network for users and one for items, whose outputs are multiplied (Huang et"
                + " al. 2013).",
            width("numbers that are looked up, and that each network gives"),
            new ParameterSpec.Whole("units", 64, Range.atLeast(1), "hidden units of each")));
  }

  private static ParameterSpec width(String meaning) {
    return new ParameterSpec.Whole(
        "width", meaning, Optional.empty(), Range.closed(1, 4096), List.of());
  }

  private static Descriptor scorer(String name, String help, ParameterSpec... parameters) {
    return new Descriptor(Kind.LAYER, name, List.of(parameters), help);
  }
}
