package org.lossexp.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Head;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;

/**
 * A formula over one unit with its parameters in place, as a {@link UnitKind} takes it.
 *
 * @param loss its name, for messages
 * @param graph to which the terms belong
 * @param value of a unit
 * @param counted which units count; empty where all do
 * @param arguments the values of its parameters
 * @param used names of the signals that it reads
 * @param functions names of the functions that it calls: they tell logits from scores
 * @param lists the numbers of parameters that are lists, by the name of the kernel's input
 * @param extras signal to the further input from which it is read
 * @param links of the head; empty for the kind's own
 * @param readout by name; empty for the kind's own
 * @param distribution by name, with the parameter that it has; empty where only points are given
 * @param reduction what its units are to the mean
 * @param weighted whether each value is multiplied by the extra input {@code weights}, where given
 */
record UnitFormula(
    String loss,
    Graph graph,
    Term value,
    Optional<Term> counted,
    Arguments arguments,
    Set<String> used,
    Set<String> functions,
    Map<String, double[]> lists,
    Map<String, ExtraInput> extras,
    List<Head.Link> links,
    Optional<String> readout,
    Optional<String> distribution,
    ReductionClass reduction,
    boolean weighted) {
  UnitFormula {
    used = Set.copyOf(used);
    functions = Set.copyOf(functions);
    lists = Map.copyOf(lists);
    extras = Map.copyOf(extras);
    links = List.copyOf(links);
  }

  boolean uses(String signal) {
    return used.contains(signal);
  }

  boolean calls(String... names) {
    for (String name : names) {
      if (functions.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** {@return this formula, with more lists} */
  UnitFormula withLists(Map<String, double[]> more) {
    Map<String, double[]> all = new LinkedHashMap<>(more);
    all.putAll(lists);
    return new UnitFormula(
        loss,
        graph,
        value,
        counted,
        arguments,
        used,
        functions,
        all,
        extras,
        links,
        readout,
        distribution,
        reduction,
        weighted);
  }

  /**
   * {@return the head that it asks for}
   *
   * @param units of the head
   * @param each what has one of them, for the message where the model has another number
   */
  Head head(int units, String each, TargetFacts facts) throws Refusal {
    int written = facts.headUnits().orElse(units);
    if (written != units) {
      throw new Refusal(
          ("`%s` reads one raw output for each %s, %d in all, but the model ends in %d: end it in"
                  + " `dense(outputs)`")
              .formatted(loss, each, units, written));
    }
    if (links.size() > 1 && units % links.size() != 0) {
      throw new Refusal("`%s` names %d links for %d outputs".formatted(loss, links.size(), units));
    }
    return new Head(units, links.isEmpty() ? List.of(Head.Link.IDENTITY) : links);
  }

  /** {@return a further input that the formula cannot do without} */
  double[] extra(String name, Batch batch) {
    double[] extra = batch.extras().get(name);
    if (extra == null) {
      throw new IllegalArgumentException("`%s` needs `%s`".formatted(loss, name));
    }
    return extra;
  }
}
