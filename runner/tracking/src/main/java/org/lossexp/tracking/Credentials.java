package org.lossexp.tracking;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks, as a server of MLflow wants to know it: the variables that MLflow's own client reads.
 *
 * @param header the value of {@code Authorization}; empty where no variable says who asks
 */
public record Credentials(Optional<String> header) {
  /**
   * {@return what {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD} say, or
   * else {@code MLFLOW_TRACKING_TOKEN}}
   */
  public static Credentials of(Map<String, String> environment) {
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!user.isEmpty() && !password.isEmpty()) {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return new Credentials(Optional.of("Basic " + Base64.getEncoder().encodeToString(both)));
    }
    return new Credentials(token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token));
  }

  /** Secrets do not stand in messages. */
  @Override
  public String toString() {
    return header.isPresent() ? "Credentials[given]" : "Credentials[none]";
  }
}
