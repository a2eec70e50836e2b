/**
 * From a formula's graph to a compiled kernel: simplified, differentiated, scheduled, and run unit
 * by unit with the same bits on every machine.
 *
 * <p>{@link org.lossexp.formula.kernel.Graph} builds {@link org.lossexp.formula.kernel.Term}s and
 * simplifies them as it goes; {@link org.lossexp.formula.kernel.Kernels} turns a term into a {@link
 * org.lossexp.formula.kernel.Kernel}, or a term and its derivatives into text.
 */
package org.lossexp.formula.kernel;
