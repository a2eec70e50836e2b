package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/** An item that a user chose, and one or several that were not. */
final class RecommendationKind extends UnitKind {
  static final String POSITIVE = "positive";
  static final String NEGATIVES = "negatives";
  static final String TARGET = "target";
  static final String NUM_ITEMS = "num_items";
  static final String LOG_Q_POSITIVE = "log_q_positive";
  static final String LOG_Q_NEGATIVES = "log_q_negatives";

  private static final List<UnitSignal> SIGNALS =
      List.of(
          UnitSignal.number(POSITIVE, PREDICTED, "the score of the chosen item"),
          UnitSignal.vector(NEGATIVES, PREDICTED, "the scores of the others"),
          UnitSignal.vector("gap", PREDICTED, "positive - negatives"),
          UnitSignal.number("negative_count", CONSTANT, "how many others there are"),
          UnitSignal.number(
              TARGET,
              CONSTANT,
              "a number of the example, such as 1 or -1: whether the chosen leads"),
          UnitSignal.number(NUM_ITEMS, CONSTANT, "items in the catalogue, one number"),
          UnitSignal.number(
              LOG_Q_POSITIVE, CONSTANT, "logarithm of how likely it was drawn; 0 if not given"),
          UnitSignal.vector(
              LOG_Q_NEGATIVES,
              CONSTANT,
              "logarithm of how likely each was drawn, row by row; 0 if not given"));

  @Override
  String name() {
    return "recommendation";
  }

  @Override
  String unit() {
    return "a chosen item and others";
  }

  @Override
  Optional<String> axis() {
    return Optional.of("negatives");
  }

  /** {@code softplus(-gap)} is about a chosen item and each of the others. */
  @Override
  boolean meansLeftOver() {
    return true;
  }

  @Override
  Family family() {
    return Family.RANKING;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.RECOMMENDATION);
  }

  @Override
  ReductionClass reduction() {
    return ReductionClass.EXAMPLE;
  }

  @Override
  String target() {
    return "none: the first item of an example belongs above the others";
  }

  @Override
  String prediction() {
    return "scores of an example: of the chosen item, then of the others";
  }

  @Override
  List<UnitSignal> signals() {
    return SIGNALS;
  }

  @Override
  Optional<ExtraInput> extra(String signal) {
    return switch (signal) {
      case NUM_ITEMS ->
          Optional.of(input(NUM_ITEMS, ExtraInput.Shape.OTHER, ExtraInput.Content.COUNT, true));
      case LOG_Q_POSITIVE ->
          Optional.of(input(signal, ExtraInput.Shape.ROWS, ExtraInput.Content.REAL, false));
      case LOG_Q_NEGATIVES ->
          Optional.of(input(signal, ExtraInput.Shape.OTHER, ExtraInput.Content.REAL, false));
      default -> Optional.empty();
    };
  }

  private ExtraInput input(
      String name, ExtraInput.Shape shape, ExtraInput.Content content, boolean required) {
    return new ExtraInput(name, shape, content, required, signal(name).orElseThrow().meaning());
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    return switch (signal) {
      case POSITIVE -> graph.input(Signal.unit(POSITIVE, true));
      case NEGATIVES -> graph.input(Signal.vector(NEGATIVES, true));
      case "gap" -> graph.sub(term(graph, POSITIVE, frame), term(graph, NEGATIVES, frame));
      case "negative_count" -> graph.size();
      case TARGET, LOG_Q_POSITIVE -> graph.input(Signal.unit(signal, false));
      case NUM_ITEMS -> graph.input(Signal.batch(NUM_ITEMS));
      case LOG_Q_NEGATIVES -> graph.input(Signal.vector(LOG_Q_NEGATIVES, false));
      default -> throw new AssertionError("no signal: " + signal);
    };
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    return RecommendationFunction.of(formula, facts);
  }
}
