package org.lossexp.plan;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * An experiment and all that it imports, as one text, in which a span says the file too. So every
 * reader knows one source, and {@link #located} tells at the end which file is meant.
 *
 * @param whole the texts one after another, the experiment's own first
 * @param parts imported files before those that import them, the experiment's own last
 */
record Project(Source whole, List<Part> parts) {
  Project {
    parts = List.copyOf(parts);
  }

  /**
   * A file of the project.
   *
   * @param source the file itself
   * @param start where it begins in the whole
   * @param statements with spans of the whole
   */
  record Part(Source source, int start, List<Statement> statements) {
    Part {
      statements = List.copyOf(statements);
    }

    boolean imported() {
      return start > 0;
    }

    private boolean holds(Span span) {
      return start <= span.start() && span.start() <= start + source.text().length();
    }

    private Span local(Span span) {
      int last = source.text().length();
      return new Span(
          Math.min(span.start() - start, last), Math.min(Math.max(0, span.end() - start), last));
    }
  }

  /** {@return a project of a single file} */
  static Project of(ExperimentFile file) {
    return new Project(file.source(), List.of(new Part(file.source(), 0, file.statements())));
  }

  Source own() {
    return parts.getLast().source();
  }

  /** {@return {@code problems} of the whole, each in the file that it is about} */
  List<Diagnostic> located(List<Diagnostic> problems) {
    var located = new ArrayList<Diagnostic>();
    for (Diagnostic problem : problems) {
      Part part =
          parts.stream().filter(p -> p.holds(problem.span())).findFirst().orElse(parts.getLast());
      located.add(
          new Diagnostic(
              problem.code(),
              problem.severity(),
              part.source(),
              part.local(problem.span()),
              problem.message(),
              problem.label(),
              problem.notes()));
    }
    return located;
  }
}
