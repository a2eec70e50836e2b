/**
 * The contract that loss and metric plugins compile against; it needs nothing but {@code
 * java.base}.
 *
 * <p>A {@link org.lossexp.spi.Plugin} is found by {@link java.util.ServiceLoader} and lists its
 * {@link org.lossexp.spi.Loss losses} and {@link org.lossexp.spi.Metric metrics}. A loss describes
 * itself ({@link org.lossexp.spi.LossDescriptor}) and is bound to arguments and to what is known of
 * the target; the bound {@link org.lossexp.spi.LossFunction} maps a {@link org.lossexp.spi.Batch}
 * to per-unit values and gradients in double. The host checks arguments against the {@link
 * org.lossexp.spi.ParameterSpec} declared for them, reduces, trains, and reads predictions through
 * the loss's {@link org.lossexp.spi.Readout}.
 *
 * <p>What a loss reads beside predictions and targets it declares: extra inputs with their shapes
 * ({@link org.lossexp.spi.ExtraInput}; noise is one of them, so that results repeat), and numbers
 * of its own that are trained with the model ({@link org.lossexp.spi.State}). What it knows of its
 * mathematics, such as {@linkplain org.lossexp.spi.Invariant invariants}, the contract tests try
 * ({@link org.lossexp.spi.LossProperties}). Versions: {@link org.lossexp.spi.Spi#VERSION}.
 *
 * <p>What plugins may not do: input or output, static mutable state, threads, randomness of their
 * own, and {@code Math.exp} and its kind, whose last bit differs between machines (use {@link
 * org.lossexp.spi.StableMath} or {@link java.lang.StrictMath}).
 */
package org.lossexp.spi;
