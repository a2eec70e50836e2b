package org.lossexp.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Style sheets, which have no character that markup would have to escape. */
final class StyleSheet {
  private StyleSheet() {}

  /** {@return what plots need of the report's sheet, in its light colours, without variables} */
  static String plots() {
    String sheet = text("report.css");
    String rules =
        sheet.substring(sheet.indexOf("/* plots */"), sheet.indexOf("/* end of plots */"));
    String light = sheet.substring(sheet.indexOf('{'), sheet.indexOf('}'));
    Matcher colours = Pattern.compile("(--[a-z0-9-]+): (#[0-9a-f]+)").matcher(light);
    while (colours.find()) {
      rules = rules.replace("var(" + colours.group(1) + ")", colours.group(2));
    }
    for (String look : List.of("c0", "c1", "c2", "c3", "c4", "c5", "cb")) {
      Matcher colour = Pattern.compile("--" + look + ": (#[0-9a-f]+)").matcher(light);
      if (!colour.find()) {
        throw new AssertionError("no colour " + look);
      }
      rules += coloured(rules, look, colour.group(1));
    }
    return rules.lines().filter(rule -> !rule.contains("var(")).collect(Collectors.joining("\n"));
  }

  /** {@return the rules that take a contender's colour, for those of look {@code look}} */
  private static String coloured(String rules, String look, String colour) {
    return rules
        .lines()
        .filter(rule -> rule.contains("var(--c)") && rule.startsWith("."))
        .map(rule -> "." + look + rule.replace("var(--c)", colour))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** {@return the sheet in the resource {@code name}} */
  static String text(String name) {
    try (InputStream in = StyleSheet.class.getResourceAsStream(name)) {
      return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
