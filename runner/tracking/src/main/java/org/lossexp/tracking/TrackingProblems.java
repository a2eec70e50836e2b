package org.lossexp.tracking;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Problem;

/** Problems with a tracking server, in the user's words; each code has a page. */
final class TrackingProblems {
  static final String NO_SERVER = "LX670";
  static final String NOT_ALLOWED = "LX671";
  static final String NOT_MLFLOW = "LX672";
  static final String REFUSED = "LX673";
  static final String DELETED = "LX674";

  private static final String AGAIN =
      "what has arrived stays there: the same command sends the rest";

  private TrackingProblems() {}

  static Problem noServer(URI server, String why) {
    return problem(
        NO_SERVER,
        "no server answers at `%s`: %s".formatted(server, why),
        "`mlflow server --port 5000` starts one on this machine, then `--mlflow"
            + " http://localhost:5000`",
        AGAIN);
  }

  static Problem notAllowed(URI server, int status, boolean credentials) {
    return problem(
        NOT_ALLOWED,
        "`%s` does not let us in (HTTP %d)".formatted(server, status),
        credentials
            ? "the user, password or token in the environment is wrong, or may not write there"
            : "set `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or"
                + " `MLFLOW_TRACKING_TOKEN`",
        AGAIN);
  }

  static Problem notMlflow(URI server, String answer) {
    return problem(
        NOT_MLFLOW,
        "`%s` does not speak MLflow's REST API 2.0: %s".formatted(server, answer),
        "the address is that of the server's start page, such as `http://localhost:5000`, with its"
            + " path where it has one; MLflow 1.30 or newer is needed");
  }

  static Problem refused(URI server, String endpoint, int status, String said) {
    return problem(
        REFUSED,
        "`%s` refused `%s` (HTTP %d): %s".formatted(server, endpoint, status, said),
        AGAIN);
  }

  static Problem deleted(URI server, String experiment) {
    return problem(
        DELETED,
        "the experiment `%s` was deleted at `%s`".formatted(experiment, server),
        "`mlflow experiments restore` brings it back; or choose another with"
            + " `--mlflow-experiment NAME`");
  }

  private static Problem problem(String code, String message, String... notes) {
    return new Problem(code, message, Optional.empty(), List.of(notes));
  }
}
