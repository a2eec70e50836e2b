package org.lossexp.plan;

import java.util.stream.Collectors;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Statement;

/** The canonical text of a declared loss, without the word {@code loss}. */
final class LossText {
  private LossText() {}

  /** {@return whether a declaration only gives a name to its body} */
  static boolean isPlain(Statement.Declaration loss) {
    return loss.parameters().isEmpty()
        && loss.family().isEmpty()
        && loss.counted().isEmpty()
        && loss.parts().isEmpty();
  }

  static String of(Statement.Declaration loss) {
    String parameters =
        loss.parameters().isEmpty()
            ? ""
            : loss.parameters().stream()
                .map(entry -> entry.name().text() + " " + ExpressionText.of(entry.setting()))
                .collect(Collectors.joining(", ", "(", ")"));
    String family = loss.family().map(call -> " for " + ExpressionText.of(call)).orElse("");
    String counted = loss.counted().map(it -> " when " + ExpressionText.of(it)).orElse("");
    String parts =
        loss.parts().isEmpty()
            ? ""
            : loss.parts().stream()
                .map(part -> part.name().text() + " = " + ExpressionText.of(part.value()))
                .collect(Collectors.joining(", ", " where ", ""));
    return loss.name().text()
        + parameters
        + family
        + " = "
        + ExpressionText.of(loss.body())
        + counted
        + parts;
  }
}
