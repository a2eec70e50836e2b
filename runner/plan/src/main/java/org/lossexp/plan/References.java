package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Setting;

/** What an expression mentions. Walks with a stack of its own: sums can be very long. */
final class References {
  private final Collection<String> names;
  private final Set<String> mentioned = new LinkedHashSet<>();
  private final Deque<Expression> open = new ArrayDeque<>();
  private boolean swept;

  private References(Collection<String> names) {
    this.names = names;
  }

  /** {@return the ones of {@code names} that {@code setting} mentions} */
  static List<String> of(Setting setting, Collection<String> names) {
    var references = new References(names);
    references.push(setting);
    references.walk();
    return List.copyOf(references.mentioned);
  }

  /** {@return whether a sweep is written inside of {@code setting} itself} */
  static boolean sweeps(Setting setting) {
    var references = new References(List.of());
    references.push(setting);
    references.walk();
    return references.swept;
  }

  private void walk() {
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Expression.Call call -> {
          if (call.arguments().isEmpty() && names.contains(call.name())) {
            mentioned.add(call.name());
          }
          call.given().forEach(this::push);
        }
        case Expression.Sequence sequence -> pushAll(sequence.items());
        case Expression.Pipeline pipeline -> pushAll(pipeline.steps());
        case Expression.Index index -> pushAll(List.of(index.vector(), index.index()));
        case Expression.Unary unary -> open.push(unary.operand());
        case Expression.Binary binary -> pushAll(List.of(binary.left(), binary.right()));
        case Expression.Conditional it -> pushAll(List.of(it.condition(), it.yes(), it.no()));
        case Expression.Numeral _, Expression.Text _, Expression.Flag _, Expression.None _ -> {}
      }
    }
  }

  private void push(Argument argument) {
    switch (argument) {
      case Argument.Named named -> push(named.setting());
      case Argument.Positional positional -> open.push(positional.value());
    }
  }

  private void push(Setting setting) {
    switch (setting) {
      case Setting.Fixed fixed -> open.push(fixed.value());
      case Setting.Swept it -> {
        swept = true;
        push(it.domain());
      }
      case Setting.Tuned it -> push(it.domain());
    }
  }

  private void push(Domain domain) {
    switch (domain) {
      case Domain.Choices choices -> pushAll(choices.values());
      case Domain.Interval interval -> pushAll(List.of(interval.low(), interval.high()));
    }
  }

  /** The first comes off the stack first. */
  private void pushAll(List<Expression> expressions) {
    new ArrayList<>(expressions).reversed().forEach(open::push);
  }
}
