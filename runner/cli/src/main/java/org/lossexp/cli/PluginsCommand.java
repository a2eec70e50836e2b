package org.lossexp.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.lossexp.formula.HostFormulaCompiler;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.testkit.JarContract;
import org.lossexp.testkit.JarContract.Tested;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp plugins}: what was found, where, and what was wrong with it. */
@Command(
    name = "plugins",
    mixinStandardHelpOptions = true,
    description = "Show the plugins found and what each provides.")
final class PluginsCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Mixin private PluginOption option;

  @Override
  public ExitCode call() {
    return option.discover(main.console(), this::list);
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Run the contract tests on a plugin: on its jar, its classes, every loss and every metric.",
        "The same tests run in a plugin's own build: see plugins/README.md."
      })
  ExitCode test(
      @Parameters(
              arity = "1",
              paramLabel = "JAR",
              description = "A jar, or a folder that holds a plugin's jar and its libraries.")
          Path place) {
    List<Path> jars;
    try {
      jars = Files.exists(place) ? Plugins.jarsAt(place) : List.of();
    } catch (IOException e) {
      main.console().err().println("lossexp: `%s` cannot be read".formatted(place));
      return ExitCode.INPUT_OUTPUT;
    }
    if (jars.isEmpty()) {
      main.console().err().println("lossexp: there is no jar at `%s`".formatted(place));
      return ExitCode.INPUT_OUTPUT;
    }
    URL[] urls = jars.stream().map(Plugins::url).toArray(URL[]::new);
    var loader = new PluginClassLoader(place.getFileName().toString(), urls);
    int broken = 0;
    int tests = 0;
    for (Path jar : jars) {
      // A library beside the plugin is no plugin: it is not blamed for having no service file.
      for (Tested tested : JarContract.check(jar, loader, new HostFormulaCompiler())) {
        if (jars.size() > 1 && tested.isNoPlugin()) {
          continue;
        }
        show(tested);
        tests++;
        broken += tested.violations().isEmpty() ? 0 : 1;
      }
    }
    main.console()
        .out()
        .println(
            broken == 0
                ? "all %d keep their contracts".formatted(tests)
                : "%d of %d break their contracts".formatted(broken, tests));
    return broken == 0 ? ExitCode.DONE : ExitCode.TRIAL_FAILED;
  }

  private void show(Tested tested) {
    PrintStream out = main.console().out();
    String title = tested.kind() + " " + tested.name();
    out.println(tested.violations().isEmpty() ? title + ": ok" : title);
    tested.violations().forEach(violation -> out.print(violation.text().indent(2)));
  }

  private ExitCode list(Plugins plugins) {
    PrintStream out = main.console().out();
    for (Plugins.Found plugin : plugins.found()) {
      out.println(plugin.name() + " " + plugin.version());
      out.println("  from     " + plugin.from());
      if (!plugin.sha256().isEmpty()) {
        out.println("  sha256   " + plugin.sha256());
      }
      show(
          out,
          "losses",
          plugin.losses().stream().map(loss -> LossCatalogue.names(loss).getFirst()));
      show(out, "metrics", plugin.metrics().stream().map(metric -> metric.descriptor().name()));
    }
    return plugins.problems().isEmpty() ? ExitCode.DONE : ExitCode.TRIAL_FAILED;
  }

  private static void show(PrintStream out, String what, Stream<String> names) {
    List<String> list = names.toList();
    if (!list.isEmpty()) {
      out.println("  %-8s %s".formatted(what, String.join(" ", list)));
    }
  }
}
