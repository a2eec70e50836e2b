package org.lossexp.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of {@code run} whose time has not come: known by name, so that the answer is clear. */
final class LaterOptions {
  @Option(names = "--no-cache", hidden = true)
  private boolean noCache;

  @Option(names = "--trial-timeout", hidden = true)
  private String trialTimeout;

  @Option(names = "--isolate", hidden = true)
  private String isolate;

  @Option(names = "--keep-models", hidden = true)
  private boolean keepModels;

  @Option(names = "--no-predictions", hidden = true)
  private boolean noPredictions;

  @Option(names = "--landscape", hidden = true)
  private boolean landscape;

  @Option(names = "--timings", hidden = true)
  private boolean timings;

  @Option(names = "--json-progress", hidden = true)
  private boolean jsonProgress;

  @Option(names = "--on", hidden = true)
  private String target;

  /** Refuses whichever of them was given. */
  void refuse(CommandSpec spec) {
    List<String> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> option.hidden())
            .map(option -> option.longestName())
            .toList();
    if (!given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "`" + given.getFirst() + "` is not in this version");
    }
  }
}
