package org.lossexp.formula.kernel;

import java.util.Map;
import java.util.Optional;

/** Formulas to kernels, and to text. */
public final class Kernels {
  private Kernels() {}

  /**
   * {@return a kernel that computes {@code value} and its derivative with respect to every
   * differentiable signal}
   *
   * @param counted where it is 0, the unit's value, count and derivatives are 0
   * @param shape how many positions the units have
   */
  public static Kernel of(Graph graph, Term value, Optional<Term> counted, Shape shape) {
    return new AdaptiveKernel(ProgramBuilder.build(graph, value, counted, shape));
  }

  /**
   * {@return the derivative of {@code value} with respect to each differentiable signal that it
   * depends on; for a vector, the derivative with respect to the element at each position}
   */
  public static Map<Signal, Term> derivatives(Graph graph, Term value) {
    return Derivatives.of(graph, value);
  }

  /**
   * {@return the term as a formula of the language, with {@code where} for the parts that it uses
   * more than once}
   */
  public static String text(Term term) {
    return Text.of(term);
  }
}
