/**
 * Trains one model with one loss: the room behind {@link org.lossexp.engine.Trainer}.
 *
 * <p>Where a step goes: {@code Training} gathers a batch, {@code Network} runs its {@code Layer}s
 * over it, {@code Link} hands the outputs to the loss in double and takes the gradient back, the
 * layers pass it down, and an {@code Optimizer} moves the weights. {@code Judge} reads predictions
 * through the loss's readout for the metrics. Long steps are cut into pieces that a {@code Team} of
 * threads may share.
 *
 * <p>Same bits everywhere: every number is computed by one chain of operations whose order
 * mathematics fixes, whatever the vector width, the blocking or the thread. The Vector API stays
 * inside methods; no signature shows it. Where a JVM has not resolved its module, {@code
 * src/scalar} stands in for it with vectors of one lane.
 */
package org.lossexp.engine;
