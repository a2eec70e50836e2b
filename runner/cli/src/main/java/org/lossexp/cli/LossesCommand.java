package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.report.CataloguePages;
import org.lossexp.results.IoProblems;
import org.lossexp.results.Json;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp losses}: the catalogue, and the page of one loss. */
@Command(
    name = "losses",
    mixinStandardHelpOptions = true,
    description = "List the losses, or show one: formula, parameters, curve, names elsewhere.")
final class LossesCommand implements Callable<ExitCode> {
  private static final int WIDTH = 61;

  /** A loss that an experiment file declares. */
  @ParentCommand private Main main;

  @Mixin private PluginOption plugins;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "A loss, with arguments if you like: \"huber(delta = 2)\"; or FILE:NAME, one that an"
              + " experiment file declares.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--family", paramLabel = "F", description = "Only: ${COMPLETION-CANDIDATES}.")
  private Optional<Family> family = Optional.empty();

  @Option(
      names = "--search",
      paramLabel = "WORDS",
      description = "Only losses whose name, summary or traps hold all of these words.")
  private Optional<String> search = Optional.empty();

  @Option(names = "--json", description = "Print as JSON.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "DIR",
      description = "Write the losses as pages: an index, and one for each.")
  private Optional<Path> html = Optional.empty();

  @Override
  public ExitCode call() {
    return plugins.discover(main.console(), this::show);
  }

  private ExitCode show(Plugins found) {
    LossCompiler compiler = new LossCompiler(new LossCatalogue(found.losses()));
    if (html.isPresent()) {
      return write(found, compiler, html.get());
    }
    return name.isPresent()
        ? WrittenLoss.with(name.get(), compiler, main.console(), this::showOne)
        : list(compiler.catalogue());
  }

  private ExitCode write(Plugins found, LossCompiler compiler, Path folder) {
    List<CataloguePages.Page> pages = new ArrayList<>();
    for (Plugins.Found plugin : found.found()) {
      for (Loss loss : plugin.losses()) {
        if (isChosen(loss.descriptor())) {
          pages.add(LossPage.of(loss, plugin.name() + " " + plugin.version(), compiler));
        }
      }
    }
    try {
      new CataloguePages(Main.Version.number(), pages).write(folder);
    } catch (IOException e) {
      main.console().show(IoProblems.of(e, folder));
      return ExitCode.INPUT_OUTPUT;
    }
    main.console().out().println(folder.resolve("index.html"));
    return ExitCode.DONE;
  }

  private ExitCode list(LossCatalogue catalogue) {
    List<LossDescriptor> chosen =
        catalogue.losses().stream()
            .map(Loss::descriptor)
            .filter(this::isChosen)
            .sorted(
                Comparator.comparing(LossDescriptor::family)
                    .thenComparing(LossDescriptor::subfamily))
            .toList();
    PrintStream out = main.console().out();
    if (json) {
      JsonArray array = new JsonArray();
      chosen.forEach(descriptor -> array.add(asJson(descriptor)));
      out.println(Json.pretty(array));
      return ExitCode.DONE;
    }
    String heading = "";
    for (LossDescriptor descriptor : chosen) {
      String group = words(descriptor.family()) + ", " + descriptor.subfamily();
      if (!group.equals(heading)) {
        heading = group;
        out.println(heading);
      }
      out.println("  %-34s %s".formatted(descriptor.name(), descriptor.summary()));
    }
    if (chosen.isEmpty()) {
      main.console().err().println("lossexp: no loss matches; `lossexp losses` lists all");
    }
    return ExitCode.DONE;
  }

  private boolean isChosen(LossDescriptor descriptor) {
    String text =
        Stream.concat(
                Stream.concat(
                    Stream.of(descriptor.name(), descriptor.summary()),
                    descriptor.aliases().stream()),
                Stream.concat(
                    descriptor.traps().stream(), descriptor.elsewhere().values().stream()))
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    return family.map(descriptor.family()::equals).orElse(true)
        && Arrays.stream(search.orElse("").toLowerCase(Locale.ROOT).split("\\s+", -1))
            .allMatch(text::contains);
  }

  private ExitCode showOne(ResolvedLoss loss) {
    LossDescriptor descriptor = loss.loss().descriptor();
    if (json) {
      JsonObject object = asJson(descriptor);
      object.add("gradient", Json.strings(loss.gradient()));
      main.console().out().println(Json.pretty(object));
    } else {
      print(loss, descriptor);
    }
    return ExitCode.DONE;
  }

  private void print(ResolvedLoss loss, LossDescriptor descriptor) {
    PrintStream out = main.console().out();
    out.println(descriptor.name());
    if (!descriptor.summary().isEmpty()) {
      out.println(descriptor.summary());
    }
    out.println();
    line(out, "formula", descriptor.formula());
    String at = loss.own().values().isEmpty() ? "" : "   at " + loss.own().text();
    loss.gradient().forEach((output, text) -> line(out, "d / d " + output, text + at));
    line(out, "also named", String.join(", ", descriptor.aliases()));
    line(out, "family", words(descriptor.family()) + ", " + descriptor.subfamily());
    line(
        out,
        "for",
        descriptor.tasks().stream().sorted().map(Task::words).collect(Collectors.joining(", ")));
    line(out, "prediction", descriptor.head());
    line(out, "target", descriptor.target());
    line(out, "reads besides", String.join(", ", descriptor.extras()));
    line(out, "units", descriptor.reduction().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    for (ParameterSpec parameter : descriptor.parameters()) {
      String meaning = parameter.meaning().isEmpty() ? "" : ": " + parameter.meaning();
      line(out, "parameter", parameter.summary() + meaning);
    }
    line(out, "subgradient", descriptor.subgradient());
    descriptor.elsewhere().forEach((library, there) -> line(out, library, there));
    descriptor.traps().forEach(trap -> line(out, "mind", trap));
    line(out, "reference", descriptor.reference());
    LossShape.of(loss.loss(), loss.own(), WIDTH).ifPresent(shape -> draw(out, loss, shape));
  }

  private static void draw(PrintStream out, ResolvedLoss loss, LossShape shape) {
    out.println();
    out.println(
        "value * and gradient . of "
            + new Value.Call(loss.loss().descriptor().name(), loss.own()).text());
    out.print(TextPlot.of(shape.value(), shape.gradient()));
    double[] x = shape.x();
    out.println(
        "%s%-6.4g%s%6.4g".formatted(" ".repeat(9), x[0], " ".repeat(WIDTH - 12), x[WIDTH - 1]));
    out.println(" ".repeat(9) + "over " + shape.axis());
    out.println();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < WIDTH; i += 10) {
      rows.add("%9.2f %12.6g %12.6g".formatted(x[i], shape.value()[i], shape.gradient()[i]));
    }
    out.println("        x        value     gradient");
    rows.forEach(out::println);
  }

  private static void line(PrintStream out, String what, String text) {
    if (!text.isEmpty()) {
      out.println("%-14s %s".formatted(what, text));
    }
  }

  private static String words(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject asJson(LossDescriptor descriptor) {
    JsonObject object = new JsonObject();
    object.addProperty("name", descriptor.name());
    object.add("aliases", Json.strings(descriptor.aliases()));
    object.addProperty("family", words(descriptor.family()));
    object.addProperty("subfamily", descriptor.subfamily());
    object.addProperty("summary", descriptor.summary());
    object.addProperty("formula", descriptor.formula());
    JsonArray parameters = new JsonArray();
    for (ParameterSpec parameter : descriptor.parameters()) {
      JsonObject one = new JsonObject();
      one.addProperty("name", parameter.name());
      one.addProperty("meaning", parameter.meaning());
      one.addProperty("allowed", parameter.allowed());
      parameter.fallback().ifPresent(value -> one.addProperty("default", value.text()));
      parameters.add(one);
    }
    object.add("parameters", parameters);
    object.addProperty("reduction", descriptor.reduction().name().toLowerCase(Locale.ROOT));
    object.add(
        "tasks", Json.strings(descriptor.tasks().stream().sorted().map(Task::words).toList()));
    object.addProperty("prediction", descriptor.head());
    object.addProperty("target", descriptor.target());
    object.add("extras", Json.strings(descriptor.extras()));
    object.addProperty("subgradient", descriptor.subgradient());
    object.addProperty("reference", descriptor.reference());
    object.add("elsewhere", Json.strings(descriptor.elsewhere()));
    object.add("traps", Json.strings(descriptor.traps()));
    return object;
  }
}
