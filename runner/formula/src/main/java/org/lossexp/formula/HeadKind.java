package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * A target column with several raw outputs that have names of their own: {@code for heads(mean,
 * variance)}. The heads of a column stand side by side.
 */
final class HeadKind extends UnitKind {
  private final List<String> heads;
  private final boolean together;

  HeadKind(List<String> heads, boolean together) {
    this.heads = List.copyOf(heads);
    this.together = together;
  }

  @Override
  boolean isLike(UnitKind other) {
    return other instanceof HeadKind it && it.heads.equals(heads) && it.together == together;
  }

  @Override
  String name() {
    return "heads";
  }

  @Override
  String unit() {
    String named = "heads " + String.join(", ", heads);
    return together ? "the columns of an example with " + named : "a column with " + named;
  }

  @Override
  Optional<String> axis() {
    return together ? Optional.of("columns") : Optional.empty();
  }

  @Override
  boolean averaged() {
    return together;
  }

  @Override
  Family family() {
    return Family.REGRESSION;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  ReductionClass reduction() {
    return together ? ReductionClass.EXAMPLE : ReductionClass.ELEMENT;
  }

  @Override
  List<String> parts() {
    return heads;
  }

  @Override
  String target() {
    return "a real number for each column";
  }

  @Override
  String prediction() {
    return String.join(", ", heads) + " for each column";
  }

  @Override
  List<UnitSignal> signals() {
    List<UnitSignal> signals = new ArrayList<>();
    heads.forEach(head -> signals.add(signal(head, PREDICTED, "a raw output")));
    signals.add(signal("target", CONSTANT, "what is observed"));
    signals.add(signal("event", CONSTANT, "1 where the event was observed, 0 where it was not"));
    return signals;
  }

  private UnitSignal signal(String name, UnitSignal.Given given, String meaning) {
    return together
        ? UnitSignal.vector(name, given, meaning)
        : UnitSignal.number(name, given, meaning);
  }

  @Override
  Optional<ExtraInput> extra(String signal) {
    return signal.equals("event") && !heads.contains(signal)
        ? Optional.of(
            new ExtraInput(
                "events",
                ExtraInput.Shape.ROWS,
                ExtraInput.Content.FLAG,
                true,
                "1 where the event was observed"))
        : Optional.empty();
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    Signal.Kind kind = together ? Signal.Kind.VECTOR : Signal.Kind.UNIT;
    int head = heads.indexOf(signal);
    return graph.input(
        head >= 0
            ? new Signal(signal, kind, true, head, heads.size())
            : new Signal(signal, kind, false, 0, 1));
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    int outputs = facts.outputs();
    String readout = formula.readout().orElse("identity");
    if (!FormulaReadouts.POINTS.contains(readout)) {
      throw new Refusal(
          "`%s` has the readout `%s`, which heads have not: %s"
              .formatted(formula.loss(), readout, String.join(", ", FormulaReadouts.POINTS)));
    }
    return RectangularFunction.of(
        formula,
        formula.head(outputs * heads.size(), "head of each column", facts),
        TargetEncoding.REAL,
        FormulaReadouts.withDistribution(
            formula, FormulaReadouts.points(readout, outputs, heads.size()), heads, readout),
        together ? 1 : outputs,
        together ? Shape.uniform(outputs) : Shape.none(),
        outputs);
  }
}
