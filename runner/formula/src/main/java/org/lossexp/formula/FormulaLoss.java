package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Term;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** A loss that is a formula over one unit. */
final class FormulaLoss implements DeclaredLoss {
  private static final Set<String> TAGS =
      Set.of(
          "group",
          "aliases",
          "param",
          "formula",
          "target",
          "prediction",
          "link",
          "readout",
          "distribution",
          "reduction",
          "extra",
          "classes",
          "requires",
          "convex",
          "bounds",
          "invariant",
          "scaled",
          "constant",
          "subgradient",
          "reference",
          "elsewhere",
          "trap");

  private static final String WEIGHTS = "weights";
  private static final Value SOME_COUNTS = new Value.Sequence(List.of(new Value.Numeral(1)));
  private static final String WHEN = " when ";

  private final Formula formula;
  private final DocTags doc;
  private final List<ParameterSpec> parameters;
  private final Set<String> counted;
  private final List<UnitKind> kinds;
  private final LossDescriptor descriptor;

  private FormulaLoss(
      Formula formula,
      DocTags doc,
      List<ParameterSpec> parameters,
      Set<String> counted,
      List<UnitKind> kinds) {
    this.formula = formula;
    this.doc = doc;
    this.parameters = List.copyOf(parameters);
    this.counted = Set.copyOf(counted);
    this.kinds = List.copyOf(kinds);
    this.descriptor = describe();
  }

  /**
   * {@return the loss that {@code formula} says; nothing where something was reported}
   *
   * @param reader reads defaults, and reports what is wrong
   */
  static Optional<FormulaLoss> of(Formula formula, ArgumentReader reader) {
    Diagnostics diagnostics = reader.diagnostics();
    int before = diagnostics.errors();
    DocTags doc = DocTags.of(formula.declaration().doc());
    var parameters = new ParameterReader(formula, doc, reader);
    List<ParameterSpec> specs = parameters.read();
    NameCheck.of(formula, diagnostics);
    if (diagnostics.errors() > before) {
      return Optional.empty();
    }
    List<UnitKind> found =
        new KindFinder(formula, doc, specs, parameters.representatives(), diagnostics).find();
    if (found.isEmpty() || diagnostics.errors() > before) {
      return Optional.empty();
    }
    List<UnitKind> fitting = new ArrayList<>(found);
    if (doc.first("classes").isPresent()) {
      fitting.add(new OneHotKind());
    }
    var loss = new FormulaLoss(formula, doc, specs, parameters.counted(), fitting);
    loss.checkTags(parameters.representatives(), diagnostics);
    return diagnostics.errors() > before ? Optional.empty() : Optional.of(loss);
  }

  @Override
  public Optional<FormulaLoss> formula() {
    return Optional.of(this);
  }

  /** {@return what it is made of} */
  Formula source() {
    return formula;
  }

  List<ParameterSpec> parameters() {
    return parameters;
  }

  String name() {
    return formula.name();
  }

  boolean fits(UnitKind kind) {
    return kinds.stream().anyMatch(own -> own.isLike(kind));
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
    Bound bound = elaborate(arguments, target);
    return bound.kind().function(bound.formula(), target);
  }

  /**
   * {@return the derivative of a unit's value with respect to each raw output, as formulas of the
   * language with the arguments in place, by the output's name; of a vector, that of the element at
   * each position}
   */
  Map<String, String> gradient(Arguments arguments) {
    Map<String, Value> values = new LinkedHashMap<>(arguments.values());
    counted.forEach(list -> values.replace(list, Elaborator.NONE, SOME_COUNTS));
    UnitKind kind = kinds.getFirst();
    var elaborator =
        new Elaborator(
            formula,
            kind,
            new UnitKind.Frame(Optional.empty(), KindFinder.names(formula).all(), links(arguments)),
            parameters,
            new Arguments(values),
            new Diagnostics(formula.source()));
    Map<String, String> gradient = new LinkedHashMap<>();
    elaborator
        .elaborate()
        .ifPresent(elaborated ->
            Kernels.derivatives(elaborator.graph(), elaborated.value())
                .forEach((signal, term) -> gradient.put(signal.name(), Kernels.text(term))));
    return gradient;
  }

  /** A formula with its arguments in place. */
  record Bound(UnitKind kind, UnitFormula formula) {}

  /** {@return the formula for {@code target}, its parameters in place} */
  Bound elaborate(Arguments arguments, TargetFacts target) throws Refusal {
    UnitKind kind =
        kinds.stream()
            .filter(candidate -> candidate.tasks().contains(target.task()))
            .findFirst()
            .orElseThrow(() ->
                new Refusal("`%s` is no loss for %s".formatted(name(), target.task().words())));
    Map<String, Value> values = new LinkedHashMap<>(arguments.values());
    FromClasses.fill(values, counted, target);
    Arguments inPlace = new Arguments(values);
    for (String condition : doc.all("requires")) {
      if (!holds(condition, inPlace)) {
        throw new Refusal("`%s` requires %s".formatted(name(), condition));
      }
    }
    List<Head.Link> links = links(inPlace);
    Mentions names = KindFinder.names(formula);
    var diagnostics = new Diagnostics(formula.source());
    var elaborator =
        new Elaborator(
            formula,
            kind,
            new UnitKind.Frame(Optional.of(target), names.bare().keySet(), links),
            parameters,
            inPlace,
            diagnostics);
    Optional<Elaborator.Elaborated> elaborated = elaborator.elaborate();
    if (elaborated.isEmpty()) {
      throw new Refusal(diagnostics.inOrder().getFirst().message());
    }
    return new Bound(
        kind,
        new UnitFormula(
            name(),
            elaborator.graph(),
            elaborated.get().value(),
            elaborated.get().counted(),
            inPlace,
            names.bare().keySet(),
            names.called().keySet(),
            elaborator.lists(),
            extras(kind),
            links,
            conditional("readout", inPlace),
            conditional("distribution", inPlace),
            reduction(kind),
            doc.all("extra").contains(WEIGHTS)));
  }

  private Map<String, ExtraInput> extras(UnitKind kind) {
    Map<String, ExtraInput> extras = new LinkedHashMap<>();
    for (String name : KindFinder.names(formula).all()) {
      if (kind.signal(name).isPresent()) {
        kind.extra(name).ifPresent(extra -> extras.put(name, extra));
      }
    }
    return extras;
  }

  private ReductionClass reduction(UnitKind kind) {
    return doc.first("reduction")
        .map(name -> ReductionClass.valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(kind.reduction());
  }

  private List<Head.Link> links(Arguments arguments) {
    return conditional("link", arguments).stream()
        .flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
        .map(name -> Head.Link.valueOf(name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /**
   * {@return what the first of the tags says whose {@code when …}, a condition on parameters,
   * holds}
   */
  private Optional<String> conditional(String tag, Arguments arguments) {
    for (String text : doc.all(tag)) {
      int when = text.indexOf(WHEN);
      if (when < 0) {
        return Optional.of(text);
      }
      if (holds(text.substring(when + WHEN.length()), arguments)) {
        return Optional.of(text.substring(0, when).strip());
      }
    }
    return Optional.empty();
  }

  private boolean holds(String condition, Arguments arguments) {
    var diagnostics = new Diagnostics(formula.source());
    boolean holds = condition(condition, arguments, diagnostics).orElse(0) != 0;
    if (diagnostics.errors() > 0) {
      throw new IllegalStateException(diagnostics.inOrder().getFirst().message());
    }
    return holds;
  }

  /** {@return the value of a condition on parameters; empty where it is none} */
  private OptionalDouble condition(String text, Arguments arguments, Diagnostics diagnostics) {
    Optional<Expression> parsed =
        Parser.parseExpression(new Source("a condition", text.strip())).value();
    var frame = new UnitKind.Frame(Optional.empty(), Set.of(), List.of());
    var elaborator =
        new Elaborator(formula, kinds.getFirst(), frame, parameters, arguments, diagnostics);
    return parsed.flatMap(elaborator::number).map(Term::number).orElse(OptionalDouble.empty());
  }

  private void checkTags(Arguments arguments, Diagnostics diagnostics) {
    for (Map.Entry<String, List<String>> tag : doc.tags().entrySet()) {
      for (String text : tag.getValue()) {
        if (!TAGS.contains(tag.getKey())) {
          badTag(tag.getKey(), text, "there is no such tag", diagnostics);
        } else if (!isReadable(tag.getKey(), text)) {
          badTag(tag.getKey(), text, "this is none of its values", diagnostics);
        }
      }
    }
    doc.all("requires")
        .forEach(text -> checkCondition("requires", text, text, arguments, diagnostics));
    for (String tag : List.of("link", "readout", "distribution")) {
      for (String text : doc.all(tag)) {
        int when = text.indexOf(WHEN);
        if (when >= 0) {
          String condition = text.substring(when + WHEN.length());
          checkCondition(tag, text, condition, arguments, diagnostics);
        }
      }
    }
  }

  private void checkCondition(
      String tag, String text, String condition, Arguments arguments, Diagnostics diagnostics) {
    var found = new Diagnostics(formula.source());
    if (condition(condition, arguments, found).isEmpty()) {
      badTag(tag, text, "this is no condition on parameters", diagnostics);
    }
  }

  private void badTag(String tag, String text, String label, Diagnostics diagnostics) {
    diagnostics.error(
        FormulaCodes.BAD_TAG,
        formula.declaration().name().span(),
        "`@%s %s` of `%s` cannot be read".formatted(tag, Diagnostics.shortened(text), name()),
        label);
  }

  private boolean isReadable(String tag, String text) {
    String plain = text.replaceFirst(" when .*$", "").strip();
    return switch (tag) {
      case "group" -> Arrays.stream(Family.values()).anyMatch(f -> lower(f).equals(family(text)));
      case "reduction" ->
          Arrays.stream(ReductionClass.values()).anyMatch(r -> lower(r).equals(plain));
      case "link" ->
          Stream.of(plain.split("[,\\s]+", -1))
              .allMatch(
                  name -> Arrays.stream(Head.Link.values()).anyMatch(l -> lower(l).equals(name)));
      case "extra" -> text.equals(WEIGHTS);
      case "distribution" -> FormulaReadouts.isDistribution(plain, parameters);
      case "classes" -> text.equals(OneHotKind.WORD);
      case "invariant" ->
          Stream.of(plain.split("[,\\s]+", -1))
              .allMatch(
                  name -> Arrays.stream(Invariant.values()).anyMatch(i -> lower(i).equals(name)));
      case "elsewhere" -> text.contains(":");
      default -> true;
    };
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String family(String group) {
    return group.split("/", 2)[0];
  }

  /** {@return the family that {@code @group} names} */
  static Optional<Family> group(DocTags doc) {
    return doc.first("group")
        .flatMap(group ->
            Arrays.stream(Family.values()).filter(f -> lower(f).equals(family(group))).findFirst());
  }

  private LossDescriptor describe() {
    UnitKind plainest = kinds.getFirst();
    Set<Task> tasks = new LinkedHashSet<>();
    Map<String, ExtraInput> inputs = new LinkedHashMap<>();
    for (UnitKind kind : kinds) {
      tasks.addAll(kind.tasks());
      extras(kind).values().forEach(input -> inputs.put(input.name(), input));
    }
    if (doc.all("extra").contains(WEIGHTS)) {
      inputs.put(
          WEIGHTS,
          new ExtraInput(
              WEIGHTS,
              ExtraInput.Shape.OUTPUTS,
              ExtraInput.Content.POSITIVE,
              false,
              "each value is multiplied by its weight"));
    }
    LossDescriptor.Builder about =
        LossDescriptor.of(name(), group(doc).orElse(plainest.family()), subfamily())
            .aliases(aliases(doc).toArray(String[]::new))
            .summary(doc.summary())
            .formula(doc.first("formula").orElseGet(() -> body(formula.declaration())))
            .reduction(reduction(plainest))
            .tasks(tasks.toArray(Task[]::new))
            .target(doc.first("target").orElse(plainest.target()))
            .head(doc.first("prediction").orElse(plainest.prediction()))
            .parts(plainest.parts().toArray(String[]::new))
            .state(plainest.state().toArray(String[]::new))
            .subgradient(String.join("; ", doc.all("subgradient")))
            .reference(String.join("; ", doc.all("reference")));
    parameters.forEach(about::parameter);
    for (ExtraInput input : inputs.values()) {
      about.extra(input.name(), input.shape(), input.content(), input.required(), input.meaning());
    }
    for (String text : doc.all("elsewhere")) {
      int colon = Math.max(text.indexOf(':'), 0);
      about.elsewhere(text.substring(0, colon), text.substring(colon + 1).strip());
    }
    doc.all("trap").forEach(about::trap);
    doc.first("convex").ifPresent(about::convex);
    doc.first("bounds").ifPresent(about::bounds);
    doc.all("invariant").stream()
        .flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
        .forEach(name -> about.invariant(Invariant.valueOf(name.toUpperCase(Locale.ROOT))));
    doc.first("scaled").ifPresent(_ -> about.scaleDependent());
    doc.first("constant").ifPresent(about::stopsGradient);
    return about.build();
  }

  private String subfamily() {
    String group = doc.first("group").orElse("");
    int slash = group.indexOf('/');
    return slash < 0 ? "own" : group.substring(slash + 1);
  }

  static List<String> aliases(DocTags doc) {
    return doc.all("aliases").stream()
        .flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
        .filter(alias -> !alias.isEmpty())
        .toList();
  }

  /** {@return the formula as written, on one line} */
  static String body(Statement.Declaration declaration) {
    StringBuilder text = new StringBuilder(ExpressionText.of(declaration.body()));
    declaration
        .counted()
        .ifPresent(condition -> text.append(" when ").append(ExpressionText.of(condition)));
    if (!declaration.parts().isEmpty()) {
      text.append(
          declaration.parts().stream()
              .map(part -> part.name().text() + " = " + ExpressionText.of(part.value()))
              .collect(Collectors.joining(", ", " where ", "")));
    }
    return text.toString();
  }
}
