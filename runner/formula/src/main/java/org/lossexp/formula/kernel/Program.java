package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kernel does, step by step: the meaning that the interpreter runs and the compiler
 * translates.
 *
 * @param inputs the signals, by slot
 * @param shape how many positions the units have
 * @param terms how many terms the lowered graph has: their ids are below it
 * @param buffers the vectors that are kept in scratch memory, by slot
 * @param prologue once, before the first unit
 * @param counting for each unit, before it is known whether it counts
 * @param counted what is 0 where the unit does not count
 * @param main for each unit that counts
 * @param value the unit's value, known after {@code main}
 * @param gradients the derivatives
 */
record Program(
    List<Signal> inputs,
    Shape shape,
    int terms,
    Map<Term, Integer> buffers,
    List<Step> prologue,
    List<Step> counting,
    Optional<Term> counted,
    List<Step> main,
    Term value,
    List<Gradient> gradients) {

  /**
   * A derivative.
   *
   * @param slot the input that it belongs to
   * @param term a scalar for a unit's number; for a vector, a vector, or a scalar that is the same
   *     at every position
   * @param isVector whether the input is a vector
   */
  record Gradient(int slot, Term term, boolean isVector) {}

  /** A part of the work on a unit. */
  sealed interface Step {
    /** Scalars, each from those before it. */
    record Compute(List<Term> terms) implements Step {}

    /**
     * One pass over the positions.
     *
     * @param terms vectors, each from those before it
     * @param sums what is accumulated: sums, extremes
     * @param kept the terms whose vectors go to their buffers
     * @param gradients the derivatives that are written
     */
    record Loop(List<Term> terms, List<Term> sums, List<Term> kept, List<Gradient> gradients)
        implements Step {}

    /**
     * An operation on whole vectors.
     *
     * @param vector the result that is a vector, in its buffer
     * @param logSumExp the scalar that a softmax gives as well, or alone
     */
    record Whole(Op op, List<Term> arguments, Optional<Term> vector, Optional<Term> logSumExp)
        implements Step {}
  }

  /** {@return how many numbers of scratch a run needs, where no unit has more positions} */
  int scratch(int longest) {
    return switch (shape) {
      case Shape.Uniform(int size) -> buffers.size() * size;
      case Shape.Ragged() -> buffers.size() * longest;
      case Shape.None() -> 0;
    };
  }

  int slot(Term input) {
    return inputs.indexOf(input.signal());
  }

  /** {@return all that is computed for a unit} */
  List<Term> results() {
    List<Term> results = new ArrayList<>();
    counted.ifPresent(results::add);
    results.add(value);
    gradients.forEach(gradient -> results.add(gradient.term()));
    return results;
  }
}
