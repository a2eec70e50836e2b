/**
 * The statistics of a comparison: pure functions from numbers to numbers, each with its paper.
 *
 * <p>The way through the package, for one family of comparisons:
 *
 * <pre>
 * Direction.differences          paired differences, positive = better than the baseline
 *   -> TTest, SignedRankTest     estimate, p and, for any level, the interval (both are a PairedTest)
 *   -> Decision.holm             adjusted p and the interval that agrees with it
 *   -> Verdict.of                the word, from the interval and the rope
 *   -> Rounding                  how many digits the pages show, without changing what the word says
 * </pre>
 *
 * <p>Beside the verdict, never changing it: {@link org.lossexp.report.statistics.Posterior}, {@link
 * org.lossexp.report.statistics.EffectSize}, {@link org.lossexp.report.statistics.Bootstrap},
 * {@link org.lossexp.report.statistics.SignTest}, {@link org.lossexp.report.statistics.Friedman}
 * and {@link org.lossexp.report.statistics.Nemenyi}.
 *
 * <p>All functions refuse values that are not finite with an {@link IllegalArgumentException}:
 * diverged or undefined units are filtered, counted and shown by the caller. Everything is
 * deterministic to the last bit on any machine: sums run in index order, special functions come
 * from Commons Math, which is pure Java, and randomness is handed in.
 */
package org.lossexp.report.statistics;
