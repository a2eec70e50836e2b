package org.lossexp.formula;

import java.util.ArrayList;
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
 * The losses that can be named in a file, while it is read with one choice of the values that are
 * swept: its own first, then the catalogue's.
 */
final class KnownLosses implements Formula.Losses {
  /** Declared losses that name one another in a row; each takes a few frames of the stack. */
  private static final int DEEPEST = 100;

  private final LossCatalogue catalogue;
  private final Map<String, Own> own;
  private final ArgumentReader reader;
  private final Map<String, Optional<Loss>> read = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private final Set<String> circular = new LinkedHashSet<>();

  /** A loss that a file declares. */
  record Own(Source source, Statement.Declaration declaration) {}

  KnownLosses(LossCatalogue catalogue, Map<String, Own> own, ArgumentReader reader) {
    this.catalogue = catalogue;
    this.own = own;
    this.reader = reader;
  }

  @Override
  public Optional<Loss> find(String name) {
    Own declared = own.get(name);
    if (declared == null) {
      return catalogue.find(name);
    }
    Optional<Loss> known = read.get(name);
    if (known == null) {
      if (!open.add(name)) {
        circular.add(name);
        return Optional.empty();
      }
      known = open.size() > DEEPEST ? Optional.empty() : read(declared);
      open.remove(name);
      read.put(name, known);
    }
    return known;
  }

  private Optional<Loss> read(Own declared) {
    Formula formula = formula(declared.source(), declared.declaration());
    Statement.Declaration declaration = declared.declaration();
    if (LossCompiler.isPlain(declaration)
        && declaration.body() instanceof Expression.Call call
        && call.arguments().isEmpty()) {
      return find(call.name());
    }
    // What is wrong with it is reported where it is declared.
    var unheard = new Diagnostics(declared.source());
    return LossCompiler.declare(formula, reader.reportingTo(unheard)).map(loss -> loss);
  }

  /** {@return {@code declaration} with what its names stand for now} */
  Formula formula(Source source, Statement.Declaration declaration) {
    Map<String, Expression> lets = new LinkedHashMap<>();
    Formula bare = new Formula(source, declaration, Map.of(), this);
    List<Expression> open = new ArrayList<>(bare.expressions());
    Set<String> hidden = bare.own();
    while (!open.isEmpty()) {
      for (Expression.Call call : Mentions.of(List.of(open.removeLast())).bare().values()) {
        if (!hidden.contains(call.name()) && !lets.containsKey(call.name())) {
          reader
              .follow(call)
              .map(ArgumentReader.Followed::expression)
              .filter(value -> !value.equals(call))
              .ifPresent(value -> {
                lets.put(call.name(), value);
                open.add(value);
              });
        }
      }
    }
    return new Formula(source, declaration, lets, this);
  }

  @Override
  public boolean knows(String name) {
    return own.containsKey(name) || catalogue.find(name).isPresent();
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(own.keySet());
    names.addAll(catalogue.names());
    return names;
  }

  @Override
  public Optional<Formula> declared(String name) {
    return Optional.ofNullable(own.get(name)).map(o -> formula(o.source(), o.declaration()));
  }

  @Override
  public boolean circular(String name) {
    return circular.contains(name);
  }
}
