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

  /** What it is and why, then an example that gives the message, and the same put right. */
  @ParameterizedTest
  @MethodSource("codes")
  void saysWhatAndWhyAndShowsItBeforeAndAfter(String code) throws IOException {
    String page = page(code);
    assertTrue(
        Pattern.matches(
            "(?s)# " + code + ": [^\n]+\n\n.{150,}\n\nBefore:\n\n.+\n\nAfter:\n\n.+", page),
        page);
    String before = LIMITS.getOrDefault(code, example(page, "Before"));
    assertTrue(codesOf(before).contains(code), () -> before + codesOf(before));
    assertEquals(List.of(), codesOf(example(page, "After")));
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
  private static String example(String page, String heading) {
    int start = page.indexOf("\n" + heading + ":\n\n");
    var lines = new ArrayList<String>();
    for (String line : page.substring(start).lines().skip(3).toList()) {
      if (!line.startsWith("    ")) {
        break;
      }
      lines.add(line.substring(4));
    }
    return Pattern.compile("<U\\+(\\w{4})>")
        .matcher(String.join("\n", lines))
        .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
