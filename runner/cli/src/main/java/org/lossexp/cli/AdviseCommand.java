package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lossexp.data.TargetFacts;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.results.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp advise}: which losses a table asks for, each with the number that says so. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    description = {
      "Say which losses are worth comparing on a table, and why.",
      "Each reason is a statistic of the data, with its threshold and where that comes from;"
          + " nothing is trained."
    },
    footer = {"", "  lossexp advise claims.csv --target amount"})
final class AdviseCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Parameters(
      arity = "1",
      paramLabel = "FILE.csv",
      description = "A table, such as a CSV file; it may end in .gz or .zip.")
  private Path file;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "COL",
      description =
          "The column to predict: its name, its position from 1, or `last`; given several times,"
              + " several columns.")
  private List<String> targets;

  @Option(names = "--json", description = "Print as JSON.")
  private boolean json;

  @Override
  public ExitCode call() {
    return switch (UserTable.read(Path.of(""), file.toString(), targets)) {
      case Attempt.Failure<UserTable>(List<Problem> problems) -> {
        problems.forEach(main.console()::show);
        yield UserTable.exitCode(problems);
      }
      case Attempt.Success<UserTable>(UserTable table) -> {
        Advice advice = Advisor.on(table.targets());
        if (json) {
          main.console().out().println(Json.pretty(asJson(table, advice)));
        } else {
          print(table, advice);
        }
        yield ExitCode.DONE;
      }
    };
  }

  private void print(UserTable table, Advice advice) {
    PrintStream out = main.console().out();
    out.println("%s: %s; `%s`: %s".formatted(file, table.size(), name(table), advice.kind()));
    out.println();
    if (advice.isPlain()) {
      out.println(
          "Nothing speaks against `%s`: the rest is a check."
              .formatted(advice.candidates().getFirst().loss()));
      out.println();
    }
    out.println("Compare first");
    candidates(out, advice.first());
    List<Advice.Candidate> later =
        advice.candidates().stream().filter(candidate -> !candidate.first()).toList();
    if (!later.isEmpty()) {
      out.println("Then perhaps");
      candidates(out, later);
    }
    out.println(
        "Judge by %s; look at %s as well."
            .formatted(advice.by(), String.join(", ", advice.metrics())));
    out.println();
    out.println("What was measured");
    int width =
        advice.findings().stream()
            .mapToInt(finding -> finding.statistic().length())
            .max()
            .orElse(1);
    for (Advice.Finding finding : advice.findings()) {
      out.println(
          ("  %s %-" + width + "s %9s   %-18s  %s")
              .formatted(
                  finding.met() ? "*" : " ",
                  finding.statistic(),
                  finding.value(),
                  finding.threshold(),
                  finding.source()));
    }
    out.println("  * speaks for a loss");
    out.println();
    table.assumed().forEach(sentence -> out.println("note: " + sentence));
    advice.remarks().forEach(remark -> out.println("note: " + remark));
    table
        .dropped()
        .forEach((column, why) -> out.println("note: `" + column + "` was left out: " + why));
    out.println();
    out.println(
        "Write the comparison: lossexp new data %s %s"
            .formatted(
                shell(file.toString()),
                targets.stream()
                    .map(target -> "--target " + shell(target))
                    .collect(Collectors.joining(" "))));
  }

  private static void candidates(PrintStream out, List<Advice.Candidate> candidates) {
    candidates.forEach(
        candidate -> out.println("  %-36s %s".formatted(candidate.loss(), candidate.why())));
    out.println();
  }

  private static String name(UserTable table) {
    return table.targets().stream().map(TargetFacts::name).collect(Collectors.joining("`, `"));
  }

  /** {@return {@code word} as a shell takes it} */
  static String shell(String word) {
    return word.matches("[A-Za-z0-9_./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private JsonObject asJson(UserTable table, Advice advice) {
    JsonObject object = new JsonObject();
    object.addProperty("file", file.toString());
    object.addProperty("rows", table.header().rows());
    object.addProperty("features", table.header().features().size());
    object.add("targets", Json.strings(table.targets().stream().map(TargetFacts::name).toList()));
    object.addProperty("kind", advice.kind());
    object.addProperty("task", table.header().task().words());
    JsonArray candidates = new JsonArray();
    for (Advice.Candidate candidate : advice.candidates()) {
      JsonObject one = new JsonObject();
      one.addProperty("loss", candidate.loss());
      one.addProperty("first", candidate.first());
      one.addProperty("why", candidate.why());
      candidates.add(one);
    }
    object.add("candidates", candidates);
    JsonArray findings = new JsonArray();
    for (Advice.Finding finding : advice.findings()) {
      JsonObject one = new JsonObject();
      one.addProperty("statistic", finding.statistic());
      one.add("value", Json.number(finding.number()));
      one.addProperty("rule", finding.threshold());
      one.addProperty("met", finding.met());
      one.addProperty("source", finding.source());
      findings.add(one);
    }
    object.add("findings", findings);
    object.addProperty("judge_by", advice.by());
    object.add("metrics", Json.strings(advice.metrics()));
    object.add("assumed", Json.strings(table.assumed()));
    object.add("remarks", Json.strings(advice.remarks()));
    object.add("dropped", Json.strings(table.dropped()));
    return object;
  }
}
