package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * Writes values from the command line ({@code -D name=value}) into the file's text, so that
 * messages and the resolved file show what is run.
 */
final class Overrides {
  private Overrides() {}

  /** {@return {@code file} with {@code values} in place of what its {@code let}s say} */
  static Outcome<ExperimentFile> applied(ExperimentFile file, Map<String, String> values) {
    List<Statement.Let> lets =
        file.statements().stream()
            .filter(statement -> statement instanceof Statement.Let)
            .map(statement -> (Statement.Let) statement)
            .toList();
    var problems = new ArrayList<Diagnostic>();
    values.forEach((name, value) -> problems.addAll(problems(name, value, lets)));
    if (!problems.isEmpty()) {
      return new Outcome<>(Optional.empty(), problems);
    }
    var text = new StringBuilder(file.source().text());
    lets.stream()
        .filter(let -> values.containsKey(let.name().text()))
        .sorted(Comparator.comparingInt((Statement.Let let) -> let.span().start()).reversed())
        .forEach(let ->
            text.replace(
                let.name().span().end(),
                let.setting().span().end(),
                " = " + values.get(let.name().text())));
    return Parser.parseFile(new Source(file.source().name(), text.toString()));
  }

  private static List<Diagnostic> problems(String name, String value, List<Statement.Let> lets) {
    Source source = new Source("-D " + name, value);
    List<String> names = lets.stream().map(let -> let.name().text()).toList();
    if (!names.contains(name)) {
      return List.of(
          new Diagnostic(
              Codes.UNKNOWN_OVERRIDE,
              Severity.ERROR,
              source,
              new Span(0, value.length()),
              "the file has no `let` named `%s`".formatted(name),
              Optional.of(ArgumentReader.didYouMean(name, names)).filter(t -> !t.isEmpty()),
              List.of(
                  names.isEmpty()
                      ? "write `let %s = …` into the file, and use it there".formatted(name)
                      : "`let`s: " + String.join(", ", names))));
    }
    Outcome<Expression> parsed = Parser.parseExpression(source);
    return parsed.value().isPresent() ? List.of() : parsed.diagnostics();
  }
}
