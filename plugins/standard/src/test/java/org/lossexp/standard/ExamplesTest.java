package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final Pattern MEASURE = Pattern.compile("(?m)^measure (.*)$");
  private static final Pattern NAME = Pattern.compile("([a-z]\\w*)(\\([^)]*\\))?(, |$)");

  @Test
  void everyMetricThatTheDesignsExamplesMeasureIsThere() throws IOException {
    Set<String> measured = new TreeSet<>();
    try (Stream<Path> files = Files.list(Shared.path("design/examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".lossexp")).toList()) {
        MEASURE
            .matcher(Files.readString(file))
            .results()
            .flatMap(line -> NAME.matcher(line.group(1)).results())
            .forEach(name -> measured.add(name.group(1)));
      }
    }
    assertTrue(measured.size() > 20, measured::toString);
    List<String> missing =
        measured.stream()
            .filter(name ->
                new StandardPlugin()
                    .metrics().stream().noneMatch(m -> m.descriptor().isCalled(name)))
            .toList();
    assertEquals(List.of(), missing);
  }
}
