/**
 * What trials left behind, on disk: the border between running and reporting.
 *
 * <p>A {@link org.lossexp.results.RunFolder} is written by one process at a time. Its journal, one
 * checked line a record, is the only source: {@link org.lossexp.results.Stored} is what could be
 * believed of it, {@link org.lossexp.results.Results} the part that belongs to the latest plan, and
 * every table is written again from those. No mean is computed here.
 */
package org.lossexp.results;
