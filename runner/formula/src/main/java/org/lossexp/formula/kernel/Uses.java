package org.lossexp.formula.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.formula.kernel.Program.Step;

/**
 * How a program's terms are used.
 *
 * @param numbers the terms that are needed as numbers, and not only tested by choices
 * @param lazy the terms that one branch of one choice alone needs, and that are dear
 */
record Uses(Set<Term> numbers, Set<Term> lazy) {
  static Uses of(Program program) {
    List<Term> order = Order.of(program.results());
    Set<Term> numbers = new HashSet<>(program.buffers().keySet());
    numbers.addAll(program.results());
    program.counted().filter(condition -> condition.op().isTruth()).ifPresent(numbers::remove);
    Map<Term, Integer> uses = new HashMap<>();
    for (Term term : order) {
      term.arguments().forEach(argument -> uses.merge(argument, 1, Integer::sum));
      if (!term.is(Op.AND) && !term.is(Op.OR) && !term.is(Op.NOT)) {
        int from = term.is(Op.SELECT) ? 1 : 0;
        numbers.addAll(term.arguments().subList(from, term.arguments().size()));
      }
    }
    Set<Term> kept = new HashSet<>(program.buffers().keySet());
    kept.addAll(program.results());
    for (Step step : program.prologue()) {
      if (step instanceof Step.Compute(List<Term> terms)) {
        kept.addAll(terms);
      }
    }
    return new Uses(numbers, lazy(order, uses, kept));
  }

  private static Set<Term> lazy(List<Term> order, Map<Term, Integer> uses, Set<Term> kept) {
    Set<Term> lazy = new HashSet<>();
    for (Term user : order.reversed()) {
      int from = user.is(Op.SELECT) ? 1 : 0;
      if (!user.is(Op.SELECT) && !lazy.contains(user)) {
        continue;
      }
      for (Term argument : user.arguments().subList(from, user.arguments().size())) {
        boolean own = uses.get(argument) == 1 && !kept.contains(argument);
        boolean together = argument.isVector() == user.isVector();
        boolean computed = argument.op().form() == Op.Form.ELEMENT && !argument.op().isTruth();
        if (own && together && computed && (lazy.contains(user) || isDear(argument, uses))) {
          lazy.add(argument);
        }
      }
    }
    return lazy;
  }

  /** {@return whether computing the term calls a function that nothing else needs} */
  private static boolean isDear(Term branch, Map<Term, Integer> uses) {
    return Order.of(List.of(branch), term -> uses.get(term) == 1).stream()
        .anyMatch(term -> uses.get(term) == 1 && Scheduler.isFunction(term));
  }
}
