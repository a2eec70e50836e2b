package org.lossexp.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reduction;

/**
 * Hashes of what small trainings end with, weights and results bit by bit. Also a program, that
 * prints them in a JVM of other abilities.
 */
final class Fingerprints {
  private Fingerprints() {}

  public static void main(String[] arguments) {
    of(() -> Team.ALONE).forEach((name, hash) -> System.out.println(name + " " + hash));
  }

  /**
   * {@return name → hash: every layer, optimizer, link and encoding takes part}
   *
   * @param teams give each training one to share the work
   */
  static Map<String, String> of(Supplier<Team> teams) {
    LossFunction squared = Losses.squared(1, Head.Link.IDENTITY);
    LossFunction crossEntropy = new Losses.CrossEntropy(3);
    Prepared line = Examples.line(13, 3, 0.5);
    Prepared blobs = Examples.blobs(22, 5, 3);
    Trials few = Trials.LINEAR.batch(8).epochs(2);
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("linear sgd", hash(teams.get(), few.sgd(0.05, 0), line, squared));
    hashes.put(
        "relu momentum",
        hash(teams.get(), few.dense(19, "relu").sgd(0.05, 0.9), blobs, crossEntropy));
    hashes.put(
        "tanh nesterov",
        hash(teams.get(), few.dense(5, "tanh").nesterov(0.05, 0.8), line, squared));
    hashes.put(
        "two relu adam",
        hash(teams.get(), few.dense(9, "relu").dense(36, "relu").adam(0.01), blobs, crossEntropy));
    hashes.put(
        "sigmoid dropout softmax",
        hash(
            teams.get(),
            few.dense(7, "sigmoid").dropout(0.3).adam(0.01),
            blobs,
            Losses.logarithmic(3)));
    hashes.put(
        "bare activation softplus cosine",
        hash(teams.get(), few.dropout(0.1).curve("tanh").cosine(0.25), line, Losses.poisson()));
    hashes.put(
        "softmax cosine",
        hash(teams.get(), few.dense(4, "softmax").cosine(0), blobs, crossEntropy));
    hashes.put(
        "sigmoid link whole batch",
        hash(
            teams.get(),
            few.dense(4, "relu").wholeBatch(),
            line,
            Losses.squared(1, Head.Link.SIGMOID)));
    Prepared rated = Examples.rated(30, 7, 9);
    for (String name : List.of("factors", "factorization_machine", "two_tower")) {
      Trials scorer = few.scorer(Examples.scorer(name, 19)).adam(0.01);
      hashes.put(name.replace('_', ' '), hash(teams.get(), scorer.written(), rated, squared));
    }
    LayerCases.all().forEach((name, model) -> hashes.put(name, hash(teams.get(), model)));
    return hashes;
  }

  /** A few steps of a model, its outputs and gradients included. */
  private static String hash(Team team, LayerCases.Case model) {
    Network network = model.network();
    network.join(team);
    team.muster();
    double[] output = new double[LayerCases.ROWS * network.columns()];
    StringBuilder text = new StringBuilder();
    for (int step = 0; step < 3; step++) {
      network.predict(LayerCases.ROWS, true, output, 0);
      text.append(Arrays.toString(output));
      network.learn(LayerCases.ROWS, output, LayerCases.weights(output.length), 0.01);
      for (Parameters parameters : network.learned()) {
        new Descent(parameters, 0.9, false).step(0.05);
      }
    }
    network.predict(LayerCases.ROWS, false, output, 0);
    text.append(Arrays.toString(output));
    network.parameters().forEach(parameters -> write(parameters, text));
    team.close();
    return sha256(text.toString());
  }

  private static String hash(Team team, Trials trials, Prepared data, LossFunction loss) {
    return hash(team, trials.trial(), data, loss);
  }

  private static String hash(Team team, Trial trial, Prepared data, LossFunction loss) {
    Training training =
        new Training(
            trial,
            data,
            new Objective(loss, Reduction.MEAN),
            List.of(Metrics.accuracy(), Metrics.rmse()),
            Keeper.NONE,
            () -> false,
            team);
    TrialResult result = training.run();
    // Not the record's own text, which other components of it would change.
    StringBuilder text =
        new StringBuilder()
            .append(result.status())
            .append(result.bestEpoch())
            .append(result.metrics())
            .append(result.history())
            .append(result.evidence());
    training.model().learned().forEach(parameters -> write(parameters, text));
    return sha256(text.toString());
  }

  private static void write(Parameters parameters, StringBuilder text) {
    Panels shape = parameters.shape();
    for (int row = 0; row < shape.rows(); row++) {
      for (int column = 0; column < shape.columns(); column++) {
        int bits = Float.floatToRawIntBits(parameters.values()[shape.index(row, column)]);
        text.append(' ').append(bits);
      }
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, 32);
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
