package org.lossexp.results;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.lossexp.experiment.Tuning;
import org.lossexp.experiment.Tuning.Range;

/** Searches as JSON, and back. */
final class SearchEncoding {
  private SearchEncoding() {}

  static JsonObject tuning(Tuning tuning) {
    JsonObject json = new JsonObject();
    json.add("search", TrialLines.value(tuning.search()));
    json.addProperty("seeds", tuning.seeds());
    json.addProperty("goal", tuning.goal());
    json.add("scope", TrialLines.value(tuning.scope()));
    json.add("searches", Encoding.array(tuning.searches(), SearchEncoding::search));
    return json;
  }

  static Tuning tuning(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Tuning(
        TrialLines.call(json.get("search")),
        json.get("seeds").getAsInt(),
        Encoding.text(json, "goal"),
        TrialLines.value(json.get("scope")),
        Encoding.list(json, "searches", SearchEncoding::search));
  }

  private static JsonObject search(Tuning.Search search) {
    JsonObject json = new JsonObject();
    json.addProperty("setting", search.setting());
    json.addProperty("contender", search.contender());
    json.addProperty("part", search.part());
    json.add(
        "brackets",
        Encoding.array(
            search.brackets(), bracket -> Encoding.array(bracket.rungs(), SearchEncoding::rung)));
    json.add("values", Encoding.array(search.values(), SearchEncoding::value));
    json.addProperty("stream", search.stream());
    json.add("rows", Encoding.array(search.rows(), com.google.gson.JsonPrimitive::new));
    return json;
  }

  private static Tuning.Search search(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    List<Tuning.Bracket> brackets = new ArrayList<>();
    for (JsonElement bracket : json.getAsJsonArray("brackets")) {
      List<Tuning.Rung> rungs = new ArrayList<>();
      bracket.getAsJsonArray().forEach(rung -> rungs.add(rung(rung)));
      brackets.add(new Tuning.Bracket(rungs));
    }
    return new Tuning.Search(
        json.get("setting").getAsInt(),
        json.get("contender").getAsInt(),
        json.get("part").getAsInt(),
        brackets,
        Encoding.list(json, "values", SearchEncoding::value),
        Encoding.text(json, "stream"),
        Encoding.list(json, "rows", JsonElement::getAsInt));
  }

  private static JsonObject rung(Tuning.Rung rung) {
    JsonObject json = new JsonObject();
    json.addProperty("points", rung.points());
    json.addProperty("epochs", rung.epochs());
    return json;
  }

  private static Tuning.Rung rung(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Tuning.Rung(json.get("points").getAsInt(), json.get("epochs").getAsInt());
  }

  private static JsonObject value(Tuning.TunedValue value) {
    JsonObject json = new JsonObject();
    json.addProperty("name", value.name());
    json.addProperty("domain", value.domain());
    switch (value.range()) {
      case Range.Interval(double low, double high, boolean log) -> {
        json.addProperty("kind", log ? "log" : "real");
        json.add("low", Json.number(low));
        json.add("high", Json.number(high));
      }
      case Range.Whole(long low, long high) -> {
        json.addProperty("kind", "whole");
        json.addProperty("low", low);
        json.addProperty("high", high);
      }
      case Range.Choice(List<String> values, boolean ordered) -> {
        json.addProperty("kind", ordered ? "steps" : "choice");
        json.add("values", Json.strings(values));
      }
    }
    return json;
  }

  private static Tuning.TunedValue value(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    String kind = Encoding.text(json, "kind");
    Range range =
        switch (kind) {
          case "real", "log" ->
              new Range.Interval(
                  Encoding.number(json, "low"), Encoding.number(json, "high"), kind.equals("log"));
          case "whole" ->
              new Range.Whole(json.get("low").getAsLong(), json.get("high").getAsLong());
          case "steps", "choice" ->
              new Range.Choice(
                  Encoding.list(json, "values", JsonElement::getAsString), kind.equals("steps"));
          default -> throw new IllegalArgumentException("no kind of domain: " + kind);
        };
    return new Tuning.TunedValue(Encoding.text(json, "name"), Encoding.text(json, "domain"), range);
  }

  static JsonObject searched(Searched searched) {
    JsonObject json = new JsonObject();
    json.addProperty("search", searched.search());
    json.add("tried", Encoding.array(searched.tried(), SearchEncoding::tried));
    searched.found().ifPresent(found -> json.addProperty("found", found));
    json.add("finals", Json.strings(searched.finals()));
    json.addProperty("over", searched.over());
    return json;
  }

  static Searched searched(JsonObject json) {
    return new Searched(
        json.get("search").getAsInt(),
        Encoding.list(json, "tried", SearchEncoding::tried),
        json.has("found") ? OptionalInt.of(json.get("found").getAsInt()) : OptionalInt.empty(),
        Encoding.list(json, "finals", JsonElement::getAsString),
        json.get("over").getAsBoolean());
  }

  private static JsonObject tried(Searched.Tried tried) {
    JsonObject json = new JsonObject();
    json.addProperty("point", tried.point());
    json.addProperty("epochs", tried.epochs());
    json.add("values", Json.strings(tried.values()));
    json.add("trials", Json.strings(tried.trials()));
    json.addProperty("problem", tried.problem());
    return json;
  }

  private static Searched.Tried tried(JsonElement element) {
    JsonObject json = element.getAsJsonObject();
    return new Searched.Tried(
        json.get("point").getAsInt(),
        json.get("epochs").getAsInt(),
        Encoding.strings(json, "values"),
        Encoding.list(json, "trials", JsonElement::getAsString),
        Encoding.text(json, "problem"));
  }
}
