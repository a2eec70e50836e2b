package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParameterSpecTest {
  private static final Value NONE = new Value.Word("none");

  @Test
  void namesAreWordsThatDiffer() {
    var names = new ParameterSpec.Names("names", "what the numbers are", Optional.empty());
    Value mean = new Value.Word("mean");
    assertEquals(Optional.empty(), names.refusal(new Value.Sequence(List.of(mean))));
    assertTrue(names.refusal(new Value.Sequence(List.of(mean, mean))).isPresent());
    assertTrue(names.refusal(new Value.Sequence(List.of(new Value.Numeral(1)))).isPresent());
    assertTrue(names.refusal(mean).isPresent());
  }

  @Test
  void stepsAreThoseOffered() {
    var dense = new ParameterSpec.Signature("dense", List.of());
    var steps = new ParameterSpec.Steps("layers", "", Optional.empty(), List.of(dense));
    Value.Call known = new Value.Call("dense", Arguments.NONE);
    Value.Call unknown = new Value.Call("tanh", Arguments.NONE);
    Value both = new Value.Pipeline(List.of(known, unknown));
    assertEquals("dense -> tanh", both.text());
    assertEquals(Optional.empty(), steps.refusal(new Value.Pipeline(List.of(known, known))));
    assertTrue(steps.refusal(both).isPresent());
  }

  @Test
  void realIsRefusedOutsideItsRange() {
    ParameterSpec delta = new ParameterSpec.Real("delta", 1, Range.above(0), "transition point");
    assertEquals("delta > 0 (default 1)", delta.summary());
    assertEquals(Optional.empty(), delta.refusal(number(1e-9)));
    refused("must be above 0", delta, number(0));
    refused("must be above 0", delta, number(Double.NaN));
    refused("must be above 0", delta, number(Double.POSITIVE_INFINITY));
    refused("must be a number", delta, new Value.Text("1"));
    refused("must be a number", delta, NONE);

    ParameterSpec tau = new ParameterSpec.Real("tau", 0.5, Range.open(0, 1), "level");
    assertEquals("0 < tau < 1 (default 0.5)", tau.summary());
    refused("must be above 0 and below 1", tau, number(1));
    ParameterSpec e = new ParameterSpec.Real("e", 0, Range.closed(0, 1), "smoothing");
    assertEquals("0 <= e <= 1 (default 0)", e.summary());
    refused("must be at least 0 and at most 1", e, number(1.01));
    ParameterSpec any = new ParameterSpec.Real("any", 0, Range.FINITE, "any");
    assertEquals("any (default 0)", any.summary());
    refused("must be a finite number", any, number(Double.POSITIVE_INFINITY));
  }

  @Test
  void wholeIsRefusedWhereItIsNotWhole() {
    ParameterSpec p = new ParameterSpec.Whole("p", 1, Range.closed(1, 2), "power");
    assertEquals("whole 1 <= p <= 2 (default 1)", p.summary());
    assertEquals(Optional.empty(), p.refusal(number(2)));
    refused("must be a whole number", p, number(1.5));
    refused("must be at least 1 and at most 2", p, number(3));
    refused("must be a whole number", p, new Value.Flag(true));
    ParameterSpec index = new ParameterSpec.Whole("index", -100, Range.FINITE, "index");
    refused("must be at most 2147483647", index, number(1e12));
  }

  @Test
  void wordsStandBesideOrdinaryValues() {
    ParameterSpec weights =
        new ParameterSpec.Numbers(
            "weights", "weights", Optional.of(NONE), Range.atLeast(0), false, List.of("none"));
    assertEquals("a list, weights >= 0 or none (default none)", weights.summary());
    assertEquals(Optional.empty(), weights.refusal(NONE));
    assertEquals(Optional.empty(), weights.refusal(list(number(0), number(2))));
    refused("must be a list of numbers", weights, new Value.Word("balanced"));
    refused("must be a list of numbers", weights, number(1));
    refused("must be at least 0", weights, list(number(1), number(-1)));
    refused("must hold numbers only", weights, list(number(1), NONE));
  }

  @Test
  void oneNumberMayStandForAllWhereDeclared() {
    ParameterSpec alpha =
        new ParameterSpec.Numbers(
            "alpha", "weights", Optional.empty(), Range.atLeast(0), true, List.of());
    assertEquals("a number or a list, alpha >= 0", alpha.summary());
    assertEquals(Optional.empty(), alpha.refusal(number(0.25)));
    refused("must be at least 0", alpha, number(-0.25));
    refused("must be a number or a list of numbers", alpha, new Value.Flag(true));
  }

  @Test
  void choicesAreWordsOrStrings() {
    ParameterSpec scheme =
        new ParameterSpec.Choice("scheme", "a", List.of("a", "b"), "which scheme");
    assertEquals("scheme = a, b (default a)", scheme.summary());
    assertEquals(Optional.empty(), scheme.refusal(new Value.Word("b")));
    assertEquals(Optional.empty(), scheme.refusal(new Value.Text("b")));
    refused("must be one of a, b", scheme, new Value.Word("c"));
    refused("must be one of a, b", scheme, number(1));
    ParameterSpec on =
        new ParameterSpec.Choices("on", "where", Optional.empty(), List.of("training", "test"));
    assertEquals(Optional.empty(), on.refusal(new Value.Word("test")));
    assertEquals(
        Optional.empty(), on.refusal(list(new Value.Word("test"), new Value.Word("training"))));
    refused("must be one or more of training, test", on, list(new Value.Word("all")));
  }

  @Test
  void flagsTextsAndColumnsSayWhatTheyAre() {
    ParameterSpec flag = new ParameterSpec.Flag("header", true, "first row");
    assertEquals("header = true or false (default true)", flag.summary());
    refused("must be true or false", flag, number(1));
    ParameterSpec text = new ParameterSpec.Text("path", "file", Optional.empty(), List.of());
    refused("must be a string in double quotes", text, new Value.Word("file"));
    ParameterSpec texts =
        new ParameterSpec.Texts("columns", "which", Optional.empty(), List.of("all"));
    assertEquals(Optional.empty(), texts.refusal(list(new Value.Text("a"), new Value.Text("b"))));
    assertEquals(Optional.empty(), texts.refusal(new Value.Word("all")));
    assertTrue(texts.refusal(list(number(1))).isPresent());
    ParameterSpec column = new ParameterSpec.Column("target", "target", Optional.empty());
    assertEquals(Optional.empty(), column.refusal(new Value.Word("last")));
    assertEquals(Optional.empty(), column.refusal(number(1)));
    assertEquals(Optional.empty(), column.refusal(new Value.Text("price")));
    refused(
        "must be a column: its name in double quotes, its position from 1, or last",
        column,
        number(0));
  }

  @Test
  void severalColumnsAreAListOfNamesAndPositions() {
    ParameterSpec columns =
        new ParameterSpec.Column(
            "target", "what to predict", Optional.empty(), true, List.of("last"));
    assertEquals(Optional.empty(), columns.refusal(list(new Value.Text("pixel_*"), number(3))));
    assertTrue(columns.refusal(list(number(0))).isPresent());
    ParameterSpec one = new ParameterSpec.Column("target", "target", Optional.empty());
    assertTrue(one.refusal(list(number(1))).isPresent());
  }

  @Test
  void aFileIsAPathOrOneOfItsCalls() {
    ParameterSpec file =
        new ParameterSpec.File(
            "path",
            "the file",
            Optional.empty(),
            List.of(new ParameterSpec.Signature("url", List.of())),
            List.of());
    assertEquals("path = \"path\" or url(…)", file.summary());
    assertEquals(Optional.empty(), file.refusal(new Value.Text("a.csv")));
    assertEquals(Optional.empty(), file.refusal(new Value.Call("url", Arguments.NONE)));
    refused("must be a path in double quotes", file, new Value.Call("link", Arguments.NONE));
  }

  @Test
  void nestedIsOneOfItsCalls() {
    ParameterSpec.Signature early = new ParameterSpec.Signature("early", List.of());
    ParameterSpec stop =
        new ParameterSpec.Nested(
            "stop", "when to stop", Optional.of(NONE), List.of(early), List.of("none"));
    assertEquals("stop = early(…) or none (default none)", stop.summary());
    assertEquals(Optional.empty(), stop.refusal(new Value.Call("early", Arguments.NONE)));
    refused("must be one of early", stop, new Value.Call("late", Arguments.NONE));
  }

  @Test
  void defaultsAreTheArgumentsOfWhoWritesNone() {
    Arguments defaults =
        Arguments.defaults(
            List.of(
                new ParameterSpec.Real("delta", 1, Range.above(0), "transition point"),
                new ParameterSpec.Column("target", "target", Optional.empty()),
                new ParameterSpec.Flag("header", true, "first row")));
    assertEquals("delta = 1, header = true", defaults.text());
  }

  private static void refused(String why, ParameterSpec parameter, Value value) {
    assertEquals(Optional.of(why), parameter.refusal(value));
  }

  private static Value number(double number) {
    return new Value.Numeral(number);
  }

  private static Value list(Value... items) {
    return new Value.Sequence(List.of(items));
  }
}
