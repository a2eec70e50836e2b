package org.lossexp.formula;

import java.util.List;
import java.util.Map;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Source;
import org.lossexp.spi.FormulaCompiler;
import org.lossexp.spi.Loss;

/** The host's compiler of formulas, for the tests of plugins. */
public final class HostFormulaCompiler implements FormulaCompiler {
  /** The compiler, as {@link java.util.ServiceLoader} makes it. */
  public HostFormulaCompiler() {}

  @Override
  public List<Loss> compile(String name, String text) {
    return compile(List.of(new Source(name, text)));
  }

  @Override
  public List<Loss> compile(Map<String, String> texts) {
    return compile(
        texts.entrySet().stream().map(file -> new Source(file.getKey(), file.getValue())).toList());
  }

  private static List<Loss> compile(List<Source> sources) {
    var library = new FormulaLibrary(sources);
    List<Diagnostic> problems = library.checkAll();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(FormulaLibrary.text(problems));
    }
    return library.losses();
  }
}
