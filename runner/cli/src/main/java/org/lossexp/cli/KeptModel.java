package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lossexp.data.DataRoom;
import org.lossexp.data.Fitted;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.Trial;
import org.lossexp.results.Json;
import org.lossexp.results.ModelFile;
import org.lossexp.results.TrialLines;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * What a model needs besides its weights, to predict new rows.
 *
 * @param trial that it was trained in
 * @param fitted what the steps had learned from the training part
 * @param classCounts examples of each class in the training part
 * @param extras names of the further inputs that training had
 */
record KeptModel(Trial trial, Fitted fitted, List<Long> classCounts, Set<String> extras) {
  /** Columns that new rows need not have. */
  private static final Set<String> ROLES =
      Set.of("target", "weight", "group", "event", "teacher", "drop");

  /** Arguments about other rows than those of the one file. */
  private static final Set<String> OTHER_ROWS =
      Set.of("test", "rows", "weight_file", "test_weight_file");

  static KeptModel of(Trial trial, Prepared data) {
    return new KeptModel(
        trial, data.fitted(), data.classCounts(), data.training().extras().keySet());
  }

  /** {@return what {@link #file} made} */
  static KeptModel of(ModelFile file) throws IOException {
    try {
      List<Long> counts = new ArrayList<>();
      array(file, "class_counts").forEach(count -> counts.add(count.getAsLong()));
      Set<String> extras = new TreeSet<>();
      array(file, "extras").forEach(name -> extras.add(name.getAsString()));
      return new KeptModel(
          TrialLines.readTrial(file.about().get("trial")),
          FittedText.read(file.about().get("fitted")),
          counts,
          extras);
    } catch (RuntimeException e) {
      throw new IOException("the model was kept by another version of lossexp", e);
    }
  }

  private static JsonArray array(ModelFile file, String name) {
    return JsonParser.parseString(file.about().get(name)).getAsJsonArray();
  }

  /** {@return a file of it, with what it learned} */
  ModelFile file(List<Tensor> learned) {
    JsonArray counts = new JsonArray();
    classCounts.forEach(counts::add);
    Map<String, String> about = new LinkedHashMap<>();
    about.put("trial", TrialLines.write(trial));
    about.put("fitted", FittedText.write(fitted));
    about.put("class_counts", Json.line(counts));
    about.put("extras", Json.line(Json.strings(new TreeSet<>(extras))));
    return new ModelFile(about, learned);
  }

  /**
   * {@return how new rows in {@code file} are read: as those that were trained on, if from a csv}
   */
  Value.Call source(Path file) {
    Map<String, Value> arguments = new LinkedHashMap<>();
    Value.Call written = trial.data().getFirst();
    if (written.name().equals("csv")) {
      arguments.putAll(written.arguments().values());
    } else {
      arguments.putAll(usual().values());
    }
    arguments.keySet().removeIf(ROLES::contains);
    arguments.replaceAll(
        (name, value) -> OTHER_ROWS.contains(name) ? new Value.Word("none") : value);
    arguments.put("path", new Value.Text(file.toAbsolutePath().toString()));
    return new Value.Call("csv", new Arguments(arguments));
  }

  private static Arguments usual() {
    Descriptor csv =
        DataRoom.descriptors().stream()
            .filter(descriptor -> descriptor.name().equals("csv"))
            .findFirst()
            .orElseThrow();
    Arguments arguments = Arguments.NONE;
    for (var parameter : csv.parameters()) {
      Optional<Value> fallback = parameter.fallback();
      if (fallback.isPresent()) {
        arguments = arguments.with(parameter.name(), fallback.get());
      }
    }
    return arguments;
  }

  /** {@return the data that a model is made for, with {@code rows} in the place of its training} */
  Prepared prepared(Part rows) {
    return new Prepared(
        new Prepared.Origin("", "", 0),
        fitted.task(),
        fitted.outputs(),
        fitted.classes(),
        classCounts,
        fitted.features(),
        fitted.image(),
        fitted.codes(),
        Optional.empty(),
        fitted.targetScale(),
        Optional.empty(),
        fitted,
        rows,
        Optional.empty(),
        Optional.empty());
  }
}
