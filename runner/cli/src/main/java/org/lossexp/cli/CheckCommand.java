package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Outcome;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Severity;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.plan.Planner;
import org.lossexp.results.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp check}: every problem of a file, and nothing run. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Check experiments: every problem is shown, nothing is run.")
final class CheckCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Mixin private PlanningOptions planning;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiment files.")
  private List<Path> files;

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean strict;

  @Option(names = "--json", description = "Print the diagnostics as JSON.")
  private boolean json;

  @Override
  public ExitCode call() {
    JsonArray array = new JsonArray();
    List<ExitCode> ends = new ArrayList<>();
    for (Path file : files) {
      ends.add(
          planning.plan(
              file,
              main.console(),
              problems -> show(file, problems, array),
              (_, outcome) -> show(file, outcome, array)));
    }
    if (json) {
      main.console().out().println(Json.pretty(array));
    }
    return ExitCode.worst(ends);
  }

  private ExitCode show(Path file, Outcome<ExperimentPlan> outcome, JsonArray array) {
    boolean library = isLibrary(outcome.diagnostics());
    List<Diagnostic> diagnostics =
        outcome.diagnostics().stream()
            .filter(diagnostic -> !library || !Planner.isOfTraining(diagnostic))
            .toList();
    if (library && diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR)) {
      showLibrary(file, diagnostics.size());
    }
    if (json) {
      diagnostics.forEach(diagnostic -> array.add(asJson(diagnostic)));
    } else {
      main.console().show(diagnostics);
      outcome.value().ifPresent(plan -> show(file, plan, diagnostics));
    }
    return Experiments.exitCode(diagnostics, strict);
  }

  private static boolean isLibrary(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Planner::isOfTraining)
        .findFirst()
        .flatMap(problem -> Parser.parseFile(problem.source()).value())
        .filter(Planner::isLibrary)
        .isPresent();
  }

  private void showLibrary(Path file, int warnings) {
    if (!json) {
      String found = warnings == 0 ? "no problems" : Counted.of(warnings, "warning");
      main.console()
          .out()
          .println(file + ": " + found + ", a library: it trains nothing by itself");
    }
  }

  /** Shows why {@code file} cannot be read: such a problem has no line. */
  private void show(Path file, List<Problem> problems, JsonArray array) {
    for (Problem problem : problems) {
      if (json) {
        JsonObject object = new JsonObject();
        object.addProperty("code", problem.code());
        object.addProperty("severity", "error");
        object.addProperty("file", file.toString());
        object.addProperty("message", problem.message());
        object.add("help", Json.strings(problem.notes()));
        object.add("fixes", new JsonArray());
        array.add(object);
      } else {
        main.console().show(problem);
      }
    }
  }

  private void show(Path file, ExperimentPlan plan, List<Diagnostic> shown) {
    main.console().notes(plan.design().notes(), shown);
    String found = shown.isEmpty() ? "no problems" : Counted.of(shown.size(), "warning");
    main.console()
        .out()
        .println(file + ": " + found + ", " + Counted.of(plan.trials().size(), "trial"));
  }

  private static JsonObject asJson(Diagnostic diagnostic) {
    Source source = diagnostic.source();
    JsonObject object = new JsonObject();
    object.addProperty("code", diagnostic.code());
    object.addProperty("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    object.addProperty("file", source.name());
    addRange(object, source, diagnostic.span());
    object.addProperty("message", diagnostic.message());
    List<String> help = new ArrayList<>(diagnostic.label().stream().toList());
    help.addAll(diagnostic.notes());
    object.add("help", Json.strings(help));
    JsonArray fixes = new JsonArray();
    diagnostic.fix().ifPresent(text -> fixes.add(fix(source, diagnostic.span(), text)));
    object.add("fixes", fixes);
    return object;
  }

  /** What an editor can do at a keystroke: write {@code text} in place of the range. */
  private static JsonObject fix(Source source, Span span, String text) {
    JsonObject fix = new JsonObject();
    addRange(fix, source, span);
    fix.addProperty("text", text);
    return fix;
  }

  private static void addRange(JsonObject object, Source source, Span span) {
    object.addProperty("line", source.line(span.start()));
    object.addProperty("column", source.column(span.start()));
    object.addProperty("end_line", source.line(span.end()));
    object.addProperty("end_column", source.column(span.end()));
  }
}
