package org.lossexp.spi;

import java.util.List;
import java.util.stream.Collectors;

/** A value that a user gave to a parameter, after names and sweeps are resolved. */
public sealed interface Value {
  /** {@return the value as a {@code .lossexp} file writes it, one spelling for one value} */
  String text();

  /** A number; percentages are resolved (20% is 0.2), whole numbers are whole doubles. */
  record Numeral(double number) implements Value {
    @Override
    public String text() {
      return text(number);
    }

    /** {@return the shortest text that reads back as {@code number}: {@code 3}, {@code 1e-4}} */
    public static String text(double number) {
      if (number == Double.POSITIVE_INFINITY) {
        return "inf";
      }
      if (number == Double.NEGATIVE_INFINITY) {
        return "-inf";
      }
      String shortest = Double.toString(number == 0 ? 0.0 : number).replace('E', 'e');
      return shortest.contains(".0e") || shortest.endsWith(".0")
          ? shortest.replace(".0", "")
          : shortest;
    }
  }

  /** A bare word: a choice, {@code none}, {@code all}, {@code last}. */
  record Word(String word) implements Value {
    @Override
    public String text() {
      return word;
    }
  }

  /** A string. */
  record Text(String string) implements Value {
    @Override
    public String text() {
      String escaped =
          string
              .replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\t", "\\t");
      return '"' + escaped + '"';
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(boolean on) implements Value {
    @Override
    public String text() {
      return Boolean.toString(on);
    }
  }

  /** {@code [a, b]}. */
  record Sequence(List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String text() {
      return items.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** {@code step(…) -> step(…)}. */
  record Pipeline(List<Call> steps) implements Value {
    public Pipeline {
      steps = List.copyOf(steps);
    }

    @Override
    public String text() {
      return steps.stream().map(Call::text).collect(Collectors.joining(" -> "));
    }
  }

  /** {@code name(argument = value, …)}; without parentheses where there are no arguments. */
  record Call(String name, Arguments arguments) implements Value {
    @Override
    public String text() {
      return arguments.values().isEmpty() ? name : name + "(" + arguments.text() + ")";
    }
  }
}
