package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file of the checkout is laid out by google-java-format. {@code mvn -pl runner/cli -am
 * test -Dtest=LayoutTest -Dsurefire.failIfNoSpecifiedTests=false -Dlossexp.layout=write} lays them
 * out.
 */
class LayoutTest {
  /** The target of a Markdown link to a file of ours, its anchor left out. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:|#)([^)#\\s]+)");

  @Test
  void everyFileIsLaidOut() throws Exception {
    boolean write = "write".equals(System.getProperty("lossexp.layout"));
    List<Path> wrong = new ArrayList<>();
    for (Path file : files(".java")) {
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

  /** What {@code lossexp fmt} is for, our own files show first. */
  @Test
  void everyExperimentAndLibraryIsLaidOut() throws Exception {
    List<Path> wrong = new ArrayList<>();
    for (Path file : files(".lossexp")) {
      if (file.toString().contains("src/test/")) {
        continue;
      }
      String text = Files.readString(file);
      var laidOut =
          org.lossexp.grammar.Formatter.format(
              new org.lossexp.grammar.Source(file.toString(), text));
      if (!laidOut.get().equals(text)) {
        wrong.add(Checkout.root().relativize(file));
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** A link that leads nowhere is worse than none. */
  @Test
  void everyRelativeLinkLeadsSomewhere() throws Exception {
    List<String> dead = new ArrayList<>();
    for (Path page : files(".md")) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          dead.add(Checkout.root().relativize(page) + ": " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  private static List<Path> files(String ending) throws Exception {
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !Checkout.root().relativize(file).toString().contains("target/"))
          .sorted()
          .toList();
    }
  }
}
