package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.formula.Scope;
import org.lossexp.grammar.Condition;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Value;

/**
 * Leaves combinations out: {@code exclude when loss in {mse, mae} and noise > 20%}.
 *
 * <p>A name is a kind, whose declaration is compared by its name; a factor or a {@code let}; or an
 * argument of the candidate, as {@code optimizer.learning_rate}. A candidate that has no such thing
 * meets no comparison with it.
 */
final class Exclusions {
  private final Draft draft;
  private final Materials materials;
  private final Sweeps sweeps;
  private final LossCompiler losses;
  private final ArgumentReader reader;
  private final Diagnostics diagnostics;

  Exclusions(
      Draft draft, Materials materials, Sweeps sweeps, LossCompiler losses, ArgumentReader reader) {
    this.draft = draft;
    this.materials = materials;
    this.sweeps = sweeps;
    this.losses = losses;
    this.reader = reader;
    this.diagnostics = reader.diagnostics();
  }

  /** {@return the candidates that no rule leaves out; none after a mistake, which is reported} */
  List<Candidate> remaining(List<Candidate> candidates) {
    int before = diagnostics.errors();
    Set<Candidate> out = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Statement.Exclude rule : draft.excludes) {
      Predicate<Candidate> test = test(rule.condition());
      List<Candidate> met = candidates.stream().filter(test).toList();
      if (met.isEmpty() && diagnostics.errors() == before) {
        diagnostics.warning(
            Codes.EXCLUDES_NOTHING,
            rule.span(),
            "this rule leaves nothing out",
            "",
            "no combination of the file meets it: delete it, or compare with what the file has");
      }
      out.addAll(met);
    }
    if (diagnostics.errors() > before) {
      return List.of();
    }
    List<Candidate> left =
        candidates.stream().filter(candidate -> !out.contains(candidate)).toList();
    if (left.isEmpty() && !candidates.isEmpty()) {
      diagnostics.error(
          Codes.EXCLUDES_ALL,
          draft.excludes.getLast().span(),
          draft.excludes.size() == 1
              ? "this rule leaves out every combination"
              : "the rules leave out every combination",
          "",
          "there are %,d combinations, and none is left to train".formatted(candidates.size()));
    }
    return left;
  }

  /** Goes down the left side of a chain in a loop: it may be as long as the file. */
  private Predicate<Candidate> test(Condition condition) {
    return switch (condition) {
      case Condition.Not not -> test(not.operand()).negate();
      case Condition.And and -> {
        List<Predicate<Candidate>> tests = new ArrayList<>();
        Condition leftmost = and;
        while (leftmost instanceof Condition.And it) {
          tests.add(test(it.right()));
          leftmost = it.left();
        }
        tests.add(test(leftmost));
        yield candidate -> tests.stream().allMatch(test -> test.test(candidate));
      }
      case Condition.Or or -> {
        List<Predicate<Candidate>> tests = new ArrayList<>();
        Condition leftmost = or;
        while (leftmost instanceof Condition.Or it) {
          tests.add(test(it.right()));
          leftmost = it.left();
        }
        tests.add(test(leftmost));
        yield candidate -> tests.stream().anyMatch(test -> test.test(candidate));
      }
      case Condition.Compare compare ->
          test(compare.span(), compare.factor(), compare.operator(), List.of(compare.value()));
      case Condition.Member member ->
          test(member.span(), member.factor(), BinaryOperator.EQUAL, member.values());
    };
  }

  /** {@return whether a candidate compares so with one of {@code values}} */
  private Predicate<Candidate> test(
      Span span, Expression.Call name, BinaryOperator operator, List<Expression> values) {
    Optional<Kind> kind = Zips.kind(name.name());
    if (kind.isPresent()) {
      return ofKind(span, kind.get(), operator, values);
    }
    if (isTuned(name.name())) {
      diagnostics.error(
          Codes.NOT_COMPARABLE,
          name.span(),
          "`%s` is tuned: it has no value before it is searched for".formatted(name.name()),
          "",
          "leave out combinations of factors");
      return _ -> false;
    }
    if (!isKnown(name.name())) {
      unknown(name);
      return _ -> false;
    }
    List<Comparand> comparands = values.stream().map(this::comparand).toList();
    boolean ordered = operator != BinaryOperator.EQUAL && operator != BinaryOperator.NOT_EQUAL;
    int before = diagnostics.errors();
    return candidate -> {
      Optional<Comparand> own = value(name.name(), candidate);
      boolean noNumber = ordered && own.filter(value -> !value.isNumber()).isPresent();
      if (noNumber && diagnostics.errors() == before) {
        notOrdered(span, name.name(), own.get());
      }
      return own.isPresent() && comparands.stream().anyMatch(c -> own.get().meets(operator, c));
    };
  }

  private void notOrdered(Span span, String name, Comparand value) {
    diagnostics.error(
        Codes.NOT_COMPARABLE,
        span,
        "`%s` is no number, but `%s`".formatted(name, value.text()),
        "",
        "compare it with `==`, `!=` or `in {…}`");
  }

  private Predicate<Candidate> ofKind(
      Span span, Kind kind, BinaryOperator operator, List<Expression> values) {
    if (operator != BinaryOperator.EQUAL && operator != BinaryOperator.NOT_EQUAL) {
      diagnostics.error(
          Codes.NOT_COMPARABLE,
          span,
          "`%s` is a name, not a number".formatted(Draft.word(kind)),
          "",
          "compare it with `==`, `!=` or `in {…}`");
      return _ -> false;
    }
    var tests = new ArrayList<Predicate<Candidate>>();
    for (Expression value : values) {
      Predicate<Candidate> test = named(kind, value);
      tests.add(operator == BinaryOperator.EQUAL ? test : test.negate());
    }
    return candidate -> tests.stream().anyMatch(test -> test.test(candidate));
  }

  /** A declaration goes by its label; one without by the name of what it uses, or by its text. */
  private Predicate<Candidate> named(Kind kind, Expression value) {
    String text = ExpressionText.of(value);
    boolean bare = value instanceof Expression.Call call && call.arguments().isEmpty();
    Optional<String> resolved = kind == Kind.LOSS && !bare ? resolved(value) : Optional.empty();
    boolean known =
        resolved.isPresent()
            || materials.items(kind).stream().anyMatch(item -> isNamed(kind, item, text));
    if (!known) {
      List<String> names = materials.items(kind).stream().map(Item::name).distinct().toList();
      diagnostics.error(
          FormulaCodes.UNKNOWN_NAME,
          value.span(),
          "no %s of this file is named `%s`".formatted(Draft.word(kind), text),
          ArgumentReader.didYouMean(text, names),
          "there are: " + String.join(", ", names));
    }
    return candidate ->
        resolved.isPresent()
            ? resolved.get().equals(candidate.loss().text())
            : isNamed(kind, candidate.item(kind), text);
  }

  private Optional<String> resolved(Expression value) {
    var unheard = new Diagnostics(diagnostics.source());
    return losses.resolve(value, new ArgumentReader(Scope.EMPTY, unheard)).map(ResolvedLoss::text);
  }

  private boolean isNamed(Kind kind, Item<?> item, String name) {
    if (item.name().equals(name)) {
      return true;
    }
    Optional<Loss> loss = losses.catalogue().find(name);
    return kind == Kind.LOSS
        && item.declared().label().isEmpty()
        && loss.isPresent()
        && loss.equals(losses.catalogue().find(item.name()));
  }

  private boolean isKnown(String name) {
    return draft.lets.containsKey(name)
        || sweeps.known().stream().anyMatch(factor -> factor.isCalled(name))
        || anyArgument(name);
  }

  private boolean anyArgument(String name) {
    return anyVariant((variant, argument) -> argument.apply(variant.value()).isPresent(), name);
  }

  /** Whether a search is for it, or gives it other values. */
  private boolean isTuned(String name) {
    return sweeps.searches().stream().anyMatch(tuned -> tuned.name().equals(name))
        || anyVariant(
            (variant, argument) ->
                variant.tried().stream()
                    .anyMatch(
                        other -> !argument.apply(other).equals(argument.apply(variant.value()))),
            name);
  }

  /**
   * {@return whether {@code test} holds for a declaration, and for what the argument {@code name}
   * is in it}
   */
  private boolean anyVariant(
      BiPredicate<Variant<?>, Function<Object, Optional<Value>>> test, String name) {
    for (Kind kind : Kind.values()) {
      for (Item<?> item : materials.items(kind)) {
        for (Variant<?> variant : item.variants()) {
          if (test.test(variant, value -> argument(name, kind, item.name(), calls(value)))) {
            return true;
          }
        }
      }
    }
    return materials.train().stream()
        .anyMatch(
            variant -> test.test(variant, value -> argument(name, "train", "train", calls(value))));
  }

  private void unknown(Expression.Call name) {
    var names = new ArrayList<>(Zips.factorNames(sweeps));
    names.addAll(draft.lets.keySet());
    List<String> distinct = names.stream().distinct().toList();
    diagnostics.error(
        FormulaCodes.UNKNOWN_NAME,
        name.span(),
        "no factor is named `%s`".formatted(name.name()),
        ArgumentReader.didYouMean(name.name(), distinct),
        "there are: " + String.join(", ", distinct),
        "an argument is written with its kind: `optimizer.learning_rate`");
  }

  /** What {@code name} is for {@code candidate}: a factor's value, a constant, or an argument. */
  private Optional<Comparand> value(String name, Candidate candidate) {
    for (Map.Entry<Factor, Integer> choice : candidate.choices().entrySet()) {
      if (choice.getKey().isCalled(name)) {
        return Optional.of(comparand(choice.getKey().values().get(choice.getValue())));
      }
    }
    if (draft.lets.containsKey(name)
        && draft.lets.get(name).setting() instanceof Setting.Fixed fixed) {
      return Optional.of(comparand(fixed.value()));
    }
    for (Kind kind : List.of(Kind.LOSS, Kind.OPTIMIZER, Kind.MODEL, Kind.DATA)) {
      Object value =
          switch (kind) {
            case LOSS -> candidate.loss();
            case OPTIMIZER -> candidate.optimizer();
            case MODEL -> candidate.model();
            case DATA -> candidate.data();
          };
      Optional<Value> found = argument(name, kind, candidate.item(kind).name(), calls(value));
      if (found.isPresent()) {
        return found.map(Comparand::of);
      }
    }
    return argument(name, "train", "train", List.of(candidate.train())).map(Comparand::of);
  }

  private static List<Value.Call> calls(Object value) {
    return switch (value) {
      case ResolvedLoss loss ->
          List.of(new Value.Call(loss.loss().descriptor().name(), loss.arguments()));
      case Step step -> List.of(step.value());
      case Value.Call call -> List.of(call);
      case DataCase data -> data.pipeline();
      case Collection<?> steps -> steps.stream().map(step -> ((Step) step).value()).toList();
      case Object other -> throw new IllegalArgumentException("no declaration: " + other);
    };
  }

  private static Optional<Value> argument(
      String name, Kind kind, String label, List<Value.Call> calls) {
    return argument(name, Draft.word(kind), label, calls);
  }

  /** The argument {@code kind.name} or {@code label.name} of the first call that has it. */
  private static Optional<Value> argument(
      String path, String kind, String label, List<Value.Call> calls) {
    int dot = path.indexOf('.');
    if (dot < 0 || !List.of(kind, label).contains(path.substring(0, dot))) {
      return Optional.empty();
    }
    String name = path.substring(dot + 1);
    return calls.stream()
        .flatMap(call -> Optional.ofNullable(call.arguments().values().get(name)).stream())
        .findFirst();
  }

  private Comparand comparand(Expression expression) {
    Optional<Expression> followed =
        reader.follow(expression).map(ArgumentReader.Followed::expression);
    return switch (followed.orElse(expression)) {
      case Expression.Numeral numeral -> new Comparand(numeral.value(), numeral.text());
      case Expression.Text text -> new Comparand(Double.NaN, text.value());
      case Expression.Unary unary -> number(unary);
      case Expression.Binary binary -> number(binary);
      case Expression other -> new Comparand(Double.NaN, ExpressionText.of(other));
    };
  }

  private Comparand number(Expression arithmetic) {
    return new Comparand(
        reader.number(arithmetic).orElse(Double.NaN), ExpressionText.of(arithmetic));
  }

  /**
   * One side of a comparison.
   *
   * @param number NaN for what is none
   */
  private record Comparand(double number, String text) {
    static Comparand of(Value value) {
      return switch (value) {
        case Value.Numeral numeral -> new Comparand(numeral.number(), numeral.text());
        case Value.Text text -> new Comparand(Double.NaN, text.string());
        case Value.Word _, Value.Flag _, Value.Sequence _, Value.Pipeline _, Value.Call _ ->
            new Comparand(Double.NaN, value.text());
      };
    }

    boolean isNumber() {
      return !Double.isNaN(number);
    }

    boolean meets(BinaryOperator operator, Comparand other) {
      boolean equal = isNumber() ? number == other.number : text.equals(other.text);
      return switch (operator) {
        case EQUAL -> equal;
        case NOT_EQUAL -> !equal;
        case LESS -> number < other.number;
        case LESS_OR_EQUAL -> number <= other.number;
        case GREATER -> number > other.number;
        case GREATER_OR_EQUAL -> number >= other.number;
        case POWER, TIMES, DIVIDE, PLUS, MINUS, AND, OR ->
            throw new IllegalArgumentException("no comparison: " + operator);
      };
    }
  }
}
