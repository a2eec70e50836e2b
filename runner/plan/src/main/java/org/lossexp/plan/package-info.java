/**
 * From a syntax tree to a checked plan: names are bound, arguments checked, sweeps expanded. The
 * last room where the user can be wrong.
 *
 * <p>{@link org.lossexp.plan.Planner} is the door. Inside, a {@code Draft} sorts the statements of
 * the file, {@code Sweeps} finds every combination of swept values that a declaration stands for,
 * {@code Grid} crosses the declarations into contenders and settings, {@code Fit} checks that
 * model, loss, data and metrics agree, {@code Identity} names each trial, and {@code ResolvedText}
 * writes the file again with every default filled in.
 */
package org.lossexp.plan;
