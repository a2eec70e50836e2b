package org.lossexp.standard.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Expected: scikit-learn 1.2.1 and what {@code metrics/reference.py} writes out. */
class ReferenceTest {
  private static final double TOLERANCE = 1e-12;

  /** A metric, what it judges, and the value that it must have. */
  record Case(
      String data, Predictions predictions, Metric metric, Arguments arguments, double value) {
    @Override
    public String toString() {
      return metric.descriptor().name() + "(" + arguments.text() + ") of " + data;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metricAgreesWithTheReference(Case expected) {
    double value = expected.metric().evaluate(expected.predictions(), expected.arguments());
    assertEquals(expected.value(), value, TOLERANCE * Math.max(1, Math.abs(expected.value())));
  }

  @Test
  void everyMetricHasAReference() throws IOException {
    Set<MetricDescriptor> covered =
        cases().map(expected -> expected.metric().descriptor()).collect(Collectors.toSet());
    assertEquals(
        List.of(),
        Metrics.all().stream()
            .map(Metric::descriptor)
            .filter(descriptor -> !covered.contains(descriptor))
            .toList());
  }

  static Stream<Case> cases() throws IOException {
    List<Metric> metrics = Metrics.all();
    List<Case> cases = new ArrayList<>();
    Map<String, String[]> data = new LinkedHashMap<>();
    for (String line : text().lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("metric")) {
        String call = line.substring(line.indexOf(words[2]), line.lastIndexOf(" = "));
        String name = call.replaceFirst("\\(.*", "");
        Task task = Task.valueOf(words[1]);
        Metric metric =
            metrics.stream()
                .filter(m -> m.descriptor().name().equals(name))
                .filter(m -> m.descriptor().tasks().contains(task))
                .findFirst()
                .orElseThrow();
        double value = Double.parseDouble(words[words.length - 1]);
        cases.add(
            new Case(
                data.get("data")[1], predictions(data), metric, arguments(metric, call), value));
      } else if (words[0].equals("data")) {
        data.clear();
      }
      data.putIfAbsent(words[0], words);
    }
    return cases.stream();
  }

  private static String text() throws IOException {
    try (InputStream reference =
        ReferenceTest.class.getResourceAsStream("/metrics/reference.txt")) {
      return new String(reference.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Predictions predictions(Map<String, String[]> data) {
    String[] shape = data.get("data");
    Predictions predictions =
        new Predictions(
            Integer.parseInt(shape[2]),
            Integer.parseInt(shape[3]),
            numbers(data.get("prediction")),
            numbers(data.get("target")),
            Integer.parseInt(shape[4]));
    if (data.containsKey("event")) {
      return predictions.with(Map.of("event", numbers(data.get("event"))));
    }
    return data.containsKey("starts")
        ? predictions.inLists(
            Stream.of(data.get("starts"))
                .skip(1)
                .mapToInt(w -> (int) Double.parseDouble(w))
                .toArray())
        : predictions;
  }

  private static double[] numbers(String[] words) {
    return Stream.of(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static Arguments arguments(Metric metric, String call) {
    List<ParameterSpec> parameters = metric.descriptor().parameters();
    Arguments arguments = Arguments.defaults(parameters);
    if (call.contains("(")) {
      for (String argument :
          call.substring(call.indexOf('(') + 1, call.length() - 1).split(", ", -1)) {
        String[] sides = argument.split(" = ", -1);
        Value value =
            Character.isDigit(sides[1].charAt(0))
                ? new Value.Numeral(Double.parseDouble(sides[1]))
                : new Value.Word(sides[1]);
        arguments = arguments.with(sides[0], value);
      }
    }
    return arguments;
  }
}
