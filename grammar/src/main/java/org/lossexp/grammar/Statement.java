package org.lossexp.grammar;

import java.util.List;
import java.util.Optional;

/** One statement of a file; {@code grammar/README.md} says what each means. */
public sealed interface Statement {
  /** {@return where the statement stands, from its first word to its last} */
  Span span();

  /** {@code language 1}. */
  record Language(Span span, Expression.Numeral version) implements Statement {}

  /** {@code experiment "…"}. */
  record Title(Span span, Expression.Text text) implements Statement {}

  /** {@code question "…"}. */
  record Question(Span span, Expression.Text text) implements Statement {}

  /** {@code import "lib.lossexp"}. */
  record Import(Span span, Expression.Text path) implements Statement {}

  /** {@code uses "acme-losses" >= 1.2}. */
  record Uses(Span span, Expression.Text plugin, Optional<Expression.Numeral> atLeast)
      implements Statement {}

  /** {@code allow LX123, LX124}: the next declaration's mismatch is meant. */
  record Allow(Span span, List<Name> codes) implements Statement {
    public Allow {
      codes = List.copyOf(codes);
    }
  }

  /** {@code let NAME = …}, {@code let NAME in …}, {@code let NAME tune …}. */
  record Let(Span span, Name name, Setting setting, List<String> doc) implements Statement {
    public Let {
      doc = List.copyOf(doc);
    }
  }

  /** {@code loss mse, huber(delta in {0.5, 1})}: known things used by name. */
  record Use(Span span, Kind kind, List<Expression.Call> items, List<String> doc)
      implements Statement {
    public Use {
      items = List.copyOf(items);
      doc = List.copyOf(doc);
    }
  }

  /**
   * {@code data NAME = …}, {@code loss NAME(a = 1) for heads(…) = … when … where …}; with {@code
   * library}, {@code define loss …}: known, not used.
   */
  record Declaration(
      Span span,
      boolean library,
      Kind kind,
      Name name,
      List<Entry> parameters,
      Optional<Expression.Call> family,
      Expression body,
      Optional<Expression> counted,
      List<Part> parts,
      List<String> doc)
      implements Statement {
    public Declaration {
      parameters = List.copyOf(parameters);
      parts = List.copyOf(parts);
      doc = List.copyOf(doc);
    }
  }

  /** {@code train { epochs = 30, … }}. */
  record Block(Span span, Section section, Span sectionSpan, List<Entry> entries)
      implements Statement {
    public Block {
      entries = List.copyOf(entries);
    }
  }

  /** {@code measure accuracy, ndcg(k = 10)}. */
  record Measure(Span span, List<Expression.Call> metrics) implements Statement {
    public Measure {
      metrics = List.copyOf(metrics);
    }
  }

  /** {@code zip loss, rate}. */
  record Zip(Span span, List<Expression.Call> factors) implements Statement {
    public Zip {
      factors = List.copyOf(factors);
    }
  }

  /** {@code exclude when …}. */
  record Exclude(Span span, Condition condition) implements Statement {}

  /** What a declaration declares. */
  enum Kind {
    DATA,
    MODEL,
    LOSS,
    OPTIMIZER
  }

  /** A block of settings. */
  enum Section {
    TRAIN,
    TUNE,
    REPEAT,
    COMPARE,
    REPORT
  }

  /** {@code name = …}, {@code name in …}, {@code name tune …}, in a block or a parameter list. */
  record Entry(Span span, Name name, Setting setting) {}

  /** {@code u = …} after {@code where}. */
  record Part(Span span, Name name, Expression value) {}
}
