package org.lossexp.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.lossexp.experiment.Penalty;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.Call;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * A sum of losses, penalties and at most one formula: each loss is reduced as it says itself, then
 * weighted, then added.
 */
final class SumLoss implements DeclaredLoss {
  /** The entry of a declaration that names the loss whose readout the sum has. */
  static final String READOUT = "readout";

  private static final Callee ELASTIC_NET =
      new Callee(
          "elastic_net",
          List.of(
              new ParameterSpec.Real(
                  "l1_ratio", 0.5, Range.closed(0, 1), "share of l1; the rest is l2")));

  private final Formula formula;
  private final LossAlgebra algebra;
  private final List<ParameterSpec> parameters;
  private final LossDescriptor descriptor;

  private SumLoss(
      Formula formula,
      LossAlgebra algebra,
      List<ParameterSpec> parameters,
      LossDescriptor descriptor) {
    this.formula = formula;
    this.algebra = algebra;
    this.parameters = parameters;
    this.descriptor = descriptor;
  }

  /** {@return the sum that {@code formula} says; nothing where something was reported} */
  static Optional<SumLoss> of(Formula formula, LossAlgebra algebra, ArgumentReader reader) {
    Diagnostics diagnostics = reader.diagnostics();
    int before = diagnostics.errors();
    if (algebra.isTooLarge()) {
      diagnostics.error(
          FormulaCodes.FORMULA_TOO_LARGE,
          formula.declaration().body().span(),
          "more than %d losses and penalties are added here".formatted(LossAlgebra.MOST_ADDED),
          "");
      return Optional.empty();
    }
    DocTags doc = DocTags.of(formula.declaration().doc());
    var parameterReader = new ParameterReader(formula, doc, reader);
    List<ParameterSpec> specs = parameterReader.read();
    specs.removeIf(spec -> spec.name().equals(READOUT));
    NameCheck.of(formula, diagnostics);
    checkNames(algebra, diagnostics);
    if (diagnostics.errors() > before) {
      return Optional.empty();
    }
    Arguments values = parameterReader.representatives();
    List<Added> added = added(formula, algebra, specs, values, diagnostics);
    penalties(formula, algebra, specs, values, diagnostics);
    if (diagnostics.errors() > before) {
      return Optional.empty();
    }
    return describe(formula, doc, specs, added, diagnostics)
        .map(descriptor -> new SumLoss(formula, algebra, List.copyOf(specs), descriptor));
  }

  /** {@code l2} is the penalty, and an alias of the squared error: in a sum one cannot tell. */
  private static void checkNames(LossAlgebra algebra, Diagnostics diagnostics) {
    for (LossAlgebra.Summand penalty : algebra.penalties()) {
      Call call = (Call) penalty.what();
      if (LossCompiler.isPenalty(call)) {
        continue;
      }
      boolean bare = call.arguments().isEmpty();
      if (bare && (call.name().equals("l1") || call.name().equals("l2"))) {
        String error = call.name().equals("l1") ? "mean_absolute_error" : "mean_squared_error";
        diagnostics.error(
            FormulaCodes.PENALTY_OR_LOSS,
            call.span(),
            "`%s` in a sum can mean two things".formatted(call.name()),
            "",
            "the penalty on the weights is `%s(weights)`".formatted(call.name()),
            "the loss is `%s`".formatted(error));
      } else {
        diagnostics.error(
            FormulaCodes.BAD_PENALTY,
            call.span(),
            "`%s` is a penalty, and is called on the weights".formatted(call.name()),
            "write `%s(weights)`".formatted(call.name()));
      }
    }
  }

  /** A loss that is added. */
  private record Added(
      Span span, String name, Loss loss, Arguments arguments, DoubleUnaryOperator weight) {}

  private static List<Added> added(
      Formula formula,
      LossAlgebra algebra,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics) {
    List<Added> added = new ArrayList<>();
    Formula numbers = algebra.coefficients();
    for (LossAlgebra.Summand summand : algebra.losses()) {
      Call call = (Call) summand.what();
      Optional<Loss> loss = formula.losses().find(call.name());
      if (loss.isEmpty()) {
        unknown(formula, call, diagnostics);
        continue;
      }
      Optional<Arguments> arguments =
          new ArgumentReader(new ConstantScope(formula.lets(), values.values()), diagnostics)
              .arguments(call, LossCompiler.callee(call.name(), loss.get().descriptor()));
      Optional<DoubleUnaryOperator> weight =
          Coefficient.of(summand.coefficient(), numbers, parameters, values, diagnostics);
      if (arguments.isPresent() && weight.isPresent()) {
        added.add(new Added(call.span(), call.name(), loss.get(), arguments.get(), weight.get()));
      }
    }
    rest(algebra, values, diagnostics).ifPresent(added::add);
    return added;
  }

  private static void unknown(Formula formula, Call call, Diagnostics diagnostics) {
    boolean circular = formula.losses().circular(call.name());
    diagnostics.error(
        circular ? FormulaCodes.CIRCULAR : FormulaCodes.UNKNOWN_LOSS,
        call.nameSpan(),
        circular
            ? "`%s` is made of itself".formatted(call.name())
            : "`%s` cannot be added: it has mistakes of its own".formatted(call.name()),
        "");
  }

  /** The formula that is added: its parameters are those of the whole. */
  private static Optional<Added> rest(
      LossAlgebra algebra, Arguments values, Diagnostics diagnostics) {
    Optional<Formula> remainder = algebra.remainder();
    if (remainder.isEmpty()) {
      return Optional.empty();
    }
    Formula rest = remainder.get();
    if (!algebra.unknown().isEmpty()) {
      for (Call call : algebra.unknown()) {
        diagnostics.error(
            FormulaCodes.UNKNOWN_LOSS,
            call.span(),
            "no loss is named `%s`".formatted(call.name()),
            ArgumentReader.didYouMean(call.name(), rest.losses().names()));
      }
      return Optional.empty();
    }
    Span span = rest.declaration().body().span();
    if (algebra.isCoefficient(rest.declaration().body())) {
      diagnostics.error(
          FormulaCodes.NOTHING_TO_TRAIN,
          span,
          "a number that is added to losses changes nothing",
          "delete it");
      return Optional.empty();
    }
    var reader = new ArgumentReader(new ConstantScope(rest.lets(), values.values()), diagnostics);
    return FormulaLoss.of(rest, reader)
        .map(loss -> {
          Map<String, Value> own = new LinkedHashMap<>();
          loss.parameters().forEach(spec -> own.put(spec.name(), values.values().get(spec.name())));
          own.put(LossCompiler.REDUCTION, new Value.Word("mean"));
          return new Added(span, rest.name(), loss, new Arguments(own), _ -> 1);
        });
  }

  private static List<Penalty> penalties(
      Formula formula,
      LossAlgebra algebra,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics) {
    List<Penalty> penalties = new ArrayList<>();
    Formula numbers = algebra.coefficients();
    for (LossAlgebra.Summand summand : algebra.penalties()) {
      Call call = (Call) summand.what();
      List<Argument> more = call.given().subList(1, call.given().size());
      Callee callee =
          call.name().equals(ELASTIC_NET.name()) ? ELASTIC_NET : new Callee(call.name(), List.of());
      Optional<Arguments> arguments =
          new ArgumentReader(new ConstantScope(formula.lets(), values.values()), diagnostics)
              .arguments(new Call(call.span(), call.path(), Optional.of(more)), callee);
      Optional<DoubleUnaryOperator> weight =
          Coefficient.of(summand.coefficient(), numbers, parameters, values, diagnostics);
      if (arguments.isPresent() && weight.isPresent()) {
        add(call.name(), arguments.get(), weight.get(), penalties);
      }
    }
    return penalties;
  }

  private static void add(
      String name, Arguments arguments, DoubleUnaryOperator weight, List<Penalty> penalties) {
    switch (name) {
      case "l1" -> penalties.add(new Penalty(Penalty.Kind.L1, weight));
      case "l2" -> penalties.add(new Penalty(Penalty.Kind.L2, weight));
      case "group_lasso" -> penalties.add(new Penalty(Penalty.Kind.GROUP_LASSO, weight));
      case "elastic_net" -> {
        double share = arguments.real("l1_ratio");
        penalties.add(new Penalty(Penalty.Kind.L1, p -> share * weight.applyAsDouble(p)));
        penalties.add(new Penalty(Penalty.Kind.L2, p -> (1 - share) * weight.applyAsDouble(p)));
      }
      default -> throw new AssertionError("no penalty: " + name);
    }
  }

  private static Optional<LossDescriptor> describe(
      Formula formula,
      DocTags doc,
      List<ParameterSpec> parameters,
      List<Added> added,
      Diagnostics diagnostics) {
    Span body = formula.declaration().body().span();
    if (added.isEmpty()) {
      diagnostics.error(
          FormulaCodes.NOTHING_TO_TRAIN,
          body,
          "penalties alone do not depend on the data",
          "add a loss to them");
      return Optional.empty();
    }
    LossDescriptor first = added.getFirst().loss().descriptor();
    Set<Task> tasks = new LinkedHashSet<>(first.tasks());
    Map<String, ExtraInput> inputs = new LinkedHashMap<>();
    Set<String> state = new LinkedHashSet<>();
    for (Added loss : added) {
      LossDescriptor other = loss.loss().descriptor();
      tasks.retainAll(other.tasks());
      if (tasks.isEmpty()) {
        diagnostics.error(
            FormulaCodes.LOSSES_DISAGREE,
            loss.span(),
            "`%s` and `%s` train for different tasks"
                .formatted(added.getFirst().name(), loss.name()),
            "",
            "`%s` takes %s".formatted(added.getFirst().name(), first.target()),
            "`%s` takes %s".formatted(loss.name(), other.target()));
        return Optional.empty();
      }
      other.inputs().forEach(input -> inputs.put(input.name(), input));
      for (String name : other.state()) {
        if (!state.add(name)) {
          diagnostics.error(
              FormulaCodes.LOSSES_DISAGREE,
              loss.span(),
              "two of these losses own numbers called `%s`".formatted(name),
              "");
          return Optional.empty();
        }
      }
    }
    LossDescriptor.Builder about =
        LossDescriptor.of(formula.name(), first.family(), "own")
            .summary(doc.summary())
            .formula(FormulaLoss.body(formula.declaration()))
            .reduction(ReductionClass.BATCH)
            .tasks(tasks.toArray(Task[]::new))
            .target(first.target())
            .head(first.head())
            .parts(first.parts().toArray(String[]::new))
            .state(state.toArray(String[]::new));
    parameters.forEach(about::parameter);
    for (ExtraInput input : inputs.values()) {
      about.extra(input.name(), input.shape(), input.content(), input.required(), input.meaning());
    }
    return Optional.of(about.build());
  }

  @Override
  public Optional<FormulaLoss> formula() {
    return Optional.empty();
  }

  @Override
  public String text(Arguments arguments) {
    return DeclaredText.of(formula, arguments);
  }

  @Override
  public LossDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    var diagnostics = new Diagnostics(formula.source());
    List<Added> added = added(formula, algebra, parameters, arguments, diagnostics);
    List<Penalty> penalties =
        new ArrayList<>(penalties(formula, algebra, parameters, arguments, diagnostics));
    if (diagnostics.errors() > 0) {
      throw new Refusal(diagnostics.inOrder().getFirst().message());
    }
    List<SumFunction.Part> parts = new ArrayList<>();
    for (Added loss : added) {
      var resolved = new ResolvedLoss(loss.span(), loss.name(), loss.loss(), loss.arguments());
      LossFunction function = loss.loss().bind(resolved.own(), target);
      if (function instanceof SumFunction inner) {
        for (Penalty penalty : inner.penalties()) {
          penalties.add(
              new Penalty(
                  penalty.kind(),
                  p -> loss.weight().applyAsDouble(p) * penalty.weight().applyAsDouble(p)));
        }
      }
      parts.add(new SumFunction.Part(loss.name(), function, resolved.reduction(), loss.weight()));
    }
    return SumFunction.of(descriptor.name(), parts, penalties, readout());
  }

  /** {@return the loss whose readout the sum shall have, where one is named} */
  private Optional<String> readout() {
    return readout(formula.declaration());
  }

  static Optional<String> readout(Statement.Declaration declaration) {
    return declaration.parameters().stream()
        .filter(entry -> entry.name().text().equals(READOUT))
        .map(Statement.Entry::setting)
        .filter(Setting.Fixed.class::isInstance)
        .map(setting -> ((Setting.Fixed) setting).value())
        .filter(Call.class::isInstance)
        .map(value -> ((Call) value).name())
        .findFirst();
  }
}
