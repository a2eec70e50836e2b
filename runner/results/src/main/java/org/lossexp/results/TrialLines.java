package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** Trials and their results as lines of JSON, for a process that runs trials for another. */
public final class TrialLines {
  private TrialLines() {}

  /** {@return {@code trial} on one line} */
  public static String write(Trial trial) {
    JsonObject json = new JsonObject();
    json.addProperty("id", trial.id());
    json.add("data", Encoding.array(trial.data(), TrialLines::value));
    json.addProperty("data_sha256", trial.dataSha256());
    json.addProperty("fold", trial.fold());
    json.add("model", Encoding.array(trial.model(), TrialLines::value));
    json.addProperty("loss", trial.loss());
    json.add("optimizer", value(trial.optimizer()));
    json.add("train", value(trial.train()));
    json.add("metrics", Encoding.array(trial.metrics(), TrialLines::value));
    trial.monitor().ifPresent(monitor -> json.add("monitor", value(monitor)));
    JsonObject seeds = new JsonObject();
    trial.seeds().forEach((purpose, seed) -> seeds.addProperty(purpose.name(), seed));
    json.add("seeds", seeds);
    return Json.line(json);
  }

  /**
   * {@return the trial on {@code line}}
   *
   * @throws IllegalArgumentException where {@link #write} did not write it
   */
  public static Trial readTrial(String line) {
    JsonObject json = object(line);
    Map<Trial.Purpose, Long> seeds = new EnumMap<>(Trial.Purpose.class);
    json.getAsJsonObject("seeds")
        .asMap()
        .forEach((purpose, seed) -> seeds.put(Trial.Purpose.valueOf(purpose), seed.getAsLong()));
    return new Trial(
        json.get("id").getAsString(),
        calls(json, "data"),
        json.get("data_sha256").getAsString(),
        json.get("fold").getAsInt(),
        calls(json, "model"),
        json.get("loss").getAsString(),
        call(json.get("optimizer")),
        call(json.get("train")),
        calls(json, "metrics"),
        Optional.ofNullable(json.get("monitor")).map(TrialLines::call),
        seeds);
  }

  /** {@return {@code result} on one line} */
  public static String write(TrialResult result) {
    return Json.line(Encoding.result(result));
  }

  /**
   * {@return the result on {@code line}}
   *
   * @throws IllegalArgumentException where {@link #write} did not write it
   */
  public static TrialResult readResult(String line) {
    return Encoding.result(object(line));
  }

  private static JsonObject object(String line) {
    try {
      if (JsonParser.parseString(line) instanceof JsonObject json) {
        return json;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("not a line of JSON: " + line, e);
    }
    throw new IllegalArgumentException("not a JSON object: " + line);
  }

  /** A number as {@code {"n": 1}}, a word as {@code {"w": "none"}}, …: each says what it is. */
  static JsonElement value(Value value) {
    JsonObject json = new JsonObject();
    switch (value) {
      case Value.Numeral(double number) -> json.add("n", Json.number(number));
      case Value.Word(String word) -> json.addProperty("w", word);
      case Value.Text(String string) -> json.addProperty("t", string);
      case Value.Flag(boolean on) -> json.addProperty("f", on);
      case Value.Sequence(List<Value> items) ->
          json.add("s", Encoding.array(items, TrialLines::value));
      case Value.Pipeline(List<Value.Call> steps) ->
          json.add("p", Encoding.array(steps, TrialLines::value));
      case Value.Call(String name, Arguments arguments) -> {
        json.addProperty("c", name);
        JsonObject given = new JsonObject();
        arguments.values().forEach((parameter, argument) -> given.add(parameter, value(argument)));
        json.add("a", given);
      }
    }
    return json;
  }

  static Value value(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    String kind = json.keySet().iterator().next();
    JsonElement content = json.get(kind);
    return switch (kind) {
      case "n" -> new Value.Numeral(Json.number(content));
      case "w" -> new Value.Word(content.getAsString());
      case "t" -> new Value.Text(content.getAsString());
      case "f" -> new Value.Flag(content.getAsBoolean());
      case "s" -> new Value.Sequence(stream(content.getAsJsonArray()));
      case "p" ->
          new Value.Pipeline(
              content.getAsJsonArray().asList().stream().map(TrialLines::call).toList());
      case "c" -> call(json);
      default -> throw new IllegalArgumentException("no kind of value: " + kind);
    };
  }

  private static List<Value> stream(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false).map(TrialLines::value).toList();
  }

  static Value.Call call(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    Map<String, Value> arguments = new LinkedHashMap<>();
    json.getAsJsonObject("a")
        .asMap()
        .forEach((parameter, argument) -> arguments.put(parameter, value(argument)));
    return new Value.Call(json.get("c").getAsString(), new Arguments(arguments));
  }

  private static List<Value.Call> calls(JsonObject json, String name) {
    return StreamSupport.stream(json.getAsJsonArray(name).spliterator(), false)
        .map(TrialLines::call)
        .toList();
  }
}
