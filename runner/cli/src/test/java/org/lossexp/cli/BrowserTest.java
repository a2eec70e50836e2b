package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser: the report, and what can be seen of a run while it is going on. */
class BrowserTest {
  private static final String EXPERIMENT =
      """
      experiment "Hostile <script>alert(1)</script>"
      data d = friedman1(rows = 120) -> holdout(test = 30%, validation = 20%) -> standardize()
      model mlp = dense(8, relu) -> dense(outputs)
      loss mse, mae
      loss wild = exp(100 * residual^2)
      train { epochs = 5 }
      repeat { seeds = 3 }
      """;

  @TempDir private Path folder;

  @Test
  void thePageFollowsARun() throws Exception {
    Path results = folder.resolve("out");
    Path file = Files.writeString(folder.resolve("hostile.lossexp"), EXPERIMENT);
    Process watch = Lossexp.start(folder.resolve("log"), "watch", results.toString());
    try {
      String url = address();
      try (Browser browser = Browser.start("watch.mjs", url)) {
        browser.await("RUN");
        assertEquals(1, Lossexp.run("run", file, "-o", results).code());
        browser.proceed();
        browser.await("END");
        watch.destroy();
        assertTrue(watch.waitFor(10, TimeUnit.SECONDS));
        assertEquals(130, watch.exitValue());
        browser.proceed();
        browser.await("GOOD");
      }
    } finally {
      watch.destroyForcibly();
    }
  }

  /** Pictures of the page are left beside the test's other output, to be looked at. */
  @Test
  void theReportWorksInABrowserWithoutNetwork() throws Exception {
    Path results = folder.resolve("out");
    Path file = Files.writeString(folder.resolve("hostile.lossexp"), EXPERIMENT);
    assertEquals(1, Lossexp.run("run", file, "-o", results).code());
    Path pictures = Files.createDirectories(Path.of("target", "browser", "report"));
    String page = results.resolve("report.html").toUri().toString();
    try (Browser browser =
        Browser.start("report.mjs", page, pictures.toAbsolutePath().toString())) {
      browser.await("GOOD");
    }
  }

  /** A small experiment of each kind, by what its page is called. */
  private static final Map<String, String> KINDS =
      Map.of(
          "classes",
          """
          data d = moons(rows = 200) -> holdout(test = 30%, validation = 20%) -> standardize()
          model mlp = dense(8, relu) -> dense(outputs)
          loss logistic, brier_binary, squared_hinge
          train { epochs = 5 }
          repeat { seeds = 3 }
          compare { by = test.accuracy, baseline = logistic }
          """,
          "settings",
          """
          let share in {0%, 10%, 20%, 30%}
          data d = friedman1(rows = 120)
                -> holdout(test = 30%, validation = 20%)
                -> outliers(rate = share, on = [training])
                -> standardize(target = true)
          model mlp = dense(8, relu) -> dense(outputs)
          loss mse, mae, huber
          train { epochs = 5 }
          repeat { seeds = 3 }
          measure mae, rmse
          compare { by = test.mae, baseline = mse }
          """,
          "tuned",
          """
          data d = friedman1(rows = 120)
                -> holdout(test = 30%, validation = 20%)
                -> standardize(target = true)
          model linear = dense(outputs)
          loss mse
          loss huber(delta tune log 0.05 .. 5)
          optimizer sgd(learning_rate tune log 1e-4 .. 1e-1)
          train { epochs = 3 }
          tune { search = random(points = 6), goal = validation.mae }
          repeat { seeds = 3 }
          measure mae, coefficients
          compare { by = test.mae, baseline = mse }
          """,
          "ranking",
          """
          data d = ranking(lists = 40) -> holdout(test = 30%, validation = 20%) -> standardize()
          model mlp = dense(8, relu) -> dense(outputs)
          loss listnet, ranknet, mse
          train { epochs = 3 }
          repeat { seeds = 3 }
          measure ndcg(k = 10), mrr
          compare { by = test.ndcg, baseline = mse }
          """,
          "embedding",
          """
          data d = clusters(rows = 200) -> holdout(test = 30%, validation = 20%) -> standardize()
          model mlp = dense(8, relu) -> dense(4)
          loss triplet, contrastive
          train { epochs = 3, sampler = per_class(examples = 4) }
          repeat { seeds = 3 }
          measure recall(k = 1)
          compare { by = test.recall }
          """);

  /** Pictures of each page, of its dark side, on a phone and on paper are left to be looked at. */
  @Test
  void everyKindOfReportWorksInABrowser() throws Exception {
    Path pictures = Files.createDirectories(Path.of("target", "browser", "pages"));
    List<String> arguments = new ArrayList<>(List.of(pictures.toAbsolutePath().toString()));
    for (Map.Entry<String, String> kind : new TreeMap<>(KINDS).entrySet()) {
      Path file =
          Files.writeString(
              folder.resolve(kind.getKey() + ".lossexp"),
              "experiment \"Of %s\"\n".formatted(kind.getKey()) + kind.getValue());
      Path results = folder.resolve(kind.getKey());
      Lossexp run = Lossexp.run("run", file, "-o", results, "--no-cache");
      assertEquals(0, run.code(), kind.getKey() + "\n" + run.err());
      arguments.add(results.resolve("report.html").toUri().toString());
    }
    try (Browser browser = Browser.start("pages.mjs", arguments.toArray(String[]::new))) {
      browser.await("GOOD");
    }
  }

  /** A page from elsewhere whose name points to this machine must not read what is here. */
  @Test
  void onlyThisMachineIsAnswered() throws Exception {
    try (LiveServer server = LiveServer.start(folder, 0)) {
      assertTrue(answer(server, "127.0.0.1:" + server.port(), "/").startsWith("HTTP/1.1 200"));
      assertTrue(answer(server, "evil.example", "/events").startsWith("HTTP/1.1 403"));
      assertTrue(
          answer(server, "localhost:" + server.port(), "/../../etc/passwd")
              .startsWith("HTTP/1.1 404"));
    }
  }

  @Test
  void aTakenPortIsTold() throws Exception {
    try (LiveServer server = LiveServer.start(folder, 0)) {
      Lossexp second = Lossexp.run("watch", folder, "--port", server.port());
      assertEquals(4, second.code());
      assertTrue(second.err().startsWith("error[LX665]: port "), second.err());
    }
  }

  @Test
  void programsFollowARunByLinesOfJson() throws IOException {
    Path file = Files.writeString(folder.resolve("hostile.lossexp"), EXPERIMENT);
    Lossexp run = Lossexp.run("run", file, "-o", folder.resolve("out"), "-j", 1, "--json-progress");
    List<JsonObject> events =
        run.err()
            .lines()
            .filter(line -> line.startsWith("{"))
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    assertEquals(1 + 9 + 9, events.size(), run.err());
    assertEquals("began", events.getFirst().get("event").getAsString());
    JsonObject last = events.getLast();
    assertEquals("finished", last.get("event").getAsString());
    assertEquals(9, last.get("total").getAsInt());
    assertEquals(6, last.get("done").getAsInt());
    assertEquals(3, last.get("diverged").getAsInt());
    assertEquals("wild", last.get("contender").getAsString());
    assertEquals("seed 3", last.get("unit").getAsString());
    assertEquals(0, last.get("left_seconds").getAsDouble());
    JsonObject first =
        events.stream()
            .filter(event -> event.get("event").getAsString().equals("finished"))
            .findFirst()
            .orElseThrow();
    assertTrue(first.getAsJsonObject("metrics").has("test.rmse"), first.toString());
  }

  private String address() throws Exception {
    for (int i = 0; i < 600; i++) {
      String log = Files.readString(folder.resolve("log"));
      int at = log.indexOf("http://");
      if (at >= 0 && log.indexOf('\n', at) > 0) {
        return log.substring(at, log.indexOf('\n', at));
      }
      Thread.sleep(50);
    }
    throw new AssertionError(Files.readString(folder.resolve("log")));
  }

  private static String answer(LiveServer server, String host, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
