package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lossexp new}: what it writes works as it is. */
class NewTest {
  private static final Pattern MAVEN_PLUGIN =
      Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>(.+?)</version>");

  @TempDir private Path folder;

  @Test
  void theStarterRunsAsItIsAndIsWrittenOnce() throws Exception {
    assertEquals(0, newHere("my-question"), this::log);
    Path file = folder.resolve("my-question.lossexp");

    assertEquals(0, Lossexp.run("fmt", "--check", file).code());
    Lossexp check = Lossexp.run("check", "--strict", file);
    assertEquals(0, check.code(), check.err());
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("r"));
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.exists(folder.resolve("r/report.html")));
    Lossexp own = Lossexp.run("losses", file + ":mine");
    assertEquals(0, own.code(), own.err());

    Files.writeString(file, "mine");
    assertEquals(4, newHere("my-question"), this::log);
    assertTrue(log().contains("my-question.lossexp` is there already"), this::log);
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aProjectInJavaBuildsPassesTheContractAndRuns() throws Exception {
    Path project = project("robust-losses");
    build(project);
    assertTrue(
        files(project)
            .contains("target/surefire-reports/TEST-com.robust.losses.RobustPluginTest.xml"),
        "its tests did not run");

    Lossexp test = test(project, "robust-losses");
    assertTrue(test.out().contains("plugin robust-losses 1.0.0: ok"), test.out());
    assertTrue(test.out().contains("loss robust_capped_absolute: ok"), test.out());
    assertTrue(test.out().contains("loss robust_power: ok"), test.out());
    assertTrue(test.out().endsWith("all 5 keep their contracts\n"), test.out());
    assertTrue(summary(project).contains("robust_capped_absolute"));
  }

  @Test
  void aProjectOfFormulasBuildsPassesTheContractAndRuns() throws Exception {
    Path project = project("robust-losses", "--formulas");
    assertEquals(
        Set.of(
            ".gitignore",
            "README.md",
            "experiment.lossexp",
            "pom.xml",
            "src/main/resources/META-INF/lossexp/robust.lossexp"),
        files(project));
    build(project);

    Lossexp test = test(project, "robust-losses");
    assertTrue(test.out().contains("loss robust_power: ok"), test.out());
    assertTrue(test.out().endsWith("all 2 keep their contracts\n"), test.out());
    Lossexp found = Lossexp.run("plugins", "--plugins", project.resolve("target/plugins"));
    assertTrue(found.out().contains("\nrobust-losses 1.0.0\n"), found.out());
    assertTrue(summary(project).contains("robust_power"));
  }

  /** The commands that the other tests give. */
  @Test
  void theReadmeOfAProjectTellsTheSameCommands() throws Exception {
    for (String variant : List.of("", "--formulas")) {
      Path project = variant.isEmpty() ? project("my-losses") : project("my-losses", variant);
      String readme = Files.readString(project.resolve("README.md"));
      for (String command :
          List.of(
              "mvn package",
              "lossexp plugins test target/plugins/my-losses-1.0.0.jar",
              "lossexp run experiment.lossexp --plugins target/plugins")) {
        assertTrue(readme.contains("\n    " + command + "\n"), command + " is missing: " + readme);
      }
    }
  }

  @Test
  void nothingInANewProjectIsNamedAfterTheExample() throws Exception {
    Map<String, byte[]> files = PluginProject.inJava(name("double-dutch"));
    files.putAll(PluginProject.ofFormulas(name("double-dutch")));
    files.forEach((path, bytes) -> {
      String text = path + new String(bytes, StandardCharsets.ISO_8859_1);
      assertFalse(!path.startsWith("lib/") && text.matches("(?is).*acme.*"), text);
    });
  }

  @Test
  void aNewNameMayHoldTheExamplesOrAWordOfJava() throws Exception {
    Map<String, byte[]> acme = PluginProject.inJava(name("new-acme-losses"));
    assertTrue(acme.containsKey("src/main/java/com/newacme/losses/NewAcmePlugin.java"));
    assertTrue(
        new String(acme.get("pom.xml"), StandardCharsets.UTF_8)
            .contains("<artifactId>new-acme-losses</artifactId>"));
    Map<String, byte[]> word = PluginProject.inJava(name("double-losses"));
    assertTrue(word.containsKey("src/main/java/com/double_/losses/DoublePlugin.java"));
  }

  /** A long name makes lines break. */
  @Test
  void experimentsAreInTheirCanonicalLayout() throws Exception {
    for (String name : List.of("a", "losses-that-forgive-what-they-find-impossible-to-believe")) {
      for (Map<String, byte[]> files :
          List.of(PluginProject.inJava(name(name)), PluginProject.ofFormulas(name(name)))) {
        Path file = folder.resolve("experiment.lossexp");
        Files.write(file, files.get("experiment.lossexp"));
        assertEquals(0, Lossexp.run("fmt", "--check", file).code(), Files.readString(file));
      }
    }
  }

  @Test
  void theWholeExampleIsCopied() throws Exception {
    Set<String> example =
        files(Checkout.root().resolve("plugins/example")).stream()
            .filter(file -> !file.startsWith("target/"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(example, new TreeSet<>(PluginProject.EXAMPLE));
  }

  @Test
  void bothKindsOfProjectsPinTheSamePluginsOfMaven() throws Exception {
    List<String> example = mavenPlugins(Templates.text("example/pom.xml"));
    List<String> formulas = mavenPlugins(Templates.text("formulas/pom.xml"));
    assertEquals(6, formulas.size());
    assertTrue(example.containsAll(formulas), formulas + " and " + example);
  }

  /** Where the program runs from a build, its libraries are folders of classes. */
  @Test
  void aFolderOfClassesIsPackedIntoAJar() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assumeTrue(Files.isDirectory(classes), "the tests run on a jar");
    List<String> names = new ArrayList<>();
    try (var jar =
        new ZipInputStream(new ByteArrayInputStream(new HostJar("g", "a", "1", classes).bytes()))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertTrue(names.contains("org/lossexp/cli/Main.class"));
    assertTrue(names.contains("META-INF/lossexp/new/starter.lossexp"));
  }

  @ParameterizedTest
  @CsvSource({
    "My Losses, my-losses",
    "RobustLosses, robust-losses",
    "robust_losses, robust-losses",
    "2nd-losses, nd-losses",
    "robust-.lossexp, robust",
    "../robust, robust",
    "???, my-losses"
  })
  void aNameOfAnotherFormIsRefusedWithOneThatIsTaken(String given, String suggested) {
    Lossexp refused = Lossexp.run("new", "plugin", given);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("such as `" + suggested + "`\n"), refused.err());
    assertTrue(NewName.of(suggested).isPresent());
  }

  @Test
  void anExperimentNeedsAName() {
    assertEquals(2, Lossexp.run("new").code());
    Lossexp refused = Lossexp.run("new", "Outliers?");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("such as `outliers`\n"), refused.err());
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("thesis.txt"), "mine");
    Lossexp refused = Lossexp.run("new", "plugin", "robust", "-o", folder);
    assertEquals(4, refused.code());
    assertTrue(refused.err().contains("is there already"), refused.err());
    assertEquals(Set.of("thesis.txt"), files(folder));

    Lossexp below = Lossexp.run("new", "plugin", "robust", "-o", folder.resolve("thesis.txt/p"));
    assertEquals(4, below.code());
    assertTrue(below.err().contains("cannot be written"), below.err());
  }

  private static NewName name(String text) {
    return NewName.of(text).orElseThrow();
  }

  private static List<String> mavenPlugins(String pom) {
    return MAVEN_PLUGIN
        .matcher(pom)
        .results()
        .map(found -> found.group(1) + " " + found.group(2))
        .toList();
  }

  /** Runs {@code lossexp new} in the test's folder, where it writes. */
  private int newHere(String name) throws Exception {
    return Lossexp.start(folder.resolve("log"), List.of("-Duser.dir=" + folder), "new", name)
        .waitFor();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path project(String name, String... options) {
    Path project = folder.resolve(name + String.join("", options));
    List<Object> arguments = new ArrayList<>(List.of("new", "plugin", name, "-o", project));
    arguments.addAll(List.of(options));
    Lossexp made = Lossexp.run(arguments.toArray());
    assertEquals(0, made.code(), made.err());
    return project;
  }

  /** Offline: this very build has fetched all that a project needs. */
  private void build(Path project) throws Exception {
    Optional<Path> maven =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(place -> Path.of(place, "mvn"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(maven.isPresent(), "`mvn` is not on the PATH: the project is not built");
    List<String> command = new ArrayList<>(List.of(maven.get().toString(), "-o", "-q", "-B"));
    Optional.ofNullable(System.getProperty("localRepository"))
        .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
    command.add("package");
    Process process =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(0, process.waitFor(), this::log);
  }

  private static Lossexp test(Path project, String name) {
    Lossexp test =
        Lossexp.run(
            "plugins", "test", project.resolve("target/plugins/%s-1.0.0.jar".formatted(name)));
    assertEquals(0, test.code(), test.out() + test.err());
    return test;
  }

  private static String summary(Path project) throws Exception {
    Path results = project.resolve("results/experiment");
    Lossexp run =
        Lossexp.run(
            "run",
            project.resolve("experiment.lossexp"),
            "--plugins",
            project.resolve("target/plugins"),
            "-o",
            results);
    assertEquals(0, run.code(), run.err());
    return Files.readString(results.resolve("summary.csv"));
  }

  private static Set<String> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toSet());
    }
  }
}
