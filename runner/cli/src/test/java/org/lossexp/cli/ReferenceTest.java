package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.spi.ParameterSpec;

/**
 * The reference of the language lists every word that pipelines and blocks may name, as the rooms
 * declare it. {@code -Dlossexp.reference=write} writes it anew.
 */
class ReferenceTest {
  private static final String BEGIN = "<!-- words: written by ReferenceTest -->\n";
  private static final String END = "<!-- words: end -->";

  @Test
  void theReferenceListsEveryWordWithItsParameters() throws Exception {
    Path file = Checkout.root().resolve("grammar/README.md");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if ("write".equals(System.getProperty("lossexp.reference"))) {
      Files.writeString(file, text.substring(0, begin) + words() + text.substring(end));
      return;
    }
    assertEquals(words(), text.substring(begin, end));
  }

  private static String words() {
    Vocabulary vocabulary =
        Wiring.of(Plugins.discover(Optional.empty()), Path.of("")).getInstance(Vocabulary.class);
    var text = new StringBuilder();
    for (Descriptor.Kind kind : Descriptor.Kind.values()) {
      String heading =
          kind.words().substring(0, 1).toUpperCase(Locale.ROOT)
              + kind.words().substring(1)
              + (kind == Descriptor.Kind.SEARCH ? "es" : "s");
      text.append("\n### ").append(heading).append('\n');
      vocabulary.of(kind).forEach(descriptor -> text.append(words(descriptor)));
    }
    return text.append('\n').toString();
  }

  private static String words(Descriptor descriptor) {
    String parameters =
        descriptor.parameters().stream()
                .map(parameter ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            parameter.name(),
                            cell(allowed(parameter)),
                            parameter
                                .fallback()
                                .map(value -> "`" + cell(value.text()) + "`")
                                .orElse("needed"),
                            cell(parameter.meaning())))
                .collect(Collectors.joining())
            + descriptor
                .others()
                .map(other ->
                    "| any name | %s | | %s |\n"
                        .formatted(cell(allowed(other)), cell(other.meaning())))
                .orElse("");
    return "\n**`%s`** %s\n".formatted(descriptor.name(), descriptor.help())
        + (parameters.isEmpty()
            ? ""
            : "\n| parameter | values | default | meaning |\n|---|---|---|---|\n" + parameters);
  }

  private static String allowed(ParameterSpec parameter) {
    String ordinary = parameter.allowed().replaceFirst("^" + parameter.name() + " = ", "");
    return parameter.words().isEmpty()
        ? ordinary
        : ordinary + " or " + String.join(" or ", parameter.words());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
