/**
 * What a plugin must keep to, as code: plain functions from a jar, plugin, loss or metric to what
 * it breaks ({@link org.lossexp.testkit.JarContract}, {@link org.lossexp.testkit.PluginContract},
 * {@link org.lossexp.testkit.LossContract}, {@link org.lossexp.testkit.MetricContract}), and the
 * comparison of a loss with golden cases ({@link org.lossexp.testkit.GoldenFile}, {@link
 * org.lossexp.testkit.GoldenCheck}).
 *
 * <p>Plugin authors extend {@link org.lossexp.testkit.PluginContractTest} and {@link
 * org.lossexp.testkit.FormulaContractTest}; the command line calls the same functions.
 */
package org.lossexp.testkit;
