package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * The contract of a loss, tried out: for every task that it names, with its defaults and with other
 * values of each parameter, on random examples.
 *
 * <p>Losses of lists, pairs and embeddings are bound and described, and not yet evaluated.
 */
public final class LossContract {
  /** What a loss must keep to. */
  public enum Rule {
    DESCRIPTOR("every part of the descriptor is there, names are in lower_snake_case"),
    DEFAULTS("defaults lie inside their own ranges"),
    BINDING("binds to every task that it names, and throws nothing but Refusal"),
    HEAD("takes a head that was written out, or refuses it, but does not ignore it"),
    READOUT("the readout gives what metrics of the task read: points, or classes that exist"),
    UNITS("as many units, and counts, as the reduction class says"),
    WRITES_ALL("writes every value, count and gradient, and nothing beyond"),
    LEFTOVERS("reads nothing of what was in the host's memory before"),
    INPUTS_KEPT("leaves its inputs as they are"),
    WITHIN_ROWS("reads nothing beyond the rows of the batch"),
    STATELESS("gives the same bits for the same batch, whatever came between"),
    THREADS("gives the same bits on two threads at once"),
    EXAMPLES_APART("gives an example the same bits alone, among others, in any order"),
    GRADIENT("the gradient is that of the sum of the values (central differences)"),
    FINITE("is finite at logits of ±1000 (points: ±100)");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    /** {@return the rule in a sentence that begins with the loss} */
    public String sentence() {
      return sentence;
    }

    /** {@return the rule's name in messages, such as {@code writes-all}} */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Set<Task> EVALUATED =
      Set.of(Task.REGRESSION, Task.BINARY, Task.MULTICLASS, Task.MULTILABEL);

  private final Loss loss;
  private final LossDescriptor descriptor;
  private final List<Violation> violations = new ArrayList<>();

  private LossContract(Loss loss, LossDescriptor descriptor) {
    this.loss = loss;
    this.descriptor = descriptor;
  }

  /** {@return what {@code loss} breaks; empty where it keeps to the contract} */
  public static List<Violation> check(Loss loss) {
    LossContract contract;
    try {
      contract = new LossContract(loss, loss.descriptor());
      contract.declarations();
    } catch (RuntimeException e) {
      return List.of(new Violation(Rule.DESCRIPTOR.word(), "threw " + e));
    }
    if (contract.violations.isEmpty()) {
      contract.behaviour();
    }
    return List.copyOf(contract.violations);
  }

  private void declarations() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("subfamily", descriptor.subfamily());
    texts.put("summary", descriptor.summary());
    texts.put("formula", descriptor.formula());
    texts.put("target", descriptor.target());
    texts.put("head", descriptor.head());
    texts.put("reference", descriptor.reference());
    Declarations.problems(descriptor.name(), descriptor.aliases(), descriptor.parameters(), texts)
        .forEach(problem -> broken(Rule.DESCRIPTOR, problem));
    if (descriptor.tasks().isEmpty()) {
      broken(Rule.DESCRIPTOR, "it can be trained for no task");
    }
    Declarations.refusedDefaults(descriptor.parameters())
        .forEach(problem -> broken(Rule.DEFAULTS, problem));
  }

  private void behaviour() {
    Arguments defaults = Arguments.defaults(descriptor.parameters());
    for (Task task : Task.values()) {
      if (!descriptor.tasks().contains(task)) {
        continue;
      }
      for (Arguments arguments : variations(defaults)) {
        boolean isDefault = arguments.equals(defaults);
        Optional<LossFunction> function = bind(task, arguments, isDefault);
        if (function.isPresent() && EVALUATED.contains(task)) {
          examine(task, arguments, function.get());
        }
      }
    }
  }

  private void examine(Task task, Arguments arguments, LossFunction function) {
    Probe probe;
    try {
      probe = Probe.of(descriptor, task, arguments, function);
    } catch (RuntimeException e) {
      broken(Rule.BINDING, "what it binds to threw %s for %s".formatted(e, task.words()));
      return;
    }
    LossBehaviour.examine(descriptor, probe.withoutExtras(), violations);
    if (!descriptor.extras().isEmpty()) {
      LossBehaviour.examine(descriptor, probe, violations);
    }
  }

  /** The defaults, and for each parameter one other value or two, the rest left alone. */
  private List<Arguments> variations(Arguments defaults) {
    List<Arguments> variations = new ArrayList<>(List.of(defaults));
    for (ParameterSpec parameter : descriptor.parameters()) {
      for (Value value : others(parameter)) {
        boolean isDefault = parameter.fallback().filter(value::equals).isPresent();
        if (!isDefault && parameter.refusal(value).isEmpty()) {
          variations.add(defaults.with(parameter.name(), value));
        }
      }
    }
    return variations;
  }

  private static List<Value> others(ParameterSpec parameter) {
    List<Value> others = new ArrayList<>();
    parameter.words().forEach(word -> others.add(new Value.Word(word)));
    switch (parameter) {
      case ParameterSpec.Real real -> others.add(new Value.Numeral(inside(real.range())));
      case ParameterSpec.Whole whole ->
          others.add(new Value.Numeral(Math.ceil(inside(whole.range()))));
      case ParameterSpec.Flag _ ->
          others.addAll(List.of(new Value.Flag(true), new Value.Flag(false)));
      case ParameterSpec.Choice choice ->
          choice.options().forEach(option -> others.add(new Value.Word(option)));
      case ParameterSpec.Numbers numbers -> {
        if (numbers.single()) {
          others.add(new Value.Numeral(inside(numbers.range())));
        }
      }
      // What they may name is known to the loss alone.
      case ParameterSpec.Choices _,
          ParameterSpec.Text _,
          ParameterSpec.Texts _,
          ParameterSpec.Column _,
          ParameterSpec.Nested _ -> {}
    }
    return others;
  }

  /** {@return a number well inside {@code range}, and seldom anybody's default} */
  private static double inside(Range range) {
    boolean hasLow = range.low() != Double.NEGATIVE_INFINITY;
    boolean hasHigh = range.high() != Double.POSITIVE_INFINITY;
    if (hasLow && hasHigh) {
      return range.low() + 0.7 * (range.high() - range.low());
    }
    return hasLow ? range.low() + 0.7 : hasHigh ? range.high() - 0.7 : 0.7;
  }

  private Optional<LossFunction> bind(Task task, Arguments arguments, boolean isDefault) {
    TargetFacts facts = Probe.facts(task);
    String situation = task.words() + " with " + arguments.text();
    try {
      LossFunction function = loss.bind(arguments, facts);
      int other = function.head().units() + 1;
      writtenHead(arguments, facts, other);
      return Optional.of(function);
    } catch (Refusal refusal) {
      if (isDefault) {
        broken(
            Rule.BINDING,
            "refuses %s, which it names: %s".formatted(task.words(), refusal.getMessage()));
      }
    } catch (RuntimeException e) {
      broken(Rule.BINDING, "bind threw %s for %s".formatted(e, situation));
    }
    return Optional.empty();
  }

  private void writtenHead(Arguments arguments, TargetFacts facts, int units) {
    TargetFacts written =
        new TargetFacts(facts.task(), facts.outputs(), facts.classCounts(), OptionalInt.of(units));
    try {
      int taken = loss.bind(arguments, written).head().units();
      if (taken != units) {
        broken(
            Rule.HEAD,
            "given a head of %d units for %s it reads %d and does not refuse"
                .formatted(units, facts.task().words(), taken));
      }
    } catch (Refusal refusal) {
      if (refusal.getMessage() == null || refusal.getMessage().isBlank()) {
        broken(Rule.HEAD, "refuses a head of %d units without saying why".formatted(units));
      }
    }
  }

  private void broken(Rule rule, String message) {
    violations.add(new Violation(rule.word(), message));
  }
}
