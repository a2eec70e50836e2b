package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Peak;

/**
 * Takes single positions out of a derivative: {@code if index == label then a else b} becomes b
 * everywhere, and then a at one position, for a loop without choices is several times as fast.
 */
final class Peaks {
  /** How deep inside a product a choice is looked for. */
  private static final int DEPTH = 20;

  private final Graph graph;
  private final int slot;
  private final List<Peak> peaks = new ArrayList<>();

  /**
   * @param graph the lowered graph
   */
  Peaks(Graph graph, int slot) {
    this.graph = graph;
    this.slot = slot;
  }

  Gradient gradient(Term derivative) {
    Term rest = strip(derivative, DEPTH, UnaryOperator.identity());
    // What is chosen last stands outermost.
    return new Gradient(slot, rest, true, List.copyOf(peaks.reversed()));
  }

  /**
   * {@return the term without its peaks}
   *
   * @param outer what the derivative does with the term's elements
   */
  private Term strip(Term term, int depth, UnaryOperator<Term> outer) {
    return switch (depth == 0 ? Op.INPUT : term.op()) {
      case SELECT -> {
        Term condition = term.argument(0);
        boolean isPeak =
            condition.is(Op.EQUAL)
                && condition.argument(0).is(Op.POSITION)
                && !condition.argument(1).isVector()
                && !term.argument(1).isVector();
        if (!isPeak) {
          yield outer.apply(term);
        }
        peaks.add(new Peak(condition.argument(1), outer.apply(term.argument(1))));
        yield strip(term.argument(2), depth - 1, outer);
      }
      case NEG -> strip(term.argument(0), depth - 1, x -> outer.apply(graph.make(Op.NEG, x)));
      case MUL -> {
        Term a = term.argument(0);
        Term b = term.argument(1);
        if (a.isVector() && b.isVector()) {
          yield outer.apply(term);
        }
        yield a.isVector()
            ? strip(a, depth - 1, x -> outer.apply(graph.make(Op.MUL, x, b)))
            : strip(b, depth - 1, x -> outer.apply(graph.make(Op.MUL, a, x)));
      }
      case DIV -> {
        Term b = term.argument(1);
        yield b.isVector()
            ? outer.apply(term)
            : strip(term.argument(0), depth - 1, x -> outer.apply(graph.make(Op.DIV, x, b)));
      }
      default -> outer.apply(term);
    };
  }
}
