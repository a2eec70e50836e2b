package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.grammar.Parser;
import org.lossexp.grammar.Source;

/** A trial's identity changes with everything that can change its result, and with nothing else. */
class IdentityTest {
  private static final String FILE =
      """
      let rate = 10%
      data d = csv("digits.csv", target = "label") -> kfold(5, validation = 16%) -> label_noise(rate)
      model m = dense(16, relu) -> dropout(0.5)
      loss cross_entropy(label_smoothing = 0.1)
      optimizer adam(learning_rate = 0.01)
      train { epochs = 3 }
      repeat { seeds = 2, from = 5 }
      measure accuracy, macro_f1
      """;

  private static List<String> ids(String text) {
    return ids(World.plan("file.lossexp", text).get());
  }

  private static List<String> ids(ExperimentPlan plan) {
    return plan.trials().stream().map(Trial::id).toList();
  }

  private static String changed(String from, String to) {
    assertTrue(FILE.contains(from), from);
    return FILE.replace(from, to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data d = | data renamed =",
        "model m = | model renamed =",
        "loss cross_entropy | loss renamed = cross_entropy",
        "loss cross_entropy | loss softmax_cross_entropy",
        "optimizer adam | optimizer renamed = adam",
        "\"digits.csv\" | \"elsewhere/digits.csv\"",
        "let rate = 10% | let rate = 0.1",
        "let rate | let unused = 3 let rate",
        "kfold(5, | kfold(validation = 0.16, folds = 5, seed = none, stratify = false) ->"
            + " label_noise(rate) //",
        "dense(16, relu) | dense(activation = relu, units = 16)",
        "dropout(0.5) | dropout(0.5) -> dense(outputs)",
        "train { epochs = 3 } | train { epochs = 3, batch_size = 32 }",
        "measure accuracy | compare { rope = 1%, alpha = 1% } report { formats = csv } measure"
            + " accuracy",
        "loss cross_entropy( | experiment \"title\" loss cross_entropy(",
      })
  void whatCannotChangeAResultDoesNotChangeTheIdentity(String from, String to) {
    assertEquals(ids(FILE), ids(changed(from, to)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "digits.csv | iris.csv",
        "target = \"label\" | target = \"other\"",
        "kfold(5 | kfold(4",
        "validation = 16% | validation = 10%",
        "-> label_noise(rate) | -> label_noise(rate) -> standardize()",
        "let rate = 10% | let rate = 11%",
        "dense(16 | dense(17",
        "relu | tanh",
        "-> dropout(0.5) | ''",
        "label_smoothing = 0.1 | label_smoothing = 0.2",
        "label_smoothing = 0.1 | label_smoothing = 0.1, reduction = sum",
        "cross_entropy(label_smoothing = 0.1) | softmax_focal",
        "learning_rate = 0.01 | learning_rate = 0.02",
        "adam(learning_rate = 0.01) | sgd(learning_rate = 0.01)",
        "epochs = 3 | epochs = 4",
        "epochs = 3 | epochs = 3, batch_size = 16",
        "epochs = 3 | epochs = 3, stop = early(patience = 3)",
        "from = 5 | from = 15",
        "measure accuracy, macro_f1 | measure accuracy",
        "measure accuracy | compare { by = test.macro_f1 } measure accuracy",
      })
  void whatCanChangeAResultChangesEveryIdentity(String from, String to) {
    Set<String> common = new LinkedHashSet<>(ids(FILE));
    common.retainAll(ids(changed(from, to)));
    assertEquals(Set.of(), common);
  }

  private static final String SEARCHED =
      """
      let half = 0.5
      data d = csv("digits.csv") -> kfold(5, validation = 16%)
      define loss soft(k = 1) = k * log_sum_exp(z) - k * z[label]
      loss sharp(gamma = 2) = -(1 - p[label])^gamma * log_p[label] * half
      loss mixed = 2 * soft(k = half)
      optimizer adam(learning_rate tune log 1e-4 .. 1e-1)
      tune { search = tpe(points = 5), goal = validation.accuracy }
      repeat { seeds = 1 }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss sharp( | loss other(",
        "loss mixed = | /// A doc comment. loss other =",
        "2 * soft(k = half) | (2 * soft(k = half))",
        "validation.accuracy | accuracy",
        "goal = validation.accuracy | scope = nested",
      })
  void howAFormulaOrASearchIsWrittenDoesNotChangeTheIdentity(String from, String to) {
    assertTrue(SEARCHED.contains(from), from);
    assertEquals(ids(SEARCHED), ids(SEARCHED.replace(from, to.replace(". ", ".\n"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gamma = 2 | gamma = 3",
        "^gamma | ^gamma / 2",
        "let half = 0.5 | let half = 0.6",
        "k * log_sum_exp(z) - k | k * log_sum_exp(z) - 2 * k",
        "1e-4 .. 1e-1 | 1e-4 .. 1",
        "points = 5 | points = 6",
        "tpe( | random(",
        "goal = validation.accuracy | goal = validation.macro_f1",
        "goal = validation.accuracy | goal = validation.accuracy, seeds = 2",
        "goal = validation.accuracy | goal = validation.accuracy, scope = apart(20%)",
      })
  void whatAFormulaOrASearchSaysChangesIdentities(String from, String to) {
    assertTrue(SEARCHED.contains(from), from);
    assertNotEquals(ids(SEARCHED), ids(SEARCHED.replace(from, to)));
  }

  @Test
  void foldsAndSeedsHaveTrialsOfTheirOwn() {
    assertEquals(10, Set.copyOf(ids(FILE)).size());
  }

  @Test
  void moreSeedsKeepTheTrialsThatThereAre() {
    assertTrue(ids(changed("seeds = 2", "seeds = 4")).containsAll(ids(FILE)));
  }

  @Test
  void thePresentArithmeticIsPartOfTheIdentity() {
    var file = Parser.parseFile(new Source("file.lossexp", FILE)).get();
    ExperimentPlan plan = new Planner(World.host(World.BITS + 1, "")).plan(file, Map.of()).get();
    assertNotEquals(ids(FILE).getFirst(), ids(plan).getFirst());
  }

  @Test
  void aThirdPartyPluginIsPartOfTheIdentityAndTheDesign() {
    var file = Parser.parseFile(new Source("file.lossexp", FILE)).get();
    ExperimentPlan one = new Planner(World.host(World.BITS, "aa")).plan(file, Map.of()).get();
    ExperimentPlan other = new Planner(World.host(World.BITS, "bb")).plan(file, Map.of()).get();
    assertEquals(
        3, Set.of(ids(FILE).getFirst(), ids(one).getFirst(), ids(other).getFirst()).size());
    assertEquals(
        List.of("aa"), one.design().plugins().stream().map(Design.PluginSource::sha256).toList());
  }

  @Test
  void equalConfigurationsShareOneTrial() {
    ExperimentPlan plan =
        World.plan(
                "file.lossexp",
                "data d = friedman1()\nloss one = huber\nloss two = huber(delta = 1)")
            .get();
    assertEquals(20, plan.design().trials().size());
    assertEquals(10, plan.trials().size());
  }

  @Test
  void aFixedSplitIsTheSameForAllSeeds() {
    ExperimentPlan plan = World.plan("file.lossexp", changed("kfold(5", "kfold(5, seed = 9")).get();
    assertEquals(Design.Units.FIXED_FOLDS, plan.design().units());
    assertTrue(plan.trials().stream().allMatch(t -> t.seeds().get(Trial.Purpose.SPLIT) == 9));
    assertEquals(
        List.of(5L, 6L),
        plan.trials().stream().map(t -> t.seeds().get(Trial.Purpose.INIT)).distinct().toList());
  }

  @Test
  void whatDoesNotVaryKeepsTheFirstSeed() {
    ExperimentPlan plan =
        World.plan("file.lossexp", changed("from = 5", "from = 5, vary = [split, order]")).get();
    Map<Trial.Purpose, Long> last = plan.trials().getLast().seeds();
    assertEquals(
        Map.of(
            Trial.Purpose.SPLIT, 6L,
            Trial.Purpose.CORRUPTION, 5L,
            Trial.Purpose.INIT, 5L,
            Trial.Purpose.ORDER, 6L,
            Trial.Purpose.DROPOUT, 5L),
        last);
  }
}
