package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.ExtraInput;
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

/** An example with a score for each class. */
final class ClassKind extends UnitKind {
  private static final String COUNTS = "class_counts";
  private static final List<UnitSignal> SIGNALS =
      List.of(
          UnitSignal.vector("prediction", PREDICTED, "the raw outputs"),
          UnitSignal.vector("z", PREDICTED, "the raw outputs, logits or scores"),
          UnitSignal.vector("p", PREDICTED, "softmax(z)"),
          UnitSignal.vector("log_p", PREDICTED, "log_softmax(z)"),
          UnitSignal.vector("target", CONSTANT, "1 at the label and 0 elsewhere, or soft"),
          UnitSignal.vector("index", CONSTANT, "0, 1, … of the classes"),
          UnitSignal.vector(COUNTS, CONSTANT, "examples of each class in the training part"),
          UnitSignal.vector("prior", CONSTANT, "share of each class in the training part"),
          UnitSignal.vector("teacher", CONSTANT, "the logits of a teacher"),
          UnitSignal.index("label", "the class, from 0"),
          UnitSignal.number("classes", CONSTANT, "how many there are"));

  @Override
  String name() {
    return "classes";
  }

  @Override
  String unit() {
    return "an example with classes";
  }

  @Override
  Optional<String> axis() {
    return Optional.of("classes");
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
    return ReductionClass.EXAMPLE;
  }

  @Override
  String target() {
    return "the index of the class, from 0";
  }

  @Override
  String prediction() {
    return "one score for each class";
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
  Optional<ExtraInput> extra(String signal) {
    return signal.equals("teacher")
        ? Optional.of(
            new ExtraInput(
                "teacher_logits",
                ExtraInput.Shape.OUTPUTS,
                ExtraInput.Content.REAL,
                true,
                "the logits of a teacher"))
        : Optional.empty();
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    Term outputs = graph.input(Signal.vector("z", true));
    boolean probabilities = frame.linked(Head.Link.SOFTMAX);
    boolean logarithms = frame.linked(Head.Link.LOG_SOFTMAX);
    return switch (signal) {
      case "prediction", "z" -> outputs;
      case "p" ->
          probabilities ? outputs : logarithms ? graph.exp(outputs) : graph.softmax(outputs);
      case "log_p" ->
          probabilities ? graph.log(outputs) : logarithms ? outputs : graph.logSoftmax(outputs);
      // A label names all of a target that a formula with `label` can mean.
      case "target" ->
          frame.uses("label")
              ? graph.equal(graph.position(), term(graph, "label", frame))
              : graph.input(Signal.vector("target", false));
      case "index" -> graph.position();
      case COUNTS -> graph.input(Signal.shared(COUNTS));
      case "prior" -> graph.input(Signal.shared("prior"));
      case "teacher" -> graph.input(Signal.vector("teacher", false));
      case "label" -> graph.input(Signal.unit("label", false));
      case "classes" -> graph.size();
      default -> throw new AssertionError("no signal: " + signal);
    };
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    int classes = facts.classes();
    boolean soft = formula.uses("target") && !formula.uses("label");
    return RectangularFunction.of(
        formula.withLists(Map.of(COUNTS, counts(facts), "prior", prior(facts))),
        formula.head(classes, "class", facts),
        soft ? TargetEncoding.ONE_HOT : TargetEncoding.CLASS_INDEX,
        readout(formula, classes),
        1,
        Shape.uniform(classes),
        classes);
  }

  static double[] counts(TargetFacts facts) {
    return facts.classCounts().stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static double[] prior(TargetFacts facts) {
    double[] prior = counts(facts);
    double sum = 0;
    for (double count : prior) {
      sum += count;
    }
    for (int c = 0; c < prior.length; c++) {
      prior[c] /= sum;
    }
    return prior;
  }

  private Readout readout(UnitFormula formula, int classes) throws Refusal {
    String name = formula.readout().orElseGet(() -> usualReadout(formula));
    return switch (name) {
      case "softmax" -> Readouts.softmax(classes);
      case "argmax" -> Readouts.argmax(classes);
      case "probabilities" -> Readouts.probabilities(classes);
      case "log_probabilities" -> FormulaReadouts.logProbabilities(classes);
      default ->
          throw new Refusal(
              "`%s` has the readout `%s`, which classes have not: softmax, argmax, probabilities, log_probabilities"
                  .formatted(formula.loss(), name));
    };
  }

  /** Only a formula that makes a distribution of the outputs is read as one. */
  private static String usualReadout(UnitFormula formula) {
    if (formula.links().contains(Head.Link.SOFTMAX)) {
      return "probabilities";
    }
    if (formula.links().contains(Head.Link.LOG_SOFTMAX)) {
      return "log_probabilities";
    }
    boolean distribution =
        formula.uses("p")
            || formula.uses("log_p")
            || formula.calls("softmax", "log_softmax", "log_sum_exp");
    return distribution ? "softmax" : "argmax";
  }
}
