package org.lossexp.formula;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * An output of a class as a number: its target is 1 at the class and 0 elsewhere. No formula is
 * about it by its signals, which are those of regression: a loss asks for it by {@code @classes
 * one_hot}.
 */
final class OneHotKind extends UnitKind {
  static final String WORD = "one_hot";

  private final OutputKind numbers = new OutputKind(OutputKind.Of.NUMBERS, false);

  @Override
  String name() {
    return WORD;
  }

  @Override
  String unit() {
    return "an output of a class";
  }

  @Override
  Optional<String> axis() {
    return Optional.empty();
  }

  @Override
  Family family() {
    return Family.CLASSIFICATION;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.BINARY, Task.MULTICLASS);
  }

  @Override
  ReductionClass reduction() {
    return ReductionClass.ELEMENT;
  }

  @Override
  String target() {
    return "1 at the class and 0 elsewhere";
  }

  @Override
  String prediction() {
    return "one real number for each class";
  }

  @Override
  List<UnitSignal> signals() {
    return numbers.signals();
  }

  @Override
  Optional<Signal> list(String name) {
    return numbers.list(name);
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    return numbers.term(graph, signal, frame);
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    boolean one = facts.task() == Task.BINARY && facts.headUnits().orElse(0) == 1;
    int outputs = one ? 1 : facts.classes();
    Readout readout = one ? Readouts.above(0.5) : Readouts.argmax(outputs);
    return RectangularFunction.of(
        formula,
        formula.head(outputs, "class", facts),
        one ? TargetEncoding.ZERO_ONE : TargetEncoding.ONE_HOT,
        readout,
        outputs,
        Shape.none(),
        outputs);
  }
}
