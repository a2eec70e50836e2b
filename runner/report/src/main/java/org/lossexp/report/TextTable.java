package org.lossexp.report;

import java.util.List;

/**
 * A table of texts, for pages of any kind.
 *
 * @param note what it shows, a sentence or two
 * @param names how many of the columns are words, from the left
 */
record TextTable(String note, List<String> header, List<List<String>> rows, int names) {
  TextTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }
}
