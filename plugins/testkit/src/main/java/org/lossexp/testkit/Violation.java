package org.lossexp.testkit;

/**
 * A rule that a plugin breaks.
 *
 * @param rule the rule's name, such as {@code gradient}
 * @param expected the rule in a sentence that begins with what is tested
 * @param message what was done and what was seen, for the plugin's author; may have several lines
 */
public record Violation(String rule, String expected, String message) {
  /** {@return the violation as reports show it: what was expected, then what was seen} */
  public String text() {
    return "%s: %s%n%s".formatted(rule, expected, message.indent(2)).stripTrailing();
  }
}
