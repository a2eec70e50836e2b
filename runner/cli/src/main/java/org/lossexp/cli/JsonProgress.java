package org.lossexp.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Json;
import org.lossexp.sweep.Progress;

/**
 * How a sweep goes, for a program: each event one line of JSON on standard error. Other lines may
 * stand between them; none of those begins with a brace.
 */
final class JsonProgress implements Watcher {
  private final Console console;
  private final Design design;
  private final Map<String, Design.Row> rows = new HashMap<>();

  JsonProgress(Console console, Design design) {
    this.console = console;
    this.design = design;
    design.trials().forEach(row -> rows.putIfAbsent(row.trial(), row));
  }

  @Override
  public void began(Progress progress) {
    say(event("began", progress));
  }

  @Override
  public void found(Map<String, String> trials) {
    trials.forEach((planned, trial) -> rows.put(trial, rows.get(planned)));
  }

  @Override
  public void started(Trial trial, Progress progress) {
    JsonObject event = event("started", progress);
    identify(event, trial.id());
    event.addProperty("loss", trial.loss());
    say(event);
  }

  @Override
  public void finished(TrialResult result, Progress progress) {
    JsonObject event = event("finished", progress);
    identify(event, result.trial());
    event.addProperty("status", result.status().word());
    event.addProperty("cause", result.cause());
    event.add("metrics", Json.numbers(result.metrics()));
    say(event);
  }

  @Override
  public void close() {}

  private static JsonObject event(String name, Progress progress) {
    var event = new JsonObject();
    event.addProperty("event", name);
    event.addProperty("total", progress.total());
    event.addProperty("before", progress.before());
    event.addProperty("done", progress.done());
    event.addProperty("diverged", progress.diverged());
    event.addProperty("failed", progress.failed());
    event.addProperty("outside", progress.outside());
    event.addProperty("running", progress.running());
    event.addProperty("elapsed_seconds", seconds(progress.elapsed()));
    progress
        .left()
        .ifPresentOrElse(
            left -> event.addProperty("left_seconds", seconds(left)),
            () -> event.add("left_seconds", JsonNull.INSTANCE));
    return event;
  }

  /** A trial of a search belongs to no row of the comparison. */
  private void identify(JsonObject event, String trial) {
    event.addProperty("trial", trial);
    Design.Row row = rows.get(trial);
    if (row != null) {
      event.addProperty("setting", design.settings().get(row.setting()).label());
      event.addProperty("contender", design.contenders().get(row.contender()).label());
      event.addProperty("unit", row.unit());
      event.addProperty("seed", row.seed());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private void say(JsonObject event) {
    console.err().println(Json.line(event));
  }
}
