package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Loss;

/**
 * A loss as it is declared, with what its names mean.
 *
 * @param source in which it stands
 * @param lets what the names of {@code let}s stand for, those that it uses
 * @param losses the losses that it may name
 */
record Formula(
    Source source, Statement.Declaration declaration, Map<String, Expression> lets, Losses losses) {
  Formula {
    lets = Collections.unmodifiableMap(new LinkedHashMap<>(lets));
  }

  /** The losses known where a formula stands. */
  interface Losses {
    Optional<Loss> find(String name);

    /** {@return whether a loss has this name, without reading it} */
    boolean knows(String name);

    List<String> names();

    /** {@return the declaration of {@code name}, where it is no loss of the catalogue} */
    Optional<Formula> declared(String name);

    /** {@return whether {@code name} is made of itself} */
    boolean circular(String name);
  }

  String name() {
    return declaration.name().text();
  }

  /** {@return the heads that {@code for heads(…)} names; empty without it} */
  List<String> heads() {
    return declaration
        .family()
        .filter(family -> family.name().equals("heads"))
        .map(family ->
            family.given().stream()
                .filter(Expression.Argument.Positional.class::isInstance)
                .map(argument -> ((Expression.Argument.Positional) argument).value())
                .filter(Expression.Call.class::isInstance)
                .map(call -> ((Expression.Call) call).name())
                .toList())
        .orElse(List.of());
  }

  /** {@return the names that the formula defines itself: parameters and parts} */
  Set<String> own() {
    Set<String> own = new LinkedHashSet<>();
    declaration.parameters().forEach(parameter -> own.add(parameter.name().text()));
    declaration.parts().forEach(part -> own.add(part.name().text()));
    return own;
  }

  /** {@return everything written: the body, the parts, the condition} */
  List<Expression> expressions() {
    List<Expression> all = new ArrayList<>();
    all.add(declaration.body());
    declaration.counted().ifPresent(all::add);
    declaration.parts().forEach(part -> all.add(part.value()));
    return all;
  }
}
