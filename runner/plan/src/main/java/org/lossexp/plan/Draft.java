package org.lossexp.plan;

import static org.lossexp.grammar.Statement.Kind.LOSS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * The statements of a file, sorted by what they are about. What this version cannot do yet, and
 * names that collide, are reported here, and left out of what follows.
 */
final class Draft {
  private static final String HERE_LATER = "is not in this version yet: ";

  private final Diagnostics diagnostics;
  private final Vocabulary vocabulary;
  private final LossCompiler losses;

  final Map<String, Statement.Let> lets = new LinkedHashMap<>();
  private final Map<Statement.Kind, List<Declared>> declared = new EnumMap<>(Statement.Kind.class);
  private final Map<Statement.Kind, Set<String>> names = new EnumMap<>(Statement.Kind.class);
  final Map<Statement.Section, Statement.Block> blocks = new EnumMap<>(Statement.Section.class);
  final List<Expression.Call> metrics = new ArrayList<>();
  Optional<String> title = Optional.empty();
  Optional<String> question = Optional.empty();

  /** Codes that `allow` named since the last declaration, and those for the present one. */
  private final Set<String> allowed = new LinkedHashSet<>();

  private Set<String> taken = Set.of();

  /** Reading values would never end. */
  boolean circles;

  /** Names may come from a file that is not read, so an unknown one is no news. */
  boolean imports;

  private Draft(Diagnostics diagnostics, Vocabulary vocabulary, LossCompiler losses) {
    this.diagnostics = diagnostics;
    this.vocabulary = vocabulary;
    this.losses = losses;
    for (Statement.Kind kind : Statement.Kind.values()) {
      declared.put(kind, new ArrayList<>());
      names.put(kind, new LinkedHashSet<>());
    }
  }

  static Draft of(
      ExperimentFile file, Vocabulary vocabulary, LossCompiler losses, Diagnostics diagnostics) {
    var draft = new Draft(diagnostics, vocabulary, losses);
    draft.imports = file.statements().stream().anyMatch(s -> s instanceof Statement.Import);
    file.statements().forEach(draft::add);
    draft.refuseCircles();
    return draft;
  }

  /** {@return what each {@code let} stands for} */
  Map<String, Setting> settings() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    lets.forEach((name, let) -> settings.put(name, let.setting()));
    return settings;
  }

  private void add(Statement statement) {
    if (!(statement instanceof Statement.Allow)) {
      taken = Set.copyOf(allowed);
      allowed.clear();
    }
    switch (statement) {
      case Statement.Language _ -> {}
      case Statement.Title it -> {
        refuseTwice(title, "experiment", it.span());
        title = Optional.of(it.text().value());
      }
      case Statement.Question it -> {
        refuseTwice(question, "question", it.span());
        question = Optional.of(it.text().value());
      }
      case Statement.Let let -> addLet(let);
      case Statement.Use use ->
          use.items()
              .forEach(
                  item -> addDeclared(use.kind(), new Declared(Optional.empty(), item, taken)));
      case Statement.Declaration declaration -> addDeclaration(declaration);
      case Statement.Block block -> addBlock(block);
      case Statement.Measure measure -> metrics.addAll(measure.metrics());
      case Statement.Import it ->
          later(
              Codes.IMPORT_LATER,
              it.span(),
              "`import` " + HERE_LATER + "a later one reads declarations from other files",
              "copy what you need of it into this file");
      case Statement.Uses it ->
          later(
              Codes.USES_LATER,
              it.span(),
              "`uses` " + HERE_LATER + "a later one checks that the plugin is there",
              "leave it out; `--plugins DIR` loads plugins");
      case Statement.Allow it -> it.codes().forEach(this::allow);
      case Statement.Zip it ->
          later(
              Codes.ZIP_LATER,
              it.span(),
              "`zip` " + HERE_LATER + "a later one pairs factors one to one",
              "leave it out: all factors are crossed");
      case Statement.Exclude it ->
          later(
              Codes.EXCLUDE_LATER,
              it.span(),
              "`exclude` " + HERE_LATER + "a later one leaves combinations out",
              "leave it out, or write a file for each part");
    }
  }

  private void refuseTwice(Optional<String> before, String statement, Span span) {
    if (before.isPresent()) {
      diagnostics.error(
          Codes.SECTION_TWICE,
          span,
          "`%s` is written twice".formatted(statement),
          "delete one of the two");
    }
  }

  private void allow(Name code) {
    if (code.text().equals(Codes.LINK_MISMATCH)) {
      allowed.add(code.text());
    } else {
      diagnostics.error(
          Codes.NOT_ALLOWED,
          code.span(),
          "`%s` cannot be allowed: there is no way to go on".formatted(code.text()),
          "delete this",
          "`%s` can: a head that gives a loss something else than it takes"
              .formatted(Codes.LINK_MISMATCH));
    }
  }

  private void later(String code, Span span, String message, String instead) {
    diagnostics.error(code, span, message, "", instead);
  }

  private void addLet(Statement.Let let) {
    Name name = let.name();
    if (lets.containsKey(name.text())) {
      nameTwice(name, "`let`");
      return;
    }
    Optional<Descriptor> taken =
        List.of(
                Descriptor.Kind.SOURCE,
                Descriptor.Kind.SPLIT,
                Descriptor.Kind.STEP,
                Descriptor.Kind.LAYER,
                Descriptor.Kind.OPTIMIZER)
            .stream()
            .flatMap(kind -> vocabulary.descriptor(kind, name.text()).stream())
            .findFirst();
    taken.ifPresent(descriptor ->
        nameTaken(name, "the name of a " + descriptor.kind().words() + " of the catalogue"));
    lets.put(name.text(), let);
  }

  private void addDeclaration(Statement.Declaration declaration) {
    if (declaration.library()) {
      later(
          Codes.DEFINE_LATER,
          declaration.span(),
          "`define` " + HERE_LATER + "a later one makes things known without using them",
          "write `%s %s = …` where it is used"
              .formatted(word(declaration.kind()), declaration.name().text()));
      return;
    }
    boolean formula =
        !declaration.parameters().isEmpty()
            || declaration.family().isPresent()
            || declaration.counted().isPresent()
            || !declaration.parts().isEmpty();
    if (formula) {
      later(
          FormulaCodes.FORMULA_LATER,
          declaration.name().span().to(declaration.body().span()),
          "a loss written as a formula " + HERE_LATER + "a later one compiles it",
          "`lossexp losses` lists the losses that are ready to use");
      addDeclared(declaration.kind(), Declared.reported(declaration.name()));
      return;
    }
    addDeclared(
        declaration.kind(),
        new Declared(Optional.of(declaration.name()), declaration.body(), taken));
  }

  private void addDeclared(Statement.Kind kind, Declared thing) {
    if (!isNew(kind, thing)) {
      nameTwice(new Name(thing.span(), thing.name()), word(kind));
      return;
    }
    if (kind == LOSS) {
      thing
          .label()
          .ifPresent(name -> losses.reserved(name.text()).ifPresent(what -> nameTaken(name, what)));
    }
    declared.get(kind).add(thing);
  }

  /** Losses and optimizers without a label are told apart by their arguments, later. */
  private boolean isNew(Statement.Kind kind, Declared thing) {
    Set<String> before = names.get(kind);
    return switch (kind) {
      case DATA, MODEL -> before.add(thing.name());
      case LOSS, OPTIMIZER -> thing.label().isEmpty() || before.add(thing.name());
    };
  }

  private void nameTwice(Name name, String kind) {
    diagnostics.error(
        Codes.NAME_TWICE,
        name.span(),
        "`%s` is declared twice as %s".formatted(name.text(), kind),
        "give one of the two another name");
  }

  private void nameTaken(Name name, String what) {
    diagnostics.error(
        Codes.NAME_TAKEN,
        name.span(),
        "`%s` is %s, and cannot be declared".formatted(name.text(), what),
        "write `my_%s`, or another name".formatted(name.text()));
  }

  private void addBlock(Statement.Block block) {
    if (block.section() == Statement.Section.TUNE) {
      later(
          Codes.TUNE_BLOCK_LATER,
          block.sectionSpan(),
          "`tune` " + HERE_LATER + "a later one searches values for each candidate",
          "leave the section out");
    } else if (blocks.putIfAbsent(block.section(), block) != null) {
      diagnostics.error(
          Codes.SECTION_TWICE,
          block.sectionSpan(),
          "the section `%s` is written twice".formatted(word(block.section())),
          "put all settings into one");
    }
  }

  List<Declared> declared(Statement.Kind kind) {
    return declared.get(kind);
  }

  static String word(Statement.Section section) {
    return section.name().toLowerCase(Locale.ROOT);
  }

  static String word(Statement.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Reports each {@code let} that stands for itself, by whatever way. */
  private void refuseCircles() {
    Map<String, List<String>> uses = new LinkedHashMap<>();
    lets.forEach((name, let) -> uses.put(name, References.of(let.setting(), lets.keySet())));
    List<String> circular = Circles.among(uses);
    for (String name : circular) {
      diagnostics.error(
          Codes.CIRCULAR_LET,
          lets.get(name).name().span(),
          "`%s` stands for itself".formatted(name),
          "",
          "it uses: " + String.join(", ", uses.get(name)));
    }
    circles = !circular.isEmpty();
  }
}
