package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.LossDescriptor;

class ReadmeTest {
  @ParameterizedTest
  @MethodSource("org.lossexp.standard.GoldenTest#names")
  void lossIsListedWithItsDefaults(String name) throws Exception {
    LossDescriptor descriptor = GoldenTest.loss(name).descriptor();
    String parameters =
        descriptor.parameters().stream()
            .map(p -> p.name() + " = " + p.fallback().orElseThrow().text())
            .collect(Collectors.joining(", "));
    String call = name + (parameters.isEmpty() ? "" : "(" + parameters + ")");
    assertTrue(readme().contains("| `" + call + "`"), call);
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
