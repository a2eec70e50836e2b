package org.lossexp.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Assertions on comparisons, for tests; a failure's message has the numbers. They throw {@link
 * AssertionError}, and so need no test library.
 *
 * <p>A verdict is the one among the comparisons of all settings, as in the report's answer.
 * "Better" asks for a whole interval beyond what does not matter: "not better" is no claim that the
 * two are equal.
 */
public final class ComparisonAssertions {
  private ComparisonAssertions() {}

  /**
   * {@return the results of {@code run}, whose every trial ended well}
   *
   * @throws AssertionError if it ended otherwise; the message has the diagnostics
   */
  public static Results assertDone(Run run) {
    if (run.end() != RunEnd.DONE) {
      throw new AssertionError(run.why());
    }
    return run.get();
  }

  /** In every setting in which both take part, {@code contender} is better. */
  public static void assertBetter(Results results, String contender, String reference) {
    assertVerdict(results, contender, reference, "better than", List.of(Verdict.BETTER));
  }

  /** In this setting {@code contender} is better. */
  public static void assertBetter(Comparison comparison, String contender, String reference) {
    assertVerdict(comparison, contender, reference, "better than", List.of(Verdict.BETTER));
  }

  /**
   * In every setting in which both take part, the two differ by no more than what does not matter
   * ({@code compare { rope }}).
   */
  public static void assertPracticallyEqual(Results results, String contender, String reference) {
    assertVerdict(
        results,
        contender,
        reference,
        "practically equal to",
        List.of(Verdict.PRACTICALLY_EQUAL, Verdict.IDENTICAL));
  }

  /** In this setting the two differ by no more than what does not matter. */
  public static void assertPracticallyEqual(
      Comparison comparison, String contender, String reference) {
    assertVerdict(
        comparison,
        contender,
        reference,
        "practically equal to",
        List.of(Verdict.PRACTICALLY_EQUAL, Verdict.IDENTICAL));
  }

  private static void assertVerdict(
      Results results, String contender, String reference, String claim, List<Verdict> holds) {
    List<Comparison> both =
        results.comparisons().stream()
            .filter(Comparison::decides)
            .filter(each -> takesPart(each, contender) && takesPart(each, reference))
            .toList();
    if (both.isEmpty()) {
      throw new IllegalArgumentException(
          "no setting has both `%s` and `%s`; there are %s"
              .formatted(
                  contender,
                  reference,
                  Words.names(
                      results.contenders().stream().map(Results.Contender::label).toList())));
    }
    String wrong =
        both.stream()
            .filter(each -> !holds.contains(each.verdict(contender, reference)))
            .map(each -> message(each, contender, reference, claim))
            .collect(Collectors.joining("\n"));
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong);
    }
  }

  private static void assertVerdict(
      Comparison comparison,
      String contender,
      String reference,
      String claim,
      List<Verdict> holds) {
    if (!holds.contains(comparison.verdict(contender, reference))) {
      throw new AssertionError(message(comparison, contender, reference, claim));
    }
  }

  private static boolean takesPart(Comparison comparison, String contender) {
    return comparison.scores().stream().anyMatch(score -> score.contender().equals(contender));
  }

  private static String message(
      Comparison comparison, String contender, String reference, String claim) {
    Difference difference = comparison.difference(contender, reference);
    Judgement judgement = comparison.judgement(difference);
    return String.format(
        Locale.ROOT,
        """
        `%s` is not %s `%s`%s: %s
          %s, %s is better: %s against %s
          difference %s (positive: `%s` is better), interval %s to %s, adjusted p = %s \
        (Holm, comparisons: %d)
          units: %d; a difference up to %s does not matter\
        """,
        contender,
        claim,
        reference,
        comparison.setting().isEmpty() ? "" : " in `" + comparison.setting() + "`",
        judgement.verdict().words(),
        comparison.metric().name(),
        comparison.metric().higherIsBetter() ? "higher" : "lower",
        Words.number(comparison.score(contender).mean().orElse(Double.NaN)),
        Words.number(comparison.score(reference).mean().orElse(Double.NaN)),
        Words.number(difference.mean().orElse(Double.NaN)),
        contender,
        Words.number(judgement.interval().low()),
        Words.number(judgement.interval().high()),
        Words.number(judgement.adjustedP()),
        judgement.comparisons(),
        difference.units().size(),
        Words.number(comparison.rope()));
  }
}
