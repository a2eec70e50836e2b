package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file of the checkout is laid out by google-java-format. {@code mvn -pl runner/cli -am
 * test -Dtest=LayoutTest -Dsurefire.failIfNoSpecifiedTests=false -Dlossexp.layout=write} lays them
 * out.
 */
class LayoutTest {
  @Test
  void everyFileIsLaidOut() throws Exception {
    boolean write = "write".equals(System.getProperty("lossexp.layout"));
    List<Path> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      String source = Files.readString(file);
      String laidOut = new Formatter().formatSourceAndFixImports(source);
      if (!laidOut.equals(source)) {
        if (write) {
          Files.writeString(file, laidOut);
        }
        wrong.add(file);
      }
    }
    assertEquals(List.of(), write ? List.of() : wrong);
  }

  private static List<Path> javaFiles() throws Exception {
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !Checkout.root().relativize(file).toString().contains("target/"))
          .sorted()
          .toList();
    }
  }
}
