package org.lossexp.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --plugins DIR}, for every command that looks at losses. */
final class PluginOption {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "A folder of third-party plugins: each jar, or each folder of jars, is one.")
  private Optional<Path> folder = Optional.empty();

  /** What a command does with the plugins at hand. */
  @FunctionalInterface
  interface Work {
    ExitCode with(Plugins plugins);
  }

  /** {@return what {@code work} says, or why it cannot begin; problems are shown on the console} */
  ExitCode discover(Console console, Work work) {
    Plugins plugins = Plugins.discover(folder);
    Optional<ExitCode> obstacle = plugins.obstacle();
    plugins.problems().forEach(obstacle.isPresent() ? console::show : console::warn);
    return obstacle.orElseGet(() -> work.with(plugins));
  }
}
