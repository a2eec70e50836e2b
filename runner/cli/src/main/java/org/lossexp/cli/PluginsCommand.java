package org.lossexp.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.lossexp.formula.LossCatalogue;
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

  @Parameters(arity = "0..2", hidden = true)
  private List<String> words = List.of();

  @Override
  public ExitCode call() {
    if (!words.isEmpty()) {
      main.console()
          .err()
          .println("lossexp: `plugins " + String.join(" ", words) + "` is not in this version");
      main.console()
          .err()
          .println("  = a plugin's own build runs the contract tests: see plugins/README.md");
      return ExitCode.INVALID;
    }
    return option.discover(main.console(), this::list);
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
