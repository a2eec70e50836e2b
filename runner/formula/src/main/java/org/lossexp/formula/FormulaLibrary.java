package org.lossexp.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;

/**
 * The losses that a plugin's {@code META-INF/lossexp/*.lossexp} files define.
 *
 * <p>A file is cut into its declarations line by line, which finds their names; each is parsed and
 * checked when it is first asked for, since a catalogue has hundreds and an experiment names five.
 */
public final class FormulaLibrary {
  private static final String DOC = "///";
  private static final String ALIASES = "@aliases ";
  private static final String DEFINE = "define";
  private static final Pattern DEFINITION = Pattern.compile("define\\s+loss\\s+(\\w+)");

  private final List<Source> texts;
  private final Map<String, Entry> byName = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** The library of {@code texts}, which may name one another's losses. */
  public FormulaLibrary(List<Source> texts) {
    this.texts = List.copyOf(texts);
    texts.forEach(this::cut);
  }

  /** {@return the losses, in the order of the texts} */
  public List<Loss> losses() {
    return List.copyOf(entries);
  }

  /** {@return everything that is wrong with the library, in all its texts} */
  public List<Diagnostic> checkAll() {
    List<Diagnostic> found = new ArrayList<>();
    for (Source text : texts) {
      Outcome<ExperimentFile> file = Parser.parseFile(text);
      found.addAll(file.diagnostics());
      file.value().ifPresent(parsed -> found.addAll(strangers(parsed)));
    }
    if (found.isEmpty()) {
      entries.forEach(entry -> found.addAll(entry.read().diagnostics()));
    }
    return found;
  }

  /** Statements that a library cannot have, and definitions that the cut has not found. */
  private List<Diagnostic> strangers(ExperimentFile file) {
    var diagnostics = new Diagnostics(file.source());
    for (Statement statement : file.statements()) {
      boolean defines =
          statement instanceof Statement.Declaration declaration
              && declaration.library()
              && declaration.kind() == Statement.Kind.LOSS
              && byName.containsKey(declaration.name().text());
      if (!defines && !(statement instanceof Statement.Language)) {
        diagnostics.error(
            FormulaCodes.BAD_TAG,
            statement.span(),
            "a library of losses holds `define loss …`, each beginning its line",
            "");
      }
    }
    return diagnostics.inOrder();
  }

  /** Looks at the beginnings of lines alone, for this is done at every start. */
  private void cut(Source text) {
    String all = text.text();
    int begin = -1;
    String name = "";
    List<String> aliases = List.of();
    int next;
    for (int start = 0; start < all.length(); start = next) {
      int end = all.indexOf('\n', start);
      next = end < 0 ? all.length() : end + 1;
      boolean doc = all.startsWith(DOC, start);
      Optional<String> defined =
          all.startsWith(DEFINE, start) ? defined(all.substring(start, next)) : Optional.empty();
      if (!doc && defined.isEmpty()) {
        continue;
      }
      // A doc comment begins what follows it; without one, the definition does.
      if (!name.isEmpty()) {
        add(text, begin, start, name, aliases);
        name = "";
        aliases = List.of();
        begin = -1;
      }
      begin = begin < 0 ? start : begin;
      name = defined.orElse("");
      if (doc && all.startsWith(ALIASES, start + DOC.length() + 1)) {
        String names = all.substring(start + DOC.length() + 1 + ALIASES.length(), next);
        aliases = List.of(names.strip().split("[,\\s]+", -1));
      }
    }
    if (!name.isEmpty()) {
      add(text, begin, all.length(), name, aliases);
    }
  }

  private static Optional<String> defined(String line) {
    Matcher definition = DEFINITION.matcher(line);
    return definition.lookingAt() ? Optional.of(definition.group(1)) : Optional.empty();
  }

  private void add(Source text, int begin, int end, String name, List<String> aliases) {
    Entry entry = new Entry(text, begin, end, name, aliases);
    entries.add(entry);
    byName.put(name, entry);
    aliases.forEach(alias -> byName.put(alias, entry));
  }

  private final Formula.Losses losses =
      new Formula.Losses() {
        @Override
        public Optional<Loss> find(String name) {
          // What is broken, or just being read, cannot be used.
          return Optional.ofNullable(byName.get(name))
              .filter(entry -> entry.read().value().isPresent())
              .map(entry -> entry);
        }

        @Override
        public boolean knows(String name) {
          return byName.containsKey(name);
        }

        @Override
        public List<String> names() {
          return List.copyOf(byName.keySet());
        }

        @Override
        public Optional<Formula> declared(String name) {
          return Optional.ofNullable(byName.get(name))
              .filter(entry -> entry.read().value().isEmpty())
              .flatMap(entry -> Optional.ofNullable(entry.declared));
        }

        @Override
        public boolean circular(String name) {
          Entry entry = byName.get(name);
          return entry != null && entry.reading;
        }
      };

  /** One definition, read when it is first asked for. */
  private final class Entry implements NamedLoss, Inlined {
    private final Source text;
    private final int begin;
    private final int end;
    private final String name;
    private final List<String> aliases;
    private Outcome<DeclaredLoss> outcome;
    private boolean reading;
    private Formula declared;

    Entry(Source text, int begin, int end, String name, List<String> aliases) {
      this.text = text;
      this.begin = begin;
      this.end = end;
      this.name = name;
      this.aliases = List.copyOf(aliases);
    }

    /** One lock for all: losses that name one another are read within one another. */
    Outcome<DeclaredLoss> read() {
      synchronized (byName) {
        if (outcome == null) {
          if (reading) {
            return circular();
          }
          reading = true;
          outcome = parse();
          reading = false;
        }
        return outcome;
      }
    }

    private Outcome<DeclaredLoss> circular() {
      var diagnostics = new Diagnostics(source());
      diagnostics.error(
          FormulaCodes.CIRCULAR, new Span(0, 0), "`%s` is made of itself".formatted(name), "");
      return new Outcome<>(Optional.empty(), diagnostics.inOrder());
    }

    /** The lines before it are left empty, so that messages name the right one. */
    private Source source() {
      String before = "\n".repeat(text.line(begin) - 1);
      return new Source(text.name(), before + text.text().substring(begin, end));
    }

    private Outcome<DeclaredLoss> parse() {
      Source source = source();
      Outcome<ExperimentFile> file = Parser.parseFile(source);
      if (file.value().isEmpty()) {
        return new Outcome<>(Optional.empty(), file.diagnostics());
      }
      var diagnostics = new Diagnostics(source);
      var reader = new ArgumentReader(Scope.EMPTY, diagnostics);
      Optional<DeclaredLoss> loss =
          file.get().statements().stream()
              .filter(Statement.Declaration.class::isInstance)
              .map(Statement.Declaration.class::cast)
              .findFirst()
              .flatMap(declaration -> {
                declared = new Formula(source, declaration, Map.of(), losses);
                return LossCompiler.declare(declared, reader);
              });
      List<Diagnostic> found = diagnostics.inOrder();
      return new Outcome<>(
          found.stream().anyMatch(d -> d.severity() == Severity.ERROR) ? Optional.empty() : loss,
          found);
    }

    private DeclaredLoss loss() {
      Outcome<DeclaredLoss> read = read();
      return read.value()
          .orElseThrow(() ->
              new IllegalStateException(
                  "`%s` of the library %s is broken: %s"
                      .formatted(name, text.name(), FormulaLibrary.text(read.diagnostics()))));
    }

    @Override
    public Optional<FormulaLoss> formula() {
      return loss() instanceof FormulaLoss formula ? Optional.of(formula) : Optional.empty();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<String> aliases() {
      return aliases;
    }

    @Override
    public LossDescriptor descriptor() {
      return loss().descriptor();
    }

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      return loss().bind(arguments, target);
    }
  }

  /** {@return all messages, as a person reads them} */
  static String text(List<Diagnostic> diagnostics) {
    StringBuilder all = new StringBuilder();
    diagnostics.forEach(diagnostic -> all.append(DiagnosticText.plain(diagnostic)).append('\n'));
    return all.toString();
  }
}
