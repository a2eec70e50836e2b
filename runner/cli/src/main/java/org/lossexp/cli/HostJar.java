package org.lossexp.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A library of this running program that a plugin's project is built or tested with.
 *
 * @param place its jar, or where the program runs from its build a folder of classes
 */
record HostJar(String group, String artifact, String version, Path place) {
  private static final String OURS = "org.lossexp";
  private static final Pattern VERSIONED = Pattern.compile(".+?-(\\d.*)\\.jar");

  /** {@return the contract, its tests, the compiler of formulas, and what these need} */
  static List<HostJar> all() {
    return List.of(
        of(OURS, "lossexp-spi", "org.lossexp.spi.Spi"),
        of(OURS, "lossexp-testkit", "org.lossexp.testkit.JarContract"),
        of(OURS, "lossexp-formula", "org.lossexp.formula.HostFormulaCompiler"),
        of(OURS, "lossexp-grammar", "org.lossexp.grammar.Source"),
        of(OURS, "lossexp-experiment", "org.lossexp.experiment.Problem"),
        of("org.antlr", "antlr4-runtime", "org.antlr.v4.runtime.Parser"),
        of("com.google.code.gson", "gson", "com.google.gson.Gson"));
  }

  private static HostJar of(String group, String artifact, String inside) {
    try {
      // By name, because this room does not see every library that it hands on.
      Class<?> type = Class.forName(inside, false, HostJar.class.getClassLoader());
      Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Matcher versioned = VERSIONED.matcher(place.getFileName().toString());
      String version = versioned.matches() ? versioned.group(1) : Main.Version.number();
      return new HostJar(group, artifact, version, place);
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new AssertionError("the program runs without " + artifact, e);
    }
  }

  /** {@return the name of its file in a project} */
  String file() {
    return artifact + "-" + version + ".jar";
  }

  /** {@return the jar} */
  byte[] bytes() throws IOException {
    return Files.isDirectory(place) ? packed(place) : Files.readAllBytes(place);
  }

  private static byte[] packed(Path classes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
    return bytes.toByteArray();
  }
}
