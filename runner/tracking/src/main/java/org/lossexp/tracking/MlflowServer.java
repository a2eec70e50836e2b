package org.lossexp.tracking;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.lossexp.results.Json;

/** A server that speaks MLflow's REST API 2.0. */
final class MlflowServer implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final int LONGEST_QUOTE = 300;

  private final URI address;
  private final Credentials credentials;
  // Never follows: who asks would be told to a server that the user did not name.
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();

  /** A server at {@code address}, {@code http} or {@code https}, with its path where it has one. */
  MlflowServer(URI address, Credentials credentials) {
    this.address = address;
    this.credentials = credentials;
  }

  URI address() {
    return address;
  }

  /** {@return the address of a page of the server's own} */
  String page(String place) {
    return at("/#/" + place).toString();
  }

  /** {@return what {@code endpoint} gives for a name; empty where it knows none of that name} */
  Optional<JsonObject> find(String endpoint, String parameter, String value) throws MlflowFailure {
    String query = "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(at("/api/2.0/mlflow/" + endpoint + query)).GET());
    if (response.statusCode() == 404
        && parsed(response).filter(MlflowServer::doesNotExist).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(checked(endpoint, response));
  }

  /** {@return what {@code endpoint} answers to {@code body}} */
  JsonObject post(String endpoint, JsonObject body) throws MlflowFailure {
    return checked(
        endpoint,
        send(
            HttpRequest.newBuilder(at("/api/2.0/mlflow/" + endpoint))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.line(body)))));
  }

  /**
   * Hands a file to the server's store of artifacts.
   *
   * @param store a run's {@code artifact_uri}
   * @return whether the server takes files: some leave that to a store of their own
   */
  boolean put(String store, Path file) throws IOException, MlflowFailure {
    if (!store.startsWith("mlflow-artifacts:")) {
      return false;
    }
    String endpoint = "mlflow-artifacts";
    String path = URI.create(store).getRawPath().replaceFirst("^/+", "") + "/" + file.getFileName();
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(at("/api/2.0/mlflow-artifacts/artifacts/" + path))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofFile(file)));
    // 503: `--no-serve-artifacts`; 404: a server from before there was such a way.
    if (response.statusCode() == 404 || response.statusCode() == 503) {
      return false;
    }
    if (response.statusCode() / 100 != 2) {
      checked(endpoint, response);
    }
    return true;
  }

  @Override
  public void close() {
    client.close();
  }

  private URI at(String path) {
    return URI.create(address.toString().replaceFirst("/+$", "") + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws MlflowFailure {
    credentials.header().ifPresent(header -> request.header("Authorization", header));
    try {
      return client.send(
          request.timeout(TO_ANSWER).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new MlflowFailure(TrackingProblems.noServer(address, "the connection is refused"));
    } catch (HttpTimeoutException e) {
      throw new MlflowFailure(TrackingProblems.noServer(address, "it takes too long"));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new MlflowFailure(TrackingProblems.noServer(address, why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowFailure(TrackingProblems.noServer(address, "we were interrupted"));
    }
  }

  private JsonObject checked(String endpoint, HttpResponse<String> response) throws MlflowFailure {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new MlflowFailure(
          TrackingProblems.notAllowed(address, status, credentials.header().isPresent()));
    }
    Optional<JsonObject> answer = parsed(response);
    if (status / 100 == 2 && answer.isPresent()) {
      return answer.get();
    }
    if (answer.isPresent() && answer.get().has("error_code")) {
      throw new MlflowFailure(
          TrackingProblems.refused(
              address,
              endpoint,
              status,
              quote(string(answer.get(), "error_code") + ": " + string(answer.get(), "message"))));
    }
    if (status / 100 == 5) {
      throw new MlflowFailure(
          TrackingProblems.refused(address, endpoint, status, quote(response.body())));
    }
    throw new MlflowFailure(
        TrackingProblems.notMlflow(
            address,
            "`%s` answers HTTP %d%s"
                .formatted(
                    endpoint, status, status / 100 == 2 ? " with something else than JSON" : "")));
  }

  private static Optional<JsonObject> parsed(HttpResponse<String> response) {
    try {
      JsonElement answer = JsonParser.parseString(response.body());
      return answer.isJsonObject() ? Optional.of(answer.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static boolean doesNotExist(JsonObject answer) {
    return string(answer, "error_code").equals("RESOURCE_DOES_NOT_EXIST");
  }

  /** {@return a member; empty where there is none} */
  static String string(JsonObject object, String member) {
    return object.has(member) && object.get(member).isJsonPrimitive()
        ? object.get(member).getAsString()
        : "";
  }

  private static String quote(String said) {
    String line = said.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + " …";
  }
}
