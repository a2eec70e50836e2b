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
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * A raw output with its target: of regression, of two classes, or of a label. Each stands alone, or
 * those of an example stand together as a vector.
 */
final class OutputKind extends UnitKind {
  /** What the outputs are. */
  enum Of {
    NUMBERS("regression", Task.REGRESSION, "an output", "outputs"),
    CLASSES("binary", Task.BINARY, "an output for two classes", "outputs"),
    LABELS("multilabel", Task.MULTILABEL, "a label", "labels");

    private final String word;
    private final Task task;
    private final String unit;
    private final String units;

    Of(String word, Task task, String unit, String units) {
      this.word = word;
      this.task = task;
      this.unit = unit;
      this.units = units;
    }
  }

  private final Of of;
  private final boolean together;

  /**
   * Outputs of one task.
   *
   * @param together whether those of an example are one unit
   */
  OutputKind(Of of, boolean together) {
    this.of = of;
    this.together = together;
  }

  @Override
  String name() {
    return of.word;
  }

  @Override
  String unit() {
    return together ? "the " + of.units + " of an example" : of.unit;
  }

  @Override
  Optional<String> axis() {
    return together ? Optional.of(of.units) : Optional.empty();
  }

  @Override
  boolean averaged() {
    return together;
  }

  @Override
  Family family() {
    return of == Of.NUMBERS ? Family.REGRESSION : Family.CLASSIFICATION;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(of.task);
  }

  @Override
  ReductionClass reduction() {
    return together ? ReductionClass.EXAMPLE : ReductionClass.ELEMENT;
  }

  @Override
  String target() {
    return switch (of) {
      case NUMBERS -> "a real number for each column";
      case CLASSES -> "0 or 1";
      case LABELS -> "0 or 1 for each label";
    };
  }

  @Override
  String prediction() {
    return switch (of) {
      case NUMBERS -> "one real number for each column";
      case CLASSES -> "one raw output";
      case LABELS -> "one raw output for each label";
    };
  }

  @Override
  List<UnitSignal> signals() {
    List<UnitSignal> signals = new ArrayList<>();
    signals.add(signal("prediction", PREDICTED, "the raw output"));
    signals.add(signal("target", CONSTANT, "what it should be"));
    if (of == Of.NUMBERS) {
      signals.add(signal("residual", PREDICTED, "target - prediction"));
    } else {
      signals.add(signal("z", PREDICTED, "the raw output, a logit"));
      signals.add(signal("p", PREDICTED, "sigmoid(z)"));
      signals.add(signal("margin", PREDICTED, "z where the target is 1, -z where it is 0"));
    }
    return signals;
  }

  private UnitSignal signal(String name, UnitSignal.Given given, String meaning) {
    return together
        ? UnitSignal.vector(name, given, meaning)
        : UnitSignal.number(name, given, meaning);
  }

  @Override
  Optional<Signal> list(String name) {
    return of == Of.CLASSES
        ? Optional.empty()
        : Optional.of(together ? Signal.shared(name) : Signal.unit(name, false));
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    Term output = input(graph, "prediction", true);
    return switch (signal) {
      case "prediction", "z" -> output;
      case "p" -> frame.linked(Head.Link.SIGMOID) ? output : graph.sigmoid(output);
      case "target" -> input(graph, "target", false);
      case "residual" -> graph.sub(input(graph, "target", false), output);
      case "margin" -> {
        Term target = input(graph, "target", false);
        Term sign =
            signed(frame.uses("target"))
                ? target
                : graph.sub(graph.mul(graph.constant(2), target), graph.constant(1));
        yield graph.mul(sign, output);
      }
      default -> throw new AssertionError("no signal: " + signal);
    };
  }

  /** {@return whether the target is ±1: only a formula that names it must have 0 and 1} */
  private static boolean signed(boolean namesTarget) {
    return !namesTarget;
  }

  private Term input(Graph graph, String name, boolean differentiable) {
    return graph.input(
        together ? Signal.vector(name, differentiable) : Signal.unit(name, differentiable));
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    int outputs = of == Of.CLASSES ? 1 : facts.outputs();
    TargetEncoding encoding =
        of == Of.NUMBERS
            ? TargetEncoding.REAL
            : formula.uses("margin") && signed(formula.uses("target"))
                ? TargetEncoding.PLUS_MINUS_ONE
                : TargetEncoding.ZERO_ONE;
    return RectangularFunction.of(
        formula,
        formula.head(outputs, of == Of.LABELS ? "label" : "output", facts),
        encoding,
        readout(formula, outputs),
        together ? 1 : outputs,
        together ? Shape.uniform(outputs) : Shape.none(),
        outputs);
  }

  private Readout readout(UnitFormula formula, int outputs) throws Refusal {
    boolean labels = of == Of.LABELS;
    String name = formula.readout().orElseGet(() -> usualReadout(formula));
    if (of == Of.NUMBERS) {
      if (FormulaReadouts.POINTS.contains(name)) {
        return FormulaReadouts.withDistribution(
            formula, FormulaReadouts.points(name, outputs, 1), List.of("prediction"), name);
      }
      throw new Refusal(
          "`%s` has the readout `%s`, and outputs have one of %s"
              .formatted(formula.loss(), name, String.join(", ", FormulaReadouts.POINTS)));
    }
    return switch (name) {
      case "sigmoid" -> labels ? Readouts.labelProbabilities(outputs) : Readouts.sigmoid();
      case "sign" -> labels ? Readouts.labelsAbove(outputs, 0) : Readouts.above(0);
      case "half" -> labels ? Readouts.labelsAbove(outputs, 0.5) : Readouts.above(0.5);
      case "probabilities" ->
          labels ? Readouts.probabilitiesOfLabels(outputs) : Readouts.probability();
      default ->
          throw new Refusal(
              "`%s` has the readout `%s`, and %s has one of sigmoid, sign, half, probabilities"
                  .formatted(formula.loss(), name, unit()));
    };
  }

  private String usualReadout(UnitFormula formula) {
    if (of == Of.NUMBERS) {
      return "identity";
    }
    if (formula.links().contains(Head.Link.SIGMOID)) {
      return "probabilities";
    }
    if (formula.uses("p") || formula.uses("z")) {
      return "sigmoid";
    }
    return formula.uses("margin") ? "sign" : "half";
  }
}
