package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/**
 * The parameters of a declared loss: their types come from their defaults, and from the doc
 * comment's tag of parameters where there is one.
 */
final class ParameterReader {
  private static final Pattern INTERVAL =
      Pattern.compile("in ([\\[(])\\s*([^,\\s]+)\\s*,\\s*([^\\])\\s]+)\\s*([\\])])");
  private static final Pattern BOUND = Pattern.compile("(>=|>|<=|<)\\s*(\\S+)");

  private final Formula formula;
  private final DocTags doc;
  private final ArgumentReader reader;
  private final Set<String> counted = new LinkedHashSet<>();
  private final Map<String, Value> representatives = new LinkedHashMap<>();

  ParameterReader(Formula formula, DocTags doc, ArgumentReader reader) {
    this.formula = formula;
    this.doc = doc;
    this.reader = reader;
  }

  /** {@return the names of lists that are the class counts of the training part unless written} */
  Set<String> counted() {
    return counted;
  }

  /** {@return a value for each parameter, with which the formula can be checked} */
  Arguments representatives() {
    return new Arguments(representatives);
  }

  /** What the doc comment says of a parameter. */
  private record Told(String range, String meaning) {}

  List<ParameterSpec> read() {
    Map<String, Told> told = told();
    List<ParameterSpec> specs = new ArrayList<>();
    for (Statement.Entry entry : formula.declaration().parameters()) {
      String name = entry.name().text();
      if (LossCompiler.IS_COMMON.test(name)) {
        continue;
      }
      Told said = told.remove(name);
      Told about = said == null ? new Told("", "") : said;
      boolean fixed = entry.setting() instanceof Setting.Fixed;
      Optional<Value> value = representative(entry);
      value.flatMap(known -> spec(entry, known, about, fixed)).ifPresent(specs::add);
      value.ifPresent(known -> representatives.put(name, example(name, known)));
    }
    told.keySet()
        .forEach(name ->
            reader
                .diagnostics()
                .error(
                    FormulaCodes.BAD_TAG,
                    formula.declaration().name().span(),
                    "`@param %s` is about no parameter of `%s`".formatted(name, formula.name()),
                    ""));
    return specs;
  }

  private Value example(String name, Value value) {
    return value.equals(Elaborator.NONE) && counted.contains(name)
        ? new Value.Sequence(List.of(new Value.Numeral(1)))
        : value;
  }

  private Map<String, Told> told() {
    Map<String, Told> told = new LinkedHashMap<>();
    for (String text : doc.all("param")) {
      int colon = text.indexOf(':');
      int space = text.indexOf(' ');
      // A flag has no range: `@param squared: …`
      int end = space < 0 ? colon : Math.min(space, colon);
      if (end < 0) {
        reader
            .diagnostics()
            .error(
                FormulaCodes.BAD_TAG,
                formula.declaration().name().span(),
                "`@param %s` cannot be read".formatted(text),
                "",
                "write `@param NAME RANGE: meaning`");
        continue;
      }
      told.put(
          text.substring(0, end),
          new Told(text.substring(end, colon).strip(), text.substring(colon + 1).strip()));
    }
    return told;
  }

  /** {@return the default, or one of the values that are swept or searched} */
  private Optional<Value> representative(Statement.Entry entry) {
    return switch (entry.setting()) {
      case Setting.Fixed fixed -> loose(fixed.value());
      case Setting.Swept swept -> {
        List<Expression> values = reader.values(swept.domain());
        yield values.isEmpty() ? Optional.empty() : loose(values.getFirst());
      }
      case Setting.Tuned tuned ->
          switch (tuned.domain()) {
            case Domain.Choices choices ->
                choices.values().isEmpty() ? Optional.empty() : loose(choices.values().getFirst());
            case Domain.Interval interval -> loose(interval.low());
          };
    };
  }

  /** {@return a default, whatever its type is} */
  private Optional<Value> loose(Expression expression) {
    return reader
        .follow(expression)
        .flatMap(followed ->
            switch (followed.expression()) {
              case Expression.Flag flag -> Optional.of(new Value.Flag(flag.value()));
              case Expression.None _ -> Optional.of(Elaborator.NONE);
              case Expression.Text text -> Optional.of(new Value.Text(text.value()));
              case Expression.Sequence _ ->
                  reader.value(
                      followed.expression(),
                      new ParameterSpec.Numbers(
                          "list", "", Optional.empty(), everything(), false, List.of()));
              case Expression.Call call when call.arguments().isEmpty() ->
                  Optional.of(new Value.Word(call.name()));
              case Expression.Numeral _,
                  Expression.Unary _,
                  Expression.Binary _,
                  Expression.Call _,
                  Expression.Index _,
                  Expression.Conditional _,
                  Expression.Pipeline _ -> {
                var number = reader.number(followed.expression());
                yield number.isPresent()
                    ? Optional.of(new Value.Numeral(number.getAsDouble()))
                    : Optional.empty();
              }
            });
  }

  private static Range everything() {
    return new Range(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true);
  }

  private Optional<ParameterSpec> spec(
      Statement.Entry entry, Value value, Told told, boolean fixed) {
    String name = entry.name().text();
    Optional<Value> fallback = fixed ? Optional.of(value) : Optional.empty();
    String range = told.range();
    List<String> words = new ArrayList<>();
    for (String word : List.of("none", FromClasses.BALANCED)) {
      String suffix = " or " + word;
      if (range.endsWith(suffix)) {
        words.add(word);
        range = range.substring(0, range.length() - suffix.length());
      }
    }
    if (value.equals(Elaborator.NONE) && !words.contains("none")) {
      words.add("none");
    }
    if (value instanceof Value.Flag) {
      return Optional.of(new ParameterSpec.Flag(name, told.meaning(), fallback));
    }
    if (range.startsWith("one of ")) {
      List<String> options =
          Arrays.stream(range.substring("one of ".length()).split(",")).map(String::strip).toList();
      return Optional.of(new ParameterSpec.Choice(name, told.meaning(), fallback, options));
    }
    if (value instanceof Value.Text || (value instanceof Value.Word && words.isEmpty())) {
      return Optional.of(
          new ParameterSpec.Choice(name, told.meaning(), fallback, compared(name, value)));
    }
    // Where nothing is said of a parameter that is `none`, it may be a number or a list.
    boolean list = range.startsWith("list") || (told.range().isEmpty() && !words.isEmpty());
    if (range.startsWith("list")) {
      range = range.substring("list".length()).strip();
    }
    if (range.endsWith("from classes")) {
      range = range.substring(0, range.length() - "from classes".length()).strip();
      counted.add(name);
      if (!words.contains("none")) {
        words.add("none");
      }
    }
    boolean whole = range.startsWith("whole");
    if (whole) {
      range = range.substring("whole".length()).strip();
    }
    Optional<Range> bounds = range(range, told.range().isEmpty());
    if (bounds.isEmpty()) {
      reader
          .diagnostics()
          .error(
              FormulaCodes.BAD_TAG,
              entry.span(),
              "`%s` is no range of `%s`".formatted(told.range(), name),
              "",
              "ranges: `> 0`, `>= 0`, `in (0, 1)`, `in [0, 1)`, `any`, `whole >= 1`, `one of a, b`,"
                  + " `list > 0`, each with ` or none`");
      return Optional.empty();
    }
    if (list || value instanceof Value.Sequence) {
      return Optional.of(
          new ParameterSpec.Numbers(name, told.meaning(), fallback, bounds.get(), true, words));
    }
    return Optional.of(
        whole
            ? new ParameterSpec.Whole(name, told.meaning(), fallback, bounds.get(), words)
            : new ParameterSpec.Real(name, told.meaning(), fallback, bounds.get(), words));
  }

  private static Optional<Range> range(String text, boolean untold) {
    if (untold) {
      return Optional.of(Range.FINITE);
    }
    boolean lowest = text.endsWith(" or -inf");
    boolean highest = text.endsWith(" or inf");
    String rest = text.replaceFirst(" or -?inf$", "").strip();
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    boolean lowIn = lowest;
    boolean highIn = highest;
    Matcher interval = INTERVAL.matcher(rest);
    try {
      if (interval.matches()) {
        low = Double.parseDouble(interval.group(2));
        high = Double.parseDouble(interval.group(3));
        lowIn = interval.group(1).equals("[");
        highIn = interval.group(4).equals("]");
      } else if (!rest.isEmpty() && !rest.equals("any")) {
        for (String part : rest.split(" and ", -1)) {
          Matcher bound = BOUND.matcher(part.strip());
          if (!bound.matches()) {
            return Optional.empty();
          }
          double number = Double.parseDouble(bound.group(2));
          boolean included = bound.group(1).endsWith("=");
          if (bound.group(1).startsWith(">")) {
            low = number;
            lowIn = included;
          } else {
            high = number;
            highIn = included;
          }
        }
      }
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
    return Optional.of(new Range(low, lowIn, high, highIn));
  }

  /** {@return the words that the formula compares {@code parameter} with: its options} */
  private List<String> compared(String parameter, Value value) {
    Set<String> options = new LinkedHashSet<>();
    options.add(value instanceof Value.Text text ? text.string() : value.text());
    List<Expression> open = new ArrayList<>(formula.expressions());
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Expression.Binary binary -> {
          open.add(binary.left());
          open.add(binary.right());
          Stream.of(List.of(binary.left(), binary.right()), List.of(binary.right(), binary.left()))
              .filter(pair -> isName(pair.getFirst(), parameter))
              .forEach(pair -> word(pair.getLast()).ifPresent(options::add));
        }
        case Expression.Unary unary -> open.add(unary.operand());
        case Expression.Conditional conditional ->
            open.addAll(List.of(conditional.condition(), conditional.yes(), conditional.no()));
        case Expression.Call call ->
            call.given()
                .forEach(argument -> {
                  if (argument instanceof Expression.Argument.Positional positional) {
                    open.add(positional.value());
                  }
                });
        case Expression.Index index -> open.addAll(List.of(index.vector(), index.index()));
        case Expression.Numeral _,
            Expression.Text _,
            Expression.Flag _,
            Expression.None _,
            Expression.Sequence _,
            Expression.Pipeline _ -> {}
      }
    }
    return List.copyOf(options);
  }

  private static boolean isName(Expression expression, String name) {
    return word(expression).filter(name::equals).isPresent();
  }

  private static Optional<String> word(Expression expression) {
    return expression instanceof Expression.Call call && call.arguments().isEmpty()
        ? Optional.of(call.name())
        : Optional.empty();
  }
}
