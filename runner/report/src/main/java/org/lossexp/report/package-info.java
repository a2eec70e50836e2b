/**
 * The report of an experiment, from stored results alone: numbers, sentences, pages.
 *
 * <p>The way through the package:
 *
 * <pre>
 * Design + trial results
 *   -> Comparer      -> Comparison   every number: units, differences, tests, verdicts
 *   -> AnswerWriter  -> Answer       the answer in a few plain sentences
 *   -> HtmlReport, TextReport, SummaryCsv, JsonReport: they format, and work nothing out
 * </pre>
 *
 * <p>{@link org.lossexp.report.Report} is the door. Nothing here reads a clock, a locale or a font,
 * so the same results give the same bytes.
 */
package org.lossexp.report;
