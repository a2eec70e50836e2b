package org.lossexp.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Json;
import org.lossexp.results.Timing;

/**
 * A run in MLflow: one run for the experiment, with the answer as its description, and below it one
 * for each final trial.
 *
 * <p>Fields and limits are those of MLflow's REST API 2.0: a batch has at most 1000 metrics and 100
 * parameters, a tag 5000 characters, a key 250, a parameter 500 in older servers. A longer loss is
 * cut there and stands whole among the tags.
 *
 * <p>What was sent is found again by its tags. A run that another export did not finish is replaced
 * whole: to a batch that was logged twice a server may add, and nobody could see where it stopped.
 */
public final class Mlflow {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_TAG = 5000;
  private static final int LONGEST_PARAMETER = 500;
  private static final int LONGEST_KEY = 250;
  private static final int PAGE = 1000;

  private static final String RUN = "lossexp.run";
  private static final String TRIAL = "lossexp.trial";
  private static final String PLACE = "lossexp.place";

  /** On runs that have all they should have: a hash of the answer, or of a trial's place. */
  private static final String EXPORTED = "lossexp.exported";

  /** How often an answer was sent: its numbers change when more trials are done. */
  private static final String EXPORTS = "lossexp.exports";

  private static final String PARENT = "mlflow.parentRunId";

  private static final List<String> ARTIFACTS =
      List.of(
          "report.html",
          "report.md",
          "summary.csv",
          "trials.csv",
          "tuning.csv",
          "experiment.lossexp",
          "lossexp.lock");

  private final MlflowServer server;
  private final BooleanSupplier stop;
  private final TrackedRun run;
  private final Path folder;
  private final List<String> notes = new ArrayList<>();

  private Mlflow(MlflowServer server, BooleanSupplier stop, TrackedRun run, Path folder) {
    this.server = server;
    this.stop = stop;
    this.run = run;
    this.folder = folder;
  }

  /**
   * What an export left.
   *
   * @param page where the run can be looked at
   * @param sent trials that were sent
   * @param there trials that were there already
   * @param stopped whether it ended before all were sent, because somebody wished so
   * @param notes what could not be done, a sentence each
   */
  public record Exported(String page, int sent, int there, boolean stopped, List<String> notes) {
    public Exported {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Sends {@code run}.
   *
   * @param server {@code http} or {@code https}
   * @param experiment its name in MLflow; made where there is none
   * @param folder of the run: its report and tables are sent as well
   * @param stop whether to end after the trial that is being sent
   */
  public static Attempt<Exported> export(
      TrackedRun run,
      Path folder,
      URI server,
      Credentials credentials,
      String experiment,
      BooleanSupplier stop)
      throws IOException {
    try (var open = new MlflowServer(server, credentials)) {
      return new Attempt.Success<>(new Mlflow(open, stop, run, folder).export(experiment));
    } catch (MlflowFailure failure) {
      return new Attempt.Failure<Exported>(failure.problem());
    }
  }

  private Exported export(String name) throws IOException, MlflowFailure {
    String experiment = experiment(name);
    Known parent = parent(experiment);
    Map<String, Known> there = new LinkedHashMap<>();
    for (Known known : search(experiment, PARENT, parent.id())) {
      there.merge(
          known.tag(TRIAL) + known.tag(PLACE), known, (one, other) -> one.whole() ? one : other);
    }
    int sent = 0;
    int kept = 0;
    for (TrackedTrial trial : run.trials()) {
      if (stop.getAsBoolean()) {
        return new Exported(page(experiment, parent), sent, kept, true, notes);
      }
      Optional<Known> known = Optional.ofNullable(there.get(trial.result().trial() + trial.path()));
      if (known.filter(Known::whole).isPresent()) {
        kept++;
        continue;
      }
      if (known.isPresent()) {
        server.post("runs/delete", of("run_id", known.get().id()));
      }
      send(trial, experiment, parent);
      sent++;
    }
    finish(parent);
    return new Exported(page(experiment, parent), sent, kept, false, notes);
  }

  private String page(String experiment, Known parent) {
    return server.page("experiments/" + experiment + "/runs/" + parent.id());
  }

  /** {@return the id of the experiment called {@code name}} */
  private String experiment(String name) throws MlflowFailure {
    Optional<JsonObject> found = server.find("experiments/get-by-name", "experiment_name", name);
    if (found.isEmpty()) {
      return required(server.post("experiments/create", of("name", name)), "experiment_id");
    }
    JsonObject experiment = object(found.get(), "experiment");
    if (MlflowServer.string(experiment, "lifecycle_stage").equals("deleted")) {
      throw new MlflowFailure(TrackingProblems.deleted(server.address(), name));
    }
    return required(experiment, "experiment_id");
  }

  /** {@return the run of the whole experiment, made where there is none} */
  private Known parent(String experiment) throws MlflowFailure {
    List<Known> known = search(experiment, RUN, run.id());
    if (!known.isEmpty()) {
      return known.getFirst();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(RUN, run.id());
    tags.put("lossexp.version", run.program());
    tags.put("mlflow.source.name", run.design().name() + ".lossexp");
    tags.put("mlflow.source.type", "LOCAL");
    Known parent = create(experiment, run.design().title(), run.started().toEpochMilli(), tags);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("compare.by", run.design().by());
    parameters.put("seeds", Integer.toString(run.design().seeds()));
    parameters.put("trials", Integer.toString(run.design().trials().size()));
    run.design().data().stream()
        .filter(data -> !data.sha256().isEmpty())
        .forEach(data -> parameters.put("data." + data.name() + ".sha256", data.sha256()));
    log(parent, List.of(), parameters);
    return parent;
  }

  private void send(TrackedTrial trial, String experiment, Known parent) throws MlflowFailure {
    Timing timing = trial.timing();
    long end = timing.started().plus(timing.elapsed()).toEpochMilli();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(PARENT, parent.id());
    tags.put(TRIAL, trial.result().trial());
    tags.put(PLACE, trial.path());
    tags.put("lossexp.loss", trial.parameters().get("loss"));
    tags.put("lossexp.status", trial.result().status().word());
    if (!trial.result().cause().isEmpty()) {
      tags.put("lossexp.cause", trial.result().cause());
    }
    Known made = create(experiment, trial.label(), timing.started().toEpochMilli(), tags);
    Map<String, String> parameters = new LinkedHashMap<>(trial.parameters());
    parameters.put("unit", trial.unit());
    parameters.put("seed", Long.toString(trial.seed()));
    Map<String, String> keys = keys(trial.readings());
    List<JsonObject> metrics = new ArrayList<>();
    for (TrackedTrial.Reading reading : trial.readings()) {
      metrics.add(metric(keys.get(reading.name()), reading.value(), end, reading.step()));
    }
    metrics.add(metric("best_epoch", trial.result().bestEpoch(), end, 0));
    log(made, metrics, parameters);
    tag(made, EXPORTED, trial.path());
    boolean done = trial.result().status() == TrialResult.Status.DONE;
    update(made, done ? "FINISHED" : "FAILED", end);
  }

  /** {@return name of a reading → key of a metric, no two alike} */
  private static Map<String, String> keys(List<TrackedTrial.Reading> readings) {
    List<String> names = readings.stream().map(TrackedTrial.Reading::name).distinct().toList();
    List<String> unique = Names.unique(names);
    Map<String, String> keys = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      keys.put(names.get(i), unique.get(i));
    }
    return keys;
  }

  /** The answer, its numbers and its files; nothing is sent twice that has not changed. */
  private void finish(Known parent) throws IOException, MlflowFailure {
    String content = content();
    if (parent.tag(EXPORTED).equals(content)) {
      return;
    }
    long end =
        run.trials().stream()
            .map(TrackedTrial::timing)
            .mapToLong(timing -> timing.started().plus(timing.elapsed()).toEpochMilli())
            .max()
            .orElse(run.started().toEpochMilli());
    int exports = parent.tag(EXPORTS).isEmpty() ? 0 : Integer.parseInt(parent.tag(EXPORTS));
    // A later step is the value that MLflow shows.
    tag(parent, EXPORTS, Integer.toString(exports + 1));
    List<JsonObject> metrics = new ArrayList<>();
    run.summary().forEach((key, value) -> metrics.add(metric(key, value, end, exports)));
    log(parent, metrics, Map.of());
    String question = run.design().question();
    tag(
        parent,
        "mlflow.note.content",
        (question.isEmpty() ? "" : "**" + question + "**\n\n") + run.answer());
    for (String file : ARTIFACTS) {
      Path path = folder.resolve(file);
      if (Files.exists(path) && !server.put(parent.store(), path)) {
        notes.add(
            "the report and the tables stay here: this server takes no files from us (it keeps them"
                + " at `%s`)".formatted(parent.store()));
        break;
      }
    }
    tag(parent, EXPORTED, content);
    update(parent, run.complete() ? "FINISHED" : "RUNNING", end);
  }

  /** {@return a hash of everything that {@link #finish} sends} */
  private String content() throws IOException {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update((run.answer() + run.summary() + run.complete()).getBytes(StandardCharsets.UTF_8));
      for (String file : ARTIFACTS) {
        Path path = folder.resolve(file);
        if (Files.exists(path)) {
          hash.update(Files.readAllBytes(path));
        }
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Known create(String experiment, String name, long start, Map<String, String> tags)
      throws MlflowFailure {
    JsonObject body = of("experiment_id", experiment);
    body.addProperty("run_name", cut(name, LONGEST_KEY));
    body.addProperty("start_time", start);
    body.add("tags", entries(tags, LONGEST_TAG));
    JsonObject created = server.post("runs/create", body);
    return Known.of(this, object(created, "run"));
  }

  private List<Known> search(String experiment, String tag, String value) throws MlflowFailure {
    List<Known> found = new ArrayList<>();
    String token = "";
    do {
      var body = new JsonObject();
      body.add("experiment_ids", Json.strings(List.of(experiment)));
      body.addProperty("filter", "tags.`%s` = '%s'".formatted(tag, value));
      body.addProperty("run_view_type", "ACTIVE_ONLY");
      body.addProperty("max_results", PAGE);
      if (!token.isEmpty()) {
        body.addProperty("page_token", token);
      }
      JsonObject page = server.post("runs/search", body);
      if (page.has("runs")) {
        for (JsonElement each : page.getAsJsonArray("runs")) {
          found.add(Known.of(this, each.getAsJsonObject()));
        }
      }
      token = MlflowServer.string(page, "next_page_token");
    } while (!token.isEmpty());
    return found;
  }

  private void log(Known to, List<JsonObject> metrics, Map<String, String> parameters)
      throws MlflowFailure {
    Map<String, String> named = new LinkedHashMap<>();
    List<String> keys = Names.unique(List.copyOf(parameters.keySet()));
    List<String> values = List.copyOf(parameters.values());
    for (int i = 0; i < keys.size(); i++) {
      named.put(keys.get(i), values.get(i));
    }
    for (List<JsonElement> batch :
        batches(entries(named, LONGEST_PARAMETER).asList(), MOST_PARAMETERS)) {
      log(to, "params", batch);
    }
    for (List<JsonObject> batch : batches(metrics, MOST_METRICS)) {
      log(to, "metrics", batch);
    }
  }

  private void log(Known to, String what, List<? extends JsonElement> batch) throws MlflowFailure {
    JsonObject body = of("run_id", to.id());
    var array = new JsonArray();
    batch.forEach(array::add);
    body.add(what, array);
    server.post("runs/log-batch", body);
  }

  private static <T> List<List<T>> batches(List<T> all, int most) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      batches.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return batches;
  }

  private void tag(Known on, String key, String value) throws MlflowFailure {
    JsonObject body = of("run_id", on.id());
    body.addProperty("key", key);
    body.addProperty("value", cut(value, LONGEST_TAG));
    server.post("runs/set-tag", body);
  }

  private void update(Known known, String status, long end) throws MlflowFailure {
    JsonObject body = of("run_id", known.id());
    body.addProperty("status", status);
    body.addProperty("end_time", end);
    server.post("runs/update", body);
  }

  private static JsonObject metric(String key, double value, long timestamp, int step) {
    JsonObject metric = of("key", cut(key, LONGEST_KEY));
    metric.add("value", Json.number(value));
    metric.addProperty("timestamp", timestamp);
    metric.addProperty("step", step);
    return metric;
  }

  private static JsonArray entries(Map<String, String> entries, int longest) {
    var array = new JsonArray();
    entries.forEach((key, value) -> {
      JsonObject entry = of("key", key);
      entry.addProperty("value", cut(value, longest));
      array.add(entry);
    });
    return array;
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 2) + " …";
  }

  private static JsonObject of(String member, String value) {
    var object = new JsonObject();
    object.addProperty(member, value);
    return object;
  }

  private JsonObject object(JsonObject answer, String member) throws MlflowFailure {
    if (answer.has(member) && answer.get(member).isJsonObject()) {
      return answer.getAsJsonObject(member);
    }
    throw lacks(member);
  }

  private String required(JsonObject answer, String member) throws MlflowFailure {
    String value = MlflowServer.string(answer, member);
    if (value.isEmpty()) {
      throw lacks(member);
    }
    return value;
  }

  private MlflowFailure lacks(String member) {
    Problem problem =
        TrackingProblems.notMlflow(server.address(), "an answer lacks `%s`".formatted(member));
    return new MlflowFailure(problem);
  }

  /**
   * A run that the server has.
   *
   * @param store where its artifacts are
   */
  private record Known(String id, String store, Map<String, String> tags) {
    static Known of(Mlflow mlflow, JsonObject run) throws MlflowFailure {
      JsonObject info = mlflow.object(run, "info");
      Map<String, String> tags = new LinkedHashMap<>();
      if (run.has("data") && run.getAsJsonObject("data").has("tags")) {
        for (JsonElement each : run.getAsJsonObject("data").getAsJsonArray("tags")) {
          JsonObject tag = each.getAsJsonObject();
          tags.put(MlflowServer.string(tag, "key"), MlflowServer.string(tag, "value"));
        }
      }
      return new Known(
          mlflow.required(info, "run_id"), MlflowServer.string(info, "artifact_uri"), tags);
    }

    String tag(String key) {
      return tags.getOrDefault(key, "");
    }

    boolean whole() {
      return tags.containsKey(EXPORTED);
    }
  }
}
