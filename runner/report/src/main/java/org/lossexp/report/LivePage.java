package org.lossexp.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Standings.Standing;
import org.lossexp.results.Json;
import org.lossexp.results.Results;
import org.lossexp.results.TrialRecord;

/**
 * The page of {@code lossexp watch}, and what it is told: how far a run is, how the candidates
 * stand and how they learn. It is no report: there is no verdict before the end.
 */
public final class LivePage {
  private static final int MOST_FAILURES = 50;

  /** The most curves that one picture shows apart. */
  private static final int MOST_CURVES = 24;

  private LivePage() {}

  /** {@return the page: one file that asks its own server alone for anything} */
  public static String html() {
    return StyleSheet.text("live.html")
        .strip()
        .replace("/*style*/", StyleSheet.text("report.css").strip());
  }

  /** {@return the Content-Security-Policy to send with the page} */
  public static String policy() {
    String html = html();
    String script =
        html.substring(html.indexOf("<script>") + "<script>".length(), html.indexOf("</script>"));
    return Script.policy(script, "'self'");
  }

  /** {@return what the page is told while there is no run yet} */
  public static String waiting(String folder) {
    var root = new JsonObject();
    root.addProperty("waiting", folder);
    return Json.line(root);
  }

  /**
   * {@return what the page is told of a run, one line of JSON}
   *
   * @param running whether a process is at work in the folder
   * @param now the clock's reading; this page is no result
   */
  public static String state(Results results, boolean running, Instant now) {
    Design design = results.design();
    Map<String, TrialResult> trials = new LinkedHashMap<>();
    results.finished().forEach((trial, record) -> trials.put(trial, record.result()));
    results.outside().forEach((trial, record) -> trials.putIfAbsent(trial, record.result()));
    var standings = new Standings(design);
    trials.values().forEach(standings::add);
    var root = new JsonObject();
    root.addProperty("title", design.title());
    root.addProperty("question", design.question());
    root.addProperty("by", design.by());
    root.addProperty("higher", higherIsBetter(design));
    root.addProperty("running", running);
    root.add("progress", progress(results, trials, running, now));
    root.add("settings", settings(design, standings, new Curves(design, trials)));
    root.add("failures", failures(design, trials));
    return Json.line(root);
  }

  private static boolean higherIsBetter(Design design) {
    String metric = design.by().substring(design.by().indexOf('.') + 1);
    return design.metrics().stream()
        .filter(measure -> measure.name().equals(metric))
        .allMatch(measure ->
            switch (measure.direction()) {
              case HIGHER_IS_BETTER -> true;
              case LOWER_IS_BETTER -> false;
            });
  }

  private static JsonObject progress(
      Results results, Map<String, TrialResult> trials, boolean running, Instant now) {
    long total = results.design().trials().stream().map(Design.Row::trial).distinct().count();
    var progress = new JsonObject();
    progress.addProperty("total", total);
    for (TrialResult.Status status : TrialResult.Status.values()) {
      long count = trials.values().stream().filter(trial -> trial.status() == status).count();
      progress.addProperty(status.word(), count);
    }
    Instant began = results.run().started();
    List<Instant> ends =
        results.finished().values().stream()
            .map(TrialRecord::timing)
            .map(timing -> timing.started().plus(timing.elapsed()))
            .filter(end -> end.isAfter(began))
            .toList();
    Instant last = ends.stream().max(Comparator.naturalOrder()).orElse(began);
    Duration elapsed = Duration.between(began, running ? now : last);
    progress.addProperty("elapsed_seconds", elapsed.toMillis() / 1000.0);
    Optional<Double> left =
        running && !ends.isEmpty()
            ? Optional.of(
                Duration.between(began, last).toMillis()
                    / 1000.0
                    / ends.size()
                    * (total - results.finished().size()))
            : Optional.empty();
    progress.add("left_seconds", left.map(LivePage::number).orElse(JsonNull.INSTANCE));
    return progress;
  }

  private static JsonArray settings(Design design, Standings standings, Curves curves) {
    var palette = new Palette(design);
    var settings = new JsonArray();
    Map<String, List<Standing>> bySetting = standings.settings();
    int index = 0;
    for (Map.Entry<String, List<Standing>> entry : bySetting.entrySet()) {
      var setting = new JsonObject();
      setting.addProperty("label", entry.getKey());
      var contenders = new JsonArray();
      for (Standing standing : entry.getValue()) {
        var contender = new JsonObject();
        contender.addProperty("label", standing.contender());
        contender.addProperty("look", palette.of(standing.index()));
        contender.addProperty("planned", standing.planned());
        contender.addProperty("done", standing.done());
        contender.addProperty("bad", standing.bad());
        contender.add("mean", number(standing.mean()));
        contender.add("least", number(standing.least()));
        contender.add("greatest", number(standing.greatest()));
        contenders.add(contender);
      }
      setting.add("contenders", contenders);
      setting.add("curves", curves(index, entry.getValue(), curves));
      settings.add(setting);
      index++;
    }
    return settings;
  }

  /** The first metric that validation has, and the training loss. */
  private static JsonArray curves(int setting, List<Standing> standings, Curves curves) {
    var pictures = new JsonArray();
    curves.validationMetrics(setting).stream()
        .findFirst()
        .ifPresent(metric ->
            pictures.add(
                picture(
                    "validation." + metric,
                    setting,
                    standings,
                    curves,
                    epoch -> epoch.validation().getOrDefault(metric, Double.NaN))));
    pictures.add(picture("training loss", setting, standings, curves, TrialResult.Epoch::loss));
    return pictures;
  }

  private static JsonObject picture(
      String name,
      int setting,
      List<Standing> standings,
      Curves curves,
      ToDoubleFunction<TrialResult.Epoch> quantity) {
    var lines = new JsonArray();
    for (Standing standing : standings.subList(0, Math.min(MOST_CURVES, standings.size()))) {
      var points = new JsonArray();
      for (Curves.Point point : curves.curve(setting, standing.index(), quantity)) {
        var pair = new JsonArray();
        pair.add(point.epoch());
        pair.add(number(point.median()));
        points.add(pair);
      }
      lines.add(points);
    }
    var picture = new JsonObject();
    picture.addProperty("name", name);
    picture.add("lines", lines);
    return picture;
  }

  private static JsonArray failures(Design design, Map<String, TrialResult> trials) {
    var failures = new JsonArray();
    for (Design.Row row : design.trials()) {
      TrialResult trial = trials.get(row.trial());
      if (trial != null && trial.status() != TrialResult.Status.DONE) {
        var failure = new JsonObject();
        failure.addProperty("contender", design.contenders().get(row.contender()).label());
        failure.addProperty("setting", design.settings().get(row.setting()).label());
        failure.addProperty("unit", row.unit());
        failure.addProperty("status", trial.status().word());
        failure.addProperty("cause", trial.cause());
        failures.add(failure);
      }
      if (failures.size() == MOST_FAILURES) {
        break;
      }
    }
    return failures;
  }

  private static JsonElement number(double number) {
    return Double.isFinite(number) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
  }
}
