package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.lossexp.grammar.Condition;
import org.lossexp.grammar.ExpressionText;

/** The canonical text of a condition: no parentheses that can be left out. */
final class ConditionText {
  private ConditionText() {}

  static String of(Condition condition) {
    return switch (condition) {
      case Condition.Or or -> {
        Deque<String> parts = new ArrayDeque<>();
        Condition leftmost = or;
        while (leftmost instanceof Condition.Or it) {
          parts.push(
              it.right() instanceof Condition.Or ? inParentheses(it.right()) : of(it.right()));
          leftmost = it.left();
        }
        parts.push(of(leftmost));
        yield String.join(" or ", parts);
      }
      case Condition.And and -> {
        Deque<String> parts = new ArrayDeque<>();
        Condition leftmost = and;
        while (leftmost instanceof Condition.And it) {
          parts.push(
              it.right() instanceof Condition.And ? inParentheses(it.right()) : tight(it.right()));
          leftmost = it.left();
        }
        parts.push(tight(leftmost));
        yield String.join(" and ", parts);
      }
      case Condition.Not not ->
          "not "
              + (not.operand() instanceof Condition.And
                  ? inParentheses(not.operand())
                  : tight(not.operand()));
      case Condition.Compare compare ->
          "%s %s %s"
              .formatted(
                  compare.factor().name(),
                  compare.operator().symbol(),
                  ExpressionText.of(compare.value()));
      case Condition.Member member ->
          member.values().stream()
              .map(ExpressionText::of)
              .collect(Collectors.joining(", ", member.factor().name() + " in {", "}"));
    };
  }

  private static String tight(Condition condition) {
    return condition instanceof Condition.Or ? inParentheses(condition) : of(condition);
  }

  private static String inParentheses(Condition condition) {
    return "(" + of(condition) + ")";
  }
}
