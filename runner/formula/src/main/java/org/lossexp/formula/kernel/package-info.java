/**
 * From a formula's graph to a compiled kernel: simplified, differentiated, scheduled, and run unit
 * by unit with the same bits on every machine.
 *
 * <p>The way of a formula:
 *
 * <ol>
 *   <li>A {@link org.lossexp.formula.kernel.Graph} builds {@link org.lossexp.formula.kernel.Term}s.
 *       Equal terms are one; what is written out, such as {@code log(sum(exp(v)))}, is recognised
 *       and kept in the form that loses no digits ({@code Arithmetic}, {@code Exponentials}, {@code
 *       SoftmaxForms}, {@code Choices}, {@code Tangents}, {@code Reductions}).
 *   <li>{@code Derivatives} goes back from the value to the inputs. The derivatives are terms of
 *       the same graph, so that they simplify and can be read ({@code Text}, {@code Layout}).
 *   <li>{@code Lowering} writes the stable forms out, step by step, as {@link
 *       org.lossexp.spi.StableMath} takes them; what two of them have in common is computed once.
 *   <li>{@code Scheduler} puts the steps into few passes over the positions of a unit: a {@code
 *       Program}.
 *   <li>{@code Interpreter} runs a program, and is what it means. {@code Compiler} translates it to
 *       a hidden class with the interpreter's bits ({@code Emitter}, {@code Expressions}, {@code
 *       Addresses}). {@code AdaptiveKernel} passes from one to the other when that pays.
 * </ol>
 *
 * <pre>{@code
 * Graph g = new Graph();
 * Term z = g.input(Signal.vector("z", true));
 * Term label = g.input(Signal.unit("label", false));
 * Term loss = g.neg(g.log(g.gather(g.softmax(z), label)));
 *
 * Kernels.text(loss);           // -log_p[label]
 * Kernels.derivatives(g, loss); // z: if index == label then p[label] - 1 else p
 * Kernel kernel = Kernels.of(g, loss, Optional.empty(), Shape.uniform(10));
 * }</pre>
 *
 * <p>A formula has one index space, the positions of a unit: classes, items, negatives. A {@link
 * org.lossexp.formula.kernel.Signal} says how its numbers lie in the caller's arrays.
 */
package org.lossexp.formula.kernel;
