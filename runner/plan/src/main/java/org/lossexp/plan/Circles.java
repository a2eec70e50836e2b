package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds names that lead back to themselves. */
final class Circles {
  private Circles() {}

  /**
   * {@return one name of each circle that a walk from the first name to the last comes upon}
   *
   * @param uses name → names that it uses, all of them keys
   */
  static List<String> among(Map<String, List<String>> uses) {
    var circular = new ArrayList<String>();
    Set<String> entered = new HashSet<>();
    Set<String> left = new HashSet<>();
    for (String start : uses.keySet()) {
      // What was entered and not left is on the way from the start to here.
      Deque<String> way = new ArrayDeque<>(List.of(start));
      while (!way.isEmpty()) {
        String name = way.peek();
        if (!entered.add(name)) {
          left.add(name);
          way.pop();
          continue;
        }
        for (String used : uses.get(name)) {
          if (!entered.contains(used)) {
            way.push(used);
          } else if (!left.contains(used) && !circular.contains(used)) {
            circular.add(used);
          }
        }
      }
    }
    return circular;
  }
}
