package org.lossexp.formula;

import java.util.LinkedHashSet;
import java.util.Set;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Statement;

/** The names that a formula declares: each once, and none that a formula cannot do without. */
final class NameCheck {
  private NameCheck() {}

  static void of(Formula formula, Diagnostics diagnostics) {
    Set<String> taken = new LinkedHashSet<>();
    formula
        .declaration()
        .family()
        .filter(family -> family.name().equals(UnitKinds.HEADS))
        .ifPresent(family -> heads(family, taken, diagnostics));
    for (Statement.Entry parameter : formula.declaration().parameters()) {
      declare(parameter.name(), "parameter", taken, diagnostics);
    }
    for (Statement.Part part : formula.declaration().parts()) {
      declare(part.name(), "name", taken, diagnostics);
    }
  }

  private static void heads(Expression.Call family, Set<String> taken, Diagnostics diagnostics) {
    for (Expression.Argument argument : family.given()) {
      if (argument instanceof Expression.Argument.Positional positional
          && positional.value() instanceof Expression.Call head
          && head.arguments().isEmpty()
          && head.path().size() == 1) {
        declare(head.path().getFirst(), "head", taken, diagnostics);
      } else {
        diagnostics.error(
            FormulaCodes.UNKNOWN_FAMILY,
            argument.span(),
            "a head is a name",
            "",
            "write `for heads(mean, log_scale)`");
      }
    }
    if (family.given().isEmpty()) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_FAMILY,
          family.span(),
          "`heads` names no head",
          "",
          "write `for heads(mean, log_scale)`");
    }
  }

  private static void declare(Name name, String what, Set<String> taken, Diagnostics diagnostics) {
    String text = name.text();
    boolean isPi = text.equals("pi") && !what.equals("parameter");
    // A head of this name would leave nothing to learn from.
    boolean hidesTarget = text.equals("target") && what.equals("head");
    if (isPi || hidesTarget || text.equals(FormulaWords.PROGRESS)) {
      diagnostics.error(
          FormulaCodes.NAME_TAKEN,
          name.span(),
          "`%s` has a meaning in every formula".formatted(text),
          "take another name");
    } else if (!taken.add(text)) {
      diagnostics.error(
          FormulaCodes.NAME_TAKEN,
          name.span(),
          "the %s `%s` has the name of another".formatted(what, text),
          "take another name");
    }
  }
}
