package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lossexp.grammar.Condition;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Setting;

/** What an expression mentions. Walks with a stack of its own: sums can be very long. */
final class References {
  private final Collection<String> names;
  private final Set<String> mentioned = new LinkedHashSet<>();
  private final Deque<Expression> open = new ArrayDeque<>();
  private boolean varies;

  /** Whether a call with arguments mentions what it calls. */
  private final boolean calls;

  private References(Collection<String> names) {
    this(names, false);
  }

  private References(Collection<String> names, boolean calls) {
    this.names = names;
    this.calls = calls;
  }

  /** {@return the ones of {@code lets} that {@code declared} mentions, wherever in it} */
  static List<String> of(Declared declared, Collection<String> lets) {
    return of(declared, new References(lets));
  }

  /** {@return the ones of {@code losses} that {@code declared} mentions, called or not} */
  static List<String> losses(Declared declared, Collection<String> losses) {
    return of(declared, new References(losses, true));
  }

  private static List<String> of(Declared declared, References references) {
    references.open.push(declared.body());
    declared
        .loss()
        .ifPresent(loss -> {
          loss.counted().ifPresent(references.open::push);
          loss.parts().forEach(part -> references.open.push(part.value()));
          loss.parameters().forEach(entry -> references.push(entry.setting()));
        });
    references.walk();
    declared
        .loss()
        .ifPresent(loss ->
            loss.parameters().forEach(entry -> references.mentioned.remove(entry.name().text())));
    return List.copyOf(references.mentioned);
  }

  /** {@return the ones of {@code names} that {@code setting} mentions} */
  static List<String> of(Setting setting, Collection<String> names) {
    var references = new References(names);
    references.push(setting);
    references.walk();
    return List.copyOf(references.mentioned);
  }

  /** {@return whether a sweep or a search is written inside of {@code setting} itself} */
  static boolean vary(Setting setting) {
    var references = new References(List.of());
    references.push(setting);
    references.walk();
    return references.varies;
  }

  /** {@return the ones of {@code names} that {@code condition} mentions} */
  static List<String> of(Condition condition, Collection<String> names) {
    var references = new References(names);
    Deque<Condition> conditions = new ArrayDeque<>(List.of(condition));
    while (!conditions.isEmpty()) {
      switch (conditions.pop()) {
        case Condition.Not not -> conditions.push(not.operand());
        case Condition.And and -> {
          conditions.push(and.right());
          conditions.push(and.left());
        }
        case Condition.Or or -> {
          conditions.push(or.right());
          conditions.push(or.left());
        }
        case Condition.Compare compare ->
            references.pushAll(List.of(compare.factor(), compare.value()));
        case Condition.Member member -> {
          references.open.push(member.factor());
          references.pushAll(member.values());
        }
      }
    }
    references.walk();
    return List.copyOf(references.mentioned);
  }

  private void walk() {
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Expression.Call call -> {
          if ((calls || call.arguments().isEmpty()) && names.contains(call.name())) {
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
      case Argument.Positional positional -> {
        positional.counted().ifPresent(open::push);
        open.push(positional.value());
      }
    }
  }

  private void push(Setting setting) {
    switch (setting) {
      case Setting.Fixed fixed -> open.push(fixed.value());
      case Setting.Swept it -> {
        varies = true;
        push(it.domain());
      }
      case Setting.Tuned it -> {
        varies = true;
        push(it.domain());
      }
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
