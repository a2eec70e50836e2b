package org.lossexp.testkit;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The contract of a loss, tried out: for every task that it names, with its defaults and with other
 * values of each parameter, on random examples, lists, pairs or embeddings.
 *
 * <p>A loss that needs an input which only words describe ({@link ExtraInput.Shape#OTHER}) is bound
 * and described, and not evaluated: give it golden cases.
 */
public final class LossContract {
  /** What a loss must keep to. */
  public enum Rule {
    DESCRIPTOR("every part of the descriptor is there, names are in lower_snake_case"),
    DEFAULTS("defaults lie inside their own ranges"),
    BINDING("binds to every task that it names, and throws nothing but Refusal"),
    HEAD("takes a head that was written out, or refuses it, but does not ignore it"),
    RANGES("every value that a parameter's range allows works, its ends too, or is refused"),
    READOUT("the readout gives what metrics of the task read: points, or classes that exist"),
    STATE("the numbers of its own are those that the descriptor names"),
    SCRATCH("keeps to the scratch memory that it asked for"),
    UNITS("as many units, and counts, as the reduction class says, so that a mean is one"),
    WRITES_ALL("writes every value, count and derivative, and nothing beyond"),
    LEFTOVERS("reads nothing of what was in the host's memory before"),
    INPUTS_KEPT("leaves its inputs as they are"),
    WITHIN_ROWS("reads nothing beyond the rows of the batch"),
    STATELESS("gives the same bits for the same batch, whatever came between"),
    THREADS("gives the same bits on two threads at once"),
    LOCALE("gives the same bits under every default locale"),
    EXAMPLES_APART("gives an example (a list) the same bits alone, among others, in any order"),
    GRADIENT("the gradient is that of the sum of the values (central differences)"),
    INVARIANT("with defaults, what the descriptor says to change nothing changes nothing"),
    FLOATS("inputs rounded to float move a value no further than its gradient says"),
    FINITE("is finite at logits of ±1000 (points: ±100), and where all outputs are 0");

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

  /** The first breach of a rule, and how many there were in all. */
  private record Breach(String message, int times) {}

  private final Loss loss;
  private final LossDescriptor descriptor;
  private final Map<Rule, Breach> breaches = new EnumMap<>(Rule.class);

  private LossContract(Loss loss, LossDescriptor descriptor) {
    this.loss = loss;
    this.descriptor = descriptor;
  }

  /** {@return what {@code loss} breaks, once a rule; empty where it keeps to the contract} */
  public static List<Violation> check(Loss loss) {
    LossContract contract;
    try {
      contract = new LossContract(loss, loss.descriptor());
      contract.declarations();
    } catch (RuntimeException | LinkageError e) {
      return List.of(violation(Rule.DESCRIPTOR, new Breach("threw " + e, 1)));
    }
    if (contract.breaches.isEmpty()) {
      contract.behaviour();
    }
    return contract.breaches.entrySet().stream()
        .map(breach -> violation(breach.getKey(), breach.getValue()))
        .toList();
  }

  private static Violation violation(Rule rule, Breach breach) {
    String more =
        breach.times() == 1 ? "" : "\n  and in %d more situations".formatted(breach.times() - 1);
    return new Violation(rule.word(), rule.sentence(), breach.message() + more);
  }

  private void broken(Rule rule, String message) {
    breaches.merge(
        rule, new Breach(message, 1), (first, _) -> new Breach(first.message(), first.times() + 1));
  }

  private void declarations() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("subfamily", descriptor.subfamily());
    texts.put("summary", descriptor.summary());
    texts.put("formula", descriptor.formula());
    texts.put("target", descriptor.target());
    texts.put("head", descriptor.head());
    texts.put("reference", descriptor.reference());
    descriptor
        .inputs()
        .forEach(input -> texts.put("meaning of `" + input.name() + "`", input.meaning()));
    List<String> problems =
        Declarations.problems(
            descriptor.name(), descriptor.aliases(), descriptor.parameters(), texts);
    // One message for all: they are mended together.
    if (!problems.isEmpty()) {
      broken(Rule.DESCRIPTOR, String.join("; ", problems));
    }
    if (descriptor.tasks().isEmpty()) {
      broken(Rule.DESCRIPTOR, "it can be trained for no task");
    }
    Declarations.refusedDefaults(descriptor.parameters())
        .forEach(problem -> broken(Rule.DEFAULTS, problem));
  }

  private void behaviour() {
    Arguments defaults = Variations.defaults(descriptor.parameters());
    for (Task task : Task.values()) {
      if (!descriptor.tasks().contains(task)) {
        continue;
      }
      Optional<TargetFacts> facts = facts(task, defaults);
      if (facts.isEmpty()) {
        continue;
      }
      for (Arguments arguments : Variations.inside(descriptor.parameters())) {
        bind(facts.get(), arguments)
            .ifPresent(function ->
                // Few losses have another function for the mean; the others are tried once.
                Stream.of(function, function.forMean())
                    .distinct()
                    .forEach(each -> examine(facts.get(), arguments, each)));
      }
      if (!breaches.containsKey(Rule.FINITE) && !breaches.containsKey(Rule.WRITES_ALL)) {
        Variations.ends(descriptor.parameters())
            .forEach(arguments -> tryEnd(facts.get(), arguments));
      }
    }
  }

  /** {@return what of the facts that a host may know of {@code task} the loss takes} */
  private Optional<TargetFacts> facts(Task task, Arguments defaults) {
    String refusals = "";
    for (TargetFacts facts : Probe.facts(task)) {
      try {
        loss.bind(defaults, facts).head();
        return Optional.of(facts);
      } catch (Refusal refusal) {
        refusals = refusals.isEmpty() ? refusal.getMessage() : refusals;
      } catch (RuntimeException | LinkageError e) {
        broken(
            Rule.BINDING,
            "bind threw %s for %s with %s".formatted(e, task.words(), defaults.text()));
        return Optional.empty();
      }
    }
    broken(Rule.BINDING, "refuses %s, which it names: %s".formatted(task.words(), refusals));
    return Optional.empty();
  }

  private void examine(TargetFacts facts, Arguments arguments, LossFunction function) {
    boolean described =
        descriptor.inputs().stream()
            .anyMatch(input -> input.required() && input.shape() == ExtraInput.Shape.OTHER);
    if (described) {
      return;
    }
    LossBehaviour.examine(probe(facts, arguments, function, false), this::broken);
    boolean optional =
        descriptor.inputs().stream()
            .anyMatch(input -> !input.required() && input.shape() != ExtraInput.Shape.OTHER);
    if (optional) {
      LossBehaviour.examine(probe(facts, arguments, function, true), this::broken);
    }
  }

  /** {@return a batch with targets that the loss takes: the first kind that gives numbers} */
  private Probe probe(
      TargetFacts facts, Arguments arguments, LossFunction function, boolean extras) {
    return Stream.of(Probe.Targets.values())
        .map(targets -> Probe.of(descriptor, facts, arguments, function, targets, extras))
        .filter(LossContract::givesNumbers)
        .findFirst()
        .orElseGet(
            () -> Probe.of(descriptor, facts, arguments, function, Probe.Targets.ANY, extras));
  }

  private static boolean givesNumbers(Probe probe) {
    try {
      return Result.of(probe).isFinite();
    } catch (RuntimeException | LinkageError e) {
      return false; // the rules say what it threw
    }
  }

  private Optional<LossFunction> bind(TargetFacts facts, Arguments arguments) {
    try {
      LossFunction function = loss.bind(arguments, facts);
      writtenHead(arguments, facts, function.head().units() + 1);
      return Optional.of(function);
    } catch (Refusal refusal) {
      // Other arguments than the defaults may not go with this target.
    } catch (RuntimeException | LinkageError e) {
      broken(
          Rule.BINDING,
          "bind threw %s for %s with %s".formatted(e, facts.task().words(), arguments.text()));
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

  private void tryEnd(TargetFacts facts, Arguments arguments) {
    try {
      Probe probe = probe(facts, arguments, loss.bind(arguments, facts), false);
      Result result = Result.of(probe);
      if (!result.isFinite()) {
        broken(
            Rule.RANGES,
            "%s with %s, which the ranges allow"
                .formatted(result.firstInfinite(), arguments.text()));
      }
    } catch (Refusal refusal) {
      // A range says what one number may be; several may still not go together.
    } catch (RuntimeException | LinkageError e) {
      broken(
          Rule.RANGES, "threw %s with %s, which the ranges allow".formatted(e, arguments.text()));
    }
  }
}
