package org.lossexp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an installed copy has besides the program: a page for {@code man}, completions for bash and
 * zsh, and the name that its results are cached under. All of it follows from the commands as they
 * are declared; the build writes it into the archive.
 */
final class Manual {
  private static final String ENDING =
      """
      .SH EXIT STATUS
      0 done; 1 a trial did not end well; 2 the experiment or the command line is invalid; 3 verify or
      diff found a difference; 4 a file is missing or cannot be written; 70 a mistake of ours; 130
      interrupted.
      .SH ENVIRONMENT
      .TP
      .B JAVA_HOME
      where a JDK 25 or newer is looked for first
      .TP
      .B LOSSEXP_CACHE
      where results are shared between runs; default: lossexp in XDG_CACHE_HOME or ~/.cache
      .TP
      .B NO_COLOR
      no colours
      """;

  private final CommandLine program;
  private final StringBuilder page = new StringBuilder();

  private Manual(CommandLine program) {
    this.program = program;
  }

  /**
   * Writes {@code lossexp.1}, {@code lossexp.bash} and {@code commit}.
   *
   * @param arguments the folder, and the jar of the program with its libraries beside it in {@code
   *     lib}
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    CommandLine program = Main.commands();
    Files.writeString(folder.resolve("lossexp.1"), new Manual(program).page());
    Files.writeString(folder.resolve("lossexp.bash"), AutoComplete.bash("lossexp", program));
    Files.writeString(folder.resolve("commit"), "archive-" + hash(Path.of(arguments[1])) + "\n");
  }

  /** {@return a hash of the jars: two archives of one content share results, others do not} */
  private static String hash(Path jar) throws IOException {
    try (Stream<Path> beside = Files.list(jar.resolveSibling("lib"))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path part : Stream.concat(Stream.of(jar), beside.sorted()).toList()) {
        digest.update(part.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(part));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private String page() {
    CommandSpec root = program.getCommandSpec();
    line(".TH LOSSEXP 1 \"\" \"lossexp " + Main.Version.number() + "\"");
    line(".SH NAME");
    text("lossexp - " + String.join(" ", root.usageMessage().description()));
    line(".SH SYNOPSIS");
    line(".B lossexp");
    text("COMMAND [OPTION]... [FILE]...");
    line(".SH COMMANDS");
    program.getSubcommands().forEach((name, command) -> command("lossexp " + name, command));
    page.append(ENDING);
    return page.toString();
  }

  private void command(String name, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    line(".SS \"" + escaped(name + synopsis(spec)) + "\"");
    for (String sentence : spec.usageMessage().description()) {
      text(sentence);
    }
    for (ArgSpec argument : spec.positionalParameters()) {
      item(argument.paramLabel(), argument);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + value, option);
      }
    }
    command.getSubcommands().forEach((own, below) -> command(name + " " + own, below));
  }

  private static String synopsis(CommandSpec spec) {
    String options = spec.options().stream().allMatch(Manual::isOfAll) ? "" : " [OPTION]...";
    return options
        + spec.positionalParameters().stream()
            .map(argument ->
                (argument.required() ? " %s" : " [%s]").formatted(argument.paramLabel())
                    + (argument.arity().max() > 1 ? "..." : ""))
            .collect(Collectors.joining());
  }

  private static boolean isOfAll(OptionSpec option) {
    return option.usageHelp() || option.versionHelp() || option.hidden();
  }

  private void item(String label, ArgSpec argument) {
    line(".TP");
    line(".B " + escaped(label));
    text(String.join(" ", List.of(argument.description())));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  /** Adds words: a line must not begin as a request does. */
  private void text(String words) {
    String line = escaped(words);
    line(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }
}
