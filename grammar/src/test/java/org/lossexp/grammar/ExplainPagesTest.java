package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each code has a page, and each page's examples are what they say. */
class ExplainPagesTest {
  /** What is too large for a page to show. */
  private static final Map<String, String> LIMITS =
      Map.of(
          Codes.TOO_LARGE, "/".repeat(Parser.CHARACTERS + 1),
          Codes.TOO_DEEP, "loss a = " + "(".repeat(LimitedParser.DEPTH + 1),
          Codes.TOO_MANY_PROBLEMS, "loss 1\n".repeat(Problems.LIMIT));

  static List<String> codes() {
    return Arrays.stream(Codes.class.getDeclaredFields()).map(ExplainPagesTest::value).toList();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void hasAPageWithATitleAndExamples(String code) throws IOException {
    String page = page(code);
    assertTrue(page.startsWith("# " + code + ": "), page);
    String before = example(page, "Before").orElseGet(() -> LIMITS.get(code));
    assertNotNull(before, "no example");
    assertTrue(codesOf(before).contains(code), () -> before + codesOf(before));
    example(page, "After").ifPresent(after -> assertEquals(List.of(), codesOf(after)));
  }

  @Test
  void codesAreDistinct() {
    assertEquals(codes().size(), codes().stream().distinct().count());
  }

  private static List<String> codesOf(String text) {
    return Parser.parseFile(new Source("example", text)).diagnostics().stream()
        .map(Diagnostic::code)
        .toList();
  }

  static String page(String code) throws IOException {
    try (var stream =
        Codes.class.getResourceAsStream("/META-INF/lossexp/explain/" + code + ".md")) {
      assertNotNull(stream, "no page for " + code);
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The indented lines under a heading; {@code <U+00A0>} stands for that character. */
  private static Optional<String> example(String page, String heading) {
    int start = page.indexOf("\n" + heading + ":\n\n");
    if (start < 0) {
      return Optional.empty();
    }
    var lines = new ArrayList<String>();
    for (String line : page.substring(start).lines().skip(3).toList()) {
      if (!line.startsWith("    ")) {
        break;
      }
      lines.add(line.substring(4));
    }
    return Optional.of(
        Pattern.compile("<U\\+(\\w{4})>")
            .matcher(String.join("\n", lines))
            .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16))));
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
