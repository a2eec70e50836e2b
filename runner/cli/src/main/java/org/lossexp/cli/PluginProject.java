package org.lossexp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a new plugin's project. The one in Java is {@code plugins/example} under other
 * names; the jars that it is built against lie in its {@code lib}, and in no repository: one that
 * was fetched there once would hide those of every later build with the same version.
 */
final class PluginProject {
  /** What {@code plugins/example} consists of. */
  static final List<String> EXAMPLE =
      List.of(
          "pom.xml",
          "src/main/java/com/acme/losses/AcmePlugin.java",
          "src/main/java/com/acme/losses/CappedAbsolute.java",
          "src/main/java/com/acme/losses/Within.java",
          "src/main/java/com/acme/losses/package-info.java",
          "src/main/resources/META-INF/lossexp/acme.lossexp",
          "src/main/resources/META-INF/services/org.lossexp.spi.Plugin",
          "src/test/java/com/acme/losses/AcmeFormulasTest.java",
          "src/test/java/com/acme/losses/AcmePluginTest.java");

  /** Tries a project, when it is built. */
  static final String RUN = "lossexp run experiment.lossexp --plugins target/plugins";

  private static final String FORMULAS = "src/main/resources/META-INF/lossexp/acme.lossexp";
  private static final String EXPERIMENT = "experiment.lossexp";
  private static final String VERSION = "1.0.0";

  /** The names and the version of the example, in its texts and paths and in the templates. */
  private static final Pattern EXAMPLES_OWN =
      Pattern.compile("acme-losses|com[./]acme|[Aa]cme|1\\.2\\.0");

  private static final Pattern DEPENDENCIES =
      Pattern.compile(
          "<dependencies>.*?(?=    <dependency>\\s*<groupId>org\\.junit)", Pattern.DOTALL);
  private static final Pattern COPY_ME = Pattern.compile("  <!-- A stranger's project.*?-->\n");
  private static final Pattern JAR_PLUGIN_END =
      Pattern.compile(
          "(?<=<artifactId>maven-jar-plugin</artifactId>\n {8}<version>[0-9.]{1,9}</version>)");

  /** In a folder of its own the jar can be given to {@code --plugins}. */
  private static final String JAR_APART =
      """

              <configuration>
                <outputDirectory>${project.build.directory}/plugins</outputDirectory>
              </configuration>\
      """;

  private static final Pattern LOSSEXP_VERSION =
      Pattern.compile("\\s*<lossexp\\.version>.*?</lossexp\\.version>");

  private PluginProject() {}

  /** {@return how a built project is tested} */
  static String test(NewName name) {
    return "lossexp plugins test target/plugins/%s-%s.jar".formatted(name.text(), VERSION);
  }

  /** {@return a project of losses as formulas alone; its files, by their paths} */
  static Map<String, byte[]> ofFormulas(NewName name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    putCommon(files, name, "formulas/");
    put(files, name, "pom.xml", Templates.text("formulas/pom.xml"));
    put(files, name, FORMULAS, Templates.text("example/" + FORMULAS));
    return files;
  }

  /** {@return a project in Java, with the jars that it needs; its files, by their paths} */
  static Map<String, byte[]> inJava(NewName name) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    putCommon(files, name, "java/");
    List<HostJar> jars = HostJar.all();
    for (String path : EXAMPLE) {
      String text = Templates.text("example/" + path);
      put(files, name, path, path.equals("pom.xml") ? pom(text, jars) : text);
    }
    for (HostJar jar : jars) {
      files.put("lib/" + jar.file(), jar.bytes());
    }
    return files;
  }

  private static void putCommon(Map<String, byte[]> files, NewName name, String templates) {
    put(files, name, "README.md", Templates.text(templates + "README.md"));
    String experiment = renamed(Templates.text(templates + EXPERIMENT), name);
    files.put(EXPERIMENT, Templates.laidOut(experiment).getBytes(StandardCharsets.UTF_8));
    put(files, name, ".gitignore", "target/\nresults/\n");
  }

  private static void put(Map<String, byte[]> files, NewName name, String path, String text) {
    files.put(renamed(path, name), renamed(text, name).getBytes(StandardCharsets.UTF_8));
  }

  /** In one pass, because a new name may hold one of the example's. */
  private static String renamed(String text, NewName name) {
    return EXAMPLES_OWN
        .matcher(text)
        .replaceAll(found ->
            switch (found.group()) {
              case "acme-losses" -> name.text();
              case "com.acme" -> "com." + name.group();
              case "com/acme" -> "com/" + name.group();
              case "Acme" -> name.classPrefix();
              case "acme" -> name.prefix();
              case "1.2.0" -> VERSION;
              default -> throw new AssertionError(found.group());
            });
  }

  private static String pom(String example, List<HostJar> jars) {
    StringBuilder dependencies =
        new StringBuilder(
            """
            <dependencies>
                <!-- The contract, its tests and what these need: files, so that nothing is installed. -->
            """);
    for (HostJar jar : jars) {
      dependencies.append(
          """
              <dependency>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <scope>system</scope>
                <systemPath>${project.basedir}/lib/%s</systemPath>
              </dependency>
          """
              .formatted(jar.group(), jar.artifact(), jar.version(), jar.file()));
    }
    String own = replaced(example, COPY_ME, "");
    own = replaced(own, LOSSEXP_VERSION, "");
    own = replaced(own, DEPENDENCIES, dependencies.toString());
    return replaced(own, JAR_PLUGIN_END, JAR_APART);
  }

  private static String replaced(String text, Pattern what, String with) {
    Matcher found = what.matcher(text);
    if (!found.find()) {
      throw new AssertionError("the example has no " + what);
    }
    return text.substring(0, found.start()) + with + text.substring(found.end());
  }
}
