package org.lossexp.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tracking server that keeps runs in memory and answers only to what MLflow publishes: endpoints,
 * field names, types and limits of its REST API 2.0 ({@code mlflow-rest-2.0.json}), the names and
 * the semantics of {@code mlflow/utils/validation.py} (metrics append, parameters are written
 * once). Pages of a search are short.
 */
final class PublishedServer implements AutoCloseable {
  private static final String API = "/api/2.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.\\- ]+(/[A-Za-z0-9_.\\- ]+)*");
  private static final Pattern FILTER = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");
  private static final int PAGE = 2;

  private final HttpServer server;
  private final JsonObject published;
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, Stored> runs = new LinkedHashMap<>();
  final Map<String, String> files = new LinkedHashMap<>();
  final List<String> authorizations = new ArrayList<>();

  /** Endpoint → how many calls of it are answered before it breaks. */
  final Map<String, Integer> breaksAfter = new LinkedHashMap<>();

  String lifecycle = "active";
  String store = "mlflow-artifacts:/";

  private record Stored(
      String id,
      String experiment,
      JsonObject info,
      Map<String, String> tags,
      Map<String, String> params,
      List<JsonObject> metrics,
      List<Boolean> deleted) {}

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    static Refusal invalid(String message) {
      return new Refusal(400, "INVALID_PARAMETER_VALUE", message);
    }
  }

  PublishedServer() throws IOException {
    try (InputStream in = PublishedServer.class.getResourceAsStream("mlflow-rest-2.0.json")) {
      published =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject();
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** {@return how many runs were ever made, deleted ones included} */
  int made() {
    return runs.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    int status = 200;
    JsonObject answer;
    try (exchange) {
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      byte[] body = exchange.getRequestBody().readAllBytes();
      try {
        answer = answer(exchange, body);
      } catch (Refusal refusal) {
        status = refusal.status;
        answer = new JsonObject();
        answer.addProperty("error_code", refusal.code);
        answer.addProperty("message", refusal.getMessage());
      }
      byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonObject answer(HttpExchange exchange, byte[] body) throws Refusal {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(FILES) && exchange.getRequestMethod().equals("PUT")) {
      files.put(path.substring(FILES.length()), new String(body, StandardCharsets.UTF_8));
      return new JsonObject();
    }
    if (!path.startsWith(API)) {
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", "no endpoint " + path);
    }
    String endpoint = path.substring(API.length());
    Integer left = breaksAfter.computeIfPresent(endpoint, (_, before) -> before - 1);
    if (left != null && left == -1) {
      throw new Refusal(500, "INTERNAL_ERROR", "the disk is full");
    }
    JsonObject fields = published.getAsJsonObject("endpoints");
    JsonElement expected = fields.get(exchange.getRequestMethod() + " " + endpoint);
    if (expected == null) {
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", "not published: " + endpoint);
    }
    JsonObject request =
        exchange.getRequestMethod().equals("GET")
            ? query(exchange.getRequestURI())
            : JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    check(endpoint, request, expected.getAsJsonObject());
    if (body.length > most("bytes")) {
      throw Refusal.invalid("a request of %d bytes".formatted(body.length));
    }
    return act(endpoint, request);
  }

  private static JsonObject query(URI address) {
    var query = new JsonObject();
    for (String pair : address.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.addProperty(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private int most(String what) {
    return published.getAsJsonObject("most").get(what).getAsInt();
  }

  private int longest(String what) {
    return published.getAsJsonObject("longest").get(what).getAsInt();
  }

  private void check(String where, JsonObject object, JsonObject fields) throws Refusal {
    for (String member : object.keySet()) {
      if (!fields.has(member)) {
        throw Refusal.invalid("%s has no field %s".formatted(where, member));
      }
    }
    for (String field : fields.keySet()) {
      String type = fields.get(field).getAsString();
      if (object.has(field)) {
        check(where + "." + field, object.get(field), type.replace("!", ""));
      } else if (type.endsWith("!")) {
        throw Refusal.invalid("%s lacks %s".formatted(where, field));
      }
    }
  }

  private void check(String where, JsonElement value, String type) throws Refusal {
    if (type.startsWith("[")) {
      String of = type.substring(1, type.length() - 1);
      if (!value.isJsonArray()) {
        throw Refusal.invalid(where + " is no array");
      }
      for (JsonElement each : value.getAsJsonArray()) {
        if (published.getAsJsonObject("structures").has(of)) {
          check(
              where,
              each.getAsJsonObject(),
              published.getAsJsonObject("structures").getAsJsonObject(of));
          if (each.getAsJsonObject().get("value") instanceof JsonPrimitive text
              && text.isString()
              && !of.equals("metric")
              && text.getAsString().length() > longest(of)) {
            throw Refusal.invalid(where + ": a value is too long");
          }
        } else {
          check(where, each, of);
        }
      }
      return;
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    boolean right =
        switch (type) {
          case "string" -> primitive.isString();
          case "key" ->
              primitive.isString()
                  && KEY.matcher(primitive.getAsString()).matches()
                  && primitive.getAsString().length() <= longest("key");
          case "double" ->
              primitive.isNumber()
                  // protobuf's JSON mapping.
                  || List.of("NaN", "Infinity", "-Infinity").contains(primitive.getAsString());
          case "int64", "int32" ->
              primitive.isNumber() && primitive.getAsString().matches("-?[0-9]+");
          default -> List.of(type.split("\\|")).contains(primitive.getAsString());
        };
    if (!right) {
      throw Refusal.invalid("%s: %s is no %s".formatted(where, value, type));
    }
  }

  private JsonObject act(String endpoint, JsonObject request) throws Refusal {
    var answer = new JsonObject();
    switch (endpoint) {
      case "experiments/get-by-name" -> {
        String name = request.get("experiment_name").getAsString();
        if (!experiments.containsKey(name)) {
          throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + name);
        }
        var experiment = new JsonObject();
        experiment.addProperty("experiment_id", experiments.get(name));
        experiment.addProperty("name", name);
        experiment.addProperty("lifecycle_stage", lifecycle);
        answer.add("experiment", experiment);
      }
      case "experiments/create" -> {
        String id = Integer.toString(experiments.size() + 1);
        if (experiments.putIfAbsent(request.get("name").getAsString(), id) != null) {
          throw new Refusal(400, "RESOURCE_ALREADY_EXISTS", "there is one already");
        }
        answer.addProperty("experiment_id", id);
      }
      case "runs/create" -> answer.add("run", shown(create(request)));
      case "runs/delete" -> of(request).deleted().add(true);
      case "runs/update" -> {
        JsonObject info = of(request).info();
        request.asMap().forEach(info::add);
        answer.add("run_info", info);
      }
      case "runs/set-tag" -> {
        String value = request.get("value").getAsString();
        if (value.length() > longest("tag")) {
          throw Refusal.invalid("a tag is too long");
        }
        of(request).tags().put(request.get("key").getAsString(), value);
      }
      case "runs/log-batch" -> log(of(request), request);
      case "runs/search" -> search(request, answer);
      case "metrics/get-history" -> {
        var history = new JsonArray();
        of(request).metrics().stream()
            .filter(metric -> metric.get("key").equals(request.get("metric_key")))
            .forEach(history::add);
        answer.add("metrics", history);
      }
      default -> throw new Refusal(501, "NOT_IMPLEMENTED", endpoint);
    }
    return answer;
  }

  private Stored of(JsonObject request) throws Refusal {
    Stored run = runs.get(request.get("run_id").getAsString());
    if (run == null) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no such run");
    }
    return run;
  }

  private Stored create(JsonObject request) throws Refusal {
    String experiment = request.get("experiment_id").getAsString();
    if (!experiments.containsValue(experiment)) {
      throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no experiment " + experiment);
    }
    String id = "%032x".formatted(runs.size() + 1);
    var info = new JsonObject();
    info.addProperty("run_id", id);
    info.addProperty("experiment_id", experiment);
    info.add("run_name", request.get("run_name"));
    info.add("start_time", request.get("start_time"));
    info.addProperty("status", "RUNNING");
    info.addProperty("artifact_uri", store + experiment + "/" + id + "/artifacts");
    var run =
        new Stored(
            id,
            experiment,
            info,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (JsonElement tag : request.getAsJsonArray("tags")) {
      run.tags()
          .put(
              tag.getAsJsonObject().get("key").getAsString(),
              tag.getAsJsonObject().get("value").getAsString());
    }
    runs.put(id, run);
    return run;
  }

  private void log(Stored run, JsonObject request) throws Refusal {
    int together = 0;
    for (String what : List.of("metrics", "params", "tags")) {
      int count = request.has(what) ? request.getAsJsonArray(what).size() : 0;
      together += count;
      if (count > most(what) || together > most("together")) {
        throw Refusal.invalid("too many " + what);
      }
    }
    if (request.has("metrics")) {
      request.getAsJsonArray("metrics").forEach(each -> run.metrics().add(each.getAsJsonObject()));
    }
    if (request.has("params")) {
      for (JsonElement each : request.getAsJsonArray("params")) {
        String key = each.getAsJsonObject().get("key").getAsString();
        String value = each.getAsJsonObject().get("value").getAsString();
        String before = run.params().putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
          throw Refusal.invalid("parameter %s is %s already".formatted(key, before));
        }
      }
    }
  }

  private void search(JsonObject request, JsonObject answer) throws Refusal {
    Matcher filter = FILTER.matcher(request.get("filter").getAsString());
    if (!filter.matches() || request.get("max_results").getAsInt() > most("max_results")) {
      throw Refusal.invalid("not a search: " + request);
    }
    List<Stored> found =
        runs.values().stream()
            .filter(run -> run.deleted().isEmpty())
            .filter(run ->
                request
                    .getAsJsonArray("experiment_ids")
                    .contains(new JsonPrimitive(run.experiment())))
            .filter(run -> filter.group(2).equals(run.tags().get(filter.group(1))))
            .toList();
    int from = request.has("page_token") ? request.get("page_token").getAsInt() : 0;
    int to = Math.min(found.size(), from + PAGE);
    if (to > from) {
      var page = new JsonArray();
      found.subList(from, to).forEach(run -> page.add(shown(run)));
      answer.add("runs", page);
    }
    if (to < found.size()) {
      answer.addProperty("next_page_token", Integer.toString(to));
    }
  }

  private static JsonObject shown(Stored run) {
    var data = new JsonObject();
    data.add("tags", pairs(run.tags()));
    data.add("params", pairs(run.params()));
    var shown = new JsonObject();
    shown.add("info", run.info());
    shown.add("data", data);
    return shown;
  }

  private static JsonArray pairs(Map<String, String> map) {
    var pairs = new JsonArray();
    map.forEach((key, value) -> {
      var pair = new JsonObject();
      pair.addProperty("key", key);
      pair.addProperty("value", value);
      pairs.add(pair);
    });
    return pairs;
  }
}
