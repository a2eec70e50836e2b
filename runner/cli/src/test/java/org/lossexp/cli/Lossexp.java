package org.lossexp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    return new Lossexp(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@return the program in a process of its own; its output goes to {@code log}} */
  static Process start(Path log, String... arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  /** {@return the same, with further flags of the JVM} */
  static Process start(Path log, List<String> flags, String... arguments) throws IOException {
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
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
