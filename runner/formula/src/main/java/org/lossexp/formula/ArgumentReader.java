package org.lossexp.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/**
 * Reads what is written between parentheses into values that satisfy the parameters declared for
 * them. What is wrong is reported, all of it, and nothing is thrown.
 */
public final class ArgumentReader {
  /** Steps of work on one file: far more than a sweep of the largest size takes. */
  private static final int MOST_STEPS = 5_000_000;

  /** How deep values may lie in one another, and how many {@code let}s may stand for another. */
  private static final int DEEPEST = 500;

  private final Scope scope;
  private final Diagnostics diagnostics;
  private int steps;
  private int depth;

  /** Reads with the names of {@code scope}, and reports to {@code diagnostics}. */
  public ArgumentReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** {@return a reader with the same names that reports to {@code others}} */
  ArgumentReader reportingTo(Diagnostics others) {
    return new ArgumentReader(scope, others);
  }

  /** {@return where problems are reported} */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /**
   * An expression after the names of {@code let}s are followed.
   *
   * @param expression what is meant
   * @param site where it was asked for: the name of the first {@code let}, or the expression itself
   */
  public record Followed(Expression expression, Span site) {
    boolean named() {
      return !expression.span().equals(site);
    }
  }

  /** {@return the values of all parameters of {@code callee}, defaults filled in} */
  public Optional<Arguments> arguments(Expression.Call call, Callee callee) {
    int before = diagnostics.errors();
    Map<String, Setting> written = match(call, callee);
    Map<String, Value> values = new LinkedHashMap<>();
    for (ParameterSpec spec : callee.all()) {
      Setting setting = written.get(spec.name());
      Optional<Value> value = setting == null ? fallback(spec) : setting(setting, spec);
      value.ifPresent(known -> values.put(spec.name(), known));
    }
    return diagnostics.errors() == before && values.size() == callee.all().size()
        ? Optional.of(new Arguments(values))
        : Optional.empty();
  }

  /** {@return the value of a parameter that is not written} */
  public static Optional<Value> fallback(ParameterSpec spec) {
    return spec.fallback().map(value -> canonical(spec, value));
  }

  /**
   * {@return what is written for each parameter, in positional order; what is left to its default
   * is absent}
   */
  public Map<String, Setting> match(Expression.Call call, Callee callee) {
    Map<String, Setting> found = new LinkedHashMap<>();
    List<ParameterSpec> parameters = callee.all();
    Set<String> refused = new LinkedHashSet<>();
    int position = 0;
    for (Argument argument : together(call, parameters)) {
      switch (argument) {
        case Argument.Positional positional -> {
          refuseFormulaParts(positional);
          if (position < parameters.size()) {
            found.put(
                parameters.get(position).name(),
                new Setting.Fixed(positional.span(), positional.value()));
          } else if (position == parameters.size()) {
            tooMany(positional, callee);
          }
          position++;
        }
        case Argument.Named named -> {
          Name name = named.name();
          if (callee.parameter(name.text()).isEmpty()) {
            unknownParameter(name, callee);
          } else if (found.putIfAbsent(name.text(), named.setting()) != null) {
            refused.add(name.text());
            diagnostics.error(
                FormulaCodes.ARGUMENT_TWICE,
                name.span(),
                "`%s` is given twice".formatted(name.text()),
                "delete one of the two",
                "the first arguments stand for the parameters in their order");
          }
        }
      }
    }
    for (ParameterSpec spec : parameters) {
      if (spec.fallback().isEmpty() && !found.containsKey(spec.name())) {
        diagnostics.error(
            FormulaCodes.MISSING_ARGUMENT,
            call.nameSpan(),
            "`%s` needs `%s`".formatted(callee.name(), spec.name()),
            "write `%s(%s = …)`".formatted(callee.name(), spec.name()),
            detail(spec));
      }
    }
    Map<String, Setting> ordered = new LinkedHashMap<>();
    for (ParameterSpec spec : parameters) {
      Setting setting = found.get(spec.name());
      if (setting != null && !refused.contains(spec.name())) {
        ordered.put(spec.name(), setting);
      }
    }
    return Collections.unmodifiableMap(ordered);
  }

  /** {@return the arguments of {@code call}; names that stand one by one as a list of them} */
  private List<Argument> together(Expression.Call call, List<ParameterSpec> parameters) {
    List<Argument> given = call.given();
    int before = parameters.size() - 1;
    if (parameters.isEmpty()
        || !(parameters.getLast() instanceof ParameterSpec.Names)
        || given.size() <= before
        || !(given.get(before) instanceof Argument.Positional first)
        || first.value() instanceof Expression.Sequence) {
      return given;
    }
    List<Expression> names = new ArrayList<>();
    List<Argument> others = new ArrayList<>();
    for (Argument argument : given) {
      if (argument instanceof Argument.Positional positional && others.size() >= before) {
        refuseFormulaParts(positional);
        names.add(positional.value());
      } else {
        others.add(argument);
      }
    }
    Expression all = new Expression.Sequence(first.span(), names);
    others.add(
        before, new Argument.Positional(first.span(), all, Optional.empty(), Optional.empty()));
    return others;
  }

  private void refuseFormulaParts(Argument.Positional positional) {
    if (positional.except().isPresent() || positional.counted().isPresent()) {
      diagnostics.error(
          FormulaCodes.NOT_A_CONSTANT,
          positional.span(),
          "`except` and `when` count the units of a formula, and this is none",
          "write the value alone");
    }
  }

  private void tooMany(Argument.Positional argument, Callee callee) {
    int most = callee.all().size();
    diagnostics.error(
        FormulaCodes.TOO_MANY_ARGUMENTS,
        argument.span(),
        most == 0
            ? "`%s` takes no argument".formatted(callee.name())
            : "`%s` takes at most %d argument%s"
                .formatted(callee.name(), most, most == 1 ? "" : "s"),
        "delete this",
        new Callee(callee.name(), callee.all()).takes());
  }

  private void unknownParameter(Name name, Callee callee) {
    List<String> names = callee.all().stream().map(ParameterSpec::name).toList();
    diagnostics.error(
        FormulaCodes.UNKNOWN_PARAMETER,
        name.span(),
        "`%s` has no parameter `%s`".formatted(callee.name(), name.text()),
        didYouMean(name.text(), names),
        callee.takes());
  }

  /** {@return what {@code setting} gives for {@code spec}, checked} */
  public Optional<Value> setting(Setting setting, ParameterSpec spec) {
    return switch (setting) {
      case Setting.Fixed fixed -> value(fixed.value(), spec);
      case Setting.Swept swept ->
          scope.chosen(spec.name(), swept, this).flatMap(chosen -> value(chosen, spec));
      case Setting.Tuned tuned when isBetweenWholes(tuned.domain(), spec) -> {
        diagnostics.error(
            FormulaCodes.BAD_DOMAIN,
            tuned.span(),
            "`%s` takes whole numbers, and there are others between the bounds"
                .formatted(spec.name()),
            "write `int` before the interval, or a set: `{16, 32, 64}`",
            detail(spec));
        yield Optional.empty();
      }
      case Setting.Tuned tuned ->
          scope.tried(spec.name(), tuned, this).flatMap(tried -> value(tried, spec));
    };
  }

  private static boolean isBetweenWholes(Domain domain, ParameterSpec spec) {
    return spec instanceof ParameterSpec.Whole
        && domain instanceof Domain.Interval interval
        && interval.scale() != Domain.Scale.INT
        && interval.points().isEmpty();
  }

  /** {@return what {@code expression} gives for {@code spec}, checked} */
  public Optional<Value> value(Expression expression, ParameterSpec spec) {
    return follow(expression).flatMap(followed -> followedValue(followed, spec));
  }

  private Optional<Value> followedValue(Followed followed, ParameterSpec spec) {
    if (spec instanceof ParameterSpec.Steps steps) {
      List<Value.Call> read = new ArrayList<>();
      return steps(followed, steps, read)
          ? Optional.of(new Value.Pipeline(read))
          : Optional.empty();
    }
    if (!spec.calls().isEmpty() && followed.expression() instanceof Expression.Call call) {
      Optional<ParameterSpec.Signature> option =
          spec.calls().stream().filter(o -> o.name().equals(call.name())).findFirst();
      if (option.isPresent()) {
        ParameterSpec.Signature signature = option.get();
        return arguments(call, new Callee(signature.name(), signature.parameters()))
            .map(arguments -> new Value.Call(signature.name(), arguments));
      }
      if (call.arguments().isPresent()) {
        refuse(followed, spec, new Value.Word(call.name()), "");
        return Optional.empty();
      }
    }
    if (followed.expression() instanceof Expression.Call call && call.arguments().isPresent()) {
      diagnostics.error(
          FormulaCodes.WRONG_KIND,
          followed.site(),
          "`%s` takes a plain value, not `%s(…)`".formatted(spec.name(), call.name()),
          "",
          detail(spec));
      return Optional.empty();
    }
    Optional<Value> plain = plain(followed).map(value -> canonical(spec, value));
    if (plain.isEmpty()) {
      return plain;
    }
    Optional<String> refusal = spec.refusal(plain.get());
    refusal.ifPresent(reason -> refuse(followed, spec, plain.get(), reason));
    return refusal.isPresent() ? Optional.empty() : plain;
  }

  /** {@return whether all steps of {@code followed} could be added to {@code read}} */
  private boolean steps(Followed followed, ParameterSpec.Steps spec, List<Value.Call> read) {
    return switch (followed.expression()) {
      case Expression.Pipeline pipeline -> {
        boolean all = true;
        for (Expression step : pipeline.steps()) {
          all &= follow(step).filter(piece -> steps(piece, spec, read)).isPresent();
        }
        yield all;
      }
      case Expression.Call call -> {
        Optional<ParameterSpec.Signature> option =
            spec.options().stream().filter(o -> o.name().equals(call.name())).findFirst();
        if (option.isEmpty()) {
          refuse(followed, spec, new Value.Word(call.name()), "");
          yield false;
        }
        Optional<Arguments> arguments =
            arguments(call, new Callee(call.name(), option.get().parameters()));
        arguments.ifPresent(it -> read.add(new Value.Call(call.name(), it)));
        yield arguments.isPresent();
      }
      case Expression other -> {
        String text = diagnostics.written(other.span());
        diagnostics.error(
            FormulaCodes.WRONG_KIND,
            followed.site(),
            "`%s` takes steps, not `%s`".formatted(spec.name(), text),
            "",
            detail(spec));
        yield false;
      }
    };
  }

  /** Says why a value is refused, in the way that helps most for its kind. */
  private void refuse(Followed followed, ParameterSpec spec, Value value, String reason) {
    if (value instanceof Value.Word word && !word.word().equals("none")) {
      refuseWord(followed, spec, word.word(), reason);
      return;
    }
    boolean number = value instanceof Value.Numeral || value instanceof Value.Sequence;
    String shown = Diagnostics.shortened(value.text());
    diagnostics.error(
        number && !reason.endsWith("quotes") ? FormulaCodes.OUT_OF_RANGE : FormulaCodes.WRONG_KIND,
        followed.site(),
        "`%s` %s, but is %s"
            .formatted(
                spec.name(), reason, value instanceof Value.Numeral ? shown : "`" + shown + "`"),
        followed.named() ? "this is " + shown : "",
        detail(spec));
  }

  private void refuseWord(Followed followed, ParameterSpec spec, String word, String reason) {
    List<String> options = new ArrayList<>(spec.words());
    String code = FormulaCodes.UNKNOWN_WORD;
    String message = "no `let` is named `%s`".formatted(word);
    String listed = "`%s` %s, but is `%s`".formatted(spec.name(), reason, word);
    switch (spec) {
      case ParameterSpec.Choice choice -> {
        options.addAll(choice.options());
        message = listed;
      }
      case ParameterSpec.Choices choices -> {
        options.addAll(choices.options());
        message = listed;
      }
      case ParameterSpec.Flag _ -> {
        options.addAll(List.of("true", "false"));
        code = FormulaCodes.WRONG_KIND;
        message = listed;
      }
      case ParameterSpec.Nested nested -> {
        nested.options().forEach(option -> options.add(option.name()));
        message = "`%s` cannot be `%s`".formatted(spec.name(), word);
      }
      case ParameterSpec.Steps steps -> {
        steps.options().forEach(option -> options.add(option.name()));
        message = "`%s` has no step `%s`".formatted(spec.name(), word);
      }
      case ParameterSpec.Text _,
          ParameterSpec.Texts _,
          ParameterSpec.Column _,
          ParameterSpec.File _ -> {
        diagnostics.error(
            FormulaCodes.WRONG_KIND,
            followed.site(),
            "`%s` is a word, and `%s` takes a string".formatted(word, spec.name()),
            "write `\"%s\"`".formatted(word),
            detail(spec));
        return;
      }
      case ParameterSpec.Real _,
          ParameterSpec.Whole _,
          ParameterSpec.Numbers _,
          ParameterSpec.Names _ -> {
        if (!options.isEmpty()) {
          message = "`%s` cannot be `%s`".formatted(spec.name(), word);
        }
      }
    }
    List<String> possible = new ArrayList<>(options);
    possible.addAll(scope.names());
    diagnostics.error(code, followed.site(), message, didYouMean(word, possible), detail(spec));
  }

  /** {@return the values of a swept domain, in written order; none where a problem was reported} */
  public List<Expression> values(Domain domain) {
    return Domains.values(domain, this);
  }

  /**
   * {@return values that stand for all of a tuned domain in checks: those of a set; both ends of an
   * interval, first and last, and one between them; none where a problem was reported}
   */
  public List<Expression> bounds(Domain domain) {
    return Domains.bounds(domain, this);
  }

  /** {@return a constant number: arithmetic over numbers and {@code let}s} */
  public OptionalDouble number(Expression expression) {
    Optional<Followed> followed = follow(expression);
    Optional<Value> value = followed.flatMap(this::plain);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (value.get() instanceof Value.Numeral numeral) {
      return OptionalDouble.of(numeral.number());
    }
    String text = diagnostics.written(expression.span());
    if (value.get() instanceof Value.Word word) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_WORD,
          expression.span(),
          "no `let` is named `%s`".formatted(word.word()),
          didYouMean(word.word(), List.copyOf(scope.names())),
          "a number belongs here");
    } else {
      diagnostics.error(
          FormulaCodes.WRONG_KIND, expression.span(), "`%s` is not a number".formatted(text), "");
    }
    return OptionalDouble.empty();
  }

  /** {@return the value of an expression that is no call with arguments} */
  private Optional<Value> plain(Followed followed) {
    if (depth == DEEPEST || !spend()) {
      tooMuch(followed.site());
      return Optional.empty();
    }
    depth++;
    Optional<Value> value = plainHere(followed);
    depth--;
    return value;
  }

  private Optional<Value> plainHere(Followed followed) {
    return switch (followed.expression()) {
      case Expression.Numeral numeral -> Optional.of(new Value.Numeral(numeral.value()));
      case Expression.Text text -> Optional.of(new Value.Text(text.value()));
      case Expression.Flag flag -> Optional.of(new Value.Flag(flag.value()));
      case Expression.None _ -> Optional.of(new Value.Word("none"));
      case Expression.Sequence sequence -> items(sequence);
      case Expression.Unary unary when unary.operator() == Expression.UnaryOperator.NEGATE ->
          toValue(negated(unary));
      case Expression.Binary binary -> toValue(arithmetic(binary));
      case Expression.Call call when call.arguments().isEmpty() ->
          Optional.of(new Value.Word(call.name()));
      case Expression.Call _,
          Expression.Unary _,
          Expression.Index _,
          Expression.Conditional _,
          Expression.Pipeline _ -> {
        notAConstant(followed.site());
        yield Optional.empty();
      }
    };
  }

  private void notAConstant(Span span) {
    diagnostics.error(
        FormulaCodes.NOT_A_CONSTANT,
        span,
        "`%s` is not a constant value".formatted(diagnostics.written(span)),
        "",
        "numbers, `+ - * / ^` and the names of `let`s may stand here");
  }

  private static Optional<Value> toValue(OptionalDouble number) {
    return number.isPresent()
        ? Optional.of(new Value.Numeral(number.getAsDouble()))
        : Optional.empty();
  }

  private Optional<Value> items(Expression.Sequence sequence) {
    List<Value> items = new ArrayList<>();
    for (Expression item : sequence.items()) {
      Optional<Value> value = follow(item).flatMap(this::plain);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      items.add(value.get());
    }
    return Optional.of(new Value.Sequence(items));
  }

  private OptionalDouble negated(Expression.Unary unary) {
    OptionalDouble operand = number(unary.operand());
    return operand.isPresent() ? OptionalDouble.of(-operand.getAsDouble()) : operand;
  }

  /** Visits what leans to the left in a loop: a sum of 20,000 terms is as deep as it is long. */
  private OptionalDouble arithmetic(Expression.Binary outermost) {
    Deque<Expression.Binary> spine = new ArrayDeque<>();
    Expression leftmost = outermost;
    while (leftmost instanceof Expression.Binary binary) {
      spine.push(binary);
      leftmost = binary.left();
    }
    OptionalDouble result = number(leftmost);
    while (!spine.isEmpty() && result.isPresent()) {
      Expression.Binary binary = spine.pop();
      OptionalDouble right = number(binary.right());
      result =
          right.isPresent()
              ? combined(binary, result.getAsDouble(), right.getAsDouble())
              : OptionalDouble.empty();
    }
    return result;
  }

  private OptionalDouble combined(Expression.Binary binary, double left, double right) {
    double result =
        switch (binary.operator()) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case DIVIDE -> left / right;
          case POWER -> StrictMath.pow(left, right);
          case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR ->
              Double.NaN;
        };
    if (Double.isFinite(result)) {
      return OptionalDouble.of(result);
    }
    diagnostics.error(
        FormulaCodes.NOT_A_CONSTANT,
        binary.span(),
        "`%s` has no finite value".formatted(diagnostics.written(binary.span())),
        binary.operator() == Expression.BinaryOperator.DIVIDE && right == 0
            ? "this divides by 0"
            : "");
    return OptionalDouble.empty();
  }

  /** {@return what {@code expression} stands for, if it is the name of a {@code let}} */
  public Optional<Followed> follow(Expression expression) {
    Expression current = expression;
    int passed = 0;
    while (current instanceof Expression.Call call && isLet(call)) {
      String name = call.name();
      if (passed++ == DEEPEST || !spend()) {
        tooMuch(expression.span());
        return Optional.empty();
      }
      Optional<Expression> next =
          switch (scope.let(name).orElseThrow()) {
            case Setting.Fixed fixed -> Optional.of(fixed.value());
            case Setting.Swept swept -> scope.chosen(name, swept, this);
            case Setting.Tuned tuned -> scope.tried(name, tuned, this);
          };
      if (next.isEmpty()) {
        return Optional.empty();
      }
      current = next.get();
    }
    return Optional.of(new Followed(current, expression.span()));
  }

  private boolean isLet(Expression.Call call) {
    return call.arguments().isEmpty()
        && call.path().size() == 1
        && scope.let(call.name()).isPresent();
  }

  /** Grants the work of one file again, for a reading that is not part of checking it. */
  public void beginAnew() {
    steps = 0;
  }

  /** Counts one step of work; {@code false} when a file asks for more than it may. */
  private boolean spend() {
    return steps++ < MOST_STEPS;
  }

  private void tooMuch(Span span) {
    diagnostics.error(
        FormulaCodes.TOO_MUCH,
        span,
        "this value is too large or too deep",
        "",
        "`let`s that name one another many times over are usually the cause");
  }

  /** {@return {@code value} in the one form in which it is compared and written} */
  private static Value canonical(ParameterSpec spec, Value value) {
    return switch (spec) {
      case ParameterSpec.Text _,
          ParameterSpec.Texts _,
          ParameterSpec.Column _,
          ParameterSpec.File _ ->
          value;
      case ParameterSpec.Choices _ ->
          value instanceof Value.Sequence sequence
              ? new Value.Sequence(sequence.items().stream().map(ArgumentReader::word).toList())
              : new Value.Sequence(List.of(word(value)));
      case ParameterSpec.Choice _ -> word(value);
      case ParameterSpec.Real _,
          ParameterSpec.Whole _,
          ParameterSpec.Flag _,
          ParameterSpec.Numbers _,
          ParameterSpec.Nested _,
          ParameterSpec.Names _,
          ParameterSpec.Steps _ ->
          value instanceof Value.Text text && spec.words().contains(text.string())
              ? word(value)
              : value;
    };
  }

  /** Choices are names or strings; {@code true} may be one of them. */
  private static Value word(Value value) {
    return switch (value) {
      case Value.Text text -> new Value.Word(text.string());
      case Value.Flag flag -> new Value.Word(flag.text());
      case Value.Word _, Value.Numeral _, Value.Sequence _, Value.Pipeline _, Value.Call _ -> value;
    };
  }

  private static String detail(ParameterSpec spec) {
    return spec.summary() + (spec.meaning().isEmpty() ? "" : ": " + spec.meaning());
  }

  /** {@return a label that offers what is meant of {@code names}; empty where nothing is near} */
  public static String didYouMean(String name, List<String> names) {
    return OtherWords.meant(name, names).map("did you mean `%s`?"::formatted).orElse("");
  }
}
