package org.lossexp.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;

/**
 * Writes values from the command line ({@code -D name=value}) into the text of files, so that
 * messages and the resolved file show what is run.
 */
final class Overrides {
  private Overrides() {}

  /** {@return {@code file} with {@code values}, in which no problem was found, for its own} */
  static Outcome<ExperimentFile> written(ExperimentFile file, Map<String, String> values) {
    List<Statement.Let> changed =
        lets(file).filter(let -> values.containsKey(let.name().text())).toList();
    if (changed.isEmpty()) {
      return Outcome.of(file, List.of());
    }
    var text = new StringBuilder(file.source().text());
    for (Statement.Let let : changed.reversed()) {
      text.replace(
          let.name().span().end(),
          let.setting().span().end(),
          " = " + canonical(values.get(let.name().text())));
    }
    return Parser.parseFile(new Source(file.source().name(), text.toString()));
  }

  /** A comment behind the value would hide what follows in the file. */
  private static String canonical(String value) {
    return ExpressionText.of(Parser.parseExpression(new Source("-D", value)).get());
  }

  private static Stream<Statement.Let> lets(ExperimentFile file) {
    return file.statements().stream()
        .filter(statement -> statement instanceof Statement.Let)
        .map(statement -> (Statement.Let) statement);
  }

  /** {@return what is wrong with {@code values} for the {@code let}s of {@code files}} */
  static List<Diagnostic> problems(List<ExperimentFile> files, Map<String, String> values) {
    List<String> names =
        files.stream().flatMap(Overrides::lets).map(let -> let.name().text()).toList();
    var problems = new ArrayList<Diagnostic>();
    values.forEach((name, value) -> problems.addAll(problems(name, value, names)));
    return problems;
  }

  private static List<Diagnostic> problems(String name, String value, List<String> names) {
    Source source = new Source("-D " + name, value);
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
