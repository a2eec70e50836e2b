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

  /** {@return the plugins at hand; what is wrong with any is shown on the console} */
  Plugins discover(Console console) {
    Plugins plugins = Plugins.discover(folder);
    plugins.problems().forEach(plugins.clash() ? console::show : console::warn);
    return plugins;
  }
}
