package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/** Pipelines as files write them: arguments are checked against the descriptors, as plan does. */
final class Written {
  private Written() {}

  /** {@return {@code name(key = value, …)} with defaults filled in} */
  static Value.Call call(String name, Object... keysAndValues) {
    Descriptor descriptor =
        DataRoom.descriptors().stream()
            .filter(d -> d.name().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, Value> written = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      written.put((String) keysAndValues[i], value(keysAndValues[i + 1]));
    }
    Map<String, Value> all = new LinkedHashMap<>();
    for (ParameterSpec spec : descriptor.parameters()) {
      Value value =
          Optional.ofNullable(written.remove(spec.name())).or(spec::fallback).orElseThrow();
      assertEquals(Optional.empty(), spec.refusal(value), () -> name + ": " + spec.name());
      all.put(spec.name(), value);
    }
    assertEquals(Map.of(), written, "unknown parameters of " + name);
    return new Value.Call(name, new Arguments(all));
  }

  static Value word(String word) {
    return new Value.Word(word);
  }

  private static Value value(Object value) {
    return switch (value) {
      case Value already -> already;
      case String text -> new Value.Text(text);
      case Boolean flag -> new Value.Flag(flag);
      case Number number -> new Value.Numeral(number.doubleValue());
      case List<?> items -> new Value.Sequence(items.stream().map(Written::value).toList());
      default -> throw new IllegalArgumentException("no value: " + value);
    };
  }

  static Map<Trial.Purpose, Long> seeds(long seed) {
    return Arrays.stream(Trial.Purpose.values()).collect(Collectors.toMap(p -> p, _ -> seed));
  }

  static <T> T success(Attempt<T> attempt) {
    return switch (attempt) {
      case Attempt.Success<T>(T value) -> value;
      case Attempt.Failure<T> failure -> fail("unexpected problems: " + shown(failure));
    };
  }

  /** {@return the problems, each as {@code CODE [parameter] message} and its notes, indented} */
  static String shown(Attempt<?> attempt) {
    return switch (attempt) {
      case Attempt.Success<?>(Object value) -> fail("no problem was found: " + value);
      case Attempt.Failure<?> failure ->
          failure.problems().stream()
              .map(problem ->
                  problem.code()
                      + problem.parameter().map(name -> " [" + name + "]").orElse("")
                      + " "
                      + problem.message()
                      + problem.notes().stream()
                          .map(note -> "\n  " + note)
                          .collect(Collectors.joining()))
              .collect(Collectors.joining("\n"));
    };
  }

  /**
   * {@return a path in the folder of public data beside the checkout; skips the test without it}
   */
  static Path shared(String path) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      for (Path folder : List.of(at.resolve("shared"), at.resolveSibling("shared"))) {
        if (Files.isDirectory(folder.resolve("data"))) {
          return folder.resolve("data").resolve(path);
        }
      }
    }
    assumeTrue(false, "there is no folder shared/data beside the checkout");
    throw new AssertionError();
  }
}
