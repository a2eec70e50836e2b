package org.lossexp.formula;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * A kind of unit that formulas are about: which signals a unit has, what the positions of its
 * vectors are, and how a formula over one unit becomes a loss of a batch.
 *
 * <p>A kind says in {@link #term} which {@linkplain org.lossexp.formula.kernel.Signal input} or
 * expression of the kernel stands behind a signal, and in {@link #function} how the arrays of a
 * batch become the arrays of these inputs. {@link OutputKind} and {@link ClassKind} are the plain
 * examples; {@link UnitKinds} lists all.
 */
abstract class UnitKind {
  /** {@return whether a formula about {@code other} may name a loss of this kind} */
  boolean isLike(UnitKind other) {
    return equals(other);
  }

  /** {@return the word behind {@code for} that asks for this kind} */
  abstract String name();

  /** {@return what a unit is, with an article: {@code a pair of a ranking}} */
  abstract String unit();

  /** {@return what the positions of vectors are: {@code classes}; empty where none exist} */
  abstract Optional<String> axis();

  /** {@return whether a formula may end in a vector, whose mean over the positions it then is} */
  boolean averaged() {
    return false;
  }

  /** {@return whether a vector that is left over at the end of a formula stands for its mean} */
  boolean meansLeftOver() {
    return averaged();
  }

  abstract Family family();

  abstract Set<Task> tasks();

  /** {@return what the units are to the mean} */
  abstract ReductionClass reduction();

  /** {@return what the loss takes as target, in words} */
  abstract String target();

  /** {@return what the loss takes as prediction, in words} */
  abstract String prediction();

  /** {@return names of the groups of raw outputs; empty where they are all alike} */
  List<String> parts() {
    return List.of();
  }

  /** {@return names of the numbers that losses of this kind own and train} */
  List<String> state() {
    return List.of();
  }

  /** {@return the signals of a unit, besides {@code progress}} */
  abstract List<UnitSignal> signals();

  /**
   * {@return the input that holds a list called {@code name}, with a number for each position, or
   * for each output; empty where units have nothing that a list could count}
   */
  Optional<Signal> list(String name) {
    return Optional.empty();
  }

  /** {@return what stands behind {@code signal} in the kernel} */
  abstract Term term(Graph graph, String signal, Frame frame);

  /** {@return whether its signals are one number each outside of reductions, and vectors inside} */
  boolean singles() {
    return false;
  }

  /** {@return what stands behind {@code signal} outside of reductions, in a kind of singles} */
  Term single(Graph graph, String signal) {
    throw new AssertionError("no single: " + signal);
  }

  /** {@return the further input that {@code signal} is read from, if it is read from one} */
  Optional<ExtraInput> extra(String signal) {
    return Optional.empty();
  }

  /** {@return the loss that {@code formula} is} */
  abstract LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal;

  final Optional<UnitSignal> signal(String name) {
    return signals().stream().filter(signal -> signal.name().equals(name)).findFirst();
  }

  /**
   * What a formula is elaborated for.
   *
   * @param facts of the target; empty while a formula is only checked
   * @param used names of all signals in the formula
   * @param links that the formula asks for; empty for the kind's own
   */
  record Frame(Optional<TargetFacts> facts, Set<String> used, List<Head.Link> links) {
    Frame {
      used = Set.copyOf(used);
      links = List.copyOf(links);
    }

    boolean uses(String signal) {
      return used.contains(signal);
    }

    /** {@return whether the loss sees its head's outputs through {@code link}} */
    boolean linked(Head.Link link) {
      return links.contains(link);
    }
  }
}
