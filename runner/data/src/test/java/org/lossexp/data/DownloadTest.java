package org.lossexp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.lossexp.data.Written.call;
import static org.lossexp.data.Written.shown;
import static org.lossexp.data.Written.success;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** Files from a server of the test's own, which breaks off where it is told to. */
final class DownloadTest {
  private static final byte[] TABLE =
      ("a,b,c\n" + "1,2,x\n3,4,y\n".repeat(20_000)).getBytes(StandardCharsets.UTF_8);

  private static final String SHA256 =
      HexFormat.of().formatHex(RandomStream.sha256().digest(TABLE));

  @TempDir private Path folder;

  /** The range that each request asked for, empty for all. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private HttpServer server;

  /** After so many bytes an answer breaks off. */
  private int breaks = TABLE.length;

  private int status = 200;
  private boolean knowsRanges = true;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(Download.CACHE, cache().toString());
    Files.createDirectories(cache());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/table.csv", this::answer);
    server.createContext(
        "/moved.csv",
        exchange -> {
          exchange.getResponseHeaders().add("Location", address("/table.csv"));
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty(Download.CACHE);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    asked.add(range == null ? "" : range);
    int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
    } else if (from >= TABLE.length) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      // More is promised than is written where the connection is to break.
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, TABLE.length - from);
      exchange.getResponseBody().write(TABLE, from, Math.min(breaks, TABLE.length - from));
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  @Test
  void aFileIsFetchedOnceAndKeptUnderItsChecksum() throws IOException {
    assertEquals(40_000, success(load("/table.csv", SHA256)).rows());
    assertEquals(40_000, success(load("/table.csv", SHA256)).rows());
    assertEquals(List.of(""), asked);
    assertEquals(List.of(SHA256), kept());
  }

  @Test
  void theHeaderNamesTheAddressAndTheChecksum() {
    DataHeader header = success(load("/table.csv", SHA256));
    assertEquals(address("/table.csv"), header.path().orElseThrow());
    assertEquals(SHA256, header.sha256());
  }

  @Test
  void anAddressThatMovedIsFollowed() {
    assertEquals(40_000, success(load("/moved.csv", SHA256)).rows());
  }

  @Test
  void aBrokenConnectionIsContinuedWhereItBroke() {
    breaks = 100_000;
    assertEquals(40_000, success(load("/table.csv", SHA256)).rows());
    assertEquals("", asked.getFirst());
    assertTrue(asked.get(1).matches("bytes=[1-9][0-9]*-"), asked.toString());
  }

  @Test
  void aConnectionThatKeepsBreakingIsToldAndWhatCameIsKept() throws IOException {
    breaks = 10_000;
    String told = shown(load("/table.csv", SHA256));
    assertTrue(told.startsWith("LX614 [path] `" + address("/table.csv") + "` cannot be fetched"));
    assertTrue(told.endsWith("what was fetched so far is kept: run it again to continue"), told);
    assertEquals(List.of(SHA256 + ".part"), kept());
  }

  @Test
  void whatAnEarlierRunFetchedIsContinued() throws IOException {
    Files.write(cache().resolve(SHA256 + ".part"), Arrays.copyOf(TABLE, 200_000));
    assertEquals(40_000, success(load("/table.csv", SHA256)).rows());
    assertEquals(List.of("bytes=200000-"), asked);
  }

  @Test
  void aServerWithoutRangesStartsAgain() throws IOException {
    knowsRanges = false;
    Files.write(cache().resolve(SHA256 + ".part"), new byte[50]);
    assertEquals(40_000, success(load("/table.csv", SHA256)).rows());
  }

  @Test
  void withoutAChecksumNothingIsFetched() {
    assertEquals(
        """
        LX615 [path] `url` needs the checksum of what it fetches
          write `url("ADDRESS", sha256 = "…")` with 64 hexadecimal digits
          `sha256sum FILE` prints them for a file that you have checked: without them nobody can say that a later run reads the same rows\
        """
            .replace("ADDRESS", address("/table.csv")),
        shown(load("/table.csv", "")));
    assertEquals(List.of(), asked);
  }

  @Test
  void anotherFileIsRefusedAndForgotten() throws IOException {
    assertEquals(
        """
        LX615 [path] `ADDRESS` is not the file that `sha256` says
          its checksum is SHA
          it was changed, or the checksum is another file's: look at it before you write the new one\
        """
            .replace("ADDRESS", address("/table.csv"))
            .replace("SHA", SHA256),
        shown(load("/table.csv", "0".repeat(64))));
    assertEquals(List.of(), kept());
  }

  @Test
  void aServersRefusalIsTold() {
    status = 404;
    assertEquals(
        """
        LX614 [path] `ADDRESS` cannot be fetched
          the server answers 404
          is the address right?\
        """
            .replace("ADDRESS", address("/table.csv")),
        shown(load("/table.csv", SHA256)));
  }

  @Test
  void onlyTheWebIsFetchedFrom() {
    assertEquals(
        """
        LX614 [path] `file:///etc/passwd` cannot be fetched
          it must begin with `https://`
          a file on this machine is named by its path\
        """,
        shown(loadFrom("file:///etc/passwd", SHA256)));
  }

  @Test
  void imagesComeInAZipFileFromAnAddress() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("letters/a/1.png", "letters/a/2.png", "letters/b/1.png")) {
        zip.putNextEntry(new ZipEntry(name));
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "png", zip);
        zip.closeEntry();
      }
    }
    byte[] letters = bytes.toByteArray();
    server.createContext(
        "/letters.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, letters.length);
          exchange.getResponseBody().write(letters);
          exchange.close();
        });
    Map<String, Value> url = new LinkedHashMap<>();
    url.put("address", new Value.Text(address("/letters.zip")));
    url.put(
        "sha256", new Value.Text(HexFormat.of().formatHex(RandomStream.sha256().digest(letters))));
    DataHeader header =
        success(
            new DataRoom(folder)
                .header(call("images", "folder", new Value.Call("url", new Arguments(url)))));
    assertEquals(3, header.rows());
  }

  private Attempt<DataHeader> load(String path, String sha256) {
    return loadFrom(address(path), sha256);
  }

  private Attempt<DataHeader> loadFrom(String address, String sha256) {
    Map<String, Value> url = new LinkedHashMap<>();
    url.put("address", new Value.Text(address));
    url.put("sha256", sha256.isEmpty() ? new Value.Word("none") : new Value.Text(sha256));
    return new DataRoom(folder)
        .header(call("csv", "path", new Value.Call("url", new Arguments(url))));
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
