package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Expression.BinaryOperator;
import org.lossexp.grammar.Expression.UnaryOperator;

class ExpressionTextTest {
  private static final Span NOWHERE = new Span(0, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          huber( delta=1.50 )             | huber(delta = 1.50)
          huber()                         | huber()
          ( x )                           | x
          -(x^2)                          | -x^2
          (-x)^2                          | (-x)^2
          2^(-x)                          | 2^-x
          (a^b)^c                         | (a^b)^c
          a^(b^c)                         | a^b^c
          (a+b)+c                         | a + b + c
          a+(b+c)                         | a + (b + c)
          a-(b-c)                         | a - (b - c)
          (a*b)/c                         | a * b / c
          a --b                           | a - -b
          (a+b)[i]                        | (a + b)[i]
          not (a and b)                   | not (a and b)
          (not a) and b                   | not a and b
          (a<b)==c                        | (a < b) == c
          2*(if a then b else c)          | 2 * (if a then b else c)
          (if a then b else c)+1          | (if a then b else c) + 1
          if a then b else (c+1)          | if a then b else c + 1
          (a->b)->c                       | (a -> b) -> c
          f(a->b , [1,2,] , "q\\"" = 20%) | f(a -> b, [1, 2], "q\\"" = 20%)
          f(k in{1,-inf}, t tune log -1e-4..b by 3) | f(k in {1, -inf}, t tune log -1e-4 .. b by 3)
          sum(z except label)+mean(z when a and b) | sum(z except label) + mean(z when a and b)
          """)
  void hasOneSpacingAndNoParenthesesToSpare(String written, String canonical) {
    assertEquals(canonical, ExpressionText.of(parsed(written)));
  }

  @Test
  void settingsAndDomainsHaveTextsOfTheirOwn() {
    var call = (Expression.Call) parsed("f(a = 1, b in {1, 2}, c tune int 1 .. 8)");
    List<Setting> settings =
        call.given().stream().map(it -> ((Argument.Named) it).setting()).toList();
    assertEquals(
        List.of("= 1", "in {1, 2}", "tune int 1 .. 8"),
        settings.stream().map(ExpressionText::of).toList());
    assertEquals("int 1 .. 8", ExpressionText.of(((Setting.Tuned) settings.get(2)).domain()));
  }

  @ParameterizedTest
  @MethodSource("org.lossexp.grammar.ExamplesTest#examples")
  void everyBodyOfTheExamplesIsReadBack(Path file) {
    for (Statement statement : Parser.parseFile(Shared.read(file)).get().statements()) {
      if (statement instanceof Statement.Declaration declaration) {
        assertIsReadBack(declaration.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyTreeIsReadBack(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      assertIsReadBack(value(random, 5));
    }
  }

  private static void assertIsReadBack(Expression expression) {
    String text = ExpressionText.of(expression);
    Expression again = parsed(text);
    assertEquals(TreeText.of(expression), TreeText.of(again), text);
    assertEquals(text, ExpressionText.of(again));
  }

  private static Expression parsed(String text) {
    return Parser.parseExpression(new Source("test", text)).get();
  }

  // A generator of trees: everything that the grammar can say.

  private static Expression value(Random random, int depth) {
    return depth > 0 && random.nextInt(6) == 0
        ? new Expression.Pipeline(
            NOWHERE, List.of(formula(random, depth - 1), formula(random, depth - 1)))
        : formula(random, depth);
  }

  private static Expression formula(Random random, int depth) {
    int sort = random.nextInt(depth > 0 ? 12 : 5);
    return switch (sort) {
      case 0 -> new Expression.Numeral(NOWHERE, "2.50", 2.5);
      case 1 -> new Expression.Text(NOWHERE, "a \"b\"\\\n\tü");
      case 2 -> new Expression.Flag(NOWHERE, random.nextBoolean());
      case 3 -> new Expression.None(NOWHERE);
      case 4 -> new Expression.Call(NOWHERE, List.of(name("x"), name("loss")), Optional.empty());
      case 5 -> new Expression.Sequence(NOWHERE, values(random, depth - 1));
      case 6 ->
          new Expression.Index(NOWHERE, formula(random, depth - 1), formula(random, depth - 1));
      case 7 ->
          new Expression.Unary(
              NOWHERE, oneOf(random, UnaryOperator.values()), formula(random, depth - 1));
      case 8 ->
          new Expression.Conditional(
              NOWHERE,
              formula(random, depth - 1),
              formula(random, depth - 1),
              formula(random, depth - 1));
      case 9 ->
          new Expression.Call(
              NOWHERE, List.of(name("f")), Optional.of(arguments(random, depth - 1)));
      default ->
          new Expression.Binary(
              NOWHERE,
              oneOf(random, BinaryOperator.values()),
              formula(random, depth - 1),
              formula(random, depth - 1));
    };
  }

  private static List<Argument> arguments(Random random, int depth) {
    var arguments = new ArrayList<Argument>();
    for (int i = random.nextInt(3); i > 0; i--) {
      boolean except = random.nextBoolean();
      boolean counted = !except && random.nextBoolean();
      arguments.add(
          new Argument.Positional(
              NOWHERE,
              value(random, depth),
              except ? Optional.of(name("label")) : Optional.empty(),
              counted ? Optional.of(formula(random, depth)) : Optional.empty()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      arguments.add(
          new Argument.Named(NOWHERE, name("k" + i), random.nextBoolean(), setting(random, depth)));
    }
    return arguments;
  }

  private static Setting setting(Random random, int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> new Setting.Fixed(NOWHERE, value(random, depth));
      case 1 -> new Setting.Swept(NOWHERE, domain(random, depth));
      default -> new Setting.Tuned(NOWHERE, domain(random, depth));
    };
  }

  private static Domain domain(Random random, int depth) {
    Expression.Numeral one = new Expression.Numeral(NOWHERE, "1", 1);
    return random.nextBoolean()
        ? new Domain.Choices(NOWHERE, values(random, depth))
        : new Domain.Interval(
            NOWHERE,
            oneOf(random, Domain.Scale.values()),
            new Expression.Unary(NOWHERE, UnaryOperator.NEGATE, one),
            new Expression.Call(NOWHERE, List.of(name("high")), Optional.empty()),
            random.nextBoolean() ? Optional.of(one) : Optional.empty());
  }

  private static List<Expression> values(Random random, int depth) {
    var values = new ArrayList<Expression>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      values.add(value(random, depth));
    }
    return values;
  }

  private static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static Name name(String text) {
    return new Name(NOWHERE, text);
  }
}
