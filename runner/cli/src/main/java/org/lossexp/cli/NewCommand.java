package org.lossexp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
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
    description =
        "Write a commented experiment to start from, one for a table of yours, or a plugin"
            + " project.",
    footer = {
      "",
      "  lossexp new my-question              writes my-question.lossexp",
      "  lossexp new data churn.csv --target churned",
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

  @Command(
      name = "data",
      mixinStandardHelpOptions = true,
      description = {
        "Write a commented experiment for a table, ready to run.",
        "It asks nothing: what the columns and the target hold is looked at, and the losses are"
            + " those that `lossexp advise` names."
      })
  ExitCode data(
      @Parameters(arity = "1", paramLabel = "FILE.csv", description = "The table.") Path table,
      @Option(
              names = "--target",
              required = true,
              paramLabel = "COL",
              description =
                  "The column to predict: its name, its position from 1, or `last`; given several"
                      + " times, several columns.")
          List<String> targets,
      @Option(
              names = "-o",
              paramLabel = "FILE",
              description = "The experiment. Default: the table's name with .lossexp, here.")
          Optional<Path> output) {
    String stem =
        table.getFileName() == null
            ? ""
            : table.getFileName().toString().replaceFirst("(\\.[A-Za-z]+){1,2}$", "");
    NewName named = NewName.near(stem).orElse(new NewName("table"));
    Path file = output.orElse(Path.of(named.text() + ".lossexp"));
    if (Files.exists(file)) {
      return isThere(file, "give another name with `-o FILE`, or move the file away");
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    String path = written(folder, table);
    return switch (UserTable.read(folder, path, targets)) {
      case Attempt.Failure<UserTable>(List<Problem> problems) -> {
        problems.forEach(main.console()::show);
        yield UserTable.exitCode(problems);
      }
      case Attempt.Success<UserTable>(UserTable read) -> {
        try {
          Files.writeString(
              file,
              Templates.laidOut(
                  new Starter(read, Advisor.on(read.targets()), named, file.toString()).text()),
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
          yield cannotWrite(file, e);
        }
        main.console().out().println("wrote " + file);
        main.console().out().println("  lossexp run " + AdviseCommand.shell(file.toString()));
        yield ExitCode.DONE;
      }
    };
  }

  /** {@return the path of {@code table} as an experiment in {@code folder} writes it} */
  private static String written(Path folder, Path table) {
    Path from = Path.of("").toAbsolutePath();
    Path absolute = table.toAbsolutePath().normalize();
    boolean near = !table.isAbsolute() && absolute.getRoot().equals(folder.getRoot());
    boolean here = absolute.startsWith(folder) || folder.equals(from);
    return near || here
        ? folder.relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
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
