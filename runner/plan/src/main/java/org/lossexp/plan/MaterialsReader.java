package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lossexp.experiment.Descriptor;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Callee;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.formula.Scope;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Reads every declaration of a draft, puts defaults in place of what is not written. */
final class MaterialsReader {
  private static final List<Descriptor.Kind> OPTIMIZERS = List.of(Descriptor.Kind.OPTIMIZER);

  private final Draft draft;
  private final Host host;
  private final Sweeps sweeps;
  private final ArgumentReader reader;
  private final Diagnostics diagnostics;
  private final Pipelines pipelines;
  private final DataSets dataSets;
  private final Heads heads;
  private boolean complete = true;

  MaterialsReader(Draft draft, Host host, Sweeps sweeps, ArgumentReader reader) {
    this.draft = draft;
    this.host = host;
    this.sweeps = sweeps;
    this.reader = reader;
    this.diagnostics = reader.diagnostics();
    this.pipelines = new Pipelines(host.vocabulary(), reader);
    this.dataSets = new DataSets(pipelines, diagnostics, host.headers());
    this.heads = new Heads(pipelines, diagnostics);
  }

  Materials read() {
    Span start = new Span(0, 0);
    if (draft.declared(Statement.Kind.DATA).isEmpty()) {
      diagnostics.error(
          Codes.NO_DATA,
          start,
          "the file names no data",
          "",
          "write `data name = csv(\"file.csv\", target = \"column\")`, or a generator such as"
              + " `friedman1()`");
    }
    if (draft.declared(Statement.Kind.LOSS).isEmpty()) {
      diagnostics.error(
          Codes.NO_LOSS,
          start,
          "the file names no loss",
          "",
          "write `loss mse, huber(delta in {0.5, 1, 2})`; `lossexp losses` lists them");
    }
    var data = items(Statement.Kind.DATA, draft.declared(Statement.Kind.DATA), dataSets::read);
    var models = items(Statement.Kind.MODEL, models(), heads::read);
    var optimizers = items(Statement.Kind.OPTIMIZER, optimizers(), this::optimizer);
    var losses = items(Statement.Kind.LOSS, draft.declared(Statement.Kind.LOSS), this::loss);
    var train =
        sweeps.each(
            "train",
            Map.of(),
            () -> section(Statement.Section.TRAIN).map(a -> new Value.Call("train", a)));
    checkKnown();
    return new Materials(
        data,
        models,
        optimizers,
        losses,
        train,
        metrics(),
        evidence(),
        section(Statement.Section.TUNE),
        section(Statement.Section.REPEAT),
        section(Statement.Section.COMPARE),
        section(Statement.Section.REPORT),
        complete);
  }

  private List<Declared> models() {
    List<Declared> declared = draft.declared(Statement.Kind.MODEL);
    return declared.isEmpty()
        ? List.of(new Declared(Optional.empty(), Heads.usual(dataSets.codes())))
        : declared;
  }

  private List<Declared> optimizers() {
    List<Declared> declared = draft.declared(Statement.Kind.OPTIMIZER);
    return declared.isEmpty()
        ? List.of(new Declared(Optional.empty(), Pipelines.call(new Span(0, 0), "adam")))
        : declared;
  }

  private <T> List<Item<T>> items(
      Statement.Kind kind, List<Declared> declared, Function<Declared, Optional<T>> reading) {
    var items = new ArrayList<Item<T>>();
    for (int i = 0; i < declared.size(); i++) {
      Declared thing = declared.get(i);
      Map<Zip, Integer> inStep = new LinkedHashMap<>();
      for (Zip zip : draft.zips) {
        if (zip.holds(kind)) {
          inStep.put(zip, i);
        }
      }
      int before = diagnostics.errors();
      List<Variant<T>> variants =
          thing.isReported()
              ? List.of()
              : sweeps.each(thing.name(), inStep, () -> reading.apply(thing));
      if (!variants.isEmpty()) {
        items.add(new Item<>(thing, thing.name(), i, variants));
      }
      complete &= !variants.isEmpty() && diagnostics.errors() == before;
    }
    return items;
  }

  private Optional<Step> optimizer(Declared declared) {
    return reader
        .follow(declared.body())
        .flatMap(followed -> {
          if (followed.expression() instanceof Expression.Call call) {
            return pipelines.step(call, OPTIMIZERS);
          }
          diagnostics.error(
              Codes.NOT_A_STEP,
              followed.site(),
              "`%s` is no optimizer".formatted(diagnostics.written(followed.site())),
              "",
              "write `optimizer adam(learning_rate = 0.01)`");
          return Optional.empty();
        });
  }

  private Optional<ResolvedLoss> loss(Declared declared) {
    return declared.loss().isPresent()
        ? draft.losses().resolve(declared.loss().get(), reader)
        : draft.losses().resolve(declared.body(), reader);
  }

  /** What is wrong with what is known is reported where it is declared, used or not. */
  private void checkKnown() {
    // The files of data sets that are not used may be elsewhere.
    check(Statement.Kind.DATA, known -> pipelines.read(known.body(), DataSets.KINDS));
    check(Statement.Kind.MODEL, heads::read);
    check(Statement.Kind.OPTIMIZER, this::optimizer);
    check(Statement.Kind.LOSS, this::loss);
  }

  private <T> void check(Statement.Kind kind, Function<Declared, Optional<T>> reading) {
    for (Declared known : draft.known(kind).values()) {
      int before = diagnostics.errors();
      sweeps.check(known.name(), () -> reading.apply(known));
      complete &= diagnostics.errors() == before;
    }
  }

  private List<Materials.Metric> metrics() {
    return draft.metrics.stream()
        .filter(call -> evidence(call).isEmpty())
        .flatMap(call -> metric(call).stream())
        .distinct()
        .toList();
  }

  private List<Value.Call> evidence() {
    List<Value.Call> calls = new ArrayList<>();
    for (Expression.Call call : draft.metrics) {
      evidence(call)
          .flatMap(it -> reader.arguments(call, new Callee(it.name(), it.parameters())))
          .ifPresent(arguments -> calls.add(new Value.Call(call.name(), arguments)));
    }
    return calls.stream().distinct().toList();
  }

  private Optional<Descriptor> evidence(Expression.Call call) {
    return host.vocabulary().descriptor(Descriptor.Kind.EVIDENCE, call.name());
  }

  /** {@return the metric that {@code call} says} */
  Optional<Materials.Metric> metric(Expression.Call call) {
    // Where the data cannot be read any task will do: its arguments are checked all the same.
    Optional<MetricDescriptor> known =
        host.vocabulary().metric(call.name(), dataSets.task().orElse(Task.REGRESSION));
    if (known.isEmpty()) {
      unknownMetric(call);
      return Optional.empty();
    }
    MetricDescriptor descriptor = known.get();
    return reader
        .arguments(call, new Callee(descriptor.name(), descriptor.parameters()))
        .map(arguments ->
            new Materials.Metric(
                call.span(), descriptor, new Value.Call(descriptor.name(), arguments)));
  }

  private void unknownMetric(Expression.Call call) {
    List<String> names =
        host.vocabulary().metrics().stream()
            .filter(metric -> dataSets.task().map(metric.tasks()::contains).orElse(true))
            .map(MetricDescriptor::name)
            .distinct()
            .collect(Collectors.toCollection(ArrayList::new));
    host.vocabulary().of(Descriptor.Kind.EVIDENCE).forEach(it -> names.add(it.name()));
    List<String> all = new ArrayList<>(names);
    host.vocabulary().metrics().forEach(metric -> all.add(metric.name()));
    String last = call.path().getLast().text();
    boolean part = call.path().size() > 1 && host.vocabulary().isMetric(last);
    boolean other = host.vocabulary().isMetric(call.name());
    diagnostics.error(
        FormulaCodes.UNKNOWN_NAME,
        call.nameSpan(),
        part
            ? "`measure` takes metrics without a part: all are measured on the test part"
            : other
                ? "`%s` is no metric for %s"
                    .formatted(call.name(), dataSets.task().orElseThrow().words())
                : "no metric is named `%s`".formatted(call.name()),
        part
            ? "write `%s`".formatted(last)
            : other ? "" : ArgumentReader.didYouMean(call.name(), all),
        "metrics: " + String.join(", ", names));
  }

  /** {@return the settings of a section, defaults filled in} */
  private Optional<Arguments> section(Statement.Section section) {
    Optional<Statement.Block> block = Optional.ofNullable(draft.blocks.get(section));
    Expression.Call call = call(section, block);
    List<Argument> plain =
        call.given().stream().filter(argument -> !isJudging(section, argument)).toList();
    if (section == Statement.Section.TUNE) {
      block.ifPresent(this::refusePoints);
    }
    Descriptor descriptor = descriptor(section);
    Optional<Arguments> arguments =
        reader.arguments(
            new Expression.Call(call.span(), call.path(), Optional.of(plain)),
            new Callee(descriptor.name(), descriptor.parameters()));
    complete &= arguments.isPresent();
    return arguments;
  }

  /** The budget is the search's: that is said once, and not again as an unknown word. */
  private void refusePoints(Statement.Block block) {
    block.entries().stream()
        .filter(entry -> entry.name().text().equals("points"))
        .forEach(entry ->
            diagnostics.error(
                FormulaCodes.UNKNOWN_PARAMETER,
                entry.name().span(),
                "`points` is an argument of the search",
                "write `search = tpe(points = %s)`"
                    .formatted(
                        entry.setting() instanceof Setting.Fixed fixed
                            ? ExpressionText.of(fixed.value())
                            : "20")));
  }

  /** What names a metric or a contender is read by {@link Comparison}; the rest is reported. */
  private static boolean isJudging(Statement.Section section, Argument argument) {
    return argument instanceof Argument.Named named
        && switch (section) {
          case COMPARE ->
              named.name().text().equals("by") || named.name().text().equals("baseline");
          case TUNE -> named.name().text().equals("goal") || named.name().text().equals("points");
          case TRAIN, REPEAT, REPORT -> false;
        };
  }

  private Descriptor descriptor(Statement.Section section) {
    return switch (section) {
      case REPEAT -> Sections.REPEAT;
      case COMPARE -> Sections.COMPARE;
      case REPORT -> Sections.REPORT;
      case TUNE -> Sections.tune(host.vocabulary().of(Descriptor.Kind.SEARCH));
      case TRAIN ->
          host.vocabulary()
              .descriptor(Descriptor.Kind.SECTION, "train")
              .orElseThrow(() -> new IllegalStateException("the vocabulary has no `train`"));
    };
  }

  /** {@return the entries of a section as a call, so that one reader checks both} */
  static Expression.Call call(Statement.Section section, Optional<Statement.Block> block) {
    Span span = block.map(Statement.Block::sectionSpan).orElse(new Span(0, 0));
    List<Argument> arguments =
        block.map(Statement.Block::entries).orElse(List.of()).stream()
            .<Argument>map(
                entry -> new Argument.Named(entry.span(), entry.name(), false, entry.setting()))
            .toList();
    return new Expression.Call(
        span, List.of(new Name(span, Draft.word(section))), Optional.of(arguments));
  }

  /** {@return what {@code section} has for {@code name}, where it is written} */
  Optional<Expression> judging(Statement.Section section, String name) {
    return Optional.ofNullable(draft.blocks.get(section)).stream()
        .flatMap(block -> block.entries().stream())
        .filter(entry -> entry.name().text().equals(name))
        .findFirst()
        .flatMap(entry ->
            switch (entry.setting()) {
              case Setting.Fixed fixed -> Optional.of(fixed.value());
              case Setting.Swept swept -> Scope.refuse(swept, reader);
              case Setting.Tuned tuned -> Scope.refuse(tuned, reader);
            })
        .filter(value -> !(value instanceof Expression.None));
  }

  /** {@return whether the file declares a loss called {@code name}} */
  boolean isOwnLoss(String name) {
    return draft.declared(Statement.Kind.LOSS).stream()
        .anyMatch(declared -> declared.name().equals(name));
  }
}
