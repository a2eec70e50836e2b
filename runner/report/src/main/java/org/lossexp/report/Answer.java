package org.lossexp.report;

import java.util.List;

/**
 * The answer to the experiment's question in plain sentences. Contenders, settings and factors
 * stand between backquotes.
 *
 * @param headline which contender, by how much, with its interval
 * @param support how sure, against what, whether the difference matters; what became of the others
 * @param cautions what the evidence cannot tell, a sentence each
 */
public record Answer(String headline, List<String> support, List<String> cautions) {
  public Answer {
    support = List.copyOf(support);
    cautions = List.copyOf(cautions);
  }

  /** {@return the answer as plain text, a sentence or two a line} */
  public String text() {
    var text = new StringBuilder(headline).append('\n');
    support.forEach(sentence -> text.append(sentence).append('\n'));
    cautions.forEach(caution -> text.append("Note: ").append(caution).append('\n'));
    return text.toString();
  }
}
