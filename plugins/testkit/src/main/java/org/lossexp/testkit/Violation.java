package org.lossexp.testkit;

/**
 * A rule that a plugin breaks.
 *
 * @param rule the rule's name, such as {@code gradient}
 * @param message what was done and what was seen, for the plugin's author
 */
public record Violation(String rule, String message) {}
