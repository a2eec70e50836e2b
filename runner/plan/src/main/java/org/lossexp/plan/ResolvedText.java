package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Callee;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/**
 * Writes a checked file again, with every default filled in. What varies stays as it is written,
 * for it stands for several values; planning the text again gives the same trials.
 */
final class ResolvedText {
  /** Longer pipelines get a line for each step. */
  private static final int LINE = 80;

  private final Draft draft;
  private final Vocabulary vocabulary;
  private final ArgumentReader reader;
  private final Set<String> varying;
  private final Set<String> used = new LinkedHashSet<>();

  /** What is taken for a written split, where that is the same for all variants. */
  private final Map<Expression.Call, Value.Call> taken = new HashMap<>();

  private final Set<String> defined = new LinkedHashSet<>();
  private final Set<String> mentioned;

  ResolvedText(Draft draft, Vocabulary vocabulary, ArgumentReader reader) {
    this.draft = draft;
    this.vocabulary = vocabulary;
    this.reader = reader;
    this.varying = varyingLets(draft);
    this.mentioned = mentionedLosses(draft);
  }

  /** The {@code let}s that are swept or tuned, or made of ones that are. */
  private static Set<String> varyingLets(Draft draft) {
    Set<String> varying = new LinkedHashSet<>();
    int before;
    do {
      before = varying.size();
      draft.lets.forEach((name, let) -> {
        if (References.vary(let.setting()) || !References.of(let.setting(), varying).isEmpty()) {
          varying.add(name);
        }
      });
    } while (varying.size() > before);
    return varying;
  }

  /**
   * {@return the whole file}
   *
   * @param goal of searches; empty where there are none
   */
  String of(
      Materials materials,
      List<Materials.Metric> metrics,
      Materials.Metric by,
      Optional<Materials.Metric> goal,
      Optional<String> baseline) {
    var body = new ArrayList<String>();
    for (Item<DataCase> item : materials.data()) {
      body.add("data " + item.name() + " = " + data(item));
    }
    for (Item<List<Step>> item : materials.models()) {
      allowed(item.declared(), body);
      body.add("model " + item.name() + " = " + model(item));
    }
    for (Item<ResolvedLoss> item : materials.losses()) {
      allowed(item.declared(), body);
      body.add("loss " + loss(item));
    }
    body.addAll(0, definitions());
    materials.optimizers().forEach(item -> body.add("optimizer " + optimizer(item.declared())));
    for (Zip zip : draft.zips) {
      body.add(
          "zip "
              + zip.names().stream().map(Expression.Call::name).collect(Collectors.joining(", ")));
    }
    for (Statement.Exclude exclude : draft.excludes) {
      used.addAll(References.of(exclude.condition(), draft.lets.keySet()));
      body.add("exclude when " + ConditionText.of(exclude.condition()));
    }
    body.add(train());
    goal.ifPresent(metric -> body.add(tune(materials.tune().orElseThrow(), metric)));
    body.add(section("repeat", materials.repeat().orElseThrow().text()));
    body.add(
        "measure "
            + Stream.concat(
                    metrics.stream().map(Materials.Metric::name),
                    materials.evidence().stream().map(Value::text))
                .collect(Collectors.joining(", ")));
    Arguments compare = materials.compare().orElseThrow();
    body.add(
        section(
            "compare",
            "of = %s, by = test.%s, baseline = %s, rope = %s, alpha = %s"
                .formatted(
                    compare.values().get("of").text(),
                    by.name(),
                    baseline.orElse("none"),
                    compare.values().get("rope").text(),
                    compare.values().get("alpha").text())));
    body.add(section("report", materials.report().orElseThrow().text()));

    var lines = new ArrayList<String>();
    lines.add("language 1");
    draft.title.ifPresent(title -> lines.add("experiment " + new Value.Text(title).text()));
    draft.question.ifPresent(text -> lines.add("question " + new Value.Text(text).text()));
    draft.uses.stream().map(ResolvedText::uses).distinct().forEach(lines::add);
    // Lets come last to be known and first to be read.
    for (String name : usedLets()) {
      lines.add("let " + name + " " + ExpressionText.of(draft.lets.get(name).setting()));
    }
    lines.addAll(body);
    return String.join("\n", lines) + "\n";
  }

  private static String uses(Statement.Uses needed) {
    return "uses "
        + new Value.Text(needed.plugin().value()).text()
        + needed.atLeast().map(version -> " >= " + version.text()).orElse("");
  }

  private static String tune(Arguments tune, Materials.Metric goal) {
    return section("tune", tune.with("goal", new Value.Word("validation." + goal.name())).text());
  }

  /** The {@code let}s that the text names, and those that they name, in written order. */
  private List<String> usedLets() {
    Deque<String> open = new ArrayDeque<>(used);
    while (!open.isEmpty()) {
      for (String name : References.of(draft.lets.get(open.pop()).setting(), draft.lets.keySet())) {
        if (used.add(name)) {
          open.push(name);
        }
      }
    }
    return draft.lets.keySet().stream().filter(used::contains).toList();
  }

  private static String pipeline(List<String> steps) {
    String line = String.join(" -> ", steps);
    return line.length() <= LINE ? line : String.join("\n  -> ", steps);
  }

  private static String section(String name, String settings) {
    return name + " { " + settings + " }";
  }

  private static void allowed(Declared declared, List<String> lines) {
    if (!declared.allowed().isEmpty()) {
      lines.add(
          "allow "
              + String.join(
                  ", ", declared.allowed().stream().map(Name::text).distinct().sorted().toList()));
    }
  }

  private String data(Item<DataCase> item) {
    List<Step> splits = item.variants().stream().map(v -> v.value().split()).toList();
    splits.stream()
        .filter(split -> splits.stream().allMatch(s -> s.value().equals(split.value())))
        .forEach(split -> taken.put(split.written(), split.value()));
    List<String> steps = steps(item.declared().body(), DataSets.KINDS);
    if (splits.stream().allMatch(Step::inserted)) {
      steps.add(1, text(splits.getFirst().value()));
    }
    return pipeline(steps);
  }

  private String model(Item<List<Step>> item) {
    List<String> steps = steps(item.declared().body(), Heads.KINDS);
    List<Step> heads = item.variants().stream().map(v -> v.value().getLast()).toList();
    if (heads.stream().allMatch(Step::inserted)) {
      steps.add(heads.getFirst().value().text());
    }
    return pipeline(steps);
  }

  /** The steps of a pipeline, with fixed pieces put in place; a swept piece stays a name. */
  private List<String> steps(Expression body, List<Descriptor.Kind> kinds) {
    var steps = new ArrayList<String>();
    Deque<Expression> open = new ArrayDeque<>(List.of(body));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Expression.Pipeline pipeline -> pipeline.steps().reversed().forEach(open::push);
        case Expression.Call call when isLet(call) -> {
          switch (draft.lets.get(call.name()).setting()) {
            case Setting.Fixed fixed -> open.push(fixed.value());
            case Setting.Swept _, Setting.Tuned _ -> steps.add(name(call));
          }
        }
        case Expression.Call call -> steps.add(step(call, kinds));
        case Expression other -> throw new IllegalStateException("no step: " + other);
      }
    }
    return steps;
  }

  private boolean isLet(Expression.Call call) {
    return call.arguments().isEmpty() && draft.lets.containsKey(call.name());
  }

  private String name(Expression.Call let) {
    used.add(let.name());
    return let.name();
  }

  private static String text(Value.Call step) {
    return step.arguments().values().isEmpty() ? step.name() + "()" : step.text();
  }

  private String step(Expression.Call call, List<Descriptor.Kind> kinds) {
    if (taken.containsKey(call)) {
      return text(taken.get(call));
    }
    Descriptor descriptor =
        kinds.stream()
            .flatMap(kind -> vocabulary.descriptor(kind, call.name()).stream())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no step: " + call.name()));
    return call(call, Pipelines.callee(descriptor, call));
  }

  private String optimizer(Declared declared) {
    Expression.Call call = (Expression.Call) declared.body();
    String text = isLet(call) ? name(call) : step(call, List.of(Descriptor.Kind.OPTIMIZER));
    return labelled(declared, text);
  }

  /** A loss keeps the name by which it is written: it is a part of the contender's. */
  private String loss(Item<ResolvedLoss> item) {
    Declared declared = item.declared();
    ResolvedLoss first = item.variants().getFirst().value();
    if (declared.body() instanceof Expression.Call call && isLet(call)) {
      return labelled(declared, name(call));
    }
    define(declared);
    boolean asWritten =
        declared
            .loss()
            .filter(loss ->
                !LossText.isPlain(loss)
                    || mentioned.contains(declared.name())
                    || !first.name().equals(calledName(declared.body())))
            .isPresent();
    if (asWritten) {
      used.addAll(References.of(declared, draft.lets.keySet()));
      return LossText.of(declared.loss().orElseThrow());
    }
    Expression.Call call = (Expression.Call) declared.body();
    return labelled(
        declared, call(call, LossCompiler.callee(call.name(), first.loss().descriptor())));
  }

  private static String calledName(Expression expression) {
    return expression instanceof Expression.Call call ? call.name() : "";
  }

  /** The losses that others are made of: these hold them as they are written. */
  private static Set<String> mentionedLosses(Draft draft) {
    List<Declared> all = new ArrayList<>(draft.declared(Statement.Kind.LOSS));
    all.addAll(draft.known(Statement.Kind.LOSS).values());
    List<String> names =
        all.stream().filter(thing -> thing.loss().isPresent()).map(Declared::name).toList();
    Set<String> mentioned = new LinkedHashSet<>();
    for (Declared declared : all) {
      References.losses(declared, names).stream()
          .filter(name -> !name.equals(declared.name()))
          .forEach(mentioned::add);
    }
    return mentioned;
  }

  /** Notes the known losses that {@code declared} needs. */
  private void define(Declared declared) {
    Map<String, Declared> known = draft.known(Statement.Kind.LOSS);
    for (String name : References.losses(declared, known.keySet())) {
      boolean isNew =
          !name.equals(declared.label().map(Name::text).orElse("")) && defined.add(name);
      if (isNew) {
        used.addAll(References.of(known.get(name), draft.lets.keySet()));
        define(known.get(name));
      }
    }
  }

  /** What is used under its own name is declared already. */
  private List<String> definitions() {
    Set<String> declared = new LinkedHashSet<>();
    draft
        .declared(Statement.Kind.LOSS)
        .forEach(thing -> thing.label().map(Name::text).ifPresent(declared::add));
    return draft.known(Statement.Kind.LOSS).values().stream()
        .filter(known -> defined.contains(known.name()) && !declared.contains(known.name()))
        .map(known -> "define loss " + LossText.of(known.loss().orElseThrow()))
        .toList();
  }

  private static String labelled(Declared declared, String text) {
    return declared.label().map(label -> label.text() + " = " + text).orElse(text);
  }

  private String train() {
    Descriptor descriptor = vocabulary.descriptor(Descriptor.Kind.SECTION, "train").orElseThrow();
    Expression.Call call =
        MaterialsReader.call(
            Statement.Section.TRAIN,
            Optional.ofNullable(draft.blocks.get(Statement.Section.TRAIN)));
    return section(
        "train", arguments(call, new Callee(descriptor.name(), descriptor.parameters())));
  }

  private String call(Expression.Call call, Callee callee) {
    String arguments = arguments(call, callee);
    return arguments.isEmpty() ? callee.name() + "()" : callee.name() + "(" + arguments + ")";
  }

  private String arguments(Expression.Call call, Callee callee) {
    Map<String, Setting> written = reader.match(call, callee);
    return callee.all().stream()
        .map(spec -> argument(spec, Optional.ofNullable(written.get(spec.name()))))
        .collect(Collectors.joining(", "));
  }

  private String argument(ParameterSpec spec, Optional<Setting> written) {
    if (written.isPresent() && varies(written.get())) {
      used.addAll(References.of(written.get(), draft.lets.keySet()));
      return Arguments.written(spec.name()) + " " + ExpressionText.of(written.get());
    }
    Value value =
        written
            .flatMap(setting -> reader.setting(setting, spec))
            .or(() -> ArgumentReader.fallback(spec))
            .orElseThrow(() -> new IllegalStateException("no value: " + spec.name()));
    return Arguments.written(spec.name()) + " = " + value.text();
  }

  private boolean varies(Setting setting) {
    return References.vary(setting) || !References.of(setting, varying).isEmpty();
  }
}
