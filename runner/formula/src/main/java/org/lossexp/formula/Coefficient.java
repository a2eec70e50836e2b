package org.lossexp.formula;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Kernel;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Term;
import org.lossexp.grammar.Expression;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;

/** The number by which a loss or a penalty is multiplied: constant, or by the progress. */
final class Coefficient {
  private Coefficient() {}

  /**
   * {@return the number that {@code expression} says, as a function of the progress}
   *
   * @param formula whose names it uses
   */
  static Optional<DoubleUnaryOperator> of(
      Expression expression,
      Formula formula,
      List<ParameterSpec> parameters,
      Arguments values,
      Diagnostics diagnostics) {
    var frame = new UnitKind.Frame(Optional.empty(), Set.of(), List.of());
    var elaborator =
        new Elaborator(formula, new CoefficientKind(), frame, parameters, values, diagnostics);
    return elaborator.number(expression).map(term -> function(elaborator.graph(), term));
  }

  private static DoubleUnaryOperator function(Graph graph, Term term) {
    OptionalDouble constant = term.number();
    if (constant.isPresent()) {
      double weight = constant.getAsDouble();
      return _ -> weight;
    }
    Kernel kernel = Kernels.of(graph, term, Optional.empty(), Shape.none());
    return progress -> {
      double[] value = new double[1];
      double[][] inputs = {{progress}};
      double[] scratch = new double[kernel.scratch(0)];
      kernel.run(0, 1, new int[0], inputs, new double[1][1], value, new double[1], scratch, 0);
      return value[0];
    };
  }
}
