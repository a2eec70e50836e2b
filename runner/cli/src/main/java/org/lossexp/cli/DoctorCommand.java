package org.lossexp.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp doctor}: what this machine offers, and what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Show what this machine offers and what is missing.")
final class DoctorCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;

  @Override
  public ExitCode call() {
    PrintStream out = main.console().out();
    Runtime runtime = Runtime.getRuntime();
    out.println("lossexp   " + Main.Version.number());
    out.println("Java      " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    out.println(
        "system    " + System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    out.println("cores     " + runtime.availableProcessors() + " (the default of run -j)");
    out.println("heap      at most " + runtime.maxMemory() / (1 << 20) + " MB");
    boolean vectors = Machine.hasVectorModule();
    boolean fused = Machine.hasFusedMultiplyAdd();
    out.println(
        vectors
            ? "engine    JVM, vectors of %d bits, fused multiply-add: %s"
                .formatted(Machine.vectorBits(), fused ? "yes" : "no")
            : "engine    JVM without vectors, the same bits at a small part of the speed: this Java"
                + " has no module jdk.incubator.vector");
    Path here = Path.of("").toAbsolutePath();
    boolean writable = Files.isWritable(here);
    out.println(
        "results   " + (writable ? "this folder can be written" : "cannot be written here"));
    Cache cache = Cache.ofProcess();
    out.println(
        "cache     "
            + cache.obstacle().orElseGet(() -> cache.folder().map(Path::toString).orElse("")));
    Plugins plugins = Plugins.discover(Optional.empty());
    out.println(
        "losses    %d, metrics %d".formatted(plugins.losses().size(), plugins.metrics().size()));
    if (!vectors) {
      out.println("  = install a complete JDK 25, such as Temurin's, and set JAVA_HOME to it");
    }
    if (!fused) {
      out.println(
          "  = without fused multiply-add in hardware results are the same and training is very"
              + " slow");
    }
    return ExitCode.DONE;
  }
}
