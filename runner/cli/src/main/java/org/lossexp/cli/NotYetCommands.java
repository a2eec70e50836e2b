package org.lossexp.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * The commands whose time has not come. Their names are taken now, so that scripts written for a
 * later version get a clear answer from this one.
 */
@Command(description = "Not in this version.", mixinStandardHelpOptions = true, hidden = true)
final class NotYetCommands implements Callable<ExitCode> {
  static final List<String> NAMES = List.of("lsp");

  @Spec private CommandSpec spec;
  @Unmatched private List<String> ignored;

  @Override
  public ExitCode call() {
    Main main = (Main) spec.root().userObject();
    String name = spec.qualifiedName().substring(spec.root().name().length() + 1);
    main.console().err().println("lossexp: `" + name + "` is not in this version");
    main.console().err().println("  = `lossexp --help` lists the commands that are");
    return ExitCode.INVALID;
  }
}
