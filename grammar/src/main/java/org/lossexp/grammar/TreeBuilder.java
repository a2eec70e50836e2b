package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.Expression.UnaryOperator;
import org.lossexp.grammar.syntax.LossExpLexer;
import org.lossexp.grammar.syntax.LossExpParser.*;

/**
 * Turns ANTLR's contexts into the syntax tree, and reports what the grammar's shape cannot say:
 * names given twice, comparisons in a chain, numbers out of range.
 */
final class TreeBuilder {
  private final Problems problems;

  TreeBuilder(Problems problems) {
    this.problems = problems;
  }

  Statement statement(StatementContext context, List<String> doc) {
    Span span = span(context);
    return switch (context) {
      case LanguageContext it -> language(span, it);
      case TitleContext it -> new Statement.Title(span, text(it.STRING().getSymbol()));
      case QuestionContext it -> new Statement.Question(span, text(it.STRING().getSymbol()));
      case ImportedContext it -> new Statement.Import(span, text(it.STRING().getSymbol()));
      case UsesContext it ->
          new Statement.Uses(
              span,
              text(it.STRING().getSymbol()),
              Optional.ofNullable(it.NUMBER()).map(number -> numeral(number.getSymbol())));
      case AllowContext it ->
          new Statement.Allow(span, each(it.NAME(), code -> allowed(code.getSymbol())));
      case LetContext it ->
          new Statement.Let(span, name(it.NAME().getSymbol()), setting(it.setting()), doc);
      case DeclareOrUseContext it ->
          it.definition() == null
              ? new Statement.Use(span, kind(it.kind()), each(it.item(), this::item), doc)
              : declaration(span, false, it.kind(), it.item(0), it.definition(), doc);
      case DefineContext it -> declaration(span, true, it.kind(), it.item(), it.definition(), doc);
      case BlockContext it ->
          new Statement.Block(span, section(it.section()), span(it.section()), entries(it));
      case MeasureContext it -> new Statement.Measure(span, each(it.item(), this::item));
      case ZipContext it -> new Statement.Zip(span, each(it.call(), this::call));
      case ExcludeContext it -> new Statement.Exclude(span, condition(it.condition()));
      default -> throw unknown(context);
    };
  }

  private Statement language(Span span, LanguageContext context) {
    Expression.Numeral version = numeral(context.NUMBER().getSymbol());
    LanguageVersion.check(version.span(), version.text(), problems);
    return new Statement.Language(span, version);
  }

  private Name allowed(Token code) {
    if (!code.getText().matches("LX[0-9]{3}")) {
      problems.error(
          Codes.NOT_A_CODE,
          Tokens.span(code),
          Problems.quoted(code.getText()) + " is not the code of a message",
          "a code is `LX` and three digits",
          "the code stands in the message that is to be allowed: `error[LX…]`");
    }
    return name(code);
  }

  private Statement declaration(
      Span span,
      boolean library,
      KindContext kindContext,
      ItemContext head,
      DefinitionContext definition,
      List<String> doc) {
    Statement.Kind kind = kind(kindContext);
    Expression.Call call = item(head, this::arguments);
    if (call.path().size() > 1) {
      problems.error(
          Codes.NOT_A_PARAMETER,
          call.nameSpan(),
          Problems.quoted(call.name()) + " cannot be declared: a declared name has no dot",
          "write " + Problems.quoted(call.name().replace('.', '_')));
    }
    if (kind != Statement.Kind.LOSS) {
      onlyForLosses(head.arguments(), "parameters");
      onlyForLosses(definition.item(), "`for`");
      onlyForLosses(definition.formula(), "`when`");
      onlyForLosses(definition.WHERE() == null ? null : definition.part(0), "`where`");
    }
    List<Statement.Part> parts = each(definition.part(), this::part);
    reportTwice("the part", parts.stream().map(Statement.Part::name).toList());
    return new Statement.Declaration(
        span,
        library,
        kind,
        call.path().getFirst(),
        parameters(call),
        Optional.ofNullable(definition.item()).map(this::item),
        value(definition.value()),
        Optional.ofNullable(definition.formula()).map(this::formula),
        parts,
        doc);
  }

  private void onlyForLosses(ParserRuleContext clause, String what) {
    if (clause != null) {
      problems.error(
          Codes.ONLY_FOR_LOSSES, span(clause), "only a loss takes " + what, "leave this out");
    }
  }

  /** What stands between the parentheses of a declared name: each a name with its default. */
  private List<Statement.Entry> parameters(Expression.Call head) {
    var parameters = new ArrayList<Statement.Entry>();
    for (Argument argument : head.given()) {
      switch (argument) {
        case Argument.Named(Span span, Name name, boolean quoted, Setting setting) when !quoted ->
            parameters.add(new Statement.Entry(span, name, setting));
        case Argument.Named named ->
            reportParameter(named.name().span(), "write its name without quotes");
        case Argument.Positional positional ->
            reportParameter(
                positional.span(),
                positional.value() instanceof Expression.Call call
                    ? "write " + Problems.quoted(call.name() + " = 1")
                    : "put a name and `=` before it");
      }
    }
    return parameters;
  }

  private void reportParameter(Span span, String label) {
    problems.error(
        Codes.NOT_A_PARAMETER,
        span,
        "a parameter of a declared loss is a name with a default",
        label,
        "the default is used wherever the loss is used without that argument");
  }

  private Statement.Part part(PartContext context) {
    return new Statement.Part(
        span(context), name(context.NAME().getSymbol()), formula(context.formula()));
  }

  private Statement.Entry entry(EntryContext context) {
    return new Statement.Entry(
        span(context), name(context.word().getStart()), setting(context.setting()));
  }

  private List<Statement.Entry> entries(BlockContext context) {
    List<Statement.Entry> entries = each(context.entry(), this::entry);
    reportTwice("the entry", entries.stream().map(Statement.Entry::name).toList());
    return entries;
  }

  private void reportTwice(String what, List<Name> names) {
    Set<String> seen = new HashSet<>();
    for (Name name : names) {
      if (!seen.add(name.text())) {
        problems.error(
            Codes.TWICE,
            name.span(),
            what + " " + Problems.quoted(name.text()) + " is given twice",
            "delete one of the two");
      }
    }
  }

  private Setting setting(SettingContext context) {
    Span span = span(context);
    return switch (context) {
      case FixedContext it -> new Setting.Fixed(span, value(it.value()));
      case SweptContext it -> new Setting.Swept(span, domain(it.domain()));
      case TunedContext it -> new Setting.Tuned(span, domain(it.domain()));
      default -> throw unknown(context);
    };
  }

  private Domain domain(DomainContext context) {
    Span span = span(context);
    return switch (context) {
      case ChoicesContext it -> new Domain.Choices(span, each(it.value(), this::value));
      case IntervalContext it ->
          new Domain.Interval(
              span,
              scale(it.scale),
              bound(it.bound(0)),
              bound(it.bound(1)),
              Optional.ofNullable(it.NUMBER()).map(points -> numeral(points.getSymbol())));
      default -> throw unknown(context);
    };
  }

  private static Domain.Scale scale(Token word) {
    if (word == null) {
      return Domain.Scale.LINEAR;
    }
    return word.getType() == LossExpLexer.LOG ? Domain.Scale.LOG : Domain.Scale.INT;
  }

  private Expression bound(BoundContext context) {
    Token token = context.getStop();
    Expression bound =
        token.getType() == LossExpLexer.NAME
            ? new Expression.Call(Tokens.span(token), List.of(name(token)), Optional.empty())
            : numeral(token);
    return context.MINUS() == null
        ? bound
        : new Expression.Unary(span(context), UnaryOperator.NEGATE, bound);
  }

  Expression value(ValueContext context) {
    List<Expression> steps = each(context.formula(), this::formula);
    return steps.size() == 1 ? steps.getFirst() : new Expression.Pipeline(span(context), steps);
  }

  /**
   * Builds what leans to the left (sums, products, indexes) in a loop: a sum of 20,000 terms is as
   * deep as it is long, and would overflow the stack.
   */
  private Expression formula(FormulaContext context) {
    var spine = new ArrayDeque<FormulaContext>();
    FormulaContext leftmost = context;
    for (FormulaContext left = context; left != null; left = leftOperand(left)) {
      spine.push(left);
      leftmost = left;
    }
    spine.pop();
    Expression built = first(leftmost);
    while (!spine.isEmpty()) {
      built = extended(built, spine.pop());
    }
    return built;
  }

  private static FormulaContext leftOperand(FormulaContext context) {
    return context.getChild(0) instanceof FormulaContext left ? left : null;
  }

  private Expression first(FormulaContext context) {
    Span span = span(context);
    return switch (context) {
      case NegateContext it ->
          new Expression.Unary(span, UnaryOperator.NEGATE, formula(it.formula()));
      case NotContext it -> new Expression.Unary(span, UnaryOperator.NOT, formula(it.formula()));
      case ConditionalContext it ->
          new Expression.Conditional(
              span, formula(it.formula(0)), formula(it.formula(1)), formula(it.formula(2)));
      case GroupContext it -> value(it.value());
      case ConstantContext it -> literal(it.literal().getStart());
      case SequenceContext it -> sequence(it.list());
      case ReferenceContext it -> call(it.call());
      default -> throw unknown(context);
    };
  }

  private Expression extended(Expression left, FormulaContext context) {
    Span span = span(context);
    return switch (context) {
      case IndexContext it -> new Expression.Index(span, left, formula(it.formula(1)));
      case PowerContext it -> binary(span, it.operator, left, it.formula(1));
      case ProductContext it -> binary(span, it.operator, left, it.formula(1));
      case SumContext it -> binary(span, it.operator, left, it.formula(1));
      case ComparisonContext it -> {
        if (it.formula(0) instanceof ComparisonContext) {
          problems.error(
              Codes.CHAINED_COMPARISON,
              span,
              "comparisons do not chain",
              "",
              "write `a < b and b < c` for `a < b < c`");
        }
        yield binary(span, it.operator, left, it.formula(1));
      }
      case AndContext it -> binary(span, it.operator, left, it.formula(1));
      case OrContext it -> binary(span, it.operator, left, it.formula(1));
      default -> throw unknown(context);
    };
  }

  private Expression binary(Span span, Token operator, Expression left, FormulaContext right) {
    return new Expression.Binary(span, operator(operator), left, formula(right));
  }

  private static BinaryOperator operator(Token token) {
    for (BinaryOperator operator : BinaryOperator.values()) {
      if (operator.symbol().equals(token.getText())) {
        return operator;
      }
    }
    throw new AssertionError("no operator: " + token);
  }

  private Expression sequence(ListContext context) {
    return new Expression.Sequence(span(context), each(context.value(), this::value));
  }

  private Expression.Call call(CallContext context) {
    return new Expression.Call(span(context), path(context.path()), given(context.arguments()));
  }

  private Expression.Call item(ItemContext context) {
    return item(context, this::given);
  }

  private Expression.Call item(
      ItemContext context, Function<ArgumentsContext, Optional<List<Argument>>> given) {
    var path = new ArrayList<>(List.of(name(context.NAME().getSymbol())));
    path.addAll(each(context.word(), word -> name(word.getStart())));
    return new Expression.Call(span(context), path, given.apply(context.arguments()));
  }

  private static List<Name> path(PathContext context) {
    var path = new ArrayList<>(List.of(name(context.head().getStart())));
    path.addAll(each(context.word(), word -> name(word.getStart())));
    return path;
  }

  /** The arguments of a call, in their order: those without a name come first. */
  private Optional<List<Argument>> given(ArgumentsContext context) {
    Optional<List<Argument>> arguments = arguments(context);
    boolean named = false;
    for (Argument argument : arguments.orElse(List.of())) {
      switch (argument) {
        case Argument.Named _ -> named = true;
        case Argument.Positional positional -> {
          if (named) {
            problems.error(
                Codes.POSITIONAL_AFTER_NAMED,
                positional.span(),
                "an argument without a name stands after one with a name",
                "give it a name, or move it to the front");
          }
        }
      }
    }
    return arguments;
  }

  private Optional<List<Argument>> arguments(ArgumentsContext context) {
    if (context == null) {
      return Optional.empty();
    }
    List<Argument> arguments = each(context.argument(), this::argument);
    reportTwice(
        "the argument",
        arguments.stream()
            .filter(Argument.Named.class::isInstance)
            .map(argument -> ((Argument.Named) argument).name())
            .toList());
    return Optional.of(arguments);
  }

  private Argument argument(ArgumentContext context) {
    Span span = span(context);
    return switch (context) {
      case NamedContext it -> {
        Token name = it.getStart();
        boolean quoted = it.STRING() != null;
        yield new Argument.Named(
            span,
            quoted ? new Name(Tokens.span(name), text(name).value()) : name(name),
            quoted,
            setting(it.setting()));
      }
      case PositionalContext it ->
          new Argument.Positional(
              span,
              value(it.value()),
              Optional.ofNullable(it.NAME()).map(except -> name(except.getSymbol())),
              Optional.ofNullable(it.formula()).map(this::formula));
      default -> throw unknown(context);
    };
  }

  private Condition condition(ConditionContext context) {
    var spine = new ArrayDeque<ConditionContext>();
    ConditionContext leftmost = context;
    while (leftmost.getChild(0) instanceof ConditionContext left) {
      spine.push(leftmost);
      leftmost = left;
    }
    Condition built = firstCondition(leftmost);
    while (!spine.isEmpty()) {
      ConditionContext outer = spine.pop();
      built =
          switch (outer) {
            case ConjunctionContext it ->
                new Condition.And(span(it), built, condition(it.condition(1)));
            case AlternativeContext it ->
                new Condition.Or(span(it), built, condition(it.condition(1)));
            default -> throw unknown(outer);
          };
    }
    return built;
  }

  private Condition firstCondition(ConditionContext context) {
    Span span = span(context);
    return switch (context) {
      case NegationContext it -> new Condition.Not(span, condition(it.condition()));
      case GroupingContext it -> condition(it.condition());
      case RelationContext it ->
          new Condition.Compare(
              span, factor(it.path()), operator(it.operator), comparand(it.comparand()));
      case MembershipContext it ->
          new Condition.Member(span, factor(it.path()), each(it.value(), this::value));
      default -> throw unknown(context);
    };
  }

  private static Expression.Call factor(PathContext context) {
    return new Expression.Call(span(context), path(context), Optional.empty());
  }

  private Expression comparand(ComparandContext context) {
    if (context.call() != null) {
      return call(context.call());
    }
    if (context.list() != null) {
      return sequence(context.list());
    }
    Expression literal = literal(context.literal().getStart());
    return context.MINUS() == null
        ? literal
        : new Expression.Unary(span(context), UnaryOperator.NEGATE, literal);
  }

  private Expression literal(Token token) {
    Span span = Tokens.span(token);
    return switch (token.getType()) {
      case LossExpLexer.NUMBER, LossExpLexer.PERCENT, LossExpLexer.INF -> numeral(token);
      case LossExpLexer.STRING -> text(token);
      case LossExpLexer.TRUE -> new Expression.Flag(span, true);
      case LossExpLexer.FALSE -> new Expression.Flag(span, false);
      case LossExpLexer.NONE -> new Expression.None(span);
      default -> throw new AssertionError("no literal: " + token);
    };
  }

  private Expression.Numeral numeral(Token token) {
    Span span = Tokens.span(token);
    String text = token.getText();
    if (token.getType() == LossExpLexer.INF) {
      return new Expression.Numeral(span, text, Double.POSITIVE_INFINITY);
    }
    // Read as 16.1e-2, not as 16.1 / 100: then it is the number nearest to what is written.
    double value =
        Double.parseDouble(
            token.getType() == LossExpLexer.PERCENT ? text.replace("%", "e-2") : text);
    boolean lost = value == 0 && text.matches("[0.]*[1-9].*");
    if (Double.isInfinite(value) || lost) {
      problems.error(
          Codes.NUMBER_OUT_OF_RANGE,
          span,
          Problems.quoted(text) + (lost ? " is too small to differ from 0" : " is too large"),
          lost ? "write `0`" : "write `inf` if no limit is meant",
          "numbers are 64-bit floating point: up to 1.8e308, down to 4.9e-324");
    }
    return new Expression.Numeral(span, text, value);
  }

  /**
   * A string without its quotes; {@code \"}, {@code \\}, {@code \n} and {@code \t} are its escapes.
   */
  private Expression.Text text(Token token) {
    String written = token.getText();
    var value = new StringBuilder();
    for (int at = 1; at < written.length() - 1; at++) {
      char character = written.charAt(at);
      if (character == '\\') {
        at++;
        character = escaped(token, at, written.charAt(at));
      }
      value.append(character);
    }
    return new Expression.Text(Tokens.span(token), value.toString());
  }

  private char escaped(Token token, int at, char character) {
    return switch (character) {
      case '"', '\\' -> character;
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> {
        int start = token.getStartIndex() + at - 1;
        problems.error(
            Codes.BAD_ESCAPE,
            new Span(start, start + 2),
            Problems.quoted("\\" + character) + " means nothing in a string",
            "write `\\\\` for a backslash",
            "the others are `\\\"`, `\\n` and `\\t`; in a path `/` does everywhere");
        yield character;
      }
    };
  }

  private static Statement.Kind kind(KindContext context) {
    return switch (context.getStart().getType()) {
      case LossExpLexer.DATA -> Statement.Kind.DATA;
      case LossExpLexer.MODEL -> Statement.Kind.MODEL;
      case LossExpLexer.LOSS -> Statement.Kind.LOSS;
      case LossExpLexer.OPTIMIZER -> Statement.Kind.OPTIMIZER;
      default -> throw unknown(context);
    };
  }

  private static Statement.Section section(SectionContext context) {
    return switch (context.getStart().getType()) {
      case LossExpLexer.TRAIN -> Statement.Section.TRAIN;
      case LossExpLexer.TUNE -> Statement.Section.TUNE;
      case LossExpLexer.REPEAT -> Statement.Section.REPEAT;
      case LossExpLexer.COMPARE -> Statement.Section.COMPARE;
      case LossExpLexer.REPORT -> Statement.Section.REPORT;
      default -> throw unknown(context);
    };
  }

  private static Name name(Token token) {
    return new Name(Tokens.span(token), token.getText());
  }

  private static Span span(ParserRuleContext context) {
    return Tokens.span(context.getStart()).to(Tokens.span(context.getStop()));
  }

  private static <C, T> List<T> each(List<C> contexts, Function<C, T> build) {
    return contexts.stream().map(build).toList();
  }

  private static AssertionError unknown(ParserRuleContext context) {
    return new AssertionError("no builder case: " + context.getClass());
  }
}
