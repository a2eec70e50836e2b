package org.lossexp.formula;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.lossexp.experiment.Penalty;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;

/**
 * From the text of a loss to its function: {@linkplain #resolve its name and arguments are
 * checked}, then it is {@linkplain #bind bound to a target}. {@link #compile} does both, from text.
 */
public final class LossCompiler {
  /** The argument that every loss takes besides its own. */
  static final String REDUCTION = "reduction";

  private static final List<ParameterSpec> COMMON =
      List.of(
          new ParameterSpec.Choice(
              REDUCTION,
              "mean",
              List.of("mean", "sum"),
              "how the values of a batch become its objective"));

  /** Whether a declared parameter is one that every loss has. */
  static final Predicate<String> IS_COMMON = REDUCTION::equals;

  private static final Pattern STATEMENTS =
      Pattern.compile("\\s*(///[^\n]*\\s*)*(let|define|loss)\\b");

  private final LossCatalogue catalogue;
  private final Map<String, KnownLosses.Own> own;

  /** Compiles losses of {@code catalogue}. */
  public LossCompiler(LossCatalogue catalogue) {
    this(catalogue, Map.of());
  }

  private LossCompiler(LossCatalogue catalogue, Map<String, KnownLosses.Own> own) {
    this.catalogue = catalogue;
    this.own = own;
  }

  /** {@return the losses known} */
  public LossCatalogue catalogue() {
    return catalogue;
  }

  /**
   * {@return a compiler that knows these losses too, which hide those of the catalogue}
   *
   * @param source in which they stand
   * @param declarations of losses: {@code loss NAME(…) = …}, with and without {@code define}
   */
  public LossCompiler declaring(Source source, Collection<Statement.Declaration> declarations) {
    Map<String, KnownLosses.Own> all = new LinkedHashMap<>(own);
    declarations.forEach(declaration ->
        all.put(declaration.name().text(), new KnownLosses.Own(source, declaration)));
    return new LossCompiler(catalogue, Collections.unmodifiableMap(all));
  }

  /** {@return what a loss called {@code name} takes, for {@link ArgumentReader}} */
  public static Callee callee(String name, LossDescriptor descriptor) {
    return new Callee(name, descriptor.parameters(), COMMON);
  }

  /** {@return what keeps {@code name} from being a loss's label, such as {@code a signal}} */
  public Optional<String> reserved(String name) {
    if (catalogue.find(name).isPresent()) {
      return Optional.of("a loss of the catalogue");
    }
    if (FormulaWords.isSignal(name)) {
      return Optional.of("a signal of formulas");
    }
    return FormulaWords.isFunction(name) || FormulaWords.isPenalty(name)
        ? Optional.of("a function of formulas")
        : Optional.empty();
  }

  /** {@return the loss that {@code source} says, bound to {@code target}} */
  public Outcome<BoundLoss> compile(Source source, TargetFacts target) {
    Outcome<ResolvedLoss> resolved = resolve(source);
    if (resolved.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), resolved.diagnostics());
    }
    ResolvedLoss loss = resolved.get();
    var diagnostics = new Diagnostics(source);
    Optional<BoundLoss> bound = Optional.empty();
    if (loss.loss().descriptor().tasks().contains(target.task())) {
      bound = bind(loss, target, diagnostics);
    } else {
      diagnostics.error(
          FormulaCodes.WRONG_TASK,
          loss.span(),
          "`%s` is no loss for %s".formatted(loss.name(), target.task().words()),
          "",
          "it takes " + loss.loss().descriptor().target());
    }
    return new Outcome<>(bound, diagnostics.inOrder());
  }

  /**
   * {@return the loss that {@code source} says}: an expression, as on the command line, or the
   * statements of {@link ResolvedLoss#text}, of which the last declares the loss
   */
  public Outcome<ResolvedLoss> resolve(Source source) {
    if (STATEMENTS.matcher(source.text()).lookingAt()) {
      return resolveStatements(source);
    }
    Outcome<Expression> parsed = Parser.parseExpression(source);
    if (parsed.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), parsed.diagnostics());
    }
    var diagnostics = new Diagnostics(source);
    Optional<ResolvedLoss> loss =
        resolve(parsed.get(), new ArgumentReader(Scope.EMPTY, diagnostics));
    return outcome(loss, diagnostics);
  }

  private static Outcome<ResolvedLoss> outcome(
      Optional<ResolvedLoss> loss, Diagnostics diagnostics) {
    return new Outcome<>(diagnostics.errors() > 0 ? Optional.empty() : loss, diagnostics.inOrder());
  }

  private Outcome<ResolvedLoss> resolveStatements(Source source) {
    Outcome<ExperimentFile> file = Parser.parseFile(source);
    if (file.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), file.diagnostics());
    }
    var contents = Contents.of(file.get());
    var diagnostics = new Diagnostics(source);
    for (Statement stranger : contents.others()) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_NAME,
          stranger.span(),
          "only `let`, `define loss` and `loss` can stand here",
          "");
    }
    if (contents.declarations().isEmpty()) {
      diagnostics.error(FormulaCodes.UNKNOWN_LOSS, new Span(0, 0), "no loss is declared here", "");
      return outcome(Optional.empty(), diagnostics);
    }
    var reader = new ArgumentReader(new ConstantScope(contents.lets(), Map.of()), diagnostics);
    return outcome(
        declaring(source, contents.declarations())
            .resolve(contents.declarations().getLast(), reader),
        diagnostics);
  }

  /** What a file says about losses: its fixed {@code let}s, its losses, and the rest. */
  private record Contents(
      Map<String, Expression> lets,
      List<Statement.Declaration> declarations,
      List<Statement> others) {
    static Contents of(ExperimentFile file) {
      var contents = new Contents(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
      for (Statement statement : file.statements()) {
        if (statement instanceof Statement.Let let
            && let.setting() instanceof Setting.Fixed fixed) {
          contents.lets.put(let.name().text(), fixed.value());
        } else if (statement instanceof Statement.Declaration declaration
            && declaration.kind() == Statement.Kind.LOSS) {
          contents.declarations.add(declaration);
        } else {
          contents.others.add(statement);
        }
      }
      return contents;
    }
  }

  /**
   * {@return the loss that a file calls {@code name}, with its defaults}
   *
   * @param file of which only the {@code let}s and losses are read; its own losses come first
   */
  public Outcome<ResolvedLoss> resolve(ExperimentFile file, String name) {
    var diagnostics = new Diagnostics(file.source());
    var contents = Contents.of(file);
    LossCompiler knowing = declaring(file.source(), contents.declarations());
    var reader = new ArgumentReader(new FirstValues(contents.lets()), diagnostics);
    Optional<Statement.Declaration> named =
        contents.declarations().stream().filter(d -> d.name().text().equals(name)).findFirst();
    if (named.isPresent()) {
      return outcome(knowing.resolve(named.get(), reader), diagnostics);
    }
    List<String> names = new ArrayList<>(knowing.own.keySet());
    diagnostics.error(
        FormulaCodes.UNKNOWN_LOSS,
        new Span(0, 0),
        "`%s` declares no loss named `%s`".formatted(file.source().name(), name),
        ArgumentReader.didYouMean(name, names),
        "it declares: " + String.join(", ", names));
    return outcome(Optional.empty(), diagnostics);
  }

  /**
   * {@return the loss that {@code expression} says, its arguments read by {@code reader}, which
   * reports what is wrong}
   */
  public Optional<ResolvedLoss> resolve(Expression expression, ArgumentReader reader) {
    return reader
        .follow(expression)
        .flatMap(followed -> resolveFollowed(followed.expression(), reader));
  }

  private Optional<ResolvedLoss> resolveFollowed(Expression expression, ArgumentReader reader) {
    if (expression instanceof Expression.Call call) {
      var known = new KnownLosses(catalogue, own, reader);
      boolean word = isWord(call);
      boolean penalty = isPenalty(call);
      Optional<Loss> loss = word || penalty ? Optional.empty() : known.find(call.name());
      if (loss.isPresent()) {
        return reader
            .arguments(call, callee(call.name(), loss.get().descriptor()))
            .map(arguments -> new ResolvedLoss(call.span(), call.name(), loss.get(), arguments));
      }
      if (!word && !penalty) {
        refuseName(call, known, reader.diagnostics());
        return Optional.empty();
      }
    }
    Span span = expression.span();
    return resolve(
        new Statement.Declaration(
            span,
            false,
            Statement.Kind.LOSS,
            new Name(span, DeclaredText.NAME),
            List.of(),
            Optional.empty(),
            expression,
            Optional.empty(),
            List.of(),
            List.of()),
        reader);
  }

  /**
   * {@return the loss that {@code declaration} declares, with the values that its parameters have
   * now} It stands in the text that {@code reader} reports on; the losses that it may name besides
   * the catalogue's are those of {@link #declaring}.
   */
  public Optional<ResolvedLoss> resolve(Statement.Declaration declaration, ArgumentReader reader) {
    var known = new KnownLosses(catalogue, own, reader);
    if (isPlain(declaration) && names(declaration.body(), reader)) {
      return resolve(declaration.body(), reader);
    }
    Formula formula = known.formula(reader.diagnostics().source(), declaration);
    String name = declaration.name().text();
    return declare(formula, reader)
        .flatMap(loss ->
            reader
                .arguments(call(declaration, loss), callee(name, loss.descriptor()))
                .map(arguments ->
                    new ResolvedLoss(declaration.body().span(), name, loss, arguments)));
  }

  /** {@return whether a declaration only gives a name to its body} */
  static boolean isPlain(Statement.Declaration declaration) {
    return declaration.parameters().isEmpty()
        && declaration.family().isEmpty()
        && declaration.counted().isEmpty()
        && declaration.parts().isEmpty();
  }

  /** {@return whether the body is the name of a loss, be it unknown, and no part of a formula} */
  private static boolean names(Expression body, ArgumentReader reader) {
    Expression meant = reader.follow(body).map(ArgumentReader.Followed::expression).orElse(body);
    return meant instanceof Expression.Call call && !isPenalty(call) && !isWord(call);
  }

  /**
   * {@return whether a call is one of a function, or a signal} {@code log_cosh} is a loss, too:
   * only that is called without an argument, or with arguments by name.
   */
  private static boolean isWord(Expression.Call call) {
    return call.arguments().isPresent() ? isFunction(call) : FormulaWords.isSignal(call.name());
  }

  /** {@return whether a call with parentheses is one of a function, and none of a loss} */
  static boolean isFunction(Expression.Call call) {
    return FormulaWords.isFunction(call.name())
        && call.given().stream().anyMatch(a -> a instanceof Expression.Argument.Positional);
  }

  /** {@return the parameters of a declaration as the arguments of a call} */
  private static Expression.Call call(Statement.Declaration declaration, Loss loss) {
    return new Expression.Call(
        declaration.name().span(),
        List.of(declaration.name()),
        Optional.of(
            declaration.parameters().stream()
                .filter(entry ->
                    !(loss instanceof SumLoss && entry.name().text().equals(SumLoss.READOUT)))
                .<Expression.Argument>map(entry ->
                    new Expression.Argument.Named(
                        entry.span(), entry.name(), false, entry.setting()))
                .toList()));
  }

  /** {@return the loss that {@code formula} declares: a formula, or a sum of losses} */
  static Optional<DeclaredLoss> declare(Formula formula, ArgumentReader reader) {
    var algebra = new LossAlgebra(formula);
    return algebra.isSum()
        ? SumLoss.of(formula, algebra, reader).map(loss -> loss)
        : FormulaLoss.of(formula, reader).map(loss -> loss);
  }

  /** {@return the formula that {@code loss} is, where it is one} */
  static Optional<FormulaLoss> formula(Loss loss) {
    return loss instanceof Inlined inlined ? inlined.formula() : Optional.empty();
  }

  static boolean isPenalty(Expression.Call call) {
    return FormulaWords.isPenalty(call.name())
        && !call.given().isEmpty()
        && call.given().getFirst() instanceof Expression.Argument.Positional argument
        && argument.value() instanceof Expression.Call on
        && on.name().equals("weights");
  }

  private void refuseName(Expression.Call call, KnownLosses known, Diagnostics diagnostics) {
    if (own.containsKey(call.name())) {
      boolean circular = known.circular(call.name());
      diagnostics.error(
          circular ? FormulaCodes.CIRCULAR : FormulaCodes.UNKNOWN_LOSS,
          call.span(),
          circular
              ? "`%s` is made of itself".formatted(call.name())
              : "`%s` has mistakes of its own".formatted(call.name()),
          "");
      return;
    }
    if (FormulaWords.isSignal(call.name())) {
      diagnostics.error(
          FormulaCodes.WRONG_SHAPE,
          call.span(),
          "`%s` is a signal, and takes no arguments".formatted(call.name()),
          "write `%s`".formatted(call.name()));
      return;
    }
    List<String> names = new ArrayList<>(own.keySet());
    names.addAll(catalogue.names());
    names.addAll(call.arguments().isPresent() ? FormulaWords.functions() : FormulaWords.signals());
    diagnostics.error(
        FormulaCodes.UNKNOWN_LOSS,
        call.nameSpan(),
        "no loss is named `%s`".formatted(call.name()),
        OtherWords.otherwiseWritten(call.name(), names)
            .or(() -> catalogue.namedElsewhere(call.name()))
            .map("did you mean `%s`?"::formatted)
            .orElseGet(() -> ArgumentReader.didYouMean(call.name(), names)),
        "`lossexp losses` lists all %d losses that are known here"
            .formatted(catalogue.losses().size()));
  }

  /**
   * {@return {@code resolved} bound to {@code target}, whose task is one of the loss's; what stands
   * against it is reported}
   */
  public Optional<BoundLoss> bind(
      ResolvedLoss resolved, TargetFacts target, Diagnostics diagnostics) {
    try {
      LossFunction function = resolved.loss().bind(resolved.own(), target);
      // Asked once here, where what they throw is caught; they are asked again in many places.
      requireNonNull(function.head());
      requireNonNull(function.encoding());
      requireNonNull(function.readout().gives());
      List<Penalty> penalties = function instanceof SumFunction sum ? sum.penalties() : List.of();
      return Optional.of(new BoundLoss(resolved, function, penalties));
    } catch (Refusal refusal) {
      diagnostics.error(FormulaCodes.REFUSED, resolved.span(), refusal.getMessage(), "");
    } catch (RuntimeException | LinkageError broken) {
      // A plugin is a guest: what it throws is its fault, and no end of ours.
      diagnostics.error(
          FormulaCodes.BROKEN_LOSS,
          resolved.span(),
          "`%s` broke while it was bound to the target: %s"
              .formatted(resolved.name(), Diagnostics.shortened(String.valueOf(broken), 200)),
          "",
          "this is a mistake of the plugin that brings the loss: tell its author");
    }
    return Optional.empty();
  }
}
