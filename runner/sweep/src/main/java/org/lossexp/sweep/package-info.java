/**
 * Which trial next, on how many workers, what is done already.
 *
 * <p>A {@link org.lossexp.sweep.Sweep} knows one interface, {@link org.lossexp.sweep.TrialRunner};
 * what a loss or a model is, it does not know. It prints nothing: {@link
 * org.lossexp.sweep.SweepListener} hears how it goes.
 */
package org.lossexp.sweep;
