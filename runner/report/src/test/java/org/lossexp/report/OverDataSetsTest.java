package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.OverDataSets.Pair;
import org.lossexp.report.statistics.PublishedNumbers;
import org.lossexp.report.statistics.SplitMix64;
import org.lossexp.report.statistics.Verdict;

/** Contenders over several data sets. */
class OverDataSetsTest {
  /** Demšar, JMLR 7, 2006, table 6: four variants of C4.5 on 14 data sets, one AUC each. */
  @Test
  void demsarsTableComesOutOfAnExperiment() throws IOException {
    JsonObject root = PublishedNumbers.file("demsar2006.json");
    double[][] table = PublishedNumbers.rows(root.get("auc_table6"));
    JsonArray names = root.getAsJsonArray("datasets");
    var synthetic = new Synthetic();
    synthetic.contenders = List.of("C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf");
    synthetic.effects = new double[4];
    synthetic.seeds = 1;
    synthetic.rope = 0;
    List<Map<String, String>> settings = new ArrayList<>();
    names.forEach(name -> settings.add(Synthetic.factors("data", name.getAsString())));
    synthetic.settings = settings;
    Design design = synthetic.design();
    for (Design.Row row : design.trials()) {
      put(synthetic, row, table[row.setting()][row.contender()]);
    }
    var report = new Report(design, synthetic.results);
    OverDataSets panel = report.comparison().overDataSets().getFirst();

    assertEquals(14, panel.dataSets().size());
    String computed = "computed/from_ranks_of_rounded_table/average_ranks";
    double[] ranks = PublishedNumbers.numbers(PublishedNumbers.at(root, computed));
    for (OverDataSets.Ranked ranked : panel.contenders()) {
      assertEquals(ranks[ranked.contender()], ranked.averageRank(), 1e-12);
    }
    assertEquals(
        PublishedNumbers.number(root, "computed/CD_0.05"), panel.criticalDifference(), 1e-9);
    Pair pair = panel.pair(1).orElseThrow();
    assertEquals(0, pair.reference());
    assertEquals(10, pair.wins());
    assertEquals(2, pair.losses());
    assertEquals(3, pair.judgement().family());
    // Reported by the paper of C4.5+m: Wilcoxon rejects at 0.05 (table 2).
    assertTrue(pair.test().pValue() < 0.05);
    String headline = report.answer().headline();
    assertTrue(headline.startsWith("Over 14 data sets, "), headline);
  }

  private static void put(Synthetic synthetic, Design.Row row, double value) {
    TrialResult made = synthetic.results.get(row.trial());
    Map<String, Double> metrics = new LinkedHashMap<>(made.metrics());
    metrics.put("test.accuracy", value);
    synthetic.results.put(
        row.trial(),
        new TrialResult(
            row.trial(),
            made.status(),
            "",
            made.bestEpoch(),
            made.trainingRows(),
            made.validationRows(),
            made.testRows(),
            metrics,
            made.history()));
  }

  @Test
  void otherFactorsMakePanels() {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(
            Synthetic.factors("data", "iris", "noise", "0%"),
            Synthetic.factors("data", "iris", "noise", "20%"),
            Synthetic.factors("data", "wine", "noise", "0%"),
            Synthetic.factors("data", "wine", "noise", "20%"));
    Comparison comparison = new Report(synthetic.design(), synthetic.results).comparison();
    assertEquals(
        List.of("noise = 0%", "noise = 20%"),
        comparison.overDataSets().stream().map(OverDataSets::panel).toList());
    assertEquals(List.of("iris", "wine"), comparison.overDataSets().getFirst().dataSets());
    // Both panels' pairs count together.
    assertEquals(4, comparison.overDataSets().getLast().pairs().getFirst().judgement().family());
  }

  @Test
  void whoLacksADataSetIsLeftOutAndNamed() throws IOException {
    var synthetic = new Synthetic();
    synthetic.settings =
        List.of(Synthetic.factors("data", "iris"), Synthetic.factors("data", "wine"));
    Design design = synthetic.design();
    for (Design.Row row : design.trials()) {
      if (row.setting() == 1 && row.contender() == 2) {
        synthetic.end(row.trial(), TrialResult.Status.DIVERGED, "made up");
      }
    }
    OverDataSets panel =
        new Report(design, synthetic.results).comparison().overDataSets().getFirst();
    assertEquals(List.of(2), panel.leftOut());
    assertTrue(panel.friedman().isEmpty());
    String text = new Report(design, synthetic.results).answer().text();
    assertTrue(
        text.contains(
            "Left out, without a mean on every data set: `log_cosh`, none on `wine` (10 of 10"
                + " diverged)."),
        text);
  }

  /** Who is called the reference is an accident of the ranks: swapping the two changes the sign. */
  @Test
  void withoutABaselineSharesAreOfTheMeanOfAll() {
    var synthetic = new Synthetic();
    synthetic.lowerIsBetter = true;
    synthetic.baseline = OptionalInt.empty();
    synthetic.settings =
        List.of(
            Synthetic.factors("data", "iris"),
            Synthetic.factors("data", "wine"),
            Synthetic.factors("data", "letter"));
    Comparison comparison = new Report(synthetic.design(), synthetic.results).comparison();
    OverDataSets panel = comparison.overDataSets().getFirst();
    assertTrue(panel.relative());
    for (Pair pair : panel.pairs()) {
      for (int set = 0; set < 3; set++) {
        Comparison.Measured deciding = comparison.settings().get(set).deciding();
        double all =
            deciding.scores().stream()
                .mapToDouble(score -> score.mean().orElseThrow())
                .average()
                .orElseThrow();
        double contender = deciding.score(pair.contender()).orElseThrow().mean().orElseThrow();
        double reference = deciding.score(pair.reference()).orElseThrow().mean().orElseThrow();
        assertEquals((reference - contender) / all, pair.differences().get(set).value(), 1e-12);
      }
    }
  }

  private static final String NAME = "`([^`]+)`";
  private static final String COUNTED =
      NAME
          + ", higher on (\\d+) and lower on (\\d+)"
          + " \\(p (?:=|<) [0-9.]+(, which may not matter)?\\)";
  private static final String NAMES = NAME + "(?:(?:, | and )" + NAME + ")*";

  /** The words never contradict the numbers: sentences are read back and held against them. */
  @Test
  void everySentenceAgreesWithTheNumbers() {
    var seen = new TreeMap<String, Integer>();
    for (int experiment = 0; experiment < 400; experiment++) {
      var random = new SplitMix64(13 * experiment + 5);
      Synthetic synthetic = random(random);
      Design design = synthetic.design();
      var report = new Report(design, synthetic.results);
      List<String> paragraphs = new ArrayList<>(List.of(report.answer().headline()));
      paragraphs.addAll(report.answer().support());
      List<OverDataSets> panels = report.comparison().overDataSets();
      int next = 0;
      for (OverDataSets panel : panels) {
        if (next == 0) {
          next = panel.pairs().isEmpty() ? 0 : first(paragraphs, opening(panel));
          boolean decides =
              panels.stream()
                  .flatMap(each -> each.pairs().stream())
                  .anyMatch(pair -> !pair.judgement().cannotDecide());
          assertEquals(decides, next == 0, "the settings answer first where nothing is decided");
        }
        String text = paragraphs.get(next++);
        try {
          assertTrue(text.startsWith(opening(panel)), text);
          String rest = text.substring(opening(panel).length());
          seen.merge(check(rest, panel, design), 1, Integer::sum);
          if (next < paragraphs.size()
              && paragraphs.get(next).startsWith("Against the baseline's, ")) {
            counted(paragraphs.get(next++), panel, design);
          }
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("experiment " + experiment + ": " + text, e);
        }
      }
    }
    assertEquals(6, seen.size(), seen.toString());
  }

  private static int first(List<String> paragraphs, String opening) {
    return paragraphs.indexOf(
        paragraphs.stream().filter(text -> text.startsWith(opening)).findFirst().orElseThrow());
  }

  static String opening(OverDataSets panel) {
    return (panel.panel().isEmpty() ? "Over " : "With `" + panel.panel() + "`, over ")
        + panel.dataSets().size()
        + " data sets, ";
  }

  /** {@return which kind of sentence it was} */
  static String check(String text, OverDataSets panel, Design design) {
    List<Pair> pairs = panel.pairs();
    if (text.equals("all contenders are identical.")) {
      assertTrue(
          pairs.stream()
              .allMatch(pair -> pair.differences().stream().allMatch(d -> d.value() == 0)));
      return "identical";
    }
    if (text.startsWith("nothing can be decided")) {
      // k data sets are won by one side by chance once in 2^(k-1).
      double best =
          pairs.getFirst().judgement().family() / Math.pow(2, panel.dataSets().size() - 1);
      assertTrue(best > design.alpha());
      return "cannot";
    }
    if (text.startsWith("no difference between")) {
      assertTrue(panel.friedman().orElseThrow().fP() > design.alpha());
      pairs.forEach(pair -> assertFalse(isCalled(pair.judgement().verdict())));
      return "friedman";
    }
    if (design.baseline().isPresent()) {
      Matcher called =
          Pattern.compile(
                  "(?:(no contender) is shown to be|("
                      + NAMES
                      + ") (?:is|are)) better than the baseline "
                      + NAME
                      + "(?:; worse: ("
                      + NAMES
                      + "))?\\.")
              .matcher(text);
      assertTrue(called.matches(), text);
      assertEquals(called(panel, AnswerWriter::isBetter), named(called.group(2), design), text);
      assertEquals(called(panel, AnswerWriter::isWorse), named(called.group(6), design), text);
      return called.group(1) == null ? "better" : "none";
    }
    String first = design.contenders().get(panel.contenders().getFirst().contender()).label();
    assertTrue(text.startsWith("`" + first + "` "), text);
    int leader = panel.contenders().getFirst().contender();
    long beaten =
        pairs.stream()
            .filter(pair -> pair.contender() == leader)
            .filter(pair -> AnswerWriter.isBetter(pair.judgement().verdict()))
            .count();
    assertEquals(text.contains(" is better than "), beaten == panel.contenders().size() - 1);
    assertEquals(text.contains("no other contender"), beaten == 0);
    return "pairs";
  }

  private static boolean isCalled(Verdict verdict) {
    return AnswerWriter.isBetter(verdict) || AnswerWriter.isWorse(verdict);
  }

  private static Set<Integer> called(OverDataSets panel, Predicate<Verdict> kind) {
    return panel.pairs().stream()
        .filter(pair -> kind.test(pair.judgement().verdict()))
        .map(Pair::contender)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> named(String list, Design design) {
    List<String> labels = design.contenders().stream().map(Design.Contender::label).toList();
    return list == null
        ? Set.of()
        : Pattern.compile(NAME)
            .matcher(list)
            .results()
            .map(match -> labels.indexOf(match.group(1)))
            .collect(Collectors.toSet());
  }

  static void counted(String text, OverDataSets panel, Design design) {
    List<MatchResult> found = Pattern.compile(COUNTED).matcher(text).results().toList();
    Set<Integer> expected = new HashSet<>(called(panel, AnswerWriter::isBetter));
    expected.addAll(called(panel, AnswerWriter::isWorse));
    assertEquals(expected.size(), found.size(), text);
    for (MatchResult match : found) {
      int contender = named(match.group(), design).iterator().next();
      assertTrue(expected.contains(contender), text);
      Pair pair = panel.pair(contender).orElseThrow();
      Verdict verdict = pair.judgement().verdict();
      boolean up = design.metrics().getFirst().name().equals("accuracy");
      assertEquals(up ? pair.wins() : pair.losses(), Integer.parseInt(match.group(2)));
      assertEquals(up ? pair.losses() : pair.wins(), Integer.parseInt(match.group(3)));
      assertEquals(
          match.group(4) != null,
          verdict == Verdict.BETTER_MAY_NOT_MATTER || verdict == Verdict.WORSE_MAY_NOT_MATTER);
    }
  }

  private static Synthetic random(SplitMix64 random) {
    var synthetic = new Synthetic();
    int contenders = 2 + random.nextInt(4);
    int dataSets = 2 + random.nextInt(11);
    List<String> names = new ArrayList<>();
    synthetic.effects = new double[contenders];
    double[] sizes = {0, 0, 0.01, 0.05};
    for (int i = 0; i < contenders; i++) {
      names.add(String.valueOf((char) ('a' + i)));
      synthetic.effects[i] = sizes[random.nextInt(sizes.length)];
    }
    synthetic.contenders = names;
    List<Map<String, String>> settings = new ArrayList<>();
    boolean panels = random.nextInt(3) == 0;
    for (int i = 0; i < dataSets; i++) {
      settings.add(
          panels
              ? Synthetic.factors("data", "d" + i / 2, "noise", i % 2 + "0%")
              : Synthetic.factors("data", "d" + i));
    }
    synthetic.settings = settings;
    synthetic.baseline = random.nextInt(2) == 0 ? OptionalInt.empty() : OptionalInt.of(0);
    synthetic.noise = new double[] {0, 0.001, 0.01}[random.nextInt(3)];
    synthetic.rope = new double[] {0, 0.002, 0.03}[random.nextInt(3)];
    synthetic.lowerIsBetter = random.nextInt(2) == 0;
    synthetic.seeds = 2;
    synthetic.epochs = 1;
    synthetic.seed = random.nextInt(1000);
    return synthetic;
  }
}
