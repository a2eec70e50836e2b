package org.lossexp.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * The one text of a declared loss: its declaration with its arguments as defaults, under a name
 * that does not depend on its label, after the declarations and {@code let}s that it uses. {@link
 * LossCompiler#resolve} reads it.
 */
final class DeclaredText {
  /** The name of every declared loss in its text: a label changes no result. */
  static final String NAME = "formula";

  private static final Value MEAN = new Value.Word("mean");

  private DeclaredText() {}

  static String of(Formula formula, Arguments arguments) {
    Map<String, Value> values = new LinkedHashMap<>(arguments.values());
    values.remove(LossCompiler.REDUCTION, MEAN);
    Statement.Declaration declaration = formula.declaration();
    SumLoss.readout(declaration)
        .ifPresent(name -> values.putIfAbsent(SumLoss.READOUT, new Value.Word(name)));
    List<String> needed = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    needs(formula, needed, seen);
    if (needed.isEmpty()
        && values.isEmpty()
        && declaration.family().isEmpty()
        && declaration.counted().isEmpty()
        && declaration.parts().isEmpty()) {
      return ExpressionText.of(declaration.body());
    }
    String given = values.isEmpty() ? "" : "(" + new Arguments(values).text() + ")";
    needed.add("loss " + NAME + given + rest(declaration));
    return String.join("\n", needed);
  }

  private static String rest(Statement.Declaration declaration) {
    String family = declaration.family().map(call -> " for " + ExpressionText.of(call)).orElse("");
    return family + " = " + FormulaLoss.body(declaration);
  }

  /** Gathers the lets and the declared losses that {@code formula} names, innermost first. */
  private static void needs(Formula formula, List<String> needed, Set<String> seen) {
    for (Map.Entry<String, Expression> let : formula.lets().entrySet()) {
      if (seen.add("let " + let.getKey())) {
        needed.add("let " + let.getKey() + " = " + ExpressionText.of(let.getValue()));
      }
    }
    Mentions mentions = Mentions.of(formula.expressions());
    for (String name : mentions.all()) {
      formula
          .losses()
          .declared(name)
          .filter(_ -> !formula.own().contains(name))
          .ifPresent(inner -> {
            if (seen.add("loss " + name)) {
              needs(inner, needed, seen);
              needed.add(define(inner));
            }
          });
    }
  }

  private static String define(Formula formula) {
    Statement.Declaration declaration = formula.declaration();
    String parameters =
        declaration.parameters().stream()
            .map(entry -> entry.name().text() + setting(entry.setting()))
            .collect(Collectors.joining(", "));
    return "define loss "
        + formula.name()
        + (parameters.isEmpty() ? "" : "(" + parameters + ")")
        + rest(declaration);
  }

  private static String setting(Setting setting) {
    return " " + ExpressionText.of(setting);
  }
}
