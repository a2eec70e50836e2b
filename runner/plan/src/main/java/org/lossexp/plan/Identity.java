package org.lossexp.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Names a trial by everything that can change its result, and by nothing else.
 *
 * <p>The name is the sha256 of a text with a line for each of: the version of our arithmetic; the
 * data's sha256 and its pipeline, where the file's path is replaced by that sha256; the rows that
 * files of indices name; the test part; the model; the loss; the optimizer; the training settings;
 * the metrics and the one that chooses the epoch; the seeds; the sha256 of each third-party plugin
 * that takes part; the search, where one comes first. All defaults are filled in. Labels, the path
 * of a file, the order of statements and other contenders are not in it.
 */
final class Identity {
  private Identity() {}

  /**
   * {@return {@code trial} with its identity in place of what it has}
   *
   * @param search what is searched for before it, a line each; none where nothing is tuned
   */
  static Trial named(
      Trial trial, DataHeader header, int bits, List<PluginSource> plugins, List<String> search) {
    List<String> inputs = inputs(trial, header, bits, plugins, search);
    return new Trial(
        sha256(String.join("\n", inputs)),
        trial.data(),
        trial.dataSha256(),
        trial.fold(),
        trial.model(),
        trial.loss(),
        trial.optimizer(),
        trial.train(),
        trial.metrics(),
        trial.monitor(),
        trial.seeds(),
        inputs);
  }

  private static List<String> inputs(
      Trial trial, DataHeader header, int bits, List<PluginSource> plugins, List<String> search) {
    var lines = new ArrayList<String>();
    lines.add("lossexp trial 1");
    lines.add("bits " + bits);
    lines.add("source " + trial.dataSha256());
    lines.add("data " + pipeline(withoutPath(trial.data(), header)));
    header
        .parts()
        .filter(parts -> !parts.sha256().isEmpty())
        .ifPresent(parts -> lines.add("rows of parts " + parts.sha256()));
    lines.add("fold " + trial.fold());
    lines.add("model " + pipeline(trial.model()));
    lines.add("loss " + trial.loss());
    lines.add("optimizer " + trial.optimizer().text());
    lines.add("train " + trial.train().text());
    lines.add("metrics " + calls(trial.metrics()));
    lines.add("monitor " + trial.monitor().map(Value::text).orElse("none"));
    new EnumMap<>(trial.seeds()).forEach((purpose, seed) -> lines.add(purpose.word() + " " + seed));
    plugins.stream()
        .filter(plugin -> !plugin.sha256().isEmpty())
        .map(plugin -> "plugin " + plugin.sha256())
        .sorted()
        .distinct()
        .forEach(lines::add);
    lines.addAll(search);
    return lines;
  }

  private static String pipeline(List<Value.Call> steps) {
    return steps.stream().map(Value::text).collect(Collectors.joining(" -> "));
  }

  private static String calls(List<Value.Call> calls) {
    return calls.stream().map(Value::text).collect(Collectors.joining(", "));
  }

  /** A file is known by what it holds, wherever it lies. */
  private static List<Value.Call> withoutPath(List<Value.Call> data, DataHeader header) {
    Value.Call source = data.getFirst();
    Optional<Value> path = header.path().map(Value.Text::new);
    Optional<String> parameter =
        source.arguments().values().entrySet().stream()
            .filter(argument -> path.filter(argument.getValue()::equals).isPresent())
            .map(Map.Entry::getKey)
            .findFirst();
    if (parameter.isEmpty()) {
      return data;
    }
    Arguments arguments = source.arguments().with(parameter.get(), new Value.Text(header.sha256()));
    var steps = new ArrayList<>(data);
    steps.set(0, new Value.Call(source.name(), arguments));
    return steps;
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
