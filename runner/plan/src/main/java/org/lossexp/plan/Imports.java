package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Statement;

/** Reads the files that an experiment imports, and those that they import. */
final class Imports {
  /** Imports of imports: deeper ones are a mistake, not a library. */
  private static final int DEEPEST = 16;

  private static final int MOST_FILES = 100;

  /** Of all files together: what the parser reads of one. */
  private static final int MOST_CHARACTERS = 1_000_000;

  private final Library library;
  private final List<Diagnostic> problems = new ArrayList<>();

  /** Path from the project folder → file, those that are imported first. */
  private final Map<String, ExperimentFile> files = new LinkedHashMap<>();

  /** The files under way, from the experiment down. */
  private final List<String> way = new ArrayList<>();

  private int characters;

  private Imports(Library library) {
    this.library = library;
  }

  /** {@return {@code file} with all that it imports, and the problems of reading that} */
  static Outcome<Project> of(ExperimentFile file, Library library, Map<String, String> overrides) {
    var imports = new Imports(library);
    imports.characters = file.source().text().length();
    imports.follow(file, name(file.source()));
    List<ExperimentFile> files = List.copyOf(imports.files.values());
    imports.problems.addAll(Overrides.problems(files, overrides));
    if (imports.failed()) {
      return new Outcome<>(Optional.empty(), imports.problems);
    }
    files = imports.all(files.stream().map(f -> Overrides.written(f, overrides)).toList());
    return imports.failed()
        ? new Outcome<>(Optional.empty(), imports.problems)
        : imports.joined(files);
  }

  private boolean failed() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** The warnings of what is read a second time are known. */
  private List<ExperimentFile> all(List<Outcome<ExperimentFile>> outcomes) {
    var files = new ArrayList<ExperimentFile>();
    for (Outcome<ExperimentFile> outcome : outcomes) {
      if (outcome.value().isEmpty()) {
        problems.addAll(outcome.diagnostics());
      }
      outcome.value().ifPresent(files::add);
    }
    return files;
  }

  /** The experiment lies in the project folder itself. */
  private static String name(Source source) {
    return source.name().substring(source.name().replace('\\', '/').lastIndexOf('/') + 1);
  }

  private void follow(ExperimentFile file, String path) {
    way.add(path);
    for (Statement statement : file.statements()) {
      if (statement instanceof Statement.Import imported) {
        follow(imported, file.source(), path);
      }
    }
    way.removeLast();
    files.put(path, file);
  }

  private void follow(Statement.Import imported, Source importer, String importerPath) {
    String written = imported.path().value();
    Optional<String> path = resolved(importerPath, written);
    if (path.isEmpty()) {
      error(
          Codes.IMPORT_OUTSIDE,
          importer,
          imported,
          "`%s` leads out of the project folder".formatted(written),
          "the project folder is that of the experiment: copy the file into it",
          "a path starts at the file that imports, with `/` between names: `lib/losses.lossexp`");
    } else if (way.contains(path.get())) {
      List<String> circle = new ArrayList<>(way.subList(way.indexOf(path.get()), way.size()));
      circle.add(path.get());
      error(
          Codes.IMPORT_CIRCLE,
          importer,
          imported,
          "`%s` imports itself".formatted(path.get()),
          "the way round: " + String.join(" → ", circle),
          "move what both need into a file that imports neither");
    } else if (!files.containsKey(path.get())) {
      read(imported, importer, path.get());
    }
  }

  private void read(Statement.Import imported, Source importer, String path) {
    if (way.size() >= DEEPEST || files.size() >= MOST_FILES) {
      tooMuch(
          importer,
          imported,
          way.size() >= DEEPEST
              ? "imports lie %d deep in one another, and no deeper".formatted(DEEPEST)
              : "an experiment imports at most %d files".formatted(MOST_FILES));
      return;
    }
    switch (library.read(path)) {
      case Attempt.Failure<Source>(List<Problem> failures) ->
          failures.forEach(failure ->
              problems.add(
                  new Diagnostic(
                      failure.code(),
                      Severity.ERROR,
                      importer,
                      imported.path().span(),
                      failure.message(),
                      Optional.empty(),
                      failure.notes())));
      case Attempt.Success<Source>(Source source) -> {
        characters += source.text().length() + 1;
        if (characters > MOST_CHARACTERS) {
          tooMuch(
              importer,
              imported,
              "all files together have more than %,d characters".formatted(MOST_CHARACTERS));
          return;
        }
        Outcome<ExperimentFile> parsed = Parser.parseFile(source);
        problems.addAll(parsed.diagnostics());
        parsed.value().ifPresent(file -> follow(file, path));
      }
    }
  }

  /** {@return the path from the project folder; empty where it leads out of it} */
  private static Optional<String> resolved(String importer, String written) {
    if (written.startsWith("/") || written.contains("\\") || written.contains(":")) {
      return Optional.empty();
    }
    var names = new ArrayList<>(Arrays.asList(importer.split("/", -1)));
    names.removeLast();
    for (String name : written.split("/", -1)) {
      if (name.equals("..")) {
        if (names.isEmpty()) {
          return Optional.empty();
        }
        names.removeLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return Optional.of(String.join("/", names));
  }

  private void tooMuch(Source importer, Statement.Import imported, String message) {
    error(Codes.IMPORT_LIMIT, importer, imported, message, "put several of them into one file");
  }

  private void error(
      String code, Source importer, Statement.Import imported, String message, String... notes) {
    problems.add(
        new Diagnostic(
            code,
            Severity.ERROR,
            importer,
            imported.path().span(),
            message,
            Optional.empty(),
            List.of(notes)));
  }

  /**
   * Joins the texts, and reads each imported one again behind as many spaces as stand before it in
   * the whole: so its spans are those of the whole.
   */
  private Outcome<Project> joined(List<ExperimentFile> files) {
    ExperimentFile own = files.getLast();
    List<ExperimentFile> imported = files.subList(0, files.size() - 1);
    var text = new StringBuilder(own.source().text());
    var starts = new ArrayList<Integer>();
    var shifted = new ArrayList<Outcome<ExperimentFile>>();
    for (ExperimentFile file : imported) {
      text.append('\n');
      starts.add(text.length());
      String behind = " ".repeat(text.length()) + plain(file.source().text());
      shifted.add(Parser.parseFile(new Source(file.source().name(), behind)));
      text.append(file.source().text());
    }
    List<ExperimentFile> placed = all(shifted);
    if (failed()) {
      return new Outcome<>(Optional.empty(), problems);
    }
    var parts = new ArrayList<Project.Part>();
    for (int i = 0; i < imported.size(); i++) {
      parts.add(
          new Project.Part(imported.get(i).source(), starts.get(i), placed.get(i).statements()));
    }
    parts.add(new Project.Part(own.source(), 0, own.statements()));
    return Outcome.of(
        new Project(new Source(own.source().name(), text.toString()), parts), problems);
  }

  /** A byte order mark is one at the start of a text only. */
  private static String plain(String text) {
    return text.startsWith("\uFEFF") ? " " + text.substring(1) : text;
  }
}
