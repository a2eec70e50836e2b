package org.lossexp.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.formula.Typed.Fault;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Value;

/**
 * Gives a formula its types, and its graph: for one kind of unit, with the values of the parameters
 * in place. What is wrong is reported.
 *
 * <p>Conditions on parameters alone are decided here: the branch that is not taken is checked, and
 * leaves nothing in the graph.
 */
final class Elaborator {
  static final Value NONE = new Value.Word("none");

  /** Operations in one formula, with all that it names: no person writes more. */
  static final int MOST_OPERATIONS = 5_000;

  /** Names that stand for one another in a row; each takes a few frames of the stack. */
  private static final int DEEPEST = 100;

  private static final Signal PROGRESS = Signal.batch(FormulaWords.PROGRESS);

  private final Formula formula;
  private final UnitKind kind;
  private final UnitKind.Frame frame;
  private final Map<String, ParameterSpec> parameters;
  private final Map<String, Value> values;
  private final Diagnostics diagnostics;
  private final Shared shared;
  private final Map<String, Typed> parts = new LinkedHashMap<>();
  private final Map<String, Typed> partsWithin = new LinkedHashMap<>();
  private final Map<String, Typed> lets = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /** How many reductions stand around what is read: inside them a signal may be a vector. */
  private int within;

  /** What a formula shares with the losses that it names. */
  private static final class Shared {
    final Graph graph = new Graph();
    final Map<String, double[]> lists = new LinkedHashMap<>();
    final Map<String, Typed> inlined = new LinkedHashMap<>();
    final Set<String> opened = new LinkedHashSet<>();
    int operations;
    boolean reduces;
    boolean exhausted;
  }

  /**
   * An elaborator of {@code formula} over units of {@code kind}.
   *
   * @param values of the parameters; {@code none} where nothing is known of one
   */
  Elaborator(
      Formula formula,
      UnitKind kind,
      UnitKind.Frame frame,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics) {
    this(formula, kind, frame, parameters, values, diagnostics, new Shared());
  }

  private Elaborator(
      Formula formula,
      UnitKind kind,
      UnitKind.Frame frame,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics,
      Shared shared) {
    this.formula = formula;
    this.kind = kind;
    this.frame = frame;
    this.parameters = new LinkedHashMap<>();
    parameters.forEach(spec -> this.parameters.put(spec.name(), spec));
    this.values = values.values();
    this.diagnostics = diagnostics;
    this.shared = shared;
  }

  Graph graph() {
    return shared.graph;
  }

  /** {@return the numbers of what stands as a list in the graph, by the name of its input} */
  Map<String, double[]> lists() {
    return shared.lists;
  }

  /**
   * What a formula says of a unit.
   *
   * @param value of the unit
   * @param counted whether it counts; empty where all do
   */
  record Elaborated(Term value, Optional<Term> counted) {}

  /** {@return the whole formula, or nothing where something was reported} */
  Optional<Elaborated> elaborate() {
    int before = diagnostics.errors();
    readParts();
    Typed value = scalar(expression(formula.declaration().body()), true);
    Optional<Typed> counted =
        formula.declaration().counted().map(condition -> scalar(expression(condition), false));
    if (kind.averaged() && !shared.reduces && diagnostics.errors() == before) {
      nothingReduced();
    }
    report(value);
    counted.ifPresent(this::report);
    return diagnostics.errors() == before
        ? Optional.of(new Elaborated(value.term(), counted.map(Typed::term)))
        : Optional.empty();
  }

  /** {@return one expression with the formula's names, as a number} */
  Optional<Term> number(Expression expression) {
    int before = diagnostics.errors();
    readParts();
    Typed value = scalar(expression(expression), true);
    report(value);
    return diagnostics.errors() == before ? Optional.of(value.term()) : Optional.empty();
  }

  private void readParts() {
    for (var part : formula.declaration().parts()) {
      Typed typed = expression(part.value());
      // A part means another thing inside a reduction where its signals do.
      partsWithin.put(
          part.name().text(), kind.singles() && !typed.broken() ? within(part.value()) : typed);
      parts.put(part.name().text(), typed);
    }
  }

  private void report(Typed typed) {
    typed
        .fault()
        .ifPresent(
            fault -> diagnostics.error(FormulaCodes.REFUSED, fault.span(), fault.message(), ""));
  }

  private void nothingReduced() {
    diagnostics.error(
        FormulaCodes.WRONG_SHAPE,
        formula.declaration().body().span(),
        "this formula reduces nothing over " + kind.axis().orElse("anything"),
        "");
  }

  /** {@return {@code typed} as one number of the unit} */
  private Typed scalar(Typed typed, boolean whole) {
    Span span = formula.declaration().body().span();
    if (typed.type() == Typed.Type.WORD) {
      return fault(typed, span);
    }
    if (!typed.vector()) {
      return typed;
    }
    if (kind.meansLeftOver() && whole) {
      return new Typed(
          Typed.Type.NUMBER, graph().mean(typed.term()), Optional.empty(), typed.fault());
    }
    return error(
        FormulaCodes.VECTOR_LEFT_OVER,
        span,
        "this formula gives a number for each of the %s, and one number is a loss"
            .formatted(kind.axis().orElse("positions")),
        "`sum(…)`?",
        "`sum(…)` and `mean(…)` make one number of a vector, `v[label]` takes one element");
  }

  // Expressions

  private Typed expression(Expression expression) {
    if (shared.operations++ >= MOST_OPERATIONS) {
      return exhausted(expression.span());
    }
    return switch (expression) {
      case Expression.Numeral numeral -> Typed.number(graph().constant(numeral.value()));
      case Expression.Flag flag ->
          new Typed(
              Typed.Type.NUMBER,
              graph().constant(flag.value() ? 1 : 0),
              Optional.of(new Value.Flag(flag.value())),
              Optional.empty());
      case Expression.Text text -> word(new Value.Word(text.value()));
      case Expression.None _ -> word(NONE);
      case Expression.Sequence sequence -> sequence(sequence);
      case Expression.Call call -> call.arguments().isPresent() ? called(call) : named(call);
      case Expression.Index index -> index(index);
      case Expression.Unary unary -> unary(unary);
      case Expression.Binary binary -> binary(binary);
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.Pipeline pipeline ->
          error(
              FormulaCodes.WRONG_KIND,
              pipeline.span(),
              "a loss is not a pipeline",
              "",
              "`->` joins the steps of `data` and the layers of `model`");
    };
  }

  /** {@return an expression that is reduced, indexed or passed to a vector function} */
  private Typed within(Expression expression) {
    within++;
    Typed typed = expression(expression);
    within--;
    return typed;
  }

  private Typed word(Value value) {
    return new Typed(
        Typed.Type.WORD, graph().constant(Double.NaN), Optional.of(value), Optional.empty());
  }

  private Typed exhausted(Span span) {
    if (!shared.exhausted) {
      shared.exhausted = true;
      return error(
          FormulaCodes.FORMULA_TOO_LARGE,
          span,
          "this formula has more than %d operations, with all that it names"
              .formatted(MOST_OPERATIONS),
          "",
          "a chain of names that each use the one before it twice doubles at every step");
    }
    return broken();
  }

  private Typed broken() {
    return Typed.of(Typed.Type.BROKEN, graph().constant(0));
  }

  private Typed error(String code, Span span, String message, String label, String... notes) {
    diagnostics.error(code, span, message, label, notes);
    return broken();
  }

  private Typed sequence(Expression.Sequence sequence) {
    List<Double> numbers = new ArrayList<>();
    for (Expression item : sequence.items()) {
      Typed typed = expression(item);
      OptionalDouble number = typed.term().number();
      if (typed.broken()) {
        return typed;
      }
      if (typed.type() != Typed.Type.NUMBER || number.isEmpty()) {
        return error(
            FormulaCodes.NOT_A_CONSTANT,
            item.span(),
            "`%s` is not a constant value".formatted(diagnostics.written(item.span())),
            "",
            "a list in a formula holds numbers");
      }
      numbers.add(number.getAsDouble());
    }
    return list("list " + numbers, numbers, sequence.span());
  }

  private Typed list(String name, List<Double> numbers, Span span) {
    Optional<Signal> input = kind.list(name);
    if (input.isEmpty()) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          span,
          "a list has no place in a formula about " + kind.unit(),
          "write one number");
    }
    shared.lists.put(name, numbers.stream().mapToDouble(Double::doubleValue).toArray());
    return Typed.of(
        kind.axis().isPresent() ? Typed.Type.VECTOR : Typed.Type.NUMBER,
        graph().input(input.get()));
  }

  // Names

  private Typed named(Expression.Call call) {
    String name = call.name();
    ParameterSpec parameter = parameters.get(name);
    if (parameter != null) {
      return parameter(parameter, call.span());
    }
    Typed part = (within > 0 ? partsWithin : parts).get(name);
    if (part != null) {
      return part;
    }
    Expression let = formula.lets().get(name);
    if (let != null) {
      return let(name, let, call.span());
    }
    switch (name) {
      case "pi" -> {
        return Typed.number(graph().constant(Math.PI));
      }
      case FormulaWords.PROGRESS -> {
        return Typed.number(graph().input(PROGRESS));
      }
      default -> {}
    }
    Optional<UnitSignal> signal = kind.signal(name);
    if (signal.isPresent()) {
      return within == 0 && kind.singles()
          ? Typed.number(kind.single(graph(), name))
          : Typed.of(type(signal.get()), kind.term(graph(), name, frame));
    }
    if (FormulaWords.isSignal(name)) {
      return foreign(name, call.span());
    }
    Optional<Loss> loss = formula.losses().find(name);
    return loss.isPresent() ? loss(call, loss.get()) : unknown(call);
  }

  private static Typed.Type type(UnitSignal signal) {
    return switch (signal.form()) {
      case NUMBER -> Typed.Type.NUMBER;
      case VECTOR -> Typed.Type.VECTOR;
      case INDEX -> Typed.Type.INDEX;
    };
  }

  private Typed let(String name, Expression value, Span span) {
    String key = within > 0 && kind.singles() ? name + " within" : name;
    Typed known = lets.get(key);
    if (known != null) {
      return known;
    }
    if (open.size() > DEEPEST) {
      return exhausted(span);
    }
    if (!open.add(name)) {
      return error(
          FormulaCodes.CIRCULAR, span, "`%s` is made of itself".formatted(name), "delete one use");
    }
    Typed typed = expression(value);
    open.remove(name);
    lets.put(key, typed);
    return typed;
  }

  private Typed parameter(ParameterSpec spec, Span span) {
    Value value = values.getOrDefault(spec.name(), NONE);
    boolean listed = spec instanceof ParameterSpec.Numbers;
    Typed.Type type = listed && kind.axis().isPresent() ? Typed.Type.VECTOR : Typed.Type.NUMBER;
    return switch (value) {
      case Value.Numeral numeral ->
          new Typed(type, graph().constant(numeral.number()), Optional.empty(), Optional.empty());
      case Value.Flag flag ->
          new Typed(
              Typed.Type.NUMBER,
              graph().constant(flag.on() ? 1 : 0),
              Optional.of(flag),
              Optional.empty());
      case Value.Sequence sequence -> numbers(spec, sequence, span);
      case Value.Text text -> word(new Value.Word(text.string()));
      case Value.Word word when spec instanceof ParameterSpec.Choice -> word(word);
      case Value.Word word ->
          new Typed(
              type,
              graph().constant(Double.NaN),
              Optional.of(word),
              Optional.of(
                  new Fault(
                      span,
                      "`%s` is %s, and the formula needs a number there"
                          .formatted(spec.name(), word.word()))));
      case Value.Pipeline _, Value.Call _ -> word(value);
    };
  }

  private Typed numbers(ParameterSpec spec, Value.Sequence sequence, Span span) {
    List<Double> numbers =
        sequence.items().stream()
            .filter(Value.Numeral.class::isInstance)
            .map(item -> ((Value.Numeral) item).number())
            .toList();
    return list(spec.name(), numbers, span);
  }

  private Typed foreign(String name, Span span) {
    return error(
        FormulaCodes.MIXED_UNITS,
        span,
        "`%s` is no signal of %s".formatted(name, kind.unit()),
        "",
        "signals of %s: %s".formatted(kind.unit(), signalNames()));
  }

  private String signalNames() {
    return kind.signals().stream().map(UnitSignal::name).collect(Collectors.joining(", "))
        + ", progress";
  }

  private Typed unknown(Expression.Call call) {
    String name = call.name();
    if (formula.losses().circular(name)) {
      return error(
          FormulaCodes.CIRCULAR, call.span(), "`%s` is made of itself".formatted(name), "");
    }
    if (formula.losses().declared(name).isPresent()) {
      return error(
          FormulaCodes.UNKNOWN_SIGNAL,
          call.span(),
          "`%s` has mistakes of its own".formatted(name),
          "",
          "repair its declaration first");
    }
    if (FormulaWords.isFunction(name)) {
      return error(
          FormulaCodes.UNKNOWN_SIGNAL,
          call.span(),
          "`%s` is a function, and has no value without its argument".formatted(name),
          "write `%s(…)`".formatted(name));
    }
    List<String> possible = new ArrayList<>(parameters.keySet());
    possible.addAll(parts.keySet());
    possible.addAll(formula.lets().keySet());
    kind.signals().forEach(signal -> possible.add(signal.name()));
    possible.addAll(List.of(FormulaWords.PROGRESS, "pi"));
    possible.addAll(formula.losses().names());
    return error(
        FormulaCodes.UNKNOWN_SIGNAL,
        call.span(),
        "a formula about %s has no `%s`".formatted(kind.unit(), name),
        ArgumentReader.didYouMean(name, possible),
        "signals: " + signalNames());
  }

  // Losses inside formulas

  private Typed loss(Expression.Call call, Loss loss) {
    shared.operations++;
    FormulaLoss inner = LossCompiler.formula(loss).orElse(null);
    if (inner == null) {
      return error(
          FormulaCodes.NO_UNIT_VALUE,
          call.span(),
          "`%s` cannot stand inside a formula".formatted(call.name()),
          "",
          "it is known by its value for a whole batch alone: such a loss may be added, and"
              + " multiplied by numbers");
    }
    if (!inner.fits(kind)) {
      return error(
          FormulaCodes.MIXED_UNITS,
          call.span(),
          "`%s` is no loss of %s, which this formula is about".formatted(call.name(), kind.unit()),
          "");
    }
    Optional<Arguments> arguments = arguments(call, inner);
    if (arguments.isEmpty()) {
      return broken();
    }
    String key = new Value.Call(inner.name(), arguments.get()).text();
    Typed known = shared.inlined.get(key);
    if (known != null) {
      return known;
    }
    if (shared.opened.size() > DEEPEST) {
      return exhausted(call.span());
    }
    if (!shared.opened.add(inner.name())) {
      return error(
          FormulaCodes.CIRCULAR,
          call.span(),
          "`%s` is made of itself".formatted(call.name()),
          "delete one use");
    }
    var inside = new Diagnostics(inner.source().source());
    Optional<Elaborated> value =
        new Elaborator(
                inner.source(), kind, frame, inner.parameters(), arguments.get(), inside, shared)
            .elaborate();
    shared.opened.remove(inner.name());
    if (value.isEmpty()) {
      return error(
          FormulaCodes.REFUSED,
          call.span(),
          "`%s` does not go here: %s".formatted(call.name(), inside.inOrder().getFirst().message()),
          "");
    }
    Term counted =
        value
            .get()
            .counted()
            .map(condition -> graph().select(condition, value.get().value(), graph().constant(0)))
            .orElse(value.get().value());
    Typed typed = Typed.number(counted);
    shared.inlined.put(key, typed);
    return typed;
  }

  /** {@return the arguments of a loss inside a formula: constants, by parameters and lets} */
  private Optional<Arguments> arguments(Expression.Call call, FormulaLoss inner) {
    return new ArgumentReader(new ConstantScope(formula.lets(), values), diagnostics)
        .arguments(call, LossCompiler.callee(call.name(), inner.descriptor()));
  }

  // Operators

  private Typed index(Expression.Index index) {
    shared.reduces = true;
    Typed vector = within(index.vector());
    Typed position = expression(index.index());
    if (vector.broken() || position.broken()) {
      return broken();
    }
    if (kind.axis().isEmpty() || !vector.vector()) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          index.vector().span(),
          "`%s` is one number, and has no elements"
              .formatted(diagnostics.written(index.vector().span())),
          kind.axis().isEmpty() ? "" : "delete `[…]`");
    }
    OptionalDouble constant = position.term().number();
    boolean whole =
        constant.isPresent()
            && constant.getAsDouble() >= 0
            && constant.getAsDouble() == Math.rint(constant.getAsDouble());
    if (position.type() != Typed.Type.INDEX && !(position.type() == Typed.Type.NUMBER && whole)) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          index.index().span(),
          "`%s` is no position".formatted(diagnostics.written(index.index().span())),
          "",
          "a position is `label`, `argmax(…)` or a whole number from 0");
    }
    OptionalInt size = positions();
    if (constant.isPresent() && size.isPresent() && constant.getAsDouble() >= size.getAsInt()) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          index.index().span(),
          "there is no position %s: the %s are numbered from 0 to %d"
              .formatted(
                  diagnostics.written(index.index().span()),
                  kind.axis().orElseThrow(),
                  size.getAsInt() - 1),
          "");
    }
    return with(
        Typed.Type.NUMBER,
        graph().gather(vector.term(), position.term()),
        List.of(vector, position));
  }

  /** {@return how many positions a vector has, where the target alone tells} */
  private OptionalInt positions() {
    if (frame.facts().isEmpty()) {
      return OptionalInt.empty();
    }
    TargetFacts facts = frame.facts().get();
    return switch (kind.axis().orElse("")) {
      case "classes" -> OptionalInt.of(facts.classes());
      case "outputs" -> OptionalInt.of(facts.outputs());
      default -> OptionalInt.empty();
    };
  }

  private Typed unary(Expression.Unary unary) {
    Typed operand = expression(unary.operand());
    if (operand.broken() || operand.type() == Typed.Type.WORD) {
      return operand.broken() ? operand : fault(operand, unary.operand().span());
    }
    Typed.Type type = operand.vector() ? Typed.Type.VECTOR : Typed.Type.NUMBER;
    Term term =
        switch (unary.operator()) {
          case NEGATE -> graph().neg(operand.term());
          case NOT -> graph().not(operand.term());
        };
    return with(type, term, List.of(operand));
  }

  /** Visits what leans to the left in a loop: a sum of 20,000 terms is as deep as it is long. */
  private Typed binary(Expression.Binary outermost) {
    Deque<Expression.Binary> spine = new ArrayDeque<>();
    Expression leftmost = outermost;
    while (leftmost instanceof Expression.Binary binary) {
      spine.push(binary);
      leftmost = binary.left();
    }
    Typed result = operand(leftmost, spine.peek(), spine.peek().right());
    Expression left = leftmost;
    while (!spine.isEmpty()) {
      Expression.Binary binary = spine.pop();
      shared.operations++;
      Typed right = operand(binary.right(), binary, left);
      result = combined(binary, result, right);
      left = binary;
    }
    return result;
  }

  /** In {@code mode == soft} a word is a value of the choice on the other side. */
  private Typed operand(Expression expression, Expression.Binary binary, Expression other) {
    boolean equality =
        binary.operator() == BinaryOperator.EQUAL || binary.operator() == BinaryOperator.NOT_EQUAL;
    if (equality
        && other instanceof Expression.Call choice
        && choice.arguments().isEmpty()
        && parameters.get(choice.name()) instanceof ParameterSpec.Choice spec
        && wordOf(expression).isPresent()) {
      String word = wordOf(expression).get();
      if (!spec.options().contains(word)) {
        return error(
            FormulaCodes.UNKNOWN_WORD,
            expression.span(),
            "`%s` is never `%s`".formatted(spec.name(), word),
            ArgumentReader.didYouMean(word, spec.options()),
            spec.summary());
      }
      return word(new Value.Word(word));
    }
    return expression(expression);
  }

  private Optional<String> wordOf(Expression expression) {
    return switch (expression) {
      case Expression.Text text -> Optional.of(text.value());
      case Expression.Call call
          when call.arguments().isEmpty() && !parameters.containsKey(call.name()) ->
          Optional.of(call.name());
      case Expression.Call _,
          Expression.Numeral _,
          Expression.Flag _,
          Expression.None _,
          Expression.Sequence _,
          Expression.Index _,
          Expression.Unary _,
          Expression.Binary _,
          Expression.Conditional _,
          Expression.Pipeline _ ->
          Optional.empty();
    };
  }

  private Typed combined(Expression.Binary binary, Typed left, Typed right) {
    if (left.broken() || right.broken()) {
      return broken();
    }
    BinaryOperator operator = binary.operator();
    boolean equality = operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
    if (equality && (valued(left) || valued(right))) {
      boolean equal = left.value().equals(right.value());
      boolean holds = equal == (operator == BinaryOperator.EQUAL);
      return Typed.number(graph().constant(holds ? 1 : 0));
    }
    double decided =
        left.fault().isPresent() ? Double.NaN : left.term().number().orElse(Double.NaN);
    boolean no = operator == BinaryOperator.AND && decided == 0;
    boolean yes = operator == BinaryOperator.OR && decided != 0 && !Double.isNaN(decided);
    if (no || yes) {
      // Decided: what stands right may have no value, as in `a != none and a > 1`
      return Typed.number(graph().constant(yes ? 1 : 0));
    }
    if (!left.numeric()) {
      return fault(left, binary.left().span());
    }
    if (!right.numeric()) {
      return fault(right, binary.right().span());
    }
    return with(type(operator, left, right), term(operator, left, right), List.of(left, right));
  }

  /** {@return whether it is a word, or {@code none}: equal or not, whatever the numbers are} */
  private static boolean valued(Typed typed) {
    return typed.value().isPresent() && !(typed.value().get() instanceof Value.Flag);
  }

  private static Typed.Type type(BinaryOperator operator, Typed left, Typed right) {
    if (left.vector() || right.vector()) {
      return Typed.Type.VECTOR;
    }
    boolean shifts = operator == BinaryOperator.PLUS || operator == BinaryOperator.MINUS;
    boolean whole =
        right.term().number().isPresent()
            && right.term().number().getAsDouble()
                == Math.rint(right.term().number().getAsDouble());
    return left.type() == Typed.Type.INDEX && shifts && whole
        ? Typed.Type.INDEX
        : Typed.Type.NUMBER;
  }

  private Term term(BinaryOperator operator, Typed left, Typed right) {
    Term a = left.term();
    Term b = right.term();
    return switch (operator) {
      case POWER -> graph().pow(a, b);
      case TIMES -> graph().mul(a, b);
      case DIVIDE -> graph().div(a, b);
      case PLUS -> graph().add(a, b);
      case MINUS -> graph().sub(a, b);
      case LESS -> graph().less(a, b);
      case LESS_OR_EQUAL -> graph().lessOrEqual(a, b);
      case GREATER -> graph().greater(a, b);
      case GREATER_OR_EQUAL -> graph().greaterOrEqual(a, b);
      case EQUAL -> graph().equal(a, b);
      case NOT_EQUAL -> graph().notEqual(a, b);
      case AND -> graph().and(a, b);
      case OR -> graph().or(a, b);
    };
  }

  private Typed conditional(Expression.Conditional conditional) {
    Typed condition = expression(conditional.condition());
    Typed yes = expression(conditional.yes());
    Typed no = expression(conditional.no());
    if (condition.broken() || yes.broken() || no.broken()) {
      return broken();
    }
    if (!condition.numeric()) {
      return fault(condition, conditional.condition().span());
    }
    boolean vector = condition.vector() || yes.vector() || no.vector();
    boolean index = yes.type() == Typed.Type.INDEX && no.type() == Typed.Type.INDEX;
    Typed.Type type = vector ? Typed.Type.VECTOR : index ? Typed.Type.INDEX : Typed.Type.NUMBER;
    OptionalDouble decided = condition.term().number();
    if (condition.fault().isEmpty() && decided.isPresent()) {
      Typed taken = decided.getAsDouble() != 0 ? yes : no;
      return taken.type() == Typed.Type.WORD || taken.value().isPresent()
          ? taken
          : new Typed(type, taken.term(), Optional.empty(), taken.fault());
    }
    if (!yes.numeric() || !no.numeric()) {
      return yes.numeric()
          ? fault(no, conditional.no().span())
          : fault(yes, conditional.yes().span());
    }
    return with(
        type, graph().select(condition.term(), yes.term(), no.term()), List.of(condition, yes, no));
  }

  /** {@return a part made of others: what keeps one of them from having a value keeps it too} */
  private static Typed with(Typed.Type type, Term term, List<Typed> made) {
    return new Typed(
        type,
        term,
        Optional.empty(),
        made.stream().flatMap(part -> part.fault().stream()).findFirst());
  }

  private Typed fault(Typed word, Span span) {
    return error(
        FormulaCodes.WRONG_KIND,
        span,
        "`%s` is no number"
            .formatted(word.value().map(Value::text).orElse(diagnostics.written(span))),
        "",
        word.isNone() ? "ask `if … == none then … else …` first" : "a number belongs here");
  }

  // Functions

  private Typed called(Expression.Call call) {
    String name = call.name();
    boolean loss = !LossCompiler.isFunction(call) && formula.losses().knows(name);
    if (FormulaWords.isFunction(name) && !loss) {
      return function(call);
    }
    if (FormulaWords.isPenalty(name) && LossCompiler.isPenalty(call)) {
      return error(
          FormulaCodes.NO_UNIT_VALUE,
          call.span(),
          "a penalty cannot stand inside a formula",
          "",
          "a penalty may be added to a loss, and multiplied by numbers");
    }
    Optional<Loss> named = formula.losses().find(name);
    if (named.isPresent()) {
      return loss(call, named.get());
    }
    boolean value =
        parameters.containsKey(name) || parts.containsKey(name) || kind.signal(name).isPresent();
    return value
        ? error(
            FormulaCodes.WRONG_SHAPE,
            call.span(),
            "`%s` is a value, and takes no arguments".formatted(name),
            "write `%s`".formatted(name))
        : error(
            FormulaCodes.UNKNOWN_SIGNAL,
            call.nameSpan(),
            "no function and no loss is named `%s`".formatted(name),
            ArgumentReader.didYouMean(name, functionsAndLosses()),
            "functions: " + String.join(", ", FormulaWords.functions()));
  }

  private List<String> functionsAndLosses() {
    List<String> names = new ArrayList<>(FormulaWords.functions());
    names.addAll(formula.losses().names());
    return names;
  }

  private Typed function(Expression.Call call) {
    String name = call.name();
    List<Argument.Positional> given = new ArrayList<>();
    for (Argument argument : call.given()) {
      switch (argument) {
        case Argument.Positional positional -> given.add(positional);
        case Argument.Named named ->
            error(
                FormulaCodes.WRONG_ARGUMENTS,
                named.span(),
                "the arguments of `%s` have no names".formatted(name),
                "write the value alone");
      }
    }
    FormulaWords.Function function = FormulaWords.function(name, given.size());
    if (given.size() != call.given().size() || !function.takes(given.size())) {
      return given.size() != call.given().size()
          ? broken()
          : error(
              FormulaCodes.WRONG_ARGUMENTS,
              call.span(),
              "`%s` takes %s, and here are %d".formatted(name, function.takes(), given.size()),
              "");
    }
    List<Typed> values = new ArrayList<>();
    for (Argument.Positional argument : given) {
      boolean element = function.shape() == FormulaWords.Shape.ELEMENT;
      Typed typed = element ? expression(argument.value()) : within(argument.value());
      if (typed.type() == Typed.Type.WORD) {
        typed = fault(typed, argument.span());
      }
      values.add(typed);
    }
    return switch (function.shape()) {
      case ELEMENT -> element(call, values, given);
      case REDUCTION, WHOLE -> overPositions(call, function, values, given);
    };
  }

  private Typed element(Expression.Call call, List<Typed> values, List<Argument.Positional> given) {
    for (Argument.Positional argument : given) {
      if (argument.except().isPresent() || argument.counted().isPresent()) {
        return error(
            FormulaCodes.WRONG_ARGUMENTS,
            argument.span(),
            "`%s` works on each number alone: nothing can be left out".formatted(call.name()),
            "",
            "`except` and `when` belong into sum, mean, max, min, log_sum_exp and their like");
      }
    }
    if (values.stream().anyMatch(Typed::broken)) {
      return broken();
    }
    List<Term> terms = values.stream().map(Typed::term).toList();
    Typed.Type type =
        values.stream().anyMatch(Typed::vector) ? Typed.Type.VECTOR : Typed.Type.NUMBER;
    return with(type, elementTerm(call.name(), terms), values);
  }

  private Term elementTerm(String name, List<Term> x) {
    Graph g = graph();
    return switch (name) {
      case "abs" -> g.abs(x.getFirst());
      case "sign" -> g.sign(x.getFirst());
      case "sqrt" -> g.sqrt(x.getFirst());
      case "exp" -> g.exp(x.getFirst());
      case "expm1" -> g.expm1(x.getFirst());
      case "log" -> g.log(x.getFirst());
      case "log1p" -> g.log1p(x.getFirst());
      case "log2" -> g.log2(x.getFirst());
      case "sin" -> g.sin(x.getFirst());
      case "cos" -> g.cos(x.getFirst());
      case "tan" -> g.tan(x.getFirst());
      case "atan" -> g.atan(x.getFirst());
      case "acos" -> g.acos(x.getFirst());
      case "tanh" -> g.tanh(x.getFirst());
      case "sigmoid" -> g.sigmoid(x.getFirst());
      case "log_sigmoid" -> g.logSigmoid(x.getFirst());
      case "softplus" -> g.softplus(x.getFirst());
      case "relu" -> g.relu(x.getFirst());
      case "log_cosh" -> g.logCosh(x.getFirst());
      case "erf" -> g.erf(x.getFirst());
      case "lgamma" -> g.lgamma(x.getFirst());
      case "stop_gradient" -> g.stopGradient(x.getFirst());
      case "clamp" -> g.clamp(x.get(0), x.get(1), x.get(2));
      case "min" -> x.stream().reduce(g::min).orElseThrow();
      case "max" -> x.stream().reduce(g::max).orElseThrow();
      default -> throw new AssertionError("no function: " + name);
    };
  }

  private Typed overPositions(
      Expression.Call call,
      FormulaWords.Function function,
      List<Typed> values,
      List<Argument.Positional> given) {
    shared.reduces = true;
    String name = call.name();
    Optional<Typed> mask = Optional.empty();
    for (Argument.Positional argument : given) {
      Optional<Typed> own = mask(argument);
      mask = own.isPresent() ? own : mask;
    }
    if (values.stream().anyMatch(Typed::broken) || mask.filter(Typed::broken).isPresent()) {
      return broken();
    }
    if (kind.axis().isEmpty()) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          call.span(),
          "`%s` takes a vector, and %s has none".formatted(name, kind.unit()),
          "");
    }
    boolean vector = values.stream().anyMatch(Typed::vector) || mask.isPresent();
    if (!vector) {
      return error(
          FormulaCodes.WRONG_SHAPE,
          given.getFirst().span(),
          "`%s` takes a vector, and `%s` is one number"
              .formatted(name, diagnostics.written(given.getFirst().value().span())),
          "");
    }
    Optional<Term> over = mask.map(Typed::term);
    Term x = values.getFirst().term();
    Graph g = graph();
    Term term =
        switch (name) {
          case "sum" -> over.map(m -> g.sum(x, m)).orElseGet(() -> g.sum(x));
          case "mean" -> over.map(m -> g.mean(x, m)).orElseGet(() -> g.mean(x));
          case "max" -> over.map(m -> g.highest(x, m)).orElseGet(() -> g.highest(x));
          case "min" -> over.map(m -> g.lowest(x, m)).orElseGet(() -> g.lowest(x));
          case "log_sum_exp" -> over.map(m -> g.logSumExp(x, m)).orElseGet(() -> g.logSumExp(x));
          case "argmax" -> over.map(m -> g.argmax(x, m)).orElseGet(() -> g.argmax(x));
          case "norm" -> over.map(m -> g.norm(x, m)).orElseGet(() -> g.norm(x));
          case "dot" -> {
            Term product = g.mul(x, values.get(1).term());
            yield over.map(m -> g.sum(product, m)).orElseGet(() -> g.sum(product));
          }
          case "softmax" -> over.map(m -> g.softmax(x, m)).orElseGet(() -> g.softmax(x));
          case "log_softmax" -> over.map(m -> g.logSoftmax(x, m)).orElseGet(() -> g.logSoftmax(x));
          case "cumsum" -> g.cumsum(x);
          case "soft_rank" -> g.softRank(x);
          default -> throw new AssertionError("no function: " + name);
        };
    List<Typed> made = new ArrayList<>(values);
    mask.ifPresent(made::add);
    Typed.Type type =
        function.shape() == FormulaWords.Shape.WHOLE
            ? Typed.Type.VECTOR
            : name.equals("argmax") ? Typed.Type.INDEX : Typed.Type.NUMBER;
    return with(type, term, made);
  }

  /** {@return which positions an argument counts; empty where all do} */
  private Optional<Typed> mask(Argument.Positional argument) {
    Optional<Typed> except =
        argument
            .except()
            .map(name -> {
              Typed position =
                  named(new Expression.Call(name.span(), List.of(name), Optional.empty()));
              if (position.broken() || position.type() == Typed.Type.INDEX) {
                return with(
                    position.broken() ? Typed.Type.BROKEN : Typed.Type.VECTOR,
                    graph().notEqual(graph().position(), position.term()),
                    List.of(position));
              }
              return error(
                  FormulaCodes.WRONG_SHAPE,
                  name.span(),
                  "`except` leaves out a position, and `%s` is none".formatted(name.text()),
                  "",
                  "write `except label`, or `when` with a condition");
            });
    Optional<Typed> counted = argument.counted().map(this::within);
    return except.isPresent() ? except : counted;
  }
}
