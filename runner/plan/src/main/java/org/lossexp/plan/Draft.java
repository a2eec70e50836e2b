package org.lossexp.plan;

import static org.lossexp.grammar.Statement.Kind.LOSS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * The statements of an experiment and of what it imports, sorted by what they are about. What an
 * imported file or a {@code define} declares is known, and used only where the experiment names it.
 * Names that collide are reported here, and left out of what follows.
 */
final class Draft {
  private final Diagnostics diagnostics;
  private final Vocabulary vocabulary;
  private LossCompiler losses;

  final Map<String, Statement.Let> lets = new LinkedHashMap<>();
  private final Set<String> ownLets = new LinkedHashSet<>();
  private final Map<Statement.Kind, Map<String, Declared>> known =
      new EnumMap<>(Statement.Kind.class);
  private final Map<Statement.Kind, List<Declared>> declared = new EnumMap<>(Statement.Kind.class);
  private final Map<Statement.Kind, Set<String>> names = new EnumMap<>(Statement.Kind.class);
  final Map<Statement.Section, Statement.Block> blocks = new EnumMap<>(Statement.Section.class);
  final List<Statement.Uses> uses = new ArrayList<>();
  final List<Zip> zips = new ArrayList<>();
  final List<Statement.Exclude> excludes = new ArrayList<>();
  List<Expression.Call> metrics = List.of();
  private boolean measured;
  Optional<String> title = Optional.empty();
  Optional<String> question = Optional.empty();

  private final Allowances allowances;

  /** Reading values would never end. */
  boolean circles;

  private Draft(
      Project project, Vocabulary vocabulary, LossCompiler losses, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.allowances = Allowances.of(project, diagnostics);
    this.vocabulary = vocabulary;
    this.losses = losses;
    for (Statement.Kind kind : Statement.Kind.values()) {
      known.put(kind, new LinkedHashMap<>());
      declared.put(kind, new ArrayList<>());
      names.put(kind, new LinkedHashSet<>());
    }
  }

  static Draft of(
      Project project, Vocabulary vocabulary, LossCompiler losses, Diagnostics diagnostics) {
    var draft = new Draft(project, vocabulary, losses, diagnostics);
    project.parts().forEach(draft::learn);
    draft.losses = losses.declaring(project.whole(), lossesOf(project));
    project.parts().getLast().statements().forEach(draft::add);
    draft.refuseCircles();
    return draft;
  }

  /** All that name a loss, of every file: a formula may use each of them. */
  private static List<Statement.Declaration> lossesOf(Project project) {
    return project.parts().stream()
        .flatMap(part -> part.statements().stream())
        .filter(statement -> statement instanceof Statement.Declaration)
        .map(statement -> (Statement.Declaration) statement)
        .filter(declaration -> declaration.kind() == LOSS)
        .toList();
  }

  /** {@return a compiler that knows the losses which are declared here} */
  LossCompiler losses() {
    return losses;
  }

  /** {@return what is known by {@code define} and {@code import}, by its name} */
  Map<String, Declared> known(Statement.Kind kind) {
    return known.get(kind);
  }

  /** {@return what each {@code let} stands for} */
  Map<String, Setting> settings() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    lets.forEach((name, let) -> settings.put(name, let.setting()));
    return settings;
  }

  /** {@return the experiment's own {@code let}s that nothing declared here mentions} */
  List<Statement.Let> idleLets(Set<String> asked) {
    Set<String> mentioned = new HashSet<>(asked);
    known.values().stream()
        .flatMap(things -> things.values().stream())
        .forEach(thing -> mentioned.addAll(References.of(thing, lets.keySet())));
    return ownLets.stream().filter(name -> !mentioned.contains(name)).map(lets::get).toList();
  }

  /** What is known before anything is used: {@code let}s, and what libraries declare. */
  private void learn(Project.Part part) {
    Map<Statement.Section, Statement.Block> sections = new EnumMap<>(Statement.Section.class);
    for (Statement statement : part.statements()) {
      switch (statement) {
        case Statement.Let let -> addLet(let, part.imported());
        case Statement.Declaration it -> {
          if (part.imported() || it.library()) {
            addKnown(it);
          }
        }
        case Statement.Block block -> addBlock(block, sections);
        case Statement.Uses it -> uses.add(it);
        case Statement.Measure it when part.imported() -> metrics = it.metrics();
        case Statement.Zip it when part.imported() -> hasNoEffect("zip", it.span());
        case Statement.Exclude it when part.imported() -> hasNoEffect("exclude", it.span());
        case Statement.Language _,
            Statement.Title _,
            Statement.Question _,
            Statement.Import _,
            Statement.Allow _,
            Statement.Use _,
            Statement.Measure _,
            Statement.Zip _,
            Statement.Exclude _ -> {}
      }
    }
  }

  private void hasNoEffect(String statement, Span span) {
    diagnostics.warning(
        Codes.NO_EFFECT,
        span,
        "`%s` in a file that is imported has no effect".formatted(statement),
        "",
        "what a file imports is known, not used: write it into the experiment");
  }

  /** The experiment's own statements, in written order. */
  private void add(Statement statement) {
    switch (statement) {
      case Statement.Title it -> {
        refuseTwice(title, "experiment", it.span());
        title = Optional.of(it.text().value());
      }
      case Statement.Question it -> {
        refuseTwice(question, "question", it.span());
        question = Optional.of(it.text().value());
      }
      case Statement.Use use -> use.items().forEach(item -> use(use, item));
      case Statement.Declaration declaration -> {
        if (!declaration.library()) {
          declare(declaration);
        }
      }
      case Statement.Measure measure -> addMetrics(measure);
      case Statement.Zip it -> zips.add(new Zip(it));
      case Statement.Exclude it -> excludes.add(it);
      case Statement.Language _,
          Statement.Let _,
          Statement.Block _,
          Statement.Import _,
          Statement.Uses _,
          Statement.Allow _ -> {}
    }
  }

  private void declare(Statement.Declaration declaration) {
    Name name = declaration.name();
    if (known.get(declaration.kind()).containsKey(name.text())) {
      nameTwice(
          name,
          word(declaration.kind()),
          "`define` or an imported file declares it already: `%s %s` alone uses that"
              .formatted(word(declaration.kind()), name.text()));
      addDeclared(declaration.kind(), Declared.reported(name));
    } else {
      addDeclared(declaration.kind(), read(declaration));
    }
  }

  /** The first {@code measure} of the experiment takes the place of what is imported. */
  private void addMetrics(Statement.Measure measure) {
    metrics =
        measured
            ? Stream.concat(metrics.stream(), measure.metrics().stream()).toList()
            : measure.metrics();
    measured = true;
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

  private void addLet(Statement.Let let, boolean imported) {
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
    if (!imported) {
      ownLets.add(name.text());
    }
  }

  private void addKnown(Statement.Declaration declaration) {
    Name name = declaration.name();
    if (declaration.kind() == Statement.Kind.OPTIMIZER
        && vocabulary.descriptor(Descriptor.Kind.OPTIMIZER, name.text()).isPresent()) {
      nameTaken(name, "the name of an optimizer of the catalogue");
    }
    if (declaration.kind() == LOSS) {
      losses.reserved(name.text()).ifPresent(what -> nameTaken(name, what));
    }
    if (known.get(declaration.kind()).putIfAbsent(name.text(), read(declaration)) != null) {
      nameTwice(name, word(declaration.kind()));
    }
  }

  private Declared read(Statement.Declaration declaration) {
    if (declaration.kind() == LOSS
        && LossText.isPlain(declaration)
        && declaration.body() instanceof Expression.Call call) {
      Optional<Statement.Declaration> called = known(LOSS, call).flatMap(Declared::loss);
      if (called.filter(loss -> !loss.parameters().isEmpty()).isPresent()) {
        return new Declared(
            Optional.of(declaration.name()),
            completed(call, called.get()),
            allowances.above(declaration));
      }
    }
    return new Declared(
        Optional.of(declaration.name()),
        declaration.body(),
        allowances.above(declaration),
        Optional.of(declaration).filter(it -> it.kind() == LOSS));
  }

  private void use(Statement.Use use, Expression.Call item) {
    Optional<Declared> meant = known(use.kind(), item);
    if (meant.isEmpty()) {
      if (isFormula(use.kind(), item)) {
        refuseFormula(item);
      } else if (!isKnown(use.kind(), item)) {
        unknown(use.kind(), item);
      } else {
        addDeclared(use.kind(), new Declared(Optional.empty(), item, allowances.above(use)));
        return;
      }
      addDeclared(use.kind(), Declared.reported(new Name(item.nameSpan(), item.name())));
      return;
    }
    List<Name> both =
        Stream.concat(meant.get().allowed().stream(), allowances.above(use).stream()).toList();
    Optional<Statement.Declaration> loss = meant.get().loss();
    if (loss.filter(declaration -> !declaration.parameters().isEmpty()).isPresent()) {
      addDeclared(LOSS, new Declared(Optional.empty(), completed(item, loss.get()), both));
      return;
    }
    if (!item.given().isEmpty()) {
      diagnostics.error(
          FormulaCodes.TOO_MANY_ARGUMENTS,
          item.span(),
          "`%s` takes no argument: it is declared with its own".formatted(item.name()),
          "write `%s`".formatted(item.name()));
    }
    addDeclared(
        use.kind(),
        new Declared(
            Optional.of(new Name(item.nameSpan(), item.name())), meant.get().body(), both, loss));
  }

  /** A parameter that is swept or tuned where it is declared is so where it is not given. */
  private static Expression.Call completed(Expression.Call item, Statement.Declaration loss) {
    var arguments = new ArrayList<>(item.given());
    Set<String> given = new HashSet<>();
    int position = 0;
    for (Argument argument : item.given()) {
      switch (argument) {
        case Argument.Named named -> given.add(named.name().text());
        case Argument.Positional _ -> {
          if (position < loss.parameters().size()) {
            given.add(loss.parameters().get(position).name().text());
          }
          position++;
        }
      }
    }
    for (Statement.Entry entry : loss.parameters()) {
      if (!(entry.setting() instanceof Setting.Fixed) && !given.contains(entry.name().text())) {
        arguments.add(new Argument.Named(item.span(), entry.name(), false, entry.setting()));
      }
    }
    return new Expression.Call(
        item.span(), item.path(), arguments.isEmpty() ? item.arguments() : Optional.of(arguments));
  }

  /** A signal or a function alone: a formula has a name of its own. */
  private boolean isFormula(Statement.Kind kind, Expression.Call item) {
    return kind == LOSS
        && !lets.containsKey(item.name())
        && losses.catalogue().find(item.name()).isEmpty()
        && losses.reserved(item.name()).isPresent();
  }

  private void refuseFormula(Expression.Call item) {
    diagnostics.error(
        FormulaCodes.UNKNOWN_LOSS,
        item.span(),
        "`%s` is %s, and no loss".formatted(item.name(), losses.reserved(item.name()).get()),
        "write `loss mine = %s`".formatted(diagnostics.written(item.span())),
        "a loss that is a formula has a name of its own");
  }

  private Optional<Declared> known(Statement.Kind kind, Expression.Call item) {
    return Optional.ofNullable(known.get(kind).get(item.name()));
  }

  /** Losses are looked up where their arguments are read; a {@code let} may name a piece. */
  private boolean isKnown(Statement.Kind kind, Expression.Call item) {
    return lets.containsKey(item.name())
        || switch (kind) {
          case LOSS -> true;
          case DATA, MODEL, OPTIMIZER ->
              vocabulary.descriptors().stream()
                  .anyMatch(d -> d.name().equals(item.name()) || d.aliases().contains(item.name()));
        };
  }

  private void unknown(Statement.Kind kind, Expression.Call item) {
    List<String> declared = List.copyOf(known.get(kind).keySet());
    List<String> catalogue =
        vocabulary.of(ofCatalogue(kind)).stream().map(Descriptor::name).toList();
    List<String> possible = Stream.concat(declared.stream(), catalogue.stream()).toList();
    var notes = new ArrayList<String>();
    if (!declared.isEmpty()) {
      notes.add("known from `define` and `import`: " + String.join(", ", declared));
    }
    notes.add(ofCatalogue(kind).words() + "s: " + String.join(", ", catalogue));
    diagnostics.error(
        FormulaCodes.UNKNOWN_NAME,
        item.nameSpan(),
        "no %s is named `%s`".formatted(words(kind), item.name()),
        ArgumentReader.didYouMean(item.name(), possible),
        notes);
  }

  private static String words(Statement.Kind kind) {
    return switch (kind) {
      case DATA -> "data set or source";
      case MODEL -> "model or layer";
      case LOSS -> "loss";
      case OPTIMIZER -> "optimizer";
    };
  }

  private static Descriptor.Kind ofCatalogue(Statement.Kind kind) {
    return switch (kind) {
      case DATA -> Descriptor.Kind.SOURCE;
      case MODEL -> Descriptor.Kind.LAYER;
      case OPTIMIZER -> Descriptor.Kind.OPTIMIZER;
      case LOSS -> throw new IllegalArgumentException("losses have a catalogue of their own");
    };
  }

  private void addDeclared(Statement.Kind kind, Declared thing) {
    if (!isNew(kind, thing)) {
      nameTwice(new Name(thing.span(), thing.name()), word(kind));
      return;
    }
    if (kind == LOSS && !thing.isReported()) {
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

  private void nameTwice(Name name, String kind, String... notes) {
    diagnostics.error(
        Codes.NAME_TWICE,
        name.span(),
        "`%s` is declared twice as %s".formatted(name.text(), kind),
        "give one of the two another name",
        notes);
  }

  private void nameTaken(Name name, String what) {
    diagnostics.error(
        Codes.NAME_TAKEN,
        name.span(),
        "`%s` is %s, and cannot be declared".formatted(name.text(), what),
        "write `my_%s`, or another name".formatted(name.text()));
  }

  /** Entry by entry, a later file's win: what is imported is a default. */
  private void addBlock(Statement.Block block, Map<Statement.Section, Statement.Block> ofTheFile) {
    if (ofTheFile.putIfAbsent(block.section(), block) != null) {
      diagnostics.error(
          Codes.SECTION_TWICE,
          block.sectionSpan(),
          "the section `%s` is written twice".formatted(word(block.section())),
          "put all settings into one");
      return;
    }
    Map<String, Statement.Entry> entries = new LinkedHashMap<>();
    Optional.ofNullable(blocks.get(block.section())).stream()
        .flatMap(before -> before.entries().stream())
        .forEach(entry -> entries.put(entry.name().text(), entry));
    block.entries().forEach(entry -> entries.put(entry.name().text(), entry));
    blocks.put(
        block.section(),
        new Statement.Block(
            block.span(), block.section(), block.sectionSpan(), List.copyOf(entries.values())));
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
