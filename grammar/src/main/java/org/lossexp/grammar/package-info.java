/**
 * The language of {@code .lossexp} files: text in, syntax tree and diagnostics out.
 *
 * <p>{@link org.lossexp.grammar.Parser} reads; {@link org.lossexp.grammar.ExperimentFile} is the
 * tree; {@link org.lossexp.grammar.DiagnosticText} and {@link org.lossexp.grammar.ExpressionText}
 * write. What the language means stands in {@code grammar/README.md}.
 */
package org.lossexp.grammar;
