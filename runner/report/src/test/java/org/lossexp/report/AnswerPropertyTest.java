package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.report.statistics.Verdict;
import org.lossexp.spi.MetricDescriptor;

/**
 * The words never contradict the numbers: answers to random experiments are read back, sentence by
 * sentence, and held against differences that are worked out here anew from the trial results. A
 * sentence that no pattern here knows fails the test.
 */
class AnswerPropertyTest {
  private static final int EXPERIMENTS = 700;

  private static final List<TrialResult.Status> ENDS =
      List.of(TrialResult.Status.DIVERGED, TrialResult.Status.FAILED, TrialResult.Status.OUTSIDE);

  @Test
  void everySentenceAgreesWithTheResults() {
    var seen = new TreeMap<String, Integer>();
    var known = new TreeSet<String>();
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      Synthetic synthetic = random(new SplitMix64(7 * experiment + 1));
      Design design = synthetic.design();
      if (!clear(synthetic)) {
        endSome(synthetic, design, new SplitMix64(11 * experiment + 3));
      }
      var report = new Report(design, synthetic.results);
      Answer answer = report.answer();
      try {
        var reader = new Reader(design, report.comparison(), synthetic.results, seen);
        reader.checks.keySet().forEach(pattern -> known.add(pattern.pattern()));
        reader.read(answer);
        reader.nothingIsKept(answer);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("experiment " + experiment + ":\n" + answer.text(), e);
      }
    }
    // A pattern that is never met checks nothing.
    known.removeAll(seen.keySet());
    assertEquals(Set.of(), known);
  }

  /** Hands random experiments on, for other properties of their reports. */
  static void random(int experiments, BiConsumer<Design, Synthetic> check) {
    for (int experiment = 0; experiment < experiments; experiment++) {
      Synthetic synthetic = random(new SplitMix64(17 * experiment + 1));
      Design design = synthetic.design();
      endSome(synthetic, design, new SplitMix64(19 * experiment + 3));
      check.accept(design, synthetic);
    }
  }

  private static Synthetic random(SplitMix64 random) {
    var synthetic = new Synthetic();
    int contenders = 1 + random.nextInt(5);
    int settings = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    List<String> names = new ArrayList<>();
    synthetic.effects = new double[contenders];
    double[] sizes = {0, 0.002, 0.02, 0.1};
    int same = random.nextInt(4);
    for (int i = 0; i < contenders; i++) {
      names.add(String.valueOf((char) ('a' + i)));
      double size = sizes[same == 0 ? 0 : random.nextInt(sizes.length)];
      synthetic.effects[i] = random.nextInt(2) == 0 ? size : -size;
    }
    if (same == 1) {
      // One far ahead or far behind.
      synthetic.effects = new double[contenders];
      synthetic.effects[0] = random.nextInt(2) == 0 ? 0.1 : -0.1;
    }
    synthetic.contenders = names;
    List<Map<String, String>> factors = new ArrayList<>();
    for (int i = 0; i < settings; i++) {
      factors.add(settings == 1 ? Map.of() : Map.of("noise", i + "0%"));
    }
    synthetic.settings = factors;
    if (settings > 1 && random.nextInt(2) == 0) {
      synthetic.settings = dataSets(random);
    }
    synthetic.baseline =
        random.nextInt(2) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(contenders));
    synthetic.units = List.of(Design.Units.values()).get(random.nextInt(3));
    synthetic.folds = synthetic.units == Design.Units.FIXED_FOLDS ? 1 + random.nextInt(6) : 1;
    synthetic.seeds = random.nextInt(6) == 0 ? 1 : 1 + random.nextInt(12);
    synthetic.lowerIsBetter = random.nextInt(2) == 0;
    synthetic.base = 0.5;
    synthetic.noise = new double[] {0, 0.0005, 0.005, 0.02}[random.nextInt(4)];
    synthetic.rope = new double[] {0, 0.005, 0.03}[random.nextInt(3)];
    synthetic.ropeRelative = random.nextInt(3) == 0;
    if (random.nextInt(3) == 0) {
      int loud = random.nextInt(contenders);
      synthetic.loud = OptionalInt.of(loud);
      synthetic.effects = new double[contenders];
      synthetic.effects[(loud + 1) % contenders] = 0.02;
      synthetic.effects[loud] = 0.06;
      synthetic.noise = 0.002;
    }
    if (random.nextInt(12) == 0) {
      // Clear over six data sets: everywhere beyond the rope, if not far.
      synthetic.settings = settings(6);
      synthetic.contenders = List.of("a", "b");
      synthetic.baseline = OptionalInt.of(0);
      synthetic.loud = OptionalInt.empty();
      synthetic.effects = new double[] {0, random.nextInt(2) == 0 ? 0.045 : -0.045};
      synthetic.growth = 0;
      synthetic.noise = 0.0005;
      synthetic.rope = random.nextInt(2) == 0 ? 0.03 : 0;
      synthetic.ropeRelative = false;
      synthetic.seeds = 2;
    }
    synthetic.epochs = 2;
    synthetic.testRows = random.nextInt(3) == 0 ? 7 : 36;
    if (random.nextInt(3) == 0) {
      synthetic.others =
          List.of(
              new Design.Measure(
                  "r2", MetricDescriptor.Direction.HIGHER_IS_BETTER, Double.NEGATIVE_INFINITY, 1));
      synthetic.r2Lost = 0.5;
    }
    synthetic.seed = random.nextInt(1000);
    return synthetic;
  }

  private static boolean clear(Synthetic synthetic) {
    return synthetic.growth == 0;
  }

  private static List<Map<String, String>> dataSets(SplitMix64 random) {
    List<Map<String, String>> settings = new ArrayList<>();
    int dataSets = 2 + random.nextInt(7);
    if (dataSets > 4 || random.nextInt(3) > 0) {
      return settings(dataSets);
    }
    for (int i = 0; i < 2 * dataSets; i++) {
      settings.add(Synthetic.factors("data", "d" + i / 2, "noise", i % 2 + "0%"));
    }
    return settings;
  }

  private static List<Map<String, String>> settings(int dataSets) {
    List<Map<String, String>> settings = new ArrayList<>();
    for (int i = 0; i < dataSets; i++) {
      settings.add(Synthetic.factors("data", "d" + i));
    }
    return settings;
  }

  private static void endSome(Synthetic synthetic, Design design, SplitMix64 random) {
    int one = random.nextInt(12);
    int whole = random.nextInt(8);
    int setting = 1 + random.nextInt(4);
    for (Design.Row row : design.trials()) {
      if (row.contender() == whole
          || row.setting() == setting
          || (one < 3 && random.nextInt(8) == 0)) {
        TrialResult.Status status = ENDS.get(random.nextInt(ENDS.size()));
        synthetic.end(row.trial(), status, "made up");
      }
    }
  }

  /** Reads an answer and checks it. */
  private static final class Reader {
    private static final String NAME = "`([^`]+)`";
    private static final String NAMES = "(`[^`]+`(?:(?:, | and )(?:`[^`]+`|\\d+ more))*)";
    private static final String CLAUSE =
        NAMES
            + " (?:(?:is|are) (?:undecided|(?:better than|worse than|practically equal to|identical"
            + " to) the baseline(?:, which may not matter)?)|(?:has|have) too few units to decide)";
    private static final String AMOUNT =
        "(about the same|[0-9.]+ (?:higher|lower))(?: \\(([^()]*interval[^()]*)\\))?";
    private static final String METRIC = "test (?:accuracy|rmse)";
    private static final String UNITS = "(\\d+) (?:test part|fold|seed)s?";

    private final Design design;
    private final Comparison comparison;
    private final Map<String, TrialResult> results;
    private final Map<String, Integer> seen;
    private final Map<Pattern, Consumer<MatchResult>> checks = new LinkedHashMap<>();
    private final boolean several;

    /** The pair and setting of the last sentence with an amount: what the next one refers to. */
    private int[] topic = {};

    Reader(
        Design design,
        Comparison comparison,
        Map<String, TrialResult> results,
        Map<String, Integer> seen) {
      this.design = design;
      this.comparison = comparison;
      this.results = results;
      this.seen = seen;
      this.several = design.settings().size() > 1;
      baselinePatterns();
      pairPatterns();
      settingPatterns();
      commonPatterns();
    }

    void read(Answer answer) {
      List<String> paragraphs = new ArrayList<>(List.of(answer.headline()));
      paragraphs.addAll(answer.support());
      for (String paragraph : paragraphs) {
        for (String sentence : paragraph.split("(?<=\\.) (?=[A-Z`])", -1)) {
          sentence(sentence);
        }
      }
      answer.cautions().forEach(this::sentence);
    }

    /** What has to be said is said: of missing trials, of the design, of too little. */
    void nothingIsKept(Answer answer) {
      String cautions = String.join("\n", answer.cautions());
      boolean fit = done().count() > 0 && testRows() == 0;
      for (int contender = 0; contender < design.contenders().size() && !fit; contender++) {
        String name = "`" + design.contenders().get(contender).label() + "`";
        boolean told =
            cautions.contains("of " + name + ", " + missing(contender))
                || cautions.contains(name + " has no finished trial");
        assertEquals(missing(contender) > 0, told, name);
      }
      assertEquals(
          results.values().stream().anyMatch(it -> it.status() == TrialResult.Status.OUTSIDE),
          cautions.contains("The results are incomplete"));
      assertEquals(
          design.units() == Design.Units.SEEDS_ONLY,
          cautions.contains("Only the randomness of training was varied"));
      assertEquals(
          design.units() == Design.Units.FIXED_FOLDS, cautions.contains("The folds were fixed"));
    }

    private void sentence(String sentence) {
      for (Map.Entry<Pattern, Consumer<MatchResult>> check : checks.entrySet()) {
        Matcher matcher = check.getKey().matcher(sentence);
        if (matcher.matches()) {
          seen.merge(check.getKey().pattern(), 1, Integer::sum);
          check.getValue().accept(matcher.toMatchResult());
          return;
        }
      }
      fail("no pattern for: " + sentence);
    }

    private void on(String pattern, Consumer<MatchResult> check) {
      checks.put(Pattern.compile(pattern), check);
    }

    private void baselinePatterns() {
      on(
          NAME
              + " is better than the baseline "
              + NAME
              + ": its "
              + METRIC
              + " is "
              + AMOUNT
              + "\\.",
          m -> {
            assertEquals(Verdict.BETTER, verdict(0, index(m, 1), baseline(m, 2), several));
            amount(0, index(m, 1), index(m, 2), m.group(3), m.group(4));
          });
      on(
          NAME
              + " is better than the baseline "
              + NAME
              + ", but perhaps not by enough to matter: its "
              + METRIC
              + " is "
              + AMOUNT
              + "\\.",
          m -> {
            assertEquals(
                Verdict.BETTER_MAY_NOT_MATTER, verdict(0, index(m, 1), baseline(m, 2), several));
            amount(0, index(m, 1), index(m, 2), m.group(3), m.group(4));
          });
      on(
          "The whole interval lies beyond the ([0-9.]+) that does not matter\\.",
          m -> {
            assertRope(m.group(1));
            Interval interval = oracle(topic[0], false).get(List.of(topic[1], topic[2])).interval();
            assertTrue(interval.low() > rope(0) || interval.high() < -rope(0));
          });
      on(
          "Up to ([0-9.]+) does not matter here, and the interval reaches there\\.",
          m -> {
            assertRope(m.group(1));
            Interval interval = oracle(topic[0], false).get(List.of(topic[1], topic[2])).interval();
            assertTrue(interval.low() <= rope(0) && interval.high() >= -rope(0));
          });
      on(
          "Whether a difference of this size matters is not declared \\(`rope`\\)\\.",
          _ -> {
            assertEquals(0, design.rope());
            boolean decided = false;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              decided |=
                  oracle(setting, true).values().stream()
                      .anyMatch(judged -> isBetter(judged.verdict()) || isWorse(judged.verdict()));
            }
            assertTrue(decided);
          });
      on(
          "(?:Of the others, )?(" + CLAUSE + "(?:; " + CLAUSE + ")*)\\.",
          m -> {
            for (String clause : m.group(1).split("; ", -1)) {
              clause(clause);
            }
          });
      on(
          "The baseline "
              + NAME
              + " is best: the "
              + METRIC
              + " of "
              + NAME
              + " is "
              + AMOUNT
              + "\\.",
          m -> {
            assertTrue(isWorse(verdict(0, index(m, 2), baseline(m, 1), false)));
            amount(0, index(m, 2), index(m, 1), m.group(3), m.group(4));
          });
      on(
          "The baseline "
              + NAME
              + " is best: (?:both|all \\d+) others are worse, and that of "
              + NAME
              + ", the closest in "
              + METRIC
              + ", is "
              + AMOUNT
              + "\\.",
          m -> {
            amount(0, index(m, 2), index(m, 1), m.group(3), m.group(4));
            oracle(0, false)
                .forEach(
                    (pair, d) -> assertTrue(pair.get(1) != index(m, 1) || isWorse(d.verdict())));
            nearest(index(m, 2));
          });
      on(
          NAME
              + " and the baseline "
              + NAME
              + " are identical: every paired difference in "
              + METRIC
              + " is exactly 0 \\("
              + UNITS
              + "\\)\\.",
          m -> {
            assertEquals(Verdict.IDENTICAL, verdict(0, index(m, 1), baseline(m, 2), false));
            assertEquals(differences(0, index(m, 1), index(m, 2)).length, number(m, 3));
          });
      on(
          "(?:Both|All \\d+) contenders(?: that could be compared)? and the baseline "
              + NAME
              + " are identical: every paired difference in "
              + METRIC
              + " is exactly 0 \\("
              + UNITS
              + "\\)\\.",
          m -> all(0, false, Verdict.IDENTICAL));
      on(
          "No practical difference: (?:"
              + NAME
              + " and the baseline|(?:both|all \\d+) contenders(?: that could be compared)? are"
              + " within) .*\\.",
          _ -> all(0, false, Verdict.PRACTICALLY_EQUAL, Verdict.IDENTICAL));
      on(
          "(?:The|Farthest from it is the|On average the) "
              + METRIC
              + " of "
              + NAME
              + "(?: is|,) "
              + AMOUNT
              + "\\.",
          m -> amount(0, index(m, 1), design.baseline().getAsInt(), m.group(2), m.group(3)));
      on(
          "The best mean is that of " + NAME + ": its " + METRIC + " is " + AMOUNT + "\\.",
          m -> {
            amount(0, index(m, 1), design.baseline().getAsInt(), m.group(2), m.group(3));
            nearest(index(m, 1));
          });
      on(
          "No contender has a better mean; the nearest is "
              + NAME
              + ": its "
              + METRIC
              + " is "
              + AMOUNT
              + "\\.",
          m -> {
            amount(0, index(m, 1), design.baseline().getAsInt(), m.group(2), m.group(3));
            against(0).forEach(judged -> assertTrue(judged.mean() <= 0, judged.toString()));
            nearest(index(m, 1));
          });
      on(
          "Undecided: the evidence (?:does not tell "
              + NAME
              + "|tells neither contender|tells no contender) from the baseline "
              + NAME
              + "\\.",
          _ -> all(0, false, Verdict.UNDECIDED));
      on(
          "No contender is shown to be better than the baseline " + NAME + "\\.",
          _ -> against(0).forEach(each -> assertTrue(!isBetter(each.verdict()), each.toString())));
      on(
          "(?:Best against|Against) the baseline "
              + NAME
              + "(?: is|,) the "
              + METRIC
              + " of "
              + NAME
              + "(?: is|,) "
              + AMOUNT
              + ", which may be chance\\.",
          m -> {
            assertEquals(1, differences(0, index(m, 2), baseline(m, 1)).length);
            amount(0, index(m, 2), index(m, 1), m.group(3), m.group(4));
          });
      on(
          "Nothing can be compared: the baseline " + NAME + " has no finished trial \\(.*\\)\\.",
          m -> assertTrue(mean(0, baseline(m, 1)).isEmpty()));
      on(
          "Nothing can be compared: no contender has a finished trial beside one of the baseline "
              + NAME
              + "\\.",
          _ -> assertTrue(oracle(0, false).isEmpty()));
    }

    private void clause(String clause) {
      Matcher matcher = Pattern.compile(NAMES + " (?:is|are|has|have) (.*)").matcher(clause);
      assertTrue(matcher.matches(), clause);
      Matcher names = Pattern.compile(NAME).matcher(matcher.group(1));
      while (names.find()) {
        Judged judged =
            oracle(0, false).get(List.of(index(names.group(1)), design.baseline().getAsInt()));
        String words =
            switch (judged.verdict()) {
              case BETTER -> "better than the baseline";
              case BETTER_MAY_NOT_MATTER -> "better than the baseline, which may not matter";
              case WORSE -> "worse than the baseline";
              case WORSE_MAY_NOT_MATTER -> "worse than the baseline, which may not matter";
              case PRACTICALLY_EQUAL -> "practically equal to the baseline";
              case IDENTICAL -> "identical to the baseline";
              case UNDECIDED -> judged.units() == 1 ? "too few units to decide" : "undecided";
            };
        assertEquals(words, matcher.group(2));
      }
    }

    private void pairPatterns() {
      on(
          NAME
              + " is better than "
              + NAME
              + "(?:: its|, but perhaps not by enough to matter: its) "
              + METRIC
              + " is "
              + AMOUNT
              + "\\.",
          m -> {
            assertTrue(isBetter(verdict(0, index(m, 1), index(m, 2), false)));
            amount(0, index(m, 1), index(m, 2), m.group(3), m.group(4));
          });
      on(
          NAME
              + " is best, better than each of the other (\\d+): against the closest, "
              + NAME
              + ", its "
              + METRIC
              + " is "
              + AMOUNT
              + "(?:, which may not matter)?\\.",
          m -> {
            int others = 0;
            for (int other = 0; other < design.contenders().size(); other++) {
              if (other != index(m, 1) && differences(0, index(m, 1), other).length > 0) {
                others++;
                assertTrue(isBetter(verdict(0, index(m, 1), other, false)));
              }
            }
            assertEquals(number(m, 2), others);
            amount(0, index(m, 1), index(m, 3), m.group(4), m.group(5));
          });
      on(
          "(?:"
              + NAME
              + " and "
              + NAME
              + "|(?:Both|All \\d+) contenders)"
              + " are identical: every paired difference in "
              + METRIC
              + " is exactly 0 \\("
              + UNITS
              + "\\)\\.",
          _ -> all(0, false, Verdict.IDENTICAL));
      on(
          "No practical difference: (?:any two of the \\d+ contenders|"
              + NAME
              + " and "
              + NAME
              + ") differ by at most ([0-9.]+) in "
              + METRIC
              + "\\.",
          m -> {
            assertRope(m.group(3));
            all(0, false, Verdict.PRACTICALLY_EQUAL, Verdict.IDENTICAL);
          });
      on(
          "Undecided: the evidence (?:does not tell "
              + NAME
              + " and "
              + NAME
              + " apart|tells no two of the \\d+ contenders apart)\\.",
          _ ->
              oracle(0, false)
                  .values()
                  .forEach(d -> assertTrue(!isBetter(d.verdict()) && !isWorse(d.verdict()))));
      on(
          "The (largest difference: the |largest of these differences: the |)"
              + METRIC
              + " of "
              + NAME
              + " against "
              + NAME
              + " is "
              + AMOUNT
              + "(?:, p (?:= )?(< )?([0-9.]+))?\\.",
          m -> {
            amount(0, index(m, 2), index(m, 3), m.group(4), m.group(5));
            Judged judged = oracle(0, false).get(List.of(index(m, 2), index(m, 3)));
            if (m.group(7) == null) {
              assertEquals(1, judged.units());
            } else {
              p(judged.adjustedP(), m.group(6) != null, m.group(7));
            }
            boolean decided = isBetter(judged.verdict());
            switch (m.group(1)) {
              case "largest difference: the " -> assertFalse(decided);
              case "largest of these differences: the " -> assertTrue(decided);
              default -> {}
            }
            oracle(0, false).values().stream()
                .filter(other -> !decided || isBetter(other.verdict()))
                .forEach(
                    other -> assertTrue(Math.abs(other.mean()) <= Math.abs(judged.mean()) + 1e-12));
          });
      on(
          "(Identical|Practically equal): (.*)\\.",
          m -> {
            Verdict verdict =
                m.group(1).equals("Identical") ? Verdict.IDENTICAL : Verdict.PRACTICALLY_EQUAL;
            long named = 0;
            Matcher pairs = Pattern.compile(NAME + " with " + NAME).matcher(m.group(2));
            while (pairs.find()) {
              assertEquals(
                  verdict, verdict(0, index(pairs.group(1)), index(pairs.group(2)), false));
              named++;
            }
            Matcher more = Pattern.compile("(\\d+) more$").matcher(m.group(2));
            named += more.find() ? Integer.parseInt(more.group(1)) : 0;
            long found =
                oracle(0, false).values().stream().filter(d -> d.verdict() == verdict).count();
            assertEquals(found / 2, named);
          });
      on(
          "No single best contender: "
              + NAME
              + " has the best mean, but is not shown to be better"
              + " than "
              + NAMES
              + "\\.",
          m -> {
            bestMean(index(m, 1));
            Matcher names = Pattern.compile(NAME).matcher(m.group(2));
            while (names.find()) {
              assertTrue(!isBetter(verdict(0, index(m, 1), index(names.group(1)), false)));
            }
          });
      on(
          "Decided (?:is|are) (.*)\\.",
          m -> {
            Matcher pairs = Pattern.compile(NAME + " over " + NAME).matcher(m.group(1));
            while (pairs.find()) {
              assertTrue(isBetter(verdict(0, index(pairs.group(1)), index(pairs.group(2)), false)));
            }
          });
      on(
          "The best " + METRIC + " is that of " + NAME + ", and that may be chance\\.",
          m -> bestMean(index(m, 1)));
      on(
          "Nothing can be compared: no two contenders have finished trials in common\\.",
          _ -> {
            for (int setting = 0; setting < design.settings().size(); setting++) {
              assertTrue(oracle(setting, false).isEmpty());
            }
          });
    }

    private void settingPatterns() {
      on(
          NAME
              + " is better than the baseline "
              + NAME
              + " in (?:(both|all \\d+)|(\\d+) of (\\d+)) settings(.*)\\.",
          m -> {
            int better = 0;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              Judged judged = oracle(setting, true).get(List.of(index(m, 1), baseline(m, 2)));
              better += judged != null && isBetter(judged.verdict()) ? 1 : 0;
            }
            assertEquals(m.group(3) == null ? number(m, 4) : design.settings().size(), better);
            tally(m.group(6), index(m, 1));
            topic = new int[] {0, index(m, 1), index(m, 2)};
          });
      on(
          "The difference is largest in "
              + NAME
              + ": "
              + METRIC
              + " "
              + AMOUNT
              + ", p (?:= )?(< )?([0-9.]+)(, which may not matter)?\\.",
          m -> {
            int setting = setting(m.group(1));
            Judged judged = oracle(setting, true).get(List.of(topic[1], topic[2]));
            assertTrue(isBetter(judged.verdict()));
            assertEquals(judged.verdict() == Verdict.BETTER_MAY_NOT_MATTER, m.group(6) != null);
            overall = true;
            amount(setting, topic[1], topic[2], m.group(2), m.group(3));
            overall = false;
            p(judged.adjustedP(), m.group(4) != null, m.group(5));
          });
      on(
          "Against the baseline, (" + NAME + ": .*)\\.",
          m -> {
            for (String clause : m.group(1).split("; ", -1)) {
              Matcher matcher = Pattern.compile(NAME + ": (.*)").matcher(clause);
              assertTrue(matcher.matches(), clause);
              tally(matcher.group(2), index(matcher.group(1)));
            }
          });
      on(
          "The baseline " + NAME + " is best in every setting where it was compared\\.",
          _ -> {
            allSettings(judged -> assertTrue(isWorse(judged.verdict())));
            assertEquals(0, uncompared());
          });
      on(
          "The baseline "
              + NAME
              + " is best in (\\d+) of (\\d+) settings; in the other(?: (\\d+))? nothing"
              + " (?:finished|could be compared)\\.",
          m -> {
            allSettings(judged -> assertTrue(isWorse(judged.verdict())));
            assertEquals(design.settings().size(), number(m, 3));
            assertEquals(number(m, 3) - number(m, 2), uncompared());
            assertEquals(m.group(4) == null ? 1 : number(m, 4), uncompared());
          });
      on(
          "Nothing (finished|could be compared) in (`.*`|`.* and \\d+ more)\\.",
          m -> {
            assertEquals(count(m.group(2)), uncompared());
            boolean finished = false;
            for (MatchResult name : Pattern.compile(NAME).matcher(m.group(2)).results().toList()) {
              int setting = setting(name.group(1));
              assertTrue(oracle(setting, true).isEmpty(), name.group());
              for (int contender = 0; contender < design.contenders().size(); contender++) {
                finished |= mean(setting, contender).isPresent();
              }
            }
            assertTrue(!finished || !m.group(1).equals("finished"), m.group());
          });
      on(
          "Every contender is identical to the baseline "
              + NAME
              + " in every setting(?: with a comparison)?: all paired differences are exactly"
              + " 0\\.",
          _ -> allSettings(judged -> assertEquals(Verdict.IDENTICAL, judged.verdict())));
      on(
          "No practical difference to the baseline " + NAME + " in any setting\\.",
          _ ->
              allSettings(judged ->
                  assertTrue(
                      judged.verdict() == Verdict.PRACTICALLY_EQUAL
                          || judged.verdict() == Verdict.IDENTICAL)));
      on(
          "Undecided: in no setting does the evidence tell (?:a contender from the baseline "
              + NAME
              + "|two contenders apart)\\.",
          _ -> allSettings(judged -> assertEquals(Verdict.UNDECIDED, judged.verdict())));
      on(
          "One unit in each setting cannot decide: there is no spread to hold a difference"
              + " against\\.",
          _ -> allSettings(judged -> assertEquals(1, judged.units())));
      on(
          "No contender is shown to be better than the baseline " + NAME + " in any setting\\.",
          _ -> allSettings(judged -> assertTrue(!isBetter(judged.verdict()))));
      on(
          NAME + " is best in .* settings.*\\.",
          m -> {
            for (String clause : m.group().split("; (?=`)", -1)) {
              Matcher matcher =
                  Pattern.compile(NAME + " is best in (?:all )?(both|\\d+)(?: of \\d+)? settings.*")
                      .matcher(clause);
              assertTrue(matcher.matches(), clause);
              assertEquals(
                  matcher.group(2).equals("both") ? 2 : Integer.parseInt(matcher.group(2)),
                  won(index(matcher.group(1))),
                  clause);
            }
          });
      on(
          "The smallest lead is in "
              + NAME
              + ": against "
              + NAME
              + ", the "
              + METRIC
              + " of "
              + NAME
              + " is "
              + AMOUNT
              + ", p (?:= )?(< )?([0-9.]+)\\.",
          m -> {
            int setting = setting(m.group(1));
            Judged judged = oracle(setting, true).get(List.of(index(m, 3), index(m, 2)));
            assertTrue(isBetter(judged.verdict()));
            overall = true;
            amount(setting, index(m, 3), index(m, 2), m.group(4), m.group(5));
            overall = false;
            p(judged.adjustedP(), m.group(6) != null, m.group(7));
            oracle(setting, true).entrySet().stream()
                .filter(other -> other.getKey().getFirst() == index(m, 3))
                .forEach(other -> assertTrue(other.getValue().mean() >= judged.mean() - 1e-12));
          });
      on(
          "All contenders are identical in every setting(?: with a comparison)?: all paired"
              + " differences are exactly 0\\.",
          _ -> allSettings(judged -> assertEquals(Verdict.IDENTICAL, judged.verdict())));
      on(
          "No practical difference between any two contenders in any setting\\.",
          _ ->
              allSettings(judged ->
                  assertTrue(
                      judged.verdict() == Verdict.PRACTICALLY_EQUAL
                          || judged.verdict() == Verdict.IDENTICAL)));
      on(
          "In no setting is a single contender shown to be better than all others\\.",
          _ -> {
            for (int contender = 0; contender < design.contenders().size(); contender++) {
              assertEquals(0, won(contender));
            }
          });
      on(
          "Each setting was judged on its own units by .*, p and intervals adjusted for the (\\d+)"
              + " comparisons of all settings together \\(Holm\\)\\.",
          m -> {
            int family = 0;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              family += oracle(setting, true).size();
            }
            int sides = design.baseline().isPresent() ? 1 : 2;
            assertEquals(number(m, 1), family / sides);
          });
      on(
          "Each setting was judged on its own units by (?:corrected resampled t|paired t over"
              + " seeds)\\.",
          _ -> {
            int family = 0;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              family += oracle(setting, true).size();
            }
            assertEquals(1, family / (design.baseline().isPresent() ? 1 : 2));
          });
      on(
          "Settings are not independent of one another: how many of them agree is a count, not a"
              + " test\\.",
          _ -> assertTrue(several));
    }

    private void commonPatterns() {
      on(
          "This rests on "
              + UNITS
              + "(?: \\((\\d+) pairs? dropped\\))?: "
              + "(?:corrected resampled t|paired t over seeds)(?:, p (?:= )?(< )?([0-9.]+))?"
              + "(?:, p and interval adjusted for (\\d+) comparisons \\(Holm\\))?\\.",
          m -> {
            Map<List<Integer>, Judged> all = oracle(0, false);
            int sides = design.baseline().isPresent() ? 1 : 2;
            assertEquals(m.group(5) == null ? 1 : Integer.parseInt(m.group(5)), all.size() / sides);
            if (m.group(4) != null && topic.length > 0) {
              Judged judged = all.get(List.of(topic[1], topic[2]));
              assertEquals(number(m, 1), judged.units());
              p(judged.adjustedP(), m.group(3) != null, m.group(4));
            }
          });
      on(
          UNITS + " cannot decide: there is no spread to hold a difference against\\.",
          m -> {
            assertEquals(1, number(m, 1));
            oracle(0, false).values().forEach(judged -> assertEquals(1, judged.units()));
          });
      on(
          "At least "
              + UNITS
              + " are needed for a test, and (\\d+) before one side winning all of"
              + " them is convincing by itself\\.",
          m -> {
            int family = oracle(0, false).size() / (design.baseline().isPresent() ? 1 : 2);
            int units = number(m, 2);
            // One side wins k units by chance once in 2^(k-1).
            assertTrue(family * Math.scalb(1.0, 1 - units) <= design.alpha());
            assertTrue(family * Math.scalb(1.0, 2 - units) > design.alpha());
          });
      on(
          "There is only one contender, " + NAME + ": nothing to compare it with\\.",
          _ -> assertEquals(1, design.contenders().size()));
      on(
          "(?:Its|In "
              + NAME
              + " its) "
              + METRIC
              + " is ([0-9.]+)(?: \\(95% interval ([0-9.]+) to ([0-9.]+)\\))? over "
              + UNITS
              + "\\.",
          m -> {
            int setting = m.group(1) == null ? 0 : setting(m.group(1));
            List<Double> values = units(setting, 0);
            assertEquals(number(m, 5), values.size());
            double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
            close(mean, m.group(2));
            if (m.group(3) != null) {
              assertTrue(
                  Double.parseDouble(m.group(3)) <= Double.parseDouble(m.group(2))
                      && Double.parseDouble(m.group(2)) <= Double.parseDouble(m.group(4)));
            }
          });
      on(
          "(?:Its|In " + NAME + " its) " + METRIC + " is not known: .*\\.",
          m -> assertTrue(units(m.group(1) == null ? 0 : setting(m.group(1)), 0).isEmpty()));
      on(
          "Of the ([0-9,]+) trials? of "
              + NAME
              + ", ([0-9,]+) (?:is|are) missing(?: from its mean and its differences \\([^)]*\\)|"
              + " \\([^)]*\\): ([^;]*))"
              + "(; where some diverged, the mean is of those that survived, and flatters `.*`)?"
              + "\\.",
          m -> {
            int contender = index(m, 2);
            assertEquals(number(m, 1), planned(contender));
            assertEquals(number(m, 3), missing(contender));
            assertEquals(several, m.group(4) != null);
            if (several) {
              places(m.group(4), contender);
            }
            boolean flattered = false;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              flattered |=
                  mean(setting, contender).isPresent()
                      && rows(setting, contender).stream()
                          .map(row -> results.get(row.trial()).status())
                          .anyMatch(status -> status == TrialResult.Status.DIVERGED);
            }
            assertEquals(flattered, m.group(5) != null);
          });
      on(
          NAME + " has no finished trial to compare \\(.*\\)\\.",
          m -> assertEquals(planned(index(m, 1)), missing(index(m, 1))));
      on(
          "The results are incomplete: trials that ended from outside or have not run may change"
              + " this answer\\.",
          _ ->
              assertTrue(
                  results.values().stream()
                      .anyMatch(each -> each.status() == TrialResult.Status.OUTSIDE)));
      on(
          "The folds were fixed: .*\\.",
          _ -> assertEquals(Design.Units.FIXED_FOLDS, design.units()));
      on(
          "Only the randomness of training was varied, .*\\.",
          _ -> assertEquals(Design.Units.SEEDS_ONLY, design.units()));
      on(
          "(?:No|In (.*), no) contender predicts better than the mean of the target \\(test r2 is 0"
              + " or less\\): more epochs or another learning rate come before the choice of a"
              + " loss\\.",
          m -> {
            int lost = 0;
            for (int setting = 0; setting < design.settings().size(); setting++) {
              String label = "`" + design.settings().get(setting).label() + "`";
              boolean named = m.group(1) == null || m.group(1).contains(label);
              lost += bestR2(setting) <= 0 ? 1 : 0;
              assertTrue(!named || bestR2(setting) <= 0, label);
            }
            assertEquals(m.group(1) == null ? design.settings().size() : count(m.group(1)), lost);
          });
      on(
          "In ([0-9,]+) of ([0-9,]+) trials? the last epoch was the best on validation: training"
              + " was probably cut short \\(`epochs`\\)\\.",
          m -> {
            String metric = design.metrics().getFirst().name();
            boolean up = design.metrics().getFirst().high() == 1;
            long last =
                done()
                    .filter(result -> {
                      double first = result.history().getFirst().validation().get(metric);
                      double second = result.history().getLast().validation().get(metric);
                      return up ? second > first : second < first;
                    })
                    .count();
            assertEquals(number(m, 1), last);
            assertEquals(number(m, 2), done().count());
            assertTrue(2 * last > done().count());
          });
      on(
          "The smallest test part has only (\\d+) rows: what is measured on so few says little"
              + " about others\\.",
          m -> {
            assertEquals(number(m, 1), testRows());
            assertTrue(testRows() < 10);
          });
      on(
          "With "
              + UNITS
              + "(?: \\((.*)\\))?, certainty comes from how alike the differences are: that all of"
              + " them favour one side happens by chance once in (\\d+)\\.",
          m -> {
            assertEquals(Math.scalb(1.0, number(m, 1) - 1), Double.parseDouble(m.group(3)));
            restingOn(number(m, 1), m.group(2));
          });
      on(
          "The Bayesian test, which does not count the other comparisons, is surer than the verdict"
              + " that stands: ([^;]*)(?:; \\d+ more in the tables)?\\.",
          m -> {
            Matcher call =
                Pattern.compile(
                        NAME
                            + " (better than|worse than|practically equal to) "
                            + NAME
                            + "( over the data sets)?(?: with "
                            + NAME
                            + ")?(?: in "
                            + NAME
                            + ")?")
                    .matcher(m.group(1));
            int named = 0;
            while (call.find()) {
              named++;
              Posterior posterior = posterior(call, 4, 5, 6);
              switch (call.group(2)) {
                case "better than" -> assertTrue(posterior.better() >= 0.95);
                case "worse than" -> assertTrue(posterior.worse() >= 0.95);
                default -> assertTrue(posterior.equal() >= 0.95);
              }
              if (call.group(4) == null) {
                int place = call.group(6) == null ? 0 : setting(call.group(6));
                Verdict verdict = verdict(place, index(call.group(1)), index(call.group(3)), false);
                assertTrue(
                    verdict == Verdict.UNDECIDED
                        || (call.group(2).startsWith("practically")
                            && (isBetter(verdict) || isWorse(verdict))),
                    verdict.words());
              }
            }
            assertTrue(named > 0 && named <= 3, m.group());
          });
      on(
          "If the differences stay like these, (?:about (\\d+) more|not even (\\d+)) (?:test"
              + " part|fold|seed)s? would probably tell "
              + NAME
              + " (?:from the baseline|and) "
              + NAME
              + "(?: apart)? \\(power by bootstrap\\)\\.",
          m -> {
            int a = index(m, 3);
            int b = index(m, 4);
            assertEquals(Verdict.UNDECIDED, verdict(0, a, b, false));
            int units = differences(0, a, b).length;
            if (m.group(1) == null) {
              assertTrue(decided(a, b, number(m, 2)) < 0.88, m.group());
            } else {
              assertTrue(decided(a, b, units + number(m, 1)) > 0.72, m.group());
              int half = units + number(m, 1) / 2;
              assertTrue(number(m, 1) < 6 || decided(a, b, half) < 0.88, m.group());
            }
          });
      on(
          "(?:With `noise = \\d0%`, over|Over) \\d+ data sets, .*\\.",
          m -> {
            OverDataSets panel = panel(m.group());
            topic = new int[] {comparison.overDataSets().indexOf(panel)};
            OverDataSetsTest.check(
                m.group().substring(OverDataSetsTest.opening(panel).length()), panel, design);
          });
      on(
          "Left out, without a mean on every data set: (.*)\\.",
          m -> {
            for (String clause : m.group(1).split("; ", -1)) {
              Matcher who = Pattern.compile(NAME + ", none on (.*)").matcher(clause);
              assertTrue(who.matches(), clause);
              int contender = index(who.group(1));
              assertTrue(
                  comparison.overDataSets().stream()
                      .anyMatch(panel -> panel.leftOut().contains(contender)));
              Matcher place = Pattern.compile(NAME).matcher(who.group(2));
              while (place.find()) {
                boolean lacking = false;
                for (int setting = 0; setting < design.settings().size(); setting++) {
                  lacking |=
                      place.group(1).equals(design.settings().get(setting).factors().get("data"))
                          && mean(setting, contender).isEmpty();
                }
                assertTrue(lacking, clause);
              }
            }
          });
      on(
          "Test parts share training rows, so n_test/n_train is a floor that more of them cannot"
              + " lower: more rows or a smaller test share, such as `kfold\\(10\\)`, would help\\.",
          _ -> assertTrue(ratio() > 0));
      on(
          "Against the baseline's, the mean .*\\.",
          m ->
              OverDataSetsTest.counted(m.group(), comparison.overDataSets().get(topic[0]), design));
      on(
          "Contenders were tested against the baseline, not against each other: which of those that"
              + " beat it is best is not tested\\.",
          _ -> assertTrue(design.baseline().isPresent()));
      on(
          "The best mean is that of " + NAME + ", but its difference to the baseline is .*\\.",
          m -> {
            bestMean(index(m, 1));
            assertTrue(!isBetter(verdict(0, index(m, 1), design.baseline().getAsInt(), false)));
          });
    }

    private OverDataSets panel(String sentence) {
      return comparison.overDataSets().stream()
          .filter(panel -> sentence.startsWith(OverDataSetsTest.opening(panel)))
          .findFirst()
          .orElseThrow();
    }

    private Posterior posterior(Matcher call, int data, int noise, int setting) {
      int a = index(call.group(1));
      int b = index(call.group(3));
      if (call.group(data) == null) {
        int place = call.group(setting) == null ? 0 : setting(call.group(setting));
        double[] differences = differences(place, a, b);
        return Posterior.correlatedT(differences, ratio(), rope(place)).orElseThrow();
      }
      String panel = call.group(noise) == null ? "" : call.group(noise);
      return comparison.overDataSets().stream()
          .filter(each -> each.panel().equals(panel))
          .flatMap(each -> each.pairs().stream())
          .filter(pair -> pair.contender() == a && pair.reference() == b)
          .findFirst()
          .orElseThrow()
          .posterior();
    }

    /** In which share of experiments of so many units, drawn anew, there is a verdict. */
    private double decided(int a, int b, int units) {
      double[] seen = differences(0, a, b);
      double mean = Arrays.stream(seen).average().orElseThrow();
      double widening = Math.sqrt(seen.length / (seen.length - 1.0));
      int family = oracle(0, false).size() / (design.baseline().isPresent() ? 1 : 2);
      double critical =
          new TDistribution(units - 1)
              .inverseCumulativeProbability(1 - design.alpha() / family / 2);
      var random = new SplitMix64(99);
      int decided = 0;
      for (int experiment = 0; experiment < 400; experiment++) {
        double[] drawn = new double[units];
        Arrays.setAll(drawn, _ -> mean + widening * (seen[random.nextInt(seen.length)] - mean));
        double center = Arrays.stream(drawn).average().orElseThrow();
        double squares = Arrays.stream(drawn).map(d -> (d - center) * (d - center)).sum();
        double reach = critical * Math.sqrt((1.0 / units + ratio()) * squares / (units - 1));
        boolean outside = Math.abs(center) > reach;
        boolean inside = Math.abs(center) + reach <= rope(0);
        decided += outside || inside ? 1 : 0;
      }
      return decided / 400.0;
    }

    private double ratio() {
      // Synthetic trials have 114 rows to train on.
      return design.units() == Design.Units.SEEDS_ONLY ? 0 : testRows() / 114.0;
    }

    // What the sentences are held against

    private record Judged(
        double mean, int units, Interval interval, double adjustedP, Verdict verdict) {}

    private boolean overall;

    private final Map<List<Object>, Map<List<Integer>, Judged>> judged = new HashMap<>();

    /** Pair → judgement, of a setting; without a baseline both ways round. */
    private Map<List<Integer>, Judged> oracle(int setting, boolean together) {
      return judged.computeIfAbsent(List.of(setting, together), _ -> workedOut(setting, together));
    }

    private Map<List<Integer>, Judged> workedOut(int setting, boolean together) {
      List<List<Integer>> pairs = new ArrayList<>();
      List<Held> tests = new ArrayList<>();
      for (int s = 0; s < design.settings().size(); s++) {
        if (!together && s != setting) {
          continue;
        }
        for (int a = 0; a < design.contenders().size(); a++) {
          for (int b = 0; b < design.contenders().size(); b++) {
            boolean compared =
                design.baseline().isPresent() ? b == design.baseline().getAsInt() && a != b : a < b;
            if (compared && differences(s, a, b).length > 0) {
              pairs.add(List.of(s, a, b));
              tests.add(test(differences(s, a, b)));
            }
          }
        }
      }
      List<Judged> decisions = holm(tests);
      Map<List<Integer>, Judged> judged = new LinkedHashMap<>();
      for (int i = 0; i < pairs.size(); i++) {
        int a = pairs.get(i).get(1);
        int b = pairs.get(i).get(2);
        if (pairs.get(i).get(0) != setting) {
          continue;
        }
        double[] differences = differences(setting, a, b);
        Interval interval = decisions.get(i).interval();
        Verdict verdict = verdict(differences, interval, rope(setting));
        double mean = decisions.get(i).mean();
        double p = decisions.get(i).adjustedP();
        judged.put(List.of(a, b), new Judged(mean, differences.length, interval, p, verdict));
        if (design.baseline().isEmpty()) {
          var mirrored = new Interval(-interval.high(), -interval.low(), interval.level());
          judged.put(
              List.of(b, a),
              new Judged(-mean, differences.length, mirrored, p, verdict.mirrored()));
        }
      }
      return judged;
    }

    private int testRows() {
      return done().mapToInt(TrialResult::testRows).min().orElseThrow();
    }

    private Stream<TrialResult> done() {
      return results.values().stream().filter(result -> result.status() == TrialResult.Status.DONE);
    }

    /** Synthetic trials measure r2 in the same way in all of them. */
    private double bestR2(int setting) {
      double best = Double.NaN;
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        Map<String, List<Double>> byUnit = new LinkedHashMap<>();
        for (Design.Row row : rows(setting, contender)) {
          if (value(row) != null) {
            byUnit
                .computeIfAbsent(unit(row), _ -> new ArrayList<>())
                .add(results.get(row.trial()).metrics().get("test.r2"));
          }
        }
        List<Double> units = byUnit.values().stream().map(AnswerPropertyTest::mean).toList();
        if (!units.isEmpty()) {
          double mean = AnswerPropertyTest.mean(units);
          best = Double.isNaN(best) ? mean : Math.max(best, mean);
        }
      }
      return best;
    }

    /** The t-test of science.md, written down once more. */
    private record Held(
        double mean, double error, int units, boolean constant, double p, boolean zero) {
      Interval interval(double alpha) {
        if (units == 1 || (constant && !zero && p > alpha)) {
          return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1 - alpha);
        }
        double reach =
            constant
                ? 0
                : error * new TDistribution(units - 1).inverseCumulativeProbability(1 - alpha / 2);
        return new Interval(mean - reach, mean + reach, 1 - alpha);
      }
    }

    private Held test(double[] differences) {
      int k = differences.length;
      double mean = AnswerPropertyTest.mean(Arrays.stream(differences).boxed().toList());
      double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
      double sd = k == 1 ? 0 : Math.sqrt(squares / (k - 1));
      double error = sd * Math.sqrt(1.0 / k + ratio());
      boolean constant = k > 1 && sd <= 1e-10 * Math.abs(mean);
      double p =
          k == 1
              ? 1
              : constant
                  ? mean == 0 ? 1 : Math.scalb(1.0, 1 - k)
                  : 2 * new TDistribution(k - 1).cumulativeProbability(-Math.abs(mean / error));
      return new Held(mean, error, k, constant, p, mean == 0);
    }

    /** Step down: the smallest p against alpha / m, and so on until the first that fails. */
    private List<Judged> holm(List<Held> tests) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < tests.size(); i++) {
        order.add(i);
      }
      order.sort(Comparator.comparingDouble(i -> tests.get(i).p()));
      Judged[] judged = new Judged[tests.size()];
      double alpha = design.alpha();
      double largest = 0;
      boolean stopped = false;
      for (int i = 0; i < order.size(); i++) {
        Held test = tests.get(order.get(i));
        boolean tied = i > 0 && test.p() == tests.get(order.get(i - 1)).p();
        if (!stopped && !tied) {
          alpha = design.alpha() / (tests.size() - i);
        }
        largest = Math.max(largest, Math.min(1, (tests.size() - i) * test.p()));
        boolean rejected = largest <= design.alpha();
        stopped |= !rejected;
        Interval interval = test.interval(alpha);
        if (rejected && interval.low() <= 0 && interval.high() >= 0) {
          // p is at its threshold, to rounding.
          interval =
              test.mean() > 0
                  ? new Interval(Double.MIN_VALUE, interval.high(), interval.level())
                  : new Interval(interval.low(), -Double.MIN_VALUE, interval.level());
        }
        judged[order.get(i)] =
            new Judged(test.mean(), test.units(), interval, largest, Verdict.UNDECIDED);
      }
      return List.of(judged);
    }

    /** The rule of science.md. */
    private static Verdict verdict(double[] differences, Interval interval, double rope) {
      if (Arrays.stream(differences).allMatch(difference -> difference == 0)) {
        return Verdict.IDENTICAL;
      }
      if (rope > 0 && interval.low() >= -rope && interval.high() <= rope) {
        return Verdict.PRACTICALLY_EQUAL;
      }
      if (interval.low() > rope) {
        return Verdict.BETTER;
      }
      if (interval.high() < -rope) {
        return Verdict.WORSE;
      }
      return interval.low() > 0
          ? Verdict.BETTER_MAY_NOT_MATTER
          : interval.high() < 0 ? Verdict.WORSE_MAY_NOT_MATTER : Verdict.UNDECIDED;
    }

    private Verdict verdict(int setting, int a, int b, boolean together) {
      return oracle(setting, together).get(List.of(a, b)).verdict();
    }

    private List<Judged> against(int setting) {
      return List.copyOf(oracle(setting, false).values());
    }

    private void all(int setting, boolean together, Verdict... verdicts) {
      for (Judged judged : oracle(setting, together).values()) {
        assertTrue(List.of(verdicts).contains(judged.verdict()), judged.toString());
      }
    }

    private void allSettings(Consumer<Judged> check) {
      for (int setting = 0; setting < design.settings().size(); setting++) {
        oracle(setting, true).values().forEach(check);
      }
    }

    private int won(int contender) {
      int won = 0;
      for (int setting = 0; setting < design.settings().size(); setting++) {
        boolean all = !units(setting, contender).isEmpty() && !oracle(setting, true).isEmpty();
        for (int other = 0; other < design.contenders().size(); other++) {
          Judged judged = oracle(setting, true).get(List.of(contender, other));
          all &=
              other == contender
                  || units(setting, other).isEmpty()
                  || (judged != null && isBetter(judged.verdict()));
        }
        won += all ? 1 : 0;
      }
      return won;
    }

    /** Missing trials, setting by setting, such as "3 of 10 in `noise = 10%`". */
    private void places(String text, int contender) {
      Matcher place = Pattern.compile("(\\d+) of (\\d+) in " + NAME).matcher(text);
      int named = 0;
      while (place.find()) {
        List<Design.Row> rows = rows(setting(place.group(3)), contender);
        assertEquals(Integer.parseInt(place.group(2)), rows.size());
        assertEquals(
            Integer.parseInt(place.group(1)),
            rows.stream().filter(row -> value(row) == null).count());
        named++;
      }
      assertTrue(named > 0, text);
    }

    /** Whether the named comparisons, and where none is named all, have so many units. */
    private void restingOn(int units, String named) {
      for (int setting = 0; setting < design.settings().size(); setting++) {
        for (Map.Entry<List<Integer>, Judged> pair : oracle(setting, true).entrySet()) {
          assertTrue(pair.getValue().units() >= units);
          assertTrue(named != null || pair.getValue().units() == units);
        }
      }
      if (named != null) {
        Matcher pair =
            Pattern.compile(NAME + "(?: with " + NAME + ")?(?: in " + NAME + ")?").matcher(named);
        while (pair.find()) {
          int other = pair.group(2) == null ? design.baseline().getAsInt() : index(pair.group(2));
          int setting = pair.group(3) == null ? 0 : setting(pair.group(3));
          assertEquals(units, differences(setting, index(pair.group(1)), other).length);
        }
      }
    }

    private int uncompared() {
      int none = 0;
      for (int setting = 0; setting < design.settings().size(); setting++) {
        none += oracle(setting, true).isEmpty() ? 1 : 0;
      }
      return none;
    }

    /** Counts such as "undecided in 2 (…), worse in 1" or "worse in all". */
    private void tally(String text, int contender) {
      int planned = 0;
      int missing = 0;
      for (int setting = 0; setting < design.settings().size(); setting++) {
        if (oracle(setting, true).containsKey(List.of(contender, design.baseline().getAsInt()))) {
          planned += rows(setting, contender).size();
          missing +=
              (int) rows(setting, contender).stream().filter(row -> value(row) == null).count();
        }
      }
      Matcher gaps =
          Pattern.compile("\\((\\d+) of its (\\d+) trials there (?:is|are) missing\\)")
              .matcher(text);
      assertEquals(missing > 0, gaps.find(), text);
      if (missing > 0) {
        assertEquals(missing, Integer.parseInt(gaps.group(1)));
        assertEquals(planned, Integer.parseInt(gaps.group(2)));
      }
      Matcher counts =
          Pattern.compile(
                  "(better, may not matter|worse, may not matter|practically equal|cannot decide"
                      + "|undecided|identical|better|worse) in (all|\\d+)")
              .matcher(text);
      while (counts.find()) {
        int expected =
            counts.group(2).equals("all")
                ? design.settings().size()
                : Integer.parseInt(counts.group(2));
        int found = 0;
        for (int setting = 0; setting < design.settings().size(); setting++) {
          Judged judged =
              oracle(setting, true).get(List.of(contender, design.baseline().getAsInt()));
          if (judged != null) {
            String words =
                judged.units() == 1 && judged.verdict() != Verdict.IDENTICAL
                    ? "cannot decide"
                    : judged.verdict().words();
            found += words.equals(counts.group(1)) ? 1 : 0;
          }
        }
        assertEquals(expected, found, text);
      }
    }

    private void amount(int setting, int a, int b, String amount, String interval) {
      topic = new int[] {setting, a, b};
      Judged judged = oracle(setting, overall).get(List.of(a, b));
      signed(judged.mean(), amount);
      if (interval == null) {
        assertEquals(1, judged.units());
        return;
      }
      if (interval.equals("too few units for an interval")) {
        assertTrue(Double.isInfinite(judged.interval().low()));
        return;
      }
      boolean up = design.metrics().getFirst().high() == 1;
      double low = up ? judged.interval().low() : -judged.interval().high();
      double high = up ? judged.interval().high() : -judged.interval().low();
      Matcher one = Pattern.compile("95% interval ([0-9.]+) to ([0-9.]+)").matcher(interval);
      if (one.matches()) {
        assertTrue(low > 0 || high < 0, interval);
        close(Math.min(Math.abs(low), Math.abs(high)), one.group(1));
        close(Math.max(Math.abs(low), Math.abs(high)), one.group(2));
        return;
      }
      Matcher across =
          Pattern.compile(
                  "95% interval from (0|[0-9.]+ (?:lower|higher)) to (0|[0-9.]+ (?:lower|higher))")
              .matcher(interval);
      assertTrue(across.matches(), interval);
      assertTrue(low <= 0 && high >= 0, interval);
      end(low, across.group(1));
      end(high, across.group(2));
    }

    private void signed(double better, String amount) {
      boolean up = design.metrics().getFirst().high() == 1;
      end(up ? better : -better, amount.equals("about the same") ? "0" : amount);
    }

    private void end(double value, String text) {
      if (text.equals("0")) {
        // How many digits were shown cannot be read off: at least it is small.
        assertTrue(Math.abs(value) < 0.05, value + " is not about 0");
        return;
      }
      String[] parts = text.split(" ", -1);
      assertEquals(value > 0 ? "higher" : "lower", parts[1]);
      close(Math.abs(value), parts[0]);
    }

    /** Half a unit of the last digit shown. */
    private static void close(double value, String text) {
      int point = text.indexOf('.');
      int decimals = point < 0 ? 0 : text.length() - point - 1;
      double unit = StrictMath.pow(10, -decimals);
      assertEquals(value, Double.parseDouble(text), 0.5000001 * unit);
    }

    private void p(double p, boolean below, String text) {
      if (below) {
        assertTrue(p < Double.parseDouble(text));
      } else {
        close(p, text);
        assertEquals(p <= design.alpha(), Double.parseDouble(text) <= design.alpha());
      }
    }

    private void bestMean(int contender) {
      double best = mean(0, contender).orElseThrow();
      boolean up = design.metrics().getFirst().high() == 1;
      for (int other = 0; other < design.contenders().size(); other++) {
        mean(0, other)
            .ifPresent(mean -> assertTrue(up ? mean <= best + 1e-12 : mean >= best - 1e-12));
      }
    }

    private void nearest(int contender) {
      Map<List<Integer>, Judged> all = oracle(0, false);
      double mean = all.get(List.of(contender, design.baseline().getAsInt())).mean();
      all.values().forEach(judged -> assertTrue(judged.mean() <= mean + 1e-12));
    }

    // Straight from the results

    private double[] differences(int setting, int a, int b) {
      boolean up = design.metrics().getFirst().high() == 1;
      Map<String, List<Double>> byUnit = new LinkedHashMap<>();
      for (Design.Row one : rows(setting, a)) {
        for (Design.Row other : rows(setting, b)) {
          if (one.unit().equals(other.unit()) && one.seed() == other.seed()) {
            Double x = value(one);
            Double y = value(other);
            if (x != null && y != null) {
              byUnit.computeIfAbsent(unit(one), _ -> new ArrayList<>()).add(up ? x - y : y - x);
            }
          }
        }
      }
      return byUnit.values().stream().mapToDouble(AnswerPropertyTest::mean).toArray();
    }

    private List<Double> units(int setting, int contender) {
      Map<String, List<Double>> byUnit = new LinkedHashMap<>();
      for (Design.Row row : rows(setting, contender)) {
        if (value(row) != null) {
          byUnit.computeIfAbsent(unit(row), _ -> new ArrayList<>()).add(value(row));
        }
      }
      return byUnit.values().stream().map(AnswerPropertyTest::mean).toList();
    }

    private Optional<Double> mean(int setting, int contender) {
      List<Double> units = units(setting, contender);
      return units.isEmpty() ? Optional.empty() : Optional.of(AnswerPropertyTest.mean(units));
    }

    private String unit(Design.Row row) {
      return design.units() == Design.Units.SEEDS_ONLY ? Long.toString(row.seed()) : row.unit();
    }

    private List<Design.Row> rows(int setting, int contender) {
      return design.trials().stream()
          .filter(row -> row.setting() == setting && row.contender() == contender)
          .toList();
    }

    private Double value(Design.Row row) {
      TrialResult result = results.get(row.trial());
      return result.status() == TrialResult.Status.DONE ? result.metrics().get(design.by()) : null;
    }

    private double rope(int setting) {
      if (!design.ropeRelative()) {
        return design.rope();
      }
      List<Double> means = new ArrayList<>();
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        if (design.baseline().isEmpty() || design.baseline().getAsInt() == contender) {
          mean(setting, contender).ifPresent(means::add);
        }
      }
      return means.isEmpty() ? 0 : design.rope() * Math.abs(AnswerPropertyTest.mean(means));
    }

    private void assertRope(String text) {
      assertEquals(rope(0), Double.parseDouble(text), 1e-3 * rope(0));
    }

    private int planned(int contender) {
      return (int) design.trials().stream().filter(row -> row.contender() == contender).count();
    }

    private int missing(int contender) {
      return (int)
          design.trials().stream()
              .filter(row -> row.contender() == contender && value(row) == null)
              .count();
    }

    private int index(MatchResult match, int group) {
      return index(match.group(group));
    }

    /** How many a list such as "`a`, `b` and 2 more" counts. */
    private static int count(String list) {
      Matcher more = Pattern.compile("(\\d+) more$").matcher(list);
      int unnamed = more.find() ? Integer.parseInt(more.group(1)) : 0;
      return unnamed + (int) Pattern.compile(NAME).matcher(list).results().count();
    }

    private int setting(String label) {
      return design.settings().stream().map(Design.Setting::label).toList().indexOf(label);
    }

    private int index(String name) {
      return design.contenders().stream().map(Design.Contender::label).toList().indexOf(name);
    }

    private int baseline(MatchResult match, int group) {
      int index = index(match, group);
      assertEquals(design.baseline().getAsInt(), index);
      return index;
    }

    private static int number(MatchResult match, int group) {
      return Integer.parseInt(match.group(group).replace(",", ""));
    }

    private static boolean isBetter(Verdict verdict) {
      return verdict == Verdict.BETTER || verdict == Verdict.BETTER_MAY_NOT_MATTER;
    }

    private static boolean isWorse(Verdict verdict) {
      return verdict == Verdict.WORSE || verdict == Verdict.WORSE_MAY_NOT_MATTER;
    }
  }

  private static double mean(List<Double> values) {
    double origin = values.getFirst();
    double sum = 0;
    for (double value : values) {
      sum += value - origin;
    }
    return origin + sum / values.size();
  }
}
