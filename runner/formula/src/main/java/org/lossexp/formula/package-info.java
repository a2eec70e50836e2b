/**
 * From the text of a loss to a loss function, and from what is written between parentheses to
 * checked arguments.
 *
 * <p>{@link org.lossexp.formula.ArgumentReader} turns expressions into values that satisfy the
 * {@link org.lossexp.spi.ParameterSpec}s declared for them; {@link
 * org.lossexp.formula.LossCompiler} finds a loss in the {@link org.lossexp.formula.LossCatalogue},
 * checks its arguments and binds it to a target. Mistakes are {@link
 * org.lossexp.grammar.Diagnostic}s with the range of the text that they are about.
 */
package org.lossexp.formula;
