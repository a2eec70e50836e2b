package org.lossexp.cli;

import java.util.List;

/**
 * Which losses are worth comparing on a table, and why.
 *
 * @param kind what the target is taken for, in words
 * @param candidates the most reasonable first; the baseline is the first
 * @param findings what was measured, whether it spoke for something or not
 * @param by the metric that decides
 * @param metrics further metrics
 * @param remarks what the numbers cannot settle
 */
record Advice(
    String kind,
    List<Candidate> candidates,
    List<Finding> findings,
    String by,
    List<String> metrics,
    List<String> remarks) {
  Advice {
    candidates = List.copyOf(candidates);
    findings = List.copyOf(findings);
    metrics = List.copyOf(metrics);
    remarks = List.copyOf(remarks);
  }

  /**
   * A loss to try.
   *
   * @param loss as an experiment writes it, such as {@code huber(delta = 0.5)}
   * @param first whether it belongs to the first comparison
   * @param why one clause
   */
  record Candidate(String loss, boolean first, String why) {
    /** {@return its name in the catalogue} */
    String name() {
      return loss.contains("(") ? loss.substring(0, loss.indexOf('(')) : loss;
    }
  }

  /**
   * A statistic against its threshold.
   *
   * @param value as it is shown, with its unit
   * @param threshold the rule, such as {@code > 3}
   * @param met whether the rule holds
   * @param source where statistic and threshold come from
   */
  record Finding(
      String statistic,
      String value,
      double number,
      String threshold,
      boolean met,
      String source) {}

  /** {@return whether the data asks for nothing but the baseline} */
  boolean isPlain() {
    return findings.stream().noneMatch(Finding::met);
  }

  /** {@return the losses of the first comparison} */
  List<Candidate> first() {
    return candidates.stream().filter(Candidate::first).toList();
  }
}
