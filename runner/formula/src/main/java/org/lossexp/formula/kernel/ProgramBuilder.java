package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Step;
import org.lossexp.formula.kernel.Program.Tile;
import org.lossexp.spi.StableMath;

/** From a formula to a program: differentiated, lowered, and put in order. */
final class ProgramBuilder {
  private ProgramBuilder() {}

  static Program build(Graph graph, Term value, Optional<Term> counted, Shape shape) {
    Set<Signal> signals = new LinkedHashSet<>(graph.signals(value));
    counted.ifPresent(condition -> signals.addAll(graph.signals(condition)));
    List<Signal> inputs = List.copyOf(signals);
    check(inputs, value, counted, shape);

    Map<Signal, Term> derivatives = new LinkedHashMap<>(Derivatives.of(graph, value));
    Lowering lowering = new Lowering(graph, shape);
    Optional<Term> condition = counted.map(lowering::lower);
    Term result = lowering.lower(value);
    List<Gradient> gradients = new ArrayList<>();
    for (int slot = 0; slot < inputs.size(); slot++) {
      Signal signal = inputs.get(slot);
      if (signal.differentiable()) {
        Term derivative = derivatives.getOrDefault(signal, graph.constant(0));
        Term lowered = lowering.lower(derivative);
        gradients.add(
            signal.kind() == Signal.Kind.VECTOR
                ? new Peaks(lowering.target(), slot).gradient(lowered)
                : new Gradient(slot, lowered, false, List.of()));
      }
    }

    List<Term> results = new ArrayList<>(List.of(result));
    condition.ifPresent(results::add);
    gradients.forEach(gradient -> results.addAll(gradient.terms()));
    List<Term> order = Order.of(results);
    Scheduler scheduler = new Scheduler();
    List<Tile> tiles = tiles(order, inputs, shape);
    for (Tile tile : tiles) {
      scheduler.give(tile.softmax());
      tile.logSumExp().ifPresent(scheduler::give);
    }
    List<Step> prologue = prologue(scheduler, order, results, shape);
    List<Step> counting =
        condition.map(c -> scheduler.section(List.of(c), List.of(), List.of())).orElse(List.of());
    List<Step> main = scheduler.section(List.of(result), List.of(), gradients);
    return new Program(
        inputs,
        shape,
        order.stream().mapToInt(Term::id).max().orElse(0) + 1,
        scheduler.buffers(),
        tiles,
        prologue,
        counting,
        condition,
        main,
        result,
        gradients);
  }

  /** Softmax of an input, the most frequent of all vectors, is taken of several units at once. */
  private static List<Tile> tiles(List<Term> order, List<Signal> inputs, Shape shape) {
    if (!(shape instanceof Shape.Uniform(int size)) || size < 1 || size > StableMath.TILE) {
      return List.of();
    }
    return order.stream()
        .filter(term -> term.is(Op.SOFTMAX) && isSideBySide(term.argument(0)))
        .map(term ->
            new Tile(
                inputs.indexOf(term.argument(0).signal()),
                term,
                order.stream()
                    .filter(other -> other.is(Op.LOG_SUM_EXP))
                    .filter(other -> other.argument(0) == term.argument(0))
                    .findFirst()))
        .toList();
  }

  private static boolean isSideBySide(Term vector) {
    return vector.is(Op.INPUT)
        && vector.signal().kind() == Signal.Kind.VECTOR
        && vector.signal().stride() == 1;
  }

  private static void check(List<Signal> inputs, Term value, Optional<Term> counted, Shape shape) {
    if (value.isVector() || counted.map(Term::isVector).orElse(false)) {
      throw new IllegalArgumentException("a unit has one value and one count");
    }
    boolean vectors = inputs.stream().anyMatch(signal -> signal.kind().isVector());
    if (vectors && shape instanceof Shape.None) {
      throw new IllegalArgumentException("vectors without a shape");
    }
  }

  /** What is the same for all units is computed once. */
  private static List<Step> prologue(
      Scheduler scheduler, List<Term> order, List<Term> results, Shape shape) {
    Set<Term> same = invariants(order, shape);
    Set<Term> border = new LinkedHashSet<>();
    for (Term term : order) {
      if (!same.contains(term)) {
        term.arguments().stream().filter(same::contains).forEach(border::add);
      }
    }
    results.stream().filter(same::contains).forEach(border::add);
    border.removeIf(Term::isConstant);
    List<Term> scalars = border.stream().filter(term -> !term.isVector()).toList();
    List<Term> vectors = border.stream().filter(Term::isVector).filter(Scheduler::isDear).toList();
    return scheduler.section(scalars, vectors, List.of());
  }

  private static Set<Term> invariants(List<Term> order, Shape shape) {
    Set<Term> same = new HashSet<>();
    for (Term term : order) {
      boolean own =
          switch (term.op()) {
            case CONSTANT -> true;
            case INPUT ->
                term.signal().kind() == Signal.Kind.BATCH
                    || (term.signal().kind() == Signal.Kind.SHARED
                        && shape instanceof Shape.Uniform);
            case POSITION -> shape instanceof Shape.Uniform;
            default -> !term.arguments().isEmpty() && same.containsAll(term.arguments());
          };
      if (own) {
        same.add(term);
      }
    }
    return same;
  }
}
