package org.lossexp.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that answers lines with lines. */
final class Child {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Process process;
  private final PrintStream requests;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Thread listener;

  /** What it said last on standard error: often why it ended. */
  private volatile String lastWords = "";

  Child(List<String> command, Consumer<String> chatter) throws IOException {
    process = new ProcessBuilder(command).start();
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    listener = listen("answers", process.getInputStream(), answers::add);
    listen(
        "chatter",
        process.getErrorStream(),
        line -> {
          // The JVM's own warnings say nothing of an end.
          if (!line.startsWith("WARNING: ")) {
            lastWords = line;
          }
          chatter.accept(line);
        });
  }

  private Thread listen(String what, InputStream stream, Consumer<String> hearer) {
    Thread thread =
        new Thread(
            () -> {
              try (var reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(hearer);
              } catch (IOException | java.io.UncheckedIOException e) {
                // The stream of a process that was stopped.
              }
            },
            "trial-process-" + process.pid() + "-" + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  void ask(String line) {
    requests.println(line);
  }

  /** {@return the next answer, if it comes within {@code patience}} */
  Optional<String> answer(Duration patience) throws InterruptedException {
    return Optional.ofNullable(answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** {@return whether the process has ended and nothing more can come of it} */
  boolean ended() throws InterruptedException {
    if (process.isAlive()) {
      return false;
    }
    // What it wrote at last may still be on its way.
    listener.join(LAST_WORDS);
    return answers.isEmpty();
  }

  /** {@return how the process ended, one line} */
  String lastWords() {
    String said = lastWords.isBlank() ? "" : ": " + lastWords.strip();
    return "its process ended with exit code " + process.exitValue() + said;
  }

  void kill() {
    process.destroyForcibly();
  }
}
