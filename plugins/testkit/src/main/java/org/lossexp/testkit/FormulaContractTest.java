package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.lossexp.spi.FormulaCompiler;

/**
 * The contract tests on losses that are written as formulas, as JUnit tests: extend it, and every
 * loss in {@code src/main/resources/META-INF/lossexp/*.lossexp} is a test. It needs {@code
 * lossexp-formula} in test scope, which has the compiler.
 */
public abstract class FormulaContractTest {
  private static final String FOLDER = "META-INF/lossexp";

  @TestFactory
  Stream<DynamicTest> formulasKeepTheirContract() throws IOException, URISyntaxException {
    FormulaCompiler compiler =
        ServiceLoader.load(FormulaCompiler.class)
            .findFirst()
            .orElseGet(() ->
                fail("no compiler of formulas: add lossexp-formula to the tests' class path"));
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : files()) {
      texts.put(file.getFileName().toString(), Files.readString(file));
    }
    return compiler.compile(texts).stream()
        .map(loss ->
            dynamicTest(
                loss.descriptor().name(),
                () -> PluginContractTest.failOn(LossContract.check(loss))));
  }

  /** The files of this build alone; those in jars have had their tests. */
  private List<Path> files() throws IOException, URISyntaxException {
    List<Path> files = new ArrayList<>();
    for (URL folder : getClass().getClassLoader().resources(FOLDER).toList()) {
      if (folder.getProtocol().equals("file")) {
        try (Stream<Path> list = Files.list(Path.of(folder.toURI()))) {
          list.filter(file -> file.toString().endsWith(".lossexp")).sorted().forEach(files::add);
        }
      }
    }
    if (files.isEmpty()) {
      fail("there is no file " + FOLDER + "/*.lossexp in src/main/resources");
    }
    return files;
  }
}
