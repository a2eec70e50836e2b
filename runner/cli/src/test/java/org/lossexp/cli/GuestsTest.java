package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that misbehave, compiled here: each ends its own trials, and nothing else. */
@Timeout(120)
class GuestsTest {
  private static final String PLUGIN =
      """
      package %1$s;
      import java.util.List;
      import java.util.Map;
      import org.lossexp.spi.*;
      public final class P implements Plugin {
        public String name() { return "%1$s"; }
        public String version() { return "2.1"; }
        public int spiVersion() { return Spi.VERSION; }
        public List<Metric> metrics() { return List.of(); }
        public List<Loss> losses() { return List.of(new L()); }
        static final class L implements Loss {
          public LossDescriptor descriptor() {
            return LossDescriptor.of("%1$s_loss", Family.REGRESSION, "own")
                .summary("A loss.").formula("r^2").tasks(Task.REGRESSION)
                .target("a number").head("a number").reference("none").build();
          }
          public LossFunction bind(Arguments arguments, TargetFacts target) {
            return new F();
          }
        }
        static final class F implements LossFunction {
          static int calls;
          public Head head() { return new Head(1, Head.Link.IDENTITY); }
          public TargetEncoding encoding() { return TargetEncoding.REAL; }
          public Readout readout() { return Readouts.identity(1); }
          public int units(int rows) { return rows; }
          public void evaluate(Batch batch, Evaluation evaluation) {
            %2$s
            for (int i = 0; i < batch.rows(); i++) {
              double r = batch.prediction()[i] - batch.target()[i];
              evaluation.values()[i] = r * r;
              evaluation.gradient()[i] = 2 * r;
              evaluation.counts()[i] = 1;
            }
          }
        }
      }
      """;

  @TempDir private Path folder;
  private Path guests;

  @BeforeEach
  void makeFolder() throws Exception {
    guests = Files.createDirectory(folder.resolve("guests"));
  }

  @Test
  void oneThatThrowsIsNamedWithVersionLossAndPlace() throws Exception {
    plugin("thrower", "if (++calls == 3) throw new IllegalStateException(\"no more\");");
    Lossexp run = run("thrower");
    assertEquals(1, run.code());
    String trials = Files.readString(folder.resolve("r/trials.csv"));
    assertTrue(
        trials.contains("IllegalStateException: no more (epoch 1, step 3); plugin thrower 2.1"),
        trials);
    assertOthersAreDone(trials);
  }

  @Test
  void oneThatHangsIsStopped() throws Exception {
    plugin("hanger", "while (batch != null) { Thread.onSpinWait(); }");
    Lossexp run = run("hanger", "--trial-timeout", 3);
    assertEquals(1, run.code());
    String trials = Files.readString(folder.resolve("r/trials.csv"));
    assertTrue(trials.contains("took longer than 3 s (`--trial-timeout`); plugin hanger 2.1"));
    assertOthersAreDone(trials);
  }

  @Test
  void oneThatEndsTheProcessEndsItsOwn() throws Exception {
    plugin("leaver", "System.exit(0);");
    Lossexp run = run("leaver");
    assertEquals(1, run.code());
    String trials = Files.readString(folder.resolve("r/trials.csv"));
    assertTrue(trials.contains("its process ended with exit code 130; plugin leaver 2.1"), trials);
    assertOthersAreDone(trials);
  }

  @Test
  void oneThatPrintsAndLeavesThreadsChangesNothing() throws Exception {
    plugin(
        "talker",
        """
        System.out.println("hello");
        new Thread(() -> { while (true) Thread.onSpinWait(); }).start();
        """);
    Lossexp run = run("talker", "-j", 1);
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void oneThatGivesNoNumbersDiverges() throws Exception {
    plugin("nan", "");
    Path file =
        Files.writeString(
            folder.resolve("nan.lossexp"),
            """
            data d = friedman1(rows = 60) -> holdout(test = 30%, validation = 20%)
            loss mse, nan_loss
            optimizer sgd(learning_rate = 1000)
            train { epochs = 20 }
            repeat { seeds = 1 }
            """);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"), "--plugins", guests);
    assertEquals(1, run.code());
    assertTrue(Files.readString(folder.resolve("r/trials.csv")).contains("diverged"));
  }

  /** Each in a folder with a library of its own, in which the same class has another version. */
  @Test
  void twoWithDifferentVersionsOfOneLibraryRunSideBySide() throws Exception {
    for (int version = 1; version <= 2; version++) {
      String name = version == 1 ? "older" : "newer";
      Path own = Files.createDirectory(guests.resolve(name));
      String library =
          "package lib; public final class Version { public static int number() { return "
              + version
              + "; } }";
      Path classes = compile(name + "-lib", List.of(), "lib/Version", library);
      jar(own.resolve("lib.jar"), classes, "");
      String check =
          "if (lib.Version.number() != %d) throw new IllegalStateException(\"another's\");"
              .formatted(version);
      Path compiled =
          compile(
              name, List.of(own.resolve("lib.jar")), name + "/P", PLUGIN.formatted(name, check));
      jar(own.resolve(name + ".jar"), compiled, name + ".P");
    }
    Lossexp run = run("older", "newer_loss");
    assertEquals(0, run.code(), run.err());
  }

  private static void assertOthersAreDone(String trials) {
    assertEquals(2, trials.lines().filter(line -> line.contains(",mse,mse,")).count(), trials);
    assertTrue(
        trials
            .lines()
            .filter(line -> line.contains(",mse,mse,"))
            .allMatch(line -> line.contains(",done,")),
        trials);
  }

  private Lossexp run(String plugin, Object... more) throws Exception {
    String second = more.length == 1 ? ", " + more[0] : "";
    Path file =
        Files.writeString(
            folder.resolve(plugin + ".lossexp"),
            """
            data d = friedman1(rows = 60) -> holdout(test = 30%%, validation = 20%%)
            loss mse, %s_loss%s
            train { epochs = 3, batch_size = 10 }
            repeat { seeds = 2 }
            """
                .formatted(plugin, second));
    Stream<Object> command = Stream.of("run", file, "-o", folder.resolve("r"), "--plugins", guests);
    Stream<Object> options = more.length == 1 ? Stream.of() : Stream.of(more);
    return Lossexp.run(Stream.concat(command, options).toArray());
  }

  private void plugin(String name, String first) throws Exception {
    Path classes = compile(name, List.of(), name + "/P", PLUGIN.formatted(name, first));
    jar(guests.resolve(name + ".jar"), classes, name + ".P");
  }

  private Path compile(String name, List<Path> libraries, String unit, String source)
      throws Exception {
    Path classes = Files.createDirectory(folder.resolve(name + "-classes"));
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + unit + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    String path =
        Stream.concat(
                Stream.of(
                    Path.of(
                            org.lossexp.spi.Spi.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString()),
                libraries.stream().map(Path::toString))
            .reduce((a, b) -> a + java.io.File.pathSeparator + b)
            .orElseThrow();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean fine =
        compiler
            .getTask(
                null,
                null,
                null,
                List.of("-cp", path, "-d", classes.toString(), "-proc:none"),
                null,
                List.of(file))
            .call();
    assertTrue(fine, source);
    return classes;
  }

  private static void jar(Path jar, Path classes, String plugin) throws Exception {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        entries.write(Files.readAllBytes(file));
        entries.closeEntry();
      }
      if (!plugin.isEmpty()) {
        entries.putNextEntry(new JarEntry("META-INF/services/org.lossexp.spi.Plugin"));
        entries.write(plugin.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        entries.closeEntry();
      }
    }
  }
}
