package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.MetricDescriptor;

/**
 * Runs and trials as JSON, and back: by hand, so that a renamed component of a record does not
 * silently change what is on disk.
 */
final class Encoding {
  static final String INPUTS = "inputs";

  /** The piece itself, where a result goes from process to process or into the cache. */
  private static final String PREDICTIONS = "predictions";

  /** Where the line with the piece lies, in a journal. */
  private static final String PREDICTIONS_AT = "predictions_at";

  private Encoding() {}

  static JsonObject run(Run run) {
    JsonObject json = new JsonObject();
    json.addProperty("started", run.started().toString());
    json.addProperty("predictions", run.predictions());
    json.addProperty("program", run.versions().program());
    json.addProperty("language", run.versions().language());
    json.addProperty("engine", run.versions().engine());
    json.add("design", design(run.design()));
    return json;
  }

  static Run run(JsonObject json) {
    return new Run(
        new Versions(
            text(json, "program"), json.get("language").getAsInt(), json.get("engine").getAsInt()),
        design(json.getAsJsonObject("design")),
        Instant.parse(text(json, "started")),
        json.has("predictions") && json.get("predictions").getAsBoolean());
  }

  static JsonObject trial(TrialRecord record) {
    JsonObject json = result(record.result());
    json.addProperty("attempt", record.attempt());
    json.addProperty("started", record.timing().started().toString());
    json.addProperty("elapsed", record.timing().elapsed().toString());
    json.addProperty("worker", record.timing().worker());
    json.add(INPUTS, Json.strings(record.inputs()));
    record.predictions().ifPresent(place -> json.add(PREDICTIONS_AT, place(place)));
    return json;
  }

  /**
   * {@return the record that {@link #trial(TrialRecord)} wrote}
   *
   * @param known lines of inputs met before: most are those of other trials too
   */
  static TrialRecord trial(JsonObject json, Map<String, String> known) {
    return new TrialRecord(
        result(json),
        json.get("attempt").getAsInt(),
        new Timing(
            Instant.parse(text(json, "started")),
            Duration.parse(text(json, "elapsed")),
            json.get("worker").getAsInt()),
        inputs(json, known),
        Optional.ofNullable(json.getAsJsonArray(PREDICTIONS_AT)).map(Encoding::place));
  }

  private static JsonArray place(PredictionStore.Place place) {
    JsonArray numbers = new JsonArray();
    numbers.add(place.offset());
    numbers.add(place.length());
    return numbers;
  }

  private static PredictionStore.Place place(JsonArray numbers) {
    return new PredictionStore.Place(numbers.get(0).getAsLong(), numbers.get(1).getAsInt());
  }

  /** {@return what an identity is made of; empty where {@code json} does not say so} */
  static List<String> inputs(JsonObject json, Map<String, String> known) {
    return json.has(INPUTS)
        ? list(json, INPUTS, line -> known.computeIfAbsent(line.getAsString(), same -> same))
        : List.of();
  }

  static JsonObject result(TrialResult result) {
    JsonObject json = new JsonObject();
    json.addProperty("trial", result.trial());
    json.addProperty("status", result.status().word());
    json.addProperty("cause", result.cause());
    json.addProperty("best_epoch", result.bestEpoch());
    json.addProperty("training_rows", result.trainingRows());
    json.addProperty("validation_rows", result.validationRows());
    json.addProperty("test_rows", result.testRows());
    json.add("metrics", Json.numbers(result.metrics()));
    json.add("history", HistoryEncoding.write(result.history()));
    if (!result.evidence().isEmpty()) {
      json.add("evidence", EvidenceEncoding.write(result.evidence()));
    }
    result
        .predictions()
        .ifPresent(piece -> json.addProperty(PREDICTIONS, PredictionStore.text(piece)));
    return json;
  }

  static TrialResult result(JsonObject json) {
    return new TrialResult(
        text(json, "trial"),
        constant(TrialResult.Status.values(), TrialResult.Status::word, text(json, "status")),
        text(json, "cause"),
        json.get("best_epoch").getAsInt(),
        json.get("training_rows").getAsInt(),
        json.get("validation_rows").getAsInt(),
        json.get("test_rows").getAsInt(),
        numbers(json, "metrics"),
        HistoryEncoding.read(json.getAsJsonObject("history")),
        Optional.ofNullable(json.getAsJsonObject("evidence"))
            .map(EvidenceEncoding::read)
            .orElse(List.of()),
        Optional.ofNullable(json.get(PREDICTIONS))
            .map(text -> PredictionStore.piece(text.getAsString())));
  }

  private static JsonObject design(Design design) {
    JsonObject json = new JsonObject();
    json.addProperty("name", design.name());
    json.addProperty("title", design.title());
    json.addProperty("question", design.question());
    json.add("settings", array(design.settings(), Encoding::setting));
    json.add("contenders", array(design.contenders(), Encoding::contender));
    design.baseline().ifPresent(index -> json.addProperty("baseline", index));
    json.addProperty("by", design.by());
    json.add("rope", Json.number(design.rope()));
    json.addProperty("rope_relative", design.ropeRelative());
    json.add("alpha", Json.number(design.alpha()));
    json.add("metrics", array(design.metrics(), Encoding::measure));
    json.addProperty("units", units(design.units()));
    json.addProperty("seeds", design.seeds());
    json.add("trials", array(design.trials(), Encoding::row));
    design.tuning().ifPresent(tuning -> json.add("tuning", SearchEncoding.tuning(tuning)));
    json.add("data", array(design.data(), Encoding::data));
    json.add("plugins", array(design.plugins(), Encoding::plugin));
    json.add("formats", Json.strings(design.formats()));
    json.add("notes", Json.strings(design.notes()));
    json.addProperty("resolved", design.resolved());
    return json;
  }

  private static Design design(JsonObject json) {
    JsonElement baseline = json.get("baseline");
    return new Design(
        text(json, "name"),
        text(json, "title"),
        text(json, "question"),
        list(json, "settings", Encoding::setting),
        list(json, "contenders", Encoding::contender),
        baseline == null ? OptionalInt.empty() : OptionalInt.of(baseline.getAsInt()),
        text(json, "by"),
        number(json, "rope"),
        json.get("rope_relative").getAsBoolean(),
        number(json, "alpha"),
        list(json, "metrics", Encoding::measure),
        constant(Design.Units.values(), Encoding::units, text(json, "units")),
        json.get("seeds").getAsInt(),
        list(json, "trials", Encoding::row),
        Optional.ofNullable(json.getAsJsonObject("tuning")).map(SearchEncoding::tuning),
        list(json, "data", Encoding::data),
        list(json, "plugins", Encoding::plugin),
        list(json, "formats", JsonElement::getAsString),
        list(json, "notes", JsonElement::getAsString),
        text(json, "resolved"));
  }

  private static JsonObject setting(Design.Setting setting) {
    JsonObject json = new JsonObject();
    json.addProperty("label", setting.label());
    json.add("factors", Json.strings(setting.factors()));
    return json;
  }

  private static Design.Setting setting(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.Setting(text(json, "label"), strings(json, "factors"));
  }

  private static JsonObject contender(Design.Contender contender) {
    JsonObject json = new JsonObject();
    json.addProperty("label", contender.label());
    json.addProperty("loss", contender.loss());
    json.add("factors", Json.strings(contender.factors()));
    return json;
  }

  private static Design.Contender contender(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.Contender(text(json, "label"), text(json, "loss"), strings(json, "factors"));
  }

  private static JsonObject measure(Design.Measure measure) {
    JsonObject json = new JsonObject();
    json.addProperty("name", measure.name());
    json.addProperty("direction", direction(measure.direction()));
    json.add("low", Json.number(measure.low()));
    json.add("high", Json.number(measure.high()));
    return json;
  }

  private static Design.Measure measure(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.Measure(
        text(json, "name"),
        constant(MetricDescriptor.Direction.values(), Encoding::direction, text(json, "direction")),
        number(json, "low"),
        number(json, "high"));
  }

  private static JsonObject row(Design.Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("trial", row.trial());
    json.addProperty("setting", row.setting());
    json.addProperty("contender", row.contender());
    json.addProperty("unit", row.unit());
    json.addProperty("seed", row.seed());
    return json;
  }

  private static Design.Row row(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.Row(
        text(json, "trial"),
        json.get("setting").getAsInt(),
        json.get("contender").getAsInt(),
        text(json, "unit"),
        json.get("seed").getAsLong());
  }

  static JsonObject data(Design.DataSource source) {
    JsonObject json = new JsonObject();
    json.addProperty("name", source.name());
    json.addProperty("path", source.path());
    json.addProperty("sha256", source.sha256());
    json.addProperty("rows", source.rows());
    json.addProperty("task", source.task());
    return json;
  }

  static Design.DataSource data(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.DataSource(
        text(json, "name"),
        text(json, "path"),
        text(json, "sha256"),
        json.get("rows").getAsInt(),
        text(json, "task"));
  }

  static JsonObject plugin(Design.PluginSource plugin) {
    JsonObject json = new JsonObject();
    json.addProperty("name", plugin.name());
    json.addProperty("version", plugin.version());
    json.addProperty("sha256", plugin.sha256());
    return json;
  }

  static Design.PluginSource plugin(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Design.PluginSource(text(json, "name"), text(json, "version"), text(json, "sha256"));
  }

  private static String units(Design.Units units) {
    return switch (units) {
      case RESAMPLED -> "resampled";
      case FIXED_FOLDS -> "fixed folds";
      case SEEDS_ONLY -> "seeds only";
    };
  }

  private static String direction(MetricDescriptor.Direction direction) {
    return switch (direction) {
      case HIGHER_IS_BETTER -> "higher is better";
      case LOWER_IS_BETTER -> "lower is better";
    };
  }

  /** The constant that is written as {@code word}. */
  private static <T> T constant(T[] constants, Function<T, String> words, String word) {
    for (T constant : constants) {
      if (words.apply(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("unknown word in a journal: " + word);
  }

  static <T> JsonArray array(List<T> items, Function<T, JsonElement> encoding) {
    JsonArray array = new JsonArray(items.size());
    items.forEach(item -> array.add(encoding.apply(item)));
    return array;
  }

  static <T> List<T> list(JsonObject json, String name, Function<JsonElement, T> decoding) {
    List<T> items = new ArrayList<>();
    json.getAsJsonArray(name).forEach(element -> items.add(decoding.apply(element)));
    return items;
  }

  static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  static double number(JsonObject json, String name) {
    return Json.number(json.get(name));
  }

  static Map<String, String> strings(JsonObject json, String name) {
    Map<String, String> strings = new LinkedHashMap<>();
    json.getAsJsonObject(name)
        .asMap()
        .forEach((key, value) -> strings.put(key, value.getAsString()));
    return strings;
  }

  private static Map<String, Double> numbers(JsonObject json, String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    json.getAsJsonObject(name)
        .asMap()
        .forEach((key, value) -> numbers.put(key, Json.number(value)));
    return numbers;
  }
}
