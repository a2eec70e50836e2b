package org.lossexp.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Callee;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
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
  private final LossCompiler losses;
  private final ArgumentReader reader;
  private final Set<String> swept;
  private final Set<String> used = new LinkedHashSet<>();

  ResolvedText(Draft draft, Vocabulary vocabulary, LossCompiler losses, ArgumentReader reader) {
    this.draft = draft;
    this.vocabulary = vocabulary;
    this.losses = losses;
    this.reader = reader;
    this.swept = sweptLets(draft);
  }

  /** The {@code let}s that are swept, or made of ones that are. */
  private static Set<String> sweptLets(Draft draft) {
    Set<String> swept = new LinkedHashSet<>();
    int before;
    do {
      before = swept.size();
      draft.lets.forEach((name, let) -> {
        if (References.sweeps(let.setting()) || !References.of(let.setting(), swept).isEmpty()) {
          swept.add(name);
        }
      });
    } while (swept.size() > before);
    return swept;
  }

  /** {@return the whole file} */
  String of(
      Materials materials,
      List<Materials.Metric> metrics,
      Materials.Metric by,
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
      body.add("loss " + loss(item.declared()));
    }
    materials.optimizers().forEach(item -> body.add("optimizer " + optimizer(item.declared())));
    body.add(train());
    body.add(section("repeat", materials.repeat().orElseThrow().text()));
    body.add(
        "measure "
            + metrics.stream().map(Materials.Metric::name).collect(Collectors.joining(", ")));
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
    // Lets come last to be known and first to be read.
    for (String name : usedLets()) {
      lines.add("let " + name + " " + ExpressionText.of(draft.lets.get(name).setting()));
    }
    lines.addAll(body);
    return String.join("\n", lines) + "\n";
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
      lines.add("allow " + String.join(", ", declared.allowed().stream().sorted().toList()));
    }
  }

  private String data(Item<DataCase> item) {
    List<String> steps = steps(item.declared().body(), DataSets.KINDS);
    List<Step> splits = item.variants().stream().map(v -> v.value().steps().get(1)).toList();
    if (splits.stream().allMatch(Step::inserted)) {
      steps.add(1, splits.getFirst().value().text());
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

  private String step(Expression.Call call, List<Descriptor.Kind> kinds) {
    Descriptor descriptor =
        kinds.stream()
            .flatMap(kind -> vocabulary.descriptor(kind, call.name()).stream())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no step: " + call.name()));
    return call(call, new Callee(descriptor.name(), descriptor.parameters()));
  }

  private String optimizer(Declared declared) {
    Expression.Call call = (Expression.Call) declared.body();
    String text = isLet(call) ? name(call) : step(call, List.of(Descriptor.Kind.OPTIMIZER));
    return labelled(declared, text);
  }

  /** A loss keeps the name by which it is written: it is a part of the contender's. */
  private String loss(Declared declared) {
    Expression.Call call = (Expression.Call) declared.body();
    String text =
        isLet(call)
            ? name(call)
            : call(
                call,
                LossCompiler.callee(
                    call.name(), losses.catalogue().find(call.name()).orElseThrow().descriptor()));
    return labelled(declared, text);
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
      return spec.name() + " " + ExpressionText.of(written.get());
    }
    Value value =
        written
            .flatMap(setting -> reader.setting(setting, spec))
            .or(() -> ArgumentReader.fallback(spec))
            .orElseThrow(() -> new IllegalStateException("no value: " + spec.name()));
    return spec.name() + " = " + value.text();
  }

  private boolean varies(Setting setting) {
    return References.sweeps(setting) || !References.of(setting, swept).isEmpty();
  }
}
