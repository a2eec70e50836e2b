package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Task;
import org.lossexp.testkit.Judged.Kind;

/** The contract of a metric, tried out on random, perfect and degenerate predictions. */
public final class MetricContract {
  private static final int ROWS = 12;
  private static final int SEEDS = 5;
  private static final double ORDER_TOLERANCE = 1e-9;

  /** What a metric must keep to. */
  public enum Rule {
    DESCRIPTOR("every part of the descriptor is there, names are in lower_snake_case"),
    DEFAULTS("every parameter has a default, inside its own range"),
    ANSWERS("gives a number for all predictions of its tasks, and throws nothing"),
    RANGE("values lie in the declared range"),
    UNDEFINED("is NaN only where the descriptor says when"),
    DIRECTION("perfect predictions are judged at least as good as any other"),
    INPUTS_KEPT("leaves its inputs as they are"),
    WITHIN_ROWS("reads nothing beyond the rows"),
    STATELESS("gives the same bits for the same predictions, whatever came between"),
    LOCALE("gives the same bits under every default locale"),
    ORDER("does not depend on the order of the examples, where predictions are equal too");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    /** {@return the rule in a sentence that begins with the metric} */
    public String sentence() {
      return sentence;
    }

    /** {@return the rule's name in messages} */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Metric metric;
  private final MetricDescriptor descriptor;
  private final List<Violation> violations = new ArrayList<>();

  /** With which the metric is tried at the moment. */
  private Arguments arguments = Arguments.NONE;

  private MetricContract(Metric metric, MetricDescriptor descriptor) {
    this.metric = metric;
    this.descriptor = descriptor;
  }

  /** {@return what {@code metric} breaks; empty where it keeps to the contract} */
  public static List<Violation> check(Metric metric) {
    MetricContract contract;
    try {
      contract = new MetricContract(metric, metric.descriptor());
      contract.declarations();
    } catch (RuntimeException e) {
      return List.of(
          new Violation(Rule.DESCRIPTOR.word(), Rule.DESCRIPTOR.sentence(), "threw " + e));
    }
    if (contract.violations.isEmpty()) {
      contract.behaviour();
    }
    return List.copyOf(contract.violations);
  }

  private void declarations() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("summary", descriptor.summary());
    texts.put("formula", descriptor.formula());
    texts.put("reference", descriptor.reference());
    Declarations.problems(descriptor.name(), descriptor.aliases(), descriptor.parameters(), texts)
        .forEach(problem -> broken(Rule.DESCRIPTOR, problem));
    if (descriptor.tasks().isEmpty()) {
      broken(Rule.DESCRIPTOR, "it judges no task");
    }
    Declarations.refusedDefaults(descriptor.parameters())
        .forEach(problem -> broken(Rule.DEFAULTS, problem));
    descriptor.parameters().stream()
        .filter(parameter -> parameter.fallback().isEmpty())
        .forEach(p -> broken(Rule.DEFAULTS, "`%s` has no default".formatted(p.name())));
  }

  private void behaviour() {
    boolean tried = false;
    for (Task task : Task.values()) {
      Judged judged = new Judged(task, descriptor.reading());
      if (descriptor.tasks().contains(task) && judged.exists()) {
        tried = true;
        for (Arguments each : Variations.inside(descriptor.parameters())) {
          arguments = each;
          try {
            examine(judged);
          } catch (RuntimeException | LinkageError e) {
            broken(
                Rule.ANSWERS,
                "threw %s for %s%s"
                    .formatted(
                        e,
                        task.words(),
                        arguments.values().isEmpty() ? "" : " with " + arguments.text()));
          }
        }
      }
    }
    if (!tried) {
      broken(
          Rule.DESCRIPTOR,
          "it reads %s, which no loss of its tasks gives".formatted(descriptor.reading().words()));
    }
  }

  private void examine(Judged judged) {
    Task task = judged.task();
    List<Predictions> ordinary = new ArrayList<>();
    List<Predictions> best = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      ordinary.add(judged.of(ROWS, new Random(seed), Kind.RANDOM));
      best.add(judged.of(ROWS, new Random(seed), Kind.PERFECT));
    }
    Predictions perfect = best.getFirst();
    Predictions random = ordinary.getFirst();
    Predictions wrong = judged.of(ROWS, new Random(1), Kind.WRONG);
    Predictions tied = Judged.samePrediction(random);

    if (!inputsKept(task, perfect) || !stateless(task, random, perfect)) {
      return; // the rules below compare evaluations, which would show the same mistake again
    }
    List<Predictions> all = new ArrayList<>(ordinary);
    all.addAll(
        List.of(
            perfect,
            wrong,
            tied,
            judged.of(1, new Random(1), Kind.RANDOM),
            Judged.sameTarget(judged.of(ROWS, new Random(2), Kind.RANDOM)),
            random.with(Map.of())));
    all.forEach(predictions -> values(task, predictions));
    for (int i = 0; i < SEEDS; i++) {
      direction(task, best.get(i), ordinary.get(i));
    }
    direction(task, perfect, wrong);
    withinRows(task, random);
    order(task, random);
    order(task, tied);
    locale(task, random);
  }

  private void locale(Task task, Predictions predictions) {
    double here = evaluate(predictions);
    try {
      double there = Locales.in(Locale.GERMANY, () -> evaluate(predictions));
      if (Double.compare(here, there) != 0) {
        broken(
            Rule.LOCALE,
            "gives %s, and %s in a German locale (%s)".formatted(here, there, task.words()));
      }
    } catch (Exception e) {
      broken(Rule.LOCALE, "threw %s in a German locale (%s)".formatted(e, task.words()));
    }
  }

  private void values(Task task, Predictions predictions) {
    double value = evaluate(predictions);
    if (Double.isNaN(value)) {
      if (descriptor.undefined().isBlank()) {
        broken(
            Rule.UNDEFINED, "is NaN for %d rows of %s".formatted(predictions.rows(), task.words()));
      }
    } else if (!descriptor.range().contains(value)) {
      broken(
          Rule.RANGE,
          "gives %s, and should give %s (%s)"
              .formatted(value, descriptor.range().words(), task.words()));
    }
  }

  private void direction(Task task, Predictions perfect, Predictions other) {
    double best = evaluate(perfect);
    double value = evaluate(other);
    boolean worse =
        descriptor.direction() == Direction.HIGHER_IS_BETTER ? best < value : best > value;
    if (worse) {
      broken(
          Rule.DIRECTION,
          "gives %s for perfect predictions and %s for others (%s)"
              .formatted(best, value, task.words()));
    }
  }

  private boolean inputsKept(Task task, Predictions predictions) {
    Predictions before = Judged.copy(predictions);
    evaluate(predictions);
    boolean kept = Judged.same(before, predictions);
    if (!kept) {
      broken(Rule.INPUTS_KEPT, "changes what it judges (%s)".formatted(task.words()));
    }
    return kept;
  }

  private void withinRows(Task task, Predictions predictions) {
    double exact = evaluate(predictions);
    double value = evaluate(Judged.padded(predictions));
    if (Double.compare(exact, value) != 0) {
      broken(
          Rule.WITHIN_ROWS,
          "gives %s where its arrays go on, else %s (%s)".formatted(value, exact, task.words()));
    }
  }

  private boolean stateless(Task task, Predictions predictions, Predictions others) {
    double first = evaluate(predictions);
    evaluate(others);
    double again = evaluate(predictions);
    if (Double.compare(first, again) != 0) {
      broken(
          Rule.STATELESS,
          "gives %s, then %s for the same predictions (%s)".formatted(first, again, task.words()));
      return false;
    }
    return true;
  }

  private void order(Task task, Predictions predictions) {
    double forward = evaluate(predictions);
    double backward = evaluate(Judged.reversed(predictions));
    boolean same =
        Double.compare(forward, backward) == 0
            || Math.abs(forward - backward) <= ORDER_TOLERANCE * (1 + Math.abs(forward));
    if (!same) {
      broken(
          Rule.ORDER,
          "gives %s, and %s for the examples in reverse (%s)"
              .formatted(forward, backward, task.words()));
    }
  }

  private double evaluate(Predictions predictions) {
    return metric.evaluate(predictions, arguments);
  }

  private void broken(Rule rule, String message) {
    Violation violation = new Violation(rule.word(), rule.sentence(), message);
    // One of a kind: the next situations say the same.
    if (violations.stream().noneMatch(known -> known.rule().equals(rule.word()))) {
      violations.add(violation);
    }
  }
}
