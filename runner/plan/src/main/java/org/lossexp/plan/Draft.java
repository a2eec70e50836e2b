package org.lossexp.plan;

import static org.lossexp.grammar.Statement.Kind.LOSS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
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
      case Statement.Title it -> title = Optional.of(it.text().value());
      case Statement.Question it -> question = Optional.of(it.text().value());
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
          org.lossexp.formula.Codes.FORMULA_LATER,
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
    List<Declared> others = declared.get(kind);
    if (thing.label().isPresent()) {
      Name name = thing.label().get();
      boolean twice =
          others.stream()
              .flatMap(other -> other.label().stream())
              .anyMatch(other -> other.text().equals(name.text()));
      if (twice) {
        nameTwice(name, word(kind));
        return;
      }
      if (kind == LOSS) {
        losses.reserved(name.text()).ifPresent(what -> nameTaken(name, what));
      }
    }
    others.add(thing);
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
    Map<String, Boolean> done = new HashMap<>();
    List<String> circular = new ArrayList<>();
    for (String start : uses.keySet()) {
      Deque<String> way = new ArrayDeque<>(List.of(start));
      while (!way.isEmpty()) {
        String name = way.peek();
        Boolean state = done.get(name);
        if (state == null) {
          done.put(name, false);
          for (String used : uses.get(name)) {
            Boolean usedState = done.get(used);
            if (usedState == null) {
              way.push(used);
            } else if (!usedState && !circular.contains(used)) {
              circular.add(used);
            }
          }
        } else {
          done.put(name, true);
          way.pop();
        }
      }
    }
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
