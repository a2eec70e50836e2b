package org.lossexp.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Statement;

/** The codes that {@code allow} names above each declaration. */
final class Allowances {
  private final Diagnostics diagnostics;
  private final IdentityHashMap<Statement, List<Name>> above = new IdentityHashMap<>();

  private Allowances(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static Allowances of(Project project, Diagnostics diagnostics) {
    var allowances = new Allowances(diagnostics);
    project.parts().forEach(part -> allowances.place(part.statements()));
    return allowances;
  }

  /** {@return the codes right above {@code declaration}, or above what uses something} */
  List<Name> above(Statement declaration) {
    return above.get(declaration);
  }

  private void place(List<Statement> statements) {
    var pending = new ArrayList<Name>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Allow allow) {
        allow.codes().stream().filter(this::mayBeAllowed).forEach(pending::add);
        continue;
      }
      if (statement instanceof Statement.Declaration || statement instanceof Statement.Use) {
        above.put(statement, List.copyOf(pending));
      } else {
        pending.forEach(this::allowsNothing);
      }
      pending.clear();
    }
    pending.forEach(this::allowsNothing);
  }

  private boolean mayBeAllowed(Name code) {
    if (code.text().equals(Codes.LINK_MISMATCH)) {
      return true;
    }
    diagnostics.error(
        Codes.NOT_ALLOWED,
        code.span(),
        "`%s` cannot be allowed: there is no way to go on".formatted(code.text()),
        "delete this",
        "`%s` can: a head that gives a loss something else than it takes"
            .formatted(Codes.LINK_MISMATCH));
    return false;
  }

  private void allowsNothing(Name code) {
    diagnostics.warning(
        Codes.ALLOWS_NOTHING,
        code.span(),
        "`allow %s` stands above no declaration".formatted(code.text()),
        "",
        "write it right above the loss or the model whose mismatch is meant, or delete it");
  }
}
