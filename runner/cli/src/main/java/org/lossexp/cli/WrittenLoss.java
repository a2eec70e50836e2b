package org.lossexp.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.ExperimentFile;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Source;

/**
 * A loss on the command line: one of the catalogue, a formula, or {@code FILE:NAME}, which a file
 * declares.
 */
final class WrittenLoss {
  private static final Pattern DECLARED =
      Pattern.compile("(?<file>.+\\.lossexp):(?<name>[A-Za-z_][A-Za-z0-9_]*)");

  private WrittenLoss() {}

  /** {@return what {@code work} makes of the loss, or why there is none, which is shown} */
  static ExitCode with(
      String text, LossCompiler compiler, Console console, Function<ResolvedLoss, ExitCode> work) {
    Matcher declared = DECLARED.matcher(text);
    if (!declared.matches()) {
      return with(compiler.resolve(new Source("loss", text)), console, work);
    }
    return switch (SourceFile.read(Path.of(declared.group("file")))) {
      case Attempt.Failure<Source>(List<Problem> problems) -> {
        problems.forEach(console::show);
        yield ExitCode.INPUT_OUTPUT;
      }
      case Attempt.Success<Source>(Source source) -> {
        Outcome<ExperimentFile> parsed = Parser.parseFile(source);
        if (parsed.value().isEmpty()) {
          console.show(parsed.diagnostics());
          yield ExitCode.INVALID;
        }
        yield with(compiler.resolve(parsed.get(), declared.group("name")), console, work);
      }
    };
  }

  private static ExitCode with(
      Outcome<ResolvedLoss> resolved, Console console, Function<ResolvedLoss, ExitCode> work) {
    console.show(resolved.diagnostics());
    return resolved.value().map(work).orElse(ExitCode.INVALID);
  }
}
