package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lossexp.data.DataRoom;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Tuning;
import org.lossexp.results.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp plan}: the file with every default filled in, and every trial it stands for. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Show the file as resolved, every trial, and what it will cost.")
final class PlanCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;
  @Mixin private PlanningOptions planning;

  @Parameters(paramLabel = "FILE", description = "The experiment.")
  private Path file;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "The folder of results to look into; default: results/<name of the file>.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--explain-cache",
      paramLabel = "TRIAL",
      description = "Say which input of a trial differs from the nearest that is known.")
  private Optional<String> explained = Optional.empty();

  @Override
  public ExitCode call() {
    LaterOptions.refuse(spec);
    return planning.plan(
        file,
        main.console(),
        (program, outcome) -> {
          main.console().show(outcome.diagnostics());
          outcome
              .value()
              .ifPresent(plan -> {
                if (explained.isPresent()) {
                  explain(trial(plan, explained.get()));
                } else {
                  print(plan, program.getInstance(DataRoom.class));
                }
              });
          return Experiments.exitCode(outcome.diagnostics(), false);
        });
  }

  private Known known() {
    return new Known(output.orElse(RunCommand.defaultFolder(file)), Cache.ofProcess().open());
  }

  private Trial trial(ExperimentPlan plan, String name) {
    List<Trial> meant =
        plan.trials().stream()
            .filter(trial -> !name.isEmpty() && trial.id().startsWith(name))
            .toList();
    if (meant.size() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          meant.isEmpty()
              ? ("no trial of this plan is called `%s`; `lossexp plan FILE --json` lists them, and"
                      + " those of searches are made as these go")
                  .formatted(name)
              : "%d trials begin with `%s`: give more digits".formatted(meant.size(), name));
    }
    return meant.getFirst();
  }

  private void explain(Trial trial) {
    PrintStream out = main.console().out();
    if (json) {
      out.println(Json.pretty(known().asJson(trial)));
      return;
    }
    out.println("trial " + trial.id().substring(0, 8));
    known().explanation(trial, Cache.ofProcess().obstacle()).forEach(out::println);
  }

  private void print(ExperimentPlan plan, DataRoom data) {
    Cost cost = Cost.of(plan, data);
    Map<String, Known.Place> known = known().places(plan.trials());
    if (json) {
      main.console().out().println(Json.pretty(asJson(plan, cost, known)));
      return;
    }
    Design design = plan.design();
    PrintStream out = main.console().out();
    out.print(design.resolved());
    out.println();
    out.println(
        "// %s in %s, %s each"
            .formatted(
                Counted.of(design.contenders().size(), "contender"),
                Counted.of(design.settings().size(), "setting"),
                Counted.of(units(design), "unit")));
    out.println("// %s, %s".formatted(Counted.of(plan.trials().size(), "trial"), words(known)));
    Cache.ofProcess().obstacle().ifPresent(why -> out.println("// " + why));
    out.println("// at most %s".formatted(cost.words()));
    plan.tuning()
        .ifPresent(tuning ->
            out.println(
                "// and before them at most %s in %s for tuned values"
                    .formatted(
                        Counted.of(tuning.trials(), "trial"), searches(tuning.searches().size()))));
    int workers = Runtime.getRuntime().availableProcessors();
    out.println(
        "// very roughly %s here, %d side by side"
            .formatted(ProgressLine.words(cost.estimate(workers)), workers));
    design.notes().forEach(note -> out.println("// " + note));
    Schema.of(plan, data).forEach(line -> out.println("// " + line));
    plan.tuning().ifPresent(tuning -> print(tuning, design, out));
    out.println();
    out.println("// trial     unit                 contender                 setting");
    for (Design.Row row : design.trials()) {
      out.println(
          "// %s  %-20s %-25s %s%s"
              .formatted(
                  row.trial().substring(0, 8),
                  row.unit(),
                  design.contenders().get(row.contender()).label(),
                  design.settings().get(row.setting()).label(),
                  known.containsKey(row.trial())
                      ? "  (" + known.get(row.trial()).words() + ")"
                      : "")
              .stripTrailing());
    }
  }

  private static String words(Map<String, Known.Place> known) {
    String places =
        Arrays.stream(Known.Place.values())
            .filter(known::containsValue)
            .map(place -> Collections.frequency(known.values(), place) + " " + place.words())
            .collect(Collectors.joining(" and "));
    return places.isEmpty() ? "all of which would run" : places + " already";
  }

  private static String searches(int count) {
    return String.format(Locale.ROOT, "%,d search%s", count, count == 1 ? "" : "es");
  }

  /** A line for each training of each search: what it is of, not what it will try. */
  private static void print(Tuning tuning, Design design, PrintStream out) {
    out.println();
    out.println(
        "// tuning by %s, to make %s best".formatted(tuning.search().text(), tuning.goal()));
    for (Tuning.Search search : tuning.searches()) {
      String name = name(search, design);
      out.println(
          "// %s: %s"
              .formatted(
                  name,
                  search.values().stream()
                      .map(value -> value.name() + " " + value.domain())
                      .collect(Collectors.joining(", "))));
      slots(tuning, search).forEach(slot -> out.println("// " + name + " · " + slot));
    }
  }

  /** {@return a name for each training of {@code search}, whatever it will try} */
  private static List<String> slots(Tuning tuning, Tuning.Search search) {
    List<String> slots = new ArrayList<>();
    for (int bracket = 0; bracket < search.brackets().size(); bracket++) {
      List<Tuning.Rung> rungs = search.brackets().get(bracket).rungs();
      String place = search.brackets().size() > 1 ? "bracket " + (bracket + 1) + " · " : "";
      for (Tuning.Rung rung : rungs) {
        String epochs = rungs.size() > 1 ? Counted.of(rung.epochs(), "epoch") + " · " : "";
        for (int point = 1; point <= rung.points(); point++) {
          for (int seed = 1; seed <= tuning.seeds(); seed++) {
            slots.add(
                "%s%spoint %d/%d · seed %d".formatted(place, epochs, point, rung.points(), seed));
          }
        }
      }
    }
    return slots;
  }

  private static String name(Tuning.Search search, Design design) {
    String setting = design.settings().get(search.setting()).label();
    return design.contenders().get(search.contender()).label()
        + (setting.isEmpty() ? "" : " · " + setting)
        + " · part "
        + search.part();
  }

  private static JsonObject asJson(Tuning tuning, Design design) {
    JsonObject object = new JsonObject();
    object.addProperty("search", tuning.search().text());
    object.addProperty("goal", tuning.goal());
    object.addProperty("scope", tuning.scope().text());
    object.addProperty("seeds", tuning.seeds());
    object.addProperty("trials", tuning.trials());
    JsonArray searches = new JsonArray();
    for (Tuning.Search search : tuning.searches()) {
      JsonObject one = new JsonObject();
      one.addProperty("setting", design.settings().get(search.setting()).label());
      one.addProperty("contender", design.contenders().get(search.contender()).label());
      one.addProperty("part", search.part());
      JsonObject values = new JsonObject();
      search.values().forEach(value -> values.addProperty(value.name(), value.domain()));
      one.add("values", values);
      one.addProperty("points", search.points());
      one.add("slots", Json.strings(slots(tuning, search)));
      searches.add(one);
    }
    object.add("searches", searches);
    return object;
  }

  private static JsonObject asJson(ExperimentPlan plan, Cost cost, Map<String, Known.Place> known) {
    Design design = plan.design();
    JsonObject object = new JsonObject();
    object.addProperty("resolved", design.resolved());
    object.add(
        "contenders",
        Json.strings(design.contenders().stream().map(Design.Contender::label).toList()));
    object.add(
        "settings", Json.strings(design.settings().stream().map(Design.Setting::label).toList()));
    object.add("notes", Json.strings(design.notes()));
    object.add("example_steps", Json.number(cost.exampleSteps()));
    object.add("flops", Json.number(cost.flops()));
    JsonArray trials = new JsonArray();
    for (Design.Row row : design.trials()) {
      JsonObject trial = new JsonObject();
      trial.addProperty("trial", row.trial());
      trial.addProperty("setting", design.settings().get(row.setting()).label());
      trial.addProperty("contender", design.contenders().get(row.contender()).label());
      trial.addProperty("unit", row.unit());
      trial.addProperty("seed", row.seed());
      Known.Place place = known.get(row.trial());
      trial.addProperty("done", place == Known.Place.FOLDER);
      trial.addProperty("known", place == null ? null : place.words());
      trials.add(trial);
    }
    object.add("trials", trials);
    plan.tuning().ifPresent(tuning -> object.add("tuning", asJson(tuning, design)));
    return object;
  }

  private static long units(Design design) {
    return design.trials().stream()
        .filter(row -> row.setting() == 0 && row.contender() == 0)
        .map(Design.Row::unit)
        .distinct()
        .count();
  }
}
