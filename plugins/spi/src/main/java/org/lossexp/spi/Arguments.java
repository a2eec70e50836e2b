package org.lossexp.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Values by parameter name, in the order of their declaration. The typed accessors are for values
 * that were checked against a {@link ParameterSpec}; on any other they throw.
 */
public record Arguments(Map<String, Value> values) {
  /** No arguments. */
  public static final Arguments NONE = new Arguments(Map.of());

  public Arguments {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** {@return the defaults of {@code parameters}; those that have none are absent} */
  public static Arguments defaults(List<ParameterSpec> parameters) {
    Map<String, Value> values = new LinkedHashMap<>();
    parameters.forEach(p -> p.fallback().ifPresent(value -> values.put(p.name(), value)));
    return new Arguments(values);
  }

  /** {@return the argument called {@code name}, unless it is absent or {@code none}} */
  public Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !isNone(value));
  }

  /** {@return whether the argument called {@code name} is the bare word {@code word}} */
  public boolean isWord(String name, String word) {
    return values.get(name) instanceof Value.Word written && written.word().equals(word);
  }

  /** {@return the number called {@code name}} */
  public double real(String name) {
    return number(name, required(name));
  }

  /** {@return the whole number called {@code name}} */
  public int whole(String name) {
    return Math.toIntExact((long) real(name));
  }

  /** {@return the flag called {@code name}} */
  public boolean flag(String name) {
    return required(name) instanceof Value.Flag flag && flag.on();
  }

  /** {@return the choice or string called {@code name}} */
  public String word(String name) {
    return switch (required(name)) {
      case Value.Word word -> word.word();
      case Value.Text text -> text.string();
      case Value.Numeral _, Value.Flag _, Value.Sequence _, Value.Pipeline _, Value.Call _ ->
          throw new IllegalArgumentException("not a word: " + name);
    };
  }

  /** {@return the words called {@code name}: a list, or one alone} */
  public List<String> words(String name) {
    return items(name).stream()
        .map(item ->
            item instanceof Value.Text text
                ? text.string()
                : item instanceof Value.Word word ? word.word() : item.text())
        .toList();
  }

  /** {@return the numbers called {@code name}: a list, or one alone} */
  public List<Double> reals(String name) {
    return items(name).stream().map(item -> number(name, item)).toList();
  }

  /** {@return {@code a = 1, b = 2}} */
  public String text() {
    return values.entrySet().stream()
        .map(entry -> written(entry.getKey()) + " = " + entry.getValue().text())
        .collect(Collectors.joining(", "));
  }

  /** {@return {@code name} as a file writes it: in quotes where it is no plain name} */
  public static String written(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : new Value.Text(name).text();
  }

  /** {@return these arguments, with {@code value} for {@code name}} */
  public Arguments with(String name, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new Arguments(changed);
  }

  private Value required(String name) {
    return value(name).orElseThrow(() -> new IllegalArgumentException("no argument: " + name));
  }

  private List<Value> items(String name) {
    Value value = required(name);
    return value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
  }

  private static double number(String name, Value value) {
    if (value instanceof Value.Numeral numeral) {
      return numeral.number();
    }
    throw new IllegalArgumentException("not a number: " + name);
  }

  private static boolean isNone(Value value) {
    return value instanceof Value.Word word && word.word().equals("none");
  }
}
