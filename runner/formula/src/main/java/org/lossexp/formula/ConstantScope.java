package org.lossexp.formula;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/** The names that the argument of a loss inside another may use: lets and parameters. */
record ConstantScope(Map<String, Expression> lets, Map<String, Value> values) implements Scope {
  @Override
  public Optional<Setting> let(String name) {
    Value value = values.get(name);
    Optional<Expression> known =
        value == null ? Optional.ofNullable(lets.get(name)) : Optional.of(expression(value));
    return known.map(expression -> new Setting.Fixed(expression.span(), expression));
  }

  @Override
  public Collection<String> names() {
    Set<String> names = new LinkedHashSet<>(values.keySet());
    names.addAll(lets.keySet());
    return names;
  }

  @Override
  public Optional<Expression> chosen(String name, Setting.Swept sweep, ArgumentReader reader) {
    return Scope.refuse(sweep, reader);
  }

  /** {@return {@code value} as it would be written} */
  static Expression expression(Value value) {
    Span nowhere = new Span(0, 0);
    return switch (value) {
      case Value.Numeral numeral ->
          new Expression.Numeral(nowhere, numeral.text(), numeral.number());
      case Value.Flag flag -> new Expression.Flag(nowhere, flag.on());
      case Value.Text text -> new Expression.Text(nowhere, text.string());
      case Value.Word word when word.equals(Elaborator.NONE) -> new Expression.None(nowhere);
      case Value.Word word ->
          new Expression.Call(
              nowhere, java.util.List.of(new Name(nowhere, word.word())), Optional.empty());
      case Value.Sequence sequence ->
          new Expression.Sequence(
              nowhere, sequence.items().stream().map(ConstantScope::expression).toList());
      case Value.Pipeline pipeline ->
          new Expression.Pipeline(
              nowhere, pipeline.steps().stream().map(ConstantScope::expression).toList());
      case Value.Call call ->
          new Expression.Call(
              nowhere,
              java.util.List.of(new Name(nowhere, call.name())),
              Optional.of(java.util.List.of()));
    };
  }
}
