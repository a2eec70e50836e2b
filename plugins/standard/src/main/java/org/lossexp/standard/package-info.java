/**
 * The standard losses and metrics, loaded exactly as a stranger's would be.
 *
 * <p>{@link org.lossexp.standard.StandardPlugin} lists them. A loss is one class: what it is (its
 * descriptor), what it needs (its {@code Fit}: head, encoding of the target, readout), and one loop
 * over a batch that writes values and gradients. A metric is one class, too.
 */
package org.lossexp.standard;
