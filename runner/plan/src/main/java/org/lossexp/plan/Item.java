package org.lossexp.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lossexp.grammar.Span;

/**
 * A declaration that was read.
 *
 * @param declared the declaration
 * @param name its label, or the name of what it uses
 * @param index its place among those of its kind, as written
 * @param variants what it stands for under each choice of its factors
 */
record Item<T>(Declared declared, String name, int index, List<Variant<T>> variants) {
  Item {
    variants = List.copyOf(variants);
  }

  /** {@return the factors that it depends on under some choice of the others} */
  Set<Factor> factors() {
    Set<Factor> factors = new LinkedHashSet<>();
    variants.forEach(variant -> factors.addAll(variant.choices().keySet()));
    return factors;
  }

  Span span() {
    return declared.span();
  }
}
