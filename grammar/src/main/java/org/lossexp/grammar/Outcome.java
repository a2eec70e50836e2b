package org.lossexp.grammar;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a stage gives: a value where there is one, and every problem found on the way. A value is
 * absent exactly if a diagnostic is an error.
 */
public record Outcome<T>(Optional<T> value, List<Diagnostic> diagnostics) {
  public Outcome {
    diagnostics = List.copyOf(diagnostics);
    if (value.isPresent() == diagnostics.stream().anyMatch(Outcome::isError)) {
      throw new IllegalArgumentException("a value goes with no error, and an error with no value");
    }
  }

  /** {@return {@code value} with {@code diagnostics}; without the value if one is an error} */
  public static <T> Outcome<T> of(T value, List<Diagnostic> diagnostics) {
    return diagnostics.stream().anyMatch(Outcome::isError)
        ? new Outcome<>(Optional.empty(), diagnostics)
        : new Outcome<>(Optional.of(value), diagnostics);
  }

  /** {@return the value; only where no diagnostic is an error} */
  public T get() {
    return value.orElseThrow(() -> new NoSuchElementException(diagnostics.toString()));
  }

  private static boolean isError(Diagnostic diagnostic) {
    return diagnostic.severity() == Severity.ERROR;
  }
}
