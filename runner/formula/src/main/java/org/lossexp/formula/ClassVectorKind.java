package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** An embedding and its cosine with a vector for each class, which the loss trains. */
final class ClassVectorKind extends UnitKind {
  static final String COSINE = "cosine";
  static final String LABEL = "label";
  static final String WEIGHTS = "weights";

  private static final List<UnitSignal> SIGNALS =
      List.of(
          UnitSignal.vector(COSINE, PREDICTED, "the cosines with the vectors of the classes"),
          UnitSignal.vector("target", CONSTANT, "1 at the label and 0 elsewhere"),
          UnitSignal.index(LABEL, "the class, from 0"),
          UnitSignal.number("classes", CONSTANT, "how many there are"));

  @Override
  String name() {
    return "class_vectors";
  }

  @Override
  String unit() {
    return "an embedding with class vectors";
  }

  @Override
  Optional<String> axis() {
    return Optional.of("classes");
  }

  @Override
  Family family() {
    return Family.EMBEDDING;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.EMBEDDING);
  }

  @Override
  ReductionClass reduction() {
    return ReductionClass.EXAMPLE;
  }

  @Override
  List<String> state() {
    return List.of(WEIGHTS);
  }

  @Override
  String target() {
    return "the index of the class, from 0";
  }

  @Override
  String prediction() {
    return "one embedding for each example";
  }

  @Override
  List<UnitSignal> signals() {
    return SIGNALS;
  }

  @Override
  Optional<Signal> list(String name) {
    return Optional.of(Signal.shared(name));
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    return switch (signal) {
      case COSINE -> graph.input(Signal.vector(COSINE, true));
      case "target" -> graph.equal(graph.position(), term(graph, LABEL, frame));
      case LABEL -> graph.input(Signal.unit(LABEL, false));
      case "classes" -> graph.size();
      default -> throw new AssertionError("no signal: " + signal);
    };
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    return ClassVectorFunction.of(formula, facts);
  }
}
