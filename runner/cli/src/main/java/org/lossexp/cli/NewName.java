package org.lossexp.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The name of something new, and the names that follow from it in a plugin: {@code
 * my-robust-losses} has the losses {@code my_robust_…}, the classes {@code MyRobust…} and the
 * package {@code com.myrobust.losses}.
 *
 * @param text words of lower-case letters and digits, between hyphens
 */
record NewName(String text) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** What a plugin is need not stand before each of its losses. */
  private static final Pattern KIND = Pattern.compile("-(loss|losses|plugin)$");

  /** {@return {@code text} as a name, if it has the form of one} */
  static Optional<NewName> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new NewName(text)) : Optional.empty();
  }

  /** {@return the name that whoever wrote {@code text} may have meant} */
  static Optional<NewName> near(String text) {
    String words =
        text.replaceFirst("\\.lossexp$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[^a-z]+|-$", "");
    return of(words);
  }

  /** {@return what the names of losses and metrics begin with, without the underscore} */
  String prefix() {
    return String.join("_", words());
  }

  /** {@return what the names of classes begin with} */
  String classPrefix() {
    return words().stream()
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** {@return the last part of the Maven group, which is the first two of the package} */
  String group() {
    String joined = String.join("", words());
    return SourceVersion.isKeyword(joined) ? joined + "_" : joined;
  }

  private List<String> words() {
    return Arrays.asList(KIND.matcher(text).replaceFirst("").split("-"));
  }
}
