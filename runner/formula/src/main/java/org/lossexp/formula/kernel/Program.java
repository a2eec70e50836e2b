package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.lossexp.spi.StableMath;

/**
 * What a kernel does, step by step: the meaning that the interpreter runs and the compiler
 * translates.
 *
 * @param inputs the signals, by slot
 * @param shape how many positions the units have
 * @param terms how many terms the lowered graph has: their ids are below it
 * @param buffers the vectors that are kept in scratch memory, by slot
 * @param tiles what is computed for several units at once, before the first of them
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
    List<Tile> tiles,
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
   * @param peaks what stands at single positions instead, written one after another
   */
  record Gradient(int slot, Term term, boolean isVector, List<Peak> peaks) {
    /** {@return all terms that must be known before it is written} */
    List<Term> terms() {
      List<Term> terms = new ArrayList<>(List.of(term));
      for (Peak peak : peaks) {
        terms.add(peak.position());
        terms.add(peak.number());
      }
      return terms;
    }
  }

  /** A number at one position of a vector. */
  record Peak(Term position, Term number) {}

  /**
   * Softmax of an input, as {@link StableMath#softmaxTile} takes it of several units.
   *
   * @param slot the input
   * @param softmax the term that it computes
   * @param logSumExp and this scalar, where it is needed
   */
  record Tile(int slot, Term softmax, Optional<Term> logSumExp) {}

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
      case Shape.Uniform(int size) -> buffers.size() * size + 3 * StableMath.TILE * tiles.size();
      case Shape.Ragged() -> buffers.size() * longest;
      case Shape.None() -> 0;
    };
  }

  /** {@return how many units a tile holds, where there are tiles} */
  int tileUnits() {
    return shape instanceof Shape.Uniform(int size) && !tiles.isEmpty()
        ? StableMath.TILE / size
        : Integer.MAX_VALUE;
  }

  /** {@return where a tile stands in scratch memory} */
  int tileOffset(int tile) {
    return scratch(0) - 3 * StableMath.TILE * (tiles.size() - tile);
  }

  /** {@return whether a vector stands in scratch memory once it is computed} */
  boolean isStored(Term vector) {
    return buffers.containsKey(vector) || tile(vector).isPresent();
  }

  /** {@return the tile that holds a vector} */
  OptionalInt tile(Term vector) {
    return IntStream.range(0, tiles.size())
        .filter(tile -> tiles.get(tile).softmax() == vector)
        .findFirst();
  }

  int slot(Term input) {
    return inputs.indexOf(input.signal());
  }

  /** {@return all that is computed for a unit} */
  List<Term> results() {
    List<Term> results = new ArrayList<>();
    counted.ifPresent(results::add);
    results.add(value);
    gradients.forEach(gradient -> results.addAll(gradient.terms()));
    return results;
  }
}
