package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.MetricDescriptor.Direction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Task;

/**
 * What the plugins' README says of the standard plugin. {@code -Dlossexp.reference=write} writes
 * its table of metrics.
 */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String HEAD =
      "| metric | judges | reads | better | undefined |\n|---|---|---|---|---|\n";

  @ParameterizedTest
  @MethodSource("org.lossexp.standard.GoldenTest#names")
  void lossInJavaIsNamedWithTheReasonWhy(String name) throws Exception {
    assertTrue(Files.readString(README).contains("`" + name), name);
  }

  @Test
  void tableOfMetricsIsThatOfTheirDescriptors() throws Exception {
    String text = Files.readString(README);
    int start = text.indexOf(HEAD);
    int end = text.indexOf("\n\n", start) + 1;
    String table =
        new StandardPlugin()
            .metrics().stream().map(ReadmeTest::row).collect(Collectors.joining("", HEAD, ""));
    if ("write".equals(System.getProperty("lossexp.reference"))) {
      Files.writeString(README, text.substring(0, start) + table + text.substring(end));
    } else {
      assertEquals(table, text.substring(start, end));
    }
  }

  private static String row(Metric metric) {
    MetricDescriptor descriptor = metric.descriptor();
    String parameters =
        descriptor.parameters().stream()
            .map(ReadmeTest::withDefault)
            .collect(Collectors.joining(", "));
    return "| `%s%s` %s | %s | %s | %s | %s |\n"
        .formatted(
            descriptor.name(),
            parameters.isEmpty() ? "" : "(" + parameters + ")",
            descriptor.summary(),
            tasks(descriptor.tasks()),
            descriptor.reading().words(),
            descriptor.direction() == Direction.HIGHER_IS_BETTER ? "higher" : "lower",
            descriptor.undefined());
  }

  private static String withDefault(ParameterSpec parameter) {
    return parameter.name() + " = " + parameter.fallback().orElseThrow().text();
  }

  private static String tasks(Set<Task> tasks) {
    return Stream.of(Task.values())
        .filter(tasks::contains)
        .map(Task::words)
        .collect(Collectors.joining(", "))
        .replace("binary classification, multiclass classification", "classes")
        .replace("multilabel classification", "labels");
  }
}
