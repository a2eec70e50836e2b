package org.lossexp.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.Expression.Call;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * Takes a sum apart into what it adds: losses, penalties, and a formula, each with the number by
 * which it is multiplied. What a loss is not merely added to or multiplied by stays in the formula.
 */
final class LossAlgebra {
  static final int MOST_ADDED = 200;

  private final Formula formula;
  private final Map<String, Expression> parts = new LinkedHashMap<>();
  private final List<Summand> losses = new ArrayList<>();
  private final List<Summand> penalties = new ArrayList<>();
  private final List<Summand> rest = new ArrayList<>();
  private final IdentityHashMap<Expression, Boolean> carrying = new IdentityHashMap<>();

  /** A part of a sum: {@code coefficient} times {@code what}. */
  record Summand(Expression coefficient, Expression what) {}

  LossAlgebra(Formula formula) {
    this.formula = formula;
    formula.declaration().parts().forEach(part -> parts.put(part.name().text(), part.value()));
    Expression body = formula.declaration().body();
    if (carries(body)) {
      take(new Summand(one(body.span()), body));
    }
  }

  /** {@return whether anything is added that is no formula over a unit} */
  boolean isSum() {
    return !losses.isEmpty() || !penalties.isEmpty();
  }

  /** {@return whether more is added than anyone can mean: the rest was not looked at} */
  boolean isTooLarge() {
    return losses.size() + penalties.size() > MOST_ADDED;
  }

  /** {@return the losses, each called} */
  List<Summand> losses() {
    return losses;
  }

  /** {@return the penalties, each called} */
  List<Summand> penalties() {
    return penalties;
  }

  /** {@return what is added besides: a formula, or a number; empty where there is nothing} */
  Optional<Expression> rest() {
    return rest.stream()
        .map(summand -> product(summand.coefficient(), summand.what()))
        .reduce((a, b) -> binary(BinaryOperator.PLUS, a, b));
  }

  /** {@return whether {@code expression} is a number that knows no unit} */
  boolean isCoefficient(Expression expression) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<Expression> open = new ArrayDeque<>(List.of(expression));
    while (!open.isEmpty()) {
      Mentions mentions = Mentions.of(List.of(open.pop()));
      if (!mentions.called().values().stream().allMatch(LossCompiler::isFunction)) {
        return false;
      }
      for (String name : mentions.bare().keySet()) {
        Optional<Expression> meant = meant(name);
        boolean plain =
            formula.own().contains(name) || FormulaWords.isConstant(name) || isWord(name);
        if (meant.isEmpty() && !plain) {
          return false;
        }
        meant.filter(_ -> seen.add(name)).ifPresent(open::push);
      }
    }
    return true;
  }

  /** {@return whether a name means nothing but itself: a value of a choice, or a mistake} */
  private boolean isWord(String name) {
    return !FormulaWords.isSignal(name)
        && !formula.heads().contains(name)
        && !formula.losses().knows(name);
  }

  /** {@return what a part, or a let, stands for} */
  private Optional<Expression> meant(String name) {
    Expression part = parts.get(name);
    if (part != null) {
      return Optional.of(part);
    }
    return formula.own().contains(name)
        ? Optional.empty()
        : Optional.ofNullable(formula.lets().get(name));
  }

  /** {@return whether a loss or a penalty is in {@code expression}} */
  private boolean carries(Expression expression) {
    Boolean known = carrying.get(expression);
    if (known == null) {
      known = lookFor(expression);
      carrying.put(expression, known);
    }
    return known;
  }

  private boolean lookFor(Expression expression) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<Expression> open = new ArrayDeque<>(List.of(expression));
    while (!open.isEmpty()) {
      Mentions mentions = Mentions.of(List.of(open.pop()));
      for (Call call : mentions.called().values()) {
        boolean loss = !LossCompiler.isFunction(call) && formula.losses().knows(call.name());
        if (FormulaWords.isPenalty(call.name()) || loss) {
          return true;
        }
      }
      for (String name : mentions.bare().keySet()) {
        Optional<Expression> meant = meant(name);
        if (meant.isEmpty() && isLoss(name)) {
          return true;
        }
        meant.filter(_ -> seen.add(name)).ifPresent(open::push);
      }
    }
    return false;
  }

  private boolean carriesItself(Call call) {
    return call.arguments().isPresent() ? !LossCompiler.isFunction(call) : isLoss(call.name());
  }

  private boolean isLoss(String name) {
    return !formula.own().contains(name)
        && !formula.heads().contains(name)
        && !FormulaWords.isSignal(name)
        && (formula.losses().knows(name) || FormulaWords.isPenalty(name));
  }

  private void take(Summand whole) {
    Deque<Summand> open = new ArrayDeque<>();
    open.push(whole);
    while (!open.isEmpty() && !isTooLarge()) {
      Summand next = open.pop();
      // A long sum is not looked through again for each of its terms.
      if (isSum(next.what()) || carries(next.what())) {
        takeApart(next, open);
      } else {
        rest.add(next);
      }
    }
  }

  private static boolean isSum(Expression expression) {
    return expression instanceof Expression.Binary binary
        && (binary.operator() == BinaryOperator.PLUS || binary.operator() == BinaryOperator.MINUS);
  }

  private void takeApart(Summand summand, Deque<Summand> open) {
    Expression weight = summand.coefficient();
    switch (summand.what()) {
      case Expression.Binary(Span _, BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.PLUS || operator == BinaryOperator.MINUS -> {
        open.push(new Summand(operator == BinaryOperator.PLUS ? weight : negated(weight), right));
        open.push(new Summand(weight, left));
      }
      case Expression.Binary(Span _, BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.TIMES && isCoefficient(left) ->
          open.push(new Summand(product(weight, left), right));
      case Expression.Binary(Span _, BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.TIMES && isCoefficient(right) ->
          open.push(new Summand(product(weight, right), left));
      case Expression.Binary(Span _, BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.DIVIDE && isCoefficient(right) ->
          open.push(new Summand(binary(BinaryOperator.DIVIDE, weight, right), left));
      case Expression.Unary(Span _, Expression.UnaryOperator operator, Expression operand)
          when operator == Expression.UnaryOperator.NEGATE ->
          open.push(new Summand(negated(weight), operand));
      case Expression.Conditional(Span span, Expression condition, Expression yes, Expression no)
          when isCoefficient(condition) -> {
        Expression one = one(span);
        Expression nothing = new Expression.Numeral(span, "0", 0);
        open.push(
            new Summand(
                product(weight, new Expression.Conditional(span, condition, nothing, one)), no));
        open.push(
            new Summand(
                product(weight, new Expression.Conditional(span, condition, one, nothing)), yes));
      }
      case Call call when call.arguments().isEmpty() && meant(call.name()).isPresent() ->
          open.push(new Summand(weight, meant(call.name()).get()));
      case Call call when FormulaWords.isPenalty(call.name()) -> penalties.add(summand);
      case Call call when carriesItself(call) -> losses.add(summand);
      case Expression other -> rest.add(new Summand(weight, other));
    }
  }

  /** {@return names that are added, and that nothing has} */
  List<Call> unknown() {
    return rest.stream()
        .map(Summand::what)
        .filter(this::isCoefficient)
        .flatMap(number -> Mentions.of(List.of(number)).bare().values().stream())
        .filter(call -> !formula.own().contains(call.name()) && meant(call.name()).isEmpty())
        .filter(call -> !FormulaWords.isConstant(call.name()))
        .toList();
  }

  /** {@return the formula without the parts in which losses are, for the numbers} */
  Formula coefficients() {
    return with(
        formula.declaration().body(),
        formula.declaration().parts().stream().filter(part -> isCoefficient(part.value())).toList(),
        false);
  }

  /** {@return the rest as a formula of its own} */
  Optional<Formula> remainder() {
    return rest().map(expression -> with(expression, reachable(expression), true));
  }

  private List<Statement.Part> reachable(Expression expression) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<Expression> open = new ArrayDeque<>(List.of(expression));
    formula.declaration().counted().ifPresent(open::push);
    while (!open.isEmpty()) {
      for (String name : Mentions.of(List.of(open.pop())).bare().keySet()) {
        if (parts.containsKey(name) && reached.add(name)) {
          open.push(parts.get(name));
        }
      }
    }
    return formula.declaration().parts().stream()
        .filter(part -> reached.contains(part.name().text()))
        .toList();
  }

  private Formula with(Expression body, List<Statement.Part> kept, boolean unit) {
    Statement.Declaration whole = formula.declaration();
    return new Formula(
        formula.source(),
        new Statement.Declaration(
            whole.span(),
            whole.library(),
            whole.kind(),
            whole.name(),
            whole.parameters().stream()
                .filter(entry -> !entry.name().text().equals(SumLoss.READOUT))
                .toList(),
            unit ? whole.family() : Optional.empty(),
            body,
            unit ? whole.counted() : Optional.empty(),
            kept,
            List.of()),
        formula.lets(),
        formula.losses());
  }

  private static Expression one(Span span) {
    return new Expression.Numeral(span, "1", 1);
  }

  private static boolean isOne(Expression expression) {
    return expression instanceof Expression.Numeral numeral && numeral.value() == 1;
  }

  private static Expression product(Expression a, Expression b) {
    if (a instanceof Expression.Unary sign && isOne(sign.operand())) {
      return negated(b);
    }
    return isOne(a) ? b : isOne(b) ? a : binary(BinaryOperator.TIMES, a, b);
  }

  private static Expression negated(Expression expression) {
    return new Expression.Unary(expression.span(), Expression.UnaryOperator.NEGATE, expression);
  }

  private static Expression binary(BinaryOperator operator, Expression a, Expression b) {
    return new Expression.Binary(a.span().to(b.span()), operator, a, b);
  }
}
