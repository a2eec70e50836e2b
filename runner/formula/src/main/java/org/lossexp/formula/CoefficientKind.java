package org.lossexp.formula;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** No unit at all: the numbers by which losses are multiplied know the progress alone. */
final class CoefficientKind extends UnitKind {
  @Override
  String name() {
    return "weight";
  }

  @Override
  String unit() {
    return "the weight of a loss";
  }

  @Override
  Optional<String> axis() {
    return Optional.empty();
  }

  @Override
  Family family() {
    return Family.REGRESSION;
  }

  @Override
  Set<Task> tasks() {
    return Set.of();
  }

  @Override
  ReductionClass reduction() {
    return ReductionClass.BATCH;
  }

  @Override
  String target() {
    return "nothing";
  }

  @Override
  String prediction() {
    return "nothing";
  }

  @Override
  List<UnitSignal> signals() {
    return List.of();
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    throw new AssertionError("no signal: " + signal);
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) {
    throw new AssertionError("no loss: " + formula.loss());
  }
}
