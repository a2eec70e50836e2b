package org.lossexp.report;

import java.util.List;

/**
 * A text in some markup. In sentences and cells names stand between backquotes; whatever else is in
 * them, nothing is markup.
 */
interface Prose {
  /**
   * Begins.
   *
   * @param question may be empty
   */
  void title(String title, String question);

  /** Begins a part. */
  void heading(String text);

  /** Sentences that weigh more than others. */
  void strong(String sentences);

  /** Sentences that belong together. */
  void paragraph(String sentences);

  /** A list, which may be empty. */
  void bullets(List<String> sentences);

  /** A table, as many cells in each row as in the header. */
  void table(List<String> header, List<List<String>> rows);

  /** {@return the whole text} */
  String finished();
}
