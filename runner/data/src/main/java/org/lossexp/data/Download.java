package org.lossexp.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lossexp.spi.Arguments;

/**
 * Fetches a file once. It is kept under its checksum, so that an experiment reads the same bytes
 * whatever becomes of the address; what was fetched in part is continued.
 */
final class Download {
  /** Where files are kept: a folder of the user's, not of the project's. */
  static final String CACHE = "lossexp.cache";

  private static final int BUFFER = 1 << 16;
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String parameter;
  private final String address;
  private final String sha256;
  private final Path kept;
  private final Path partial;

  private Download(String parameter, String address, String sha256, Path folder) {
    this.parameter = parameter;
    this.address = address;
    this.sha256 = sha256;
    this.kept = folder.resolve(sha256);
    this.partial = folder.resolve(sha256 + ".part");
  }

  /**
   * {@return the file of {@code url(address, sha256 = …)} on this machine}
   *
   * @param parameter whose value it is
   */
  static Path fetched(String parameter, Arguments url) throws Unusable {
    String sha256 =
        url.value("sha256").isEmpty() ? "" : url.word("sha256").toLowerCase(Locale.ROOT);
    String address = url.word("address");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw Unusable.argument(
          Codes.WRONG_CHECKSUM,
          parameter,
          "`url` needs the checksum of what it fetches",
          "write `url(\"" + address + "\", sha256 = \"…\")` with 64 hexadecimal digits",
          "`sha256sum FILE` prints them for a file that you have checked: without them nobody can"
              + " say that a later run reads the same rows");
    }
    return new Download(parameter, address, sha256, cache()).file();
  }

  /** {@return the folder of fetched files, as the property, the environment or custom says} */
  static Path cache() {
    String property = System.getProperty(CACHE);
    if (property != null) {
      return Path.of(property);
    }
    String home = System.getenv("XDG_CACHE_HOME");
    Path caches =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return caches.resolve("lossexp");
  }

  private Path file() throws Unusable {
    if (Files.isRegularFile(kept)) {
      return kept;
    }
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException impossible) {
      throw failed("it is no address", "write it as a browser shows it");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!List.of("https", "http").contains(scheme)) {
      throw failed("it must begin with `https://`", "a file on this machine is named by its path");
    }
    try {
      Files.createDirectories(kept.getParent());
      fetch(uri);
      return checked();
    } catch (ConnectException nobody) {
      throw failed("nothing answers there", "is this machine on the network?");
    } catch (IOException broken) {
      throw failed(
          "the system says: "
              + Optional.ofNullable(broken.getMessage()).orElse(broken.getClass().getSimpleName()),
          "what was fetched so far is kept: run it again to continue");
    }
  }

  private void fetch(URI uri) throws IOException, Unusable {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build()) {
      for (int attempt = 1; ; attempt++) {
        try {
          fetch(client, uri);
          return;
        } catch (IOException broken) {
          // A connection that breaks in the middle is continued where it broke.
          if (attempt == ATTEMPTS) {
            throw broken;
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", stopped);
    }
  }

  private void fetch(HttpClient client, URI uri)
      throws IOException, InterruptedException, Unusable {
    long have = Files.exists(partial) ? Files.size(partial) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      boolean continued = response.statusCode() == 206;
      if (response.statusCode() == 416) {
        // The file ends where the part does.
        return;
      }
      if (!continued && response.statusCode() != 200) {
        throw failed("the server answers " + response.statusCode(), "is the address right?");
      }
      try (OutputStream out =
          Files.newOutputStream(
              partial,
              StandardOpenOption.CREATE,
              continued ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          out.write(buffer, 0, read);
        }
      }
    }
  }

  /** Keeps what was fetched if it is what was asked for. */
  private Path checked() throws IOException, Unusable {
    MessageDigest digest = RandomStream.sha256();
    try (InputStream in = Files.newInputStream(partial)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      Files.delete(partial);
      throw Unusable.argument(
          Codes.WRONG_CHECKSUM,
          parameter,
          "`" + address + "` is not the file that `sha256` says",
          "its checksum is " + found,
          "it was changed, or the checksum is another file's: look at it before you write the new"
              + " one");
    }
    Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
    return kept;
  }

  private Unusable failed(String... notes) {
    return Unusable.argument(
        Codes.DOWNLOAD_FAILED, parameter, "`" + address + "` cannot be fetched", notes);
  }
}
