package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.lossexp.spi.ParameterSpec;

/** What can be wrong with a descriptor, of a loss or a metric. */
final class Declarations {
  private static final Pattern LOWER_SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** The catalogue's parameters have capitals, too: {@code lambdaC}. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private Declarations() {}

  /** {@return what is wrong with the names; {@code texts} are parts that must say something} */
  static List<String> problems(
      String name,
      List<String> aliases,
      List<ParameterSpec> parameters,
      Map<String, String> texts) {
    List<String> problems = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(aliases);
    for (String each : names) {
      if (!LOWER_SNAKE.matcher(each).matches()) {
        problems.add("the name `%s` is not in lower_snake_case".formatted(each));
      }
      if (!seen.add(each)) {
        problems.add("the name `%s` is there twice".formatted(each));
      }
    }
    Set<String> parameterNames = new HashSet<>();
    for (ParameterSpec parameter : parameters) {
      if (!IDENTIFIER.matcher(parameter.name()).matches()) {
        problems.add("the parameter name `%s` cannot be written".formatted(parameter.name()));
      }
      if (!parameterNames.add(parameter.name())) {
        problems.add("there are two parameters called `%s`".formatted(parameter.name()));
      }
      if (parameter.meaning().isBlank()) {
        problems.add("the parameter `%s` has no meaning".formatted(parameter.name()));
      }
    }
    texts.forEach((part, text) -> {
      if (text.isBlank()) {
        problems.add("its " + part + " is empty");
      }
    });
    return problems;
  }

  /** {@return the defaults that their own declaration refuses} */
  static List<String> refusedDefaults(List<ParameterSpec> parameters) {
    List<String> problems = new ArrayList<>();
    for (ParameterSpec parameter : parameters) {
      parameter
          .fallback()
          .flatMap(parameter::refusal)
          .ifPresent(refusal ->
              problems.add(
                  "the default of `%s` is %s, but it %s"
                      .formatted(
                          parameter.name(), parameter.fallback().orElseThrow().text(), refusal)));
    }
    return problems;
  }
}
