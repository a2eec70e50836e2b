package org.lossexp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The program as its user meets it: arguments in; exit code, results and messages out. */
record Lossexp(int code, String out, String err) {
  /** {@return what the program did on {@code arguments}, in this process} */
  static Lossexp run(Object... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int code = Main.run(console, new Interruption(), words);
    checkReport(words);
    return new Lossexp(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Whatever a test runs: the report that it leaves keeps to its published schema. */
  private static void checkReport(String... words) {
    int output = List.of(words).indexOf("-o") + 1;
    if (words.length > 0 && words[0].equals("run") && output > 0 && output < words.length) {
      Path report = Path.of(words[output], "report.json");
      try {
        if (Files.exists(report)) {
          ReportSchema.check(Files.readString(report));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a report cannot be read", e);
      }
    }
  }

  /** {@return the program in a process of its own; its output goes to {@code log}} */
  static Process start(Path log, String... arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /** {@return the same, with further flags of the JVM} */
  static Process start(Path log, List<String> flags, String... arguments) throws IOException {
    return start(log, flags, Map.of(), arguments);
  }

  /** {@return the same, with variables besides those of this process} */
  static Process start(
      Path log, List<String> flags, Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder =
        builder(flags, arguments).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /**
   * {@return what the program did in a process of its own}
   *
   * @param environment variables besides those of this process
   */
  static Lossexp apart(Map<String, String> environment, List<String> flags, Object... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("lossexp-out", ".txt");
    Path err = Files.createTempFile("lossexp-err", ".txt");
    try {
      ProcessBuilder builder =
          builder(flags, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      int code = builder.start().waitFor();
      return new Lossexp(code, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static ProcessBuilder builder(List<String> flags, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Dguice_bytecode_gen_option=DISABLED"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.lossexp.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
