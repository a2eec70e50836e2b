package org.lossexp.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options whose time has not come: known by name, so that whoever gives one gets a clear answer.
 */
final class LaterOptions {
  private static final Map<String, List<String>> LATER = Map.of("run", List.of("--on"));

  private LaterOptions() {}

  /** Makes the later options of every command of {@code line} known. */
  static void addTo(CommandLine line) {
    LATER.forEach((command, names) ->
        names.forEach(name ->
            line.getSubcommands()
                .get(command)
                .getCommandSpec()
                .addOption(
                    OptionSpec.builder(name)
                        .hidden(true)
                        .arity("0..1")
                        .type(String.class)
                        .build())));
  }

  /** Refuses whichever of the hidden options was given. */
  static void refuse(CommandSpec spec) {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (option.hidden()) {
        throw new ParameterException(
            spec.commandLine(), "`" + option.longestName() + "` is not in this version");
      }
    }
  }
}
