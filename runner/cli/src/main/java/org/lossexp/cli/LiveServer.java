package org.lossexp.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.lossexp.experiment.Attempt;
import org.lossexp.report.LivePage;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;

/**
 * Serves the page of {@code watch} to this machine alone. A page asks once and is then told of
 * every change (server-sent events), each time the whole state: whoever misses one has lost
 * nothing.
 *
 * <p>Requests under another name than this machine's are refused, so that a page from elsewhere
 * cannot read what is here by having its own name point to 127.0.0.1.
 */
final class LiveServer implements AutoCloseable {
  /** A journal that takes long to read is read less often. */
  private static final int SHARE_OF_TIME = 10;

  private static final Duration LEAST = Duration.ofMillis(500);

  /** What a silent connection is kept alive with, and how it is seen to be closed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final byte[] page = LivePage.html().getBytes(StandardCharsets.UTF_8);
  private final Object changed = new Object();

  // Guarded by `changed`.
  private String state;
  private long version;
  private boolean closed;

  // Of the thread that polls.
  private long size = -1;
  private boolean inUse;
  private Instant next = Instant.MIN;

  private LiveServer(Path folder, HttpServer server) {
    this.folder = folder;
    this.server = server;
    this.state = LivePage.waiting(folder.toString());
  }

  /**
   * {@return a server that answers on {@code port}}
   *
   * @param port 0 for any free one
   */
  static LiveServer start(Path folder, int port) throws IOException {
    InetAddress here = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    LiveServer live =
        new LiveServer(folder, HttpServer.create(new InetSocketAddress(here, port), 0));
    live.server.setExecutor(live.threads);
    live.server.createContext("/", live::answer);
    live.server.start();
    return live;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Reads the folder again if it has changed, and tells every page. */
  void poll() throws IOException {
    Instant now = Instant.now();
    if (now.isBefore(next)) {
      return;
    }
    Path journal = RunFolder.journal(folder);
    long grown = Files.exists(journal) ? Files.size(journal) : -1;
    boolean used = RunFolder.isInUse(folder);
    if (grown != size || used != inUse) {
      size = grown;
      inUse = used;
      if (RunFolder.read(folder) instanceof Attempt.Success<Stored>(Stored stored)) {
        stored.results().ifPresent(results -> tell(LivePage.state(results, used, now)));
      } else {
        tell(LivePage.waiting(folder.toString()));
      }
    }
    Duration pause = Duration.between(now, Instant.now()).multipliedBy(SHARE_OF_TIME);
    next = now.plus(pause.compareTo(LEAST) < 0 ? LEAST : pause);
  }

  private void tell(String news) {
    synchronized (changed) {
      state = news;
      version++;
      changed.notifyAll();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (!isFromHere(exchange)) {
        exchange.sendResponseHeaders(403, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> sendPage(exchange);
          case "/events" -> sendEvents(exchange);
          default -> exchange.sendResponseHeaders(404, -1);
        }
      }
    }
  }

  private boolean isFromHere(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return ("127.0.0.1:" + port()).equals(host) || ("localhost:" + port()).equals(host);
  }

  private void sendPage(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Content-Security-Policy", LivePage.policy());
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
  }

  private void sendEvents(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    long told = -1;
    while (true) {
      String news = ": still here\n\n";
      synchronized (changed) {
        if (version == told && !closed) {
          try {
            changed.wait(HEARTBEAT.toMillis());
          } catch (InterruptedException e) {
            return;
          }
        }
        if (closed) {
          return;
        }
        if (version != told) {
          told = version;
          news = event(state);
        }
      }
      out.write(news.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static String event(String data) {
    return data.lines().map(line -> "data: " + line).collect(Collectors.joining("\n", "", "\n\n"));
  }

  @Override
  public void close() {
    synchronized (changed) {
      closed = true;
      changed.notifyAll();
    }
    server.stop(0);
    threads.close();
  }
}
