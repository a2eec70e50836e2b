package org.lossexp.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;

/**
 * Exports are read back through the REST API: always from a server that keeps to what MLflow
 * publishes, and from MLflow's own where the command {@code mlflow} can be found.
 */
class MlflowTest {
  /** The command, where it is not on the path. */
  private static final String COMMAND = "LOSSEXP_MLFLOW";

  private static final Credentials NOBODY = new Credentials(Optional.empty());
  private static final String KEY = "ndcg_k_10_gain_exponential";

  @TempDir Path folder;

  private Mlflow.Exported export(URI server, int done) throws IOException {
    TrackedRun run = Runs.run(folder.resolve("run"), done);
    return switch (attempt(server, run, NOBODY)) {
      case Attempt.Success<Mlflow.Exported>(Mlflow.Exported exported) -> exported;
      case Attempt.Failure<Mlflow.Exported>(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private Attempt<Mlflow.Exported> attempt(URI server, TrackedRun run, Credentials credentials)
      throws IOException {
    Path results = Files.createDirectories(folder.resolve("run"));
    Files.writeString(results.resolve("report.html"), "<p>" + run.answer());
    return Mlflow.export(run, results, server, credentials, "which loss", () -> false);
  }

  private Problem failure(URI server, Credentials credentials) throws IOException {
    TrackedRun run = Runs.run(folder.resolve("run"), 1);
    return switch (attempt(server, run, credentials)) {
      case Attempt.Success<Mlflow.Exported>(Mlflow.Exported exported) ->
          throw new AssertionError(exported.toString());
      case Attempt.Failure<Mlflow.Exported>(List<Problem> problems) -> problems.getFirst();
    };
  }

  @Test
  void whatIsSentKeepsToThePublishedInterfaceAndIsReadBack() throws Exception {
    try (var server = new PublishedServer()) {
      everythingIsReadBack(server.address());
      assertEquals(
          List.of("<p>" + Runs.ANSWER + 4), List.copyOf(server.files.values()), "the report");
      assertEquals(5, server.made());
    }
  }

  @Test
  void mlflowsOwnServerGivesTheSameBack() throws Exception {
    Optional<String> command = command();
    assumeTrue(command.isPresent(), "no `mlflow` on the path, and none named by " + COMMAND);
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process server =
        new ProcessBuilder(
                command.get(),
                "server",
                "--backend-store-uri",
                "sqlite:///" + folder.resolve("mlflow.db"),
                "--artifacts-destination",
                folder.resolve("artifacts").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mlflow.log").toFile())
            .start();
    try {
      URI address = URI.create("http://127.0.0.1:" + port);
      awaitHealth(address, server);
      everythingIsReadBack(address);
      try (Stream<Path> files = Files.walk(folder.resolve("artifacts"))) {
        assertTrue(files.anyMatch(file -> file.endsWith("report.html")));
      }
    } finally {
      server.descendants().forEach(ProcessHandle::destroy);
      server.destroy();
      server.waitFor();
    }
  }

  /** Twice with two trials, then with four: each is there once. */
  private void everythingIsReadBack(URI server) throws Exception {
    assertEquals(2, export(server, 2).sent());
    Mlflow.Exported again = export(server, 0);
    assertEquals(List.of(0, 2), List.of(again.sent(), again.there()));
    Mlflow.Exported more = export(server, 4);
    assertEquals(List.of(2, 2), List.of(more.sent(), more.there()));
    assertEquals(List.of(), more.notes());

    TrackedRun run = Runs.run(folder.resolve("run"), 0);
    JsonObject parent = search(server, "lossexp.run", run.id()).getFirst();
    assertEquals("which loss", info(parent, "run_name"));
    assertEquals("FINISHED", info(parent, "status"));
    String id = info(parent, "run_id");
    assertEquals(
        "**Which loss ranks best?**\n\n" + Runs.ANSWER + 4,
        pairs(parent, "tags").get("mlflow.note.content"));
    String summary = "test." + KEY + ".mean/noise_20/mse_l2";
    assertEquals(
        Map.of(0, 2.25, 1, 0.25, 2, 4.25), history(server, id, summary), "the answer as it grew");

    Map<String, JsonObject> trials = new TreeMap<>();
    for (JsonObject trial : search(server, "mlflow.parentRunId", id)) {
      trials.put(pairs(trial, "tags").get("lossexp.trial"), trial);
    }
    assertEquals(4, trials.size());
    for (TrackedTrial expected : run.trials()) {
      readBack(server, expected, trials.get(expected.result().trial()));
    }
  }

  private static void readBack(URI server, TrackedTrial expected, JsonObject trial)
      throws Exception {
    boolean done = expected.result().cause().isEmpty();
    assertEquals(expected.label(), info(trial, "run_name"));
    assertEquals(done ? "FINISHED" : "FAILED", info(trial, "status"));
    long start = expected.timing().started().toEpochMilli();
    assertEquals(start, Long.parseLong(info(trial, "start_time")));
    assertEquals(start + 2000, Long.parseLong(info(trial, "end_time")));
    Map<String, String> parameters = new LinkedHashMap<>(expected.parameters());
    parameters.put("seed", Long.toString(expected.seed()));
    parameters.put("unit", expected.unit());
    parameters.computeIfPresent(
        "loss", (_, loss) -> loss.length() > 500 ? loss.substring(0, 498) + " …" : loss);
    assertEquals(parameters, pairs(trial, "params"));
    assertEquals(expected.parameters().get("loss"), pairs(trial, "tags").get("lossexp.loss"));

    String id = info(trial, "run_id");
    Map<Integer, Double> loss = new TreeMap<>();
    Map<Integer, Double> validation = new TreeMap<>();
    expected
        .result()
        .history()
        .forEach(epoch -> {
          loss.put(epoch.epoch(), epoch.loss());
          epoch.validation().values().forEach(value -> validation.put(epoch.epoch(), value));
        });
    Map<Integer, Double> read = history(server, id, "training.loss");
    // A database has no infinity: MLflow's own keeps the largest number instead.
    read.replaceAll((_, value) -> value == Double.MAX_VALUE ? Double.POSITIVE_INFINITY : value);
    assertEquals(loss, read);
    assertEquals(validation, history(server, id, "validation." + KEY));
    assertEquals(299, history(server, id, "training.update_ratio").size());
    assertEquals(
        done ? Map.of(7, expected.result().metrics().get("test." + Runs.NDCG)) : Map.of(),
        history(server, id, "test." + KEY));
  }

  @Test
  void anExportThatBrokeOffIsFinishedAndNothingIsThereTwice() throws Exception {
    try (var server = new PublishedServer()) {
      // The parent, two batches for the first trial, and one of the second's.
      server.breaksAfter.put("runs/log-batch", 5);
      TrackedRun run = Runs.run(folder.resolve("run"), 4);
      assertTrue(
          attempt(server.address(), run, NOBODY)
                  instanceof Attempt.Failure<Mlflow.Exported>(var all)
              && all.getFirst().code().equals(TrackingProblems.REFUSED)
              && all.getFirst().message().contains("the disk is full"));
      theRestIsSent(server, run);
    }
  }

  private void theRestIsSent(PublishedServer server, TrackedRun run) throws Exception {
    Mlflow.Exported exported = export(server.address(), 0);
    assertEquals(List.of(3, 1), List.of(exported.sent(), exported.there()));
    JsonObject parent = search(server.address(), "lossexp.run", run.id()).getFirst();
    List<JsonObject> trials =
        search(server.address(), "mlflow.parentRunId", info(parent, "run_id"));
    assertEquals(4, trials.size());
    for (JsonObject trial : trials) {
      assertEquals(300, history(server.address(), info(trial, "run_id"), "training.loss").size());
    }
    assertEquals(6, server.made(), "the run that was half there is deleted");
  }

  @Test
  void whoStopsIsObeyedBetweenTrials() throws Exception {
    try (var server = new PublishedServer()) {
      TrackedRun run = Runs.run(folder.resolve("run"), 4);
      Attempt<Mlflow.Exported> stopped =
          Mlflow.export(
              run, folder, server.address(), NOBODY, "which loss", () -> server.made() == 3);
      assertTrue(
          stopped instanceof Attempt.Success<Mlflow.Exported>(Mlflow.Exported exported)
              && exported.stopped()
              && exported.sent() == 2);
      assertEquals(2, export(server.address(), 0).sent());
    }
  }

  @Test
  void aServerThatTakesNoFilesGetsTheRest() throws Exception {
    try (var server = new PublishedServer()) {
      server.store = "s3://bucket/";
      Mlflow.Exported exported = export(server.address(), 1);
      assertEquals(1, exported.notes().size());
      assertTrue(exported.notes().getFirst().contains("s3://bucket/"));
      assertEquals(Map.of(), server.files);
    }
  }

  @Test
  void aDeletedExperimentIsNotWrittenTo() throws Exception {
    try (var server = new PublishedServer()) {
      export(server.address(), 1);
      server.lifecycle = "deleted";
      assertEquals(TrackingProblems.DELETED, failure(server.address(), NOBODY).code());
    }
  }

  @Test
  void nobodyListening() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Problem problem = failure(URI.create("http://127.0.0.1:" + port), NOBODY);
    assertEquals(TrackingProblems.NO_SERVER, problem.code());
    assertFalse(problem.message().endsWith("."));
  }

  @ParameterizedTest
  @CsvSource({
    "401, You are not authenticated, LX671",
    "403, Permission denied, LX671",
    "404, <html>Not Found</html>, LX672",
    "404, {}, LX672",
    "200, <html>Welcome</html>, LX672",
    "200, {}, LX672",
    "302, '', LX672",
    "500, <html>Internal Server Error</html>, LX673",
    "400, '{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"no\"}', LX673"
  })
  void whatOtherServersSayIsToldInOurWords(int status, String body, String code)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      Credentials secret = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "very-secret"));
      Problem problem =
          failure(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), secret);
      assertEquals(code, problem.code());
      assertFalse(problem.toString().contains("very-secret"));
    } finally {
      server.stop(0);
    }
  }

  /** As MLflow documents its variables. */
  @Test
  void whoAsksIsToldToEveryEndpoint() throws Exception {
    // "Aladdin:open sesame" is RFC 7617's example.
    Map<String, String> both =
        Map.of(
            "MLFLOW_TRACKING_USERNAME", "Aladdin",
            "MLFLOW_TRACKING_PASSWORD", "open sesame",
            "MLFLOW_TRACKING_TOKEN", "token");
    assertEquals(Optional.of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), Credentials.of(both).header());
    assertEquals(Optional.empty(), Credentials.of(Map.of()).header());
    try (var server = new PublishedServer()) {
      attempt(
          server.address(),
          Runs.run(folder.resolve("run"), 1),
          Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "token")));
      assertEquals(List.of("Bearer token"), server.authorizations.stream().distinct().toList());
    }
  }

  @Test
  void everyProblemHasItsPage() {
    for (String code :
        List.of(
            TrackingProblems.NO_SERVER,
            TrackingProblems.NOT_ALLOWED,
            TrackingProblems.NOT_MLFLOW,
            TrackingProblems.REFUSED,
            TrackingProblems.DELETED)) {
      assertTrue(
          MlflowTest.class.getResource("/META-INF/lossexp/explain/" + code + ".md") != null, code);
    }
  }

  private static Optional<String> command() {
    Optional<String> named = Optional.ofNullable(System.getenv(COMMAND));
    return named.or(() ->
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(each -> Path.of(each, "mlflow"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst());
  }

  private void awaitHealth(URI address, Process server) throws Exception {
    for (int second = 0; second < 120; second++) {
      try {
        if (call(HttpRequest.newBuilder(address.resolve("/health")).GET()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not up yet.
      }
      assertTrue(server.isAlive(), () -> "mlflow has ended: " + folder.resolve("mlflow.log"));
      Thread.sleep(1000);
    }
    throw new AssertionError("mlflow does not start");
  }

  private static HttpResponse<String> call(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonObject json(URI server, String endpoint, Optional<String> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/2.0/mlflow/" + endpoint));
    HttpResponse<String> answer =
        call(
            body.isPresent()
                ? request
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.get()))
                : request.GET());
    assertEquals(200, answer.statusCode(), answer.body());
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static List<JsonObject> search(URI server, String tag, String value) throws Exception {
    JsonObject experiment =
        json(server, "experiments/get-by-name?experiment_name=which%20loss", Optional.empty())
            .getAsJsonObject("experiment");
    List<JsonObject> found = new ArrayList<>();
    String token = "";
    do {
      JsonObject page =
          json(
              server,
              "runs/search",
              Optional.of(
                  """
                  {"experiment_ids": ["%s"], "filter": "tags.`%s` = '%s'", "max_results": 100%s}\
                  """
                      .formatted(
                          experiment.get("experiment_id").getAsString(),
                          tag,
                          value,
                          token.isEmpty() ? "" : ", \"page_token\": \"" + token + "\"")));
      page.getAsJsonArray("runs").forEach(run -> found.add(run.getAsJsonObject()));
      token = page.has("next_page_token") ? page.get("next_page_token").getAsString() : "";
    } while (!token.isEmpty());
    return found;
  }

  /** Step → value; no step is there twice. */
  private static Map<Integer, Double> history(URI server, String run, String key) throws Exception {
    JsonObject answer =
        json(
            server,
            "metrics/get-history?run_id="
                + run
                + "&metric_key="
                + URLEncoder.encode(key, StandardCharsets.UTF_8),
            Optional.empty());
    Map<Integer, Double> history = new TreeMap<>();
    if (answer.has("metrics")) {
      for (JsonElement each : answer.getAsJsonArray("metrics")) {
        JsonObject metric = each.getAsJsonObject();
        int step = metric.has("step") ? metric.get("step").getAsInt() : 0;
        Double before = history.put(step, Double.parseDouble(metric.get("value").getAsString()));
        assertTrue(before == null, () -> key + " is there twice at step " + step);
      }
    }
    return history;
  }

  private static String info(JsonObject run, String member) {
    return run.getAsJsonObject("info").get(member).getAsString();
  }

  private static Map<String, String> pairs(JsonObject run, String what) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (JsonElement each : run.getAsJsonObject("data").getAsJsonArray(what)) {
      JsonObject pair = each.getAsJsonObject();
      pairs.put(pair.get("key").getAsString(), pair.get("value").getAsString());
    }
    return pairs;
  }
}
