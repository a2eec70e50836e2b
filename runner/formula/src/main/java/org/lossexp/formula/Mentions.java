package org.lossexp.formula;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.Call;
import org.lossexp.grammar.Setting;

/**
 * The names in expressions.
 *
 * @param bare written without parentheses, each with its first place
 * @param called written with parentheses, each with its first place
 * @param indexed whether an element is taken of anything
 */
record Mentions(Map<String, Call> bare, Map<String, Call> called, boolean indexed) {
  static Mentions of(Collection<Expression> expressions) {
    Mentions found = new Mentions(new LinkedHashMap<>(), new LinkedHashMap<>(), false);
    boolean indexed = false;
    Deque<Expression> open = new ArrayDeque<>(expressions);
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Call call -> {
          (call.arguments().isPresent() ? found.called : found.bare).putIfAbsent(call.name(), call);
          call.given().forEach(argument -> push(argument, open, found));
        }
        case Expression.Binary binary -> {
          open.push(binary.right());
          open.push(binary.left());
        }
        case Expression.Unary unary -> open.push(unary.operand());
        case Expression.Index index -> {
          indexed = true;
          open.push(index.index());
          open.push(index.vector());
        }
        case Expression.Conditional conditional -> {
          open.push(conditional.no());
          open.push(conditional.yes());
          open.push(conditional.condition());
        }
        case Expression.Sequence sequence -> sequence.items().reversed().forEach(open::push);
        case Expression.Pipeline pipeline -> pipeline.steps().reversed().forEach(open::push);
        case Expression.Numeral _, Expression.Text _, Expression.Flag _, Expression.None _ -> {}
      }
    }
    return new Mentions(found.bare, found.called, indexed);
  }

  private static void push(Argument argument, Deque<Expression> open, Mentions found) {
    switch (argument) {
      case Argument.Positional positional -> {
        positional
            .except()
            .ifPresent(name ->
                found.bare.putIfAbsent(
                    name.text(), new Call(name.span(), List.of(name), Optional.empty())));
        positional.counted().ifPresent(open::push);
        open.push(positional.value());
      }
      case Argument.Named named -> {
        if (named.setting() instanceof Setting.Fixed fixed) {
          open.push(fixed.value());
        }
      }
    }
  }

  /** {@return every name} */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>(bare.keySet());
    all.addAll(called.keySet());
    return all;
  }
}
