package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Callee;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/** Reads {@code step -> step -> …}, with pieces that {@code let}s name put in their place. */
final class Pipelines {
  /** Longer pipelines are built by {@code let}s that name one another, not by people. */
  private static final int MOST_STEPS = 1_000;

  private final Vocabulary vocabulary;
  private final ArgumentReader reader;
  private final Diagnostics diagnostics;

  Pipelines(Vocabulary vocabulary, ArgumentReader reader) {
    this.vocabulary = vocabulary;
    this.reader = reader;
    this.diagnostics = reader.diagnostics();
  }

  /** {@return the steps of {@code body}, each of one of {@code kinds}, arguments checked} */
  Optional<List<Step>> read(Expression body, List<Descriptor.Kind> kinds) {
    var steps = new ArrayList<Step>();
    // What is wrong is reported once, and met again with other values of what is swept.
    boolean wrong = false;
    Deque<Expression> open = new ArrayDeque<>(List.of(body));
    int visited = 0;
    int calls = 0;
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (visited++ == MOST_STEPS) {
        diagnostics.error(
            FormulaCodes.TOO_MUCH,
            body.span(),
            "a pipeline has at most %,d steps".formatted(MOST_STEPS),
            "");
        return Optional.empty();
      }
      Optional<Expression> followed = reader.follow(next).map(ArgumentReader.Followed::expression);
      if (followed.isEmpty()) {
        wrong = true;
        continue;
      }
      switch (followed.get()) {
        case Expression.Pipeline pipeline -> pipeline.steps().reversed().forEach(open::push);
        case Expression.Call call -> {
          Optional<Step> step = step(call, expected(calls == 0, kinds), kinds);
          wrong |= step.isEmpty();
          step.ifPresent(steps::add);
          calls++;
        }
        case Expression other -> {
          notAStep(other, kinds);
          wrong = true;
        }
      }
    }
    return wrong ? Optional.empty() : Optional.of(steps);
  }

  /** Sources stand first, and nowhere else. */
  private static List<Descriptor.Kind> expected(boolean first, List<Descriptor.Kind> kinds) {
    boolean source = kinds.contains(Descriptor.Kind.SOURCE);
    return source && first
        ? List.of(Descriptor.Kind.SOURCE)
        : kinds.stream().filter(kind -> kind != Descriptor.Kind.SOURCE).toList();
  }

  private void notAStep(Expression expression, List<Descriptor.Kind> kinds) {
    String written = diagnostics.written(expression.span());
    boolean file = expression instanceof Expression.Text && kinds.contains(Descriptor.Kind.SOURCE);
    diagnostics.error(
        Codes.NOT_A_STEP,
        expression.span(),
        "`%s` is no %s".formatted(written, words(kinds)),
        file ? "write `csv(%s, target = \"column\")`".formatted(written) : "",
        "a pipeline is `name(…) -> name(…) -> …`");
  }

  /** {@return the step of one of {@code kinds} that {@code call} says} */
  Optional<Step> step(Expression.Call call, List<Descriptor.Kind> kinds) {
    return step(call, kinds, kinds);
  }

  /**
   * {@return the step that {@code call} says}
   *
   * @param expected what stands here, for messages
   * @param kinds what is known here: a step in a wrong place is still a step
   */
  private Optional<Step> step(
      Expression.Call call, List<Descriptor.Kind> expected, List<Descriptor.Kind> kinds) {
    Optional<Descriptor> known =
        kinds.stream()
            .flatMap(kind -> vocabulary.descriptor(kind, call.name()).stream())
            .findFirst();
    if (known.isEmpty()) {
      unknown(call, expected);
      return Optional.empty();
    }
    Descriptor descriptor = known.get();
    return reader
        .arguments(call, callee(descriptor, call))
        .map(arguments ->
            new Step(descriptor, call, new Value.Call(descriptor.name(), arguments), false));
  }

  /** {@return what {@code call} may give: of an open descriptor, what it names too} */
  static Callee callee(Descriptor descriptor, Expression.Call call) {
    List<String> written =
        call.given().stream()
            .flatMap(argument ->
                argument instanceof Expression.Argument.Named named
                    ? Stream.of(named.name().text())
                    : Stream.empty())
            .toList();
    return new Callee(descriptor.name(), descriptor.parameters(written));
  }

  /** {@return a step that the file does not hold; messages point to {@code span}} */
  Step inserted(Value.Call value, Span span) {
    Descriptor descriptor =
        vocabulary
            .descriptor(Descriptor.Kind.SPLIT, value.name())
            .orElseThrow(() -> new IllegalStateException("no split: " + value.name()));
    return new Step(descriptor, call(span, value.name()), value, true);
  }

  private void unknown(Expression.Call call, List<Descriptor.Kind> kinds) {
    Optional<Descriptor> elsewhere =
        vocabulary.descriptors().stream()
            .filter(d -> d.name().equals(call.name()) || d.aliases().contains(call.name()))
            .findFirst();
    if (elsewhere.isPresent()) {
      diagnostics.error(
          Codes.WRONG_PLACE,
          call.nameSpan(),
          "`%s` is a %s, and here stands a %s"
              .formatted(call.name(), elsewhere.get().kind().words(), words(kinds)),
          "",
          possible(kinds));
      return;
    }
    diagnostics.error(
        FormulaCodes.UNKNOWN_NAME,
        call.nameSpan(),
        "no %s is named `%s`".formatted(words(kinds), call.name()),
        ArgumentReader.didYouMean(call.name(), names(kinds)),
        possible(kinds));
  }

  private static String words(List<Descriptor.Kind> kinds) {
    return kinds.stream().map(Descriptor.Kind::words).collect(Collectors.joining(" or "));
  }

  private List<String> names(List<Descriptor.Kind> kinds) {
    return kinds.stream()
        .flatMap(kind -> vocabulary.of(kind).stream())
        .flatMap(d -> Stream.concat(Stream.of(d.name()), d.aliases().stream()))
        .toList();
  }

  private String possible(List<Descriptor.Kind> kinds) {
    return kinds.stream()
        .map(kind ->
            kind.words()
                + "s: "
                + vocabulary.of(kind).stream()
                    .map(Descriptor::name)
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  /** {@return a call that the file does not hold, for a default; messages point to {@code span}} */
  static Expression.Call call(Span span, String name, Expression.Argument... arguments) {
    return new Expression.Call(
        span, List.of(new Name(span, name)), Optional.of(List.of(arguments)));
  }
}
