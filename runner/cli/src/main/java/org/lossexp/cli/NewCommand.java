package org.lossexp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp new}: something to start from that works before anything is changed. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = "Write a commented experiment to start from, or a plugin project.",
    footer = {
      "",
      "  lossexp new my-question              writes my-question.lossexp",
      "  lossexp new plugin my-losses         a project in Java, with a formula",
      "  lossexp new plugin my-losses --formulas"
    })
final class NewCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The experiment's name: lower-case letters, digits, hyphens.")
  private Optional<String> name = Optional.empty();

  @Override
  public ExitCode call() {
    if (name.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "it needs a name, such as `lossexp new my-question` or `lossexp new plugin my-losses`");
    }
    NewName checked = checked(spec, name.get(), "my-question");
    Path file = Path.of(checked.text() + ".lossexp");
    try {
      String text = Templates.text("starter.lossexp").replace("NAME", checked.text());
      Files.writeString(
          file, Templates.laidOut(text), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      return isThere(file, "give another name, or move the file away");
    } catch (IOException e) {
      return cannotWrite(file, e);
    }
    main.console().out().println("wrote " + file);
    main.console().out().println("  lossexp run " + file);
    return ExitCode.DONE;
  }

  @Command(
      name = "plugin",
      mixinStandardHelpOptions = true,
      description = {
        "Write a plugin project that builds with Maven, passes its tests and runs in an"
            + " experiment.",
        "Its README.md says how; plugins/README.md is the authoring guide."
      })
  ExitCode plugin(
      @Parameters(
              arity = "1",
              paramLabel = "NAME",
              description = "The plugin's name: lower-case letters, digits, hyphens.")
          String given,
      @Option(names = "--formulas", description = "Losses as formulas alone, without any Java.")
          boolean formulas,
      @Option(
              names = "-o",
              paramLabel = "DIR",
              description = "The folder for the project, empty or not there yet. Default: NAME.")
          Optional<Path> folder) {
    NewName checked =
        checked(spec.subcommands().get("plugin").getCommandSpec(), given, "my-losses");
    Path project = folder.orElse(Path.of(checked.text()));
    try {
      if (Files.exists(project) && !isEmptyFolder(project)) {
        return isThere(project, "give another name, or an empty folder with `-o DIR`");
      }
      Map<String, byte[]> files =
          formulas ? PluginProject.ofFormulas(checked) : PluginProject.inJava(checked);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        Path file = project.resolve(entry.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, entry.getValue(), StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException e) {
      return cannotWrite(project, e);
    }
    main.console().out().println("wrote the project " + project);
    main.console().out().println("  cd " + project);
    main.console().out().println("  mvn package");
    main.console().out().println("  " + PluginProject.test(checked));
    main.console().out().println("  " + PluginProject.RUN);
    return ExitCode.DONE;
  }

  private static NewName checked(CommandSpec asked, String given, String example) {
    return NewName.of(given)
        .orElseThrow(() ->
            new ParameterException(
                asked.commandLine(),
                ("`%s` cannot be the name: it takes lower-case letters, digits and single hyphens,"
                        + " and begins with a letter, such as `%s`")
                    .formatted(given, NewName.near(given).map(NewName::text).orElse(example))));
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (var files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private ExitCode isThere(Path path, String next) {
    main.console()
        .err()
        .println("lossexp: `%s` is there already, and nothing is written over".formatted(path));
    main.console().err().println("  = " + next);
    return ExitCode.INPUT_OUTPUT;
  }

  private ExitCode cannotWrite(Path path, IOException why) {
    // The message of a file's exception is its path; its class says what is wrong.
    String what = why.getClass().getSimpleName().replace("Exception", "");
    main.console().err().println("lossexp: `%s` cannot be written".formatted(path));
    main.console().err().println("  = the system says %s: %s".formatted(what, why.getMessage()));
    return ExitCode.INPUT_OUTPUT;
  }
}
