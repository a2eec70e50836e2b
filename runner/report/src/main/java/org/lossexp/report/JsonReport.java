package org.lossexp.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Interval;
import org.lossexp.report.statistics.Posterior;
import org.lossexp.results.Json;

/**
 * {@code report.json}: everything that the pages show but the curves, which {@code history.csv}
 * has. Its schema is {@code META-INF/lossexp/schema/report-1.schema.json} of this jar; what is in
 * it stays, for it is what other programs read.
 *
 * <p>Keys, from the top; {@code null} stands for what does not exist or is not finite:
 *
 * <ul>
 *   <li>{@code format}: {@code lossexp-report/1}; {@code name title question}; {@code complete}:
 *       whether every planned trial ended by itself
 *   <li>{@code answer}: {@code headline}, {@code support}, {@code cautions}
 *   <li>{@code compare}: {@code by}, {@code baseline} (a label or null), {@code rope}, {@code
 *       rope_relative}, {@code alpha}, {@code units} ({@code resampled fixed_folds seeds_only}),
 *       {@code seeds}, {@code comparisons} over all settings, {@code reasons}
 *   <li>{@code contenders}: {@code label loss factors}
 *   <li>{@code settings}: {@code label factors rope test_rows training_rows} and {@code metrics},
 *       each with {@code metric direction decides}, {@code scores} (best first: {@code contender
 *       planned applicable n missing mean sd iqm iqm_interval interval units}) and {@code
 *       differences} ({@code contender reference n dropped units}, and for the metric that decides
 *       {@code test verdict verdict_overall beside})
 *   <li>{@code over_data_sets}: {@code panel data_sets ranks left_out friedman critical_difference
 *       relative pairs profiles}; a pair has {@code contender reference differences won lost p
 *       verdict beside}, profiles {@code relative_to_best thresholds} and for each of the {@code
 *       contenders} its {@code iqm iqm_interval} and {@code shares low high} at these thresholds;
 *       empty with one data set
 *   <li>{@code tuning}, where something was tuned: {@code search goal best_of_is} and {@code
 *       candidates}: {@code setting contender searches points bad}, {@code found} (value → what
 *       each search found, "" for nothing) and {@code best_of} (number of points → goal)
 *   <li>{@code trials}: {@code trial setting contender unit seed status cause best_epoch metrics}
 *   <li>{@code timings}, where they were asked for: {@code contender trials seconds mean shortest
 *       longest}
 *   <li>{@code data}, {@code plugins}, {@code notes}
 * </ul>
 *
 * <p>An interval is {@code {"low", "high", "level"}}; {@code level} is the pointwise one. Settings
 * and contenders are named by label. Differences are positive where the contender is better.
 */
final class JsonReport {
  private final Design design;
  private final Map<String, TrialResult> results;
  private final Comparison comparison;
  private final Answer answer;
  private final Optional<Tunability> tunability;
  private final Optional<Timings> timings;

  JsonReport(
      Design design,
      Map<String, TrialResult> results,
      Comparison comparison,
      Answer answer,
      Optional<Tunability> tunability,
      Optional<Timings> timings) {
    this.timings = timings;
    this.tunability = tunability;
    this.design = design;
    this.results = results;
    this.comparison = comparison;
    this.answer = answer;
  }

  JsonObject root() {
    var root = new JsonObject();
    root.addProperty("$schema", "urn:lossexp:report:1");
    root.addProperty("format", "lossexp-report/1");
    root.addProperty("name", design.name());
    root.addProperty("title", design.title());
    root.addProperty("question", design.question());
    root.addProperty(
        "complete", comparison.complete() && tunability.filter(it -> it.outside() > 0).isEmpty());
    root.add("answer", answer());
    root.add("compare", compare());
    root.add("contenders", contenders());
    var settings = new JsonArray();
    comparison.settings().forEach(setting -> settings.add(setting(setting)));
    root.add("settings", settings);
    root.add("over_data_sets", overDataSets());
    tunability.ifPresent(tuned -> root.add("tuning", tuning(tuned)));
    root.add("trials", trials());
    timings.ifPresent(clock -> root.add("timings", timings(clock)));
    root.add("data", data());
    root.add("plugins", plugins());
    root.add("notes", Json.strings(design.notes()));
    return root;
  }

  private JsonObject answer() {
    var json = new JsonObject();
    json.addProperty("headline", answer.headline());
    json.add("support", Json.strings(answer.support()));
    json.add("cautions", Json.strings(answer.cautions()));
    return json;
  }

  private JsonObject compare() {
    var json = new JsonObject();
    json.addProperty("by", design.by());
    json.add(
        "baseline",
        design.baseline().isPresent()
            ? new JsonPrimitive(label(design.baseline().getAsInt()))
            : JsonNull.INSTANCE);
    json.addProperty("rope", design.rope());
    json.addProperty("rope_relative", design.ropeRelative());
    json.addProperty("alpha", design.alpha());
    json.addProperty(
        "units",
        switch (design.units()) {
          case RESAMPLED -> "resampled";
          case FIXED_FOLDS -> "fixed_folds";
          case SEEDS_ONLY -> "seeds_only";
        });
    json.addProperty("seeds", design.seeds());
    json.addProperty("comparisons", comparison.family());
    var reasons = new Reasons(design, comparison, new Figures(design, comparison));
    json.add("reasons", Json.strings(reasons.steps()));
    return json;
  }

  private JsonArray contenders() {
    var array = new JsonArray();
    for (Design.Contender contender : design.contenders()) {
      var json = new JsonObject();
      json.addProperty("label", contender.label());
      json.addProperty("loss", contender.loss());
      json.add("factors", Json.strings(contender.factors()));
      array.add(json);
    }
    return array;
  }

  private JsonObject setting(InSetting setting) {
    Design.Setting written = design.settings().get(setting.setting());
    var json = new JsonObject();
    json.addProperty("label", written.label());
    json.add("factors", Json.strings(written.factors()));
    json.add("rope", finite(setting.rope()));
    json.add("test_rows", finite(setting.testRows()));
    json.add("training_rows", finite(setting.trainingRows()));
    var metrics = new JsonArray();
    setting.measured().forEach(measured -> metrics.add(measured(measured)));
    json.add("metrics", metrics);
    return json;
  }

  private JsonObject measured(Measured measured) {
    Comparison.Metric metric = comparison.metrics().get(measured.metric());
    var json = new JsonObject();
    json.addProperty("metric", metric.key());
    json.addProperty("direction", metric.betterWords());
    json.addProperty("decides", measured.metric() == 0);
    var scores = new JsonArray();
    measured.scores().forEach(score -> scores.add(score(score)));
    json.add("scores", scores);
    var differences = new JsonArray();
    measured.contrasts().forEach(contrast -> differences.add(contrast(contrast)));
    json.add("differences", differences);
    return json;
  }

  private JsonObject score(Score score) {
    var json = new JsonObject();
    json.addProperty("contender", label(score.contender()));
    json.addProperty("planned", score.planned());
    json.addProperty("applicable", score.applicable());
    json.addProperty("n", score.units().size());
    var missing = new JsonObject();
    score.missing().byWord().forEach(missing::addProperty);
    json.add("missing", missing);
    json.add("mean", number(score.mean()));
    json.add("sd", number(score.sd()));
    json.add("iqm", number(score.iqm()));
    json.add("iqm_interval", interval(score.iqmInterval()));
    json.add("interval", interval(score.interval()));
    json.add("units", units(score.units()));
    return json;
  }

  private JsonObject contrast(Contrast contrast) {
    var json = new JsonObject();
    json.addProperty("contender", label(contrast.contender()));
    json.addProperty("reference", label(contrast.reference()));
    json.addProperty("n", contrast.differences().size());
    json.addProperty("dropped", contrast.dropped());
    json.add("units", units(contrast.differences()));
    contrast.evidence().ifPresent(evidence -> add(json, evidence));
    return json;
  }

  private void add(JsonObject json, Evidence evidence) {
    var test = new JsonObject();
    test.addProperty("name", new Figures(design, comparison).testName());
    test.add("estimate", finite(evidence.test().estimate()));
    test.add("test_to_train_ratio", finite(evidence.test().testToTrainRatio()));
    test.add("standard_error", finite(evidence.test().standardError()));
    test.addProperty("degrees_of_freedom", evidence.test().degreesOfFreedom());
    test.add("statistic", finite(evidence.test().statistic()));
    test.add("p", finite(evidence.test().pValue()));
    json.add("test", test);
    json.add("verdict", judgement(evidence.inSetting()));
    json.add("verdict_overall", judgement(evidence.overall()));
    var beside = new JsonObject();
    beside.add("signed_rank_p", finite(evidence.signedRank().pValue()));
    beside.add(
        "posterior",
        evidence.posterior().<JsonElement>map(JsonReport::posterior).orElse(JsonNull.INSTANCE));
    beside.add("bootstrap_interval", interval(evidence.bootstrap()));
    beside.add("probability_of_improvement", finite(evidence.improvement()));
    beside.add("a12", finite(evidence.a12()));
    beside.add(
        "units_needed",
        evidence.unitsNeeded().isPresent()
            ? new JsonPrimitive(evidence.unitsNeeded().getAsInt())
            : JsonNull.INSTANCE);
    json.add("beside", beside);
  }

  private static JsonObject posterior(Posterior posterior) {
    var json = new JsonObject();
    json.add("worse", finite(posterior.worse()));
    json.add("equal", finite(posterior.equal()));
    json.add("better", finite(posterior.better()));
    return json;
  }

  private static JsonObject judgement(Judgement judgement) {
    var json = new JsonObject();
    json.addProperty("words", judgement.words());
    json.add("adjusted_p", finite(judgement.decision().adjustedP()));
    json.add("interval", interval(Optional.of(judgement.decision().interval())));
    json.addProperty("comparisons", judgement.family());
    return json;
  }

  private JsonArray overDataSets() {
    var panels = new JsonArray();
    for (OverDataSets panel : comparison.overDataSets()) {
      var json = new JsonObject();
      json.addProperty("panel", panel.panel());
      json.add("data_sets", Json.strings(panel.dataSets()));
      var ranks = new JsonArray();
      for (OverDataSets.Ranked ranked : panel.contenders()) {
        var rank = new JsonObject();
        rank.addProperty("contender", label(ranked.contender()));
        rank.add("average_rank", finite(ranked.averageRank()));
        ranks.add(rank);
      }
      json.add("ranks", ranks);
      json.add("left_out", Json.strings(panel.leftOut().stream().map(this::label).toList()));
      json.add(
          "friedman",
          panel
              .friedman()
              .<JsonElement>map(friedman -> {
                var test = new JsonObject();
                test.add("chi_square", finite(friedman.chiSquare()));
                test.add("chi_square_p", finite(friedman.chiSquareP()));
                test.add("f", finite(friedman.f()));
                test.add("f_p", finite(friedman.fP()));
                return test;
              })
              .orElse(JsonNull.INSTANCE));
      json.add("critical_difference", finite(panel.criticalDifference()));
      json.addProperty("relative", panel.relative());
      var pairs = new JsonArray();
      for (OverDataSets.Pair pair : panel.pairs()) {
        var entry = new JsonObject();
        entry.addProperty("contender", label(pair.contender()));
        entry.addProperty("reference", label(pair.reference()));
        entry.add("differences", units(pair.differences()));
        entry.addProperty("won", pair.wins());
        entry.addProperty("lost", pair.losses());
        entry.add("p", finite(pair.test().pValue()));
        entry.add("verdict", judgement(pair.judgement()));
        var beside = new JsonObject();
        beside.add("posterior", posterior(pair.posterior()));
        beside.add("probability_of_improvement", finite(pair.improvement()));
        beside.add("improvement_interval", interval(pair.improvementInterval()));
        entry.add("beside", beside);
        pairs.add(entry);
      }
      json.add("pairs", pairs);
      json.add(
          "profiles", panel.profiles().<JsonElement>map(this::profiles).orElse(JsonNull.INSTANCE));
      panels.add(json);
    }
    return panels;
  }

  private JsonObject profiles(Profiles profiles) {
    var json = new JsonObject();
    json.addProperty("relative_to_best", profiles.relative());
    json.add("thresholds", numbers(profiles.thresholds()));
    var contenders = new JsonArray();
    for (Profiles.OfContender each : profiles.contenders()) {
      var profile = new JsonObject();
      profile.addProperty("contender", label(each.contender()));
      profile.add("iqm", finite(each.iqm()));
      profile.add("iqm_interval", interval(each.interval()));
      profile.add("shares", numbers(each.shares()));
      profile.add("low", numbers(each.bands().stream().map(Interval::low).toList()));
      profile.add("high", numbers(each.bands().stream().map(Interval::high).toList()));
      contenders.add(profile);
    }
    json.add("contenders", contenders);
    return json;
  }

  private static JsonArray numbers(List<Double> values) {
    var array = new JsonArray();
    values.forEach(value -> array.add(finite(value)));
    return array;
  }

  private JsonObject tuning(Tunability tuned) {
    var json = new JsonObject();
    json.addProperty("search", tuned.search());
    json.addProperty("goal", tuned.goal());
    json.addProperty(
        "best_of_is",
        switch (tuned.kind()) {
          case EXPECTED -> "expected";
          case AS_TRIED -> "as tried";
          case NONE -> null;
        });
    var candidates = new JsonArray();
    for (Tunability.Candidate candidate : tuned.candidates()) {
      var each = new JsonObject();
      each.addProperty("setting", design.settings().get(candidate.setting()).label());
      each.addProperty("contender", label(candidate.contender()));
      each.addProperty("searches", candidate.searches());
      each.addProperty("points", candidate.points());
      each.addProperty("bad", candidate.bad());
      var found = new JsonObject();
      candidate.found().forEach((value, texts) -> found.add(value, Json.strings(texts)));
      each.add("found", found);
      var best = new JsonObject();
      candidate.bestOf().forEach((count, goal) -> best.add(count.toString(), finite(goal)));
      each.add("best_of", best);
      candidates.add(each);
    }
    json.add("candidates", candidates);
    return json;
  }

  private JsonArray trials() {
    var array = new JsonArray();
    for (Design.Row row : design.trials()) {
      Optional<TrialResult> result = Optional.ofNullable(results.get(row.trial()));
      var json = new JsonObject();
      json.addProperty("trial", row.trial());
      json.addProperty("setting", design.settings().get(row.setting()).label());
      json.addProperty("contender", label(row.contender()));
      json.addProperty("unit", row.unit());
      json.addProperty("seed", row.seed());
      json.addProperty("status", result.map(each -> each.status().word()).orElse("not run"));
      json.addProperty("cause", result.map(TrialResult::cause).orElse(""));
      json.addProperty("best_epoch", result.map(TrialResult::bestEpoch).orElse(0));
      var metrics = new JsonObject();
      result.ifPresent(
          each -> each.metrics().forEach((key, value) -> metrics.add(key, finite(value))));
      json.add("metrics", metrics);
      array.add(json);
    }
    return array;
  }

  private JsonArray timings(Timings clock) {
    var array = new JsonArray();
    for (Timings.OfContender each : clock.contenders()) {
      var json = new JsonObject();
      json.addProperty("contender", label(each.contender()));
      json.addProperty("trials", each.seconds().size());
      json.add("seconds", finite(each.total()));
      json.add("mean", finite(each.mean()));
      json.add("shortest", finite(each.shortest()));
      json.add("longest", finite(each.longest()));
      array.add(json);
    }
    return array;
  }

  private JsonArray data() {
    var array = new JsonArray();
    for (Design.DataSource data : design.data()) {
      var json = new JsonObject();
      json.addProperty("name", data.name());
      json.addProperty("path", data.path());
      json.addProperty("sha256", data.sha256());
      json.addProperty("rows", data.rows());
      json.addProperty("task", data.task());
      array.add(json);
    }
    return array;
  }

  private JsonArray plugins() {
    var array = new JsonArray();
    for (Design.PluginSource plugin : design.plugins()) {
      var json = new JsonObject();
      json.addProperty("name", plugin.name());
      json.addProperty("version", plugin.version());
      json.addProperty("sha256", plugin.sha256());
      array.add(json);
    }
    return array;
  }

  private static JsonArray units(List<UnitValue> values) {
    var array = new JsonArray();
    for (UnitValue value : values) {
      var json = new JsonObject();
      json.addProperty("unit", value.unit());
      json.add("value", finite(value.value()));
      array.add(json);
    }
    return array;
  }

  private static JsonElement interval(Optional<Interval> interval) {
    return interval
        .<JsonElement>map(each -> {
          var json = new JsonObject();
          json.add("low", finite(each.low()));
          json.add("high", finite(each.high()));
          json.add("level", finite(each.level()));
          return json;
        })
        .orElse(JsonNull.INSTANCE);
  }

  private static JsonElement number(OptionalDouble number) {
    return number.isPresent() ? finite(number.getAsDouble()) : JsonNull.INSTANCE;
  }

  private static JsonElement finite(double number) {
    return Double.isFinite(number) ? Json.number(number) : JsonNull.INSTANCE;
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}
