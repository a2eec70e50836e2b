package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lossexp.data.Fitted;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Shape;
import org.lossexp.results.Json;
import org.lossexp.spi.Task;

/** What steps learned, as JSON beside a model, and back. */
final class FittedText {
  private FittedText() {}

  static String write(Fitted fitted) {
    JsonObject json = new JsonObject();
    json.addProperty("task", fitted.task().name());
    json.addProperty("outputs", fitted.outputs());
    json.add("classes", Json.strings(fitted.classes()));
    json.add("changes", array(fitted.changes(), FittedText::change));
    json.add("features", Json.strings(fitted.features()));
    fitted.image().ifPresent(image -> json.add("image", image(image)));
    json.add("codes", array(fitted.codes(), FittedText::code));
    json.add(
        "target_scale",
        array(fitted.targetScale().columns(), curves -> array(curves, FittedText::curve)));
    return Json.line(json);
  }

  /**
   * {@return what {@link #write} wrote}
   *
   * @throws RuntimeException where it did not
   */
  static Fitted read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new Fitted(
        Task.valueOf(json.get("task").getAsString()),
        json.get("outputs").getAsInt(),
        list(json.get("classes"), JsonElement::getAsString),
        list(json.get("changes"), FittedText::change),
        list(json.get("features"), JsonElement::getAsString),
        Optional.ofNullable(json.get("image")).map(FittedText::image),
        list(json.get("codes"), FittedText::code),
        new Prepared.TargetScale(
            list(json.get("target_scale"), curves -> list(curves, FittedText::curve))));
  }

  private static JsonObject curve(Prepared.Curve curve) {
    JsonObject json = new JsonObject();
    switch (curve) {
      case Prepared.Curve.Linear(double mean, double sd) -> {
        json.add("mean", Json.number(mean));
        json.add("sd", Json.number(sd));
      }
      case Prepared.Curve.Log(double add) -> json.add("log_add", Json.number(add));
      case Prepared.Curve.BoxCox(double lambda) -> json.add("lambda", Json.number(lambda));
    }
    return json;
  }

  private static Prepared.Curve curve(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    if (json.has("mean")) {
      return new Prepared.Curve.Linear(Json.number(json.get("mean")), Json.number(json.get("sd")));
    }
    return json.has("log_add")
        ? new Prepared.Curve.Log(Json.number(json.get("log_add")))
        : new Prepared.Curve.BoxCox(Json.number(json.get("lambda")));
  }

  private static JsonObject change(Fitted.Change change) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", change.kind().name());
    json.addProperty("column", change.column());
    json.add("numbers", array(change.numbers(), Json::number));
    json.add("texts", Json.strings(change.texts()));
    return json;
  }

  private static Fitted.Change change(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Fitted.Change(
        Fitted.Kind.valueOf(json.get("kind").getAsString()),
        json.get("column").getAsString(),
        list(json.get("numbers"), Json::number),
        list(json.get("texts"), JsonElement::getAsString));
  }

  private static JsonArray image(Shape image) {
    return array(List.of(image.height(), image.width(), image.channels()), Json::number);
  }

  private static Shape image(JsonElement element) {
    List<Double> sizes = list(element, Json::number);
    return new Shape(sizes.get(0).intValue(), sizes.get(1).intValue(), sizes.get(2).intValue());
  }

  private static JsonObject code(DataHeader.Code code) {
    JsonObject json = new JsonObject();
    json.addProperty("name", code.name());
    json.addProperty("size", code.size());
    return json;
  }

  private static DataHeader.Code code(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new DataHeader.Code(json.get("name").getAsString(), json.get("size").getAsInt());
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonElement> encoding) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(encoding.apply(item)));
    return array;
  }

  private static <T> List<T> list(JsonElement array, Function<JsonElement, T> decoding) {
    List<T> items = new ArrayList<>();
    array.getAsJsonArray().forEach(element -> items.add(decoding.apply(element)));
    return items;
  }
}
