package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {
  @ParameterizedTest
  @MethodSource("org.lossexp.standard.GoldenTest#names")
  void lossInJavaIsNamedWithTheReasonWhy(String name) throws Exception {
    assertTrue(readme().contains("`" + name), name);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void metricIsListed(String name) throws Exception {
    assertTrue(readme().contains("`" + name + "`"), name);
  }

  static Stream<String> metrics() {
    return new StandardPlugin().metrics().stream().map(metric -> metric.descriptor().name());
  }

  private static String readme() throws Exception {
    return Files.readString(Path.of("..", "README.md"));
  }
}
