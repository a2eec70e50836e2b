package org.lossexp.spi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declaration of a parameter. Checks, help pages, messages and sweeps all come from it; what
 * reaches a plugin has passed {@link #refusal}.
 */
public sealed interface ParameterSpec {
  /**
   * The word that stands for numbers counted in the training part, such as class counts. A loss
   * that has it as default reads {@link TargetFacts#classCounts()} when it is bound.
   */
  String COUNTED = "counted";

  /** {@return the name by which arguments are written} */
  String name();

  /** {@return what it does, a few words} */
  String meaning();

  /** {@return the value where none is written; empty where one must be} */
  Optional<Value> fallback();

  /** {@return bare words that may stand instead of an ordinary value, such as {@code none}} */
  default List<String> words() {
    return List.of();
  }

  /** {@return calls with arguments of their own that may be written for it} */
  default List<Signature> calls() {
    return List.of();
  }

  /** {@return what values are allowed, such as {@code delta > 0}} */
  String allowed();

  /** {@return why an ordinary value (none of {@link #words}) is not allowed: {@code must be …}} */
  Optional<String> refusalOfOrdinary(Value value);

  /** {@return why {@code value} is not allowed, a clause such as {@code must be at least 0}} */
  default Optional<String> refusal(Value value) {
    return value instanceof Value.Word word && words().contains(word.word())
        ? Optional.empty()
        : refusalOfOrdinary(value);
  }

  /** {@return the declaration in one line: {@code delta > 0 (default 1)}} */
  default String summary() {
    String instead =
        words().isEmpty() ? "" : words().stream().collect(Collectors.joining(" or ", " or ", ""));
    return allowed() + instead + fallback().map(v -> " (default " + v.text() + ")").orElse("");
  }

  /** A real number. */
  record Real(
      String name, String meaning, Optional<Value> fallback, Range range, List<String> words)
      implements ParameterSpec {
    public Real {
      words = List.copyOf(words);
    }

    /** A number with a default. */
    public Real(String name, double fallback, Range range, String meaning) {
      this(name, meaning, Optional.of(new Value.Numeral(fallback)), range, List.of());
    }

    @Override
    public String allowed() {
      return range.condition(name);
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Numeral numeral
          ? refuseOutside(range, numeral.number())
          : Optional.of("must be a number");
    }
  }

  /** A whole number. */
  record Whole(
      String name, String meaning, Optional<Value> fallback, Range range, List<String> words)
      implements ParameterSpec {
    public Whole {
      words = List.copyOf(words);
    }

    /** A whole number with a default. */
    public Whole(String name, long fallback, Range range, String meaning) {
      this(name, meaning, Optional.of(new Value.Numeral(fallback)), range, List.of());
    }

    @Override
    public String allowed() {
      return "whole " + range.condition(name);
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      if (!(value instanceof Value.Numeral numeral)
          || numeral.number() != Math.rint(numeral.number())) {
        return Optional.of("must be a whole number");
      }
      // Larger whole numbers do not fit an int, and no parameter means one.
      return Math.abs(numeral.number()) > Integer.MAX_VALUE
          ? Optional.of("must be at most " + Integer.MAX_VALUE)
          : refuseOutside(range, numeral.number());
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(String name, String meaning, Optional<Value> fallback) implements ParameterSpec {
    /** A flag with a default. */
    public Flag(String name, boolean fallback, String meaning) {
      this(name, meaning, Optional.of(new Value.Flag(fallback)));
    }

    @Override
    public String allowed() {
      return name + " = true or false";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Flag ? Optional.empty() : Optional.of("must be true or false");
    }
  }

  /** One of a few words. */
  record Choice(String name, String meaning, Optional<Value> fallback, List<String> options)
      implements ParameterSpec {
    public Choice {
      options = List.copyOf(options);
    }

    /** A choice with a default. */
    public Choice(String name, String fallback, List<String> options, String meaning) {
      this(name, meaning, Optional.of(new Value.Word(fallback)), options);
    }

    @Override
    public String allowed() {
      return name + " = " + String.join(", ", options);
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return options.contains(wordOf(value))
          ? Optional.empty()
          : Optional.of("must be one of " + String.join(", ", options));
    }
  }

  /** One or several of a few words: {@code training} or {@code [training, validation]}. */
  record Choices(String name, String meaning, Optional<Value> fallback, List<String> options)
      implements ParameterSpec {
    public Choices {
      options = List.copyOf(options);
    }

    @Override
    public String allowed() {
      return name + " = a list of " + String.join(", ", options);
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      List<Value> items =
          value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
      return items.stream().allMatch(item -> options.contains(wordOf(item)))
          ? Optional.empty()
          : Optional.of("must be one or more of " + String.join(", ", options));
    }
  }

  /** A string. */
  record Text(String name, String meaning, Optional<Value> fallback, List<String> words)
      implements ParameterSpec {
    public Text {
      words = List.copyOf(words);
    }

    @Override
    public String allowed() {
      return name + " = \"…\"";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Text
          ? Optional.empty()
          : Optional.of("must be a string in double quotes");
    }
  }

  /** A string or a list of strings: {@code "NA"} or {@code ["NA", "?"]}. */
  record Texts(String name, String meaning, Optional<Value> fallback, List<String> words)
      implements ParameterSpec {
    public Texts {
      words = List.copyOf(words);
    }

    @Override
    public String allowed() {
      return name + " = \"…\" or [\"…\", \"…\"]";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      List<Value> items =
          value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
      return items.stream().allMatch(item -> item instanceof Value.Text)
          ? Optional.empty()
          : Optional.of("must be a string in double quotes, or a list of them");
    }
  }

  /** A list of numbers; with {@code single}, one number may stand for all. */
  record Numbers(
      String name,
      String meaning,
      Optional<Value> fallback,
      Range range,
      boolean single,
      List<String> words)
      implements ParameterSpec {
    public Numbers {
      words = List.copyOf(words);
    }

    @Override
    public String allowed() {
      return (single ? "a number or a list, " : "a list, ") + range.condition(name);
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      if (!(value instanceof Value.Sequence) && !(single && value instanceof Value.Numeral)) {
        return Optional.of(
            single ? "must be a number or a list of numbers" : "must be a list of numbers");
      }
      List<Value> items =
          value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
      for (Value item : items) {
        Optional<String> refusal =
            item instanceof Value.Numeral numeral
                ? refuseOutside(range, numeral.number())
                : Optional.of("must hold numbers only");
        if (refusal.isPresent()) {
          return refusal;
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A column of a table: its name as a string, or its position from 1; with {@code several}, a list
   * of them too, and a name may hold {@code *} for any letters.
   */
  record Column(
      String name, String meaning, Optional<Value> fallback, boolean several, List<String> words)
      implements ParameterSpec {
    public Column {
      words = List.copyOf(words);
    }

    /** One column, or the word {@code last}. */
    public Column(String name, String meaning, Optional<Value> fallback) {
      this(name, meaning, fallback, false, List.of("last"));
    }

    @Override
    public String allowed() {
      return name + (several ? " = columns (" : " = a column (") + "\"name\" or position from 1)";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      List<Value> items =
          several && value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
      return items.stream().allMatch(Column::isColumn)
          ? Optional.empty()
          : Optional.of(
              "must be a column: its name in double quotes, its position from 1"
                  + words.stream().map(word -> ", or " + word).collect(Collectors.joining())
                  + (several ? "; or a list of columns" : ""));
    }

    private static boolean isColumn(Value value) {
      return value instanceof Value.Text
          || (value instanceof Value.Numeral numeral
              && numeral.number() >= 1
              && numeral.number() == Math.rint(numeral.number()));
    }
  }

  /** A file: its path as a string, or one of {@code options}, such as {@code url(…)}. */
  record File(
      String name,
      String meaning,
      Optional<Value> fallback,
      List<Signature> options,
      List<String> words)
      implements ParameterSpec {
    public File {
      options = List.copyOf(options);
      words = List.copyOf(words);
    }

    @Override
    public List<Signature> calls() {
      return options;
    }

    @Override
    public String allowed() {
      return name
          + " = \"path\""
          + options.stream().map(o -> " or " + o.name() + "(…)").collect(Collectors.joining());
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Text
              || (value instanceof Value.Call call
                  && options.stream().anyMatch(option -> option.name().equals(call.name())))
          ? Optional.empty()
          : Optional.of("must be a path in double quotes");
    }
  }

  /** One of several calls with arguments of their own, such as {@code early(patience = 5)}. */
  record Nested(
      String name,
      String meaning,
      Optional<Value> fallback,
      List<Signature> options,
      List<String> words)
      implements ParameterSpec {
    public Nested {
      options = List.copyOf(options);
      words = List.copyOf(words);
    }

    @Override
    public List<Signature> calls() {
      return options;
    }

    @Override
    public String allowed() {
      return name
          + " = "
          + options.stream().map(Signature::name).collect(Collectors.joining("(…), ", "", "(…)"));
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Call call
              && options.stream().anyMatch(option -> option.name().equals(call.name()))
          ? Optional.empty()
          : Optional.of(
              "must be one of "
                  + options.stream().map(Signature::name).collect(Collectors.joining(", ")));
    }
  }

  /** One or more names that the user makes up: {@code mean, log_scale}; the last parameter. */
  record Names(String name, String meaning, Optional<Value> fallback) implements ParameterSpec {
    @Override
    public String allowed() {
      return name + " = a name, or several";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      if (!(value instanceof Value.Sequence(List<Value> items))
          || items.isEmpty()
          || !items.stream().allMatch(Value.Word.class::isInstance)) {
        return Optional.of("must be names: `mean, log_scale`");
      }
      return items.stream().distinct().count() == items.size()
          ? Optional.empty()
          : Optional.of("must not hold a name twice");
    }
  }

  /** One or more steps, such as {@code dense(8) -> relu()}. */
  record Steps(String name, String meaning, Optional<Value> fallback, List<Signature> options)
      implements ParameterSpec {
    public Steps {
      options = List.copyOf(options);
    }

    @Override
    public String allowed() {
      return name + " = step(…) -> step(…)";
    }

    @Override
    public Optional<String> refusalOfOrdinary(Value value) {
      return value instanceof Value.Pipeline pipeline
              && pipeline.steps().stream()
                  .allMatch(step -> options.stream().anyMatch(o -> o.name().equals(step.name())))
          ? Optional.empty()
          : Optional.of("must be steps: `name(…) -> name(…)`");
    }
  }

  /** The name of something that is called, and its parameters in positional order. */
  record Signature(String name, List<ParameterSpec> parameters) {
    public Signature {
      parameters = List.copyOf(parameters);
    }
  }

  private static Optional<String> refuseOutside(Range range, double number) {
    return range.contains(number) ? Optional.empty() : Optional.of("must be " + range.words());
  }

  private static String wordOf(Value value) {
    return switch (value) {
      case Value.Word word -> word.word();
      case Value.Text text -> text.string();
      case Value.Numeral _, Value.Flag _, Value.Sequence _, Value.Pipeline _, Value.Call _ ->
          value.text();
    };
  }
}
