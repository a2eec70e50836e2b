package org.lossexp.formula;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Source;
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

  private final LossCatalogue catalogue;

  /** Compiles losses of {@code catalogue}. */
  public LossCompiler(LossCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** {@return the losses known} */
  public LossCatalogue catalogue() {
    return catalogue;
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

  /** {@return the loss that {@code source} says} */
  public Outcome<ResolvedLoss> resolve(Source source) {
    Outcome<Expression> parsed = Parser.parseExpression(source);
    if (parsed.value().isEmpty()) {
      return new Outcome<>(Optional.empty(), parsed.diagnostics());
    }
    var diagnostics = new Diagnostics(source);
    Optional<ResolvedLoss> loss =
        resolve(parsed.get(), new ArgumentReader(Scope.EMPTY, diagnostics));
    List<Diagnostic> found = diagnostics.inOrder();
    return new Outcome<>(loss, found);
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
    if (!(expression instanceof Expression.Call call)) {
      refuseAlgebra(expression, reader.diagnostics());
      return Optional.empty();
    }
    if (isPenalty(call)) {
      reader
          .diagnostics()
          .error(
              FormulaCodes.PENALTY_LATER,
              call.span(),
              "penalties on weights are not in this version yet: a later one adds them to a loss",
              "leave it out",
              "`weight_decay` of an optimizer comes near to `l2`");
      return Optional.empty();
    }
    Optional<Loss> loss = catalogue.find(call.name());
    if (loss.isEmpty()) {
      refuseName(call, reader.diagnostics());
      return Optional.empty();
    }
    return reader
        .arguments(call, callee(call.name(), loss.get().descriptor()))
        .map(arguments -> new ResolvedLoss(call.span(), call.name(), loss.get(), arguments));
  }

  private static boolean isPenalty(Expression.Call call) {
    return FormulaWords.isPenalty(call.name())
        && !call.given().isEmpty()
        && call.given().getFirst() instanceof Expression.Argument.Positional argument
        && argument.value() instanceof Expression.Call on
        && on.name().equals("weights");
  }

  private void refuseName(Expression.Call call, Diagnostics diagnostics) {
    String name = call.name();
    boolean formula =
        call.arguments().isPresent() ? FormulaWords.isFunction(name) : FormulaWords.isSignal(name);
    if (formula) {
      refuseAlgebra(call, diagnostics);
      return;
    }
    diagnostics.error(
        FormulaCodes.UNKNOWN_LOSS,
        call.nameSpan(),
        "no loss is named `%s`".formatted(name),
        ArgumentReader.didYouMean(name, catalogue.names()),
        "`lossexp losses` lists all %d losses that are known here"
            .formatted(catalogue.losses().size()));
  }

  /** Formulas and sums have their place in the language, and will be compiled here. */
  private void refuseAlgebra(Expression expression, Diagnostics diagnostics) {
    if (expression instanceof Expression.Pipeline) {
      diagnostics.error(
          FormulaCodes.WRONG_KIND,
          expression.span(),
          "a loss is not a pipeline",
          "",
          "`->` joins the steps of `data` and the layers of `model`");
    } else if (mentionsLoss(expression)) {
      diagnostics.error(
          FormulaCodes.SUM_LATER,
          expression.span(),
          "sums of losses are not in this version yet: a later one adds and weights them",
          "",
          "write one loss, such as `huber(delta = 1)`");
    } else {
      diagnostics.error(
          FormulaCodes.FORMULA_LATER,
          expression.span(),
          "a loss written as a formula is not in this version yet: a later one compiles it",
          "",
          "`lossexp losses` lists the losses that are ready to use");
    }
  }

  /** Looks at the operands of operators, with a stack of its own: sums can be very long. */
  private boolean mentionsLoss(Expression whole) {
    Deque<Expression> open = new ArrayDeque<>(List.of(whole));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Expression.Call call -> {
          if (catalogue.find(call.name()).isPresent() && !FormulaWords.isSignal(call.name())) {
            return true;
          }
        }
        case Expression.Binary binary -> {
          open.push(binary.left());
          open.push(binary.right());
        }
        case Expression.Unary unary -> open.push(unary.operand());
        case Expression.Conditional conditional -> {
          open.push(conditional.yes());
          open.push(conditional.no());
        }
        case Expression.Numeral _,
            Expression.Text _,
            Expression.Flag _,
            Expression.None _,
            Expression.Sequence _,
            Expression.Index _,
            Expression.Pipeline _ -> {}
      }
    }
    return false;
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
      return Optional.of(new BoundLoss(resolved, function));
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
