/**
 * Losses of ranking and recommendation that are no formulas of one pair, list or example: they
 * sort, draw, iterate, or read several numbers an item. All others of the family are written in the
 * language itself: {@code META-INF/lossexp/ranking.lossexp} and {@code recommendation.lossexp}.
 *
 * <p>{@link org.lossexp.standard.ranking.RankingLosses} has them all; {@code ListFunction} is what
 * most of them are made of.
 */
package org.lossexp.standard.ranking;
