/**
 * lossexp for Java programs, tests and notebooks: run an experiment, and read its answer as values.
 *
 * <p>{@link org.lossexp.api.Lossexp#run Lossexp.run} checks, plans and trains as {@code lossexp
 * run} does, and leaves the same folder of results, to the byte. {@link org.lossexp.api.Run} says
 * how it ended and what was wrong with the file; {@link org.lossexp.api.Results} has the trials
 * and, for each setting and metric, a {@link org.lossexp.api.Comparison}, with the numbers of the
 * report. {@link org.lossexp.api.ComparisonAssertions} fails a test where a comparison says
 * something else.
 *
 * <p>The user's mistakes are values, {@link org.lossexp.api.Diagnostic}; exceptions are for
 * mistakes of the caller ({@link java.lang.IllegalArgumentException}) and of ours ({@link
 * java.lang.IllegalStateException}). No argument may be {@code null}, and nothing here returns it.
 * Values are immutable; lists and maps are in the order of the file.
 */
package org.lossexp.api;
