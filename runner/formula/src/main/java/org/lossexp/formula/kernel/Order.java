package org.lossexp.formula.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Walks through graphs without recursion: a sum of 20,000 parts is a chain 20,000 deep. */
final class Order {
  private Order() {}

  /** {@return the roots and all that they are made of, each once, arguments first} */
  static List<Term> of(Collection<Term> roots) {
    return of(roots, term -> true);
  }

  /** {@return the roots and what they are made of, not looking into terms that are no use} */
  static List<Term> of(Collection<Term> roots, Predicate<Term> opens) {
    List<Term> order = new ArrayList<>();
    Set<Term> done = new HashSet<>();
    Set<Term> opened = new HashSet<>();
    Deque<Term> stack = new ArrayDeque<>();
    for (Term root : roots) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Term term = stack.peek();
        if (done.contains(term)) {
          stack.pop();
        } else if (opened.add(term)) {
          List<Term> arguments = opens.test(term) ? term.arguments() : List.of();
          for (Term argument : arguments.reversed()) {
            if (!done.contains(argument)) {
              stack.push(argument);
            }
          }
        } else {
          stack.pop();
          done.add(term);
          order.add(term);
        }
      }
    }
    return order;
  }
}
