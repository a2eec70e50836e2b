package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Severity;

/** Each code of this room and of {@code formula} has a page, and each example is what it says. */
class ExplainPagesTest {
  /** What is too large for a page to show. */
  private static final Map<String, String> LIMITS =
      Map.of(
          FormulaCodes.TOO_MUCH,
              "let a0 = 1\n"
                  + IntStream.rangeClosed(1, 40)
                      .mapToObj(i -> "let a%d = [a%d, a%d]\n".formatted(i, i - 1, i - 1))
                      .collect(Collectors.joining())
                  + "data d = friedman1()\nloss huber(delta = a40)\n",
          FormulaCodes.TOO_MANY_PROBLEMS,
              "data d = friedman1()\n" + "loss huber(delta = -1)\n".repeat(101),
          FormulaCodes.FORMULA_TOO_LARGE,
              "data d = friedman1()\nloss a = residual" + " + residual".repeat(6000) + "\n");

  /** What needs more than a file: a plugin that breaks, a command line, another file. */
  private static final List<String> WITHOUT_FILE =
      List.of(
          FormulaCodes.BROKEN_LOSS,
          Codes.UNKNOWN_OVERRIDE,
          Codes.IMPORT_CIRCLE,
          Codes.IMPORT_LIMIT,
          Codes.NO_EFFECT);

  static List<String> codes() {
    return Stream.of(Codes.class, FormulaCodes.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .map(ExplainPagesTest::value)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPageWithATitleAndExamples(String code) throws IOException {
    String page = page(code);
    assertTrue(page.startsWith("# " + code + ": "), page);
    if (WITHOUT_FILE.contains(code)) {
      return;
    }
    String before = example(page, "Before").orElseGet(() -> LIMITS.get(code));
    assertNotNull(before, "no example");
    List<Diagnostic> found = World.plan("before", before).diagnostics();
    assertTrue(
        found.stream().anyMatch(d -> d.code().equals(code)), () -> SnippetTest.messages(found));
    example(page, "After")
        .ifPresent(after -> {
          List<Diagnostic> left =
              World.plan("after", after).diagnostics().stream()
                  .filter(d -> d.severity() == Severity.ERROR || d.code().equals(code))
                  .toList();
          assertEquals("", SnippetTest.messages(left));
        });
  }

  @Test
  void codesAreDistinct() {
    assertEquals(codes().size(), codes().stream().distinct().count());
  }

  private static String page(String code) throws IOException {
    try (var stream =
        Codes.class.getResourceAsStream("/META-INF/lossexp/explain/" + code + ".md")) {
      assertNotNull(stream, "no page for " + code);
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The indented lines under a heading. */
  private static Optional<String> example(String page, String heading) {
    int start = page.indexOf("\n" + heading + ":\n\n");
    return start < 0
        ? Optional.empty()
        : Optional.of(
            page.substring(start)
                .lines()
                .skip(3)
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n")));
  }

  private static String value(Field constant) {
    try {
      constant.setAccessible(true);
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
